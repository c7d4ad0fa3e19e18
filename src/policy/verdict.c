#include "policy/verdict.h"

#include "base/ascii.h"
#include "detect/rule.h"
#include "detect/text.h"
#include "policy/steps/steps.h"

const struct policy_options policy_options_default = {
    .reject_mode           = REJECT_STANDARD,
    .defer_undecided       = true,
    .received_max          = 100,
    .spf_refusals          = SPF_REFUSE_NO_MAIL | SPF_REFUSE_HELO,
    .refuse_unanswerable   = true,
    .own_domain_needs_auth = true,
    .refuse_ambiguous_mime = true,
    .hold_files            = { .classes = 1u << FILE_CLASS_EXECUTABLE | 1u << FILE_CLASS_INSTALLER | 1u << FILE_CLASS_SCRIPT |
                                          1u << FILE_CLASS_SHORTCUT },
    .mark_files            = { .classes = 1u << FILE_CLASS_DISK_IMAGE },
};

const char *action_name(enum action action)
{
    switch (action) {
    case ACTION_ACCEPT:     return "accept";
    case ACTION_TAG:        return "tag";
    case ACTION_QUARANTINE: return "quarantine";
    case ACTION_DEFER:      return "defer";
    case ACTION_REJECT:     return "reject";
    }
    UNREACHABLE();
}

const char *band_name(enum band band)
{
    switch (band) {
    case BAND_DELIVER:    return "deliver";
    case BAND_BANNER:     return "banner";
    case BAND_JUNK:       return "junk";
    case BAND_QUARANTINE: return "quarantine";
    case BAND_REJECT:     return "reject";
    }
    UNREACHABLE();
}

const char *step_name(enum step step)
{
    switch (step) {
    case STEP_PROTOCOL:       return "protocol";
    case STEP_RELAY:          return "relay";
    case STEP_AUTHENTICATION: return "authentication";
    case STEP_SENDER:         return "sender";
    case STEP_LISTS:          return "lists";
    case STEP_ATTACHMENT:     return "attachment";
    case STEP_IMPERSONATION:  return "impersonation";
    case STEP_SCORE:          return "score";
    case STEP_COUNT:          break;
    }
    UNREACHABLE();
}

const char *passage_name(enum passage passage)
{
    switch (passage) {
    case PASSAGE_NONE:       return "none";
    case PASSAGE_SUBMITTED:  return "submitted";
    case PASSAGE_REINJECTED: return "reinjected";
    case PASSAGE_RELEASED:   return "released";
    }
    UNREACHABLE();
}

bool passage_from_name(str name, enum passage *out)
{
    for (enum passage passage = PASSAGE_NONE; passage <= PASSAGE_RELEASED; passage++)
        if (str_equal(name, str_of(passage_name(passage)))) {
            *out = passage;
            return true;
        }
    return false;
}

static const char *passage_sentence(enum passage passage)
{
    switch (passage) {
    case PASSAGE_NONE:       return "";
    case PASSAGE_SUBMITTED:  return "The message was submitted by somebody inside; it is not judged as a stranger's.";
    case PASSAGE_REINJECTED: return "The message was judged before, and comes back from a filter behind.";
    case PASSAGE_RELEASED:   return "The message was held before, and has been released.";
    }
    UNREACHABLE();
}

bool step_from_name(str name, enum step *out)
{
    for (enum step step = 0; step < STEP_COUNT; step++)
        if (str_equal(name, str_of(step_name(step)))) {
            *out = step;
            return true;
        }
    return false;
}

const char *shadow_name(enum shadow shadow)
{
    switch (shadow) {
    case SHADOW_NONE:  return "none";
    case SHADOW_STEPS: return "steps";
    case SHADOW_ALL:   return "all";
    }
    UNREACHABLE();
}

str shown(const struct judgement *j, str text)
{
    return text_printable(j->facts->arena, text, SHOWN_MAX_OCTETS);
}

str reply_domain(const struct judgement *j, str domain, str otherwise)
{
    str safe = shown(j, domain);

    for (size_t i = 0; i < safe.len; i++)
        if (!ascii_is_print(safe.ptr[i]))
            return otherwise;
    return safe;
}

/* ---- the steps ---- */

/* Recipients that are not ours were refused at RCPT; what is here may be relayed. So were clients that block lists agree
 * on, but in shadow. */
