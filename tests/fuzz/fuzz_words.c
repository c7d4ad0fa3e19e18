/* Encoded words: whatever comes out is valid UTF-8 on one line, not longer than three octets for each one read;
 * plain printable ASCII without "=?" stays as it is, blanks apart.
 *
 * Covers: src/mail/words.c */
#include "fuzz.h"

#include "mail/words.h"

FUZZ_TARGET(input)
{
    ARENA_SCOPE arena = { 0 };
    unsigned    flaws;
    str         text = words_decode(&arena, input, &flaws);

    HOLDS(str_is_utf8(text) && !fuzz_has_control(text));
    HOLDS(text.len <= 3 * input.len);
    HOLDS(str_equal(words_decode(&arena, input, NULL), text));
    if (str_is_printable(input) && str_find(input, STR("=?")) == STR_NOT_FOUND) {
        HOLDS(str_equal(str_trim(text), str_trim(input)));
        HOLDS(flaws == 0);
    }
}
