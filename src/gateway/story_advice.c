#include "gateway/story_parts.h"

enum { ADVISED_SIGNATURES_MAX = 10 };

/* How to authenticate better helps an honest sender. Of a message that was stopped for what it pretends or brings, nobody knows that
 * it has one; what can be done about it stands beside the step that stopped it. */
static bool may_be_honest(const json_t *verdict)
{
    str step = text(verdict, "step"), action = text(verdict, "action");

    return !str_equal(step, STR("impersonation")) && !str_equal(step, STR("attachment")) &&
           !(str_equal(step, STR("score")) && str_equal(action, STR("quarantine")));
}

/* True if one of the sentences before number i is the same. */
static bool is_told(const str *told, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (str_equal(told[k], told[i]))
            return true;
    return false;
}

/* What to do is told first, and that nothing has to be done only where there is nothing else. */
static bool asks_for_nothing(str advice)
{
    return str_starts(advice, STR("Nothing "));
}

static void tell_list(struct story *story, const char *title, const str *told, size_t count, bool nothing)
{
    bool first = true;

    for (size_t i = 0; i < count; i++) {
        if (told[i].len == 0 || is_told(told, i) || asks_for_nothing(told[i]) != nothing)
            continue;
        if (first)
            story_heading(story, title);
        first = false;
        story_flow(story, "  - ", told[i]);
    }
}

static bool asks_for_something(const str *told, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (told[i].len > 0 && !asks_for_nothing(told[i]))
            return true;
    return false;
}

/* The advice that goes by that name beside each result, under a title; each sentence once. */
static void tell_advice(struct story *story, const json_t *record, const char *title, const char *name)
{
    const json_t *auth = member(record, "auth"), *dkim = member(auth, "dkim");
    str           told[4 + ADVISED_SIGNATURES_MAX];
    size_t        count = 0;

    told[count++] = text(member(auth, "dmarc"), name);
    told[count++] = text(member(auth, "return_path"), name);
    if (story_sender_is_known(member(record, "envelope")))
        told[count++] = text(member(auth, "spf"), name);
    for (size_t i = 0; i < json_array_size(dkim) && i < ADVISED_SIGNATURES_MAX; i++)
        told[count++] = text(json_array_get(dkim, i), name);
    if (!str_equal(text(member(auth, "arc"), "result"), STR("none")))
        told[count++] = text(member(auth, "arc"), name);
    tell_list(story, title, told, count, !asks_for_something(told, count));
}

void story_tell_advice(struct story *story, const json_t *record)
{
    const json_t *verdict = member(record, "verdict");

    if (!may_be_honest(verdict))
        return;
    if (!str_equal(text(verdict, "action"), STR("accept")))
        tell_advice(story, record, "What you can do", "advice_recipient");
    tell_advice(story, record, "What the sender can do", "advice");
}
