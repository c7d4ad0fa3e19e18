/* DKIM verification, with a signer of our own in the test. A message signed here with a fresh choice of fields and
 * canonicalizations passes (or is refused for a field that could be added unseen); with a letter of its signed body or
 * of its From changed it does not; and whatever else the input brings as signatures never passes, since nobody has
 * that key. PENDING has open questions, for one round.
 *
 * The first octet chooses the canonicalizations, the second the names of h=; the rest is a message. */
#include "fuzz.h"

#include <openssl/evp.h>

#include "auth/dkim/canon_body.h"
#include "auth/dkim/canon_header.h"
#include "auth/dkim/signature.h"
#include "auth/dkim/signed_fields.h"
#include "auth/dkim/verify.h"
#include "base/ascii.h"
#include "base/base64.h"

enum { NOW = 1700000000, TTL_SECONDS = 300, ED25519_OCTETS = 32, ED25519_SIGNATURE_OCTETS = 64 };

static EVP_PKEY *signing_key(void)
{
    static const uint8_t seed[ED25519_OCTETS] = "a key for the fuzzer and no more";
    static EVP_PKEY     *key;

    if (key == NULL)
        key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed, sizeof seed);
    HOLDS(key != NULL);
    return key;
}

static str key_record(struct arena *arena)
{
    uint8_t octets[ED25519_OCTETS];
    size_t  len = sizeof octets;

    HOLDS(EVP_PKEY_get_raw_public_key(signing_key(), octets, &len) == 1);
    return arena_printf(arena, "v=DKIM1; k=ed25519; p=%.*s",
                        STR_ARG(base64_encode(arena, (str){ (const char *)octets, len })));
}

static str sign_digest(struct arena *arena, const uint8_t *octets, size_t len)
{
    uint8_t     signature[ED25519_SIGNATURE_OCTETS];
    size_t      signature_len = sizeof signature;
    EVP_MD_CTX *context       = EVP_MD_CTX_new();

    HOLDS(EVP_DigestSignInit(context, NULL, NULL, NULL, signing_key()) == 1);
    HOLDS(EVP_DigestSign(context, signature, &signature_len, octets, len) == 1);
    EVP_MD_CTX_free(context);
    return base64_encode(arena, (str){ (const char *)signature, signature_len });
}

/* ---- the signer: RFC 6376 §3.7 and §5, by the letter ---- */

static str body_hash(struct arena *arena, str body, enum dkim_canon canon)
{
    struct dkim_body_hash    hash   = { .canon = canon, .algorithm = DIGEST_SHA256, .length = DKIM_WHOLE_BODY };
    struct dkim_body_hasher *hasher = dkim_body_hasher_new(arena, fuzz_digests(), &hash, 1);

    dkim_body_hasher_update(hasher, body);
    dkim_body_hasher_final(hasher);
    return base64_encode(arena, (str){ (const char *)hash.octets, hash.len });
}

/* The index-th field called name from the bottom; NULL above the topmost. */
static const struct header *nth_from_bottom(const struct header_list *headers, str name, size_t index)
{
    struct header_walk   walk = header_walk_up(headers, name);
    const struct header *h;

    while ((h = header_next(&walk)) != NULL && index > 0)
        index--;
    return h;
}

static void add_signed_fields(struct buf *out, const struct message *message, str names, enum dkim_canon canon)
{
    str    whole = names, name;
    size_t earlier;

    for (; str_cut(&names, ':', &name); ) {
        str before = str_slice(whole, 0, (size_t)(name.ptr - whole.ptr)), other;

        earlier = 0;
        while (str_cut(&before, ':', &other))
            earlier += str_equal_nocase(other, name);

        const struct header *h = nth_from_bottom(&message->headers, name, earlier);

        if (h != NULL)
            dkim_canon_field(out, canon, h);
    }
}

static str sign(struct arena *arena, const struct message *message, str names, enum dkim_canon header_canon,
                enum dkim_canon body_canon)
{
    static const char *const          words[]  = { [DKIM_SIMPLE] = "simple", [DKIM_RELAXED] = "relaxed" };
    static const struct header_limits limits   = { 1, 1 << 16 };
    uint8_t                           octets[DIGEST_MAX_OCTETS];
    struct digest                     digest   = { 0 };
    BUF_SCOPE                         hashed   = { 0 };
    struct header_list                unsigned_field;
    str                               bh       = body_hash(arena, message->body, body_canon);
    str field = arena_printf(arena, "DKIM-Signature: v=1; a=ed25519-sha256; c=%s/%s;\r\n\td=signed.example; s=sel;\r\n"
                             "\th=%.*s;\r\n\tbh=%.*s;\r\n\tb=", words[header_canon], words[body_canon], STR_ARG(names),
                             STR_ARG(bh));

    header_parse(&unsigned_field, arena, arena_printf(arena, "%.*s\r\n", STR_ARG(field)), false, &limits);
    add_signed_fields(&hashed, message, names, header_canon);
    dkim_canon_field(&hashed, header_canon, &unsigned_field.fields[0]);
    buf_truncate(&hashed, buf_len(&hashed) - 2);
    digest_init(&digest, fuzz_digests(), DIGEST_SHA256);
    digest_update(&digest, buf_str(&hashed));

