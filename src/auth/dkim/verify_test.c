#include "auth/dkim/verify.h"

#include <stdio.h>

#include "auth/dkim/canon_body.h"
#include "auth/dkim/canon_header.h"
#include "auth/dkim/fixture_test.h"
#include "auth/dkim/key.h"
#include "auth/dkim/signed_fields.h"
#include "base/base64.h"
#include "base/buf.h"
#include "dns/packet.h"
#include "dns/zone.h"
#include "unit.h"

enum { NOW = 1700000000 };

static struct dkim_options default_options(void)
{
    return (struct dkim_options){ .signatures_max = 10, .now = NOW, .digests = fixture_digests() };
}

/* What message_parse would give of it, as far as signatures are concerned. */
static struct message read_message(struct arena *arena, str octets, str author_domain)
{
    static const struct header_limits limits  = { 1000, 1 << 17 };
    struct message                    message = { .octets = octets };

    header_parse(&message.headers, arena, octets, false, &limits);
    message.body                = str_from(octets, message.headers.body_at);
    message.author.domains[0]   = author_domain;
    message.author.domain_count = 1;
    return message;
}

/* Verifies with the answers of a zone. */
static struct auth_results verify(struct arena *arena, str octets, const struct zone *zone,
                                  const struct dkim_options *options)
{
    struct message        message  = read_message(arena, octets, STR("example.org"));
    struct dkim_verifier *verifier = dkim_verifier_new(arena, &message, options);
    struct auth_results   results  = { 0 };
    struct view           view;
    int                   rounds = 0;

    view_init(&view, arena, VIEW_QUESTIONS_DEFAULT);
    while (!dkim_verify(verifier, &view, &results)) {
        zone_answer(zone, &view);
        rounds++;
    }
    CHECK(rounds <= 1);                 /* all keys are asked for together */
    view_free(&view);
    return results;
}

/* ---- the examples of the standards ---- */

#define JOE_AND_SUZIE                                                 \
    "From: Joe SixPack <joe@football.example.com>\r\n"                \
    "To: Suzie Q <suzie@shopping.example.net>\r\n"                    \
    "Subject: Is dinner ready?\r\n"                                   \
    "Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\n"                 \
    "Message-ID: <20030712040037.46341.5F8J@football.example.com>\r\n" \
    "\r\n"                                                            \
    "Hi.\r\n"                                                         \
    "\r\n"                                                            \
    "We lost the game. Are you hungry yet?\r\n"                       \
    "\r\n"                                                            \
    "Joe.\r\n"

static const char rfc6376_a2[] =
    "DKIM-Signature: v=1; a=rsa-sha256; s=brisbane; d=example.com;\r\n"
    "      c=simple/simple; q=dns/txt; i=joe@football.example.com;\r\n"
    "      h=Received : From : To : Subject : Date : Message-ID;\r\n"
    "      bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n"
    "      b=AuUoFEfDxTDkHlLXSZEpZj79LICEps6eda7W3deTVFOk4yAUoqOB\r\n"
    "      4nujc7YopdG5dWLSdNg6xNAZpOPr+kHxt1IrE+NahM6L/LbvaHut\r\n"
    "      KVdkLLkpVaVVQPzeRDI009SO2Il5Lu7rDNH6mZckBdrIx0orEtZV\r\n"
    "      4bmp/YzhwvcubU4=;\r\n"
    "Received: from client1.football.example.com  [192.0.2.1]\r\n"
    "      by submitserver.example.com with SUBMISSION;\r\n"
    "      Fri, 11 Jul 2003 21:01:54 -0700 (PDT)\r\n"
    JOE_AND_SUZIE;

static const char rfc8463_a3[] =
    "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n"
    " d=football.example.com; i=@football.example.com;\r\n"
    " q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r\n"
    " subject : date : message-id : from : subject : date;\r\n"
    " bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n"
    " b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus\r\n"
    " Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==\r\n"
    "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n"
    " d=football.example.com; i=@football.example.com;\r\n"
    " q=dns/txt; s=test; t=1528637909; h=from : to : subject :\r\n"
    " date : message-id : from : subject : date;\r\n"
    " bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n"
    " b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3\r\n"
    " DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz\r\n"
    " dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=\r\n"
    JOE_AND_SUZIE;

static const char example_zone[] =
    "{ \"brisbane._domainkey.example.com\": { \"TXT\": [[\"v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQ\","
    "   \"KBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYt\", \"IxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v\","
    "   \"/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhi\", \"tdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB\"]] },"
    "  \"brisbane._domainkey.football.example.com\": { \"TXT\": [["
    "   \"v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"]] },"
    "  \"test._domainkey.football.example.com\": { \"TXT\": [["
    "   \"v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWR\","
    "   \"iGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutAC\","
    "   \"DfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3\","
    "   \"Ip3G+2kryOTIKT+l/K4w3QIDAQAB\"]] } }";

