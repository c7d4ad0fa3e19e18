#include "auth/spf/check.h"

#include "auth/spf/record.h"
#include "base/buf.h"
#include "dns/packet.h"
#include "dns/zone.h"
#include "mail/envelope.h"
#include "unit.h"

/* The names that all tests share: example.org's servers, and what strangers point at. */
static const char world[] =
    "\"example.org\": { \"A\": [\"192.0.2.1\"], \"AAAA\": [\"2001:db8::1\"],"
    "                   \"MX\": [[10, \"mx.example.org\"], [20, \"mx6.example.org\"]] },"
    "\"mx.example.org\": { \"A\": [\"192.0.2.10\"] },"
    "\"mx6.example.org\": { \"AAAA\": [\"2001:db8::10\"] },"
    "\"pass.example\": { \"TXT\": [[\"v=spf1 +all\"]] },"
    "\"fail.example\": { \"TXT\": [[\"v=spf1 -all exp=why.fail.example\"]] },"
    "\"why.fail.example\": { \"TXT\": [[\"include tells nothing\"]] },"
    "\"bare.example\": { \"TXT\": [[\"hello\"]] },"
    "\"broken.example\": { \"TXT\": [[\"v=spf1 ip4:nonsense\"]] },"
    "\"loop.example\": { \"TXT\": [[\"v=spf1 include:loop.example -all\"]] },"
    "\"round.example\": { \"TXT\": [[\"v=spf1 redirect=round.example\"]] },"
    "\"slow.example\": { \"*\": \"TIMEOUT\" },"
    "\"forged.example\": { \"*\": \"BOGUS\" },"
    "\"half.example\": { \"MX\": [[1, \"slow.example\"], [1, \"mx.example.org\"]] },"
    "\"null.example\": { \"MX\": [[0, \".\"]] },"
    "\"six.example\": { \"MX\": [[1, \"mx.example.org\"], [2, \"example.org.invalid\"],"
    "                             [3, \"gone.example\"], [4, \"gone2.example\"]] },"
    "\"many.example\": { \"MX\": [[1,\"a.example\"],[1,\"b.example\"],[1,\"c.example\"],[1,\"d.example\"],"
    "                             [1,\"e.example\"],[1,\"f.example\"],[1,\"g.example\"],[1,\"h.example\"],"
    "                             [1,\"i.example\"],[1,\"j.example\"],[1,\"k.example\"]] },"
    "\"a:b/c.example\": { \"A\": [\"192.0.2.10\"] },"
    "\"10.2.0.192.in-addr.arpa\": { \"PTR\": [\"liar.example\", \"mx.example.org\"] },"
    "\"liar.example\": { \"A\": [\"192.0.2.99\"] },";

static struct zone *zone_with(const char *record, const char *more)
{
    ARENA_SCOPE arena = { 0 };
    BUF_SCOPE   json  = { 0 };
    str         error = { 0 };

    buf_printf(&json, "{ %s %s \"d.example.org\": { \"TXT\": [[\"%s\"]] } }", world, more, record);
    struct zone *zone = zone_load(buf_str(&json), &arena, &error);

    CHECK_CSTR(error, "");
    return zone;
}

static struct spf_request request_from(const char *client)
{
    struct spf_request request = {
        .domain = STR("d.example.org"), .sender = STR("user@d.example.org"), .helo = STR("mx.example.org"),
        .limits = spf_limits_default, .now = 1700000000, .receiver = STR("gate.example.net"),
    };

    CHECK(ip_parse(str_of(client), &request.client));
    return request;
}

static struct spf_result evaluate(const struct spf_request *request, const struct zone *zone, struct arena *arena,
                                  int *rounds)
{
    struct view       view;
    struct spf_result result;

    *rounds = 0;
    view_init(&view, arena, 200);
    while (result = spf_check(request, arena, &view), view_has_open_questions(&view)) {
        CHECK_EQ(result.status, SPF_PENDING);
        zone_answer(zone, &view);
        ++*rounds;
    }
    view_free(&view);           /* what is in the result must outlive the answers */
    return result;
}

