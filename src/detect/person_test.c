#include "detect/person.h"

#include "unit.h"

TEST(person_key)
{
    static const struct { const char *name, *a, *b; bool same; } cases[] = {
        { "case and order",                 "Jane Roe",      "ROE, Jane",                   true  },
        { "titles, functions and initials", "Jane Roe",      "Dr. Jane M. Roe, CEO",        true  },
        { "titles of other countries",      "Carla Bianchi", "Avv. Carla Bianchi",          true  },
        { "an initial in other letters",    "Анна Белова",   "Белова Д. Анна",              true  },
        { "a word that is a name as well",  "Don Roe",       "Jane Roe",                    false },
        { "one character that is a name",   "\xe7\x8e\x8b \xe4\xbc\x9f", "\xe7\x8e\x8b",          false },
        { "an umlaut and the same spelled out", "J\xc3\xbcrgen M\xc3\xbcller", "Mueller, Juergen",      true  },
        { "an umlaut and the same without",     "J\xc3\xbcrgen M\xc3\xbcller", "Jurgen Muller",         true  },
        { "a remark in brackets",           "Jane Roe",      "Jane Roe (Finance)",          true  },
        { "accents",                        "Ren\xc3\xa9" "e Muller", "Renee M\xc3\xbcller", true },
        { "a letter of another alphabet",   "Jane Roe",      "J\xd0\xb0ne R\xd0\xbe" "e",   true  },
        { "a capital i for an l",           "Paul Hill",     "PauI HiII",                   true  },
        { "styled letters",                 "Jane Roe",
          "\xf0\x9d\x90\x89\xf0\x9d\x90\x9a\xf0\x9d\x90\xa7\xf0\x9d\x90\x9e Roe", true },
        { "another first name",             "Jane Roe",      "John Roe",                    false },
        { "a list speaks for her",          "Jane Roe",      "Jane Roe via Announce",       false },
        { "the surname alone",              "Jane Roe",      "Roe",                         false },
    };
    struct unicode *unicode = unicode_open();
    ARENA_SCOPE     arena   = { 0 };

    FOR_EACH_CASE(c, cases) {
        str a = person_key(unicode, &arena, str_of(c->a)), b = person_key(unicode, &arena, str_of(c->b));

        CHECK_EQ(str_equal(a, b), c->same);
    }
    CHECK_STR(person_key(unicode, &arena, STR("Dr. M.")), STR(""));
    CHECK_STR(person_key(unicode, &arena, STR("a b c d e f g h i j k l mm nn oo pp qq rr ss tt uu vv ww xx yy zz")),
        STR(""));
    unicode_close(unicode);
}

TEST(person_is_function)
{
    static const struct { const char *name, *text; bool is; } cases[] = {
        { "a function",                   "Managing Director",          true  },
        { "with a title, in capitals",    "DR. PRESIDENT",              true  },
        { "in Japanese",                  "代表取締役",                 true  },
        { "in Russian, with a capital",   "Генеральный директор",       true  },
        { "with a name",                  "Director Ann Wood",          false },
        { "a title that may be a name",   "Mag",                        false },
        { "nothing",                      "",                           false },
    };
    struct unicode *unicode = unicode_open();
    ARENA_SCOPE     arena   = { 0 };

    FOR_EACH_CASE(c, cases)
        CHECK_EQ(person_is_function(unicode, &arena, str_of(c->text)), c->is);
    unicode_close(unicode);
}

TEST(person_is_department)
{
    static const struct { const char *name, *text; bool is; } cases[] = {
        { "one that buys",            "Ufficio Acquisti",     true  },
        { "one that is owed",         "ACCOUNTS RECEIVABLE",  true  },
        { "with an accent",           "Comptabilité",         true  },
        { "in Japanese",              "経理課",               true  },
        { "with a name",              "Sales, Ann Wood",      false },
        { "of a house",               "Figboard Sales",       false },
        { "one that is imitated",     "Payroll Department",   false },
        { "nothing",                  "",                     false },
    };
    struct unicode *unicode = unicode_open();
    ARENA_SCOPE     arena   = { 0 };

    FOR_EACH_CASE(c, cases)
        CHECK_EQ(person_is_department(unicode, &arena, str_of(c->text)), c->is);
    unicode_close(unicode);
}
