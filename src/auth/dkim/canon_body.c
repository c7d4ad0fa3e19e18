#include "auth/dkim/canon_body.h"

#include "base/ascii.h"

/* Short slices are gathered up to this size: a call of the digest costs as much as hashing some 60 octets. */
enum { GATHER_OCTETS = 1024 };

struct output {
    struct dkim_body_hash *hash;
    struct digest          digest;
    uint64_t               left;                /* octets still wanted */
};

/* One canonicalization. White space is held back until it is known what follows: at the end of the body empty lines do
 * not count, and relaxed wants none at the end of a line. */
struct canonicalizer {
    enum dkim_canon canon;
    struct output  *outputs;
    size_t          output_count;
    uint64_t        octets;                     /* given out so far */
    uint64_t        held_lines;                 /* CRLFs */
    bool            held_blank;                 /* a run of WSP behind them; relaxed only */
    bool            held_cr;                    /* a CR behind both, whose LF may be the next octet */
    size_t          gathered_len;
    char            gathered[GATHER_OCTETS];
};

struct dkim_body_hasher {
    struct canonicalizer by_canon[2];
};

static void give_out(struct canonicalizer *c, str octets)
{
    for (size_t i = 0; i < c->output_count; i++) {
        struct output *output = &c->outputs[i];
        size_t         len    = octets.len < output->left ? octets.len : (size_t)output->left;

        digest_update(&output->digest, str_slice(octets, 0, len));
        output->left -= len;
    }
}

static void give_out_gathered(struct canonicalizer *c)
{
    give_out(c, (str){ c->gathered, c->gathered_len });
    c->gathered_len = 0;
}

static void add(struct canonicalizer *c, str octets)
{
    c->octets += octets.len;
    if (octets.len > GATHER_OCTETS - c->gathered_len)
        give_out_gathered(c);
    if (octets.len >= GATHER_OCTETS) {
        give_out(c, octets);
    } else {
        memcpy(c->gathered + c->gathered_len, octets.ptr, octets.len);
        c->gathered_len += octets.len;
    }
}

/* What was held back stands before text after all. A CR here is a CR alone. */
static void release(struct canonicalizer *c)
{
    for (; c->held_lines > 0; c->held_lines--)
        add(c, STR("\r\n"));
    if (c->held_blank)
        add(c, STR(" "));
    if (c->held_cr)
        add(c, STR("\r"));
    c->held_blank = false;
    c->held_cr    = false;
}

static bool is_held(const struct canonicalizer *c, char octet)
{
    return octet == '\r' || octet == '\n' || (c->canon == DKIM_RELAXED && ascii_is_wsp(octet));
}

static void hold(struct canonicalizer *c, char octet)
{
    if (octet == '\n' && c->held_cr) {
        c->held_cr    = false;
        c->held_blank = false;          /* WSP at the end of a line, §3.4.4 */
        c->held_lines++;
        return;
    }
    if (octet == '\n' || c->held_cr)
        release(c);
    if (octet == '\n')
        add(c, STR("\n"));
    else if (octet == '\r')
        c->held_cr = true;
    else
        c->held_blank = true;
}

/* True if relaxed changes what stands at p[0], seen with its neighbour: a TAB, or a SP before WSP or CR. Line ends and
 * single SPs between words go through as they are. */
static bool is_changed(const char *p)
{
    return (p[0] == '\t') | ((p[0] == ' ') & ((p[1] == ' ') | (p[1] == '\t') | (p[1] == '\r')));
}

enum { STRIDE = 32 };

/* The same for STRIDE octets at once: without branches, so that compilers use vector instructions. */
static bool is_any_changed(const char *p)
{
    unsigned char any = 0;

    for (size_t i = 0; i < STRIDE; i++)
        any |= (unsigned char)is_changed(p + i);
    return any != 0;
}

/* How many octets at the start of s relaxed does not change. Short runs end in the first loop, long ones are strode
 * through. The last octet has no neighbour here and counts as unchanged. */
static size_t count_unchanged(str s)
{
    size_t i = 0, last = s.len - 1;

    for (size_t near = last < STRIDE ? last : STRIDE; i < near; i++)
        if (is_changed(s.ptr + i))
            return i;
    while (i + STRIDE <= last && !is_any_changed(s.ptr + i))
        i += STRIDE;
    for (; i < last; i++)
        if (is_changed(s.ptr + i))
            return i;
    return s.len;
}

