#include "auth/dkim/canon_body.h"

#include "auth/dkim/canon_blanks.h"

/* Short slices are gathered up to this size: a call of the digest costs as much as hashing some 60 octets. */
enum { GATHER_OCTETS = 1024 };

struct output {
    struct dkim_body_hash *hash;
    struct digest          digest;
    uint64_t               left;                /* octets still wanted */
};

/* One canonicalization. Line ends are held back until it is known what follows: at the end of the body empty lines do
 * not count. */
struct canonicalizer {
    enum dkim_canon canon;
    struct output  *outputs;
    size_t          output_count;
    uint64_t        octets;                     /* given out so far */
    uint64_t        held_lines;                 /* CRLFs */
    bool            held_cr;                    /* a CR behind them, whose LF may be the next octet */
    size_t          ahead_len;                  /* relaxed only: the last octets read, that cannot be judged yet */
    char            ahead[DKIM_LOOKAHEAD];
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
    if (octets.len == 0)
        return;
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
    static const char lines[] = "\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n";
    enum { MANY = (sizeof lines - 1) / 2 };

    for (; c->held_lines >= MANY; c->held_lines -= MANY)
        add(c, (str){ lines, sizeof lines - 1 });
    add(c, (str){ lines, 2 * (size_t)c->held_lines });
    c->held_lines = 0;
    if (c->held_cr)
        add(c, STR("\r"));
    c->held_cr = false;
}

/* Adds octets as they are, but for the line ends behind the last text: these are held. */
static void add_lines(struct canonicalizer *c, str octets)
{
    if (c->held_cr && octets.len > 0 && octets.ptr[0] == '\n') {
        c->held_cr = false;
        c->held_lines++;
        octets = str_from(octets, 1);
    }

    bool     cr    = octets.len > 0 && octets.ptr[octets.len - 1] == '\r';
    size_t   len   = octets.len - cr;
    uint64_t lines = 0;

    for (; len >= 2 && octets.ptr[len - 2] == '\r' && octets.ptr[len - 1] == '\n'; len -= 2)
        lines++;
    if (len > 0 || (c->held_cr && octets.len > 0))
        release(c);
    add(c, str_slice(octets, 0, len));
    c->held_lines += lines;
    c->held_cr = c->held_cr || cr;
}

enum { RELAX_OCTETS = 2048 };

/* Relaxes count octets, at most RELAX_OCTETS; DKIM_LOOKAHEAD more are behind them. */
static void add_relaxed(struct canonicalizer *c, const char *octets, size_t count)
{
    char out[RELAX_OCTETS + DKIM_RELAX_ROOM];

    add_lines(c, (str){ out, dkim_relax_blanks(out, octets, count) });
}

/* Relaxes what was left ahead, as far as the octets behind it say what becomes of it. */
static void update_ahead(struct canonicalizer *c, str octets)
{
    char   joined[2 * DKIM_LOOKAHEAD];
    size_t more  = octets.len < DKIM_LOOKAHEAD ? octets.len : DKIM_LOOKAHEAD;
    size_t len   = c->ahead_len + more;
    size_t known = len < DKIM_LOOKAHEAD ? 0 : len - DKIM_LOOKAHEAD;

    memcpy(joined, c->ahead, c->ahead_len);
    memcpy(joined + c->ahead_len, octets.ptr, more);
    add_relaxed(c, joined, known);
    c->ahead_len = more < DKIM_LOOKAHEAD ? len - known : 0;
    memcpy(c->ahead, joined + known, c->ahead_len);
}

/* Long stretches that relaxed does not change go on as they are: a copy costs more than looking. */
static void update_relaxed(struct canonicalizer *c, str octets)
{
    if (c->ahead_len > 0) {
        update_ahead(c, octets);
        if (octets.len < DKIM_LOOKAHEAD)
            return;
    }
    while (octets.len > DKIM_LOOKAHEAD) {
        size_t left = octets.len - DKIM_LOOKAHEAD, same = dkim_count_relaxed(octets.ptr, left);

        add_lines(c, str_slice(octets, 0, same));
        octets = str_from(octets, same);
        left   = left - same < RELAX_OCTETS ? left - same : RELAX_OCTETS;
        add_relaxed(c, octets.ptr, left);
        octets = str_from(octets, left);
    }
    memcpy(c->ahead, octets.ptr, octets.len);
    c->ahead_len = octets.len;
}

static void update(struct canonicalizer *c, str octets)
{
    if (octets.len > 0 && c->canon == DKIM_RELAXED)
        update_relaxed(c, octets);
    else
        add_lines(c, octets);
}

/* Empty lines at the end are dropped and the last line has its CRLF; an empty body is one line for simple and nothing
 * for relaxed. */
static void finish(struct canonicalizer *c)
{
    if (c->canon == DKIM_RELAXED)
        update_ahead(c, STR("\r\n"));
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
