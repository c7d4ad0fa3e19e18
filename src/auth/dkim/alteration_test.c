#include "auth/dkim/alteration.h"

#include "auth/dkim/canon_body.h"
#include "auth/dkim/canon_header.h"
#include "auth/dkim/fixture_test.h"
#include "auth/dkim/signed_fields.h"
#include "auth/dkim/verify.h"
#include "base/base64.h"
#include "dns/zone.h"
#include "unit.h"

#define NAMES "from:to:subject:mime-version:content-type:content-transfer-encoding"

static struct message parse(struct arena *arena, str octets)
{
    struct message message;

    message_parse(&message, arena, octets, false, &message_limits_default, NULL);
    return message;
}

/* The signature field of example.org for a message: over NAMES, relaxed/relaxed. */
static str sign(struct arena *arena, str octets)
{
    struct message           message = parse(arena, octets);
    struct dkim_body_hash    hash    = { .canon = DKIM_RELAXED, .algorithm = DIGEST_SHA256, .length = DKIM_WHOLE_BODY };
    struct dkim_body_hasher *hasher  = dkim_body_hasher_new(arena, fixture_digests(), &hash, 1);

    dkim_body_hasher_update(hasher, message.body);
    dkim_body_hasher_final(hasher);
    str field = arena_printf(arena, "DKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=k; c=relaxed/relaxed; h=" NAMES
                                    "; bh=%.*s; b=",
                             STR_ARG(base64_encode(arena, (str){ (const char *)hash.octets, hash.len })));
    struct message        whole  = parse(arena, arena_printf(arena, "%.*s\r\n%.*s", STR_ARG(field), STR_ARG(octets)));
    const struct header  *own    = &whole.headers.fields[0];
    struct signed_fields *fields = signed_fields_new(arena, &whole.headers);
    str                   names  = STR(NAMES), name;
    BUF_SCOPE             out    = { 0 };

    signed_fields_begin(fields, own);
    while (str_cut(&names, ':', &name)) {
        const struct header *h = signed_fields_take(fields, name);

        if (h != NULL)
            dkim_canon_field(&out, DKIM_RELAXED, h);
    }
    dkim_canon_signature_field(&out, DKIM_RELAXED, own, str_from(own->value, own->value.len));
    return arena_printf(arena, "%.*s%.*s\r\n", STR_ARG(field),
                        STR_ARG(fixture_sign(arena, RSA_2048, DIGEST_SHA256, buf_str(&out))));
}

/* The result for a message that arrives with the signature of another. */
static struct dkim_result verify(struct arena *arena, str signature, str arrived, str explain_domain)
{
    str json = arena_printf(arena, "{ \"k._domainkey.example.org\": { \"TXT\": [[\"v=DKIM1; p=%.*s\"]] } }",
                            STR_ARG(fixture_public_key(arena, RSA_2048)));
    str                   error    = { 0 };
    struct zone          *zone     = zone_load(json, arena, &error);
    str                   octets   = arena_printf(arena, "%.*s%.*s", STR_ARG(signature), STR_ARG(arrived));
    struct message        message  = parse(arena, octets);
    struct auth_results   results  = { 0 };
    struct dkim_options   options  = { .signatures_max = 10, .now = 1700000000, .digests = fixture_digests() };
    struct dkim_verifier *verifier = dkim_verifier_new(arena, &message, &options);
    struct view           view;

    view_init(&view, arena, VIEW_QUESTIONS_DEFAULT);
    while (!dkim_verify(verifier, &view, &results))
        zone_answer(zone, &view);
    dkim_explain_failure(verifier, explain_domain, &results);
    view_free(&view);
    zone_free(zone);
    return CHECK_EQ(results.dkim_count, 1) ? results.dkim[0] : (struct dkim_result){ 0 };
}

#define HEADER(subject) "From: Ann <ann@example.org>\r\nTo: dev@lists.example.net\r\nSubject: " subject "\r\n"
#define TEXT(subject, body) HEADER(subject) "Content-Type: text/plain\r\n\r\n" body
#define LETTER "Hello all,\r\n\r\nsee below.\r\n-- \r\nAnn\r\n"
#define RULE   "_______________________________________________\r\n"
#define FOOTER RULE "dev mailing list\r\ndev@lists.example.net\r\n"

#define TYPED(type, body)  HEADER("Plan") "MIME-Version: 1.0\r\nContent-Type: " type "\r\n\r\n" body
#define PARTS              "--b1\r\nContent-Type: text/plain\r\n\r\nHello\r\n" \
                           "--b1\r\nContent-Type: text/x-c\r\n\r\nint x;\r\n"
#define ADDED(boundary)    "--" boundary "\r\nContent-Type: text/plain\r\nContent-Disposition: inline\r\n\r\n" \
                           FOOTER "\r\n"
