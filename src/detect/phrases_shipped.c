/* The phrase lists that come with the program, which are compiled already. */
#include "detect/phrase_tables.h"

struct phrases *phrases_with_shipped(struct arena *arena, const struct unicode *unicode, const struct phrase_source *more,
                                     size_t more_count, str *error)
{
    return phrases_of_tables(arena, looks_new(arena, unicode), &shipped_phrase_tables, more, more_count, error);
}
