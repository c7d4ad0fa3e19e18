#include "gateway/own_names.h"

/* A name with letters beyond ASCII is written in two ways, and both are ours (RFC 8601 §5). */
static size_t add_name(str *names, size_t count, str name, const struct unicode *unicode, struct arena *arena)
{
    str ascii, display = unicode_domain_to_display(unicode, arena, name);

    names[count++] = name;
    if (!str_equal(display, name))
        names[count++] = display;
    else if (str_has_8bit(name) && unicode_domain_to_ascii(unicode, arena, name, &ascii))
        names[count++] = ascii;
    return count;
}

struct own_names own_names_of(const struct engine *engine, struct arena *arena)
{
    const struct config *config = engine->config;
    str                 *names  = ARENA_ARRAY(arena, str, 2 * (config->authserv_alias_count + 2));
    size_t               count  = add_name(names, 0, config->authserv_id, engine->unicode, arena);

    for (size_t i = 0; i < config->authserv_alias_count; i++)
        count = add_name(names, count, config->authserv_aliases[i], engine->unicode, arena);
    return (struct own_names){ names, add_name(names, count, config->hostname, engine->unicode, arena) };
}
