#include "base/base64.h"

#include "base/ascii.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

enum { BLANK = -1, PADDING = -2, FOREIGN = -3 };

static int value_of(char c)
{
    if (ascii_is_upper(c))
        return c - 'A';
    if (ascii_is_lower(c))
        return c - 'a' + 26;
    if (ascii_is_digit(c))
        return c - '0' + 52;
    switch (c) {
    case '+': return 62;
    case '/': return 63;
    case '=': return PADDING;
    case ' ': case '\t': case '\r': case '\n': return BLANK;
    }
    return FOREIGN;
}

/* Decodes what is in the alphabet; *clean becomes false for anything that a strict reader refuses. */
static str decode(struct arena *arena, str text, bool *clean)
{
    char    *out = arena_octets(arena, text.len / 4 * 3 + 3);
    size_t   len = 0, characters = 0, padding = 0;
    uint32_t bits = 0;

    for (size_t i = 0; i < text.len; i++) {
        int value = value_of(text.ptr[i]);

        if (value == BLANK)
            continue;
        if (value == PADDING) {
            padding++;
            continue;
        }
        if (value == FOREIGN || padding > 0)
            *clean = false;
        if (value == FOREIGN)
            continue;
        if (padding > 0) {              /* data after "=": readers that go on start a new group here */
            characters = 0;
            padding    = 0;
            bits       = 0;
        }
        bits = bits << 6 | (uint32_t)value;
        characters++;
        if (characters % 4 == 0) {
            out[len++] = (char)(bits >> 16);
            out[len++] = (char)(bits >> 8);
            out[len++] = (char)bits;
        } else if (characters % 4 >= 2 && i + 1 == text.len) {
            *clean = false;             /* the end without padding */
        }
    }
    switch (characters % 4) {
    case 0: *clean &= padding == 0; break;
    case 1: *clean = false; break;
    case 2:
        out[len++] = (char)(bits >> 4);
        *clean &= padding == 2 && (bits & 0xf) == 0;
        break;
    case 3:
        out[len++] = (char)(bits >> 10);
        out[len++] = (char)(bits >> 2);
        *clean &= padding == 1 && (bits & 0x3) == 0;
        break;
    }
    return (str){ out, len };
}

bool base64_decode(struct arena *arena, str text, str *octets)
{
    bool clean = true;

    *octets = decode(arena, text, &clean);
    return clean;
}

str base64_decode_lenient(struct arena *arena, str text, bool *clean)
{
    *clean = true;
    return decode(arena, text, clean);
}

str base64_encode(struct arena *arena, str octets)
{
    char  *out = arena_octets(arena, (octets.len + 2) / 3 * 4 + 1);
    size_t len = 0;

    for (size_t i = 0; i < octets.len; i += 3) {
        size_t   left = octets.len - i;
        uint32_t bits = (uint32_t)(unsigned char)octets.ptr[i] << 16;

        if (left > 1)
            bits |= (uint32_t)(unsigned char)octets.ptr[i + 1] << 8;
        if (left > 2)
            bits |= (uint32_t)(unsigned char)octets.ptr[i + 2];
        out[len++] = alphabet[bits >> 18 & 63];
        out[len++] = alphabet[bits >> 12 & 63];
        out[len++] = left > 1 ? alphabet[bits >> 6 & 63] : '=';
        out[len++] = left > 2 ? alphabet[bits & 63] : '=';
    }
    return (str){ out, len };
}
