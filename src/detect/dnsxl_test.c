#include "detect/dnsxl.h"

#include "dns/zone.h"
#include "unit.h"

static const char world[] =
    /* a block list with reasons, and an allow list */
    "{ \"2.0.0.127.bl.example\":  { \"A\": [\"127.0.0.2\"], \"TXT\": [[\"test\"]] },"
    "  \"9.2.0.192.bl.example\":  { \"A\": [\"127.0.0.4\"], \"TXT\": [[\"Spam seen, \\u001b[2J see http://bl.example/\"]] },"
    "  \"8.2.0.192.bl.example\":  { \"A\": [\"127.0.0.200\"] },"
    "  \"7.2.0.192.bl.example\":  { \"A\": [\"127.255.255.254\"] },"
    "  \"6.2.0.192.bl.example\":  { \"A\": [\"203.0.113.80\"] },"
    "  \"5.2.0.192.bl.example\":  { \"A\": \"SERVFAIL\" },"
    "  \"4.2.0.192.bl.example\":  { \"A\": [\"127.0.0.200\", \"127.0.0.3\"], \"TXT\": \"TIMEOUT\" },"
    "  \"9.2.0.192.second.example\": { \"A\": [\"127.0.0.2\"] },"
    "  \"9.2.0.192.wl.example\":  { \"A\": [\"127.0.10.1\"] },"
    "  \"3.2.0.192.wl.example\":  { \"A\": [\"127.0.10.1\"] },"
    "  \"1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.bl.example\": { \"A\": [\"127.0.0.2\"] },"
    "  \"2.0.0.0.0.0.f.7.f.f.f.f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.bl.example\": { \"A\": [\"127.0.0.2\"] },"
    /* lists that are out of order */
    "  \"2.0.0.127.refuses.example\": { \"A\": [\"127.255.255.254\"] },"
    "  \"1.0.0.127.refuses.example\": { \"A\": [\"127.255.255.254\"] },"
    "  \"2.0.0.127.parked.example\":  { \"A\": [\"203.0.113.80\"] },"
    "  \"1.0.0.127.parked.example\":  { \"A\": [\"203.0.113.80\"] },"
    "  \"2.0.0.127.late.example\":    { \"A\": \"TIMEOUT\" } }";

static const struct dnsxl_range allowed = { { IP_V4, { 127, 0, 0, 0 } }, { IP_V4, { 127, 0, 255, 255 } } };

static const struct dnsxl lists[] = {
    { STR_INIT("bl"),     STR_INIT("bl.example"),     2.0, &dnsxl_default_answers, 1, true, true  },
    { STR_INIT("second"), STR_INIT("second.example"), 1.5, &dnsxl_default_answers, 1, true, false },
    { STR_INIT("again"),  STR_INIT("bl.example"),     0.5, &dnsxl_default_answers, 1, true, false },
    { STR_INIT("wl"),     STR_INIT("wl.example"),    -1.0, &allowed,               1, true, false },
};

static struct zone *open_world(struct arena *arena)
{
    str          error = { 0 };
    struct zone *zone  = zone_load(str_of(world), arena, &error);

    ASSERT(zone != NULL);
    return zone;
}

static struct dnsxl_result check(const char *client, const struct dnsxl_state *states, const struct zone *zone,
                                 struct arena *arena, struct view *view, int *rounds)
{
    struct dnsxl_result result;
    struct ip           ip;

    ASSERT(ip_parse(str_of(client), &ip));
    *rounds = 0;
    while (!dnsxl_check(lists, ARRAY_LEN(lists), &ip, arena, view, &result)) {
        dnsxl_answer(lists, states, ARRAY_LEN(lists), view);
        zone_answer(zone, view);
        (*rounds)++;
    }
    return result;
}

TEST(dnsxl_check)
{
    static const struct {
        const char *name, *client; enum dnsxl_status first; int weight_tenths; size_t block_zones; const char *blocked;
    } cases[] = {
        { "on two block lists and an allow list", "192.0.2.9", DNSXL_LISTED, 30, 2,
          "bl (127.0.0.4: Spam seen, ?[2J see http://bl.example/), second (127.0.0.2), "
          "again (127.0.0.4: Spam seen, ?[2J see http://bl.example/)" },
        { "on the allow list",                    "192.0.2.3", DNSXL_NOT_LISTED, -10, 0, "" },
        { "nowhere",                              "192.0.2.1", DNSXL_NOT_LISTED, 0, 0, "" },
        { "an answer that is not in the table",   "192.0.2.8", DNSXL_NOT_LISTED, 0, 0, "" },
        { "an error code is no listing",          "192.0.2.7", DNSXL_REFUSED, 0, 0, "" },
        { "the address of a parking page is none", "192.0.2.6", DNSXL_ODD, 0, 0, "" },
        { "no answer is no listing, and not clean", "192.0.2.5", DNSXL_UNANSWERED, 0, 0, "" },
        { "two entries of one zone are one list", "192.0.2.4", DNSXL_LISTED, 25, 1, "bl (127.0.0.3), again (127.0.0.3)" },
        { "IPv6, of which only one list knows",   "2001:db8::1", DNSXL_LISTED, 20, 1, "bl (127.0.0.2)" },
    };
    ARENA_SCOPE  arena = { 0 };
    struct zone *zone  = open_world(&arena);

    FOR_EACH_CASE(c, cases) {
        struct view view;
        int         rounds;

        view_init(&view, &arena, VIEW_QUESTIONS_DEFAULT);
        struct dnsxl_result result = check(c->client, NULL, zone, &arena, &view, &rounds);

        CHECK(rounds <= 3);             /* health, addresses, reasons */
        CHECK_EQ(result.hits[0].status, c->first);
        CHECK_EQ(result.weight * 10, c->weight_tenths);
        CHECK_EQ(result.block_zones, c->block_zones);
        CHECK_CSTR(dnsxl_describe(&result, true, &arena), c->blocked);
        view_free(&view);
    }
    zone_free(zone);
}

