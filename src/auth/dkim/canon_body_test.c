#include "auth/dkim/canon_body.h"

#include "base/base64.h"
#include "base/buf.h"

#include "unit.h"

static struct digests *digests(void)
{
    static struct digests opened;

    if (opened.algorithms[0] == NULL)
        CHECK(digests_open(&opened));
    return &opened;
}

/* The hash of body, fed in pieces of step octets. */
static struct dkim_body_hash hash_body(enum dkim_canon canon, str body, size_t step, uint64_t length)
{
    ARENA_SCOPE              arena  = { 0 };
    struct dkim_body_hash    hash   = { .canon = canon, .algorithm = DIGEST_SHA256, .length = length };
    struct dkim_body_hasher *hasher = dkim_body_hasher_new(&arena, digests(), &hash, 1);

    for (size_t at = 0; at < body.len; at += step)
        dkim_body_hasher_update(hasher, str_slice(body, at, at + step < body.len ? at + step : body.len));
    dkim_body_hasher_final(hasher);
    return hash;
}

static bool is_hash_of(const struct dkim_body_hash *hash, str text)
{
    struct digest digest = { 0 };
    uint8_t       octets[DIGEST_MAX_OCTETS];

    digest_init(&digest, digests(), hash->algorithm);
    digest_update(&digest, text);
    str want = { (const char *)octets, digest_final(&digest, octets) };

    digest_free(&digest);
    return str_equal((str){ (const char *)hash->octets, hash->len }, want);
}

/* As a whole, octet by octet, and in pieces of three. */
static void check_canonical(enum dkim_canon canon, str body, str want)
{
    static const size_t steps[] = { SIZE_MAX / 2, 1, 3 };

    for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
        struct dkim_body_hash hash = hash_body(canon, body, steps[i], DKIM_WHOLE_BODY);

        CHECK_EQ(hash.canonical_octets, want.len);
        CHECK(is_hash_of(&hash, want));
    }
}

TEST(dkim_body_simple)
{
    static const struct { const char *name; str body, want; } cases[] = {
        { "no body is one empty line",              STR_INIT(""),                       STR_INIT("\r\n") },
        { "one empty line stays",                   STR_INIT("\r\n"),                   STR_INIT("\r\n") },
        { "many empty lines are one",               STR_INIT("\r\n\r\n\r\n"),           STR_INIT("\r\n") },
        { "empty lines at the end go",              STR_INIT("a\r\n\r\n\r\n"),          STR_INIT("a\r\n") },
        { "empty lines inside stay", STR_INIT("\r\n\r\na\r\n\r\nb\r\n"), STR_INIT("\r\n\r\na\r\n\r\nb\r\n") },
        { "a missing final CRLF is added",          STR_INIT("a"),                      STR_INIT("a\r\n") },
        { "blanks stay, also at line ends",         STR_INIT(" a \t b\t \r\n"),         STR_INIT(" a \t b\t \r\n") },
        { "a line of blanks is not empty",          STR_INIT("a\r\n \r\n\r\n"),         STR_INIT("a\r\n \r\n") },
        { "the example of 3.4.5", STR_INIT(" C \r\nD \t E\r\n\r\n\r\n"), STR_INIT(" C \r\nD \t E\r\n") },
        { "a CR alone is text",                     STR_INIT("a\r"),                    STR_INIT("a\r\r\n") },
        { "a CR before CRLF is text",               STR_INIT("a\r\r\n\r\n"),            STR_INIT("a\r\r\n") },
        { "a LF alone is text",                     STR_INIT("a\n\r\n\r\n"),            STR_INIT("a\n\r\n") },
        { "LF alone after empty lines keeps them",  STR_INIT("a\r\n\r\n\n"),            STR_INIT("a\r\n\r\n\n\r\n") },
        { "NUL is text",                            STR_INIT("a\0\r\n\0"),              STR_INIT("a\0\r\n\0\r\n") },
    };

    FOR_EACH_CASE(c, cases)
        check_canonical(DKIM_SIMPLE, c->body, c->want);
}

