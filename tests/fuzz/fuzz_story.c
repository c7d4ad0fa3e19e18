/* The story of a record: either an error that says why, or a text for a terminal: whatever strangers' words are in
 * the record, nothing but printable octets and ends of lines comes out, and the same record tells the same story. So it is with the
 * line for each recipient, and with what would have been done.
 *
 * Covers: src/gateway/story.c src/gateway/story_claims.c src/gateway/story_attachments.c src/gateway/story_authentication.c
 * Covers: src/gateway/story_findings.c src/gateway/story_open_ends.c src/gateway/story_assessment.c src/gateway/story_verdict.c
 * Covers: src/gateway/story_recipients.c src/gateway/story_advice.c src/gateway/story_words.c src/base/flow.c */
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
    buf_clear(&out);
    (void)!story_recipients(&out, input, (str){ 0 }, (str){ 0 }, &arena);
    check_printable(buf_str(&out));
    check_printable(story_would(input, &arena));
}