static struct step_result step_relay(const struct judgement *j)
{
    if (!j->facts->client_is_listed)
        return (struct step_result){ 0 };
    return (struct step_result){
        .action         = ACTION_REJECT,
        .band           = BAND_REJECT,
        .reason         = "client-listed",
        .sentence       = STR("Several DNS block lists have the client."),
        .advice         = STR("The administrator of the client has to ask these lists for removal; a network of your own belongs into "
                              "trusted-networks."),
        .is_protected   = true,
        .reply_code     = 550,
        .reply_enhanced = "5.7.1",
        .reply_text     = STR("Your address is on block lists"),
    };
}

/* Says which entry spoke, below, once it is known what it suppressed. */
static struct step_result step_lists(const struct judgement *j)
{
    (void)j;
    return (struct step_result){ 0 };
}

static struct step_result (*const steps[STEP_COUNT])(const struct judgement *) = {
    [STEP_PROTOCOL]       = step_protocol,
    [STEP_RELAY]          = step_relay,
    [STEP_AUTHENTICATION] = step_authentication,
    [STEP_SENDER]         = step_sender,
    [STEP_LISTS]          = step_lists,
    [STEP_ATTACHMENT]     = step_attachment,
    [STEP_IMPERSONATION]  = step_impersonation,
    [STEP_SCORE]          = step_score,
};

/* ---- allow entries ---- */

static const struct list_entry *entry_for(enum step step, const struct list_entry *entries, size_t count,
                                          unix_seconds now)
{
    for (size_t i = 0; i < count; i++)
        if ((entries[i].steps & 1u << step) != 0 && entries[i].expires_at > now)
            return &entries[i];
    return NULL;
}

static struct step_result speak_for(const struct judgement *j, const struct list_entry *entry, enum step step)
{
    return (struct step_result){
        .reason   = "allow-entry",
        .sentence = arena_printf(j->facts->arena, "The allow entry %.*s of %.*s, for %.*s, suppresses the step %s.",
                                 STR_ARG(shown(j, entry->id)), STR_ARG(shown(j, entry->owner)),
                                 STR_ARG(shown(j, entry->value)), step_name(step)),
    };
}

static void apply_entries(struct verdict *verdict, const struct judgement *j, const struct list_entry *entries,
                          size_t count)
{
    for (enum step step = 0; step < STEP_COUNT; step++) {
        struct step_result      *result = &verdict->steps[step];
        const struct list_entry *entry  = entry_for(step, entries, count, j->facts->now);

        if (result->action == ACTION_ACCEPT || result->is_protected || entry == NULL)
            continue;
        result->suppressed = true;
        if (verdict->allowed_by == NULL) {
            verdict->allowed_by        = entry;
            verdict->steps[STEP_LISTS] = speak_for(j, entry, step);
        }
    }
}

/* ---- the decision ---- */

static bool takes_effect(const struct step_result *result, bool with_shadow)
{
    return !result->suppressed && result->action != ACTION_ACCEPT && (with_shadow || !result->in_shadow);
}

/* with_shadow: as if nothing were on trial. */
static void decide(struct verdict *verdict, bool with_shadow)
{
    verdict->action     = ACTION_ACCEPT;
    verdict->band       = BAND_DELIVER;
    verdict->step       = STEP_SCORE;   /* had all steps nothing to object, the last one let it pass */
    verdict->releasable = true;
    for (enum step step = 0; step < STEP_COUNT; step++) {
        const struct step_result *result = &verdict->steps[step];

        if (!takes_effect(result, with_shadow))
            continue;
        if (result->band > verdict->band)
            verdict->band = result->band;
        if (result->is_protected && result->action == ACTION_QUARANTINE)
            verdict->releasable = false;        /* another step's milder hold does not change that */
        if (result->action > verdict->action) {
            verdict->action = result->action;
            verdict->step   = step;
        }
    }
    verdict->releasable &= verdict->action == ACTION_QUARANTINE;
}

static void answer(struct verdict *verdict)
{
    const struct step_result *decided = &verdict->steps[verdict->step];

    switch (verdict->action) {
    case ACTION_ACCEPT:
    case ACTION_TAG:
    case ACTION_QUARANTINE:             /* the sender is not told: it would help the wrong ones */
        verdict->reply_code     = 250;
        verdict->reply_enhanced = STR("2.0.0");
        verdict->reply_text     = STR("Ok");
        return;
    case ACTION_DEFER:
    case ACTION_REJECT:
        verdict->reply_code     = decided->reply_code;
        verdict->reply_enhanced = str_of(decided->reply_enhanced);
        verdict->reply_text     = decided->reply_text;
        return;
    }
    UNREACHABLE();
}

