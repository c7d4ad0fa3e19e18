#include "base/mistake.h"

#include "unit.h"

TEST(mistake_at)
{
    static const struct { const char *name, *file; size_t line; const char *want; } cases[] = {
        { "in a line",              "mine.model",         12, "mine.model:12: a number is expected" },
        { "in the file as a whole", "mine.model",         0,  "mine.model: a number is expected" },
        { "in one with a path",     "/etc/gatepost/list", 1,  "/etc/gatepost/list:1: a number is expected" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };

        CHECK_CSTR(mistake_at(&arena, str_of(c->file), c->line, STR("a number is expected")), c->want);
    }
}