/* The octets at the start of s that go through as they are and do not end in what must be held. s starts with text. */
static str unchanged_prefix(const struct canonicalizer *c, str s)
{
    size_t len = c->canon == DKIM_RELAXED ? count_unchanged(s) : s.len;

    while (len > 0 && is_held(c, s.ptr[len - 1]))
        len--;
    return str_slice(s, 0, len);
}

enum { COMPRESS_OCTETS = 512, SHORT_PREFIX_OCTETS = STRIDE };

enum octet_class { IS_TEXT = 0, IS_BLANK = 1, IS_LINE_END = 2 };

static const uint8_t class_of[256] = { [' '] = IS_BLANK, ['\t'] = IS_BLANK, ['\r'] = IS_LINE_END, ['\n'] = IS_LINE_END };

/* Where little goes through unchanged, slices are too short to be worth it: relaxed octet by octet up to the end of the
 * line, with no branch on what they are, as one is guessed wrong half of the time where runs follow no pattern. s starts
 * with text and nothing is held; a blank at the end is held after it. Returns how many octets of s were read. */
static size_t compress(struct canonicalizer *c, str s)
{
    char    out[COMPRESS_OCTETS];
    size_t  i = 0, len = 0, most = s.len < COMPRESS_OCTETS ? s.len : COMPRESS_OCTETS;
    uint8_t before = IS_TEXT;

    for (; i < most; i++) {
        uint8_t class = class_of[(uint8_t)s.ptr[i]];

        if (class == IS_LINE_END)
            break;
        out[len] = class == IS_BLANK ? ' ' : s.ptr[i];
        len += !(class & before & IS_BLANK);    /* the second blank of a run is written over */
        before = class;
    }
    add(c, (str){ out, len - (before == IS_BLANK) });
    c->held_blank = before == IS_BLANK;
    return i;
}

static void update(struct canonicalizer *c, str octets)
{
    while (octets.len > 0) {
        size_t i = 0;

        while (i < octets.len && is_held(c, octets.ptr[i]))
            hold(c, octets.ptr[i++]);
        octets = str_from(octets, i);
        if (octets.len == 0)
            return;
        str text = unchanged_prefix(c, octets);

        release(c);
        if (c->canon == DKIM_RELAXED && text.len < SHORT_PREFIX_OCTETS) {
            octets = str_from(octets, compress(c, octets));
            continue;
        }
        add(c, text);
        octets = str_from(octets, text.len);
    }
}

/* Empty lines at the end are dropped and the last line has its CRLF; an empty body is one line for simple and nothing
 * for relaxed. */
static void finish(struct canonicalizer *c)
{
    if (c->held_cr)
        release(c);
    if (c->canon == DKIM_SIMPLE || c->octets > 0)
        add(c, STR("\r\n"));
    give_out_gathered(c);
    for (size_t i = 0; i < c->output_count; i++) {
        struct output *output = &c->outputs[i];

        output->hash->len              = digest_final(&output->digest, output->hash->octets);
        output->hash->canonical_octets = c->octets;
        digest_free(&output->digest);
    }
}

struct dkim_body_hasher *dkim_body_hasher_new(struct arena *arena, const struct digests *digests,
                                              struct dkim_body_hash *hashes, size_t count)
{
    struct dkim_body_hasher *hasher = ARENA_NEW(arena, struct dkim_body_hasher);

    for (size_t canon = 0; canon < ARRAY_LEN(hasher->by_canon); canon++) {
        hasher->by_canon[canon].canon   = (enum dkim_canon)canon;
        hasher->by_canon[canon].outputs = ARENA_ARRAY(arena, struct output, count);
    }
    for (size_t i = 0; i < count; i++) {
        struct canonicalizer *c      = &hasher->by_canon[hashes[i].canon];
        struct output        *output = &c->outputs[c->output_count++];

        *output = (struct output){ .hash = &hashes[i], .left = hashes[i].length };
        digest_init(&output->digest, digests, hashes[i].algorithm);
    }
    return hasher;
}

void dkim_body_hasher_update(struct dkim_body_hasher *hasher, str octets)
{
    for (size_t canon = 0; canon < ARRAY_LEN(hasher->by_canon); canon++)
        if (hasher->by_canon[canon].output_count > 0)
            update(&hasher->by_canon[canon], octets);
}

void dkim_body_hasher_final(struct dkim_body_hasher *hasher)
{
    for (size_t canon = 0; canon < ARRAY_LEN(hasher->by_canon); canon++)
        if (hasher->by_canon[canon].output_count > 0)
            finish(&hasher->by_canon[canon]);
}
