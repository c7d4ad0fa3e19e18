#include "auth/arc/validate.h"

#include "auth/arc/chain.h"
#include "auth/dkim/body_hashes.h"
#include "auth/dkim/canon_header.h"
#include "auth/dkim/fixture_test.h"
#include "auth/dkim/signed_header.h"
#include "base/base64.h"
#include "dns/zone.h"
#include "unit.h"

enum { NOW = 1700000000 };

#define LETTER                                                                               \
    "Received: from a\r\n\tby b\r\nFrom: Ann <ann@author.example>\r\nTo: list@hop1.example\r\n" \
    "Subject: A  word\r\n\tor two\r\nDate: Tue, 14 Nov 2023 22:13:20 +0000\r\n\r\n"           \
    "Dear Bob,\r\n\r\n  this is \t all. \r\n\r\nAnn\r\n\r\n\r\n"

/* ---- a message and its verdict ---- */

static struct message read_message(struct arena *arena, str octets)
{
    static const struct header_limits limits  = { 1000, 1 << 17 };
    struct message                    message = { .octets = octets };

    header_parse(&message.headers, arena, octets, false, &limits);
    message.body = str_from(octets, message.headers.body_at);
    return message;
}

static const struct arc_options *default_options(void)
{
    static struct arc_options options = { .now = NOW };

    options.digests = fixture_digests();
    return &options;
}

/* Validates with the answers of a zone; *questions is how many it took. */
static struct arc_result validate(struct arena *arena, str octets, const struct zone *zone, size_t *questions)
{
    struct message        message   = read_message(arena, octets);
    struct arc_validator *validator = arc_validator_new(arena, &message, default_options());
    struct auth_results   results   = { 0 };
    struct view           view;
    int                   rounds = 0;

    view_init(&view, arena, VIEW_QUESTIONS_DEFAULT);
    while (!arc_validate(validator, &view, &results)) {
        CHECK_EQ(results.arc.status, ARC_PENDING);
        zone_answer(zone, &view);
        rounds++;
    }
    CHECK(rounds <= 1);                 /* all keys are asked for together */
    *questions = view.count;
    view_free(&view);
    return results.arc;
}

/* ---- sealing ---- */

/* What a custodian does; the instance and the hashes are put in. */
struct custodian {
    enum fixture_key key;
    enum dkim_canon  header, body;
    const char      *cv, *names;                        /* h= */
    const char      *message_tags, *seal_tags;          /* all but i=, h=, bh=, cv=, b= */
};

#define HOP1 "a=rsa-sha256; d=hop1.example; s=r2048"
#define HOP2 "a=rsa-sha256; d=hop2.example; s=r1024"
#define HOP3 "a=ed25519-sha256; d=hop3.example; s=ed"

static const struct custodian hop1 = { RSA_2048, DKIM_RELAXED, DKIM_RELAXED, "none", "From:To:Subject:Date",
                                       "c=relaxed/relaxed; " HOP1, HOP1 };
static const struct custodian hop2 = { RSA_1024, DKIM_SIMPLE, DKIM_SIMPLE, "pass", "From:To:Subject",
                                       HOP2 "; t=1699999999", HOP2 "; t=1699999999" };
static const struct custodian hop3 = { ED25519, DKIM_RELAXED, DKIM_SIMPLE, "pass", "From:Subject",
                                       "c=relaxed; " HOP3, HOP3 };

static str body_hash(struct arena *arena, const struct custodian *c, str body)
{
    struct dkim_body_hashes     *hashes = dkim_body_hashes_new(arena, fixture_digests(), body);
    const struct dkim_body_hash *hash   = dkim_body_hashes_want(hashes, c->body, DIGEST_SHA256, DKIM_WHOLE_BODY);

    dkim_body_hashes_compute(hashes);
    return base64_encode(arena, (str){ (const char *)hash->octets, hash->len });
}

