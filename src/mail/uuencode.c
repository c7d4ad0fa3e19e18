#include "mail/uuencode.h"

#include "base/ascii.h"
#include "mail/line.h"

enum { LINE_OCTETS_MAX = 45, MODE_DIGITS_MIN = 3, MODE_DIGITS_MAX = 4 };

/* A blank or a grave accent is 0, "_" is 63. */
static bool is_code(char c)
{
    return c >= ' ' && c <= '`';
}

static unsigned value_of(char c)
{
    return (unsigned)(c - ' ') & 63;
}

/* The octets that a line says it holds, if it is long enough for them; mail takes blanks away at the end of lines. */
static bool is_line(str line, size_t *octets)
{
    if (line.len == 0 || !is_code(line.ptr[0]))
        return false;
    *octets = value_of(line.ptr[0]);

    size_t characters = (*octets + 2) / 3 * 4;

    for (size_t i = 1; i < line.len; i++)
        if (!is_code(line.ptr[i]))
            return false;
    return *octets > 0 && *octets <= LINE_OCTETS_MAX && line.len - 1 <= characters + 1 && (line.len - 1) * 2 >= characters;
}

static unsigned code_at(str line, size_t i)
{
    return i < line.len ? value_of(line.ptr[i]) : 0;
}

static size_t decode_line(str line, size_t octets, char *out)
{
    size_t len = 0;

    for (size_t i = 1; len < octets; i += 4) {
        uint32_t bits = code_at(line, i) << 18 | code_at(line, i + 1) << 12 | code_at(line, i + 2) << 6 | code_at(line, i + 3);

        for (int shift = 16; shift >= 0 && len < octets; shift -= 8)
            out[len++] = (char)(bits >> shift);
    }
    return len;
}

/* "begin 644 NAME" */
static bool is_begin(str line, str *name)
{
    size_t digits = 0;

    if (!str_skip_prefix(&line, STR("begin ")))
        return false;
    while (digits < line.len && line.ptr[digits] >= '0' && line.ptr[digits] <= '7')
        digits++;
    if (digits < MODE_DIGITS_MIN || digits > MODE_DIGITS_MAX || digits == line.len || line.ptr[digits] != ' ')
        return false;
    *name = str_trim(str_from(line, digits));
    return name->len > 0;
}

/* Moves past the lines of a file. False if there is not even one: people write "begin 100 days ago". */
static bool take_lines(str *text, struct uuencoded *file)
{
    size_t at = 0, octets;

    file->octets = 0;
    while (at < text->len) {
        struct line line = line_at(*text, at, true);

        if (!is_line(line.text, &octets))
            break;
        file->octets += octets;
        at = line.next;
    }
    file->lines = str_slice(*text, 0, at);
    *text       = str_from(*text, at);
    return file->octets > 0;
}

/* A line of no octets, whose one character may be lost, and "end". */
static void skip_end(str *text)
{
    struct line line = line_at(*text, 0, true);

    if (line.text.len == 0 || str_equal(line.text, STR("`")) || str_equal(line.text, STR(" ")))
        line = line_at(*text, line.next, true);
    if (str_equal(str_trim_right(line.text), STR("end")))
        *text = str_from(*text, line.next);
}

/* At least enough octets of lines that all hold some, if there are so many. */
static str decode(struct arena *arena, const struct uuencoded *file, size_t enough)
{
    char  *out = arena_octets(arena, file->octets < enough ? file->octets : enough + LINE_OCTETS_MAX);
    size_t len = 0;

    for (size_t at = 0, octets; at < file->lines.len && len < enough;) {
        struct line line = line_at(file->lines, at, true);

        if (is_line(line.text, &octets))
            len += decode_line(line.text, octets, out + len);
        at = line.next;
    }
    return (str){ out, len };
}

str uuencode_decode(struct arena *arena, const struct uuencoded *file)
{
    return decode(arena, file, file->octets);
}

bool uuencode_next(str *text, struct arena *arena, struct uuencoded *file)
{
    for (ptrdiff_t at; (at = str_find(*text, STR("begin "))) != STR_NOT_FOUND;) {
        if (at > 0 && text->ptr[at - 1] != '\n') {      /* not at the start of a line */
            *text = str_from(*text, (size_t)at + 1);
            continue;
        }

        struct line line = line_at(*text, (size_t)at, true);

        *text = str_from(*text, line.next);
        if (is_begin(line.text, &file->name) && take_lines(text, file)) {
            skip_end(text);
            file->head = decode(arena, file, UUENCODE_HEAD_OCTETS);
            return true;
        }
    }
    *text = (str){ 0 };
    return false;
}
