#include "mail/header.h"

#include <assert.h>

#include "base/ascii.h"
#include "mail/line.h"

enum { LINE_MAX_OCTETS = 998 };         /* RFC 5322 §2.1.1, without the CRLF */

static unsigned line_flaws(str line)
{
    unsigned flaws = line.len > LINE_MAX_OCTETS ? HEADER_LONG_LINE : 0;

    for (size_t i = 0; i < line.len; i++) {
        char c = line.ptr[i];

        if (ascii_is_vchar(c))
            continue;
        if (c == '\r' || c == '\n')     /* of those that end lines none is left in here */
            flaws |= HEADER_BARE_CR_OR_LF;
        else if (c == '\0')
            flaws |= HEADER_NUL;
        else if (ascii_is_8bit(c))
            flaws |= HEADER_8BIT;
    }
    return flaws;
}

static bool is_blank_line(str line)
{
    for (size_t i = 0; i < line.len; i++)
        if (!ascii_is_wsp(line.ptr[i]))
            return false;
    return true;
}

static bool is_field_name(str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (!ascii_is_vchar(name.ptr[i]))
            return false;
    return name.len > 0;
}

static struct header begin_field(str line)
{
    struct header h     = { .flaws = line_flaws(line) };
    ptrdiff_t     colon = str_find_char(line, ':');

    if (colon == STR_NOT_FOUND) {
        h.flaws |= HEADER_NO_COLON;
        h.value = line;
        return h;
    }
    h.name  = str_slice(line, 0, (size_t)colon);
    h.value = str_from(line, (size_t)colon + 1);
    while (h.name.len > 0 && ascii_is_wsp(h.name.ptr[h.name.len - 1])) {
        h.name.len--;
        h.flaws |= HEADER_BLANK_BEFORE_COLON;
    }
    if (!is_field_name(h.name))
        h.flaws |= HEADER_BAD_NAME;
    return h;
}

static void add_field(struct header_list *list, struct arena *arena, size_t *capacity, struct header h,
                      const struct header_limits *limits)
{
    if ((size_t)(h.field.ptr - list->block.ptr) + h.field.len > limits->octets)
        list->overflow = HEADER_TOO_LARGE;
    else if (list->count >= limits->fields)
        list->overflow = HEADER_TOO_MANY_FIELDS;
    if (list->overflow != HEADER_WITHIN_LIMITS)
        return;

    if ((h.flaws & HEADER_8BIT) && !str_is_utf8(h.value))
        h.flaws |= HEADER_BAD_UTF8;
    list->flaws |= h.flaws;
    *ARENA_PUSH(arena, list->fields, list->count, capacity) = h;
    list->count++;
}

void header_parse(struct header_list *list, struct arena *arena, str octets, bool lf_too,
                  const struct header_limits *limits)
{
    struct header field    = { 0 };
    size_t        capacity = 0, at = 0;

    *list = (struct header_list){ .block = { octets.ptr, 0 } };
    while (at < octets.len) {
        struct line line = line_at(octets, at, lf_too);

        if (line.text.len == 0) {
            list->has_end = true;
            break;
        }
        /* White space at the very top continues nothing: begin_field finds the bad name. */
        if (at > 0 && ascii_is_wsp(line.text.ptr[0])) {
            field.flaws |= line_flaws(line.text) | (is_blank_line(line.text) ? HEADER_BLANK_FOLD : 0);
            field.value.len = (size_t)(line.text.ptr + line.text.len - field.value.ptr);
        } else {
            if (at > 0)
                add_field(list, arena, &capacity, field, limits);
            field           = begin_field(line.text);
            field.field.ptr = line.text.ptr;
        }
        field.field.len = (size_t)(octets.ptr + line.next - field.field.ptr);
        at              = line.next;
    }
    if (at > 0)
        add_field(list, arena, &capacity, field, limits);
    list->block   = (str){ octets.ptr, at };
    list->body_at = list->has_end ? line_at(octets, at, lf_too).next : at;
}

struct header_walk header_walk_up(const struct header_list *list, str name)
{
    return (struct header_walk){ .list = list, .name = name, .next = list->count, .up = true };
}

struct header_walk header_walk_down(const struct header_list *list, str name)
{
    return (struct header_walk){ .list = list, .name = name };
}

const struct header *header_next(struct header_walk *walk)
{
    while (walk->up ? walk->next > 0 : walk->next < walk->list->count) {
        const struct header *h = &walk->list->fields[walk->up ? --walk->next : walk->next++];

        if (str_equal_nocase(h->name, walk->name))
            return h;
    }
    return NULL;
}

const struct header *header_find(const struct header_list *list, str name)
{
    struct header_walk walk = header_walk_down(list, name);

    return header_next(&walk);
}

size_t header_count(const struct header_list *list, str name)
{
    struct header_walk walk  = header_walk_down(list, name);
    size_t             count = 0;

    while (header_next(&walk) != NULL)
        count++;
    return count;
}

str header_unfold(struct arena *arena, const struct header *h)
{
    str value = str_trim(h->value);

    if (!str_has_char(value, '\n'))
        return value;

    char  *line = arena_octets(arena, value.len);
    size_t len = 0;

    for (str rest = value, piece; str_cut(&rest, '\n', &piece); ) {
        bool fold = rest.len > 0 && ascii_is_wsp(rest.ptr[0]);

        if (fold && piece.len > 0 && piece.ptr[piece.len - 1] == '\r')
            piece.len--;
        memcpy(line + len, piece.ptr, piece.len);
        len += piece.len;
        if (!fold && rest.len > 0)      /* a bare LF folds nothing: it stays for the reader to object to */
            line[len++] = '\n';
    }
    return (str){ line, len };
}

static const char *const flaw_names[] = {
    "blank-before-colon", "no-colon", "bad-name", "bare-cr-or-lf", "nul", "8bit", "bad-utf8", "blank-fold", "long-line",
};

static_assert(1 << (ARRAY_LEN(flaw_names) - 1) == HEADER_LONG_LINE, "a name for each flaw");

const char *header_flaw_name(enum header_flaw flaw)
{
    return flaw_names[__builtin_ctz((unsigned)flaw)];
}
