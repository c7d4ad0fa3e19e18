#include "gateway/story_test.h"

TEST(story_refuses)
{
    static const struct { const char *name, *record, *want; } cases[] = {
        { "what is no object", "[]",              "this is no record" },
        { "what has no id",    "{\"id\": 5}",     "this is no record" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        str         story;

        CHECK(!story_told(&arena, str_of(c->record), &story));
        CHECK_CSTR(story, c->want);
    }
}

/* A record comes back from a disk, and strangers' words are in it: none may move the cursor of a terminal. */
TEST(story_is_printable)
{
    static const struct { const char *name, *record, *begins; } cases[] = {
        { "an id",      "{\"id\": \"a\\u001b[2J\\nb\"}",                       "Message a?[2J?b\n" },
        { "an author",  "{\"id\": \"a\", \"message\": {\"author\": {\"display_name\": \"\\u001b\\u0007\"}}}",
          "Message a\n\nWhat was claimed\n  From:      \"??\" <>\n" },
        { "a recipient", "{\"id\": \"a\", \"message\": {\"subject\": \"x\"}, \"envelope\": {\"rcpt\": [\"\\r\\n\"]}}",
          "Message a\n\nWhat was claimed\n  Subject:   x\n  Envelope:  <> (the null sender, as of a delivery report)\n"
          "  To:        ??\n" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        str         story;

        if (CHECK(story_told(&arena, str_of(c->record), &story)))
            CHECK_CSTR(str_slice(story, 0, story.len < strlen(c->begins) ? story.len : strlen(c->begins)), c->begins);
    }
}
