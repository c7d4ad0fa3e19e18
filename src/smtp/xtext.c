#include "smtp/xtext.h"

#include "base/ascii.h"

static int digit(char c)
{
    if (ascii_is_digit(c))
        return c - '0';
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool xtext_decode(struct arena *arena, str text, str *out)
{
    char  *octets = arena_octets(arena, text.len);
    size_t len    = 0;

    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];

        if (c < '!' || c > '~' || c == '=')
            return false;
        if (c == '+') {
            if (text.len - i < 3 || digit(text.ptr[i + 1]) < 0 || digit(text.ptr[i + 2]) < 0)
                return false;
            c  = (char)(digit(text.ptr[i + 1]) << 4 | digit(text.ptr[i + 2]));
            i += 2;
        }
        octets[len++] = c;
    }
    *out = (str){ octets, len };
    return true;
}
