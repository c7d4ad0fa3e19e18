#include "auth/dkim/body_hashes.h"

#include "unit.h"

static str octets_of(const struct dkim_body_hash *hash)
{
    return (str){ (const char *)hash->octets, hash->len };
}

/* What one reading by itself finds. */
static struct dkim_body_hash alone(struct arena *arena, const struct digests *digests, str body,
                                   const struct dkim_body_hash *like)
{
    struct dkim_body_hash    hash   = { .canon = like->canon, .algorithm = like->algorithm, .length = like->length };
    struct dkim_body_hasher *hasher = dkim_body_hasher_new(arena, digests, &hash, 1);

    dkim_body_hasher_update(hasher, body);
    dkim_body_hasher_final(hasher);
    return hash;
}

/* Whoever asks first, and in however many rounds: each gets what a reading of its own would have found. */
TEST(dkim_body_hashes)
{
    static const struct {
        const char *name; enum dkim_canon canon; enum digest_algorithm algorithm; uint64_t length; bool compute;
    } cases[] = {
        { "one",                        DKIM_RELAXED, DIGEST_SHA256, DKIM_WHOLE_BODY, false },
        { "another with it",            DKIM_SIMPLE,  DIGEST_SHA256, DKIM_WHOLE_BODY, true  },
        { "a part, later",              DKIM_RELAXED, DIGEST_SHA256, 4,               true  },
        { "one that is known",          DKIM_RELAXED, DIGEST_SHA256, DKIM_WHOLE_BODY, true  },
        { "another algorithm",          DKIM_SIMPLE,  DIGEST_SHA1,   DKIM_WHOLE_BODY, true  },
    };
    ARENA_SCOPE                  arena = { 0 };
    const str                    body  = STR("Dear  Bob,\r\n\r\nthis is all. \r\n\r\n");
    struct digests               digests;
    const struct dkim_body_hash *found[ARRAY_LEN(cases)];
    size_t                       asked = 0;

    if (!CHECK(digests_open(&digests)))
        return;
    struct dkim_body_hashes *hashes = dkim_body_hashes_new(&arena, &digests, body);

    FOR_EACH_CASE(c, cases) {
        found[asked++] = dkim_body_hashes_want(hashes, c->canon, c->algorithm, c->length);
        if (!c->compute)
            continue;
        dkim_body_hashes_compute(hashes);
        for (size_t i = 0; i < asked; i++) {
            struct dkim_body_hash want = alone(&arena, &digests, body, found[i]);

            CHECK_STR(octets_of(found[i]), octets_of(&want));
            CHECK_EQ(found[i]->canonical_octets, want.canonical_octets);
        }
    }
    CHECK(found[0] == found[3]);
    digests_close(&digests);
}