/* How many addresses the term lets in that made it a pass. */
TEST(spf_open_bits)
{
    static const struct { const char *name, *record, *client; unsigned want; } cases[] = {
        { "a host", "v=spf1 ip4:192.0.2.1 -all", "192.0.2.1", 0 },
        { "a network", "v=spf1 ip4:192.0.0.0/16 -all", "192.0.2.1", 16 },
        { "everybody", "v=spf1 +all", "192.0.2.1", 32 },
        { "everybody, of IPv6", "v=spf1 all", "2001:db8::1", 128 },
        { "everybody, as a network", "v=spf1 ip4:0.0.0.0/0 -all", "192.0.2.1", 32 },
        { "a host's neighbours", "v=spf1 a:example.org/8//32 -all", "192.0.2.200", 24 },
        { "those of IPv6", "v=spf1 a:example.org/8//32 -all", "2001:db8::1", 96 },
        { "a mail exchanger's neighbours", "v=spf1 mx:example.org/4 -all", "192.0.2.200", 28 },
        { "a name that is there for all", "v=spf1 exists:mx.example.org -all", "192.0.2.200", 32 },
        { "a name that the sender chooses", "v=spf1 exists:%{h} -all", "192.0.2.200", 32 },
        { "a name made of the address", "v=spf1 exists:%{ir}.in-addr.known.example -all", "192.0.2.10", 0 },
        { "what an include lets in", "v=spf1 include:pass.example -all", "192.0.2.1", 32 },
        { "not what it refuses", "v=spf1 include:fail.example ip4:192.0.2.1 -all", "192.0.2.1", 0 },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE        arena   = { 0 };
        struct zone       *zone    = zone_with(c->record, "\"10.2.0.192.in-addr.known.example\": { \"A\": [\"127.0.0.2\"] },");
        struct spf_request request = request_from(c->client);
        int                rounds;
        struct spf_result  result = evaluate(&request, zone, &arena, &rounds);

        CHECK_EQ(result.status, SPF_PASS);
        CHECK_EQ(result.open_bits, c->want);
        zone_free(zone);
    }
}

