#include "base/mistake.h"

str mistake_at(struct arena *arena, str file, size_t line, str what)
{
    if (line == 0)
        return arena_printf(arena, "%.*s: %.*s", STR_ARG(file), STR_ARG(what));
    return arena_printf(arena, "%.*s:%zu: %.*s", STR_ARG(file), line, STR_ARG(what));
}
