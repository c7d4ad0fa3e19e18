#include "gateway/story_test.h"

TEST(story_was_held)
{
    static const struct { const char *name, *record; bool want; } cases[] = {
        { "held",              "{\"id\": \"a\", \"outcome\": {\"held\": true}}", true },
        { "not",               "{\"id\": \"a\", \"outcome\": {\"held\": false}}", false },
        { "an earlier transaction holds it", "{\"id\": \"a\", \"outcome\": {\"held\": false, \"delivered_as\": \"b\"}}", false },
        { "of a file",         "{\"id\": \"a\"}", false },
        { "another type",      "{\"id\": \"a\", \"outcome\": {\"held\": \"true\"}}", false },
        { "no record",         "{", false },
        { "nothing",           "", false },
    };

    FOR_EACH_CASE(c, cases)
        CHECK_EQ(story_was_held(str_of(c->record)), c->want);
}

TEST(story_tells_what_came_since)
{
    static const struct { const char *name, *sentence, *want; } cases[] = {
        { "nothing",            "", "" },
        { "a sentence",         "It was released.", "\nSince then\n  It was released.\n" },
        { "a stranger's words", "It was released; the next hop said: 250 \x1b[2J\n", "\nSince then\n  It was released; the next hop said: 250 ?[2J\n" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        BUF_SCOPE   out   = { 0 };

        story_write_since(&out, str_of(c->sentence), &arena);
        CHECK_CSTR(buf_str(&out), c->want);
    }
}