TEST(dkim_body_relaxed)
{
    static const struct { const char *name; str body, want; } cases[] = {
        { "no body is nothing",                     STR_INIT(""),                       STR_INIT("") },
        { "empty lines alone are nothing",          STR_INIT("\r\n\r\n"),               STR_INIT("") },
        { "lines of blanks are empty",              STR_INIT(" \r\n\t\r\n \t "),        STR_INIT("") },
        { "empty lines at the end go",              STR_INIT("a\r\n\r\n \r\n"),         STR_INIT("a\r\n") },
        { "blank lines inside become empty",        STR_INIT("a\r\n \t\r\nb\r\n"),      STR_INIT("a\r\n\r\nb\r\n") },
        { "a missing final CRLF is added",          STR_INIT("a"),                      STR_INIT("a\r\n") },
        { "the same behind blanks",                 STR_INIT("a \t"),                   STR_INIT("a\r\n") },
        { "runs of blanks are one SP",              STR_INIT("a \t b\tc\r\n"),          STR_INIT("a b c\r\n") },
        { "also at the start of a line",            STR_INIT("  a\r\n\tb\r\n"),         STR_INIT(" a\r\n b\r\n") },
        { "blanks at line ends go",                 STR_INIT("a \r\nb\t\r\nc \t\r\n"),  STR_INIT("a\r\nb\r\nc\r\n") },
        { "the example of 3.4.5", STR_INIT(" C \r\nD \t E\r\n\r\n\r\n"), STR_INIT(" C\r\nD E\r\n") },
        { "a CR alone is text",                     STR_INIT("a \rb\r\n"),              STR_INIT("a \rb\r\n") },
        { "a CR alone at the end",                  STR_INIT("a\r\n\r"),                STR_INIT("a\r\n\r\r\n") },
        { "a LF alone is text and ends no line",    STR_INIT("a \nb\n\r\n"),            STR_INIT("a \nb\n\r\n") },
        { "other white space is text",              STR_INIT("a\v\f\xa0\r\n"),          STR_INIT("a\v\f\xa0\r\n") },
        { "NUL is text",                            STR_INIT("\0 \0\r\n"),              STR_INIT("\0 \0\r\n") },
    };

    FOR_EACH_CASE(c, cases)
        check_canonical(DKIM_RELAXED, c->body, c->want);
}

/* RFC 6376 §3.4.3 and §3.4.4 give these. */
TEST(dkim_body_hash_of_nothing)
{
    static const struct {
        const char *name; enum dkim_canon canon; enum digest_algorithm algorithm; str want;
    } cases[] = {
        { "simple, SHA-256",  DKIM_SIMPLE,  DIGEST_SHA256, STR_INIT("frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=") },
        { "relaxed, SHA-256", DKIM_RELAXED, DIGEST_SHA256, STR_INIT("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=") },
        { "simple, SHA-1",    DKIM_SIMPLE,  DIGEST_SHA1,   STR_INIT("uoq1oCgLlTqpdDX/iUbLy7J1Wic=") },
        { "relaxed, SHA-1",   DKIM_RELAXED, DIGEST_SHA1,   STR_INIT("2jmj7l5rSw0yVb/vlWAYkK/YBwk=") },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE           arena = { 0 };
        struct dkim_body_hash hash  = { .canon = c->canon, .algorithm = c->algorithm, .length = DKIM_WHOLE_BODY };

        dkim_body_hasher_final(dkim_body_hasher_new(&arena, digests(), &hash, 1));
        CHECK_STR(base64_encode(&arena, (str){ (const char *)hash.octets, hash.len }), c->want);
    }
}

TEST(dkim_body_length)
{
    static const struct { const char *name; enum dkim_canon canon; uint64_t length; str want; } cases[] = {
        { "nothing",                 DKIM_SIMPLE,  0,   STR_INIT("")             },
        { "some octets",             DKIM_SIMPLE,  3,   STR_INIT("a  ")          },
        { "up to the end",           DKIM_SIMPLE,  6,   STR_INIT("a  b\r\n")     },
        { "past the end",            DKIM_SIMPLE,  100, STR_INIT("a  b\r\n")     },
        { "octets after relaxing",   DKIM_RELAXED, 3,   STR_INIT("a b")          },
        { "half of the final CRLF",  DKIM_RELAXED, 4,   STR_INIT("a b\r")        },
    };

    FOR_EACH_CASE(c, cases) {
        struct dkim_body_hash hash = hash_body(c->canon, STR("a  b\r\n\r\n"), 2, c->length);

        CHECK(is_hash_of(&hash, c->want));
        CHECK_EQ(hash.canonical_octets, c->canon == DKIM_SIMPLE ? 6 : 5);
    }
}

TEST(dkim_body_feeds_all_hashes)
{
    ARENA_SCOPE              arena    = { 0 };
    struct dkim_body_hash    hashes[] = {
        { .canon = DKIM_SIMPLE,  .algorithm = DIGEST_SHA256, .length = DKIM_WHOLE_BODY },
        { .canon = DKIM_RELAXED, .algorithm = DIGEST_SHA256, .length = DKIM_WHOLE_BODY },
        { .canon = DKIM_RELAXED, .algorithm = DIGEST_SHA1,   .length = DKIM_WHOLE_BODY },
        { .canon = DKIM_RELAXED, .algorithm = DIGEST_SHA256, .length = 1 },
    };
    struct dkim_body_hasher *hasher = dkim_body_hasher_new(&arena, digests(), hashes, ARRAY_LEN(hashes));

    dkim_body_hasher_update(hasher, STR("a \tb\r\n"));
    dkim_body_hasher_final(hasher);
    CHECK(is_hash_of(&hashes[0], STR("a \tb\r\n")));
    CHECK(is_hash_of(&hashes[1], STR("a b\r\n")));
    CHECK(is_hash_of(&hashes[2], STR("a b\r\n")));
    CHECK(is_hash_of(&hashes[3], STR("a")));
}

