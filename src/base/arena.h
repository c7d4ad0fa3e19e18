/* Memory by lifetime: a connection has an arena, each transaction has its own, and each is dropped whole.
 *
 * Allocation never returns NULL. Sizes are bounded where octets enter; if the system itself runs dry the
 * process stops, and every sender still owns what it sent. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/str.h"

struct arena_chunk;

/* The zero value is an empty arena: it costs nothing until its first use. */
struct arena {
    struct arena_chunk *chunk;          /* newest first */
    char               *next, *end;     /* the free room in the newest chunk */
    size_t              used;           /* octets handed out, for budgets */
};

#define ARENA_SCOPE CLEANUP(arena_free) struct arena

/* Zeroed, aligned for any type. */
RETURNS_NONNULL void *arena_alloc(struct arena *arena, size_t size);
/* count * size, and an overflow of the product is a bug. */
RETURNS_NONNULL void *arena_array(struct arena *arena, size_t count, size_t size);
#define ARENA_NEW(arena, type)          ((type *)arena_alloc(arena, sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_array(arena, count, sizeof(type)))
/* Unaligned and not zeroed, for octets. */
RETURNS_NONNULL char *arena_octets(struct arena *arena, size_t size);

/* Grows a list by doubling: returns where element number count lives. *capacity starts at 0. */
RETURNS_NONNULL void *arena_push(struct arena *arena, void *list_pointer, size_t count, size_t *capacity, size_t size);
#define ARENA_PUSH(arena, list, count, capacity) \
    ((__typeof__(list))arena_push(arena, &(list), count, capacity, sizeof *(list)))

str         arena_str(struct arena *arena, str s);                      /* a copy */
const char *arena_cstr(struct arena *arena, str s);                     /* a NUL-terminated copy */
str         arena_printf(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);
str         arena_lower(struct arena *arena, str s);                    /* s itself if nothing is to change */
/* The items one after the other, with between between them; linear in what comes out. */
str         arena_join(struct arena *arena, const str *items, size_t count, str between);
/* A copy with "?" for each control character, each that turns the direction of text, and each octet that is no UTF-8:
 * what a stranger wrote must neither move the cursor of a terminal nor the words around it. */
str         arena_printable(struct arena *arena, str s);
/* The same with a blank for each run of line ends and tabs: a text of several lines, shown on one. */
str         arena_printable_line(struct arena *arena, str s);

void arena_free(struct arena *arena);           /* back to the zero value */

#endif
