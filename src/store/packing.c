#include "store/packing.h"

#include <stdlib.h>

enum {
    PHRASE_PLACE_BITS = 15,             /* small tables stay in the processor's cache while everything else passes through it */
    TEXT_PLACE_BITS   = 11,
    PLACE_STEP        = 4,              /* every fourth place in the phrases is known; what lies before it is found from there */
    NUMBER_MAX_OCTETS = 5,
    PATIENCE          = 3,              /* after 2^3 octets in vain every second is tried, after as many again every third ... */
};

struct packing {
    str       phrases;
    uint16_t *places;                   /* by hash_at: one more than where such octets stood last, in steps; 0: nowhere */
};

/* ---- what stands where ---- */

/* Of PACKING_COPY_MIN octets; 8 are readable. No stranger gains by collisions: a place is looked at once, and overwritten. */
static uint32_t hash_at(const char *octets, unsigned bits)
{
    uint64_t value;

    memcpy(&value, octets, sizeof value);
    value &= (1ull << 8 * PACKING_COPY_MIN) - 1;
    return (uint32_t)(value * 0x9e3779b97f4a7c15u >> (64 - bits));
}

static bool can_hash(str text, size_t at)
{
    return at + sizeof(uint64_t) <= text.len;
}

struct packing *packing_open(str phrases)
{
    struct packing *packing = calloc(1, sizeof *packing);
    char           *copy    = malloc(phrases.len + 1);
    uint16_t       *places  = calloc(1u << PHRASE_PLACE_BITS, sizeof *places);

    ASSERT(packing != NULL && copy != NULL && places != NULL && phrases.len <= PACKING_TEXT_MAX_OCTETS);
    if (phrases.len > 0)
        memcpy(copy, phrases.ptr, phrases.len);
    *packing = (struct packing){ { copy, phrases.len }, places };
    for (size_t i = 0; can_hash(phrases, i) && i / PLACE_STEP < UINT16_MAX; i += PLACE_STEP)
        places[hash_at(copy + i, PHRASE_PLACE_BITS)] = (uint16_t)(i / PLACE_STEP + 1);
    return packing;
}

void packing_close(struct packing *packing)
{
    if (packing == NULL)
        return;
    free((char *)packing->phrases.ptr);
    free(packing->places);
    free(packing);
}

/* ---- packing ---- */

static char *put_number(char *out, size_t number)
{
    for (; number > 127; number >>= 7)
        *out++ = (char)((number & 127) | 128);
    *out++ = (char)number;
    return out;
}

static char *put_literals(char *out, str literals)
{
    out = put_number(out, literals.len);
    if (literals.len > 0)
        memcpy(out, literals.ptr, literals.len);
    return out + literals.len;
}

/* The length, and three numbers for each copy and the literals before it. */
static size_t packed_max_octets(size_t len)
{
    return len + NUMBER_MAX_OCTETS + 3 * NUMBER_MAX_OCTETS * (len / PACKING_COPY_MIN + 1);
}

static size_t common_octets(str a, str b)
{
    size_t i = 0, len = a.len < b.len ? a.len : b.len;
    uint64_t of_a, of_b;

    for (; i + sizeof of_a <= len; i += sizeof of_a) {
        memcpy(&of_a, a.ptr + i, sizeof of_a);
        memcpy(&of_b, b.ptr + i, sizeof of_b);
        if (of_a != of_b)
            break;
    }
    while (i < len && a.ptr[i] == b.ptr[i])
        i++;
    return i;
}

struct copy { size_t from, len; };      /* from: in the phrases, or behind them in the text */

static void try_place(struct copy *best, size_t place, str in, size_t offset, str text, size_t at)
{
    size_t len = common_octets(str_from(in, place), str_from(text, at));

    if (len >= PACKING_COPY_MIN && len > best->len)
        *best = (struct copy){ offset + place, len };
}

/* What was passed over before it may belong to it. */
static size_t octets_before(const struct packing *packing, const struct copy *copy, str text, size_t at, size_t done)
{
    bool        in_text = copy->from >= packing->phrases.len;
    const char *source  = in_text ? text.ptr : packing->phrases.ptr;
    size_t      from    = in_text ? copy->from - packing->phrases.len : copy->from, n = 0;

    while (n < from && at - n > done && source[from - n - 1] == text.ptr[at - n - 1])
        n++;
    return n;
}

static struct copy find_copy(const struct packing *packing, const uint32_t *places, str text, size_t at)
{
    struct copy best      = { 0 };
    size_t      in_phrase = packing->places[hash_at(text.ptr + at, PHRASE_PLACE_BITS)];
    size_t      in_text   = places[hash_at(text.ptr + at, TEXT_PLACE_BITS)];

