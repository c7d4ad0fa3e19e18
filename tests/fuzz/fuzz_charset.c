/* Charsets: under any label what comes out is valid UTF-8; ASCII stays as it is under UTF-8; text in UTF-8 is its
 * own; behind a byte order mark it does not matter which order a label names. The first line is the label.
 *
 * Covers: src/mail/charset.c */
#include "fuzz.h"

#include "mail/charset.h"

static void check_mark(struct arena *arena, str input)
{
    str marked = arena_join(arena, (str[]){ STR("\xfe\xff"), input }, 2, (str){ 0 }), any = { 0 }, big = { 0 }, little = { 0 };

    HOLDS(charset_to_utf8(arena, STR("utf-16"), marked, &any));
    HOLDS(charset_to_utf8(arena, STR("utf-16be"), marked, &big) && str_equal(any, big));
    HOLDS(charset_to_utf8(arena, STR("utf-16le"), marked, &little) && str_equal(any, little));
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE arena = { 0 };
    str         label = fuzz_take_line(&input), text = { 0 };
    bool        known = charset_to_utf8(&arena, label, input, &text);

    HOLDS(str_is_utf8(text));
    HOLDS(known || !str_has_8bit(label) || text.len <= 3 * input.len);
    HOLDS(charset_to_utf8(&arena, STR("utf-8"), input, &text) && str_is_utf8(text));
    HOLDS(!str_is_utf8(input) || str_equal(text, input));
    check_mark(&arena, input);
}
