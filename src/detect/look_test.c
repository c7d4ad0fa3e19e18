#include "detect/look.h"

#include "facts_fixture.h"
#include "unit.h"

TEST(look_unspelled)
{
    static const struct { const char *name, *text, *read; } cases[] = {
        { "spelled out",         "juergen mueller", "jurgen muller" },
        { "a letter of Denmark", "aase",            "ase"           },
        { "nothing to take",     "eva roe-aker",    "eva ro-aker"   },
        { "at the start",        "e",               "e"             },
        { "nothing",             "",                ""              },
    };
    ARENA_SCOPE arena = { 0 };

    FOR_EACH_CASE(c, cases)
        CHECK_STR(look_unspelled(&arena, str_of(c->text)), str_of(c->read));
}

TEST(look_plain)
{
    static const struct { const char *name, *text, *plain; } cases[] = {
        { "ASCII",                              "Kim Muller",   "kim muller" },
        { "an accent, and an m beside it",      "Kim Müller",   "kim muller" },
        { "the mark stands apart",              "Mu\u0308ller", "muller" },
        { "an r and an n stay two",             "Björn",        "bjorn" },
        { "a letter of its own",                "Łódź",         "lodz" },
        { "Cyrillic letters among Latin ones",  "Mіѕѕ Аnn",     "miss ann" },
        { "another script",                     "王小姐",        "王小姐" },
        { "no UTF-8",                           "M\xfc",        "m\xfc" },
        { "nothing",                            "",             "" },
    };
    ARENA_SCOPE     arena   = { 0 };
    struct unicode *unicode = unicode_open();

    FOR_EACH_CASE(c, cases)
        CHECK_STR(look_plain(unicode, &arena, str_of(c->text)), str_of(c->plain));
    unicode_close(unicode);
}

TEST(look)
{
    static const struct { const char *name, *a, *b; bool strict, wide; } cases[] = {
        { "equal but for capitals",       "Example",      "eXAMPLE",               true,  true  },
        { "rn reads as m",                "exarnple",     "example",               true,  true  },
        { "vv reads as w",                "northvvind",   "northwind",             true,  true  },
        { "zero reads as o",              "n0rthwind",    "northwind",             true,  true  },
        { "one reads as l",               "paypa1",       "paypal",                true,  true  },
        { "cl reads as d",                "northwincl",   "northwind",             false, true  },
        { "c1 reads as d",                "northwinc1",   "northwind",             false, true  },
        { "i reads as l",                 "paypai",       "paypal",                false, true  },
        { "a hyphen is overlooked",       "north-wind",   "northwind",             false, true  },
        { "Cyrillic o and a",             "n\xd0\xbertwind", "nortwind",           true,  true  },
        { "all of it Cyrillic",           "\xd1\x80\xd0\xb0\xd1\x83\xd1\x80\xd0\xb0\xd3\x8f", "paypal", false, true },
        { "an accent",                    "n\xc3\xb6rthwind", "northwind",         true,  true  },
        { "another word",                 "northwand",    "northwind",             false, false },
    };
    ARENA_SCOPE           arena   = { 0 };
    const struct unicode *unicode = fixture_libraries().unicode;

    FOR_EACH_CASE(c, cases) {
        str a = look_plain(unicode, &arena, str_of(c->a)), b = look_plain(unicode, &arena, str_of(c->b));

        CHECK_EQ(str_equal(look_seen(&arena, a, LOOK_STRICT), look_seen(&arena, b, LOOK_STRICT)), c->strict);
        CHECK_EQ(str_equal(look_seen(&arena, a, LOOK_WIDE), look_seen(&arena, b, LOOK_WIDE)), c->wide);
    }
}
