#include "gateway/story_parts.h"

#include "gateway/record_tree.h"

static void tell_shadow(struct story *story, const json_t *verdict)
{
    const json_t *would = member(verdict, "would");
    str           words = text(would, "action");

    if (words.len > 0)
        FLOW(story, "  ", "Without shadow mode the action would be %.*s, decided by the step \"%.*s\".", STR_ARG(words),
             STR_ARG(text(would, "step")));
}

/* Who delivers has no objection, and no step in particular to name. */
static void tell_decision(struct story *story, const char *words, str step, const json_t *record)
{
    if (str_equal(text(member(record, "verdict"), "action"), STR("accept")))
        FLOW(story, "  ", "%s Its score is %.2f.", words, number(record, "score"));
    else
        FLOW(story, "  ", "%s The step \"%.*s\" decides that; its score is %.2f.", words, STR_ARG(step), number(record, "score"));
}

/* Those that had a reason to say anything. */
static void tell_steps(struct story *story, const json_t *verdict, const json_t *steps)
{
    const char *without = text(verdict, "passage").len > 0 ? " It took no effect." : " An allow entry took its effect away.";

    for (size_t i = 0; i < json_array_size(steps); i++) {
        const json_t *step = json_array_get(steps, i);

        if (text(step, "reason").len == 0)
            continue;
        FLOW(story, "  - ", "%.*s: %.*s (%.*s)%s", STR_ARG(text(step, "step")), STR_ARG(text(step, "text")),
             STR_ARG(text(step, "reason")),
             json_is_true(member(step, "suppressed")) ? without
             : json_is_true(member(step, "in_shadow")) ? " It is in shadow mode, and has no effect." : "");
        if (text(step, "advice").len > 0)
            FLOW(story, "    ", "What can be done: %.*s", STR_ARG(text(step, "advice")));
    }
}

void story_tell_verdict(struct story *story, const json_t *record)
{
    static const struct { const char *action, *words; } meanings[] = {
        { "accept",     "The message is delivered." },
        { "tag",        "The message is delivered with a warning." },
        { "quarantine", "The message is held." },
        { "reject",     "The message is refused." },
        { "defer",      "The sender is asked to try again later." },
    };
    const json_t *verdict = member(record, "verdict"), *outcome = member(record, "outcome");
    str           action  = text(verdict, "action"), decided = text(verdict, "step");

    story_heading(story, "The verdict");
    for (size_t i = 0; i < ARRAY_LEN(meanings); i++)
        if (str_equal(action, str_of(meanings[i].action)))
            tell_decision(story, meanings[i].words, decided, record);
    tell_shadow(story, verdict);
    tell_steps(story, verdict, member(record, "steps"));
    story_tell_recipients(story, outcome);
    story_line(story, "Reply:", story_reply_of(record));
    if (text(outcome, "delivered_as").len > 0)
        FLOW(story, "  ", "The same message from the same sender was delivered before, as %.*s; the sender had not heard of it, "
             "and was told so now. It was not delivered again.", STR_ARG(text(outcome, "delivered_as")));
    story_line(story, "Next hop:", text(outcome, "next_hop"));
    story_line(story, "It said:", text(outcome, "next_hop_reply"));
}

str story_would(str record, struct arena *arena)
{
    json_t       *root    = record_tree(record, NULL);
    const json_t *verdict = member(root, "verdict"), *would = member(verdict, "would");
    str           action  = text(would, "action"), said = { 0 };

    if (action.len > 0 && !str_equal(action, text(verdict, "action")))
        said = arena_printable(arena, arena_printf(arena, "%.*s at %.*s", STR_ARG(action), STR_ARG(text(would, "step"))));
    json_decref(root);
    return said;
}
