#include "detect/file/name.h"

#include <assert.h>

#include "base/ascii.h"
#include "base/unicode.h"
#include "detect/text.h"

static const char *const sign_names[] = { "double-ending", "bidi", "padded", "controls", "long", "trimmed", "stream" };

static_assert(1 << (ARRAY_LEN(sign_names) - 1) == FILE_NAME_STREAM, "a name for each sign");

const char *file_name_sign_name(enum file_name_sign sign)
{
    return sign_names[__builtin_ctz((unsigned)sign)];
}

static bool is_space(uint32_t c)
{
    return c == ' ' || c == '\t' || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 ||
           c == 0x202f || c == 0x205f || c == 0x2800 || c == 0x3000 || c == 0x3164;
}

/* Letters that are not drawn. Programs that clean a name before they write it to disk take them away. */
static bool is_invisible(uint32_t c)
{
    return c == 0xad || (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x2069) || c == 0xfeff ||
           (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0000 && c <= 0xe007f);
}

/* Blanks and dots, which Windows drops, and what no file name there may hold. */
static bool is_dropped_at_end(uint32_t c)
{
    return c == '.' || c == '"' || c == '<' || c == '>' || c == '|' || c == '?' || c == '*' || c == '/' || c == '\\' || is_space(c) ||
           is_invisible(c) || c < 0x20;
}

/* The length of name without what systems and programs take away at its end. */
static size_t kept_length(str name)
{
    size_t   kept = 0;
    str      rest = name;
    uint32_t c;

    while (text_next_character(&rest, &c))
        if (!is_dropped_at_end(c))
            kept = name.len - rest.len;
    return kept;
}

static bool has_control(str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (ascii_is_control(name.ptr[i]))
            return true;
    return false;
}

static size_t count_characters(str name)
{
    size_t   count = 0;
    uint32_t c;

    while (text_next_character(&name, &c))
        count++;
    return count;
}

static bool is_padded(str name)
{
    size_t   run = 0;
    uint32_t c;

    while (text_next_character(&name, &c)) {
        if (is_space(c) || is_invisible(c)) {
            run++;
            continue;
        }
        if (run >= FILE_NAME_PADDING_MIN)
            return true;
        run = 0;
    }
    return false;
}

/* The last piece that is not empty. */
static str without_folder(str name)
{
    size_t end = name.len;

    while (end > 0 && (name.ptr[end - 1] == '/' || name.ptr[end - 1] == '\\'))
        end--;
    for (size_t i = end; i > 0; i--)
        if (name.ptr[i - 1] == '/' || name.ptr[i - 1] == '\\')
            return str_from(name, i);
    return name;
}

/* Moves the last ending out of *name, in lower case without blanks and what is invisible. */
static str take_ending(struct arena *arena, str *name)
{
    ptrdiff_t dot = str_rfind_char(*name, '.');

    if (dot == STR_NOT_FOUND)
        return (str){ 0 };

    str      rest = str_from(*name, (size_t)dot + 1);
    char    *out  = arena_octets(arena, FILE_ENDING_MAX_OCTETS);
    size_t   len  = 0;
    uint32_t c;

    *name = str_slice(*name, 0, (size_t)dot);
    while (text_next_character(&rest, &c)) {
        if (is_space(c) || is_invisible(c))
            continue;
        if (c >= 0x7f || len == FILE_ENDING_MAX_OCTETS)
            return (str){ 0 };
        out[len++] = ascii_lower((char)c);
    }
    return (str){ out, len };
}

static bool looks_harmless(enum file_class class)
{
    return (class >= FILE_CLASS_TEXT && class <= FILE_CLASS_VIDEO) || class == FILE_CLASS_DOCUMENT;
}

/* "report.pdf.zip" and "data.tar.gz" are packed, not hidden; a page is hidden behind a document, not behind a text. */
static bool hides(enum file_class inner, enum file_class outer)
{
    if (outer == FILE_CLASS_PAGE)
        return inner == FILE_CLASS_DOCUMENT;
    return looks_harmless(inner) && outer >= FILE_CLASS_DISK_IMAGE;
}

static struct file_name read_ending(struct arena *arena, str name)
{
    str              rest   = str_slice(name, 0, kept_length(name));
    struct file_name result = { .ending = take_ending(arena, &rest) };

    result.type = file_type_by_ending(result.ending);

    str inner = take_ending(arena, &(str){ rest.ptr, kept_length(rest) });

    if (hides(file_type_class(file_type_by_ending(inner)), file_type_class(result.type)))
        result.signs |= FILE_NAME_DOUBLE;
    return result;
}

struct file_name file_name_read(struct arena *arena, str name)
{
    str              file   = without_folder(name);
    ptrdiff_t        colon  = str_find_char(file, ':');
    struct file_name result = read_ending(arena, file);

    if (kept_length(file) < file.len)
        result.signs |= FILE_NAME_TRIMMED;
    if (colon > 0) {
        struct file_name before = read_ending(arena, str_slice(file, 0, (size_t)colon));

        if (file_type_class(before.type) > file_type_class(result.type)) {
            before.signs |= result.signs | FILE_NAME_STREAM;
            result = before;
        }
    }
    if (unicode_has_bidi_control(file))
        result.signs |= FILE_NAME_BIDI;
    if (is_padded(file))
        result.signs |= FILE_NAME_PADDED;
    if (has_control(file))
        result.signs |= FILE_NAME_CONTROLS;
    if (count_characters(name) > FILE_NAME_SHOWN_MAX)
        result.signs |= FILE_NAME_LONG;
    return result;
}