/* The message with field, which ends in "b=", on top and signed; signed_octets writes what is. */
static str add_signature(struct arena *arena, const struct custodian *c, str field, str octets,
                         void (*signed_octets)(struct buf *out, const struct custodian *c, struct arena *arena,
                                               const struct message *message))
{
    str            whole   = arena_printf(arena, "%.*s\r\n%.*s", STR_ARG(field), STR_ARG(octets));
    struct message message = read_message(arena, whole);
    BUF_SCOPE      out     = { 0 };

    signed_octets(&out, c, arena, &message);
    str signature = fixture_sign(arena, c->key, DIGEST_SHA256, buf_str(&out));

    return arena_printf(arena, "%.*s%.*s\r\n%.*s", STR_ARG(field), STR_ARG(signature), STR_ARG(octets));
}

static void for_message_signature(struct buf *out, const struct custodian *c, struct arena *arena,
                                  const struct message *message)
{
    const struct header  *own = &message->headers.fields[0];
    struct dkim_signature s   = { .signed_names = str_of(c->names), .canons = { c->header, c->body },
                                  .signature_text = str_from(own->value, own->value.len) };

    dkim_signed_header_write(out, &s, own, signed_fields_new(arena, &message->headers));
}

/* Sets are put on top with the seal first, so from the bottom up the fields stand in the order of RFC 8617 §5.1.1. */
static void for_seal(struct buf *out, const struct custodian *c, struct arena *arena, const struct message *message)
{
    const struct header *own = &message->headers.fields[0];

    (void)c, (void)arena;
    for (size_t i = message->headers.count; i-- > 1; )
        if (str_starts(message->headers.fields[i].name, STR("ARC-")))
            dkim_canon_field(out, DKIM_RELAXED, &message->headers.fields[i]);
    dkim_canon_signature_field(out, DKIM_RELAXED, own, str_from(own->value, own->value.len));
}

static str seal(struct arena *arena, unsigned instance, const struct custodian *c, str octets)
{
    struct message message = read_message(arena, octets);
    str            hash    = body_hash(arena, c, message.body);

    str message_signature = arena_printf(arena, "ARC-Message-Signature: i=%u; %s; h=%s;\r\n bh=%.*s; b=", instance,
                                         c->message_tags, c->names, STR_ARG(hash));
    str seal_field        = arena_printf(arena, "ARC-Seal: i=%u; %s; cv=%s; b=", instance, c->seal_tags, c->cv);

    octets = arena_printf(arena, "ARC-Authentication-Results: i=%u; hop%u.example;\r\n\tspf=pass smtp.helo=a\r\n%.*s",
                          instance, instance, STR_ARG(octets));
    octets = add_signature(arena, c, message_signature, octets, for_message_signature);
    return add_signature(arena, c, seal_field, octets, for_seal);
}

static struct zone *own_zone(struct arena *arena)
{
    static const struct { const char *name; enum fixture_key key; const char *tags; } keys[] = {
        { "r2048._domainkey.hop1.example", RSA_2048, "v=DKIM1" },
        { "r512._domainkey.hop1.example",  RSA_512,  "v=DKIM1" },
        { "r1024._domainkey.hop2.example", RSA_1024, "v=DKIM1" },
        { "ed._domainkey.hop3.example",    ED25519,  "v=DKIM1; k=ed25519" },
        { "wrong._domainkey.hop1.example", RSA_1024, "v=DKIM1" },
    };
    BUF_SCOPE json  = { 0 };
    str       error = { 0 };

    buf_add_char(&json, '{');
    for (size_t i = 0; i < ARRAY_LEN(keys); i++)
        buf_printf(&json, "\"%s\": { \"TXT\": [[\"%s; p=%.*s\"]] },", keys[i].name, keys[i].tags,
                   STR_ARG(fixture_public_key(arena, keys[i].key)));
    buf_add(&json, STR("\"slow._domainkey.hop1.example\": { \"TXT\": \"TIMEOUT\" },"
                       "\"broken._domainkey.hop1.example\": { \"TXT\": \"SERVFAIL\" } }"));
    struct zone *zone = zone_load(buf_str(&json), arena, &error);

