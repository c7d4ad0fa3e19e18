#include "dns/zone.h"

#include "dns/packet.h"
#include "unit.h"

/* Written as a hostile or careless owner of names would: loops, dead ends, odd octets. */
static const char world[] =
    "{ \"example.org\": { \"TXT\": [[\"v=spf1 \", \"-all\"], [\"caf\\u00e9\"], []],"
    "                     \"MX\": [[10, \"Mail.Example.Org.\"]],"
    "                     \"A\": [\"192.0.2.1\", \"192.0.2.2\"], \"AAAA\": [\"2001:db8::1\", \"::ffff:192.0.2.1\"] },"
    "  \"alias.example.org\": { \"CNAME\": [\"example.org\"] },"
    "  \"dangling.example.org\": { \"CNAME\": [\"nowhere.example\"] },"
    "  \"loop.example.org\": { \"CNAME\": [\"loop.example.org\"] },"
    "  \"slow.example.org\": { \"*\": \"TIMEOUT\", \"A\": [\"192.0.2.3\"], \"MX\": \"SERVFAIL\" },"
    "  \"forged.example.org\": { \"TXT\": \"BOGUS\" },"
    "  \"nul.example.org\": { \"TXT\": [[\"a\\u0000b\"]] },"
    "  \"a.b.c.example.net\": { \"NS\": [\"ns.example.net\"] } }";

static struct zone *load(const char *json)
{
    ARENA_SCOPE arena = { 0 };
    str         error = { 0 };

    return zone_load(str_of(json), &arena, &error);
}

static const struct answer *ask(const struct zone *zone, uint16_t type, const char *name)
{
    struct question question = { .kind = QUESTION_DNS, .type = type, .name = str_of(name) };

    return zone_lookup(zone, &question);
}

TEST(zone_states)
{
    static const struct { const char *name, *asked; uint16_t type; enum answer_state want; size_t count; } cases[] = {
        { "records",                                  "example.org",          DNS_A,     ANSWER_INSECURE, 2 },
        { "a name without the type",                  "example.org",          DNS_PTR,   ANSWER_NODATA,   0 },
        { "a name that is absent",                    "example.com",          DNS_A,     ANSWER_NXDOMAIN, 0 },
        { "a name that only has names below it",      "b.c.example.net",      DNS_A,     ANSWER_NODATA,   0 },
        { "a suffix of octets is not an ancestor",    "ample.net",            DNS_A,     ANSWER_NXDOMAIN, 0 },
        { "an alias is followed",                     "alias.example.org",    DNS_MX,    ANSWER_INSECURE, 1 },
        { "an alias asked for itself is not",         "alias.example.org",    DNS_CNAME, ANSWER_INSECURE, 1 },
        { "an alias of a name without the type",      "alias.example.org",    DNS_PTR,   ANSWER_NODATA,   0 },
        { "an alias of nothing",                      "dangling.example.org", DNS_A,     ANSWER_NXDOMAIN, 0 },
        { "an alias of itself",                       "loop.example.org",     DNS_A,     ANSWER_SERVFAIL, 0 },
        { "a state for one type",                     "slow.example.org",     DNS_MX,    ANSWER_SERVFAIL, 0 },
        { "a listed type stands before every type",   "slow.example.org",     DNS_A,     ANSWER_INSECURE, 1 },
        { "a state for every type",                   "slow.example.org",     DNS_TXT,   ANSWER_TIMEOUT,  0 },
        { "a broken signature",                       "forged.example.org",   DNS_TXT,   ANSWER_BOGUS,    0 },
    };
    struct zone *zone = load(world);

    if (!CHECK(zone != NULL))
        return;
    FOR_EACH_CASE(c, cases) {
        const struct answer *answer = ask(zone, c->type, c->asked);

        CHECK_EQ(answer->state, c->want);
        CHECK_EQ(answer->count, c->count);
        answer_release(answer);
    }
    zone_free(zone);
}

TEST(zone_records)
{
    static const struct { const char *name, *asked; uint16_t type; size_t index; str want; } cases[] = {
        { "chunks are joined without a space",  "example.org",       DNS_TXT,  0, STR_INIT("v=spf1 -all") },
        { "a character is an octet",            "example.org",       DNS_TXT,  1, STR_INIT("caf\xe9") },
        { "a text without chunks is empty",     "example.org",       DNS_TXT,  2, STR_INIT("") },
        { "NUL is an octet too",                "nul.example.org",   DNS_TXT,  0, STR_INIT("a\0b") },
        { "hosts lose case and final dot",      "example.org",       DNS_MX,   0, STR_INIT("mail.example.org") },
        { "an IPv4 address has 4 octets",       "example.org",       DNS_A,    1, STR_INIT("\xc0\0\2\2") },
        { "an IPv6 address has 16",             "example.org",       DNS_AAAA, 0,
          STR_INIT("\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1") },
        { "even one that is mapped",            "example.org",       DNS_AAAA, 1,
          STR_INIT("\0\0\0\0\0\0\0\0\0\0\xff\xff\xc0\0\2\1") },
    };
    struct zone *zone = load(world);

    if (!CHECK(zone != NULL))
        return;
    FOR_EACH_CASE(c, cases) {
        const struct answer *answer = ask(zone, c->type, c->asked);

        if (CHECK(c->index < answer->count))
            CHECK_STR(answer->records[c->index].data, c->want);
        answer_release(answer);
    }
    zone_free(zone);
}

