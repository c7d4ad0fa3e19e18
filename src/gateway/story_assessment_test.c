#include "gateway/story_test.h"

#define BANDS "\"bands\": {\"banner\": 1, \"junk\": 2, \"quarantine\": 3}"

TEST(story_tells_assessment)
{
    static const struct { const char *name, *record, *holds; bool wanted; } cases[] = {
        { "the group that makes the difference",
          "{\"id\": \"a\", \"score\": 2.5, \"findings\": [" FINDING("x", "2.5", "Odd.") "], \"assessment\": {" BANDS ", \"hard\": 0, "
          "\"compounds\": [], \"groups\": [{\"group\": \"link\", \"threat\": 2, \"trust\": 0}, {\"group\": \"text\", \"threat\": 0.5}]}}",
          "Without the signs of the group link (2.00) it would be 0.50:", true },
        { "a group that makes none",
          "{\"id\": \"a\", \"score\": 2.6, \"findings\": [" FINDING("x", "2.6", "Odd.") "], \"assessment\": {" BANDS ", \"hard\": 0, "
          "\"compounds\": [], \"groups\": [{\"group\": \"text\", \"threat\": 0.5, \"trust\": 0}]}}", "Without the signs", false },
        { "nor is it told where more hangs on it",
          "{\"id\": \"a\", \"score\": 2.5, \"findings\": [" FINDING("x", "2.5", "Odd.") "], \"assessment\": {" BANDS ", \"hard\": 1, "
          "\"groups\": [{\"group\": \"link\", \"threat\": 2, \"trust\": 0}]}}", "Without the signs", false },
        { "one of a hundred is bad",
          "{\"id\": \"a\", \"findings\": [" FINDING("x", "0", "Odd.") "], \"assessment\": {\"probability\": 0.001}}",
          "about 1 is bad", true },
        { "never all of them",
          "{\"id\": \"a\", \"findings\": [" FINDING("x", "9", "Odd.") "], \"assessment\": {\"probability\": 1.0}}",
          "about 99 are bad", true },
    };

    FOR_EACH_CASE(c, cases)
        CHECK_EQ(story_holds(c->record, c->holds), c->wanted);
}
