/* Canonicalization: a body hashed in pieces has the hash of the whole; a body that is canonical stays as it is; l=
 * as long as the body is the whole body. Fields: a canonical field made canonical again is the same. A signature field
 * as it was hashed is the canonical field without its line end and without the value of b=, whatever blanks stand around
 * that. The first octet chooses the cuts; the rest is read as a header, and as a body.
 *
 * Covers: src/auth/dkim/canon_blanks.c src/auth/dkim/canon_body.c src/auth/dkim/canon_header.c */
#include "fuzz.h"

#include "auth/dkim/canon_body.h"
#include "auth/dkim/canon_header.h"

enum { HASHES = 5 };

/* Body hashes of the same octets under each canonicalization, whole and limited. */
static void hash_body(struct dkim_body_hash hashes[HASHES], struct arena *arena, str body, struct fuzz_cuts *cuts,
                      uint64_t limit)
{
    static const struct { enum dkim_canon canon; bool limited; } wanted[HASHES] = {
        { DKIM_SIMPLE, false }, { DKIM_RELAXED, false }, { DKIM_SIMPLE, true }, { DKIM_RELAXED, true },
        { DKIM_RELAXED, false },
    };

    for (size_t i = 0; i < HASHES; i++)
        hashes[i] = (struct dkim_body_hash){ .canon = wanted[i].canon, .algorithm = DIGEST_SHA256,
                                             .length = wanted[i].limited ? limit : DKIM_WHOLE_BODY };

    struct dkim_body_hasher *hasher = dkim_body_hasher_new(arena, fuzz_digests(), hashes, HASHES);

    if (cuts == NULL)
        dkim_body_hasher_update(hasher, body);
    while (cuts != NULL && body.len > 0)
        dkim_body_hasher_update(hasher, fuzz_cut(cuts, &body));
    dkim_body_hasher_final(hasher);
}

static bool same(const struct dkim_body_hash *a, const struct dkim_body_hash *b)
{
    return a->len == b->len && memcmp(a->octets, b->octets, a->len) == 0;
}

static void check_body(struct arena *arena, str body, unsigned choice)
{
    struct dkim_body_hash whole[HASHES], pieces[HASHES], full[HASHES];
    struct fuzz_cuts      cuts = { choice };

    hash_body(whole, arena, body, NULL, choice);
    hash_body(pieces, arena, body, &cuts, choice);
    for (size_t i = 0; i < HASHES; i++) {
        HOLDS(same(&whole[i], &pieces[i]) && whole[i].canonical_octets == pieces[i].canonical_octets);
        HOLDS(whole[i].canonical_octets <= body.len + 2);
    }
    HOLDS(same(&whole[1], &whole[4]));
    hash_body(full, arena, body, NULL, whole[0].canonical_octets);
    HOLDS(same(&full[0], &full[2]));
    hash_body(full, arena, body, NULL, whole[1].canonical_octets);
    HOLDS(same(&full[1], &full[3]));
}

static void check_field(struct arena *arena, const struct header *field, enum dkim_canon canon)
{
    static const struct header_limits limits = { 4, 1 << 16 };
    BUF_SCOPE                         once = { 0 }, twice = { 0 };
    struct header_list                list;

    dkim_canon_field(&once, canon, field);

    str line = buf_str(&once);

    HOLDS(line.len >= 2 && str_ends_nocase(line, STR("\r\n")) && line.len <= field->field.len + 3);
    if (field->flaws != 0)
        return;
    header_parse(&list, arena, arena_str(arena, line), false, &limits);
    HOLDS(list.count == 1);
    dkim_canon_field(&twice, canon, &list.fields[0]);
    HOLDS(str_equal(buf_str(&twice), line));
}

/* field with another value. */
static struct header field_of(struct arena *arena, const struct header *field, str value)
{
    static const struct header_limits limits = { 4, 1 << 16 };
    struct header_list                list;
    str text = arena_printf(arena, "%.*s:%.*s\r\n", STR_ARG(field->name), STR_ARG(value));

    header_parse(&list, arena, text, false, &limits);
    HOLDS(list.count >= 1);
    return list.fields[0];
}

/* The field with a b= behind its value, and what is left of it when the signature is taken out. */
static void check_signature_field(struct arena *arena, const struct header *field, enum dkim_canon canon)
{
    static const char begin[] = "; b= \r\n\t", end[] = "c2ln ";
    BUF_SCOPE         with = { 0 }, without = { 0 };
    str               value = str_trim(field->value);

    if (field->flaws != 0)
        return;

    struct header whole = field_of(arena, field, arena_printf(arena, "%.*s%s%s", STR_ARG(value), begin, end));
    struct header empty = field_of(arena, field, arena_printf(arena, "%.*s; b=", STR_ARG(value)));
    size_t        at    = value.len + strlen(begin);

    dkim_canon_signature_field(&with, canon, &whole, str_slice(whole.value, at, at + strlen("c2ln")));
    dkim_canon_field(&without, canon, &empty);
    buf_truncate(&without, buf_len(&without) - 2);
    HOLDS(str_equal(buf_str(&with), buf_str(&without)));
}

FUZZ_TARGET(input)
{
    static const struct header_limits limits = { 16, 1 << 16 };
    ARENA_SCOPE                       arena  = { 0 };
    unsigned                          choice = fuzz_take_octet(&input);
    struct header_list                list;

    header_parse(&list, &arena, input, false, &limits);
    for (size_t i = 0; i < list.count; i++) {
        check_field(&arena, &list.fields[i], DKIM_SIMPLE);
        check_field(&arena, &list.fields[i], DKIM_RELAXED);
        check_signature_field(&arena, &list.fields[i], DKIM_SIMPLE);
        check_signature_field(&arena, &list.fields[i], DKIM_RELAXED);
    }
    check_body(&arena, input, choice);
}