/* ---- what is on trial ---- */

static enum shadow shadow_of(const struct verdict *verdict, bool all)
{
    if (all)
        return SHADOW_ALL;
    for (enum step step = 0; step < STEP_COUNT; step++)
        if (verdict->steps[step].in_shadow && takes_effect(&verdict->steps[step], true))
            return SHADOW_STEPS;
    return SHADOW_NONE;
}

struct decision verdict_decision(const struct verdict *v)
{
    return (struct decision){ v->action, v->band, v->step, v->reply_code, v->reply_enhanced, v->reply_text };
}

/* First as if nothing were on trial; then what of it takes effect. */
static void decide_twice(struct verdict *verdict, bool all_in_shadow)
{
    decide(verdict, true);
    answer(verdict);
    verdict->would  = verdict_decision(verdict);
    verdict->shadow = shadow_of(verdict, all_in_shadow);
    if (verdict->shadow == SHADOW_NONE)
        return;
    for (enum step step = 0; step < STEP_COUNT; step++)
        verdict->steps[step].in_shadow |= all_in_shadow;
    decide(verdict, false);
    answer(verdict);
}

/* What all steps have said is there: what of it holds. */
static void conclude(struct verdict *verdict, const struct judgement *j, const struct list_entry *entries, size_t entry_count)
{
    for (enum step step = 0; step < STEP_COUNT; step++)
        verdict->steps[step].in_shadow = j->options->steps_in_shadow[step];
    apply_entries(verdict, j, entries, entry_count);
    decide_twice(verdict, j->facts->in_shadow);
}

const char *verdict_reason(const struct verdict *verdict)
{
    const struct step_result *decided = &verdict->steps[verdict->step];

    return decided->in_shadow ? NULL : decided->reason;
}

static double or_else(double chosen, double otherwise)
{
    return chosen > 0 ? chosen : otherwise;
}

bool bands_choose(const struct policy_options *options, const struct model *model, struct bands *bands)
{
    *bands = (struct bands){
        .banner     = or_else(options->banner_score, model->bands.banner),
        .junk       = or_else(options->junk_score, model->bands.junk),
        .quarantine = or_else(options->quarantine_score, model->bands.quarantine),
    };
    return bands->banner <= bands->junk && bands->junk <= bands->quarantine;
}

struct verdict verdict_decide(const struct facts *facts, const struct findings *findings,
                              const struct policy_options *options, const struct list_entry *entries,
                              size_t entry_count)
{
    const struct model *model   = facts->model == NULL ? &model_of_tables : facts->model;
    struct verdict      verdict = { .assessment = assess(model, findings) };
    bool                rising  = bands_choose(options, model, &verdict.bands);
    struct judgement    j       = { facts, findings, options, &verdict.assessment, verdict.bands };

    ASSERT(rising);                     /* whoever made options and model has seen to that */
    verdict.score = verdict.assessment.score;
    for (enum step step = 0; step < STEP_COUNT; step++)
        verdict.steps[step] = steps[step](&j);
    conclude(&verdict, &j, entries, entry_count);
    return verdict;
}

struct verdict verdict_decide_envelope(const struct facts *facts, const struct policy_options *options, const struct list_entry *entries,
                                       size_t entry_count)
{
    struct verdict   verdict = { .score = 0 };
    struct judgement j       = { .facts = facts, .options = options };

    verdict.steps[STEP_AUTHENTICATION] = step_envelope(&j);
    verdict.steps[STEP_SENDER]         = step_sender(&j);
    conclude(&verdict, &j, entries, entry_count);
    return verdict;
}

void verdict_let_pass(struct verdict *verdict, enum passage passage)
{
    for (enum step step = 0; step < STEP_COUNT; step++)
        verdict->steps[step].suppressed |= verdict->steps[step].action != ACTION_ACCEPT;
    verdict->steps[STEP_RELAY] = (struct step_result){ .reason = passage_name(passage), .sentence = str_of(passage_sentence(passage)) };
    verdict->passage    = passage;
    verdict->action     = ACTION_ACCEPT;
    verdict->band       = BAND_DELIVER;
    verdict->step       = STEP_RELAY;
    verdict->releasable = false;
    answer(verdict);
    verdict->would = verdict_decision(verdict);      /* on trial or not */
    if (verdict->shadow == SHADOW_STEPS)
        verdict->shadow = SHADOW_NONE;
}
