#include "auth/dkim/restore.h"

#include "base/ascii.h"

/* ---- a footer under a text ---- */

enum { SEPARATOR_MIN_OCTETS = 8 };      /* of a line drawn by one character; Mailman draws 47 "_" */

/* "-- ", the sign of signatures (RFC 3676 §4.3), or a line of one character. */
static bool is_separator(str line)
{
    line = str_trim_right(line);
    if (str_equal(line, STR("--")))
        return true;
    if (line.len < SEPARATOR_MIN_OCTETS || !str_has_char(STR("_-=*~#"), line.ptr[0]))
        return false;
    for (size_t i = 1; i < line.len; i++)
        if (line.ptr[i] != line.ptr[0])
            return false;
    return true;
}

/* Moves the last line out of *text, with its line end; false once nothing is left. */
static bool cut_last_line(str *text, str *line)
{
    if (text->len == 0)
        return false;
    ptrdiff_t end   = str_rfind_char(str_slice(*text, 0, text->len - 1), '\n');
    size_t    start = end == STR_NOT_FOUND ? 0 : (size_t)end + 1;

    *line = str_from(*text, start);
    *text = str_slice(*text, 0, start);
    return true;
}

/* From the last separator up, since a footer may be drawn with one at its end, too. */
static size_t without_footer(str body, struct dkim_restored restored[DKIM_RESTORED_MAX])
{
    size_t count = 0;
    str    rest  = body, line;

    while (count < DKIM_RESTORED_MAX && body.len - rest.len < DKIM_FOOTER_MAX_OCTETS && cut_last_line(&rest, &line))
        if (is_separator(line))
            restored[count++] = (struct dkim_restored){ DKIM_FOOTER_ADDED, { rest }, NULL };
    return count;
}

/* ---- a part at the end of a multipart ---- */

static bool is_text(const struct part *part)
{
    return str_equal(part->type, STR("text")) && part->first_child == NULL && part->raw.len <= DKIM_FOOTER_MAX_OCTETS;
}

static bool is_mixed(const struct part *part)
{
    return str_equal(part->type, STR("multipart")) && str_equal(part->subtype, STR("mixed"));
}

/* The line above at, without its line end, if it is the delimiter of a part. */
static bool delimiter_above(str body, size_t at, str boundary, size_t *start)
{
    str rest = str_slice(body, 0, at), line;

    if (!cut_last_line(&rest, &line) || !str_skip_prefix(&line, STR("--")) || !str_skip_prefix(&line, boundary) ||
        str_trim(line).len > 0)
        return false;
    *start = rest.len;
    return true;
}

/* From the delimiter of the last part to the one that closes the multipart. */
static size_t without_last_part(str body, const struct part *last, str boundary, struct dkim_restored *restored)
{
    str    header = last->headers.block;
    size_t start, end = (size_t)(last->raw.ptr - body.ptr) + last->raw.len;

    if (header.len == 0 || last->raw.len == 0 ||
        !delimiter_above(body, (size_t)(header.ptr - body.ptr), boundary, &start))
        return 0;
    str rest = str_from(body, end);

    if (!str_skip_prefix(&rest, STR("\r\n")) || !str_starts(rest, STR("--")) ||
        !str_starts(str_from(rest, 2), boundary))
        return 0;
    *restored = (struct dkim_restored){ DKIM_PART_ADDED, { str_slice(body, 0, start), rest }, NULL };
    return 1;
}

/* Where the message was no multipart/mixed a list makes it the first part of one, its Content- fields with it. */
static struct dkim_restored unwrapped(const struct part *first)
{
    return (struct dkim_restored){ DKIM_WRAPPED, { first->raw }, first };
}

static size_t without_part(const struct message *message, struct dkim_restored restored[DKIM_RESTORED_MAX])
{
    const struct part *first = message->root->first_child, *last = first;
    const str         *boundary = mime_parameter(message->root, STR("boundary"));

    if (first == NULL || first->next_sibling == NULL || boundary == NULL || boundary->len == 0)
        return 0;
    while (last->next_sibling != NULL)
        last = last->next_sibling;
    if (!is_text(last))
        return 0;
    size_t count = without_last_part(message->body, last, *boundary, restored);

    if (first->next_sibling == last)
        restored[count++] = unwrapped(first);
    return count;
}

size_t dkim_restore_bodies(const struct message *message, struct dkim_restored restored[DKIM_RESTORED_MAX])
{
    const struct part *root = message->root;

    if (root == NULL)
        return 0;
    if (is_mixed(root))
        return without_part(message, restored);
    /* Under base64 a list has written the whole anew, and what it was cannot be known. */
    return root->first_child == NULL && root->encoding != MIME_BASE64 ? without_footer(message->body, restored) : 0;
}

/* ---- the subject ---- */

static size_t skip_blanks(str s, size_t at)
{
    while (at < s.len && ascii_is_blank(s.ptr[at]))
        at++;
    return at;
}

/* Past "Re:", "AW:" and their like: a word of up to four letters and its colon. */
static size_t skip_reply_word(str s, size_t at)
{
    size_t end = at;

    while (end < s.len && end - at < 4 && ascii_is_alpha(s.ptr[end]))
        end++;
    return end > at && end < s.len && s.ptr[end] == ':' ? skip_blanks(s, end + 1) : at;
}

bool dkim_restore_subject(struct arena *arena, const struct header *subject, struct header *restored)
{
    str       value = subject->value;
    size_t    start = skip_reply_word(value, skip_blanks(value, 0));
    ptrdiff_t end   = str_find_char(str_from(value, start), ']');

    if (end < 2 || end >= DKIM_TAG_MAX_OCTETS || value.ptr[start] != '[')
        return false;
    size_t prefix = (size_t)(value.ptr - subject->field.ptr);
    size_t after  = skip_blanks(value, start + (size_t)end + 1);

    *restored       = *subject;
    restored->field = arena_printf(arena, "%.*s%.*s\r\n", (int)(prefix + start), subject->field.ptr,
                                   STR_ARG(str_from(value, after)));
    restored->value = str_slice(restored->field, prefix, restored->field.len - 2);
    restored->name  = str_slice(restored->field, 0, subject->name.len);
    return true;
}