    ASSERT(zone != NULL);
    return zone;
}

static str replace(struct arena *arena, str octets, const char *from, const char *to)
{
    ptrdiff_t at = str_find(octets, str_of(from));

    if (!CHECK(at != STR_NOT_FOUND))
        return octets;
    str behind = str_from(octets, (size_t)at + str_of(from).len);

    return arena_printf(arena, "%.*s%s%.*s", (int)at, octets.ptr, to, STR_ARG(behind));
}

/* ---- chains that hold ---- */

TEST(arc_passes_what_was_sealed)
{
    ARENA_SCOPE       arena = { 0 };
    struct zone      *zone  = own_zone(&arena);
    str               one   = seal(&arena, 1, &hop1, STR(LETTER)), two = seal(&arena, 2, &hop2, one);
    size_t            questions;
    struct arc_result result = validate(&arena, seal(&arena, 3, &hop3, two), zone, &questions);

    CHECK_EQ(result.status, ARC_PASS);
    CHECK_EQ(result.reason, REASON_ARC_VERIFIED);
    CHECK_EQ(result.cause, REASON_NONE);
    CHECK_EQ(result.oldest_pass, 0);
    CHECK_EQ(questions, 3);
    if (CHECK_EQ(result.sets, 3)) {
        CHECK_STR(result.sealers[0], STR("hop1.example"));
        CHECK_STR(result.sealers[1], STR("hop2.example"));
        CHECK_STR(result.sealers[2], STR("hop3.example"));
    }
    result = validate(&arena, one, zone, &questions);
    CHECK_EQ(result.status, ARC_PASS);
    CHECK_EQ(result.sets, 1);
    result = validate(&arena, STR(LETTER), zone, &questions);
    CHECK_EQ(result.status, ARC_NONE);
    CHECK_EQ(result.reason, REASON_ARC_ABSENT);
    CHECK_EQ(questions, 0);
    zone_free(zone);
}

/* A mailing list changes the message and seals what it has made of it: older signatures of the message break, the chain
 * does not, and the result says from where on it is the message that we see. */
TEST(arc_finds_the_oldest_pass)
{
    ARENA_SCOPE       arena = { 0 };
    struct zone      *zone  = own_zone(&arena);
    str               one   = seal(&arena, 1, &hop1, STR(LETTER));
    str               two   = seal(&arena, 2, &hop2, replace(&arena, one, "Subject: A", "Subject: [list] A"));
    size_t            questions;
    struct arc_result result = validate(&arena, two, zone, &questions);

    CHECK_EQ(result.status, ARC_PASS);
    CHECK_EQ(result.oldest_pass, 2);
    result = validate(&arena, seal(&arena, 3, &hop3, two), zone, &questions);
    CHECK_EQ(result.status, ARC_PASS);
    CHECK_EQ(result.oldest_pass, 2);
    zone_free(zone);
}

/* Order within the header means nothing (§5.2 step 1), nor does folding, nor blanks where the grammar has them. */
TEST(arc_of_fields_in_any_order)
{
    ARENA_SCOPE    arena   = { 0 };
    BUF_SCOPE      shuffled = { 0 };
    struct zone   *zone    = own_zone(&arena);
    str            letter  = seal(&arena, 2, &hop2, seal(&arena, 1, &hop1, STR(LETTER)));
    struct message message = read_message(&arena, letter);
    size_t         questions, count = message.headers.count;

    for (size_t i = 0; i < count; i++)  /* 7 has no factor in common with the number of fields */
        buf_add(&shuffled, message.headers.fields[i * 7 % count].field);
    buf_printf(&shuffled, "\r\n%.*s", STR_ARG(message.body));
    CHECK(count % 7 != 0);
    CHECK_EQ(validate(&arena, buf_str(&shuffled), zone, &questions).status, ARC_PASS);
    letter = replace(&arena, letter, "ARC-Seal: i=2; ", "arc-seal:\r\n\ti=2; ");
    letter = replace(&arena, letter, "spf=pass ", "spf=pass  ");
    CHECK_EQ(validate(&arena, letter, zone, &questions).status, ARC_PASS);
    zone_free(zone);
}