TEST(dkim_examples_of_the_standards)
{
    ARENA_SCOPE         arena   = { 0 };
    str                 error   = { 0 };
    struct zone        *zone    = zone_load(str_of(example_zone), &arena, &error);
    struct dkim_options options = default_options();

    if (!CHECK(zone != NULL))
        return;
    struct auth_results results = verify(&arena, str_of(rfc6376_a2), zone, &options);

    CHECK_EQ(results.dkim_count, 1);
    CHECK_EQ(results.dkim[0].reason, REASON_DKIM_VERIFIED);
    CHECK_EQ(results.dkim[0].key_bits, 1024);
    CHECK_STR(results.dkim[0].identity, STR("joe@football.example.com"));
    results = verify(&arena, str_of(rfc8463_a3), zone, &options);
    CHECK_EQ(results.dkim_count, 2);
    CHECK_EQ(results.dkim[0].reason, REASON_DKIM_VERIFIED);
    CHECK_EQ(results.dkim[1].reason, REASON_DKIM_VERIFIED);
    CHECK_STR(results.dkim[0].algorithm, STR("ed25519-sha256"));
    CHECK_STR(results.dkim[0].signature_start, STR("/gCrinpc"));
    zone_free(zone);
}

/* ---- signatures of our own ---- */

struct signer {
    enum fixture_key       key;
    enum digest_algorithm algorithm;
    enum dkim_canon       header, body;
    const char           *tags;         /* all but bh= and b= */
    const char           *names;        /* h= */
    uint64_t              length;       /* what is hashed; l= itself stands in tags */
};

static str hash_of_body(struct arena *arena, const struct signer *s, str body)
{
    struct dkim_body_hash    hash   = { .canon = s->body, .algorithm = s->algorithm, .length = s->length };
    struct dkim_body_hasher *hasher = dkim_body_hasher_new(arena, fixture_digests(), &hash, 1);

    dkim_body_hasher_update(hasher, body);
    dkim_body_hasher_final(hasher);
    return base64_encode(arena, (str){ (const char *)hash.octets, hash.len });
}

/* The message with the signature on top. */
static str sign_message(struct arena *arena, const struct signer *s, str octets)
{
    struct message unsigned_message = read_message(arena, octets, STR("example.org"));
    str hash  = hash_of_body(arena, s, unsigned_message.body);
    str field = arena_printf(arena, "DKIM-Signature: v=1; %s; h=%s;\r\n bh=%.*s; b=", s->tags, s->names, STR_ARG(hash));
    str                   whole   = arena_printf(arena, "%.*s\r\n%.*s", STR_ARG(field), STR_ARG(octets));
    struct message        message = read_message(arena, whole, STR("example.org"));
    const struct header  *own     = &message.headers.fields[0];
    struct signed_fields *fields  = signed_fields_new(arena, &message.headers);
    BUF_SCOPE             out     = { 0 };
    str                   names   = str_of(s->names), name;

    signed_fields_begin(fields, own);
    while (str_cut(&names, ':', &name)) {
        const struct header *h = signed_fields_take(fields, name);

        if (h != NULL)
            dkim_canon_field(&out, s->header, h);
    }
    dkim_canon_signature_field(&out, s->header, own, str_from(own->value, own->value.len));
    str signature = fixture_sign(arena, s->key, s->algorithm, buf_str(&out));

    return arena_printf(arena, "%.*s%.*s\r\n%.*s", STR_ARG(field), STR_ARG(signature), STR_ARG(octets));
}

#define LETTER                                                                                  \
    "Received: from a\r\n\tby b\r\nFrom: Ann <ann@example.org>\r\nTo:  bob@example.net\r\n"       \
    "Subject: A  word\r\n\tor two\r\nDate: Tue, 14 Nov 2023 22:13:20 +0000\r\n\r\n"              \
    "Dear Bob,\r\n\r\n  this is \t all. \r\n\r\nAnn\r\n\r\n\r\n"