#define ALTERNATIVE        "--alt\r\n\r\nHello\r\n--alt\r\nContent-Type: text/html\r\n\r\n<p>Hello\r\n--alt--\r\n"
#define WRAP(before, after) \
    TYPED("multipart/mixed; boundary=\"list\"", \
          before "--list\r\nContent-Type: multipart/alternative; boundary=alt\r\n\r\n" ALTERNATIVE "\r\n" \
          after "--list--\r\n")

enum { FOOT = DKIM_FOOTER_ADDED, PART = DKIM_PART_ADDED, WRAPPED = DKIM_WRAPPED, TAG = DKIM_SUBJECT_TAGGED };

TEST(dkim_alterations)
{
    static const struct { const char *name, *sent, *arrived; unsigned want; } cases[] = {
        /* what lists do */
        { "a footer",           TEXT("Plan", LETTER), TEXT("Plan", LETTER FOOTER), FOOT },
        { "behind empty lines", TEXT("Plan", LETTER), TEXT("Plan", LETTER "\r\n\r\n" FOOTER "\r\n"), FOOT },
        { "with a line at its end, too", TEXT("Plan", LETTER), TEXT("Plan", LETTER FOOTER RULE), FOOT },
        { "a tag",              TEXT("Plan", LETTER), TEXT("[dev] Plan", LETTER), TAG },
        { "a tag behind Re:",   TEXT("Re: Plan", LETTER), TEXT("Re: [dev 42] Plan", LETTER), TAG },
        { "a tag before Re:",   TEXT("Re: Plan", LETTER), TEXT("[dev] Re: Plan", LETTER), TAG },
        { "both",               TEXT("Plan", LETTER), TEXT("[dev] Plan", LETTER FOOTER), FOOT | TAG },
        { "a part",
          TYPED("multipart/mixed; boundary=b1", PARTS "--b1--\r\n"),
          TYPED("multipart/mixed; boundary=b1", PARTS ADDED("b1") "--b1--\r\n"), PART },
        { "a new multipart around the old one",
          TYPED("multipart/alternative; boundary=alt", ALTERNATIVE), WRAP("", ADDED("list")), WRAPPED },
        /* what others do */
        { "nothing was added, the text is another", TEXT("Plan", LETTER), TEXT("Plan", "Pay at once.\r\n"), 0 },
        { "a footer under another text", TEXT("Plan", LETTER), TEXT("Plan", "Pay at once.\r\n" FOOTER), 0 },
        { "another text above", TEXT("Plan", LETTER), TEXT("Plan", "Pay at once.\r\n" LETTER FOOTER), 0 },
        { "another subject",    TEXT("Plan", LETTER), TEXT("[dev] Invoice", LETTER), 0 },
        { "no separator",       TEXT("Plan", LETTER), TEXT("Plan", LETTER "Pay at once.\r\n"), 0 },
        { "a tag that is a text of its own", TEXT("Plan", LETTER),
          TEXT("[your account was locked, call us now under 555 0100 before it is too late] Plan", LETTER), 0 },
        { "another part in front", TYPED("multipart/alternative; boundary=alt", ALTERNATIVE),
          WRAP("--list\r\n\r\nPay at once.\r\n", ADDED("list")), 0 },
        { "an attachment at the end",
          TYPED("multipart/mixed; boundary=b1", PARTS "--b1--\r\n"),
          TYPED("multipart/mixed; boundary=b1",
                PARTS "--b1\r\nContent-Type: application/zip\r\n\r\nPK\r\n--b1--\r\n"), 0 },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE        arena     = { 0 };
        str                signed_by = sign(&arena, str_of(c->sent));
        struct dkim_result result    = verify(&arena, signed_by, str_of(c->arrived), STR("example.org"));

        CHECK_EQ(result.alterations, c->want);
        CHECK_EQ(result.status, DKIM_FAIL);             /* an explanation is never a pass */
    }
}

TEST(dkim_alterations_of_others)
{
    ARENA_SCOPE arena     = { 0 };
    str         signature = sign(&arena, STR(TEXT("Plan", LETTER)));
    BUF_SCOPE   large     = { 0 };

    /* a stranger's signature explains nothing about the author */
    CHECK_EQ(verify(&arena, signature, STR(TEXT("Plan", LETTER FOOTER)), STR("bank.example")).alterations, 0);
    CHECK_EQ(verify(&arena, signature, STR(TEXT("Plan", LETTER)), STR("example.org")).status, DKIM_PASS);

    /* a "footer" of any length is a text */
    buf_add(&large, STR(TEXT("Plan", LETTER) RULE));
    while (buf_len(&large) < 10000)
        buf_add(&large, STR("Pay at once.\r\n"));
    CHECK_EQ(verify(&arena, signature, buf_str(&large), STR("example.org")).alterations, 0);

    /* nor is one that is hidden under a second subject */
    CHECK_EQ(verify(&arena, signature, STR("Subject: [dev] Invoice\r\n" TEXT("Plan", LETTER FOOTER)),
                    STR("example.org")).alterations, 0);
}
