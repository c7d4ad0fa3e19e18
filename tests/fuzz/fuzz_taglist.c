/* Tag lists: names and values are slices; a list that the strict reader takes has each name once, the lenient
 * reader finds the same names in it, and written out again it reads the same; no reading exceeds its bound. */
#include "fuzz.h"

#include "auth/taglist.h"

static str print(struct arena *arena, const struct taglist *list)
{
    str text = { 0 };

    for (size_t i = 0; i < list->count; i++)
        text = arena_printf(arena, "%.*s%.*s=%.*s;", STR_ARG(text), STR_ARG(list->tags[i].name),
                            STR_ARG(list->tags[i].value));
    return text;
}

static void check_tags(const struct taglist *list, str input)
{
    HOLDS(list->count <= TAGLIST_MAX);
    for (size_t i = 0; i < list->count; i++) {
        HOLDS(list->tags[i].name.len > 0);
        HOLDS(fuzz_is_inside(list->tags[i].name, input) && fuzz_is_inside(list->tags[i].value, input));
        HOLDS(str_equal(str_trim(list->tags[i].value), list->tags[i].value));
        HOLDS(taglist_find(list, list->tags[i].name) == &list->tags[i].value);
    }
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE    arena = { 0 };
    struct taglist strict, lenient, again;
    str            bad;

    HOLDS(taglist_parse(&lenient, input, TAGLIST_LENIENT, &bad) == TAGLIST_OK);
    HOLDS(fuzz_is_inside(bad, input));
    check_tags(&lenient, input);

    if (taglist_parse(&strict, input, TAGLIST_STRICT, &bad) != TAGLIST_OK) {
        HOLDS(fuzz_is_inside(bad, input));
        return;
    }
    check_tags(&strict, input);
    HOLDS(lenient.count <= strict.count);       /* fewer where names differ in case alone */
    for (size_t i = 0; i < strict.count; i++)
        HOLDS(taglist_find(&lenient, strict.tags[i].name) != NULL);
    HOLDS(taglist_parse(&again, print(&arena, &strict), TAGLIST_STRICT, &bad) == TAGLIST_OK);
    HOLDS(again.count == strict.count);
    for (size_t i = 0; i < strict.count; i++)
        HOLDS(str_equal(again.tags[i].name, strict.tags[i].name) &&
              str_equal(again.tags[i].value, strict.tags[i].value));
}
