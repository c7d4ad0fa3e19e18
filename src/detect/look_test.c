#include "detect/look.h"

#include "facts_fixture.h"
#include "unit.h"

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
