#include "gateway/story_test.h"

#define STEP(more) "\"steps\": [{\"step\": \"score\", \"reason\": \"spam\", \"text\": \"Much is odd.\"" more "}, {\"step\": \"sender\"}]"

TEST(story_tells_verdict)
{
    static const struct { const char *name, *record, *holds; bool wanted; } cases[] = {
        { "delivered: no step is to blame", "{\"id\": \"a\", \"score\": 0.5, \"verdict\": {\"action\": \"accept\", \"step\": \"score\"}}",
          "\nThe verdict\n  The message is delivered. Its score is 0.50.\n", true },
        { "held, and by which step", "{\"id\": \"a\", \"score\": 4, \"verdict\": {\"action\": \"quarantine\", \"step\": \"score\"}}",
          "  The message is held. The step \"score\" decides that; its score is 4.00.\n", true },
        { "what would have been", "{\"id\": \"a\", \"verdict\": {\"action\": \"accept\", \"would\": {\"action\": \"reject\", \"step\": \"sender\"}}}",
          "  Without shadow mode the action would be reject, decided by the step\n  \"sender\".\n", true },
        { "a step with a reason", "{\"id\": \"a\", " STEP("") "}", "  - score: Much is odd. (spam)\n", true },
        { "none without", "{\"id\": \"a\", " STEP("") "}", "  - sender: ", false },
        { "what can be done about it", "{\"id\": \"a\", " STEP(", \"advice\": \"Ask them.\"") "}", "\n    What can be done: Ask them.\n", true },
        { "an allow entry", "{\"id\": \"a\", " STEP(", \"suppressed\": true") "}", "(spam) An allow entry took its effect away.\n", true },
        { "a passage", "{\"id\": \"a\", \"verdict\": {\"passage\": \"postmaster\"}, " STEP(", \"suppressed\": true") "}",
          "(spam) It took no effect.\n", true },
        { "a step in shadow", "{\"id\": \"a\", " STEP(", \"in_shadow\": true") "}", "(spam) It is in shadow mode, and has no effect.\n", true },
        { "the reply that was sent before the one that was meant",
          "{\"id\": \"a\", \"verdict\": {\"reply\": \"250 ok\"}, \"outcome\": {\"reply\": \"451 later\", \"next_hop\": \"mx.example\"}}",
          "  Reply:     451 later\n  Next hop:  mx.example\n", true },
        { "the one that was meant where nothing came of it", "{\"id\": \"a\", \"verdict\": {\"reply\": \"250 ok\"}}", "  Reply:     250 ok\n", true },
        { "a message that comes a second time", "{\"id\": \"a\", \"outcome\": {\"delivered_as\": \"01A\"}}", "was delivered before, as 01A;", true },
    };

    FOR_EACH_CASE(c, cases)
        CHECK_EQ(story_holds(c->record, c->holds), c->wanted);
}

TEST(story_would)
{
    static const struct { const char *name, *record, *want; } cases[] = {
        { "more than was done", "{\"verdict\": {\"action\": \"accept\", \"would\": {\"action\": \"reject\", \"step\": \"sender\"}}}", "reject at sender" },
        { "what was done",      "{\"verdict\": {\"action\": \"reject\", \"would\": {\"action\": \"reject\", \"step\": \"sender\"}}}", "" },
        { "nothing is said",    "{\"verdict\": {\"action\": \"reject\"}}", "" },
        { "a stranger's words", "{\"verdict\": {\"would\": {\"action\": \"re\\nject\", \"step\": \"\\u001b\"}}}", "re?ject at ?" },
        { "no record",          "{", "" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };

        CHECK_CSTR(story_would(str_of(c->record), &arena), c->want);
    }
}
