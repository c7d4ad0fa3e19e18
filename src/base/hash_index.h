/* Small numbers found by the hash of a text: filled once, from the configuration, and then only read.
 *
 * Two texts may share a hash, and one text may be added several times: whoever looks up compares the texts. The key
 * is fixed, because strangers look up and never add: collisions of their choice find an empty or a wrong slot. */
#ifndef BASE_HASH_INDEX_H
#define BASE_HASH_INDEX_H

#include "base/arena.h"
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

/* Walks the numbers that may belong to text. */
struct hash_index_walk { const struct hash_index *index; size_t at; uint32_t tag; };
struct hash_index_walk hash_index_walk(const struct hash_index *index, str text);
bool                   hash_index_next(struct hash_index_walk *walk, uint32_t *number);

#endif