/* The words of the tables below. */
enum {
    HISTORIC     = REASON_DKIM_ALGORITHM_HISTORIC,
    BODY_HASH    = REASON_DKIM_BODY_HASH,
    PARTIAL      = REASON_DKIM_BODY_PARTIAL,
    EXPIRED      = REASON_DKIM_EXPIRED,
    ADDED        = REASON_DKIM_FIELD_ADDED,
    FUTURE       = REASON_DKIM_FROM_THE_FUTURE,
    KEY_ABSENT   = REASON_DKIM_KEY_ABSENT,
    KEY_HASH     = REASON_DKIM_KEY_HASH,
    KEY_IDENTITY = REASON_DKIM_KEY_IDENTITY,
    KEY_REVOKED  = REASON_DKIM_KEY_REVOKED,
    KEY_SERVICE  = REASON_DKIM_KEY_SERVICE,
    KEY_SHORT    = REASON_DKIM_KEY_SHORT,
    KEY_TYPE     = REASON_DKIM_KEY_TYPE,
    KEY_LATE     = REASON_DKIM_KEY_UNAVAILABLE,
    TOO_LONG     = REASON_DKIM_LENGTH_EXCEEDS,
    WRONG        = REASON_DKIM_SIGNATURE_WRONG,
    VERIFIED     = REASON_DKIM_VERIFIED,
};

static const struct signer plain = { RSA_2048, DIGEST_SHA256, DKIM_SIMPLE, DKIM_SIMPLE,
                                     "a=rsa-sha256; d=example.org; s=r2048; c=simple/simple",
                                     "From:To:Subject:Date:From", DKIM_WHOLE_BODY };

/* Keys under r2048, r1024, r512, ed and some whose records say more. */
static struct zone *own_zone(struct arena *arena)
{
    static const struct { const char *selector, *tags; enum fixture_key key; } keys[] = {
        { "r2048",    "v=DKIM1",                 RSA_2048 },
        { "r1024",    "v=DKIM1",                 RSA_1024 },
        { "r512",     "v=DKIM1",                 RSA_512  },
        { "ed",       "v=DKIM1; k=ed25519",      ED25519  },
        { "test",     "v=DKIM1; t=y",            RSA_2048 },
        { "same",     "v=DKIM1; t=s",            RSA_2048 },
        { "sha1",     "v=DKIM1; h=sha1",         RSA_2048 },
        { "other",    "v=DKIM1; s=tlsrpt",       RSA_2048 },
        { "wrong",    "v=DKIM1",                 RSA_1024 },
    };
    BUF_SCOPE json  = { 0 };
    str       error = { 0 };

    buf_add_char(&json, '{');
    for (size_t i = 0; i < ARRAY_LEN(keys); i++)
        buf_printf(&json, "\"%s._domainkey.example.org\": { \"TXT\": [[\"%s; p=%.*s\"]] },", keys[i].selector,
                   keys[i].tags, STR_ARG(fixture_public_key(arena, keys[i].key)));
    buf_add(&json, STR("\"revoked._domainkey.example.org\": { \"TXT\": [[\"v=DKIM1; p=\"]] },"
                       "\"slow._domainkey.example.org\": { \"TXT\": \"TIMEOUT\" },"
                       "\"broken._domainkey.example.org\": { \"TXT\": \"SERVFAIL\" },"
                       "\"forged._domainkey.example.org\": { \"TXT\": \"BOGUS\" },"
                       "\"nodata._domainkey.example.org\": { \"A\": [\"192.0.2.1\"] } }"));
    struct zone *zone = zone_load(buf_str(&json), arena, &error);

    ASSERT(zone != NULL);
    return zone;
}

static struct dkim_result verify_one(struct arena *arena, str octets, const struct zone *zone,
                                     const struct dkim_options *options)
{
    struct auth_results results = verify(arena, octets, zone, options);

    return CHECK_EQ(results.dkim_count, 1) ? results.dkim[0] : (struct dkim_result){ 0 };
}

TEST(dkim_verifies_what_was_signed)
{
    static const struct { const char *name; struct signer signer; int bits; } cases[] = {
        { "simple, RSA 2048", { RSA_2048, DIGEST_SHA256, DKIM_SIMPLE, DKIM_SIMPLE,
          "a=rsa-sha256; d=example.org; s=r2048", "From:To:Subject", DKIM_WHOLE_BODY }, 2048 },
        { "relaxed, RSA 1024", { RSA_1024, DIGEST_SHA256, DKIM_RELAXED, DKIM_RELAXED,
          "a=rsa-sha256; d=example.org; s=r1024; c=relaxed/relaxed", "From:To:Subject:Subject",
          DKIM_WHOLE_BODY }, 1024 },
        { "relaxed/simple, Ed25519", { ED25519, DIGEST_SHA256, DKIM_RELAXED, DKIM_SIMPLE,
          "a=ed25519-sha256; d=example.org; s=ed; c=relaxed", "from:to:received", DKIM_WHOLE_BODY }, 256 },
        { "the whole body by l=", { RSA_2048, DIGEST_SHA256, DKIM_SIMPLE, DKIM_RELAXED,
          "a=rsa-sha256; d=example.org; s=r2048; c=simple/relaxed; l=35", "From", DKIM_WHOLE_BODY }, 2048 },
        { "not yet expired", { RSA_2048, DIGEST_SHA256, DKIM_SIMPLE, DKIM_SIMPLE,
          "a=rsa-sha256; d=example.org; s=r2048; t=1699999000; x=1699999800", "From", DKIM_WHOLE_BODY }, 2048 },
    };
    ARENA_SCOPE         arena   = { 0 };
    struct zone        *zone    = own_zone(&arena);
    struct dkim_options options = default_options();

    FOR_EACH_CASE(c, cases) {
        struct dkim_result result = verify_one(&arena, sign_message(&arena, &c->signer, STR(LETTER)), zone, &options);

        CHECK_EQ(result.status, DKIM_PASS);
        CHECK_EQ(result.reason, VERIFIED);
        CHECK_EQ(result.key_bits, c->bits);
        CHECK_STR(result.domain, STR("example.org"));
    }
    zone_free(zone);
}

