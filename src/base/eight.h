/* Eight octets of text at once, as one number, for the loops that look at every octet of a message: the first octet is the lowest.
 *
 * A set of the eight is a number as well, with the high bit of each octet that is in it: sets are joined by "|", and by "&" to what
 * two have in common. */
#ifndef BASE_EIGHT_H
#define BASE_EIGHT_H

#include <endian.h>

#include "base/str.h"

#define EIGHT_TIMES(octet) ((uint64_t)(octet) * 0x0101010101010101u)
#define EIGHT_ALL          EIGHT_TIMES(0x80)            /* the set of all */

static inline uint64_t eight_load(const char *p)
{
    uint64_t eight;

    memcpy(&eight, p, sizeof eight);
    return le64toh(eight);
}

static inline void eight_store(char *p, uint64_t eight)
{
    eight = htole64(eight);
    memcpy(p, &eight, sizeof eight);
}

static inline uint64_t eight_load_four(const char *p)
{
    uint32_t four;

    memcpy(&four, p, sizeof four);
    return le32toh(four);
}

/* Less than eight, and zeros behind them. What is read twice is the same octet in the same place. */
static inline uint64_t eight_load_few(const char *p, size_t len)
{
    if (len >= 4)
        return eight_load_four(p) | eight_load_four(p + len - 4) << 8 * (len - 4);
    if (len == 0)
        return 0;
    return (uint64_t)(unsigned char)p[0] | (uint64_t)(unsigned char)p[len / 2] << 8 * (len / 2) |
           (uint64_t)(unsigned char)p[len - 1] << 8 * (len - 1);
}

/* Those from at on, and zeros behind the end of the text. */
static inline uint64_t eight_at(str text, size_t at)
{
    return text.len - at >= 8 ? eight_load(text.ptr + at) : eight_load_few(text.ptr + at, text.len - at);
}

static inline uint64_t eight_8bit(uint64_t eight) { return eight & EIGHT_ALL; }

/* Those from low to high, both ASCII. Seven bits and 0x80 - low reach the eighth from low on; none carries into the next octet. */
static inline uint64_t eight_between(uint64_t eight, char low, char high)
{
    uint64_t seven = eight & ~EIGHT_ALL;

    return (seven + EIGHT_TIMES(0x80 - low)) & ~(seven + EIGHT_TIMES(0x7f - high)) & ~eight & EIGHT_ALL;
}

/* Seven bits and 0x7f reach the eighth unless all seven are zero. */
static inline uint64_t eight_zeros(uint64_t eight) { return ~(((eight & ~EIGHT_ALL) + ~EIGHT_ALL) | eight) & EIGHT_ALL; }

static inline uint64_t eight_equal(uint64_t eight, char octet) { return eight_zeros(eight ^ EIGHT_TIMES((unsigned char)octet)); }
static inline uint64_t eight_digits(uint64_t eight)            { return eight_between(eight, '0', '9'); }
/* ASCII letters: the bit 0x20 makes a capital small, and a letter of nothing that is none. */
static inline uint64_t eight_letters(uint64_t eight)           { return eight_between(eight | EIGHT_TIMES(0x20), 'a', 'z'); }
static inline uint64_t eight_lower(uint64_t eight)             { return eight | eight_between(eight, 'A', 'Z') >> 2; }

/* How many stand before the first that is in the set; 8 if none is. */
static inline size_t eight_before(uint64_t set) { return set == 0 ? 8 : (size_t)__builtin_ctzll(set) / 8; }

/* The first count of them, up to eight, and zeros behind. */
static inline uint64_t eight_first(uint64_t eight, size_t count)
{
    return count == 8 ? eight : eight & (((uint64_t)1 << 8 * count) - 1);
}

#endif
