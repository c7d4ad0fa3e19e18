#include "auth/advice.h"

#include "unit.h"

/* Every reason why something did not pass has its advice, but for those that no sender can do anything about. */
TEST(advice_is_complete)
{
    static const enum auth_reason without[] = {
        REASON_NONE, REASON_IPREV_CONFIRMED, REASON_DKIM_VERIFIED, REASON_DMARC_ALIGNED,
        REASON_DMARC_NOT_ALIGNED,               /* says more than a sentence of the table can: below */
        REASON_SPF_NO_CLIENT, REASON_SPF_ORIGIN_UNCLEAR, REASON_SPF_DNS_BUDGET, REASON_SPF_UNRECORDED,  /* ours */
    };
    static const char *const protocols[] = { "IPREV_", "SPF_", "DKIM_", "DMARC_" };
    static const struct { const char *name; enum auth_reason id; } cases[] = {
#define REASON(id, name, section, sentence) { #id, REASON_##id },
#include "auth/reasons.def"
#undef REASON
    };

    FOR_EACH_CASE(c, cases) {
        BUF_SCOPE out    = { 0 };
        bool      wanted = false;

        for (size_t i = 0; i < ARRAY_LEN(protocols); i++)
            wanted |= str_starts(str_of(c->name), str_of(protocols[i]));
        for (size_t i = 0; i < ARRAY_LEN(without); i++)
            wanted &= without[i] != c->id;
        advice_write(&out, c->id, &(struct advice_words){ 0 });
        CHECK_EQ(buf_len(&out) > 0, wanted);
        CHECK(!wanted || buf_str(&out).ptr[buf_len(&out) - 1] == '.');
        CHECK(!str_has_char(buf_str(&out), '{') && !str_has_char(buf_str(&out), '}'));
    }
}

TEST(advice_for_spf)
{
    static const struct { const char *name; struct spf_result result; const char *want; } cases[] = {
        { "a pass needs none", { SPF_PASS, REASON_SPF_MATCHED, .domain = STR_INIT("a.example") }, "" },
        { "a fail", { SPF_FAIL, REASON_SPF_MATCHED, .domain = STR_INIT("a.example"), .mechanism = STR_INIT("-all"),
                      .record_domain = STR_INIT("b.example") },
          "If the server is yours, list it in the SPF record of b.example, in front of \"-all\"." },
        { "no record", { SPF_NONE, REASON_SPF_NO_RECORD, .domain = STR_INIT("a.example") },
          "Publish a TXT record at a.example that lists your servers, such as \"v=spf1 mx -all\"." },
        { "a hostile term", { SPF_PERMERROR, REASON_SPF_BAD_MODIFIER, .domain = STR_INIT("a.example"),
                              .mechanism = STR_INIT("x=\x1b[2J{author}\r\n") },
          "Correct \"x=?[2J{author}??\" in the SPF record of a.example." },
    };

    FOR_EACH_CASE(c, cases) {
        BUF_SCOPE out = { 0 };

        advice_for_spf(&out, &c->result);
        CHECK_CSTR(buf_str(&out), c->want);
    }
}

TEST(advice_for_dkim)
{
    BUF_SCOPE out = { 0 };

    advice_for_dkim(&out, &(struct dkim_result){ .reason = REASON_DKIM_KEY_ABSENT, .domain = STR("a.example"),
                                                 .selector = STR("s1") });
    CHECK_CSTR(buf_str(&out),
               "Publish the key at s1._domainkey.a.example, or sign with a selector whose key is published.");
}

TEST(advice_for_dmarc)
{
    static const struct {
        const char *name; enum auth_reason reason; const char *org, *first, *second, *want;
    } cases[] = {
        { "a newsletter signed by its service", REASON_DMARC_NOT_ALIGNED, "example.org", "dkim:news.example", "",
          "Your message is signed by news.example, its From is at example.org: sign with d=example.org, or use a "
          "return address there that your servers may send for." },
        { "a service by its return address", REASON_DMARC_NOT_ALIGNED, "example.org", "spf:bounce.example", "",
          "The return address of your message is at bounce.example, its From is at example.org: sign with "
          "d=example.org, or use a return address there that your servers may send for." },
        { "both", REASON_DMARC_NOT_ALIGNED, "example.org", "spf:bounce.example", "dkim:news.example",
          "Your message is signed by news.example and its return address is at bounce.example, its From is at "
          "example.org: sign with d=example.org, or use a return address there that your servers may send for." },
        { "strict alignment", REASON_DMARC_NOT_ALIGNED, "example.org", "dkim:mail.example.org", "",
          "Your message is signed by mail.example.org, its From is at example.org, and its DMARC record asks for "
          "exactly that name: sign with d=example.org, or use a return address there that your servers may send for." },
        { "nothing", REASON_DMARC_NOTHING_VERIFIED, "example.org", "", "",
          "Sign with DKIM as d=example.org, and list your servers in the SPF record of the return address's domain." },
        { "a pass", REASON_DMARC_ALIGNED, "example.org", "", "", "" },
    };

    FOR_EACH_CASE(c, cases) {
        BUF_SCOPE           out    = { 0 };
        struct dmarc_result result = { .reason = c->reason, .author_domain = STR("example.org"),
                                       .org_domain = str_of(c->org),
                                       .unaligned = { str_of(c->first), str_of(c->second) } };

        result.unaligned_count = (size_t)(c->first[0] != '\0') + (size_t)(c->second[0] != '\0');
        advice_for_dmarc(&out, &result);
        CHECK_CSTR(buf_str(&out), c->want);
    }
}
