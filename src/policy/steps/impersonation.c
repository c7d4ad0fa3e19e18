/* Does it pretend to be us, or one of our people or partners? Nothing that a stranger earns cancels that. */
#include "detect/identity.h"
#include "policy/steps/steps.h"

enum claim { CLAIM_OWN_DOMAIN, CLAIM_REPLY_TO, CLAIM_OTHER };

/* joined: with another sign of a different kind. */
static const struct impersonation {
    const char *finding;
    enum action alone, joined;
    enum claim  claim;
    const char *advice;
} impersonations[] = {
    { "own-domain-unauthenticated", ACTION_QUARANTINE, ACTION_QUARANTINE, CLAIM_OWN_DOMAIN,
      "If a service of yours sends this, let it sign with your domain's DKIM key or add it to your SPF record. "
      "An allow entry cannot help here, and should not." },
    { "own-domain-lookalike",       ACTION_QUARANTINE, ACTION_QUARANTINE, CLAIM_OWN_DOMAIN,
      "If the domain is yours, add it to own-domains; if it belongs to somebody you write with, add it as a partner." },
    { "own-domain-namesake",        ACTION_TAG,        ACTION_QUARANTINE, CLAIM_OWN_DOMAIN,
      "If the domain is yours, add it to own-domains; if it is a company that is called like you, add it as a partner." },
    { "replyto-lookalike",          ACTION_TAG,        ACTION_QUARANTINE, CLAIM_REPLY_TO,
      "Do not answer. If the domain belongs to somebody you write with, add it as a partner." },
    { "partner-lookalike",          ACTION_TAG,        ACTION_QUARANTINE, CLAIM_OTHER,
      "Compare the address with the one you know. If this one is the partner's, too, add it to the partner." },
    { "vip-name",                   ACTION_TAG,        ACTION_QUARANTINE, CLAIM_OTHER,
      "Ask the person by another way. If the address is theirs, add it to the person's addresses." },
    { "confusable-domain",          ACTION_TAG,        ACTION_QUARANTINE, CLAIM_OTHER,
      "Look at the domain letter by letter before you follow anything in the message." },
};

/* A likelihood ratio of 2: signs below it are no evidence (DETECTION "What the measurements taught"). */
static const double sign_min_weight = 0.69;

static bool is_about_replies(const struct finding *finding)
{
    return strcmp(finding->id, "reply-to-mismatch") == 0 || strcmp(finding->id, "replyto-freemail-other") == 0;
}

/* Where answers go carries no weight alone, and all the more beside a borrowed name; but it is no second sign for what
 * is itself about the answers. */
static bool is_second_sign(const struct finding *finding, enum claim claim)
{
    return is_about_replies(finding) ? claim != CLAIM_REPLY_TO : finding->weight >= sign_min_weight;
}

static const struct finding *second_sign(const struct judgement *j, const struct finding *first, enum claim claim)
{
    for (size_t i = 0; i < j->findings->count; i++) {
        const struct finding *other = &j->findings->items[i];

        if (strcmp(other->group, first->group) != 0 && is_second_sign(other, claim))
            return other;
    }
    return NULL;
}

static str say(const struct judgement *j, const struct finding *finding)
{
    return arena_printf(j->facts->arena, "%s (%.*s)", finding->sentence, STR_ARG(shown(j, finding->evidence)));
}

static str describe(const struct judgement *j, const struct finding *first, const struct finding *second)
{
    str sentence = say(j, first);

    return second == NULL ? sentence : arena_printf(j->facts->arena, "%.*s Besides: %.*s", STR_ARG(sentence), STR_ARG(say(j, second)));
}

static bool is_switched_off(const struct judgement *j, const struct impersonation *rule)
{
    return !j->options->own_domain_needs_auth && strcmp(rule->finding, "own-domain-unauthenticated") == 0;
}

static struct step_result judge(const struct judgement *j, const struct impersonation *rule)
{
    const struct finding *first = findings_find(j->findings, rule->finding);

    if (first == NULL || is_switched_off(j, rule))
        return (struct step_result){ 0 };

    const struct finding *second = second_sign(j, first, rule->claim);
    enum action           action = second == NULL ? rule->alone : rule->joined;

    return (struct step_result){
        .action       = action,
        .band         = action == ACTION_QUARANTINE ? BAND_QUARANTINE : BAND_BANNER,
        .is_protected = rule->claim == CLAIM_OWN_DOMAIN,
        .reason       = first->id,
        .sentence     = describe(j, first, second),
        .advice       = str_of(rule->advice),
    };
}

struct step_result step_impersonation(const struct judgement *j)
{
    struct step_result worst = { 0 };

    if (identity_is_inside(j->facts))
        return worst;
    for (size_t i = 0; i < ARRAY_LEN(impersonations); i++) {
        struct step_result result = judge(j, &impersonations[i]);

        if (result.reason != NULL && (worst.reason == NULL || result.action > worst.action))
            worst = result;
    }
    return worst;
}

bool step_impersonation_of(const char *finding, enum action *alone, enum action *joined)
{
    for (size_t i = 0; i < ARRAY_LEN(impersonations); i++)
        if (strcmp(impersonations[i].finding, finding) == 0) {
            *alone  = impersonations[i].alone;
            *joined = impersonations[i].joined;
            return true;
        }
    return false;
}
