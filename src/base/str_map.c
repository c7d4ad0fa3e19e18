#include "base/str_map.h"

enum { SIZE_AT_FIRST = 16 };

/* The slot of text, or the free one where it would stand. */
static struct str_map_slot *find(const struct str_map *map, uint64_t hash, str text)
{
    size_t at = (size_t)hash & (map->size - 1);

    while (map->slots[at].value != NULL && (map->slots[at].hash != hash || !str_equal(map->slots[at].text, text)))
        at = (at + 1) & (map->size - 1);
    return &map->slots[at];
}

static void grow(struct str_map *map)
{
    struct str_map_slot *old  = map->slots;
    size_t               size = map->size;

    map->size  = size == 0 ? SIZE_AT_FIRST : 2 * size;
    map->slots = ARENA_ARRAY(map->arena, struct str_map_slot, map->size);
    for (size_t i = 0; i < size; i++)
        if (old[i].value != NULL)
            *find(map, old[i].hash, old[i].text) = old[i];
}

void *str_map_get(const struct str_map *map, str text)
{
    return map->size == 0 ? NULL : find(map, hash_str(&map->key, text), text)->value;
}

void str_map_put(struct str_map *map, str text, void *value)
{
    ASSERT(value != NULL);
    if (2 * map->count >= map->size)
        grow(map);

    uint64_t             hash = hash_str(&map->key, text);
    struct str_map_slot *slot = find(map, hash, text);

    if (slot->value == NULL) {
        *slot = (struct str_map_slot){ .hash = hash, .text = arena_str(map->arena, text) };
        map->count++;
    }
    slot->value = value;
}

const struct str_map_slot *str_map_next(const struct str_map *map, size_t *at)
{
    while (*at < map->size)
        if (map->slots[(*at)++].value != NULL)
            return &map->slots[*at - 1];
    return NULL;
}
