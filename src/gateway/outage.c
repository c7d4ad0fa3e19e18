#include "gateway/outage.h"

static void note_failures(struct outage *o, uint64_t count, int64_t now_ms)
{
    if (o->failures == 0)
        o->first_ms = now_ms;
    o->failures += count;
    o->last_ms   = now_ms;
    o->went_well = false;
}

/* What came between two looks came in an order that nobody knows. */
static void take_in(struct outage *o, const struct outage_limits *limits, uint64_t worked, uint64_t failed, int64_t now_ms)
{
    if (failed > o->failed)
        note_failures(o, failed - o->failed, now_ms);
    if (worked > o->worked)
        o->went_well = failed == o->failed || !limits->is_each_a_loss;
    o->worked = worked;
    o->failed = failed;
}

enum outage_change outage_look(struct outage *o, const struct outage_limits *limits, uint64_t worked, uint64_t failed, int64_t now_ms)
{
    if (!o->is_on && o->went_well)
        o->failures = 0;
    take_in(o, limits, worked, failed, now_ms);
    if (o->is_on && o->went_well && now_ms - o->last_ms >= limits->calm_ms) {
        o->is_on = false;
        return OUTAGE_OVER;
    }
    if (!o->is_on && !o->went_well && o->failures >= limits->failures && now_ms - o->first_ms >= limits->lasting_ms) {
        o->is_on = true;
        return OUTAGE_BEGINS;
    }
    return OUTAGE_NO_CHANGE;
}
