#include "gateway/story_test.h"

TEST(story_tells_advice)
{
    static const struct { const char *name, *record, *holds; bool wanted; } cases[] = {
        { "what the sender can do", "{\"id\": \"a\", \"auth\": {\"dmarc\": {\"advice\": \"Sign with d=a.example.\"}}}",
          "\nWhat the sender can do\n  - Sign with d=a.example.\n", true },
        { "of what was stopped as a pretence nobody is taught to do it better", "{\"id\": \"a\", \"verdict\": {\"step\": "
          "\"impersonation\", \"action\": \"quarantine\"}, \"auth\": {\"dmarc\": {\"advice\": \"Do x.\"}}}", "Do x.", false },
        { "what only looks odd may be honest", "{\"id\": \"a\", \"verdict\": {\"step\": \"score\", \"action\": \"tag\"}, "
          "\"auth\": {\"dmarc\": {\"advice\": \"Do x.\"}}}", "Do x.", true },
        { "each sentence once",
          "{\"id\": \"a\", \"auth\": {\"dmarc\": {\"advice\": \"Do x.\"}, \"spf\": {\"advice\": \"Do x.\"}}}",
          "Do x.\n  - Do x.\n", false },
        { "nothing to be done", "{\"id\": \"a\", \"auth\": {\"dmarc\": {\"result\": \"pass\"}}}", "can do", false },
        { "that nothing has to be done, only alone", "{\"id\": \"a\", \"auth\": {\"dmarc\": {\"advice\": \"Do x.\"}, "
          "\"return_path\": {\"advice\": \"Nothing has to be done here.\"}}}", "Nothing has", false },
        { "then it is told", "{\"id\": \"a\", \"auth\": {\"dmarc\": {\"advice\": \"Nothing has to be done here.\"}}}",
          "\nWhat the sender can do\n  - Nothing has to be done here.\n", true },
        { "a record of another make",
          "{\"id\": \"a\", \"auth\": {\"dkim\": [5, {\"verifies_without\": 7, \"advice\": []}],"
          " \"dmarc\": {\"rfc7489\": [], \"advice\": 3}, \"spf\": 1}, \"origin\": []}", "can do", false },
    };

    FOR_EACH_CASE(c, cases)
        CHECK_EQ(story_holds(c->record, c->holds), c->wanted);
}