/* Replaces the first from in octets. */
static str replace(struct arena *arena, str octets, const char *from, const char *to)
{
    ptrdiff_t at = str_find(octets, str_of(from));

    if (!CHECK(at != STR_NOT_FOUND))
        return octets;
    str behind = str_from(octets, (size_t)at + str_of(from).len);

    return arena_printf(arena, "%.*s%s%.*s", (int)at, octets.ptr, to, STR_ARG(behind));
}

TEST(dkim_finds_every_change)
{
    static const struct { const char *name, *from, *to; int simple, relaxed; } cases[] = {
        { "nothing",                     "Ann",              "Ann",                         VERIFIED,  VERIFIED },
        { "an octet of the body",        "Dear",             "dear",                        BODY_HASH, BODY_HASH },
        { "a line more",                 "Ann\r\n\r\n",      "Ann\r\nPS\r\n",               BODY_HASH, BODY_HASH },
        { "empty lines at the end",      "Ann\r\n\r\n\r\n",  "Ann\r\n",                     VERIFIED,  VERIFIED },
        { "blanks in the body",          "is \t all. \r",    "is all.\r",                   BODY_HASH, VERIFIED },
        { "another author",              "From: Ann",        "From: Eve",                   WRONG,     WRONG },
        { "a fold of the subject",       "word\r\n\tor",     "word or",                     WRONG,     VERIFIED },
        { "the case of a name",          "\r\nTo: ",         "\r\nTO: ",                    WRONG,     VERIFIED },
        { "a second From on top",        "Received:",        "From: eve@x\r\nReceived:",    WRONG,     WRONG },
        { "a second From at the bottom", "\r\nDate: ",       "\r\nFrom: eve@x\r\nDate: ",   WRONG,     WRONG },
        { "a second Subject on top",     "Received:",        "Subject: win\r\nReceived:",   ADDED,     ADDED },
        { "a second Received on top",    "Received:",        "Received: c\r\nReceived:",    VERIFIED,  VERIFIED },
        { "a field taken away", "Date: Tue, 14 Nov 2023 22:13:20 +0000\r\n", "", WRONG, WRONG },
        { "a field that is not signed",  "Received: from a", "Received: from x",            VERIFIED,  VERIFIED },
        { "a tag that nobody knows",     "v=1; ",            "v=1; u=1; ",                  WRONG,     WRONG },
        { "the names that are signed",   "h=From:To:",       "h=To:From:",                  WRONG,     WRONG },
        { "another key",                 "s=r2048",          "s=wrong",                     WRONG,     WRONG },
        { "a longer life",               "d=example.org",    "d=example.org; x=1800000000", WRONG,     WRONG },
        { "the same domain, otherwise written", "d=example.org",    "d=EXAMPLE.org",               WRONG,     WRONG },
    };
    static const struct signer relaxed = { RSA_2048, DIGEST_SHA256, DKIM_RELAXED, DKIM_RELAXED,
                                           "a=rsa-sha256; d=example.org; s=r2048; c=relaxed/relaxed",
                                           "From:To:Subject:Date:From", DKIM_WHOLE_BODY };
    ARENA_SCOPE         arena   = { 0 };
    struct zone        *zone    = own_zone(&arena);
    struct dkim_options options = default_options();
    str simple_letter  = sign_message(&arena, &plain, STR(LETTER));
    str relaxed_letter = sign_message(&arena, &relaxed, STR(LETTER));

    FOR_EACH_CASE(c, cases) {
        str changed = replace(&arena, simple_letter, c->from, c->to);

        CHECK_EQ(verify_one(&arena, changed, zone, &options).reason, c->simple);
        changed = replace(&arena, relaxed_letter, c->from, c->to);
        CHECK_EQ(verify_one(&arena, changed, zone, &options).reason, c->relaxed);
    }
    zone_free(zone);
}

