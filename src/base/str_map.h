/* Texts found by their hash, each with one pointer: a table that grows as strangers' texts come in. The hash is keyed, so
 * that they cannot choose collisions; what a lookup costs does not depend on how many texts there are. */
#ifndef BASE_STR_MAP_H
#define BASE_STR_MAP_H

#include "base/arena.h"
#include "base/hash.h"
#include "base/str.h"

struct str_map_slot { uint64_t hash; str text; void *value; };          /* value NULL: free */

struct str_map {                        /* the zero value is empty, but for its arena and its key */
    struct arena        *arena;
    struct hash_key      key;
    struct str_map_slot *slots;
    size_t               size, count;   /* size is a power of two */
};

/* The value of text; NULL if there is none. */
void *str_map_get(const struct str_map *map, str text);
/* value is not NULL; one that text has already is replaced. The text is copied. */
void  str_map_put(struct str_map *map, str text, void *value);
/* Walks all of them in no particular order: start with *at = 0; NULL at the end. */
const struct str_map_slot *str_map_next(const struct str_map *map, size_t *at);

#endif