TEST(dnsxl_that_is_ill_is_not_asked)
{
    ARENA_SCOPE        arena    = { 0 };
    struct zone       *zone     = open_world(&arena);
    struct dnsxl_state states[] = { { DNSXL_ILL, DNSXL_WELL }, { DNSXL_WELL, DNSXL_UNTESTED }, { DNSXL_ILL, DNSXL_WELL }, { DNSXL_UNTESTED, DNSXL_UNTESTED } };
    struct view        view;
    int                rounds;

    view_init(&view, &arena, VIEW_QUESTIONS_DEFAULT);
    struct dnsxl_result result = check("192.0.2.9", states, zone, &arena, &view, &rounds);

    CHECK_EQ(result.hits[0].status, DNSXL_OFF);
    CHECK_EQ(result.hits[1].status, DNSXL_LISTED);
    CHECK_EQ(result.hits[3].status, DNSXL_OFF);
    CHECK_EQ(result.block_zones, 1);
    for (const struct question *q = view.first; q != NULL; q = q->next)
        CHECK(q->kind != QUESTION_DNS || str_find(q->name, STR("bl.example")) == STR_NOT_FOUND);
    view_free(&view);

    view_init(&view, &arena, VIEW_QUESTIONS_DEFAULT);
    view.recorded = true;               /* a replay that has no record of the list knows nothing of it */
    CHECK_EQ(check("192.0.2.9", states, zone, &arena, &view, &rounds).hits[1].status, DNSXL_OFF);
    view_free(&view);
    zone_free(zone);
}

TEST(dnsxl_test)
{
    static const struct { const char *name; str zone; enum ip_family family; enum dnsxl_test want; } cases[] = {
        { "in order",                     STR_INIT("bl.example"),      IP_V4, DNSXL_TEST_PASSED },
        { "in order for IPv6",            STR_INIT("bl.example"),      IP_V6, DNSXL_TEST_PASSED },
        { "a list that is gone",          STR_INIT("gone.example"),    IP_V4, DNSXL_TEST_LISTS_NOTHING },
        { "a list that has no IPv6",      STR_INIT("parked.example"),  IP_V6, DNSXL_TEST_LISTS_NOTHING },
        { "we are not served",            STR_INIT("refuses.example"), IP_V4, DNSXL_TEST_UNANSWERED },
        { "a domain that answers all",    STR_INIT("parked.example"),  IP_V4, DNSXL_TEST_LISTS_ALL },
        { "no answer in time",            STR_INIT("late.example"),    IP_V4, DNSXL_TEST_UNANSWERED },
    };
    ARENA_SCOPE  arena = { 0 };
    struct zone *zone  = open_world(&arena);

    FOR_EACH_CASE(c, cases) {
        struct dnsxl    list = { .zone = c->zone };
        enum dnsxl_test test;
        struct view     view;

        view_init(&view, &arena, VIEW_QUESTIONS_DEFAULT);
        while ((test = dnsxl_test(&list, c->family, &arena, &view)) == DNSXL_TEST_PENDING)
            zone_answer(zone, &view);
        CHECK_EQ(test, c->want);
        view_free(&view);
    }
    zone_free(zone);
}

TEST(dnsxl_range_parse)
{
    static const struct { const char *name, *text; bool ok; } cases[] = {
        { "one",                    "127.0.0.4",               true  },
        { "a range",                "127.0.0.2-127.0.0.11",    true  },
        { "with blanks",            "127.0.0.2 - 127.0.0.11",  true  },
        { "the wrong way round",    "127.0.0.11-127.0.0.2",    false },
        { "not loopback",           "192.0.2.1",               false },
        { "out of loopback",        "127.0.0.2-128.0.0.1",     false },
        { "an error code",          "127.255.255.254",         false },
        { "up to an error code",    "127.0.0.2-127.255.255.1", false },
        { "IPv6",                   "::1",                     false },
        { "nothing",                "",                        false },
        { "no number",              "all",                     false },
    };

    FOR_EACH_CASE(c, cases) {
        struct dnsxl_range range;

        CHECK_EQ(dnsxl_range_parse(str_of(c->text), &range), c->ok);
    }
}