/* What people read and h= leaves out. A message without subject has none to replace. */
TEST(dkim_subject_unsigned)
{
    static const struct { const char *name, *names, *to_remove; bool want; } cases[] = {
        { "signed",                   "From:To:Subject:Date", "",                                false },
        { "in any case",              "FROM:SUBJECT",         "",                                false },
        { "left out",                 "From:To:Date",         "",                                true  },
        { "all but the author",       "From",                 "",                                true  },
        { "no subject to leave out",  "From",                 "Subject: A  word\r\n\tor two\r\n", false },
        { "promised to be absent",    "From:Subject",         "Subject: A  word\r\n\tor two\r\n", false },
    };
    ARENA_SCOPE         arena   = { 0 };
    struct zone        *zone    = own_zone(&arena);
    struct dkim_options options = default_options();

    FOR_EACH_CASE(c, cases) {
        struct signer      signer = plain;
        str                letter = c->to_remove[0] == '\0' ? STR(LETTER) : replace(&arena, STR(LETTER), c->to_remove, "");

        signer.names = c->names;
        struct dkim_result result = verify_one(&arena, sign_message(&arena, &signer, letter), zone, &options);

        CHECK_EQ(result.status, DKIM_PASS);             /* the arithmetic is right: what it is worth is said apart */
        CHECK_EQ(result.subject_unsigned, c->want);
        CHECK_EQ(dkim_result_vouches(&result), !c->want);
    }
    zone_free(zone);
}

/* Any octet changed in what is signed, or in the signature itself, and it does not pass any more. */
/* What tells a message that is sent again: whom it was for, and since when it was signed. */
TEST(dkim_to_and_time)
{
    static const struct { const char *name, *tags, *names; bool to_unsigned, has_time; unix_seconds at; } cases[] = {
        { "both are signed", "a=rsa-sha256; d=example.org; s=r2048; t=1699999000", "From:To",      false, true,  1699999000 },
        { "no time",         "a=rsa-sha256; d=example.org; s=r2048",               "From:To",      false, false, 0          },
        { "no recipient",    "a=rsa-sha256; d=example.org; s=r2048",               "From:Subject", true,  false, 0          },
    };
    ARENA_SCOPE         arena   = { 0 };
    struct zone        *zone    = own_zone(&arena);
    struct dkim_options options = default_options();

    FOR_EACH_CASE(c, cases) {
        struct signer      signer = { RSA_2048, DIGEST_SHA256, DKIM_SIMPLE, DKIM_SIMPLE, c->tags, c->names, DKIM_WHOLE_BODY };
        struct dkim_result result = verify_one(&arena, sign_message(&arena, &signer, STR(LETTER)), zone, &options);

        CHECK_EQ(result.status, DKIM_PASS);
        CHECK_EQ(result.to_unsigned, c->to_unsigned);
        CHECK_EQ(result.has_signed_at, c->has_time);
        CHECK_EQ(result.signed_at, c->at);
    }
    zone_free(zone);
}

TEST(dkim_no_octet_can_change)
{
    static const struct signer signers[] = {
        { ED25519, DIGEST_SHA256, DKIM_SIMPLE, DKIM_SIMPLE, "a=ed25519-sha256; d=example.org; s=ed",
          "Received:From:To:Subject:Date", DKIM_WHOLE_BODY },
        { RSA_1024, DIGEST_SHA256, DKIM_SIMPLE, DKIM_SIMPLE, "a=rsa-sha256; d=example.org; s=r1024",
          "Received:From:To:Subject:Date", DKIM_WHOLE_BODY },
    };
    ARENA_SCOPE         arena   = { 0 };
    struct zone        *zone    = own_zone(&arena);
    struct dkim_options options = default_options();

    for (size_t i = 0; i < ARRAY_LEN(signers); i++) {
        str    letter = sign_message(&arena, &signers[i], STR(LETTER));
        size_t end    = letter.len - STR("\r\n\r\n").len;        /* empty lines at the end may change */

        for (size_t at = STR("DKIM-Signature:").len; at < end; at++) {
            ARENA_SCOPE         own  = { 0 };
            char               *copy = arena_octets(&own, letter.len);
            struct auth_results results;

            memcpy(copy, letter.ptr, letter.len);
            copy[at] ^= 1;
            results = verify(&own, (str){ copy, letter.len }, zone, &options);
            for (size_t s = 0; s < results.dkim_count; s++)
                if (!CHECK(results.dkim[s].status != DKIM_PASS))
                    printf("octet %zu\n", at);
        }
    }
    zone_free(zone);
}

