#include "gateway/story_test.h"

TEST(story_tells_attachments)
{
    static const struct { const char *name, *record, *holds; bool wanted; } cases[] = {
        { "the files",
          "{\"id\": \"a\", \"attachments\": [{\"name\": \"a.zip\", \"type\": \"zip\", \"octets\": 9, \"packed_name\": \"b.js\", \"content_checked\": true}, 7]}",
          "\nWhat it carries\n  - a.zip: a ZIP archive, 9 octets, which holds b.js.\n\n", true },
        { "one without a name, inside another message",
          "{\"id\": \"a\", \"attachments\": [{\"type\": \"zip\", \"octets\": 9, \"inside\": \"Fw: x\"}]}",
          "  - a file without a name: a ZIP archive, 9 octets, in the attached message\n    Fw: x. Its content was not checked.\n", true },
        { "none", "{\"id\": \"a\", \"attachments\": []}", "What it carries", false },
    };

    FOR_EACH_CASE(c, cases)
        CHECK_EQ(story_holds(c->record, c->holds), c->wanted);
}
