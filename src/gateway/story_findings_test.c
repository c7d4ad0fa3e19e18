#include "gateway/story_test.h"

TEST(story_tells_findings)
{
    static const struct { const char *name, *record, *holds; bool wanted; } cases[] = {
        { "the heaviest first",
          "{\"id\": \"a\", \"findings\": [" FINDING("x", "0.5", "Less.") ", " FINDING("y", "1.5", "More.") "]}",
          "What speaks against it\n  1.50  More. (y)\n        seen: here\n  0.50  Less. (x)\n", true },
        { "what speaks for it, apart",
          "{\"id\": \"a\", \"findings\": [" FINDING("x", "-0.5", "A friend.") "]}",
          "What speaks for it\n  0.50  A friend. (x)\n", true },
        { "what weighs nothing, apart",
          "{\"id\": \"a\", \"findings\": [" FINDING("x", "0", "So what.") "]}",
          "and weighs nothing\n  - So what. (x)\n    seen: here\n", true },
        { "what is in shadow, apart",
          "{\"id\": \"a\", \"findings_in_shadow\": [" FINDING("x", "2", "On trial.") "]}",
          "in shadow, and has no effect\n  2.00  On trial. (x)\n", true },
        { "a sentence that goes on with what was seen",
          "{\"id\": \"a\", \"findings\": [" FINDING("x", "1", "These words:") "]}",
          "  1.00  These words: here (x)\n", true },
        { "a finding of another make",
          "{\"id\": \"a\", \"findings\": [7, {\"weight\": \"x\"}], \"findings_in_shadow\": 3}", "weighs nothing\n  -  ()\n  -  ()\n", true },
    };

    FOR_EACH_CASE(c, cases)
        CHECK_EQ(story_holds(c->record, c->holds), c->wanted);
}