TEST(zone_every_name)
{
    struct zone         *zone         = load("{ \"*\": { \"*\": \"SERVFAIL\" },"
                                              "  \"a.example.org\": { \"A\": [\"192.0.2.1\"] } }");
    const struct answer *listed       = ask(zone, DNS_A, "a.example.org");
    const struct answer *without_type = ask(zone, DNS_TXT, "a.example.org");
    const struct answer *other        = ask(zone, DNS_TXT, "example.com");

    CHECK_EQ(listed->state, ANSWER_INSECURE);
    CHECK_EQ(other->state, ANSWER_SERVFAIL);
    CHECK_EQ(without_type->state, ANSWER_NODATA);
    answer_release(listed);
    answer_release(other);
    answer_release(without_type);
    zone_free(zone);
}

TEST(zone_errors)
{
    static const struct { const char *name, *json, *want; } cases[] = {
        { "no JSON", "{", "line 1, column 1: string or '}' expected near end of file" },
        { "no object", "[]", "the zone file: a zone is an object of names" },
        { "no types", "{\"x.example\": []}", "x.example: a name has an object of types" },
        { "an unknown type", "{\"x.example\": {\"Q\": []}}", "x.example, type Q: there is no such type" },
        { "an unknown state",      "{\"x.example\": {\"A\": \"GONE\"}}",
          "x.example, type A: a string is one of SERVFAIL, TIMEOUT, NXDOMAIN, NODATA, BOGUS" },
        { "an address that is a number", "{\"x.example\": {\"A\": [1]}}",
          "x.example, type A: an address is a string" },
        { "an MX without host", "{\"x.example\": {\"MX\": [[10]]}}",
          "x.example, type MX: an MX is [preference, \"host\"]" },
        { "a text that is a string", "{\"x.example\": {\"TXT\": [\"a\"]}}",
          "x.example, type TXT: a text is a list of chunks" },
        { "a name twice",          "{\"x.example\": {}, \"x.example\": {}}",
          "line 1, column 29: duplicate object key near '\"x.example\"'" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        str         error = { 0 };

        CHECK(zone_load(str_of(c->json), &arena, &error) == NULL);
        CHECK_CSTR(error, c->want);
    }
}

/* As a server would have it that publishes what it can: the record is not there, and the name is. */
TEST(zone_fault)
{
    static const struct {
        const char *name, *json; enum answer_state want; size_t count; const char *fault;
    } cases[] = {
        { "nothing wrong", "{\"x.example\": {\"A\": [\"192.0.2.1\"]}}", ANSWER_INSECURE, 1, "" },
        { "IPv6 where IPv4 is due", "{\"x.example\": {\"A\": [\"::1\"]}}", ANSWER_NODATA, 0,
          "x.example, type A: not an address of that family" },
        { "a slip between two addresses",
          "{\"x.example\": {\"A\": [\"192.0.2.1\", \"192.0.2.256\", \"192.0.2.3\"]}}",
          ANSWER_INSECURE, 2, "x.example, type A: not an address of that family" },
    };

    FOR_EACH_CASE(c, cases) {
        struct zone *zone = load(c->json);

        if (!CHECK(zone != NULL))
            continue;
        const struct answer *answer = ask(zone, DNS_A, "x.example");

        CHECK_EQ(answer->state, c->want);
        CHECK_EQ(answer->count, c->count);
        CHECK_CSTR(zone_fault(zone), c->fault);
        answer_release(answer);
        zone_free(zone);
    }
}

TEST(zone_answers_a_view)
{
    ARENA_SCOPE  arena = { 0 };
    struct view  view;
    struct zone *zone = load(world);

    view_init(&view, &arena, VIEW_QUESTIONS_DEFAULT);
    CHECK_EQ(view_ask(&view, QUESTION_DNS, DNS_A, STR("Example.ORG"), NULL)->state, ANSWER_PENDING);
    CHECK_EQ(view_ask(&view, QUESTION_STATE, 0, STR("list/x"), NULL)->state, ANSWER_PENDING);
    zone_answer(zone, &view);
    CHECK_EQ(view_ask(&view, QUESTION_DNS, DNS_A, STR("example.org"), NULL)->count, 2);
    CHECK_EQ(view_ask(&view, QUESTION_STATE, 0, STR("list/x"), NULL)->state, ANSWER_PENDING);
    view_free(&view);
    zone_free(zone);
}
