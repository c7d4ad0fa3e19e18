/* The lists that come with the program, and behind them those of the administrator. */
#include "base/hash_index.h"
#include "detect/name_lists.h"

/* ---- what is taken out ---- */

/* Removals of one list by their keys, each key once: a file that says one thing ten thousand times must not take the longer. */
static bool has_removal(const struct hash_index *index, const struct removals *removals, str key)
{
    struct hash_index_walk walk = hash_index_walk(index, key);

    for (uint32_t i; hash_index_next(&walk, &i);)
        if (str_equal(removals->items[i].key, key))
            return true;
    return false;
}

static void index_removals(struct hash_index *index, struct arena *arena, enum name_list list, const struct removals *removals)
{
    hash_index_init(index, arena, removals->count);
    for (size_t i = 0; i < removals->count; i++)
        if (removals->items[i].list == list && !has_removal(index, removals, removals->items[i].key))
            hash_index_add(index, removals->items[i].key, (uint32_t)i);
}

/* The keys of one of the program's lists. */
struct shipped_keys { struct hash_index index; str *keys; };

static void index_shipped(struct shipped_keys *shipped, struct arena *arena, enum name_list list)
{
    const struct names ours = shipped_name_lists.of[list];

    shipped->keys = ARENA_ARRAY(arena, str, ours.count);
    hash_index_init(&shipped->index, arena, ours.count);
    for (size_t i = 0; i < ours.count; i++) {
        shipped->keys[i] = name_list_key(arena, list, ours.items[i]);
        hash_index_add(&shipped->index, shipped->keys[i], (uint32_t)i);
    }
}

static bool is_shipped(const struct shipped_keys *shipped, str key)
{
    struct hash_index_walk walk = hash_index_walk(&shipped->index, key);

    for (uint32_t i; hash_index_next(&walk, &i);)
        if (str_equal(shipped->keys[i], key))
            return true;
    return false;
}

struct removals names_removed_in_vain(struct arena *arena, const struct name_lists *files)
{
    ARENA_SCOPE         scratch = { 0 };
    struct shipped_keys shipped[NAME_LIST_COUNT];
    struct removal     *vain  = ARENA_ARRAY(arena, struct removal, files->removals.count);
    size_t              count = 0;

    for (size_t list = 0; list < NAME_LIST_COUNT; list++)
        index_shipped(&shipped[list], &scratch, (enum name_list)list);
    for (size_t i = 0; i < files->removals.count; i++) {
        const struct removal *removal = &files->removals.items[i];

        if (!is_shipped(&shipped[removal->list], removal->key))
            vain[count++] = *removal;
    }
    return (struct removals){ vain, count };
}

/* ---- what is left, and what is added ---- */

static void append(str *all, size_t *count, const str *items, size_t more)
{
    for (size_t i = 0; i < more; i++)
        all[(*count)++] = items[i];
}

static void append_shipped(str *all, size_t *count, enum name_list list, const struct removals *removals)
{
    const struct names ours    = shipped_name_lists.of[list];
    ARENA_SCOPE        scratch = { 0 };
    struct hash_index  index;

    if (removals->count == 0) {
        append(all, count, ours.items, ours.count);
        return;
    }
    index_removals(&index, &scratch, list, removals);
    for (size_t i = 0; i < ours.count; i++)
        if (!has_removal(&index, removals, name_list_key(&scratch, list, ours.items[i])))
            all[(*count)++] = ours.items[i];
}

struct names names_joined(struct arena *arena, enum name_list list, const struct name_lists *files, const str *others, size_t other_count)
{
    static const struct name_lists none   = { 0 };
    const struct name_lists       *theirs = files == NULL ? &none : files;
    const struct names             added  = theirs->of[list];
    str                           *all    = ARENA_ARRAY(arena, str, shipped_name_lists.of[list].count + added.count + other_count);
    size_t                         count  = 0;

    append_shipped(all, &count, list, &theirs->removals);
    append(all, &count, added.items, added.count);
    append(all, &count, others, other_count);
    return (struct names){ all, count };
}

void names_set(struct domain_set *set, struct arena *arena, enum name_list list, const struct name_lists *files, const str *others,
               size_t other_count)
{
    struct names all = names_joined(arena, list, files, others, other_count);

    domain_set_init(set, arena, all.items, all.count);
}
