#include "base/base64.h"

#include "base/ascii.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

enum { BLANK = -1, PADDING = -2, FOREIGN = -3, B = BLANK, P = PADDING, F = FOREIGN };

/* What each ASCII character stands for: its value, or what else it is. */
static const signed char values[128] = {
     F,  F,  F,  F,  F,  F,  F,  F,  F,  B,  B,  F,  F,  B,  F,  F,
     F,  F,  F,  F,  F,  F,  F,  F,  F,  F,  F,  F,  F,  F,  F,  F,
     B,  F,  F,  F,  F,  F,  F,  F,  F,  F,  F, 62,  F,  F,  F, 63,
    52, 53, 54, 55, 56, 57, 58, 59, 60, 61,  F,  F,  F,  P,  F,  F,
     F,  0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12, 13, 14,
    15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25,  F,  F,  F,  F,  F,
     F, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40,
    41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51,  F,  F,  F,  F,  F,
};

static int value_of(char c)
{
    return ascii_is_8bit(c) ? FOREIGN : values[(unsigned char)c];
}

/* Four characters of the alphabet are three octets: nearly all of any text. False if one of them is anything else. */
static bool decode_group(const char *text, char *out)
{
    int a = value_of(text[0]), b = value_of(text[1]), c = value_of(text[2]), d = value_of(text[3]);

    if ((a | b | c | d) < 0)
        return false;
    out[0] = (char)(a << 2 | b >> 4);
    out[1] = (char)(b << 4 | c >> 2);
    out[2] = (char)(c << 6 | d);
    return true;
}

/* Writes the octets of a last group of two or three characters; returns how many. */
static size_t end_group(size_t characters, uint32_t bits, char *out)
{
    switch (characters % 4) {
    case 2:
        out[0] = (char)(bits >> 4);
        return 1;
    case 3:
        out[0] = (char)(bits >> 10);
        out[1] = (char)(bits >> 2);
        return 2;
    }
    return 0;
}

/* True if a text may end so: the padding that its last group needs, and no bits beyond whole octets. */
static bool ends_cleanly(size_t characters, uint32_t bits, size_t padding)
{
    switch (characters % 4) {
    case 0: return padding == 0;
    case 2: return padding == 2 && (bits & 0xf) == 0;
    case 3: return padding == 1 && (bits & 0x3) == 0;
    }
    return false;
}

/* Decodes what is in the alphabet; *clean becomes false for anything that a strict reader refuses. */
static str decode(struct arena *arena, str text, bool *clean)
{
    char    *out = arena_octets(arena, text.len / 4 * 3 + 3);
    size_t   len = 0, characters = 0, padding = 0;
    uint32_t bits = 0;

    for (size_t i = 0; i < text.len; i++) {
        while (characters % 4 == 0 && padding == 0 && text.len - i >= 4 && decode_group(text.ptr + i, out + len)) {
            len += 3;
            i   += 4;
        }
        if (i == text.len)
            break;
        int value = value_of(text.ptr[i]);

        if (value == BLANK)
            continue;
        if (value == PADDING) {
            padding++;
            continue;
        }
        *clean &= value != FOREIGN && padding == 0;
        if (value == FOREIGN)
            continue;
        if (padding > 0) {              /* text behind "=": readers that go on start a new group here */
            len += end_group(characters, bits, out + len);
            characters = 0;
            padding    = 0;
        }
        bits = bits << 6 | (uint32_t)value;
        if (++characters % 4 == 0) {
            out[len++] = (char)(bits >> 16);
            out[len++] = (char)(bits >> 8);
            out[len++] = (char)bits;
        }
    }
    len += end_group(characters, bits, out + len);
    *clean &= ends_cleanly(characters, bits, padding);
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
