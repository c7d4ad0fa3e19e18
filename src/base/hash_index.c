#include "base/hash_index.h"

void hash_index_init(struct hash_index *index, struct arena *arena, size_t capacity)
{
    size_t slots = 8;

    while (slots < 2 * capacity)
        slots *= 2;
    *index = (struct hash_index){ .slots = ARENA_ARRAY(arena, struct hash_slot, slots), .mask = slots - 1 };
}

void hash_index_add(struct hash_index *index, str text, uint32_t number)
{
    struct hash_index_walk walk = hash_index_walk(index, text);

    ASSERT(2 * ++index->count <= index->mask + 1);
    while (index->slots[walk.at].value != 0)
        walk.at = (walk.at + 1) & index->mask;
    index->slots[walk.at] = (struct hash_slot){ walk.tag, number + 1 };
}
