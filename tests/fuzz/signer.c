#include "signer.h"

#include <openssl/evp.h>

#include "auth/dkim/canon_body.h"
#include "auth/dkim/canon_header.h"
#include "base/ascii.h"
#include "base/base64.h"
#include "fuzz.h"

enum { TTL_SECONDS = 300, ED25519_OCTETS = 32, ED25519_SIGNATURE_OCTETS = 64 };

static EVP_PKEY *signing_key(void)
{
    static const uint8_t seed[ED25519_OCTETS] = "a key for the fuzzer and no more";
    static EVP_PKEY     *key;

    if (key == NULL)
        key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed, sizeof seed);
    HOLDS(key != NULL);
    return key;
}

str signer_key_record(struct arena *arena)
{
    uint8_t octets[ED25519_OCTETS];
    size_t  len = sizeof octets;

    HOLDS(EVP_PKEY_get_raw_public_key(signing_key(), octets, &len) == 1);
    return arena_printf(arena, "v=DKIM1; k=ed25519; p=%.*s",
                        STR_ARG(base64_encode(arena, (str){ (const char *)octets, len })));
}

void signer_answer(struct arena *arena, struct view *view)
{
    for (struct question *q = NULL; (q = view_next_open(view, q)) != NULL; ) {
        struct record record = { .data = signer_key_record(arena) };
        bool          known  = str_equal(q->name, STR(SIGNER_KEY_NAME));

        view_answer(view, q, answer_new(known ? ANSWER_INSECURE : ANSWER_NXDOMAIN, TTL_SECONDS, &record, known,
                                        q->record_kind));
    }
}

struct message signer_read(struct arena *arena, str octets)
{
    static const struct header_limits limits  = { 64, 1 << 16 };
    struct message                    message = { .octets = octets };

    header_parse(&message.headers, arena, octets, false, &limits);
    message.body = str_from(octets, message.headers.body_at);
    return message;
}

/* The value of b=: RFC 8463 §3 signs the SHA-256 of what RFC 6376 §3.7 hashes. */
static str sign_octets(struct arena *arena, str hashed)
{
    uint8_t       octets[DIGEST_MAX_OCTETS], signature[ED25519_SIGNATURE_OCTETS];
    size_t        len, signature_len = sizeof signature;
    struct digest digest  = { 0 };
    EVP_MD_CTX   *context = EVP_MD_CTX_new();

    digest_init(&digest, fuzz_digests(), DIGEST_SHA256);
    digest_update(&digest, hashed);
    len = digest_final(&digest, octets);
    digest_free(&digest);
    HOLDS(EVP_DigestSignInit(context, NULL, NULL, NULL, signing_key()) == 1);
    HOLDS(EVP_DigestSign(context, signature, &signature_len, octets, len) == 1);
    EVP_MD_CTX_free(context);
    return base64_encode(arena, (str){ (const char *)signature, signature_len });
}

/* Adds the field, without its line end, as its own signature covers it, and returns it with the signature. */
static str finish(struct arena *arena, struct buf *hashed, enum dkim_canon canon, str field)
{
    struct message alone = signer_read(arena, arena_printf(arena, "%.*s\r\n", STR_ARG(field)));

    dkim_canon_field(hashed, canon, &alone.headers.fields[0]);
    buf_truncate(hashed, buf_len(hashed) - 2);
    return arena_printf(arena, "%.*s%.*s\r\n", STR_ARG(field), STR_ARG(sign_octets(arena, buf_str(hashed))));
}

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
    str whole = names, name;

    while (str_cut(&names, ':', &name)) {
        str    before  = str_slice(whole, 0, (size_t)(name.ptr - whole.ptr)), other;
        size_t earlier = 0;

        while (str_cut(&before, ':', &other))
            earlier += str_equal_nocase(other, name);

        const struct header *h = nth_from_bottom(&message->headers, name, earlier);

        if (h != NULL)
            dkim_canon_field(out, canon, h);
    }
}

/* begin: the name of the field with its first tag, "DKIM-Signature: v=1". */
static str sign_message(struct arena *arena, const struct message *message, str begin, str names,
                        enum dkim_canon header_canon, enum dkim_canon body_canon)
{
    static const char *const words[] = { [DKIM_SIMPLE] = "simple", [DKIM_RELAXED] = "relaxed" };
    BUF_SCOPE hashed = { 0 };
    str       bh     = body_hash(arena, message->body, body_canon);
    str field = arena_printf(arena, "%.*s; a=ed25519-sha256; c=%s/%s;\r\n\td=" SIGNER_DOMAIN "; s=sel;\r\n"
                             "\th=%.*s;\r\n\tbh=%.*s;\r\n\tb=", STR_ARG(begin), words[header_canon], words[body_canon],
                             STR_ARG(names), STR_ARG(bh));

    add_signed_fields(&hashed, message, names, header_canon);
    return finish(arena, &hashed, header_canon, field);
}

str signer_sign(struct arena *arena, const struct message *message, str names, enum dkim_canon header_canon,
                enum dkim_canon body_canon)
{
    return sign_message(arena, message, STR("DKIM-Signature: v=1"), names, header_canon, body_canon);
}

static void add_sealed(struct arena *arena, struct buf *sealed, str field)
{
    struct message alone = signer_read(arena, field);

    dkim_canon_field(sealed, DKIM_RELAXED, &alone.headers.fields[0]);
}

str signer_add_arc_set(struct arena *arena, str octets, unsigned instance, struct buf *sealed)
{
    struct message message = signer_read(arena, octets);
    BUF_SCOPE      hashed  = { 0 };
    str results   = arena_printf(arena, "ARC-Authentication-Results: i=%u; " SIGNER_DOMAIN "; none\r\n", instance);
    str begin     = arena_printf(arena, "ARC-Message-Signature: i=%u", instance);
    str signature = sign_message(arena, &message, begin, STR("From:Subject"), DKIM_RELAXED, DKIM_RELAXED);

    add_sealed(arena, sealed, results);
    add_sealed(arena, sealed, signature);
    buf_add(&hashed, buf_str(sealed));

    str seal = finish(arena, &hashed, DKIM_RELAXED,
                      arena_printf(arena, "ARC-Seal: i=%u; a=ed25519-sha256; cv=%s; d=" SIGNER_DOMAIN "; s=sel;\r\n\tb=",
                                   instance, instance == 1 ? "none" : "pass"));

    add_sealed(arena, sealed, seal);
    /* No format: it would end at a NUL of the message. */
    return arena_join(arena, (str[]){ seal, signature, results, octets }, 4, STR(""));
}

bool signer_spoil(struct arena *arena, str octets, size_t from, size_t to, str *spoiled)
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
