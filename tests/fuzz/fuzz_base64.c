/* Base64: what is encoded decodes to itself; what the strict reader takes, the lenient one reads the same and calls
 * clean; output is never longer than three quarters of the text.
 *
 * Covers: src/base/base64.c */
#include "fuzz.h"

#include "base/base64.h"

FUZZ_TARGET(input)
{
    ARENA_SCOPE arena = { 0 };
    str         octets, again, lenient;
    bool        clean;

    HOLDS(base64_decode(&arena, base64_encode(&arena, input), &again));
    HOLDS(str_equal(again, input));

    lenient = base64_decode_lenient(&arena, input, &clean);
    HOLDS(lenient.len <= input.len / 4 * 3 + 3);
    if (base64_decode(&arena, input, &octets))
        HOLDS(clean && str_equal(octets, lenient));
}
