#include "gateway/story.h"

#include "gateway/record_tree.h"
#include "gateway/story_parts.h"

bool story_write(struct buf *out, str record, struct arena *arena, str *error)
{
    struct story story = { out, arena };
    json_error_t problem;

    if (record.len == 0) {
        *error = STR("its record was not kept, being too large, or is damaged");
        return false;
    }
    json_t *root = record_tree(record, &problem);

    if (!json_is_object(root) || text(root, "id").len == 0) {
        *error = root == NULL ? arena_printf(arena, "the record cannot be read: %s", problem.text) : STR("this is no record");
        json_decref(root);
        return false;
    }
    buf_printf(out, "Message %.*s\n", STR_ARG(arena_printable(arena, text(root, "id"))));
    story_tell_claims(&story, root);
    story_tell_attachments(&story, root);
    story_tell_authentication(&story, root);
    story_tell_findings(&story, root);
    story_tell_open_ends(&story, root);
    story_tell_assessment(&story, root);
    story_tell_verdict(&story, root);
    story_tell_advice(&story, root);
    json_decref(root);
    return true;
}
