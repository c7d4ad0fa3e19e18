#include "gateway/story_test.h"

#define OWN "the mail server's own, which its milter does not hear"
#define MILTER "\"milter\": {\"queue_id\": \"784D45764D4\", \"differences\": []}"

TEST(story_reply)
{
    static const struct { const char *name, *record, *reply, *queue_id; } cases[] = {
        { "the gateway's",               "{\"outcome\": {\"reply\": \"250 2.0.0 Ok: queued as 01A\"}}", "250 2.0.0 Ok: queued as 01A", "" },
        { "a file's",                    "{\"verdict\": {\"reply\": \"250 2.0.0 Ok\"}}", "250 2.0.0 Ok", "" },
        { "let pass by a milter",        "{" MILTER ", \"outcome\": {\"reply\": \"\"}}", OWN, "784D45764D4" },
        { "as earlier versions wrote it", "{" MILTER ", \"outcome\": {\"reply\": \"250 2.0.0 Ok: queued as 01A\"}}", OWN, "784D45764D4" },
        { "refused by a milter",         "{" MILTER ", \"outcome\": {\"reply\": \"550 5.7.26 no\"}}", "550 5.7.26 no", "784D45764D4" },
        { "without personal data",       "{\"milter\": {\"queue_id\": \"784D45764D4\"}, \"outcome\": {\"held\": false}}", "", "784D45764D4" },
        { "a server without a name for it", "{\"milter\": {\"queue_id\": \"\"}, \"outcome\": {\"reply\": \"451 later\"}}", "451 later", "" },
        { "a stranger's words",          "{\"milter\": {\"queue_id\": \"7\\u001b\"}, \"outcome\": {\"reply\": \"550 \\n\"}}", "550 ?", "7?" },
        { "no record",                   "{", "", "" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };

        CHECK_CSTR(story_reply(str_of(c->record), &arena), c->reply);
        CHECK_CSTR(story_queue_id(str_of(c->record), &arena), c->queue_id);
    }
    CHECK(story_holds("{\"id\": \"a\", " MILTER ", \"outcome\": {\"reply\": \"\"}}", "\n  Queue ID:  784D45764D4, at the mail server\n"));
    CHECK(story_holds("{\"id\": \"a\", " MILTER ", \"outcome\": {\"reply\": \"\"}}", "\n  Reply:     " OWN "\n"));
    CHECK(!story_holds("{\"id\": \"a\", \"outcome\": {\"reply\": \"250 ok\"}}", "Queue ID:"));
}
