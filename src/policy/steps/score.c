/* What the findings add up to. Content marks or holds, it never refuses; and it holds only on two independent signs. */
#include "policy/steps/steps.h"

static const struct finding *strongest(const struct findings *findings)
{
    const struct finding *best = NULL;

    for (size_t i = 0; i < findings->count; i++)
        if (best == NULL || findings->items[i].weight > best->weight)
            best = &findings->items[i];
    return best;
}

/* Findings of one group often have one cause: signs are independent when they are of different groups. */
static bool has_independent_sign(const struct findings *findings, const struct finding *best)
{
    for (size_t i = 0; i < findings->count; i++)
        if (strcmp(findings->items[i].group, best->group) != 0 && findings->items[i].weight > 0)
            return true;
    return false;
}

static enum band band_of(const struct judgement *j, const struct finding *best)
{
    const struct policy_options *options = j->options;

    if (j->score >= options->quarantine_score && has_independent_sign(j->findings, best))
        return BAND_QUARANTINE;
    if (j->score >= options->junk_score)
        return BAND_JUNK;
    return j->score >= options->banner_score ? BAND_BANNER : BAND_DELIVER;
}

static enum action action_of(enum band band)
{
    switch (band) {
    case BAND_DELIVER:    return ACTION_ACCEPT;
    case BAND_BANNER:
    case BAND_JUNK:       return ACTION_TAG;
    case BAND_QUARANTINE: return ACTION_QUARANTINE;
    case BAND_REJECT:     break;
    }
    UNREACHABLE();
}

static const char *reason_of(enum band band)
{
    switch (band) {
    case BAND_DELIVER:    return "score-low";
    case BAND_BANNER:     return "score-banner";
    case BAND_JUNK:       return "score-junk";
    case BAND_QUARANTINE: return "score-quarantine";
    case BAND_REJECT:     break;
    }
    UNREACHABLE();
}

/* Not every sign has a place in the message that shows it: what is missing cannot be quoted. */
static str sentence_of(const struct judgement *j, const struct finding *best)
{
    str seen = shown(j, best->evidence);

    if (seen.len == 0)
        return arena_printf(j->facts->arena, "The signs add up to %.2f; the strongest: %s", j->score, best->sentence);
    return arena_printf(j->facts->arena, "The signs add up to %.2f; the strongest: %s (%.*s)", j->score, best->sentence, STR_ARG(seen));
}

struct step_result step_score(const struct judgement *j)
{
    const struct finding *best = strongest(j->findings);

    if (best == NULL || best->weight <= 0)
        return (struct step_result){ 0 };

    enum band band = band_of(j, best);

    return (struct step_result){
        .action   = action_of(band),
        .band     = band,
        .reason   = reason_of(band),
        .sentence = sentence_of(j, best),
        .advice   = band == BAND_DELIVER ? (str){ 0 } : STR("For a known and authenticated sender, add an allow entry "
                                                            "(step score)."),
    };
}