    size_t len = digest_final(&digest, octets);

    digest_free(&digest);
    return arena_printf(arena, "%.*s%.*s\r\n", STR_ARG(field), STR_ARG(sign_digest(arena, octets, len)));
}

/* ---- verifying ---- */

static void answer_keys(struct arena *arena, struct view *view)
{
    for (struct question *q = NULL; (q = view_next_open(view, q)) != NULL; ) {
        struct record record = { .data = key_record(arena) };
        bool          known  = str_equal(q->name, STR("sel._domainkey.signed.example"));

        view_answer(view, q, answer_new(known ? ANSWER_INSECURE : ANSWER_NXDOMAIN, TTL_SECONDS, &record, known,
                                        q->record_kind));
    }
}

static struct message read_message(struct arena *arena, str octets)
{
    static const struct header_limits limits  = { 64, 1 << 16 };
    struct message                    message = { .octets = octets };

    header_parse(&message.headers, arena, octets, false, &limits);
    message.body = str_from(octets, message.headers.body_at);
    return message;
}

static struct auth_results verify(struct arena *arena, const struct message *message)
{
    struct dkim_options   options  = { .signatures_max = 10, .now = NOW, .digests = fuzz_digests(),
                                       .unicode = fuzz_unicode() };
    struct dkim_verifier *verifier = dkim_verifier_new(arena, message, &options);
    struct auth_results   results  = { 0 };
    struct view           view;
    int                   rounds = 0;

    view_init(&view, arena, VIEW_QUESTIONS_DEFAULT);
    while (!dkim_verify(verifier, &view, &results)) {
        HOLDS(view_has_open_questions(&view) && rounds++ == 0);
        answer_keys(arena, &view);
    }
    view_free(&view);
    return results;
}

static size_t passes(const struct auth_results *results)
{
    size_t count = 0;

    for (size_t i = 0; i < results->dkim_count; i++) {
        HOLDS(results->dkim[i].status != DKIM_PENDING);
        count += results->dkim[i].status == DKIM_PASS;
    }
    return count;
}

/* The octets with the last letter or digit behind from made another one; false if there is none. */
static bool spoil(struct arena *arena, str octets, size_t from, size_t to, str *spoiled)
{
    char *copy = arena_octets(arena, octets.len);

    memcpy(copy, octets.ptr, octets.len);
    *spoiled = (str){ copy, octets.len };
    while (to > from)
        if (ascii_is_alnum(copy[--to])) {
            copy[to] = copy[to] == 'q' ? 'z' : 'q';
            return true;
        }
    return false;
}

static bool passes_when_spoiled(struct arena *arena, str octets, size_t from, size_t to)
{
    str spoiled;

    if (!spoil(arena, octets, from, to, &spoiled))
        return false;

    struct message      message = read_message(arena, spoiled);
    struct auth_results results = verify(arena, &message);

    return passes(&results) > 0;
}

FUZZ_TARGET(input)
{
    static const char *const names[] = { "From", "From:Subject", "from:To:subject:From", "Received:From:Received:Date",
                                         "From:X:X:X", "Subject:Subject:FROM:Message-Id" };
    ARENA_SCOPE arena  = { 0 };
    unsigned    choice = fuzz_take_octet(&input);
    str         signed_names = str_of(names[fuzz_take_octet(&input) % ARRAY_LEN(names)]);
    str         octets = arena_printf(&arena, "From: author@signed.example\r\n%.*s", STR_ARG(input));

    struct message      plain   = read_message(&arena, octets);
    struct auth_results results = verify(&arena, &plain);

    HOLDS(passes(&results) == 0);
    /* The verifier refuses to look at what readers take in two ways; the signer here does not look. */
    if (plain.headers.overflow != HEADER_WITHIN_LIMITS || !plain.headers.has_end || plain.headers.flaws != 0)
        return;

    str field  = sign(&arena, &plain, signed_names, choice & 1 ? DKIM_RELAXED : DKIM_SIMPLE,
                      choice & 2 ? DKIM_RELAXED : DKIM_SIMPLE);
    str whole  = arena_printf(&arena, "%.*s%.*s", STR_ARG(field), STR_ARG(octets));
    struct message message = read_message(&arena, whole);

    results = verify(&arena, &message);
    HOLDS(results.dkim[0].reason == REASON_DKIM_VERIFIED || results.dkim[0].reason == REASON_DKIM_FIELD_ADDED);
    HOLDS(passes(&results) == (results.dkim[0].reason == REASON_DKIM_VERIFIED));
    HOLDS(!passes_when_spoiled(&arena, whole, message.headers.body_at, whole.len));
    if (header_count(&message.headers, STR("From")) == 1) {
        str    from = header_find(&message.headers, STR("From"))->value;
        size_t at   = (size_t)(from.ptr - whole.ptr);

        HOLDS(!passes_when_spoiled(&arena, whole, at, at + from.len));
    }
}
