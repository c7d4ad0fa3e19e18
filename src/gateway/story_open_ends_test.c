#include "gateway/story_test.h"

#define QUESTION(state) "{\"id\": \"a\", \"view\": [{\"name\": \"x.example\", \"type\": \"TXT\", \"state\": \"" state "\"}]}"
#define TITLE           "\nWhat could not be checked\n"

TEST(story_tells_open_ends)
{
    static const struct { const char *name, *record, *holds; bool wanted; } cases[] = {
        { "nobody answered",             QUESTION("timeout"),    TITLE "  x.example TXT: timeout\n",    true },
        { "nothing that can be trusted", QUESTION("bogus"),      TITLE "  x.example TXT: bogus\n",      true },
        { "an answer that was not kept", QUESTION("unrecorded"), TITLE "  x.example TXT: unrecorded\n", true },
        { "an answer",                   QUESTION("insecure"),   TITLE, false },
        { "that there is no such name",  QUESTION("nxdomain"),   TITLE, false },
    };

    FOR_EACH_CASE(c, cases)
        CHECK_EQ(story_holds(c->record, c->holds), c->wanted);
}
