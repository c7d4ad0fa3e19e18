#include "gateway/outage.h"

#include "unit.h"

struct look { uint64_t worked, failed; int64_t now_ms; enum outage_change want; uint64_t failures; };

enum { LOOKS_MAX = 12 };

TEST(outage_look)
{
    static const struct outage_limits loss = { .is_each_a_loss = true, .failures = 1, .calm_ms = 10 };
    static const struct outage_limits silence = { .failures = 5, .lasting_ms = 30 };
    static const struct { const char *name; const struct outage_limits *limits; struct look looks[LOOKS_MAX]; } cases[] = {
        { "all goes well", &loss, { { 1, 0, 1, OUTAGE_NO_CHANGE, 0 }, { 7, 0, 2, OUTAGE_NO_CHANGE, 0 } } },
        { "the first loss begins it, and when none comes any more it is over", &loss,
          { { 1, 0, 1, OUTAGE_NO_CHANGE, 0 }, { 1, 2, 2, OUTAGE_BEGINS, 2 }, { 1, 7, 3, OUTAGE_NO_CHANGE, 7 }, { 1, 7, 50, OUTAGE_NO_CHANGE, 7 },
            { 2, 7, 51, OUTAGE_OVER, 7 }, { 3, 7, 52, OUTAGE_NO_CHANGE, 0 }, { 3, 8, 53, OUTAGE_BEGINS, 1 } } },
        { "some are lost among those that are not", &loss,
          { { 5, 1, 1, OUTAGE_BEGINS, 1 }, { 6, 1, 2, OUTAGE_NO_CHANGE, 1 }, { 7, 2, 5, OUTAGE_NO_CHANGE, 2 }, { 8, 2, 14, OUTAGE_NO_CHANGE, 2 },
            { 8, 2, 15, OUTAGE_OVER, 2 } } },
        { "enough failures, for long enough, and no success", &silence,
          { { 9, 0, 1, OUTAGE_NO_CHANGE, 0 }, { 9, 4, 10, OUTAGE_NO_CHANGE, 4 }, { 9, 4, 90, OUTAGE_NO_CHANGE, 4 }, { 9, 6, 91, OUTAGE_BEGINS, 6 },
            { 9, 9, 95, OUTAGE_NO_CHANGE, 9 }, { 10, 12, 96, OUTAGE_OVER, 12 }, { 11, 12, 97, OUTAGE_NO_CHANGE, 0 } } },
        { "many at once are to last", &silence,
          { { 1, 50, 10, OUTAGE_NO_CHANGE, 0 }, { 1, 90, 39, OUTAGE_NO_CHANGE, 40 }, { 1, 90, 68, OUTAGE_NO_CHANGE, 40 },
            { 1, 90, 69, OUTAGE_BEGINS, 40 } } },
        { "a success between them", &silence,
          { { 0, 4, 1, OUTAGE_NO_CHANGE, 4 }, { 1, 4, 40, OUTAGE_NO_CHANGE, 4 }, { 1, 8, 80, OUTAGE_NO_CHANGE, 4 }, { 1, 8, 200, OUTAGE_NO_CHANGE, 4 } } },
    };

    FOR_EACH_CASE(c, cases) {
        struct outage outage = { 0 };

        for (const struct look *l = c->looks; l < c->looks + LOOKS_MAX && l->now_ms > 0; l++) {
            CHECK_EQ(outage_look(&outage, c->limits, l->worked, l->failed, l->now_ms), l->want);
            if (l->failures > 0)
                CHECK_EQ(outage.failures, l->failures);
        }
    }
}
