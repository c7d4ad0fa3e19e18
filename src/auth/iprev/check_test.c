#include "auth/iprev/check.h"

#include "dns/zone.h"
#include "unit.h"

static const char world[] =
    "{ \"1.2.0.192.in-addr.arpa\":  { \"PTR\": [\"Mail.Example.Org.\"] },"
    "  \"mail.example.org\":        { \"A\": [\"192.0.2.9\", \"192.0.2.1\"] },"
    "  \"2.2.0.192.in-addr.arpa\":  { \"PTR\": [\"mail.bank.example\"] },"
    "  \"mail.bank.example\":       { \"A\": [\"198.51.100.7\"] },"
    "  \"3.2.0.192.in-addr.arpa\":  { \"PTR\": \"SERVFAIL\" },"
    "  \"4.2.0.192.in-addr.arpa\":  { \"PTR\": [\"slow.example\"] },"
    "  \"slow.example\":            { \"A\": \"TIMEOUT\" },"
    "  \"5.2.0.192.in-addr.arpa\":  { \"PTR\": [\"slow.example\", \"second.example\"] },"
    "  \"second.example\":          { \"A\": [\"192.0.2.5\"] },"
    "  \"6.2.0.192.in-addr.arpa\":  { \"PTR\": [\"a.example\", \"b.example\", \"c.example\", \"d.example\","
    "                                          \"late.example\"] },"
    "  \"late.example\":            { \"A\": [\"192.0.2.6\"] },"
    "  \"7.2.0.192.in-addr.arpa\":  { \"PTR\": [\"not a name\", \"\"] },"
    "  \"1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa\": { \"PTR\": [\"six.example\"] },"
    "  \"six.example\":             { \"AAAA\": [\"2001:db8::1\"], \"A\": [\"192.0.2.1\"] } }";

TEST(iprev_check)
{
    enum { CONFIRMED = REASON_IPREV_CONFIRMED, NOT_CONFIRMED = REASON_IPREV_NOT_CONFIRMED,
           NO_NAME = REASON_IPREV_NO_NAME, UNANSWERED = REASON_IPREV_UNANSWERED };
    static const struct {
        const char *name, *client; enum iprev_status want; int reason; const char *found; size_t unanswered;
    } cases[] = {
        { "a name that leads back",             "192.0.2.1",   IPREV_PASS,      CONFIRMED, "mail.example.org", 0 },
        { "the same over IPv6",                 "2001:db8::1", IPREV_PASS,      CONFIRMED, "six.example", 0 },
        { "somebody else's name",               "192.0.2.2",   IPREV_FAIL,      NOT_CONFIRMED, "", 0 },
        { "no name",                            "192.0.2.99",  IPREV_PERMERROR, NO_NAME, "", 0 },
        { "no answer about the name",           "192.0.2.3",   IPREV_TEMPERROR, UNANSWERED, "", 0 },
        { "no answer about its address",        "192.0.2.4",   IPREV_TEMPERROR, UNANSWERED, "", 1 },
        { "a second name makes up for that",    "192.0.2.5",   IPREV_PASS,      CONFIRMED, "second.example", 1 },
        { "a fifth is not looked at",           "192.0.2.6",   IPREV_FAIL,      NOT_CONFIRMED, "", 0 },
        { "what is no name is not asked for",   "192.0.2.7",   IPREV_FAIL,      NOT_CONFIRMED, "", 0 },
    };
    ARENA_SCOPE  arena = { 0 };
    str          error = { 0 };
    struct zone *zone  = zone_load(str_of(world), &arena, &error);

    if (!CHECK(zone != NULL))
        return;
    FOR_EACH_CASE(c, cases) {
        struct ip           client;
        struct iprev_result result;
        struct view         view;
        int                 rounds = 0;

        CHECK(ip_parse(str_of(c->client), &client));
        view_init(&view, &arena, VIEW_QUESTIONS_DEFAULT);
        while ((result = iprev_check(&client, &arena, &view)).status == IPREV_PENDING) {
            zone_answer(zone, &view);
            rounds++;
        }
        CHECK(rounds <= 2);             /* the names are asked for together */
        CHECK_EQ(result.status, c->want);
        CHECK_EQ(result.reason, c->reason);
        CHECK_CSTR(result.name, c->found);
        CHECK_EQ(result.unanswered_count, c->unanswered);
        view_free(&view);
    }
    zone_free(zone);
}
