#include "auth/senderid/check.h"

#include "dns/zone.h"
#include "unit.h"

static const char zone_text[] =
    "{ \"author.example\": { \"TXT\": [[\"spf2.0/pra ip4:192.0.2.1 -all\"], [\"v=spf1 -all\"]] },"
    "  \"resent.example\": { \"TXT\": [[\"spf2.0/pra include:author.example ~all\"]] },"
    "  \"spf1.example\":   { \"TXT\": [[\"v=spf1 ip4:192.0.2.1 -all\"]] },"
    "  \"lost.example\":   { \"TXT\": [[\"spf2.0/pra include:nowhere.example ?all\"]] },"
    "  \"slow.example\":   { \"TXT\": \"TIMEOUT\" } }";

TEST(senderid_check)
{
    static const struct {
        const char *name, *client, *fields; bool spf1; enum spf_status want; enum auth_reason reason; const char *pra;
    } cases[] = {
        { "the author's own server", "192.0.2.1", "From: a@author.example", false,
          SPF_PASS, REASON_SPF_MATCHED, "a@author.example" },
        { "a stranger's", "192.0.2.9", "From: a@author.example", false,
          SPF_FAIL, REASON_SPF_MATCHED, "a@author.example" },
        { "resent through the author's, by scope", "192.0.2.1",
          "Resent-From: r@resent.example\r\nFrom: x@y.example", false,
          SPF_PASS, REASON_SPF_MATCHED, "r@resent.example" },
        { "a record for MAIL FROM", "192.0.2.1", "From: a@spf1.example", false,
          SPF_NONE, REASON_SPF_NO_RECORD, "a@spf1.example" },
        { "where it counts", "192.0.2.1", "From: a@spf1.example", true,
          SPF_PASS, REASON_SPF_MATCHED, "a@spf1.example" },
        { "a domain that does not exist fails", "192.0.2.1", "From: a@nowhere.example", false,
          SPF_FAIL, REASON_SPF_NO_SUCH_DOMAIN, "a@nowhere.example" },
        { "which an include takes for no match", "192.0.2.1", "From: a@lost.example", false,
          SPF_NEUTRAL, REASON_SPF_MATCHED, "a@lost.example" },
        { "a server that does not answer", "192.0.2.1", "From: a@slow.example", false,
          SPF_TEMPERROR, REASON_SPF_DNS_TIMEOUT, "a@slow.example" },
        { "an address literal", "192.0.2.1", "From: a@[192.0.2.1]", false,
          SPF_NONE, REASON_SPF_NO_DOMAIN, "a@[192.0.2.1]" },
        { "nobody responsible", "192.0.2.1", "Subject: x", false,
          SPF_PERMERROR, REASON_SENDERID_NO_FIELD, "" },
        { "two authors", "192.0.2.1", "From: a@author.example, b@author.example", false,
          SPF_PERMERROR, REASON_SENDERID_MALFORMED, "" },
    };
    ARENA_SCOPE  arena = { 0 };
    str          error = { 0 };
    struct zone *zone  = zone_load(str_of(zone_text), &arena, &error);

    if (!CHECK(zone != NULL))
        return;
    FOR_EACH_CASE(c, cases) {
        static const struct header_limits limits   = { 1000, 1 << 17 };
        struct senderid_options           options  = { .receiver = STR("mx.example.net"), .spf1_for_pra = c->spf1 };
        struct envelope                   envelope = { .helo = STR("client.example") };
        struct header_list                headers;
        struct senderid_result            result;
        struct view                       view;

        CHECK(ip_parse(str_of(c->client), &envelope.client));
        header_parse(&headers, &arena, arena_printf(&arena, "%s\r\n\r\n", c->fields), false, &limits);
        view_init(&view, &arena, VIEW_QUESTIONS_DEFAULT);
        while (result = senderid_check(&envelope, &headers, &options, &arena, &view), view_has_open_questions(&view)) {
            CHECK_EQ(result.check.status, SPF_PENDING);
            zone_answer(zone, &view);
        }
        CHECK_EQ(result.check.status, c->want);
        CHECK_EQ(result.check.reason, c->reason);
        CHECK_EQ(result.check.scope, SPF_PRA);
        CHECK_CSTR(result.pra, c->pra);
        view_free(&view);
    }
    zone_free(zone);
}
