#include "detect/edits.h"

#include "unit.h"

TEST(edits_between)
{
    static const struct { const char *name, *a, *b; size_t want; } cases[] = {
        { "equal",                          "example", "example",  0 },
        { "swapped neighbours are one",     "example", "exmaple",  1 },
        { "one left out",                   "example", "exmple",   1 },
        { "one doubled",                    "example", "examplle", 1 },
        { "one replaced",                   "example", "ezample",  1 },
        { "a swap and a replacement",       "example", "exmapke",  2 },
        { "three are more than asked for",  "example", "ezamqlf",  3 },
        { "far apart in length",            "example", "exa",      3 },
        { "empty against one",              "",        "a",        1 },
    };

    FOR_EACH_CASE(c, cases) {
        CHECK_EQ(edits_between(str_of(c->a), str_of(c->b), 2), c->want);
        CHECK_EQ(edits_between(str_of(c->b), str_of(c->a), 2), c->want);
    }
    static const char long_text[EDITS_TEXT_MAX + 1] = { 0 };

    CHECK_EQ(edits_between((str){ long_text, sizeof long_text }, (str){ long_text, sizeof long_text }, 2), 3);
}

static size_t walk_all(str text, size_t most, size_t *longest, size_t *shortest)
{
    struct deletions walk;
    size_t           count = 0;

    deletions_begin(&walk, text, most);
    *longest  = 0;
    *shortest = text.len;
    for (str left; deletions_next(&walk, &left); count++) {
        *longest  = left.len > *longest ? left.len : *longest;
        *shortest = left.len < *shortest ? left.len : *shortest;
    }
    return count;
}

TEST(deletions)
{
    static const struct { const char *name, *text; size_t most, count, shortest; } cases[] = {
        { "nothing deleted is the text",        "abcd", 0, 1,             4 },
        { "each octet once",                    "abcd", 1, 1 + 4,         3 },
        { "each pair once",                     "abcd", 2, 1 + 4 + 6,     2 },
        { "a single octet",                     "a",    2, 1 + 1,         0 },
        { "nothing has nothing to lose",        "",     2, 1,             0 },
    };

    FOR_EACH_CASE(c, cases) {
        size_t longest, shortest;

        CHECK_EQ(walk_all(str_of(c->text), c->most, &longest, &shortest), c->count);
        CHECK_EQ(longest, str_of(c->text).len);
        CHECK_EQ(shortest, c->shortest);
    }
    struct deletions walk;
    str              left;

    deletions_begin(&walk, STR("abc"), 2);
    static const char *const want[] = { "abc", "bc", "ac", "ab", "c", "b", "a" };

    for (size_t i = 0; i < ARRAY_LEN(want); i++)
        if (CHECK(deletions_next(&walk, &left)))
            CHECK_CSTR(left, want[i]);
    CHECK(!deletions_next(&walk, &left));
}
