#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "base/eight.h"

enum { ARENA_CHUNK_OCTETS = 8192, ARENA_ALIGNMENT = alignof(max_align_t) };

struct arena_chunk {
    struct arena_chunk *older;
    max_align_t         room[];
};

/* Under the address sanitizer each item gets a malloc of its own, so that an overrun shows. */
#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ITEM_BY_ITEM 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ITEM_BY_ITEM 1
#endif
#endif
#ifndef ARENA_ITEM_BY_ITEM
#define ARENA_ITEM_BY_ITEM 0
#endif

static struct arena_chunk *new_chunk(size_t room)
{
    struct arena_chunk *chunk = malloc(sizeof *chunk + room);

    ASSERT(chunk != NULL);              /* the system ran dry: see arena.h */
    return chunk;
}

static char *take(struct arena *arena, size_t size, size_t alignment)
{
    ASSERT(size < PTRDIFF_MAX / 2);
    arena->used += size;

    uintptr_t at = ((uintptr_t)arena->next + alignment - 1) & ~(uintptr_t)(alignment - 1);

    if (!ARENA_ITEM_BY_ITEM && arena->next != NULL && at <= (uintptr_t)arena->end && size <= (uintptr_t)arena->end - at) {
        arena->next = (char *)at + size;
        return (char *)at;
    }

    /* A large item gets a chunk of its own behind the newest, whose room stays in use. */
    bool                own_chunk = ARENA_ITEM_BY_ITEM || size > ARENA_CHUNK_OCTETS / 4;
    struct arena_chunk *chunk     = new_chunk(own_chunk ? size : ARENA_CHUNK_OCTETS);

    if (own_chunk && arena->chunk != NULL) {
        chunk->older        = arena->chunk->older;
        arena->chunk->older = chunk;
        return (char *)chunk->room;
    }
    chunk->older = arena->chunk;
    arena->chunk = chunk;
    arena->next  = (char *)chunk->room + size;
    arena->end   = (char *)chunk->room + (own_chunk ? size : ARENA_CHUNK_OCTETS);
    return (char *)chunk->room;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    return memset(take(arena, size, ARENA_ALIGNMENT), 0, size);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    size_t total;

    ASSERT(!__builtin_mul_overflow(count, size, &total));
    return arena_alloc(arena, total);
}

char *arena_octets(struct arena *arena, size_t size)
{
    return take(arena, size, 1);
}

void *arena_push(struct arena *arena, void *list_pointer, size_t count, size_t *capacity, size_t size)
{
    char *list;

    memcpy(&list, list_pointer, sizeof list);
    if (count == *capacity) {
        size_t grown    = *capacity == 0 ? 8 : *capacity * 2;
        char  *new_list = arena_array(arena, grown, size);

        if (count > 0)
            memcpy(new_list, list, count * size);
        memcpy(list_pointer, &new_list, sizeof new_list);
        *capacity = grown;
        list      = new_list;
    }
    return list + count * size;
}

str arena_str(struct arena *arena, str s)
{
    if (s.len == 0)
        return (str){ 0 };
    return (str){ memcpy(arena_octets(arena, s.len), s.ptr, s.len), s.len };
}

const char *arena_cstr(struct arena *arena, str s)
{
    char *copy = arena_octets(arena, s.len + 1);

    if (s.len > 0)
        memcpy(copy, s.ptr, s.len);
    copy[s.len] = '\0';
    return copy;
}

str arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args, again;
    size_t  room = ARENA_ITEM_BY_ITEM || arena->next == NULL ? 0 : (size_t)(arena->end - arena->next);

    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(arena->next, room, format, args);       /* it mostly fits where it will stand */

    ASSERT(len >= 0);
    char *text = arena_octets(arena, (size_t)len + 1);

    if ((size_t)len >= room)
        vsnprintf(text, (size_t)len + 1, format, again);
    va_end(again);
    va_end(args);
    return (str){ text, (size_t)len };
}

static void lower_into(char *out, str s)
{
    size_t i = 0;

    for (; i + 8 <= s.len; i += 8)
        eight_store(out + i, eight_lower(eight_load(s.ptr + i)));
    for (; i < s.len; i++)
        out[i] = ascii_lower(s.ptr[i]);
}

str arena_lower(struct arena *arena, str s)
{
    size_t i = 0;

    while (i < s.len && !ascii_is_upper(s.ptr[i]))
        i++;
    if (i == s.len)
        return s;
    char *copy = arena_octets(arena, s.len);

    lower_into(copy, s);
    return (str){ copy, s.len };
}

/* C1 controls, the marks and embeddings of bidirectional text (UAX #9), line and paragraph separators. */
static bool is_unprintable(str c)
{
    static const struct { const char *first, *last; } ranges[] = {
        { "\xc2\x80", "\xc2\x9f" }, { "\xd8\x9c", "\xd8\x9c" }, { "\xe2\x80\x8e", "\xe2\x80\x8f" },
        { "\xe2\x80\xa8", "\xe2\x80\xae" }, { "\xe2\x81\xa6", "\xe2\x81\xa9" },
    };

    if (c.len == 1)
        return ascii_is_control(c.ptr[0]);
    for (size_t i = 0; i < ARRAY_LEN(ranges); i++)
        if (c.len == strlen(ranges[i].first) && memcmp(c.ptr, ranges[i].first, c.len) >= 0 &&
            memcmp(c.ptr, ranges[i].last, c.len) <= 0)
            return true;
    return false;
}

str arena_join(struct arena *arena, const str *items, size_t count, str between)
{
    size_t len = count > 1 ? (count - 1) * between.len : 0, used = 0;

    for (size_t i = 0; i < count; i++)
        len += items[i].len;
    char *text = arena_octets(arena, len);

    for (size_t i = 0; i < count; i++) {
        const str pieces[] = { i > 0 ? between : (str){ 0 }, items[i] };

        for (size_t p = 0; p < ARRAY_LEN(pieces); p++) {
            if (pieces[p].len > 0)
                memcpy(text + used, pieces[p].ptr, pieces[p].len);
            used += pieces[p].len;
        }
    }
    return (str){ text, len };
}

str arena_printable(struct arena *arena, str s)
{
    char  *copy = arena_octets(arena, s.len);
    size_t used = 0;

    for (size_t i = 0; i < s.len; ) {
        size_t len = str_utf8_sequence(str_from(s, i));

        if (len == 0 || is_unprintable(str_slice(s, i, i + len))) {
            copy[used++] = '?';
        } else {
            memcpy(copy + used, s.ptr + i, len);
            used += len;
        }
        i += len == 0 ? 1 : len;
    }
    return (str){ copy, used };
}

static bool breaks_line(char c) { return c == '\r' || c == '\n' || c == '\t'; }

str arena_printable_line(struct arena *arena, str s)
{
    char  *copy = arena_octets(arena, s.len);
    size_t used = 0;

    for (size_t i = 0; i < s.len; i++)
        if (!breaks_line(s.ptr[i]))
            copy[used++] = s.ptr[i];
        else if (used > 0 && copy[used - 1] != ' ')
            copy[used++] = ' ';
    return arena_printable(arena, (str){ copy, used });
}

void arena_free(struct arena *arena)
{
    for (struct arena_chunk *chunk = arena->chunk, *older; chunk != NULL; chunk = older) {
        older = chunk->older;
        free(chunk);
    }
    *arena = (struct arena){ 0 };
}
