#include "auth/dkim/canon_blanks.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum { STRIDE = 32 };

/* True if p[0] does not stay as it is, or may not: a TAB, or a SP before WSP or CR. */
static bool may_change(const char *p)
{
    return (p[0] == '\t') | ((p[0] == ' ') & ((p[1] == ' ') | (p[1] == '\t') | (p[1] == '\r')));
}

/* The same for STRIDE octets at once: without branches, so that compilers use vector instructions. */
static bool may_any_change(const char *p)
{
    unsigned char any = 0;

    for (size_t i = 0; i < STRIDE; i++)
        any |= (unsigned char)may_change(p + i);
    return any != 0;
}

size_t dkim_count_relaxed(const char *octets, size_t count)
{
    size_t i = 0;

    while (i + STRIDE <= count && !may_any_change(octets + i))
        i += STRIDE;
    return i;
}

enum octet_class { IS_BLANK = 1, IS_CR = 2, IS_LF = 4 };

static const uint8_t class_of[256] = { [' '] = IS_BLANK, ['\t'] = IS_BLANK, ['\r'] = IS_CR, ['\n'] = IS_LF };

/* A blank that is dropped is written all the same, and the next octet over it. */
size_t dkim_relax_blanks_plain(char *out, const char *octets, size_t count)
{
    size_t   len   = 0;
    unsigned here  = class_of[(uint8_t)octets[0]];
    unsigned next  = class_of[(uint8_t)octets[1]];

    for (size_t i = 0; i < count; i++) {
        unsigned after = class_of[(uint8_t)octets[i + 2]];
        unsigned drops = here & (next | (next >> 1 & after >> 2)) & IS_BLANK;

        out[len] = here == IS_BLANK ? ' ' : octets[i];
        len += drops ^ 1;
        here = next;
        next = after;
    }
    return len;
}

#if defined(__x86_64__)

/* For each set of octets out of eight: their places, one to an octet, the lowest first. PSHUFB moves them together. */
#define PLACE(places, set, i) ((places) << 8 * ((set) >> (i) & 1) | (i) * ((set) >> (i) & 1))
#define PLACES_HIGH(set)      PLACE(PLACE(PLACE(PLACE(UINT64_C(0), set, 7), set, 6), set, 5), set, 4)
#define PLACES(set)           PLACE(PLACE(PLACE(PLACE(PLACES_HIGH(set), set, 3), set, 2), set, 1), set, 0)
#define FOUR_PLACES(set)      PLACES(set), PLACES((set) + 1), PLACES((set) + 2), PLACES((set) + 3)
#define SIXTEEN_PLACES(set)   FOUR_PLACES(set), FOUR_PLACES((set) + 4), FOUR_PLACES((set) + 8), FOUR_PLACES((set) + 12)

static const uint64_t places_of[256] = {
    SIXTEEN_PLACES(0x00), SIXTEEN_PLACES(0x10), SIXTEEN_PLACES(0x20), SIXTEEN_PLACES(0x30),
    SIXTEEN_PLACES(0x40), SIXTEEN_PLACES(0x50), SIXTEEN_PLACES(0x60), SIXTEEN_PLACES(0x70),
    SIXTEEN_PLACES(0x80), SIXTEEN_PLACES(0x90), SIXTEEN_PLACES(0xa0), SIXTEEN_PLACES(0xb0),
    SIXTEEN_PLACES(0xc0), SIXTEEN_PLACES(0xd0), SIXTEEN_PLACES(0xe0), SIXTEEN_PLACES(0xf0),
};

#define WITH_SHUFFLES __attribute__((target("ssse3,popcnt")))

static bool has_shuffles(void)
{
    return __builtin_cpu_supports("ssse3") && __builtin_cpu_supports("popcnt");
}

WITH_SHUFFLES static unsigned where(__m128i octets)
{
    return (unsigned)_mm_movemask_epi8(octets);
}

/* Relaxes eight octets of sixteen at a time, and the last ones in the plain way. */
WITH_SHUFFLES static size_t relax_blanks_by_shuffles(char *out, const char *octets, size_t count)
{
    enum { EIGHT = 8, LOADED = 16 };
    size_t i = 0, len = 0;

    for (; i + LOADED <= count + DKIM_LOOKAHEAD; i += EIGHT) {
        __m128i  sixteen = _mm_loadu_si128((const __m128i *)(const void *)(octets + i));
        __m128i  blanks  = _mm_or_si128(_mm_cmpeq_epi8(sixteen, _mm_set1_epi8(' ')), _mm_cmpeq_epi8(sixteen, _mm_set1_epi8('\t')));
        unsigned blank   = where(blanks);
        unsigned cr      = where(_mm_cmpeq_epi8(sixteen, _mm_set1_epi8('\r')));
        unsigned lf      = where(_mm_cmpeq_epi8(sixteen, _mm_set1_epi8('\n')));
        unsigned kept    = ~(blank & (blank >> 1 | (cr >> 1 & lf >> 2))) & 0xff;
        __m128i  spaced  = _mm_or_si128(_mm_andnot_si128(blanks, sixteen), _mm_and_si128(blanks, _mm_set1_epi8(' ')));
        __m128i  places  = _mm_loadl_epi64((const __m128i *)(const void *)&places_of[kept]);

        _mm_storel_epi64((__m128i *)(void *)(out + len), _mm_shuffle_epi8(spaced, places));
        len += (size_t)__builtin_popcount(kept);
    }
    return len + dkim_relax_blanks_plain(out + len, octets + i, count - i);
}

size_t dkim_relax_blanks(char *out, const char *octets, size_t count)
{
    return has_shuffles() ? relax_blanks_by_shuffles(out, octets, count) : dkim_relax_blanks_plain(out, octets, count);
}

#else

size_t dkim_relax_blanks(char *out, const char *octets, size_t count)
{
    return dkim_relax_blanks_plain(out, octets, count);
}

#endif