/* ---- chains that do not ---- */

#define USUAL RSA_2048, DKIM_RELAXED, DKIM_RELAXED, "none"
#define C     "c=relaxed/relaxed; "

/* The words of the tables below. */
enum {
    PASS        = REASON_ARC_VERIFIED,
    MESSAGE     = REASON_ARC_MESSAGE_SIGNATURE,
    SEAL        = REASON_ARC_SEAL,
    KEY_LATE    = REASON_ARC_KEY_UNAVAILABLE,
    NO_CAUSE    = REASON_NONE,
    WRONG       = REASON_DKIM_SIGNATURE_WRONG,
    BODY        = REASON_DKIM_BODY_HASH,
    ABSENT      = REASON_DKIM_KEY_ABSENT,
    SHORT       = REASON_DKIM_KEY_SHORT,
};

TEST(arc_finds_every_change)
{
    static const struct { const char *name, *from, *to; int reason, cause; size_t set; } cases[] = {
        { "nothing",                      "Ann",                  "Ann",                  PASS,    NO_CAUSE, 0 },
        { "the body",                     "Dear",                 "dear",                 MESSAGE, BODY,     2 },
        { "the author",                   "From: Ann",            "From: Eve",            MESSAGE, WRONG,    2 },
        { "a second author on top",       "ARC-Seal: i=2",        "From: eve@x\r\nARC-Seal: i=2",
          MESSAGE, REASON_DKIM_FIELD_ADDED, 2 },
        { "what no signature covers",     "Received: from a",     "Received: from c",     PASS,    NO_CAUSE, 0 },
        { "results of the first hop",     "i=1; hop1.example",    "i=1; hop7.example",    SEAL,    WRONG,    1 },
        { "results of the last hop",      "i=2; hop2.example",    "i=2; hop7.example",    SEAL,    WRONG,    2 },
        { "an old message signature",     "From:To:Subject:Date", "From:Subject:To:Date", SEAL,    WRONG,    1 },
        { "a time of the last seal",      "r1024; t=1699999999; cv", "r1024; t=1699999998; cv", SEAL, WRONG, 2 },
        { "the sealer's name",            "hop2.example; s=r1024; t=1699999999; cv",
          "hop1.example; s=r2048; t=1699999999; cv",                                      SEAL,    WRONG,    2 },
        { "another key",                  "s=r2048; cv",          "s=wrong; cv",          SEAL,    WRONG,    1 },
        { "no key",                       "s=r2048; cv",          "s=none; cv",           SEAL,    ABSENT,   1 },
        { "a short key",                  "s=r2048; cv",          "s=r512; cv",           SEAL,    SHORT,    1 },
        { "an old key that comes too late", "s=r2048; h",         "s=slow; h",            SEAL,    WRONG,    1 },
    };
    ARENA_SCOPE  arena  = { 0 };
    struct zone *zone   = own_zone(&arena);
    str          letter = seal(&arena, 2, &hop2, seal(&arena, 1, &hop1, STR(LETTER)));

    FOR_EACH_CASE(c, cases) {
        size_t            questions;
        struct arc_result result = validate(&arena, replace(&arena, letter, c->from, c->to), zone, &questions);

        CHECK_EQ(result.reason, c->reason);
        CHECK_EQ(result.cause, c->cause);
        CHECK_EQ(result.failed_set, c->set);
        CHECK_EQ(result.status, c->reason == PASS ? ARC_PASS : ARC_FAIL);
    }
    zone_free(zone);
}

