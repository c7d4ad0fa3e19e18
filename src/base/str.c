#include "base/str.h"

#include "base/ascii.h"
#include "base/eight.h"

static bool same_letters(const char *a, const char *b, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (ascii_lower(a[i]) != ascii_lower(b[i]))
            return false;
    return true;
}

bool str_equal_nocase(str a, str b)
{
    return a.len == b.len && same_letters(a.ptr, b.ptr, a.len);
}

int str_compare(str a, str b)
{
    size_t len   = a.len < b.len ? a.len : b.len;
    int    order = len == 0 ? 0 : memcmp(a.ptr, b.ptr, len);

    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

bool str_starts(str s, str prefix)
{
    return s.len >= prefix.len && str_equal(str_slice(s, 0, prefix.len), prefix);
}

bool str_starts_nocase(str s, str prefix)
{
    return s.len >= prefix.len && same_letters(s.ptr, prefix.ptr, prefix.len);
}

bool str_ends_nocase(str s, str suffix)
{
    return s.len >= suffix.len && same_letters(str_from(s, s.len - suffix.len).ptr, suffix.ptr, suffix.len);
}

ptrdiff_t str_find_char(str s, char c)
{
    const char *at = s.len == 0 ? NULL : memchr(s.ptr, c, s.len);

    return at == NULL ? STR_NOT_FOUND : at - s.ptr;
}

ptrdiff_t str_rfind_char(str s, char c)
{
    for (size_t i = s.len; i > 0; i--)
        if (s.ptr[i - 1] == c)
            return (ptrdiff_t)(i - 1);
    return STR_NOT_FOUND;
}

ptrdiff_t str_find(str s, str needle)
{
    if (needle.len == 0)
        return 0;
    const char *at = s.len < needle.len ? NULL : memmem(s.ptr, s.len, needle.ptr, needle.len);

    return at == NULL ? STR_NOT_FOUND : at - s.ptr;
}

ptrdiff_t str_find_nocase(str s, str needle)
{
    for (size_t i = 0; i + needle.len <= s.len; i++)
        if (same_letters(str_from(s, i).ptr, needle.ptr, needle.len))
            return (ptrdiff_t)i;
    return STR_NOT_FOUND;
}

size_t str_ascii_prefix(str s)
{
    size_t at = 0;

    while (at + 32 <= s.len && eight_8bit(eight_load(s.ptr + at) | eight_load(s.ptr + at + 8) | eight_load(s.ptr + at + 16) |
                                          eight_load(s.ptr + at + 24)) == 0)
        at += 32;
    for (; at < s.len; at += 8) {
        uint64_t wide = eight_8bit(eight_at(s, at));

        if (wide != 0)
            return at + eight_before(wide);
    }
    return s.len;
}

bool str_has_8bit(str s)
{
    return str_ascii_prefix(s) < s.len;
}

bool str_is_printable(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!ascii_is_print(s.ptr[i]))
            return false;
    return true;
}

size_t str_utf8_sequence(str s)
{
    const unsigned char *p    = (const unsigned char *)s.ptr;
    size_t               left = s.len;

    if (left == 0 || p[0] < 0x80)
        return left == 0 ? 0 : 1;
    size_t len = p[0] >= 0xc2 && p[0] <= 0xdf ? 2 : (p[0] & 0xf0) == 0xe0 ? 3 : p[0] >= 0xf0 && p[0] <= 0xf4 ? 4 : 0;

    if (len == 0 || len > left)
        return 0;
    for (size_t i = 1; i < len; i++)
        if ((p[i] & 0xc0) != 0x80)
            return 0;
    if ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f) ||
        (p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f))
        return 0;
    return len;
}

bool str_is_utf8(str s)
{
    for (;;) {
        s = str_from(s, str_ascii_prefix(s));
        if (s.len == 0)
            return true;

        size_t len = str_utf8_sequence(s);

        if (len == 0)
            return false;
        s = str_from(s, len);
    }
}

bool str_cut(str *rest, char sep, str *piece)
{
    if (rest->len == 0)
        return false;
    ptrdiff_t at = str_find_char(*rest, sep);

    *piece = at == STR_NOT_FOUND ? *rest : str_slice(*rest, 0, (size_t)at);
    *rest  = at == STR_NOT_FOUND ? (str){ 0 } : str_from(*rest, (size_t)at + 1);
    return true;
}

static bool is_blank(char c)
{
    return ascii_is_wsp(c) || c == '\r' || c == '\n';
}

str str_trim_right(str s)
{
    while (s.len > 0 && is_blank(s.ptr[s.len - 1]))
        s.len--;
    return s;
}

str str_trim(str s)
{
    s = str_trim_right(s);
    while (s.len > 0 && is_blank(s.ptr[0]))
        s = str_from(s, 1);
    return s;
}

bool str_skip_prefix(str *s, str prefix)
{
    if (!str_starts(*s, prefix))
        return false;
    *s = str_from(*s, prefix.len);
    return true;
}

bool str_to_u64(str s, uint64_t max, uint64_t *out)
{
    uint64_t value = 0;

    if (s.len == 0)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        if (!ascii_is_digit(s.ptr[i]))
            return false;
        uint64_t digit = (uint64_t)(s.ptr[i] - '0');

        if (digit > max || value > (max - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    *out = value;
    return true;
}

bool str_to_cstr(str s, char *out, size_t size)
{
    if (s.len >= size || str_has_char(s, '\0'))
        return false;
    if (s.len > 0)
        memcpy(out, s.ptr, s.len);
    out[s.len] = '\0';
    return true;
}
