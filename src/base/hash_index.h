/* Small numbers found by the hash of a text: filled once, from the configuration, and then only read.
 *
 * Two texts may share a hash, and one text may be added several times: whoever looks up compares the texts. The hash
 * is quick and has no key, because strangers look up and never add: collisions of their choice find an empty or a wrong slot. */
#ifndef BASE_HASH_INDEX_H
#define BASE_HASH_INDEX_H

#include "base/arena.h"
#include "base/eight.h"
#include "base/str.h"

struct hash_slot { uint32_t tag, value; };              /* value is the number plus one; 0 for a free slot */

/* The zero value is empty and can be looked up in. */
struct hash_index {
    struct hash_slot *slots;
    size_t            mask, count;
};

/* Room for capacity numbers; adding more is a bug. */
void hash_index_init(struct hash_index *index, struct arena *arena, size_t capacity);
void hash_index_add(struct hash_index *index, str text, uint32_t number);

/* Walks the numbers that may belong to text. Defined here because it is asked for at each word of a text. */
struct hash_index_walk { const struct hash_index *index; size_t at; uint32_t tag; };
static inline struct hash_index_walk hash_index_walk(const struct hash_index *index, str text);
static inline bool                   hash_index_next(struct hash_index_walk *walk, uint32_t *number);

/* ---- how it is done ---- */

static inline uint64_t hash_index_mix(uint64_t x)
{
    x *= 0x9e3779b97f4a7c15;
    return x ^ x >> 32;
}

static inline uint64_t hash_index_hash(str s)
{
    uint64_t hash = s.len;

    for (; s.len >= 8; s = str_from(s, 8))
        hash = hash_index_mix(hash ^ eight_load(s.ptr));
    return hash_index_mix(hash_index_mix(hash ^ eight_load_few(s.ptr, s.len)) + 1);
}

static inline struct hash_index_walk hash_index_walk(const struct hash_index *index, str text)
{
    uint64_t hash = hash_index_hash(text);

    return (struct hash_index_walk){ index, (size_t)hash & index->mask, (uint32_t)(hash >> 32) };
}

static inline bool hash_index_next(struct hash_index_walk *walk, uint32_t *number)
{
    const struct hash_index *index = walk->index;

    if (index->slots == NULL)
        return false;
    while (index->slots[walk->at].value != 0) {         /* half of the slots are free: this ends */
        const struct hash_slot *slot = &index->slots[walk->at];

        walk->at = (walk->at + 1) & index->mask;
        if (slot->tag == walk->tag) {
            *number = slot->value - 1;
            return true;
        }
    }
    return false;
}

#endif