/* What is wrong for good is said even if a key is late as well: asking again would not help. */
TEST(arc_prefers_what_will_not_pass)
{
    ARENA_SCOPE       arena  = { 0 };
    struct zone      *zone   = own_zone(&arena);
    struct custodian  late   = hop1;
    size_t            questions;

    late.seal_tags = "a=rsa-sha256; d=hop1.example; s=slow";
    str               letter = seal(&arena, 2, &hop2, seal(&arena, 1, &late, STR(LETTER)));
    struct arc_result result = validate(&arena, letter, zone, &questions);

    CHECK_EQ(result.reason, KEY_LATE);
    CHECK_EQ(result.failed_set, 1);
    result = validate(&arena, replace(&arena, letter, "Dear", "dear"), zone, &questions);
    CHECK_EQ(result.reason, MESSAGE);
    result = validate(&arena, replace(&arena, letter, "i=1; hop1.example", "i=1; hop7.example"), zone, &questions);
    CHECK_EQ(result.reason, SEAL);
    CHECK_EQ(result.failed_set, 2);
    zone_free(zone);
}

/* Well sealed, but with tags that must not be, or that say that something is left open. */
TEST(arc_of_unfit_signatures)
{
    static const struct { const char *name; struct custodian custodian; int reason, cause; } cases[] = {
        { "a part of the body", { USUAL, "From", C "l=4; " HOP1, HOP1 },
          MESSAGE, BODY },
        { "expired", { USUAL, "From", C "x=1699999000; " HOP1, HOP1 },
          MESSAGE, REASON_DKIM_EXPIRED },
        { "the author is not signed", { USUAL, "To", C HOP1, HOP1 },
          MESSAGE, REASON_DKIM_FROM_UNSIGNED },
        { "rsa-sha1", { USUAL, "From", C "a=rsa-sha1; d=hop1.example; s=r2048", HOP1 },
          MESSAGE, REASON_DKIM_ALGORITHM_HISTORIC },
        { "a seal in h=", { USUAL, "From:arc-seal", C HOP1, HOP1 },
          MESSAGE, REASON_ARC_COVERS_ARC },
        { "a signature in h=", { USUAL, "From:ARC-Message-Signature",
          C HOP1, HOP1 }, MESSAGE, REASON_ARC_COVERS_ARC },
        { "results in h=, as drafts had it", { USUAL, "From:ARC-Authentication-Results",
          C HOP1, HOP1 }, PASS, NO_CAUSE },
        { "a version, which means nothing", { USUAL, "From",
          C "v=7; " HOP1, HOP1 }, PASS, NO_CAUSE },
        { "a tag that nobody knows", { USUAL, "From", C "zz=1; " HOP1,
          "zz=1; " HOP1 }, PASS, NO_CAUSE },
        { "a seal with h=", { USUAL, "From", C HOP1, HOP1 "; h=From" },
          SEAL, REASON_ARC_SEAL_NAMES_FIELDS },
        { "a top-level domain", { USUAL, "From", C HOP1,
          "a=rsa-sha256; d=example; s=r2048" }, SEAL, REASON_DKIM_DOMAIN_INVALID },
        { "a key that comes too late", { USUAL, "From", C HOP1,
          "a=rsa-sha256; d=hop1.example; s=slow" }, KEY_LATE, REASON_DKIM_KEY_UNAVAILABLE },
        { "a server that fails", { USUAL, "From",
          C "a=rsa-sha256; d=hop1.example; s=broken", HOP1 }, KEY_LATE, REASON_DKIM_KEY_UNAVAILABLE },
        { "a key of another kind", { USUAL, "From", C HOP1,
          "a=ed25519-sha256; d=hop1.example; s=r2048" }, SEAL, REASON_DKIM_KEY_TYPE },
    };
    ARENA_SCOPE  arena = { 0 };
    struct zone *zone  = own_zone(&arena);

    FOR_EACH_CASE(c, cases) {
        size_t            questions;
        struct arc_result result = validate(&arena, seal(&arena, 1, &c->custodian, STR(LETTER)), zone, &questions);

        CHECK_EQ(result.reason, c->reason);
        CHECK_EQ(result.cause, c->cause);
    }
    zone_free(zone);
}

