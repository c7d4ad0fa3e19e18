/* Tag lists: names and values are slices; a list that the strict reader takes has each name once, the lenient
 * reader finds the same names in it, and written out again it reads the same; no reading exceeds its bound. A table of
 * rules hands out the values that are there, and says the fault of the first rule that has one.
 *
 * Covers: src/auth/taglist.c */
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

struct values { str a, b, c; };

static enum auth_reason read_short(void *member, str value, struct arena *arena)
{
    (void)arena;
    *(str *)member = value;
    return value.len < 5 ? REASON_NONE : REASON_DKIM_TAG_VALUE;
}

static bool is_value(const struct taglist *list, const char *name, str value)
{
    const str *found = taglist_find(list, str_of(name));

    return found == NULL ? value.len == 0 : str_equal(*found, value);
}

static void check_rules(const struct taglist *list, struct arena *arena)
{
    static const struct tag_rule rules[] = {
        { STR_INIT("a"), TAG_REQUIRED, read_short, offsetof(struct values, a) },
        { STR_INIT("b"), TAG_OPTIONAL, read_short, offsetof(struct values, b) },
        { STR_INIT("c"), TAG_REQUIRED, read_short, offsetof(struct values, c) },
    };
    struct values    values = { 0 };
    enum auth_reason fault  = taglist_read(list, rules, ARRAY_LEN(rules), REASON_DKIM_TAG_MISSING, &values, arena);
    bool             has_a  = taglist_find(list, STR("a")) != NULL, has_c = taglist_find(list, STR("c")) != NULL;

    HOLDS(is_value(list, "a", values.a) && is_value(list, "b", values.b) && is_value(list, "c", values.c));
    HOLDS(has_a || fault == REASON_DKIM_TAG_MISSING);
    HOLDS(!has_a || values.a.len < 5 || fault == REASON_DKIM_TAG_VALUE);
    HOLDS((fault == REASON_NONE) == (has_a && has_c && values.a.len < 5 && values.b.len < 5 && values.c.len < 5));
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE    arena = { 0 };
    struct taglist strict, lenient, again;
    str            bad;

    HOLDS(taglist_parse(&lenient, input, TAGLIST_LENIENT, &bad) == TAGLIST_OK);
    HOLDS(fuzz_is_inside(bad, input));
    check_tags(&lenient, input);
    check_rules(&lenient, &arena);

    if (taglist_parse(&strict, input, TAGLIST_STRICT, &bad) != TAGLIST_OK) {
        HOLDS(fuzz_is_inside(bad, input));
        return;
    }
    check_tags(&strict, input);
    check_rules(&strict, &arena);
    HOLDS(lenient.count <= strict.count);       /* fewer where names differ in case alone */
    for (size_t i = 0; i < strict.count; i++)
        HOLDS(taglist_find(&lenient, strict.tags[i].name) != NULL);
    HOLDS(taglist_parse(&again, print(&arena, &strict), TAGLIST_STRICT, &bad) == TAGLIST_OK);
    HOLDS(again.count == strict.count);
    for (size_t i = 0; i < strict.count; i++)
        HOLDS(str_equal(again.tags[i].name, strict.tags[i].name) &&
              str_equal(again.tags[i].value, strict.tags[i].value));
}
