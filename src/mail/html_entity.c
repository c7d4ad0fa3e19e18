#include "mail/html_entity.h"

static const struct { str name, value; } entities[] = {
#define ENTITY(name, value) { STR_INIT(name), STR_INIT(value) },
#include "mail/html_entities.def"
#undef ENTITY
};

enum { COUNT = sizeof entities / sizeof *entities };

/* The octet of a name at this place; -1 behind its end, which comes before any octet. */
static int octet_at(size_t entity, size_t place)
{
    return place < entities[entity].name.len ? (unsigned char)entities[entity].name.ptr[place] : -1;
}

/* The first entity of [from, to) whose octet at this place is at least octet: they agree in all places before. */
static size_t first_from(size_t from, size_t to, size_t place, int octet)
{
    while (from < to) {
        size_t middle = from + (to - from) / 2;

        if (octet_at(middle, place) < octet)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

/* Octet by octet the names that could still be meant grow fewer. A name that is whole stands first among those that go on. */
bool html_entity_find(str text, str *name, str *value)
{
    size_t from = 0, to = COUNT;
    bool   found = false;

    for (size_t place = 0; place < text.len && from < to; place++) {
        int octet = (unsigned char)text.ptr[place];

        from = first_from(from, to, place, octet);
        to   = first_from(from, to, place, octet + 1);
        if (from < to && entities[from].name.len == place + 1) {
            *name  = entities[from].name;
            *value = entities[from].value;
            found  = true;
        }
    }
    return found;
}
