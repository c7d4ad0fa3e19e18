#include "gateway/story_parts.h"

#include "detect/model.h"

/* What becomes of a message by its score alone, from mild to severe. */
static const char *const fates[] = { "delivered", "marked", "junk", "held" };

static size_t fate_of(const json_t *bands, double score)
{
    static const char *const names[] = { "banner", "junk", "quarantine" };
    size_t fate = 0;

    while (fate < ARRAY_LEN(names) && score >= number(bands, names[fate]))
        fate++;
    return fate;
}

/* The score if the findings of one group were wrong; only where neither compounds nor hard findings hang on them. */
static void tell_what_would_change_it(struct story *story, const json_t *assessment, double score)
{
    const json_t *groups = member(assessment, "groups"), *bands = member(assessment, "bands");
    size_t        fate   = fate_of(bands, score);

    if (fate == 0 || number(assessment, "hard") > 0 || json_array_size(member(assessment, "compounds")) > 0)
        return;
    for (size_t i = 0; i < json_array_size(groups); i++) {
        const json_t *group = json_array_get(groups, i);
        double        left  = score - number(group, "threat") + number(group, "trust");

        if (fate_of(bands, left) < fate)
            FLOW(story, "  ", "Without the signs of the group %.*s (%.2f) it would be %.2f: %s.", STR_ARG(text(group, "group")),
                 number(group, "threat"), left, fates[fate_of(bands, left)]);
    }
}

static void tell_probability(struct story *story, const json_t *assessment)
{
    double bad = model_of_hundred(number(assessment, "probability"));

    if (json_is_number(member(assessment, "probability")))
        FLOW(story, "  ", "Of 100 messages with such a score about %.0f %s bad, says the model %.*s.", bad, bad > 1 ? "are" : "is",
             STR_ARG(text(member(assessment, "model"), "version")));
}

/* Whose numbers these are; a record of an earlier version does not name all of them. */
static void tell_models(struct story *story, const json_t *record)
{
    const json_t *by = member(record, "by");

    if (json_is_string(member(by, "intents")))
        FLOW(story, "  ", "What signs weigh says the model %.*s, what words resemble the vocabulary %.*s, what letters want the "
             "intents %.*s.", STR_ARG(text(by, "model")), STR_ARG(text(by, "vocabulary")), STR_ARG(text(by, "intents")));
}

/* The sum in words: signs that say more together, what speaks for the message, and what would have followed from which
 * score. */
void story_tell_assessment(struct story *story, const json_t *record)
{
    const json_t *assessment = member(record, "assessment"), *compounds = member(assessment, "compounds");
    const json_t *bands = member(assessment, "bands");

    if (!json_is_object(assessment) || json_array_size(member(record, "findings")) == 0)
        return;
    story_heading(story, "What it adds up to");
    for (size_t i = 0; i < json_array_size(compounds); i++) {
        const json_t *compound = json_array_get(compounds, i);

        FLOW(story, "  ", "Together: %.*s (%.*s, weight %.2f)", STR_ARG(text(compound, "text")), STR_ARG(text(compound, "id")),
             number(compound, "weight"));
    }
    FLOW(story, "  ", "%.2f speak against the message, %.2f for it: a score of %.2f. From %.2f on it is marked, from %.2f on it is "
         "junk, from %.2f on it is held.", number(assessment, "threat"), number(assessment, "trust"), number(record, "score"),
         number(bands, "banner"), number(bands, "junk"), number(bands, "quarantine"));
    tell_what_would_change_it(story, assessment, number(record, "score"));
    tell_probability(story, assessment);
    tell_models(story, record);
    if (json_is_true(member(assessment, "known_sender")))
        story_flow(story, "  ", STR("The sender is known and authenticated: what the message says marks it at most."));
}
