#include "base/arena.h"

#include "base/ascii.h"
#include "unit.h"

TEST(arena_join)
{
    static const struct { const char *name; str items[3]; size_t count; const char *want; } cases[] = {
        { "nothing",                        { { 0 } },                                              0, "" },
        { "one item has nothing between",   { STR_INIT("a") },                                      1, "a" },
        { "several",                        { STR_INIT("a"), STR_INIT("bc"), STR_INIT("d") },       3, "a, bc, d" },
        { "empty items count",              { STR_INIT(""), STR_INIT("b"), STR_INIT("") },          3, ", b, " },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };

        CHECK_CSTR(arena_join(&arena, c->items, c->count, STR(", ")), c->want);
    }
}

TEST(arena_lower)
{
    char octets[256 + 9], want[sizeof octets];

    for (size_t i = 0; i < sizeof octets; i++) {
        octets[i] = (char)i;
        want[i]   = ascii_lower((char)i);
    }
    for (size_t from = 0; from < 9; from++) {
        ARENA_SCOPE arena = { 0 };

        CHECK_STR(arena_lower(&arena, (str){ octets + from, sizeof octets - from }), ((str){ want + from, sizeof want - from }));
    }
}
