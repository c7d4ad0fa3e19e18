#include "detect/list_file.h"

#include "base/buf.h"
#include "unit.h"

static str told(struct arena *arena, const char *list)
{
    static const char *const kinds[] = { [LIST_LANGUAGE] = "language", [LIST_SECTION] = "section", [LIST_ENTRY] = "entry",
                                         [LIST_MISTAKE] = "mistake" };
    struct list_file file = list_file_of(STR("list"), str_of(list));
    BUF_SCOPE        out  = { 0 };
    str              text;

    for (enum list_line kind; (kind = list_file_next(&file, &text)) != LIST_END;)
        buf_printf(&out, "%zu %s %.*s|", file.line, kinds[kind], STR_ARG(text));
    return arena_str(arena, buf_str(&out));
}

TEST(list_file_next)
{
    static const struct { const char *name, *list, *want; } cases[] = {
        { "nothing",                       "",                                "" },
        { "only for people",               "origin: us\n\n; licence\ndate: 1\n", "" },
        { "a language",                    "origin: us\nlanguage:  en \n",    "2 language en|" },
        { "entries by section",            "[a]\none\n[b b]\ntwo: 2\n",       "1 section a|2 entry one|3 section b b|4 entry two: 2|" },
        { "blanks and the ends of lines",  "  [a]\t\r\n\r\n \tone two \r\n",  "1 section a|3 entry one two|" },
        { "a comment among entries",       "[a]\n ; one\ntwo ; 2\n",          "1 section a|3 entry two ; 2|" },
        { "no line end at the end",        "[a]\none",                        "1 section a|2 entry one|" },
        { "a heading's word in a section", "[a]\ndate: today\nlanguage: en",  "1 section a|2 entry date: today|3 entry language: en|" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };

        CHECK_CSTR(told(&arena, c->list), c->want);
    }
}

TEST(list_file_mistakes)
{
    static const struct { const char *name, *list, *want; } cases[] = {
        { "an entry before a section", "\none\n",      "2 mistake an entry before the first [section], and neither language, origin, licence nor date|" },
        { "a heading mistyped",        "license: us",  "1 mistake an entry before the first [section], and neither language, origin, licence nor date|" },
        { "a section without end",     "[a",           "1 mistake a section is written \"[name]\"|" },
        { "a section without name",    "[]",           "1 mistake a section is written \"[name]\"|" },
        { "words behind a section",    "[a] one",      "1 mistake a section is written \"[name]\"|" },
        { "another encoding",          "[a]\nb\xf6rse", "1 section a|2 mistake the line is not UTF-8|" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };

        CHECK_CSTR(told(&arena, c->list), c->want);
    }
}

TEST(list_file_mistake)
{
    ARENA_SCOPE      arena = { 0 };
    struct list_file file  = list_file_of(STR("names.txt"), STR("\n\n[a]\n"));
    str              text;

    CHECK_EQ(list_file_next(&file, &text), LIST_SECTION);
    CHECK_CSTR(list_file_mistake(&arena, &file, STR("there is no such list")), "names.txt:3: there is no such list");
}
