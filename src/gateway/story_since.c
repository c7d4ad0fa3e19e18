#include "gateway/story_parts.h"

#include "gateway/record_tree.h"

void story_write_since(struct buf *out, str sentence, struct arena *arena)
{
    struct story story = { out, arena };

    if (sentence.len == 0)
        return;
    story_heading(&story, "Since then");
    story_flow(&story, "  ", sentence);
}

bool story_was_held(str record)
{
    json_t *root = record_tree(record, NULL);
    bool    held = json_is_true(member(member(root, "outcome"), "held"));

    json_decref(root);
    return held;
}
