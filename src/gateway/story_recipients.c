#include "gateway/story_parts.h"

#include "gateway/record_tree.h"

static const struct { const char *fate, *words; } meanings_of_fates[] = {
    { "delivered",   "the next hop has taken it" },
    { "passed",      "it is left to the mail server" },
    { "held",        "it was held" },
    { "done-before", "an earlier transaction had done it" },
    { "refused",     "it is refused" },
    { "put-off",     "it is put off, and may come again" },
};

static str fate_words(str fate)
{
    for (size_t i = 0; i < ARRAY_LEN(meanings_of_fates); i++)
        if (str_equal(fate, str_of(meanings_of_fates[i].fate)))
            return str_of(meanings_of_fates[i].words);
    return fate;
}

void story_tell_recipients(struct story *story, const json_t *outcome)
{
    const json_t *recipients = member(outcome, "recipients");

    for (size_t i = 0; i < json_array_size(recipients); i++) {
        const json_t *one   = json_array_get(recipients, i);
        str           by    = text(one, "by"), reply = text(one, "reply");
        bool          other = str_equal(by, STR("next-hop")) || str_equal(by, STR("gate"));

        FLOW(story, "  - ", "For %.*s: %.*s%s%s%.*s", STR_ARG(text(one, "rcpt")), STR_ARG(fate_words(text(one, "fate"))),
             !other ? "" : str_equal(by, STR("gate")) ? ", because of a failure here" : ", because of the next hop",
             reply.len > 0 ? ". It said: " : ".", STR_ARG(reply));
    }
}

static bool is_meant(str address, str only)
{
    return only.len == 0 || (only.ptr[0] == '@' ? str_ends_nocase(address, only) : str_equal_nocase(address, only));
}

bool story_recipients(struct buf *out, str record, str only, str also, struct arena *arena)
{
    json_t       *root  = record_tree(record, NULL);
    const json_t *list  = member(member(root, "outcome"), "recipients");
    bool          found = json_is_array(list);

    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *one   = json_array_get(list, i);
        str           reply = text(one, "reply");

        if (!is_meant(text(one, "rcpt"), only) && (also.len == 0 || !is_meant(text(one, "rcpt"), also)))
            continue;
        buf_printf(out, "%.*s  %.*s by %.*s%s%.*s%s\n", STR_ARG(arena_printable(arena, text(one, "rcpt"))),
                   STR_ARG(arena_printable(arena, text(one, "fate"))), STR_ARG(arena_printable(arena, text(one, "by"))),
                   reply.len > 0 ? " (" : "", STR_ARG(arena_printable(arena, reply)), reply.len > 0 ? ")" : "");
    }
    json_decref(root);
    return found;
}