TEST(dkim_keys_and_policy)
{
#define RSA256 "a=rsa-sha256; d=example.org; s="
    static const struct {
        const char *name, *tags; enum fixture_key key; int want, legacy;
    } cases[] = {
        { "no such name",                RSA256 "absent",                  RSA_2048, KEY_ABSENT,   KEY_ABSENT },
        { "no such record",              RSA256 "nodata",                  RSA_2048, KEY_ABSENT,   KEY_ABSENT },
        { "a revoked key",               RSA256 "revoked",                 RSA_2048, KEY_REVOKED,  KEY_REVOKED },
        { "DNS is late",                 RSA256 "slow",                    RSA_2048, KEY_LATE,     KEY_LATE },
        { "DNS fails",                   RSA256 "broken",                  RSA_2048, KEY_LATE,     KEY_LATE },
        { "DNSSEC says forged",          RSA256 "forged",                  RSA_2048, KEY_LATE,     KEY_LATE },
        { "a key for tests",             RSA256 "test",                    RSA_2048, VERIFIED,     VERIFIED },
        { "a key for its domain only",   RSA256 "same",                    RSA_2048, VERIFIED,     VERIFIED },
        { "and a subdomain with it",     RSA256 "same; i=@m.example.org",  RSA_2048, KEY_IDENTITY, KEY_IDENTITY },
        { "a subdomain with another",    RSA256 "r2048; i=@m.example.org", RSA_2048, VERIFIED,     VERIFIED },
        { "a key for another hash",      RSA256 "sha1",                    RSA_2048, KEY_HASH,     KEY_HASH },
        { "a key for another service",   RSA256 "other",                   RSA_2048, KEY_SERVICE,  KEY_SERVICE },
        { "a key of another kind",       RSA256 "ed",                      RSA_2048, KEY_TYPE,     KEY_TYPE },
        { "Ed25519 by an RSA key",       "a=ed25519-sha256; d=example.org; s=r2048", ED25519,  KEY_TYPE,     KEY_TYPE },
        { "a short key",                 RSA256 "r512",                    RSA_512,  KEY_SHORT,    VERIFIED },
        { "rsa-sha1",                    "a=rsa-sha1; d=example.org; s=r2048", RSA_2048, HISTORIC,     VERIFIED },
        { "rsa-sha1 without a key",      "a=rsa-sha1; d=example.org; s=slow", RSA_2048, HISTORIC,     KEY_LATE },
        { "expired",                     RSA256 "r2048; x=1699999699",     RSA_2048, EXPIRED,      EXPIRED },
        { "expired a moment ago",        RSA256 "r2048; x=1699999700",     RSA_2048, VERIFIED,     VERIFIED },
        { "made within the day to come", RSA256 "r2048; t=1700086400",     RSA_2048, VERIFIED,     VERIFIED },
        { "made after that",             RSA256 "r2048; t=1700086401",     RSA_2048, FUTURE,       FUTURE },
    };
    ARENA_SCOPE         arena   = { 0 };
    struct zone        *zone    = own_zone(&arena);
    struct dkim_options options = default_options(), legacy = options;

    legacy.legacy_algorithms = true;
    FOR_EACH_CASE(c, cases) {
        bool          is_sha1 = str_starts(str_of(c->tags), STR("a=rsa-sha1"));
        struct signer signer  = { c->key, is_sha1 ? DIGEST_SHA1 : DIGEST_SHA256, DKIM_SIMPLE, DKIM_SIMPLE, c->tags,
                                  "From:Subject", DKIM_WHOLE_BODY };
        str           letter  = sign_message(&arena, &signer, STR(LETTER));

        CHECK_EQ(verify_one(&arena, letter, zone, &options).reason, c->want);
        CHECK_EQ(verify_one(&arena, letter, zone, &legacy).reason, c->legacy);
    }
    zone_free(zone);
}

TEST(dkim_body_length_and_what_is_beyond)
{
    static const struct {
        const char *name, *length, *more; uint64_t hashed; int want; size_t beyond;
    } cases[] = {
        { "the whole body",         "; l=39",  "",           39, VERIFIED,       0  },
        { "a part of it",           "; l=4",   "",           4,  PARTIAL,   35 },
        { "none of it",             "; l=0",   "",           0,  PARTIAL,   39 },
        { "more was added",         "; l=39",  "Buy!\r\n",   39, PARTIAL,   10 },
        { "more than there is",     "; l=40",  "",           39, TOO_LONG, 0  },
        { "far more than there is", "; l=99999999999999999999999999", "", 39, TOO_LONG, 0 },
    };
    ARENA_SCOPE         arena   = { 0 };
    struct zone        *zone    = own_zone(&arena);
    struct dkim_options options = default_options(), lax = options;

    lax.partial_body = true;
    FOR_EACH_CASE(c, cases) {
        str           tags   = arena_printf(&arena, "a=rsa-sha256; d=example.org; s=r2048%s", c->length);
        struct signer signer = { RSA_2048, DIGEST_SHA256, DKIM_SIMPLE, DKIM_SIMPLE, arena_cstr(&arena, tags),
                                 "From", c->hashed };
        str           letter = sign_message(&arena, &signer, STR(LETTER));

        letter = arena_printf(&arena, "%.*s%s", STR_ARG(letter), c->more);
        struct dkim_result result = verify_one(&arena, letter, zone, &options);

        CHECK_EQ(result.reason, c->want);
        CHECK_EQ(result.status, c->want == VERIFIED ? DKIM_PASS : c->want == PARTIAL ? DKIM_POLICY : DKIM_PERMERROR);
        CHECK_EQ(result.unsigned_octets, c->beyond);
        if (c->want == PARTIAL)
            CHECK_EQ(verify_one(&arena, letter, zone, &lax).status, DKIM_PASS);
    }
    zone_free(zone);
}

