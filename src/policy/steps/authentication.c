/* What the author's domain asks for, and when we do it (DESIGN §3 "DMARC policy", STANDARDS DMA-30). */
#include "detect/identity.h"
#include "policy/steps/steps.h"

static str author_in_reply(const struct judgement *j)
{
    return reply_domain(j, j->facts->auth->dmarc.author_domain, STR("the author's domain"));
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

static struct step_result undecided_for(const struct judgement *j, bool defers, const char *reason, str sentence, str reply)
{
    struct step_result result = {
        .action   = defers ? ACTION_DEFER : ACTION_TAG,
        .band     = BAND_BANNER,
        .reason   = reason,
        .sentence = sentence,
        .advice   = STR("DNS of the sender, or our resolver, gave no answer. If it lasts, look at the resolver first."),
    };

    if (result.action == ACTION_DEFER) {
        result.reply_code     = 451;
        result.reply_enhanced = "4.7.0";
        result.reply_text     = arena_printf(j->facts->arena, "%.*s cannot be checked now, try again later", STR_ARG(reply));
    }
    return result;
}

static struct step_result undecided(const struct judgement *j)
{
    struct arena *arena  = j->facts->arena;
    str           domain = shown(j, j->facts->auth->dmarc.author_domain);

    return undecided_for(j, j->options->defer_undecided, "dmarc-undecided",
                         arena_printf(arena, "Whether the message comes from %.*s could not be decided: %s", STR_ARG(domain),
                                      auth_reason_sentence(j->facts->auth->dmarc.reason)),
                         arena_printf(arena, "DMARC of %.*s", STR_ARG(author_in_reply(j))));
}

/* In our own name, and no record of ours asks for anything: whatever keeps us from knowing, and a stranger can name a key that nobody
 * answers for, is no reason to let it in. */
static struct step_result own_undecided(const struct judgement *j)
{
    struct arena      *arena  = j->facts->arena;
    str                domain = j->facts->message->author.domain;
    struct step_result result =
        undecided_for(j, j->options->defer_undecided, "own-domain-undecided",
                      arena_printf(arena, "Whether the message comes from %.*s, a domain of yours, could not be decided: DNS gave no "
                                   "answer about its SPF record or about the key of a signature in its name.", STR_ARG(shown(j, domain))),
                      arena_printf(arena, "%.*s", STR_ARG(reply_domain(j, domain, STR("The author's domain")))));

    result.advice = STR("Look at the DNS of your own domain, and of all that is delegated below it. A DMARC record with p=reject, and "
                        "signatures of your own domain alone, leave less to ask.");
    if (result.action != ACTION_DEFER) {
        result.action = ACTION_QUARANTINE;
        result.band   = BAND_QUARANTINE;
    }
    return result;
}

static bool is_own_undecided(const struct judgement *j)
{
    const struct facts *f = j->facts;

    return j->options->own_domain_needs_auth && organization_owns(f->organization, f->message->author.domain) &&
           f->auth->dmarc.status != DMARC_PENDING && identity_author(f) == AUTHOR_UNDECIDED && !identity_may_use_own_domain(f) &&
           !identity_is_our_machine(f);
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

/* The author's own signature verifies, below a subject that may be anybody's. */
static bool is_partly_signed(const struct judgement *j)
{
    return j->facts->auth->dmarc.reason == REASON_DMARC_PARTLY_SIGNED;
}

/* "The message says it is from ceo@corp.example, but it was sent by attacker.example and nothing proves ..." */
static str failure_sentence(const struct judgement *j, const char *asks)
{
    const struct facts *f      = j->facts;
    str                 domain = shown(j, f->auth->dmarc.author_domain);

    if (is_partly_signed(j))
        return arena_printf(f->arena,
                            "The message says it is from %.*s, and a signature of %.*s verifies, but it leaves out the "
                            "subject, which anybody could have written: so it is no proof, and the DMARC policy of %.*s "
                            "%s.",
                            STR_ARG(shown(j, f->message->author.mailbox.address)), STR_ARG(domain), STR_ARG(domain), asks);
    return arena_printf(f->arena,
                        "The message says it is from %.*s, but it was sent by %.*s and nothing proves that %.*s had a "
                        "hand in it: neither SPF nor DKIM is aligned with %.*s, whose DMARC policy %s.",
                        STR_ARG(shown(j, f->message->author.mailbox.address)), STR_ARG(shown(j, identity_sender(f))),
                        STR_ARG(domain), STR_ARG(domain), asks);
}

static str failure_advice(const struct judgement *j)
{
    str domain = shown(j, j->facts->auth->dmarc.author_domain);

    if (is_partly_signed(j))
        return arena_printf(j->facts->arena, "Whoever runs %.*s has to name Subject in h= of its signatures.",
                            STR_ARG(domain));
    return arena_printf(j->facts->arena,
                        "If the message is genuine, whoever runs %.*s has to sign it with DKIM or list the sending "
                        "server in SPF. Do not ask the recipient to trust it.", STR_ARG(domain));
}

static const char *failure_in_reply(const struct judgement *j)
{
    return is_partly_signed(j) ? "Only a signature without Subject in h= is aligned with"
                               : "Neither SPF nor DKIM is aligned with";
}

static struct step_result refuse_failure(const struct judgement *j)
{
    return (struct step_result){
        .action = ACTION_REJECT, .band = BAND_REJECT, .reason = "dmarc-reject",
        .sentence = failure_sentence(j, "asks to refuse such mail"), .advice = failure_advice(j),
        .reply_code = 550, .reply_enhanced = "5.7.26",
        .reply_text = arena_printf(j->facts->arena, "%s %.*s, whose DMARC policy is reject", failure_in_reply(j),
                                   STR_ARG(author_in_reply(j))),
    };
}

static struct step_result hold_failure(const struct judgement *j)
{
    return (struct step_result){
        .action = ACTION_QUARANTINE, .band = BAND_QUARANTINE, .reason = "dmarc-quarantine",
        .sentence = failure_sentence(j, "asks to hold such mail back"), .advice = failure_advice(j),
    };
}

/* ---- failures that have an honest explanation ---- */

static const struct { const char *reason, *who; } voucher_words[] = {
    [VOUCHER_LIST]      = { "dmarc-fail-trusted-list",      "the mailing list"  },
    [VOUCHER_FORWARDER] = { "dmarc-fail-trusted-forwarder", "the forwarder"     },
    [VOUCHER_SEALER]    = { "dmarc-fail-trusted-sealer",    "the ARC sealer"    },
    [VOUCHER_SENDER]    = { "dmarc-fail-known-sender",      "the service"       },
};

/* The administrator trusts who passed it on: that it fails is then what was to be expected. */
static struct step_result vouched(const struct judgement *j, const struct voucher *voucher)
{
    return let_pass(voucher_words[voucher->kind].reason,
                    arena_printf(j->facts->arena,
                                 "Nothing proves any more that %.*s had a hand in the message. Yet it was passed on by "
                                 "%s %.*s, which your configuration trusts.",
                                 STR_ARG(shown(j, j->facts->auth->dmarc.author_domain)), voucher_words[voucher->kind].who,
                                 STR_ARG(shown(j, voucher->name))));
}

/* Who could have explained the failure was not to be checked. What a sender can bring about waits, whatever the administrator lets
 * pass: else a name server of his own that fails would deliver what its author asks to refuse. */
static struct step_result undecided_trust(const struct judgement *j, const struct voucher *perhaps)
{
    struct arena *arena = j->facts->arena;
    const char   *who   = voucher_words[perhaps->unchecked].who;

    return undecided_for(j, j->options->defer_undecided || perhaps->is_at_will, "dmarc-trust-undecided",
                         arena_printf(arena, "Nothing proves that %.*s had a hand in the message. It may have been passed on by %s "
                                      "%.*s, which could not be checked: %s", STR_ARG(shown(j, j->facts->auth->dmarc.author_domain)),
                                      who, STR_ARG(shown(j, perhaps->name)), auth_reason_sentence(perhaps->reason)),
                         STR("Who has passed on this message"));
}

static struct step_result hold(const struct judgement *j, const char *reason, str why, const char *advice)
{
    return (struct step_result){
        .action = ACTION_QUARANTINE, .band = BAND_QUARANTINE, .reason = reason,
        .sentence = arena_printf(j->facts->arena, "%.*s %.*s",
                                 STR_ARG(failure_sentence(j, "asks to refuse such mail")), STR_ARG(why)),
        .advice = str_of(advice),
    };
}

/* Held alike: whoever posted to a list that nothing proves is better asked than refused. */
static struct step_result hold_for_list(const struct judgement *j)
{
    struct arena *arena = j->facts->arena;
    str           list  = shown(j, j->facts->message->list_id);
    str how = identity_proves(j->facts, j->facts->message->list_id)
                  ? arena_printf(arena, "Yet it came through the mailing list %.*s, which proves its own identity.", STR_ARG(list))
                  : arena_printf(arena, "Yet it says that it came through the mailing list %.*s; nothing proves that, but %.*s answers for "
                                 "having sent it.", STR_ARG(list), STR_ARG(shown(j, identity_sender(j->facts))));

    return hold(j, "dmarc-reject-list",
                arena_printf(arena, "%.*s Lists break signatures, so it is held instead of refused.", STR_ARG(how)),
                "If people here read this list, name it in trusted-lists, or add an allow entry for its authenticated "
                "domain (step authentication). Best is a list that rewrites From.");
}

/* The signature of the author's own that would verify without what a list has added; NULL if there is none. */
static const struct dkim_result *altered_signature(const struct judgement *j)
{
    const struct auth_results *auth = j->facts->auth;

    for (size_t i = 0; i < auth->dkim_count; i++)
        if (auth->dkim[i].alterations != 0)
            return &auth->dkim[i];
    return NULL;
}

static str alterations_text(const struct judgement *j, unsigned alterations)
{
    static const struct { enum dkim_alteration bit; const char *words; } parts[] = {
        { DKIM_SUBJECT_TAGGED, "the tag in the subject"                    },
        { DKIM_FOOTER_ADDED,   "the footer"                                },
        { DKIM_PART_ADDED,     "the part at the end"                       },
        { DKIM_WRAPPED,        "the parts that were put around the message" },
    };
    str text = { 0 };

    for (size_t i = 0; i < ARRAY_LEN(parts); i++)
        if ((alterations & parts[i].bit) != 0)
            text = arena_printf(j->facts->arena, "%.*s%s%s", STR_ARG(text), text.len > 0 ? " and " : "",
                                parts[i].words);
    return text;
}

static struct step_result hold_for_alteration(const struct judgement *j, const struct dkim_result *signature)
{
    return hold(j, "dmarc-reject-altered",
                arena_printf(j->facts->arena,
                             "Yet the signature of %.*s verifies once %.*s is taken away, as mailing lists add it. "
                             "What was added is nobody's, so the message is held instead of refused.",
                             STR_ARG(shown(j, signature->domain)),
                             STR_ARG(alterations_text(j, signature->alterations))),
                "Look at what was added. If it is a list's, name the list in trusted-lists or its server in "
                "trusted-forwarders.");
}

/* Honest signers that leave the subject to mailing lists, and whoever replays their mail under a subject of his own. */
static struct step_result hold_for_subject(const struct judgement *j)
{
    return hold(j, "dmarc-reject-partly-signed",
                STR("The text under it is the author's, so the message is held instead of refused."),
                "Read the subject as a stranger's. If the sender is honest, the cure is Subject in h= of its signatures.");
}

/* What we did not check is no failure of the sender (DESIGN, promise 4), and trying again would not help. */
static struct step_result hold_for_origin(const struct judgement *j)
{
    return hold(j, "dmarc-reject-origin",
                STR("Yet it came through a server of ours that did not record from where, so SPF could not be checked, "
                    "and the message is held instead of refused."),
                "Let the servers of trusted-hops write a Received field with the address of their client.");
}

/* For a month and more this author's mail has come so, by a server that SPF knows, and was taken: a forwarder that nobody has
 * named. Delivered with a mark, for it is a habit and no proof. */
static struct step_result mark_for_habit(const struct judgement *j)
{
    const struct history *h = j->facts->history;

    return (struct step_result){
        .action = ACTION_TAG, .band = BAND_BANNER, .reason = "dmarc-fail-usual-relay",
        .sentence = arena_printf(j->facts->arena, "%.*s Yet %zu messages of this author have come from the same network before, "
                                 "unproved as this one: it is forwarded, as it seems.",
                                 STR_ARG(failure_sentence(j, "asks to hold or refuse such mail")), h->relayed),
        .advice = STR("If the server is a forwarder or a list of somebody here, name it in trusted-forwarders or trusted-lists."),
    };
}

/* People here post to this list: nobody has to name it before they may read what comes back. Marked, for the list answers for itself
 * and not for the author; in the name of a house that is protected, whoever names the list says so. */
static bool comes_by_our_list(const struct judgement *j)
{
    return history_is_on_list(j->facts) && !organization_protects(j->facts->organization, j->facts->message->author.domain);
}

static struct step_result mark_for_list(const struct judgement *j)
{
    return (struct step_result){
        .action = ACTION_TAG, .band = BAND_BANNER, .reason = "dmarc-fail-our-list",
        .sentence = arena_printf(j->facts->arena, "%.*s Yet it came through the mailing list %.*s, which proves its own identity and to "
                                 "which people here have posted: lists break signatures.",
                                 STR_ARG(failure_sentence(j, "asks to hold or refuse such mail")),
                                 STR_ARG(shown(j, j->facts->message->list_id))),
        .advice = STR("To have its posts delivered without a mark, name the list in trusted-lists. Best is a list that rewrites From."),
    };
}

/* Of a message that its author's domain asks us to refuse. */
static struct step_result explained_or_refused(const struct judgement *j)
{
    const struct dkim_result *altered = altered_signature(j);

    if (identity_is_list(j->facts))
        return hold_for_list(j);
    if (altered != NULL)
        return hold_for_alteration(j, altered);
    if (is_partly_signed(j))
        return hold_for_subject(j);
    if (j->facts->auth->spf.reason == REASON_SPF_ORIGIN_UNCLEAR)
        return hold_for_origin(j);
    struct voucher list = trust_find_unchecked_list(j->facts);

    return list.unchecked != VOUCHER_NONE ? undecided_trust(j, &list) : refuse_failure(j);
}

static struct step_result failed(const struct judgement *j)
{
    enum dmarc_policy disposition = j->facts->auth->dmarc.disposition;

    if (disposition == DMARC_POLICY_ABSENT || disposition == DMARC_POLICY_NONE)
        return let_pass("dmarc-fail-none",              /* RFC 9989 §5.4: handled as if there were no policy */
                        failure_sentence(j, "asks for nothing but reports"));
    if (disposition == DMARC_POLICY_REJECT && j->options->reject_mode == REJECT_STRICT)
        return refuse_failure(j);
    struct voucher voucher = trust_find(j->facts, &j->options->trust);

    if (voucher.kind != VOUCHER_NONE)
        return vouched(j, &voucher);
    if (history_relay_is_usual(j->facts))
        return mark_for_habit(j);
    if (comes_by_our_list(j))
        return mark_for_list(j);
    if (voucher.unchecked != VOUCHER_NONE)
        return undecided_trust(j, &voucher);
    return disposition == DMARC_POLICY_REJECT ? explained_or_refused(j) : hold_failure(j);
}

/* What stands in From can be no domain, though it has the form of one ("x@foo.1x"): nobody has to answer for it, and it is refused as
 * the protocol step refuses what has not even the form. Of reports it is marked, as there: systems that nobody has given a name. */
static struct step_result refuse_author(const struct judgement *j)
{
    struct step_result result = {
        .action = ACTION_REJECT, .band = BAND_REJECT, .reason = "bad-author-domain",
        .sentence = arena_printf(j->facts->arena, "The message says it is from %.*s, which is no valid domain name: nothing could prove "
                                 "it, and nobody answers for it.", STR_ARG(shown(j, j->facts->auth->dmarc.author_domain))),
        .advice = STR("The sender has to write From with a full domain name."),
    };

    if (identity_is_returned(j->facts)) {
        result.action = ACTION_TAG;
        result.band   = BAND_BANNER;
        return result;
    }
    result.reply_code     = 550;
    result.reply_enhanced = "5.7.1";
    result.reply_text     = STR("What stands behind the @ in From is no domain name");
    return result;
}

static struct step_result without_result(const struct judgement *j)
{
    return j->facts->auth->dmarc.reason == REASON_DMARC_BAD_AUTHOR_DOMAIN
        ? refuse_author(j) : without_policy(j, "dmarc-permerror", "publishes a DMARC policy that cannot be used");
}

static struct step_result by_dmarc(const struct judgement *j)
{
    switch (j->facts->auth->dmarc.status) {
    case DMARC_PENDING:   return not_checked(j);
    case DMARC_NONE:      return without_policy(j, "dmarc-none", "publishes no DMARC policy");
    case DMARC_PASS:      return proved(j);
    case DMARC_FAIL:      return failed(j);
    case DMARC_TEMPERROR: return undecided(j);
    case DMARC_PERMERROR: return without_result(j);
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

    struct step_result result = is_own_undecided(j) ? own_undecided(j) : by_dmarc(j);

    result.is_protected = organization_owns(f->organization, f->message->author.domain);
    return result;
}