TEST(spf_check)
{
    static const struct {
        const char *name, *record, *client; enum spf_status want; enum auth_reason reason; const char *mechanism;
    } cases[] = {
        { "a matches A of the domain", "v=spf1 a:example.org -all",
          "192.0.2.1",        SPF_PASS,      REASON_SPF_MATCHED,            "a:example.org" },
        { "a matches AAAA for IPv6", "v=spf1 a:example.org -all",
          "2001:db8::1",      SPF_PASS,      REASON_SPF_MATCHED,            "a:example.org" },
        { "a with a prefix for each family", "v=spf1 a:example.org/24//32 -all",
          "2001:db8:ff::1",   SPF_PASS,      REASON_SPF_MATCHED,            "a:example.org/24//32" },
        { "a mapped client is IPv4", "v=spf1 ip4:192.0.2.0/24 -all",
          "::ffff:192.0.2.9", SPF_PASS,      REASON_SPF_MATCHED,            "ip4:192.0.2.0/24" },
        { "which ip6 never lists", "v=spf1 ip6:::ffff:192.0.2.9 ip6:::/0 -all",
          "::ffff:192.0.2.9", SPF_FAIL,      REASON_SPF_MATCHED,            "-all" },
        { "mx matches any of its hosts", "v=spf1 mx:example.org -all",
          "2001:db8::10",     SPF_PASS,      REASON_SPF_MATCHED,            "mx:example.org" },
        { "mx has no fallback to the address", "v=spf1 mx:mx.example.org -all",
          "192.0.2.10",       SPF_FAIL,      REASON_SPF_MATCHED,            "-all" },
        { "the null MX matches nothing", "v=spf1 mx:null.example -all",
          "192.0.2.10",       SPF_FAIL,      REASON_SPF_MATCHED,            "-all" },
        { "a host that matches counts before one that failed", "v=spf1 mx:half.example -all",
          "192.0.2.10",       SPF_PASS,      REASON_SPF_MATCHED,            "mx:half.example" },
        { "without it the failure counts", "v=spf1 mx:half.example -all",
          "192.0.2.11",       SPF_TEMPERROR, REASON_SPF_DNS_TIMEOUT,        "mx:half.example" },
        { "ten hosts and no more", "v=spf1 mx:many.example ~all",
          "192.0.2.10",       SPF_PERMERROR, REASON_SPF_TOO_MANY_HOSTS,     "mx:many.example" },
        { "ptr needs a name that leads back", "v=spf1 ptr:liar.example -all",
          "192.0.2.10",       SPF_FAIL,      REASON_SPF_MATCHED,            "-all" },
        { "and takes one below the target", "v=spf1 ptr:example.org -all",
          "192.0.2.10",       SPF_PASS,      REASON_SPF_MATCHED,            "ptr:example.org" },
        { "but none above it", "v=spf1 ptr:a.mx.example.org -all",
          "192.0.2.10",       SPF_FAIL,      REASON_SPF_MATCHED,            "-all" },
        { "exists asks for A, also for IPv6", "v=spf1 exists:mx.example.org -all",
          "2001:db8::77",     SPF_PASS,      REASON_SPF_MATCHED,            "exists:mx.example.org" },
        { "AAAA alone does not exist", "v=spf1 exists:mx6.example.org -all",
          "2001:db8::77",     SPF_FAIL,      REASON_SPF_MATCHED,            "-all" },
        { "a target with odd octets", "v=spf1 a:a:b/c.example -all",
          "192.0.2.10",       SPF_PASS,      REASON_SPF_MATCHED,            "a:a:b/c.example" },
        { "a macro for the target", "v=spf1 a:%{d2} -all",
          "192.0.2.1",        SPF_PASS,      REASON_SPF_MATCHED,            "a:%{d2}" },
        { "the validated name", "v=spf1 a:%{p} -all",
          "192.0.2.10",       SPF_PASS,      REASON_SPF_MATCHED,            "a:%{p}" },
        { "the first match counts", "v=spf1 ?ip4:192.0.2.1 -all",
          "192.0.2.1",        SPF_NEUTRAL,   REASON_SPF_MATCHED,            "?ip4:192.0.2.1" },
        { "nothing matches", "v=spf1 ip4:192.0.2.1",
          "192.0.2.2",        SPF_NEUTRAL,   REASON_SPF_NOTHING_MATCHED,    "" },
        { "include matches on pass", "v=spf1 include:pass.example -all",
          "192.0.2.1",        SPF_PASS,      REASON_SPF_MATCHED,            "+all" },
        { "with a qualifier it decides itself", "v=spf1 ~include:pass.example -all",
          "192.0.2.1",        SPF_SOFTFAIL,  REASON_SPF_MATCHED,            "~include:pass.example" },
        { "also where it forbids", "v=spf1 -include:pass.example +all",
          "192.0.2.1",        SPF_FAIL,      REASON_SPF_MATCHED,            "-include:pass.example" },
        { "and on nothing else", "v=spf1 include:fail.example ?all",
          "192.0.2.1",        SPF_NEUTRAL,   REASON_SPF_MATCHED,            "?all" },
        { "a broken record inside is an error", "v=spf1 include:broken.example ?all",
          "192.0.2.1",        SPF_PERMERROR, REASON_SPF_BAD_NETWORK,        "ip4:nonsense" },
        { "no record inside is an error", "v=spf1 include:bare.example ?all",
          "192.0.2.1",        SPF_PERMERROR, REASON_SPF_INCLUDE_NO_RECORD,  "include:bare.example" },
        { "no domain inside is an error", "v=spf1 include:gone.example ?all",
          "192.0.2.1",        SPF_PERMERROR, REASON_SPF_INCLUDE_NO_RECORD,  "include:gone.example" },
        { "a failure inside is one of ours", "v=spf1 include:slow.example ?all",
          "192.0.2.1",        SPF_TEMPERROR, REASON_SPF_DNS_TIMEOUT,        "" },
        { "a broken signature is a failure", "v=spf1 a:forged.example ?all",
          "192.0.2.1",        SPF_TEMPERROR, REASON_SPF_DNS_BOGUS,          "a:forged.example" },
        { "a match before the failure decides", "v=spf1 ip4:192.0.2.1 a:slow.example",
          "192.0.2.1",        SPF_PASS,      REASON_SPF_MATCHED,            "ip4:192.0.2.1" },
        { "redirect hands over", "v=spf1 redirect=pass.example",
          "192.0.2.1",        SPF_PASS,      REASON_SPF_MATCHED,            "+all" },
        { "only if nothing matched", "v=spf1 redirect=pass.example -ip4:192.0.2.1",
          "192.0.2.1",        SPF_FAIL,      REASON_SPF_MATCHED,            "-ip4:192.0.2.1" },
        { "redirect to no record", "v=spf1 redirect=bare.example",
          "192.0.2.1",        SPF_PERMERROR, REASON_SPF_REDIRECT_NO_RECORD, "redirect=bare.example" },
        { "redirect to no name", "v=spf1 redirect=a..%{d}",
          "192.0.2.1",        SPF_PERMERROR, REASON_SPF_REDIRECT_NO_RECORD, "redirect=a..%{d}" },
        { "a loop of includes ends", "v=spf1 include:loop.example",
          "192.0.2.1",        SPF_PERMERROR, REASON_SPF_TOO_MANY_LOOKUPS,   "include:loop.example" },
        { "a loop of redirects ends", "v=spf1 redirect=round.example",
          "192.0.2.1",        SPF_PERMERROR, REASON_SPF_TOO_MANY_LOOKUPS,   "redirect=round.example" },
        { "two void lookups are let pass", "v=spf1 a:gone.example a:mx6.example.org ?all",
          "192.0.2.1",        SPF_NEUTRAL,   REASON_SPF_MATCHED,            "?all" },
        { "three are not", "v=spf1 a:gone.example a:mx6.example.org exists:gone.example ?all",
          "192.0.2.1",        SPF_PERMERROR, REASON_SPF_TOO_MANY_VOIDS,     "exists:gone.example" },
        { "an mx without IPv6 is one, however many hosts it has", "v=spf1 mx:six.example ?all",
          "2001:db8::77",     SPF_NEUTRAL,   REASON_SPF_MATCHED,            "?all" },
        { "names that can be none match nothing", "v=spf1 a:a..%{d} exists:%{l}.\\\\\\\\.%{d} ?all",
          "192.0.2.1",        SPF_NEUTRAL,   REASON_SPF_MATCHED,            "?all" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE        arena   = { 0 };
        struct zone       *zone    = zone_with(c->record, "");
        struct spf_request request = request_from(c->client);
        int                rounds;
        struct spf_result  result = evaluate(&request, zone, &arena, &rounds);

        CHECK_EQ(result.status, c->want);
        CHECK_EQ(result.reason, c->reason);
        CHECK_CSTR(result.mechanism, c->mechanism);
        CHECK_STR(result.domain, STR("d.example.org"));
        CHECK(result.lookups <= spf_limits_default.lookups + 1);
        zone_free(zone);
    }
}

TEST(spf_where_it_was_decided)
{
    static const struct { const char *name, *record, *want; int lookups; } cases[] = {
        { "in the domain's own record",   "v=spf1 a -all",                                      "d.example.org", 1 },
        { "in one that it includes",      "v=spf1 include:pass.example",                        "pass.example",  1 },
        { "in one that it redirects to",  "v=spf1 include:fail.example redirect=fail.example",  "fail.example",  2 },
        { "back again behind an include", "v=spf1 include:fail.example ~all",                   "d.example.org", 1 },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE        arena   = { 0 };
        struct zone       *zone    = zone_with(c->record, "");
        struct spf_request request = request_from("192.0.2.1");
        int                rounds;
        struct spf_result  result = evaluate(&request, zone, &arena, &rounds);

        CHECK_CSTR(result.record_domain, c->want);
        CHECK_EQ(result.lookups, c->lookups);
        zone_free(zone);
    }
}

/* The record has "-all" and nothing else: its own, or one that it redirects to. */
TEST(spf_sends_no_mail)
{
    static const struct { const char *name, *record; enum spf_status want; bool no_mail; } cases[] = {
        { "-all alone",                 "v=spf1 -all",                                       SPF_FAIL,     true  },
        { "with an explanation",        "v=spf1 exp=why.fail.example -all",                  SPF_FAIL,     true  },
        { "of another by redirect",     "v=spf1 redirect=fail.example",                      SPF_FAIL,     true  },
        { "behind a server",            "v=spf1 ip4:192.0.2.99 -all",                        SPF_FAIL,     false },
        { "a server that it refuses",   "v=spf1 -ip4:192.0.2.1 -all",                        SPF_FAIL,     false },
        { "an include of such a record", "v=spf1 include:fail.example -all",                 SPF_FAIL,     false },
        { "a weaker one",               "v=spf1 ~all",                                       SPF_SOFTFAIL, false },
        { "an include that decides",    "v=spf1 include:fail.example ?all",                  SPF_NEUTRAL,  false },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE        arena   = { 0 };
        struct zone       *zone    = zone_with(c->record, "");
        struct spf_request request = request_from("192.0.2.1");
        int                rounds;
        struct spf_result  result = evaluate(&request, zone, &arena, &rounds);

        CHECK_EQ(result.status, c->want);
        CHECK_EQ(result.sends_no_mail, c->no_mail);
        zone_free(zone);
    }
}

TEST(spf_explanations)
{
    static const char more[] =
        "\"why.example\": { \"TXT\": [[\"%{i} is not \", \"for %{d}; ask %{r} at %{t}\"]] },"
        "\"two.example\": { \"TXT\": [[\"one\"], [\"two\"]] },"
        "\"wrong.example\": { \"TXT\": [[\"%{q}\"]] },"
        "\"high.example\": { \"TXT\": [[\"caf\\u00e9\"]] },"
        "\"name.example\": { \"TXT\": [[\"%{p}\"]] },"
        "\"over.example\": { \"TXT\": [[\"v=spf1 -all exp=why.example\"]] },";
    static const struct { const char *name, *record, *want; enum spf_status status; } cases[] = {
        { "with macros", "v=spf1 -all exp=why.example",
          "192.0.2.10 is not for d.example.org; ask gate.example.net at 1700000000", SPF_FAIL },
        { "only for fail",                  "v=spf1 ~all exp=why.example",                    "", SPF_SOFTFAIL },
        { "never of an included record", "v=spf1 -include:pass.example exp=why.fail.example", "include tells nothing",
          SPF_FAIL },
        { "of the record redirected to", "v=spf1 redirect=over.example exp=two.example",
          "192.0.2.10 is not for over.example; ask gate.example.net at 1700000000", SPF_FAIL },
        { "none of two",                    "v=spf1 -all exp=two.example",                    "", SPF_FAIL },
        { "none with a bad macro",          "v=spf1 -all exp=wrong.example",                  "", SPF_FAIL },
        { "none outside of ASCII",          "v=spf1 -all exp=high.example",                   "", SPF_FAIL },
        { "none that does not come",        "v=spf1 -all exp=slow.example",                   "", SPF_FAIL },
        { "none without name",              "v=spf1 -all exp=a..%{d}",                        "", SPF_FAIL },
        { "the validated name costs nothing",
          "v=spf1 a:%{o} a:%{o} a:%{o} a:%{o} a:%{o} a:%{o} a:%{o} a:%{o} a:%{o} a:%{o} -all exp=name.example",
          "mx.example.org", SPF_FAIL },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE        arena   = { 0 };
        struct zone       *zone    = zone_with(c->record, more);
        struct spf_request request = request_from("192.0.2.10");
        int                rounds;

        request.sender           = STR("user@example.org");
        struct spf_result result = evaluate(&request, zone, &arena, &rounds);

        CHECK_EQ(result.status, c->status);
        CHECK_CSTR(result.explanation, c->want);
        zone_free(zone);
    }
}

/* What is asked, and how often the driver has to go. */
TEST(spf_rounds)
{
    static const struct { const char *name, *record, *client; int rounds; } cases[] = {
        { "addresses in the record need the record only", "v=spf1 ip4:192.0.2.1 -all",    "192.0.2.1",  1 },
        { "hosts of an mx are asked together",            "v=spf1 mx:example.org -all",   "192.0.2.77", 3 },
        { "names of a client are asked together",         "v=spf1 ptr:example.org -all",  "192.0.2.10", 3 },
        { "what is known already is not asked again", "v=spf1 mx:example.org a:mx.example.org ptr:x.example -all",
          "192.0.2.10", 3 },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE        arena   = { 0 };
        struct zone       *zone    = zone_with(c->record, "");
        struct spf_request request = request_from(c->client);
        int                rounds;

        evaluate(&request, zone, &arena, &rounds);
        CHECK_EQ(rounds, c->rounds);
        zone_free(zone);
    }
}

TEST(spf_without_a_question)
{
    static const struct { const char *name; str domain; const char *client; enum auth_reason want; } cases[] = {
        { "no domain",               STR_INIT(""),                        "192.0.2.1", REASON_SPF_NO_DOMAIN     },
        { "an address literal",      STR_INIT("[192.0.2.1]"),             "192.0.2.1", REASON_SPF_NO_DOMAIN     },
        { "an address",              STR_INIT("192.0.2.1"),               "192.0.2.1", REASON_SPF_NOT_A_DOMAIN  },
        { "a single label",          STR_INIT("localhost"),               "192.0.2.1", REASON_SPF_NOT_A_DOMAIN  },
        { "a single label with dot", STR_INIT("localhost."),              "192.0.2.1", REASON_SPF_NOT_A_DOMAIN  },
        { "an empty label",          STR_INIT("a..example"),              "192.0.2.1", REASON_SPF_NOT_A_DOMAIN  },
        { "a leading dot",           STR_INIT(".a.example"),              "192.0.2.1", REASON_SPF_NOT_A_DOMAIN  },
        { "a NUL",                   STR_INIT("a\0b.example"),            "192.0.2.1", REASON_SPF_NOT_A_DOMAIN  },
        { "octets of no encoding",   STR_INIT("\xff\xfe.example"),        "192.0.2.1", REASON_SPF_NOT_A_DOMAIN  },
        { "a label of 64 octets",
          STR_INIT("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.example"),
          "192.0.2.1", REASON_SPF_NOT_A_DOMAIN },
        { "no client",               STR_INIT("d.example.org"),           NULL,        REASON_SPF_NO_CLIENT     },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE        arena   = { 0 };
        struct view        view;
        struct spf_request request = request_from("192.0.2.1");

        request.domain = c->domain;
        if (c->client == NULL)
            request.client = (struct ip){ .family = IP_NONE };
        view_init(&view, &arena, 10);
        struct spf_result result = spf_check(&request, &arena, &view);

        CHECK_EQ(result.status, SPF_NONE);
        CHECK_EQ(result.reason, c->want);
        CHECK_EQ(view.count, 0);
        view_free(&view);
    }
}

TEST(spf_local_parts)
{
    static const struct { const char *name; str sender; const char *record; enum spf_status want; } cases[] = {
        { "the sender's", STR_INIT("mx@example.net"), "v=spf1 exists:%{l}.example.org -all", SPF_PASS },
        { "postmaster where there is none", STR_INIT("@example.net"), "v=spf1 exists:%{l}.example.org -all", SPF_FAIL },
        { "the domain of the sender, not ours", STR_INIT("mx@example.org"), "v=spf1 exists:%{l}.%{o} -all", SPF_PASS },
        { "the last at sign parts them", STR_INIT("\"a@b\"@mx.example.org"), "v=spf1 exists:%{o} -all", SPF_PASS },
        { "outside of ASCII nothing matches", STR_INIT("\xc3\xa9@example.org"),
          "v=spf1 exists:%{l}.example.org include:%{s}.%{d2} ~all", SPF_SOFTFAIL },
        { "and nothing is redirected", STR_INIT("\xc3\xa9@example.org"), "v=spf1 redirect=%{l}.example.org",
          SPF_PERMERROR },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE        arena   = { 0 };
        struct zone       *zone    = zone_with(c->record, "");
        struct spf_request request = request_from("192.0.2.1");
        int                rounds;

        request.sender = c->sender;
        CHECK_EQ(evaluate(&request, zone, &arena, &rounds).status, c->want);
        zone_free(zone);
    }
}

TEST(spf_world_fails)
{
    ARENA_SCOPE        arena   = { 0 };
    struct zone       *zone    = zone_with("v=spf1 a:example.org -all", "");
    struct spf_request request = request_from("192.0.2.1");
    struct view        view;

    view_init(&view, &arena, 1);        /* the budget ends behind the record */
    CHECK_EQ(spf_check(&request, &arena, &view).status, SPF_PENDING);
    zone_answer(zone, &view);
    CHECK_EQ(spf_check(&request, &arena, &view).status, SPF_TEMPERROR);
    CHECK_EQ(spf_check(&request, &arena, &view).reason, REASON_SPF_DNS_BUDGET);
    view_free(&view);

    view_init(&view, &arena, 10);
    view.recorded = true;
    CHECK_EQ(spf_check(&request, &arena, &view).status, SPF_TEMPERROR);
    CHECK_EQ(spf_check(&request, &arena, &view).reason, REASON_SPF_UNRECORDED);
    view_free(&view);
    zone_free(zone);
}

TEST(spf_requests)
{
    ARENA_SCOPE        arena    = { 0 };
    struct envelope    envelope = { .helo = STR("mx.example.org"), .arrived_at = 7,
                                    .reverse_path = { .local_part = STR("user"), .domain = STR("example.org") } };
    struct spf_request request  = spf_request_mail_from(&envelope, &arena, STR("gate"), NULL);

    CHECK_EQ(request.scope, SPF_MFROM);
    CHECK_STR(request.domain, STR("example.org"));
    CHECK_STR(request.sender, STR("user@example.org"));
    CHECK_STR(request.helo, STR("mx.example.org"));

    envelope.reverse_path = (struct path){ .is_null = true };
    request               = spf_request_mail_from(&envelope, &arena, STR("gate"), NULL);
    CHECK_EQ(request.scope, SPF_MFROM);
    CHECK_STR(request.domain, STR("mx.example.org"));
    CHECK_STR(request.sender, STR("postmaster@mx.example.org"));

    request = spf_request_helo(&envelope, &arena, STR("gate"), NULL);
    CHECK_EQ(request.scope, SPF_HELO);
    CHECK_STR(request.domain, STR("mx.example.org"));
    CHECK_EQ(request.now, 7);
}
