/* Zone files: either an error that says why, or a zone that answers every question at once: records only where the
 * state says so, addresses of their size, and the same answer twice, alone or in a view. A zone with a fault says where.
 *
 * Covers: src/dns/zone.c */
#include "fuzz.h"

#include "dns/packet.h"
#include "dns/zone.h"

static void check_lookup(const struct zone *zone, str name, uint16_t type)
{
    struct question question = { .kind = QUESTION_DNS, .type = type, .name = name };
    struct answer  *answer = zone_lookup(zone, &question), *again = zone_lookup(zone, &question);

    HOLDS(answer->state != ANSWER_PENDING && answer->state == again->state && answer->count == again->count);
    HOLDS(answer_has_records(answer) == (answer->count > 0));
    for (size_t i = 0; i < answer->count; i++) {
        HOLDS(type != DNS_A || answer->records[i].data.len == 4);
        HOLDS(type != DNS_AAAA || answer->records[i].data.len == 16);
    }
    answer_release(answer);
    answer_release(again);
}

static void check_view(const struct zone *zone, struct arena *arena)
{
    struct view view;

    view_init(&view, arena, VIEW_QUESTIONS_DEFAULT);
    (void)view_ask(&view, QUESTION_DNS, DNS_TXT, STR("example.org"), NULL);
    (void)view_ask(&view, QUESTION_STATE, 0, STR("list/spf/example.org"), NULL);
    zone_answer(zone, &view);
    HOLDS(view.open == 1 && view.first->answer != NULL);
    HOLDS(zone_fault(zone).len == 0 || str_has_char(zone_fault(zone), ':'));
    view_free(&view);
}

FUZZ_TARGET(input)
{
    static const uint16_t types[] = { DNS_A, DNS_AAAA, DNS_MX, DNS_TXT, DNS_PTR, DNS_CNAME, DNS_NS };
    ARENA_SCOPE           arena   = { 0 };
    str                   error   = { 0 };
    struct zone          *zone    = zone_load(input, &arena, &error);

    HOLDS((zone == NULL) == (error.len > 0));
    if (zone == NULL)
        return;
    for (size_t i = 0; i < ARRAY_LEN(types); i++) {
        check_lookup(zone, STR("example.org"), types[i]);
        check_lookup(zone, STR("a.example.org"), types[i]);
        check_lookup(zone, STR("org"), types[i]);
    }
    check_view(zone, &arena);
    zone_free(zone);
}
