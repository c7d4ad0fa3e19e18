#include "base/hash_index.h"

#include "base/hash.h"

static const struct hash_key fixed_key = { 0x67617465706f7374, 0x696e646578206b65 };

void hash_index_init(struct hash_index *index, struct arena *arena, size_t capacity)
{
    size_t slots = 8;

    while (slots < 2 * capacity)
        slots *= 2;
    *index = (struct hash_index){ .slots = ARENA_ARRAY(arena, struct hash_slot, slots), .mask = slots - 1 };
}

struct hash_index_walk hash_index_walk(const struct hash_index *index, str text)
{
    uint64_t hash = hash_str(&fixed_key, text);

    return (struct hash_index_walk){ index, (size_t)hash & index->mask, (uint32_t)(hash >> 32) };
}

void hash_index_add(struct hash_index *index, str text, uint32_t number)
{
    struct hash_index_walk walk = hash_index_walk(index, text);

    ASSERT(2 * ++index->count <= index->mask + 1);
    while (index->slots[walk.at].value != 0)
        walk.at = (walk.at + 1) & index->mask;
    index->slots[walk.at] = (struct hash_slot){ walk.tag, number + 1 };
}

bool hash_index_next(struct hash_index_walk *walk, uint32_t *number)
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
