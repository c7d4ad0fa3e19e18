/* The story of a record: either an error that says why, or a text for a terminal: whatever strangers' words are in
 * the record, nothing but printable octets and ends of lines comes out, and the same record tells the same story.
 *
 * Covers: src/gateway/story.c src/base/flow.c */
#include "fuzz.h"

#include "base/ascii.h"
#include "gateway/story.h"

static void check_printable(str text)
{
    for (size_t i = 0; i < text.len; i++)
        HOLDS(text.ptr[i] == '\n' || !ascii_is_control(text.ptr[i]));
    HOLDS(!fuzz_has_c1(text));
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE arena = { 0 };
    BUF_SCOPE   out = { 0 }, again = { 0 };
    str         error = { 0 };

    if (!story_write(&out, input, &arena, &error)) {
        HOLDS(error.len > 0);
        return;
    }
    HOLDS(str_starts(buf_str(&out), STR("Message ")));
    check_printable(buf_str(&out));
    HOLDS(story_write(&again, input, &arena, &error) && str_equal(buf_str(&out), buf_str(&again)));
}
