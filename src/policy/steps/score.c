/* What the findings add up to. Content marks or holds, it never refuses; and it holds only on two independent signs. */
#include "detect/identity.h"
#include "detect/rules/rules.h"
#include "policy/steps/steps.h"

static const struct finding *strongest(const struct findings *findings)
{
    const struct finding *best = NULL;

    for (size_t i = 0; i < findings->count; i++)
        if (best == NULL || findings->items[i].weight > best->weight)
            best = &findings->items[i];
    return best;
}

/* Findings of one group often have one cause: signs are independent when they are of different groups. What the words of
 * the text resemble is no sign of its own: it is the part that a corpus fools most easily. */
static bool counts_as_sign(const struct finding *finding)
{
    return finding->weight > 0 && strcmp(finding->group, GROUP_VOCABULARY) != 0;
}

static bool has_independent_signs(const struct findings *findings)
{
    const struct finding *first = NULL;

    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->items[i];

        if (!counts_as_sign(finding))
            continue;
        if (first != NULL && strcmp(finding->group, first->group) != 0)
            return true;
        first = finding;
    }
    return false;
}

static enum band band_of(const struct judgement *j)
{
    const struct bands *bands = &j->bands;
    double              score = j->assessment->score;

    if (score < bands->banner)
        return BAND_DELIVER;
    if (score < bands->junk || j->assessment->is_known)
        return BAND_BANNER;
    return score >= bands->quarantine && has_independent_signs(j->findings) ? BAND_QUARANTINE : BAND_JUNK;
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

static const struct compound *strongest_compound(const struct assessment *assessment)
{
    const struct compound *best = NULL;

    for (size_t i = 0; i < assessment->compound_count; i++)
        if (best == NULL || assessment->compounds[i]->weight > best->weight)
            best = assessment->compounds[i];
    return best;
}

/* The one strongest reason. Not every sign has a place in the message that shows it: what is missing cannot be quoted. */
static str sentence_of(const struct judgement *j, const struct finding *best)
{
    struct arena          *arena    = j->facts->arena;
    const struct compound *compound = strongest_compound(j->assessment);
    str                    seen     = shown(j, best->evidence);
    str                    words    = str_of(best->sentence);

    if (compound != NULL && compound->weight > best->weight)
        words = compound->sentence;
    else if (seen.len > 0)
        words = arena_printf(arena, str_ends_nocase(words, STR(":")) ? "%s %.*s" : "%s (%.*s)", best->sentence, STR_ARG(seen));
    return arena_printf(arena, "The signs add up to %.2f; the strongest: %.*s", j->assessment->score, STR_ARG(words));
}

/* What would let the next one of a sender through whom people here know. Nothing does that for our own domain without a proof. */
static str advice_about(const struct facts *f)
{
    if (identity_author(f) == AUTHOR_PROVED)
        return STR("If you know this sender, add an allow entry for him (step score).");
    return organization_owns(f->organization, f->message->author.domain)
               ? (str){ 0 }
               : STR("Nothing proves this sender: if you know him, ask him to sign his mail (DKIM), or add an allow entry for his server's "
                     "network (step score).");
}

struct step_result step_score(const struct judgement *j)
{
    const struct finding *best = strongest(j->findings);

    /* Signs that weigh nothing each may weigh together. */
    if (best == NULL || (best->weight <= 0 && j->assessment->compound_count == 0))
        return (struct step_result){ 0 };

    enum band band = band_of(j);

    return (struct step_result){
        .action   = action_of(band),
        .band     = band,
        .reason   = reason_of(band),
        .sentence = sentence_of(j, best),
        .advice   = band == BAND_DELIVER ? (str){ 0 } : advice_about(j->facts),
    };
}
