/* The lists that come with the program, and behind them those of the administrator. */
#include "detect/name_lists.h"

static void append(str *all, size_t *count, const str *items, size_t more)
{
    for (size_t i = 0; i < more; i++)
        all[(*count)++] = items[i];
}

struct names names_joined(struct arena *arena, enum name_list list, const struct name_lists *files, const str *others, size_t other_count)
{
    const struct names ours = shipped_name_lists.of[list], theirs = files == NULL ? (struct names){ 0 } : files->of[list];
    str               *all   = ARENA_ARRAY(arena, str, ours.count + theirs.count + other_count);
    size_t             count = 0;

    append(all, &count, ours.items, ours.count);
    append(all, &count, theirs.items, theirs.count);
    append(all, &count, others, other_count);
    return (struct names){ all, count };
}

void names_set(struct domain_set *set, struct arena *arena, enum name_list list, const struct name_lists *files, const str *others,
               size_t other_count)
{
    struct names all = names_joined(arena, list, files, others, other_count);

    domain_set_init(set, arena, all.items, all.count);
}
