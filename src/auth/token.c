#include "auth/token.h"

#include "base/ascii.h"

/* ---- reading ---- */

/* Nested comments are counted, not descended into. */
bool token_skip_cfws(str *s)
{
    size_t depth = 0;

    while (s->len > 0) {
        char c = s->ptr[0];

        if (c == '(') {
            depth++;
        } else if (c == ')' && depth > 0) {
            depth--;
        } else if (c == '\\' && depth > 0 && s->len > 1) {
            *s = str_from(*s, 1);
        } else if (depth == 0 && !ascii_is_wsp(c) && c != '\r' && c != '\n') {
            return true;
        }
        *s = str_from(*s, 1);
    }
    return depth == 0;
}

bool token_take_char(str *s, char c)
{
    if (s->len == 0 || s->ptr[0] != c)
        return false;
    *s = str_from(*s, 1);
    return true;
}

str token_take_while(str *s, bool (*belongs)(char c))
{
    size_t len = 0;

    while (len < s->len && belongs(s->ptr[len]))
        len++;
    str taken = str_slice(*s, 0, len);

    *s = str_from(*s, len);
    return taken;
}

bool token_has_char(char c)
{
    return ascii_is_8bit(c) || (ascii_is_vchar(c) && !str_has_char(STR("()<>@,;:\\\"/[]?="), c));
}

bool token_has_keyword_char(char c)
{
    return ascii_is_alnum(c) || c == '-' || c == '_';
}

bool token_take_keyword(str *s, str *keyword)
{
    *keyword = token_take_while(s, token_has_keyword_char);
    return keyword->len > 0;
}

/* The index of the quote that ends the string that s begins with, or 0. */
static size_t find_closing_quote(str s)
{
    for (size_t i = 1; i < s.len; i++) {
        if (s.ptr[i] == '"')
            return i;
        if (s.ptr[i] == '\\')
            i++;
    }
    return 0;
}

/* quoted-string, RFC 5322 §3.2.4. */
static bool take_quoted(struct arena *arena, str *s, str *content)
{
    size_t end = find_closing_quote(*s), len = 0;

    if (end == 0)
        return false;
    char *out = arena_octets(arena, end);

    for (size_t i = 1; i < end; i++) {
        char c = s->ptr[i];

        if (c == '\r' || c == '\n')
            continue;
        if (c == '\\')
            c = s->ptr[++i];
        if (ascii_is_control(c) && c != '\t')
            return false;
        out[len++] = c;
    }
    *content = (str){ out, len };
    *s       = str_from(*s, end + 1);
    return str_is_utf8(*content);
}

bool token_take_value(struct arena *arena, str *s, bool (*belongs)(char c), str *value)
{
    if (s->len > 0 && s->ptr[0] == '"')
        return take_quoted(arena, s, value);
    *value = token_take_while(s, belongs);
    return value->len > 0 && str_is_utf8(*value);
}

/* ---- writing ---- */

str token_capped(str s, size_t max)
{
    if (s.len <= max)
        return s;
    while (max > 0 && ((unsigned char)s.ptr[max] & 0xc0) == 0x80)
        max--;
    return str_slice(s, 0, max);
}

void token_write_quoted(struct buf *out, str s, bool utf8)
{
    bool keep_8bit = utf8 && str_is_utf8(s);

    buf_add_char(out, '"');
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];

        if (c == '"' || c == '\\')
            buf_add_char(out, '\\');
        buf_add_char(out, ascii_is_control(c) || (ascii_is_8bit(c) && !keep_8bit) ? '?' : c);
    }
    buf_add_char(out, '"');
}