    if (in_phrase > 0)
        try_place(&best, (in_phrase - 1) * PLACE_STEP, packing->phrases, 0, text, at);
    if (in_text > 0)
        try_place(&best, in_text - 1, text, packing->phrases.len, text, at);
    return best;
}

/* Small where the text goes on as it did in the place that was copied from last. */
static size_t distance_code(size_t from, size_t expected)
{
    return from >= expected ? 2 * (from - expected) : 2 * (expected - from) - 1;
}

void packing_pack(const struct packing *packing, struct buf *out, str text)
{
    uint32_t places[1 << TEXT_PLACE_BITS] = { 0 };
    size_t   done = 0, expected = 0;    /* the octets told, and where the last copy would go on */
    char    *begin = buf_reserve(out, packed_max_octets(text.len)), *end = begin;

    ASSERT(text.len <= PACKING_TEXT_MAX_OCTETS);
    end = put_number(end, text.len);
    for (size_t at = 0; can_hash(text, at); ) {
        struct copy copy = find_copy(packing, places, text, at);

        places[hash_at(text.ptr + at, TEXT_PLACE_BITS)] = (uint32_t)at + 1;
        if (copy.len == 0) {
            at += 1 + ((at - done) >> PATIENCE);
            continue;
        }
        size_t before = octets_before(packing, &copy, text, at, done);

        expected += at - before - done;
        end  = put_literals(end, str_slice(text, done, at - before));
        end  = put_number(end, copy.len + before - PACKING_COPY_MIN);
        end  = put_number(end, distance_code(copy.from - before, expected));
        done = at = at + copy.len;
        expected  = copy.from + copy.len;
    }
    if (done < text.len)
        end = put_literals(end, str_from(text, done));
    buf_commit(out, (size_t)(end - begin));
}

/* ---- unpacking ---- */

static bool take_number(str *packed, size_t *number)
{
    *number = 0;
    for (unsigned shift = 0; shift < 35 && packed->len > 0; shift += 7) {
        unsigned char octet = (unsigned char)packed->ptr[0];

        *packed = str_from(*packed, 1);
        *number |= (size_t)(octet & 127) << shift;
        if (octet < 128)
            return true;
    }
    return false;
}

/* The text as far as it is known, behind the phrases. */
struct unpacking { str phrases; char *text; size_t len, room; };

static bool take_literals(struct unpacking *u, str *packed)
{
    size_t len;

    if (!take_number(packed, &len) || len > packed->len || len > u->room - u->len)
        return false;
    if (len > 0)
        memcpy(u->text + u->len, packed->ptr, len);
    u->len += len;
    *packed = str_from(*packed, len);
    return true;
}

/* What is copied may reach into what the copy itself makes: then it repeats. */
static bool copy_octets(struct unpacking *u, size_t from, size_t len)
{
    if (len > u->room - u->len)
        return false;
    if (from < u->phrases.len) {
        if (len > u->phrases.len - from)
            return false;
        memcpy(u->text + u->len, u->phrases.ptr + from, len);
        u->len += len;
        return true;
    }
    from -= u->phrases.len;
    if (from >= u->len)
        return false;
    for (size_t end = u->len + len; u->len < end; )
        u->text[u->len++] = u->text[from++];
    return true;
}

static bool take_copy(struct unpacking *u, str *packed, size_t *expected)
{
    size_t len, code;

    if (!take_number(packed, &len) || !take_number(packed, &code))
        return false;
    if (code % 2 == 1 && code / 2 >= *expected)
        return false;
    size_t from = code % 2 == 0 ? *expected + code / 2 : *expected - code / 2 - 1;

    len += PACKING_COPY_MIN;
    *expected = from + len;
    return copy_octets(u, from, len);
}

bool packing_unpack(str phrases, str packed, struct arena *arena, str *text)
{
    struct unpacking u        = { .phrases = phrases };
    size_t           expected = 0;

    if (!take_number(&packed, &u.room) || u.room > PACKING_TEXT_MAX_OCTETS)
        return false;
    u.text = arena_octets(arena, u.room);
    while (u.len < u.room) {
        size_t before = u.len;

        if (!take_literals(&u, &packed))
            return false;
        expected += u.len - before;
        if (u.len < u.room && !take_copy(&u, &packed, &expected))
            return false;
    }
    *text = (str){ u.text, u.len };
    return packed.len == 0;
}