TEST(dkim_of_an_unsigned_message)
{
    ARENA_SCOPE         arena   = { 0 };
    struct dkim_options options = default_options();
    struct auth_results results = verify(&arena, STR(LETTER), NULL, &options);

    CHECK_EQ(results.dkim_count, 0);
    CHECK_EQ(results.dkim_skipped, 0);
}

/* Signatures of strangers do not crowd out the author's, wherever it stands. */
TEST(dkim_cap_keeps_what_is_aligned)
{
    static const struct signer strangers = { ED25519, DIGEST_SHA256, DKIM_SIMPLE, DKIM_SIMPLE,
                                             "a=ed25519-sha256; d=stranger.example; s=ed", "From", DKIM_WHOLE_BODY };
    ARENA_SCOPE         arena   = { 0 };
    struct zone        *zone    = own_zone(&arena);
    struct dkim_options options = default_options();
    str                 letter  = sign_message(&arena, &plain, STR(LETTER));

    for (int i = 0; i < 12; i++)
        letter = sign_message(&arena, &strangers, letter);
    letter = arena_printf(&arena, "DKIM-Signature: broken\r\nDKIM-Signature: v=1; d=example.org\r\n%.*s",
                          STR_ARG(letter));
    struct auth_results results = verify(&arena, letter, zone, &options);

    CHECK_EQ(results.dkim_count, 10);
    CHECK_EQ(results.dkim_skipped, 5);
    CHECK_EQ(results.dkim[0].reason, REASON_DKIM_KEY_ABSENT);
    CHECK_EQ(results.dkim[9].status, DKIM_PASS);        /* the last of the fields, and of the results */
    zone_free(zone);
}

/* A result waits for the keys of all, asks once, and stays what it is. */
TEST(dkim_waits_for_its_keys)
{
    static const struct signer other = { RSA_1024, DIGEST_SHA256, DKIM_RELAXED, DKIM_RELAXED,
                                         "a=rsa-sha256; d=example.org; s=r1024; c=relaxed/relaxed", "From",
                                         DKIM_WHOLE_BODY };
    ARENA_SCOPE           arena    = { 0 };
    struct zone          *zone     = own_zone(&arena);
    struct dkim_options   options  = default_options();
    str                   letter   = sign_message(&arena, &other, sign_message(&arena, &plain, STR(LETTER)));
    struct message        message  = read_message(&arena, letter, STR("example.org"));
    struct dkim_verifier *verifier = dkim_verifier_new(&arena, &message, &options);
    struct auth_results   results  = { 0 };
    struct view           view;

    view_init(&view, &arena, VIEW_QUESTIONS_DEFAULT);
    CHECK(!dkim_verify(verifier, &view, &results));
    CHECK_EQ(view.open, 2);
    struct question *first = view_next_open(&view, NULL);

    view_answer(&view, first, zone_lookup(zone, first));
    CHECK(!dkim_verify(verifier, &view, &results));
    CHECK_EQ(view.count, 2);
    CHECK_EQ(results.dkim_count, 0);
    zone_answer(zone, &view);
    CHECK(dkim_verify(verifier, &view, &results));
    CHECK_EQ(results.dkim_count, 2);
    CHECK_EQ(results.dkim[0].status, DKIM_PASS);
    CHECK_EQ(results.dkim[1].status, DKIM_PASS);
    struct dkim_result *same = results.dkim;

    CHECK(dkim_verify(verifier, &view, &results) && results.dkim == same);
    view_free(&view);
    zone_free(zone);
}

