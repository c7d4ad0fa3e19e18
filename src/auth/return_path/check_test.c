#include "auth/return_path/check.h"

#include "base/unicode.h"
#include "dns/zone.h"
#include "unit.h"

static const char world[] =
    "{ \"mx.example\":      { \"MX\": [[10, \"mail.mx.example\"]] },"
    "  \"null.example\":    { \"MX\": [[0, \"\"]] },"
    "  \"both.example\":    { \"MX\": [[0, \"\"], [10, \"mail.mx.example\"]] },"
    "  \"v4.example\":      { \"A\": [\"192.0.2.1\"] },"
    "  \"v6.example\":      { \"AAAA\": [\"2001:db8::1\"] },"
    "  \"text.example\":    { \"TXT\": [[\"v=spf1 -all\"]] },"
    "  \"below.holds.example\": { \"A\": [\"192.0.2.1\"] },"
    "  \"late.example\":    { \"MX\": \"TIMEOUT\", \"A\": [\"192.0.2.1\"] },"
    "  \"half.example\":    { \"A\": \"SERVFAIL\" },"
    "  \"other.example\":   { \"A\": \"SERVFAIL\", \"AAAA\": [\"2001:db8::1\"] },"
    "  \"xn--mller-kva.example\": { \"A\": [\"192.0.2.1\"] } }";

TEST(return_path_check)
{
    enum { NONE = RETURN_PATH_NONE, OK = RETURN_PATH_OK, NO_DOMAIN = RETURN_PATH_NO_DOMAIN, NULL_MX = RETURN_PATH_NULL_MX,
           NO_SERVER = RETURN_PATH_NO_SERVER, TEMPERROR = RETURN_PATH_TEMPERROR };
    static const struct { const char *name, *domain; int want; const char *reason, *checked; } cases[] = {
        { "an exchanger",                     "mx.example",     OK,        "sender-has-mail-server", "mx.example" },
        { "an address",                       "v4.example",     OK,        "sender-has-mail-server", "v4.example" },
        { "an address of IPv6",               "v6.example",     OK,        "sender-has-mail-server", "v6.example" },
        { "one of two look-ups fails",        "other.example",  OK,        "sender-has-mail-server", "other.example" },
        { "in other letters",                 "m\303\274ller.example", OK, "sender-has-mail-server", "xn--mller-kva.example" },
        { "no such domain",                   "no.such.example", NO_DOMAIN, "sender-domain-missing", "no.such.example" },
        { "what is no name",                  "a!b.example",    NO_DOMAIN, "sender-domain-missing",  "" },
        { "an empty label at the end",        "mx.example..",   NO_DOMAIN, "sender-domain-missing",  "" },
        { "a null MX",                        "null.example",   NULL_MX,   "sender-null-mx",         "null.example" },
        { "which is none beside another",     "both.example",   OK,        "sender-has-mail-server", "both.example" },
        { "a domain with other records only", "text.example",   NO_SERVER, "sender-has-no-mail-server", "text.example" },
        { "a domain that is only above one",  "holds.example",  NO_SERVER, "sender-has-no-mail-server", "holds.example" },
        { "no answer about exchangers",       "late.example",   TEMPERROR, "sender-domain-unanswered", "late.example" },
        { "no answer about addresses",        "half.example",   TEMPERROR, "sender-domain-unanswered", "half.example" },
        { "an address literal",               "[192.0.2.1]",    NONE,      "sender-is-address-literal", "" },
        { "the null sender",                  NULL,             NONE,      "null-sender",            "" },
    };
    ARENA_SCOPE     arena   = { 0 };
    str             error   = { 0 };
    struct zone    *zone    = zone_load(str_of(world), &arena, &error);
    struct unicode *unicode = unicode_open();

    if (!CHECK(zone != NULL && unicode != NULL))
        return;
    FOR_EACH_CASE(c, cases) {
        struct path               path = { .is_null = c->domain == NULL };
        struct return_path_result result;
        struct view               view;
        int                       rounds = 0;

        if (c->domain != NULL)
            path.domain = str_of(c->domain);
        view_init(&view, &arena, VIEW_QUESTIONS_DEFAULT);
        while ((result = return_path_check(&path, unicode, &arena, &view)).status == RETURN_PATH_PENDING) {
            zone_answer(zone, &view);
            rounds++;
        }
        CHECK(rounds <= 2);
        CHECK_EQ(result.status, (enum return_path_status)c->want);
        CHECK_CSTR(str_of(auth_reason_name(result.reason)), c->reason);
        CHECK_CSTR(result.domain, c->checked);
        view_free(&view);
    }
    unicode_close(unicode);
    zone_free(zone);
}
