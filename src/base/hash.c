#include "base/hash.h"

#include "base/eight.h"

struct sip { uint64_t v0, v1, v2, v3; };

static inline uint64_t rotate(uint64_t x, int bits)
{
    return x << bits | x >> (64 - bits);
}

static inline __attribute__((always_inline)) void round_once(struct sip *s)
{
    s->v0 += s->v1; s->v1 = rotate(s->v1, 13); s->v1 ^= s->v0; s->v0 = rotate(s->v0, 32);
    s->v2 += s->v3; s->v3 = rotate(s->v3, 16); s->v3 ^= s->v2;
    s->v0 += s->v3; s->v3 = rotate(s->v3, 21); s->v3 ^= s->v0;
    s->v2 += s->v1; s->v1 = rotate(s->v1, 17); s->v1 ^= s->v2; s->v2 = rotate(s->v2, 32);
}

static inline uint64_t folded(uint64_t eight, bool fold)
{
    return fold ? eight_lower(eight) : eight;
}

static inline __attribute__((always_inline)) uint64_t siphash13(const struct hash_key *key, str s, bool fold)
{
    struct sip state = {
        key->k0 ^ 0x736f6d6570736575, key->k1 ^ 0x646f72616e646f6d,
        key->k0 ^ 0x6c7967656e657261, key->k1 ^ 0x7465646279746573,
    };
    size_t whole = s.len & ~(size_t)7;

    for (size_t i = 0; i < whole; i += 8) {
        uint64_t w = folded(eight_load(s.ptr + i), fold);

        state.v3 ^= w;
        round_once(&state);
        state.v0 ^= w;
    }
    str      tail = str_from(s, whole);         /* of the empty string there is no pointer to add to */
    uint64_t last = folded(eight_load_few(tail.ptr, tail.len), fold) | (uint64_t)s.len << 56;

    state.v3 ^= last;
    round_once(&state);
    state.v0 ^= last;
    state.v2 ^= 0xff;
    for (int i = 0; i < 3; i++)
        round_once(&state);
    return state.v0 ^ state.v1 ^ state.v2 ^ state.v3;
}

uint64_t hash_str(const struct hash_key *key, str s)        { return siphash13(key, s, false); }
uint64_t hash_str_nocase(const struct hash_key *key, str s) { return siphash13(key, s, true); }
