#include "gateway/story_parts.h"

/* A failed look-up explains much, so it is told; the others are in the JSON. */
void story_tell_open_ends(struct story *story, const json_t *record)
{
    const json_t *view  = member(record, "view");
    bool          first = true;

    for (size_t i = 0; i < json_array_size(view); i++) {
        const json_t *question = json_array_get(view, i);
        str           state    = text(question, "state");

        if (!str_equal(state, STR("timeout")) && !str_equal(state, STR("servfail")) && !str_equal(state, STR("bogus")) &&
            !str_equal(state, STR("refused")) && !str_equal(state, STR("expired")) && !str_equal(state, STR("unrecorded")))
            continue;
        if (first)
            story_heading(story, "What could not be checked");
        first = false;
        FLOW(story, "  ", "%.*s %.*s: %.*s", STR_ARG(text(question, "name")), STR_ARG(text(question, "type")), STR_ARG(state));
    }
}