/* The keys of the author first, and of those who may be of his organization. */
TEST(dkim_ask_for_author)
{
    static const struct { const char *name, *author; bool first; } cases[] = {
        { "the author's own",           "example.org",       true  },
        { "of the organization",        "news.example.org",  true  },
        { "under the same top level",   "other.org",         false },
        { "a stranger's",               "corp.example",      false },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE           arena    = { 0 };
        struct zone          *zone     = own_zone(&arena);
        struct dkim_options   options  = default_options();
        str                   letter   = sign_message(&arena, &plain, STR(LETTER));
        struct message        message  = read_message(&arena, letter, str_of(c->author));
        struct dkim_verifier *verifier = dkim_verifier_new(&arena, &message, &options);
        struct auth_results   results  = { 0 };
        struct view           view;

        view_init(&view, &arena, VIEW_QUESTIONS_DEFAULT);
        CHECK_EQ(dkim_ask_for_author(verifier, &view), !c->first);
        CHECK_EQ(view.open, c->first ? 1 : 0);
        CHECK(!dkim_verify(verifier, &view, &results));
        CHECK_EQ(view.count, 1);
        zone_answer(zone, &view);
        CHECK(dkim_ask_for_author(verifier, &view));
        CHECK(dkim_verify(verifier, &view, &results));
        CHECK_EQ(results.dkim[0].status, DKIM_PASS);
        view_free(&view);
        zone_free(zone);
    }
}

/* Past the budget of questions a key is not asked for: that may pass later, it is no failure of the sender. */
TEST(dkim_past_the_budget_of_questions)
{
    ARENA_SCOPE           arena    = { 0 };
    struct dkim_options   options  = default_options();
    str                   letter   = sign_message(&arena, &plain, STR(LETTER));
    struct message        message  = read_message(&arena, letter, STR("example.org"));
    struct dkim_verifier *verifier = dkim_verifier_new(&arena, &message, &options);
    struct auth_results   results  = { 0 };
    struct view           view;

    view_init(&view, &arena, 0);
    CHECK(dkim_verify(verifier, &view, &results));
    CHECK_EQ(results.dkim[0].status, DKIM_TEMPERROR);
    view_free(&view);
}

/* The most names and fields that a header block of 128 KiB can hold: must be a matter of milliseconds. */
TEST(dkim_of_a_huge_header)
{
    ARENA_SCOPE         arena   = { 0 };
    BUF_SCOPE           text    = { 0 };
    struct zone        *zone    = own_zone(&arena);
    struct dkim_options options = default_options();

    buf_add(&text, STR("DKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=r2048;\r\n"
                       " bh=frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=; b=QUJD; h=From"));
    for (int i = 0; i < 30000; i++)
        buf_add(&text, i % 10 == 0 ? STR("\r\n :a") : STR(":a"));
    for (int i = 0; i < 998; i++)
        buf_add(&text, STR("\r\na:b"));
    buf_add(&text, STR("\r\nFrom: ann@example.org\r\n\r\n"));
    CHECK_EQ(verify_one(&arena, buf_str(&text), zone, &options).reason, REASON_DKIM_SIGNATURE_WRONG);
    zone_free(zone);
}

#define SIGNATURE_B(b) "DKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=s; h=From; bh=AAAA;\r\n b=" b "\r\n"

/* RFC 6008 §4: eight characters, unless more are needed to tell a signature from another; equal ones cannot be told apart. */
TEST(dkim_signature_start)
{
    static const struct { const char *name, *first, *second, *want_first, *want_second; } cases[] = {
        { "eight will do",                  "AAAABBBBCCCC",     "DDDDBBBBCCCC", "AAAABBBB",   "DDDDBBBB"   },
        { "more are needed",                "AAAABBBBCCCC",     "AAAABBBBCDCC", "AAAABBBBCC", "AAAABBBBCD" },
        { "one is the beginning of another", "AAAABBBB",        "AAAABBBBCCCC", "AAAABBBB",   "AAAABBBBC"  },
        { "the same twice",                 "AAAABBBBCCCC",     "AAAABBBBCCCC", "AAAABBBB",   "AAAABBBB"   },
        { "a fold inside",                  "AAAA\r\n BBBBCCCC", "DDDD",         "AAAABBBB",   "DDDD"       },
    };
    struct dkim_options options = default_options();

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE         arena   = { 0 };
        str                 what;
        struct zone        *zone    = zone_load(STR("{}"), &arena, &what);
        str                 octets  = arena_printf(&arena, SIGNATURE_B("%s") SIGNATURE_B("%s") "From: a@example.org\r\n\r\n",
                                                   c->first, c->second);
        struct auth_results results = verify(&arena, octets, zone, &options);

        if (CHECK_EQ(results.dkim_count, 2)) {
            CHECK_CSTR(results.dkim[0].signature_start, c->want_first);
            CHECK_CSTR(results.dkim[1].signature_start, c->want_second);
        }
        zone_free(zone);
    }
}
