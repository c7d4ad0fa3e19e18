/* The phrase lists that come with the program. Alone they are compiled already. */
#include "detect/phrase_tables.h"
#include "detect/shipped.h"

struct phrases *phrases_with_shipped(struct arena *arena, const struct unicode *unicode, const struct phrase_source *more,
                                     size_t more_count, str *error)
{
    ARENA_SCOPE           scratch = { 0 };
    const struct looks   *looks   = looks_new(arena, unicode);
    size_t                count   = shipped_phrases_count;
    struct phrase_source *sources = ARENA_ARRAY(&scratch, struct phrase_source, count + more_count);

    if (more_count == 0)
        return phrases_of_tables(arena, looks, &shipped_phrase_tables);
    for (size_t i = 0; i < count; i++)
        sources[i] = (struct phrase_source){
            str_of(shipped_phrases[i].name), { (const char *)shipped_phrases[i].octets, shipped_phrases[i].len },
        };
    for (size_t i = 0; i < more_count; i++)
        sources[count++] = more[i];
    return phrases_new(arena, looks, sources, count, error);
}
