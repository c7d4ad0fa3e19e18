/* The lexicons that come with the program. They are compiled already, and stay where they are. */
#include "detect/lexicon.h"

struct lexicon *lexicon_with_shipped(struct arena *arena, const struct phrases *phrases, const struct phrase_source *more,
                                     size_t more_count, str *error)
{
    struct lexicon_tables both[2] = { shipped_lexicon_tables };

    if (more_count == 0)
        return lexicon_of_tables(arena, phrases, both, 1);
    return lexicon_compile(arena, phrases, &both[0], more, more_count, &both[1], error) ? lexicon_of_tables(arena, phrases, both, 2) : NULL;
}