/* ---- cost ---- */

/* A result waits for the keys of all, asks once, and stays what it is; the body is read once for DKIM and ARC. */
TEST(arc_waits_for_its_keys)
{
    ARENA_SCOPE           arena     = { 0 };
    struct zone          *zone      = own_zone(&arena);
    str                   letter    = seal(&arena, 2, &hop2, seal(&arena, 1, &hop1, STR(LETTER)));
    struct message        message   = read_message(&arena, letter);
    struct arc_options    options   = *default_options();
    struct auth_results   results   = { 0 };
    struct view           view;

    options.body_hashes = dkim_body_hashes_new(&arena, fixture_digests(), message.body);
    const struct dkim_body_hash *relaxed = dkim_body_hashes_want(options.body_hashes, DKIM_RELAXED, DIGEST_SHA256,
                                                                 DKIM_WHOLE_BODY);
    struct arc_validator        *validator = arc_validator_new(&arena, &message, &options);

    view_init(&view, &arena, VIEW_QUESTIONS_DEFAULT);
    CHECK(!arc_validate(validator, &view, &results));
    CHECK_EQ(view.open, 2);
    struct question *first = view_next_open(&view, NULL);

    view_answer(&view, first, zone_lookup(zone, first));
    CHECK(!arc_validate(validator, &view, &results));
    CHECK_EQ(relaxed->len, 0);          /* nothing is hashed before all keys are there */
    zone_answer(zone, &view);
    CHECK(arc_validate(validator, &view, &results));
    CHECK_EQ(view.count, 2);
    CHECK_EQ(results.arc.status, ARC_PASS);
    CHECK_EQ(relaxed->len, 32);
    const str *same = results.arc.sealers;

    CHECK(arc_validate(validator, &view, &results) && results.arc.sealers == same);
    view_free(&view);
    zone_free(zone);
}

TEST(arc_of_long_chains)
{
    ARENA_SCOPE  arena  = { 0 };
    struct zone *zone   = own_zone(&arena);
    str          letter = seal(&arena, 1, &hop1, STR(LETTER));
    struct custodian  next = hop1;
    size_t       questions;

    next.cv = "pass";
    for (unsigned n = 2; n <= ARC_SETS_MAX; n++)
        letter = seal(&arena, n, &next, letter);
    struct arc_result result = validate(&arena, letter, zone, &questions);

    CHECK_EQ(result.status, ARC_PASS);
    CHECK_EQ(result.sets, 50);
    CHECK_EQ(questions, 1);
    result = validate(&arena, seal(&arena, 51, &next, letter), zone, &questions);
    CHECK_EQ(result.reason, REASON_ARC_TOO_MANY_SETS);
    CHECK_EQ(questions, 0);
    zone_free(zone);
}

/* A chain of strangers does not use up the questions of the message. */
TEST(arc_of_too_many_keys)
{
    ARENA_SCOPE arena  = { 0 };
    str         letter = STR(LETTER);
    size_t      questions;

    for (unsigned n = 1; n <= ARC_KEYS_MAX + 1; n++) {
        str              tags     = arena_printf(&arena, "a=rsa-sha256; d=hop%u.example; s=r2048", n);
        struct custodian stranger = { RSA_2048, DKIM_SIMPLE, DKIM_SIMPLE, n == 1 ? "none" : "pass", "From",
                                      arena_cstr(&arena, tags), arena_cstr(&arena, tags) };

        letter = seal(&arena, n, &stranger, letter);
    }
    struct arc_result result = validate(&arena, letter, NULL, &questions);

    CHECK_EQ(result.reason, REASON_ARC_TOO_MANY_KEYS);
    CHECK_EQ(questions, 0);
}
