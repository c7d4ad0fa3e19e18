/* What the author's domain asks for, and when we do it (DESIGN §3 "DMARC policy", STANDARDS DMA-30). */
#include "base/ascii.h"
#include "detect/identity.h"
#include "policy/steps/steps.h"

/* Domains are third-party text; in our replies they are ASCII. */
static str reply_domain(const struct judgement *j, str domain)
{
    str safe = shown(j, domain);

    for (size_t i = 0; i < safe.len; i++)
        if (!ascii_is_print(safe.ptr[i]))
            return STR("the author's domain");
    return safe;
}

static struct step_result let_pass(const char *reason, str sentence)
{
    return (struct step_result){ .action = ACTION_ACCEPT, .reason = reason, .sentence = sentence };
}

/* ---- passes, and no policy ---- */

static struct step_result proved(const struct judgement *j)
{
    const struct dmarc_result *dmarc = &j->facts->auth->dmarc;
    str                        by    = dmarc->aligned_count > 0 ? dmarc->aligned[0] : STR("an aligned identifier");

    return let_pass("dmarc-pass", arena_printf(j->facts->arena, "The message is proved to come from %.*s, by %.*s.",
                                               STR_ARG(shown(j, dmarc->author_domain)), STR_ARG(shown(j, by))));
}

static struct step_result without_policy(const struct judgement *j, const char *reason, const char *what)
{
    return let_pass(reason, arena_printf(j->facts->arena, "%.*s %s, so nothing is asked of us.",
                                         STR_ARG(shown(j, j->facts->auth->dmarc.author_domain)), what));
}

/* ---- not decided ---- */

static struct step_result undecided(const struct judgement *j)
{
    str domain = shown(j, j->facts->auth->dmarc.author_domain);

    struct step_result result = {
        .action   = j->options->defer_undecided ? ACTION_DEFER : ACTION_TAG,
        .band     = BAND_BANNER,
        .reason   = "dmarc-undecided",
        .sentence = arena_printf(j->facts->arena, "Whether the message comes from %.*s could not be decided: %s",
                                 STR_ARG(domain), auth_reason_sentence(j->facts->auth->dmarc.reason)),
        .advice   = STR("DNS of the sender, or our resolver, gave no answer. If it lasts, look at the resolver first."),
    };

    if (result.action == ACTION_DEFER) {
        result.reply_code     = 451;
        result.reply_enhanced = "4.7.0";
        result.reply_text     = arena_printf(j->facts->arena, "DMARC of %.*s cannot be checked now, try again later",
                                             STR_ARG(reply_domain(j, j->facts->auth->dmarc.author_domain)));
    }
    return result;
}

/* Nobody has asked yet, which is neither a pass nor the sender's failure: the sender keeps the message. */
static struct step_result not_checked(const struct judgement *j)
{
    (void)j;
    return (struct step_result){
        .action = ACTION_DEFER, .band = BAND_BANNER, .reason = "authentication-not-checked",
        .sentence = STR("Authentication was not checked."), .advice = STR("This is a fault of ours: see the log."),
        .reply_code = 451, .reply_enhanced = "4.7.0",
        .reply_text = STR("The message cannot be checked now, try again later"),
    };
}

/* ---- failures ---- */

/* "The message says it is from ceo@corp.example, but it was sent by attacker.example and nothing proves ..." */
static str failure_sentence(const struct judgement *j, const char *asks)
{
    const struct facts *f      = j->facts;
    str                 domain = shown(j, f->auth->dmarc.author_domain);

    return arena_printf(f->arena,
                        "The message says it is from %.*s, but it was sent by %.*s and nothing proves that %.*s had a "
                        "hand in it: neither SPF nor DKIM is aligned with %.*s, whose DMARC policy %s.",
                        STR_ARG(shown(j, f->message->author.mailbox.address)), STR_ARG(shown(j, identity_sender(f))),
                        STR_ARG(domain), STR_ARG(domain), asks);
}

