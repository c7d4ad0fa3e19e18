#include "auth/advice.h"

#include "unit.h"

/* Every reason says what is, and what the sender and what the recipient can do; with a pass all is well. */
TEST(advice_is_complete)
{
    static const enum auth_reason well[] = {
        REASON_NONE, REASON_IPREV_CONFIRMED, REASON_DKIM_VERIFIED, REASON_ARC_VERIFIED, REASON_DMARC_ALIGNED,
        REASON_RETURN_PATH_SERVED, REASON_RETURN_PATH_NULL, REASON_RETURN_PATH_LITERAL,
    };
    static const struct { const char *name; enum auth_reason id; } cases[] = {
#define REASON(id, name, section, sentence) { #id, REASON_##id },
#include "auth/reasons.def"
#undef REASON
    };

    FOR_EACH_CASE(c, cases) {
        str  sentence = str_of(auth_reason_sentence(c->id));
        bool wanted   = true;

        CHECK(c->id == REASON_NONE || (sentence.len > 0 && sentence.ptr[sentence.len - 1] == '.'));
        for (size_t i = 0; i < ARRAY_LEN(well); i++)
            wanted &= well[i] != c->id;
        for (enum advice_reader reader = ADVICE_SENDER; reader <= ADVICE_RECIPIENT; reader++) {
            BUF_SCOPE out = { 0 };

            advice_write(&out, reader, c->id, &(struct advice_words){ 0 });
            CHECK_EQ(buf_len(&out) > 0, wanted);
            CHECK(!wanted || buf_str(&out).ptr[buf_len(&out) - 1] == '.');
            CHECK(!str_has_char(buf_str(&out), '{') && !str_has_char(buf_str(&out), '}'));
        }
    }
}

TEST(advice_for_spf)
{
    static const struct { const char *name; enum advice_reader reader; struct spf_result result; const char *want; } cases[] = {
        { "a pass needs none", ADVICE_SENDER, { SPF_PASS, REASON_SPF_MATCHED, .domain = STR_INIT("a.example") }, "" },
        { "a fail", ADVICE_SENDER, { SPF_FAIL, REASON_SPF_MATCHED, .domain = STR_INIT("a.example"), .mechanism = STR_INIT("-all"),
                      .record_domain = STR_INIT("b.example") },
          "If the server is yours, list it in the SPF record of b.example, in front of \"-all\"." },
        { "the term of an included record", ADVICE_SENDER,
          { SPF_PERMERROR, REASON_SPF_TOO_MANY_VOIDS, .domain = STR_INIT("a.example"), .mechanism = STR_INIT("a:gone.example"),
            .record_domain = STR_INIT("b.example") },
          "Remove names that do not exist any more from the SPF record of a.example and those that it includes; the last one is in "
          "\"a:gone.example\" of b.example." },
        { "who counts them all", ADVICE_RECIPIENT,
          { SPF_PERMERROR, REASON_SPF_TOO_MANY_LOOKUPS, .domain = STR_INIT("a.example"), .record_domain = STR_INIT("b.example") },
          "Nothing can be done here: only a.example can correct its record and what it includes. Until then SPF proves nothing, "
          "and DMARC goes by DKIM." },
        { "no record", ADVICE_SENDER, { SPF_NONE, REASON_SPF_NO_RECORD, .domain = STR_INIT("a.example") },
          "Publish a TXT record at a.example that lists your servers, such as \"v=spf1 mx -all\"." },
        { "a hostile term", ADVICE_SENDER, { SPF_PERMERROR, REASON_SPF_BAD_MODIFIER, .domain = STR_INIT("a.example"),
                              .mechanism = STR_INIT("x=\x1b[2J{author}\r\n") },
          "Correct \"x=?[2J{author}??\" in the SPF record of a.example." },
        { "the same for the recipient", ADVICE_RECIPIENT, { SPF_PERMERROR, REASON_SPF_BAD_MODIFIER, .domain = STR_INIT("a.example"),
                                                            .mechanism = STR_INIT("x=") },
          "Nothing can be done here: only a.example can correct its record. Until then SPF proves nothing, and DMARC goes "
          "by DKIM." },
    };

    FOR_EACH_CASE(c, cases) {
        BUF_SCOPE out = { 0 };

        advice_for_spf(&out, c->reader, &c->result);
        CHECK_CSTR(buf_str(&out), c->want);
    }
}

TEST(advice_for_dkim)
{
    BUF_SCOPE out = { 0 };

    advice_for_dkim(&out, ADVICE_SENDER, &(struct dkim_result){ .reason = REASON_DKIM_KEY_ABSENT, .domain = STR("a.example"),
                                                 .selector = STR("s1") });
    CHECK_CSTR(buf_str(&out),
               "Publish the key at s1._domainkey.a.example, or sign with a selector whose key is published.");
}

/* To the custodian at fault; to the last one where no set in particular is. What is wrong with a signature says more than
 * that it does not verify. */