/* §3.4.3 and §3.4.4 word by word, line after line, to compare with. */
static str reference(enum dkim_canon canon, str body, char *out)
{
    size_t len = 0, end = 0;            /* end: behind the last line that is not empty */

    while (body.len > 0) {
        ptrdiff_t crlf  = str_find(body, STR("\r\n"));
        str       line  = crlf == STR_NOT_FOUND ? body : str_slice(body, 0, (size_t)crlf);
        size_t    start = len;

        body = crlf == STR_NOT_FOUND ? (str){ 0 } : str_from(body, (size_t)crlf + 2);
        for (size_t i = 0; i < line.len; i++) {
            bool blank = canon == DKIM_RELAXED && (line.ptr[i] == ' ' || line.ptr[i] == '\t');

            if (!blank)
                out[len++] = line.ptr[i];
            else if (len == start || out[len - 1] != ' ')
                out[len++] = ' ';
        }
        while (canon == DKIM_RELAXED && len > start && out[len - 1] == ' ')
            len--;
        bool empty = len == start;

        out[len++] = '\r';
        out[len++] = '\n';
        end        = empty ? end : len;
    }
    if (end == 0 && canon == DKIM_SIMPLE) {
        memcpy(out, "\r\n", 2);
        end = 2;
    }
    return (str){ out, end };
}

TEST(dkim_body_agrees_with_the_words_of_the_standard)
{
    static const char octets[] = "  \t\r\n\r\nabcdefghijklmnop";        /* blanks and line ends more often than not */
    char              body[400], canonical[1200];
    uint32_t          random = 1;

    for (int round = 0; round < 3000; round++) {
        size_t len = 0, wanted = (size_t)round % sizeof body;
        bool   dense = round % 2 == 0;

        while (len < wanted) {
            random = random * 1664525 + 1013904223;
            size_t pick = (random >> 16) % (sizeof octets - 1);

            if (!dense && pick < 7 && (random >> 24) % 8 != 0)
                pick += 8;
            if (octets[pick] == '\r' && (random >> 28) != 0 && len + 1 < wanted)
                body[len++] = '\r', body[len++] = '\n';
            else
                body[len++] = octets[pick];
        }
        for (int canon = DKIM_SIMPLE; canon <= DKIM_RELAXED; canon++) {
            str                   text = { body, len }, want = reference((enum dkim_canon)canon, text, canonical);
            size_t                step = (random >> 8) % 50 + 1;
            struct dkim_body_hash whole = hash_body((enum dkim_canon)canon, text, sizeof body, DKIM_WHOLE_BODY);
            struct dkim_body_hash cut   = hash_body((enum dkim_canon)canon, text, step, DKIM_WHOLE_BODY);

            if (!CHECK(is_hash_of(&whole, want)) || !CHECK(is_hash_of(&cut, want)))
                return;
        }
    }
}

/* Long runs of what is held back and long lines of text, each across the size of what is gathered. */
TEST(dkim_body_long_runs)
{
    enum { RUN = 100000 };
    static const struct { const char *name, *unit, *relaxed; } cases[] = {
        { "empty lines",     "\r\n",  "\r\n" },
        { "single blanks",   "b ",    "b "   },
        { "tabs",            "b\t",   "b "   },
        { "blank lines",     " \r\n", "\r\n" },
        { "text",            "b",     "b"    },
    };

    FOR_EACH_CASE(c, cases) {
        struct buf body = { 0 }, want = { 0 };

        buf_add_char(&body, 'a');
        buf_add_char(&want, 'a');
        for (int i = 0; i < RUN; i++) {
            buf_add(&body, str_of(c->unit));
            buf_add(&want, str_of(c->relaxed));
        }
        buf_add(&body, STR("z\r\n"));
        buf_add(&want, STR("z\r\n"));
        struct dkim_body_hash hash = hash_body(DKIM_RELAXED, buf_str(&body), SIZE_MAX / 2, DKIM_WHOLE_BODY);

        CHECK(is_hash_of(&hash, buf_str(&want)));
        hash = hash_body(DKIM_SIMPLE, buf_str(&body), 1000, DKIM_WHOLE_BODY);
        CHECK(is_hash_of(&hash, buf_str(&body)));
        buf_free(&body);
        buf_free(&want);
    }
}