static str failure_advice(const struct judgement *j)
{
    str domain = shown(j, j->facts->auth->dmarc.author_domain);

    return arena_printf(j->facts->arena,
                        "If the message is genuine, whoever runs %.*s has to sign it with DKIM or list the sending "
                        "server in SPF. Do not ask the recipient to trust it.", STR_ARG(domain));
}

static struct step_result refuse_failure(const struct judgement *j)
{
    return (struct step_result){
        .action = ACTION_REJECT, .band = BAND_REJECT, .reason = "dmarc-reject",
        .sentence = failure_sentence(j, "asks to refuse such mail"), .advice = failure_advice(j),
        .reply_code = 550, .reply_enhanced = "5.7.26",
        .reply_text = arena_printf(j->facts->arena,
                                   "Neither SPF nor DKIM is aligned with %.*s, whose DMARC policy is reject",
                                   STR_ARG(reply_domain(j, j->facts->auth->dmarc.author_domain))),
    };
}

static struct step_result hold_failure(const struct judgement *j)
{
    return (struct step_result){
        .action = ACTION_QUARANTINE, .band = BAND_QUARANTINE, .reason = "dmarc-quarantine",
        .sentence = failure_sentence(j, "asks to hold such mail back"), .advice = failure_advice(j),
    };
}

static struct step_result hold_for_list(const struct judgement *j)
{
    str failure = failure_sentence(j, "asks to refuse such mail");

    return (struct step_result){
        .action = ACTION_QUARANTINE, .band = BAND_QUARANTINE, .reason = "dmarc-reject-list",
        .sentence = arena_printf(j->facts->arena,
                                 "%.*s Yet it came through the mailing list %.*s, which proves its own identity, and "
                                 "lists break signatures: so it is held instead of refused.",
                                 STR_ARG(failure), STR_ARG(shown(j, j->facts->message->list_id))),
        .advice = STR("If people here read this list, add an allow entry for the list's authenticated domain "
                      "(step authentication). Best is a list that rewrites From."),
    };
}

static struct step_result failed(const struct judgement *j)
{
    switch (j->facts->auth->dmarc.disposition) {
    case DMARC_POLICY_ABSENT:
    case DMARC_POLICY_NONE:             /* RFC 9989 §5.4: handled as if there were no policy */
        return let_pass("dmarc-fail-none", failure_sentence(j, "asks for nothing but reports"));
    case DMARC_POLICY_QUARANTINE:
        return hold_failure(j);
    case DMARC_POLICY_REJECT:
        /* RFC 9989 §7.4: not on the policy's word alone, but after a look for an honest explanation. */
        if (j->options->reject_mode == REJECT_STANDARD && identity_is_list(j->facts))
            return hold_for_list(j);
        return refuse_failure(j);
    }
    UNREACHABLE();
}

static struct step_result by_dmarc(const struct judgement *j)
{
    switch (j->facts->auth->dmarc.status) {
    case DMARC_PENDING:   return not_checked(j);
    case DMARC_NONE:      return without_policy(j, "dmarc-none", "publishes no DMARC policy");
    case DMARC_PASS:      return proved(j);
    case DMARC_FAIL:      return failed(j);
    case DMARC_TEMPERROR: return undecided(j);
    case DMARC_PERMERROR: return without_policy(j, "dmarc-permerror", "publishes a DMARC policy that cannot be used");
    }
    UNREACHABLE();
}

struct step_result step_authentication(const struct judgement *j)
{
    const struct facts *f = j->facts;

    if (identity_is_inside(f))          /* a server or user of ours: SPF and DKIM are still to be added */
        return let_pass("inside", STR("The message comes from inside: authentication is for outsiders."));
    if (f->message->author.status != AUTHOR_OK)
        return (struct step_result){ 0 };               /* no author to prove: the protocol step has said so */

    struct step_result result = by_dmarc(j);

    result.is_protected = organization_owns(f->organization, f->message->author.domain);
    return result;
}
