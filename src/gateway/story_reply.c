#include "gateway/story_parts.h"

#include "gateway/record_tree.h"

/* Earlier versions put into the record what they would have said themselves. A record without personal data has no reply at all, and
 * does not say whose it was. */
static bool is_mail_servers_own(const json_t *record, const json_t *reply)
{
    const char *said = json_string_value(reply);

    return member(record, "milter") != NULL && said != NULL && (said[0] == '\0' || said[0] == '2');
}

str story_reply_of(const json_t *record)
{
    const json_t *outcome = member(record, "outcome"), *told = outcome == NULL ? member(record, "verdict") : outcome;

    if (is_mail_servers_own(record, member(told, "reply")))
        return STR("the mail server's own, which its milter does not hear");
    return text(told, "reply");
}

str story_reply(str record, struct arena *arena)
{
    json_t *root = record_tree(record, NULL);
    str     said = arena_printable(arena, arena_str(arena, story_reply_of(root)));

    json_decref(root);
    return said;
}

str story_queue_id(str record, struct arena *arena)
{
    json_t *root = record_tree(record, NULL);
    str     said = arena_printable(arena, arena_str(arena, text(member(root, "milter"), "queue_id")));

    json_decref(root);
    return said;
}