TEST(advice_for_arc)
{
    static const str sealers[] = { STR_INIT("first.example"), STR_INIT("second.example") };
    static const struct { const char *name; struct arc_result result; const char *want; } cases[] = {
        { "a pass", { .status = ARC_PASS, .reason = REASON_ARC_VERIFIED, .sets = 2 }, "" },
        { "the first seal", { .status = ARC_FAIL, .reason = REASON_ARC_SEAL, .sets = 2, .failed_set = 1 },
          "Compare the key that first.example publishes with the one that seals, and see that nothing changes ARC fields behind "
          "it." },
        { "the message", { .status = ARC_FAIL, .reason = REASON_ARC_MESSAGE_SIGNATURE, .sets = 2 },
          "Let second.example seal behind everything that changes the message: footers, subject tags, virus scanners." },
        { "a body that changed", { .status = ARC_FAIL, .reason = REASON_ARC_MESSAGE_SIGNATURE, .cause = REASON_DKIM_BODY_HASH, .sets = 2 },
          "Let second.example seal behind everything that changes the message: footers, subject tags, virus scanners." },
        { "a signature that had expired",
          { .status = ARC_FAIL, .reason = REASON_ARC_MESSAGE_SIGNATURE, .cause = REASON_DKIM_EXPIRED, .sets = 2, .failed_set = 2 },
          "Sign with a later x=, or without x=, if messages may be under way for days." },
        { "a seal that names fields",
          { .status = ARC_FAIL, .reason = REASON_ARC_SEAL, .cause = REASON_ARC_SEAL_NAMES_FIELDS, .sets = 2, .failed_set = 1 },
          "Write no h= into ARC-Seal." },
        { "a key that is gone",
          { .status = ARC_FAIL, .reason = REASON_ARC_SEAL, .cause = REASON_DKIM_KEY_ABSENT, .sets = 2, .failed_set = 1 },
          "Publish the key at SELECTOR._domainkey.first.example, or sign with a selector whose key is published." },
        { "a key out of reach",
          { .status = ARC_FAIL, .reason = REASON_ARC_KEY_UNAVAILABLE, .cause = REASON_DKIM_KEY_UNAVAILABLE, .sets = 2, .failed_set = 1 },
          "See that the name servers of first.example answer for the key that its ARC fields name by s=." },
        { "no chain at all", { .status = ARC_FAIL, .reason = REASON_ARC_KEY_UNAVAILABLE },
          "See that the name servers of your domain answer for the key that its ARC fields name by s=." },
    };

    FOR_EACH_CASE(c, cases) {
        BUF_SCOPE         out    = { 0 };
        struct arc_result result = c->result;

        result.sealers = sealers;
        advice_for_arc(&out, ADVICE_SENDER, &result);
        CHECK_CSTR(buf_str(&out), c->want);
    }
}

TEST(advice_for_dmarc)
{
    static const struct {
        const char *name; enum auth_reason reason; const char *org, *first, *second, *want; bool is_strict;
    } cases[] = {
        { "a newsletter signed by its service", REASON_DMARC_NOT_ALIGNED, "example.org", "dkim:news.example", "",
          "Your message is signed by news.example, its From is at example.org: sign with d=example.org, or use a "
          "return address there that your servers may send for.", false },
        { "a service by its return address", REASON_DMARC_NOT_ALIGNED, "example.org", "spf:bounce.example", "",
          "The return address of your message is at bounce.example, its From is at example.org: sign with "
          "d=example.org, or use a return address there that your servers may send for.", false },
        { "both", REASON_DMARC_NOT_ALIGNED, "example.org", "spf:bounce.example", "dkim:news.example",
          "Your message is signed by news.example and its return address is at bounce.example, its From is at "
          "example.org: sign with d=example.org, or use a return address there that your servers may send for.", false },
        { "strict alignment", REASON_DMARC_NOT_ALIGNED, "example.org", "dkim:mail.example.org", "",
          "Your message is signed by mail.example.org, its From is at example.org, and its DMARC record asks for "
          "exactly that name: sign with d=example.org, or use a return address there that your servers may send for.", true },
        { "a stranger beside strict alignment", REASON_DMARC_NOT_ALIGNED, "example.org", "dkim:news.example", "",
          "Your message is signed by news.example, its From is at example.org: sign with d=example.org, or use a "
          "return address there that your servers may send for.", true },
        { "an organization of its own below (psd=n)", REASON_DMARC_NOT_ALIGNED, "example.org", "dkim:mail.example.org", "",
          "Your message is signed by mail.example.org, its From is at example.org: sign with d=example.org, or use a return "
          "address there that your servers may send for.", false },
        { "nothing", REASON_DMARC_NOTHING_VERIFIED, "example.org", "", "",
          "Sign with DKIM as d=example.org, and list your servers in the SPF record of the return address's domain.", false },
        { "a pass", REASON_DMARC_ALIGNED, "example.org", "", "", "", false },
    };

    FOR_EACH_CASE(c, cases) {
        BUF_SCOPE           out    = { 0 };
        struct dmarc_result result = { .reason = c->reason, .author_domain = STR("example.org"),
                                       .org_domain = str_of(c->org), .dkim_is_strict = c->is_strict,
                                       .unaligned = { str_of(c->first), str_of(c->second) } };

        result.unaligned_count = (size_t)(c->first[0] != '\0') + (size_t)(c->second[0] != '\0');
        advice_for_dmarc(&out, ADVICE_SENDER, &result);
        CHECK_CSTR(buf_str(&out), c->want);
    }
}
