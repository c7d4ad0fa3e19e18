/* Rules about what authentication has shown, and what it has not. What DMARC asks for is policy (policy/verdict.h). */
#include "base/domain.h"
#include "detect/identity.h"
#include "detect/rules/rules.h"

enum {
    RECIPIENTS_EXAMINED   = 20,
    REPLAY_RECIPIENTS_MIN = 10,         /* of one message whose author has named none of them */
    REPLAY_AGE_SECONDS    = 7 * 86400,  /* longer than any queue keeps what it forwards (RFC 5321 §4.5.4.1) */
};

/* What is left where the client's name, which leads back to it, is the author's: whoever gives his server such a name is at home there. */
static const double unproved_at_home = 0.5;

static bool unauthenticated_author(const struct facts *f, struct finding *out)
{
    if (f->message->author.domain.len == 0 || identity_is_inside(f) || identity_author(f) != AUTHOR_UNPROVED)
        return false;
    if (identity_is_at_home(f))
        out->weight *= unproved_at_home;
    out->evidence = f->message->author.mailbox.address;
    return true;
}

/* Not checked is neither clean nor a failure: it weighs nothing, and is said. */
static bool authentication_undecided(const struct facts *f, struct finding *out)
{
    if (f->message->author.domain.len == 0 || identity_is_inside(f) || identity_author(f) != AUTHOR_UNDECIDED)
        return false;
    out->evidence = f->message->author.domain;
    return true;
}

/* A signature whose h= leaves out the subject, or whose l= leaves out the end of the body, may be carried by a message
 * that its owner never wrote (RFC 6376 §8.2, §8.15). Another full signature of the same party makes up for it. */
static bool dkim_weak_coverage(const struct facts *f, struct finding *out)
{
    const struct dkim_result *weak = NULL;

    for (size_t i = 0; i < f->auth->dkim_count; i++) {
        const struct dkim_result *result = &f->auth->dkim[i];

        if (result->status != DKIM_PASS || !identity_same_party(f, result->domain, f->message->author.domain))
            continue;
        if (dkim_result_vouches(result))
            return false;
        weak = weak == NULL ? result : weak;
    }
    if (weak == NULL)
        return false;
    if (weak->unsigned_octets > 0)
        out->evidence = arena_printf(f->arena, "d=%.*s leaves %zu octets of the body unsigned", STR_ARG(weak->domain),
                                     weak->unsigned_octets);
    else
        out->evidence = arena_printf(f->arena, "d=%.*s leaves the subject unsigned", STR_ARG(weak->domain));
    return true;
}

/* ---- what SPF alone is worth ---- */

/* Nothing but the address of the client speaks for the author. */
static bool rests_on_spf(const struct facts *f)
{
    const struct spf_result *spf = &f->auth->spf;

    return spf->status == SPF_PASS && !identity_is_inside(f) && identity_author(f) == AUTHOR_PROVED &&
           identity_same_party(f, spf->domain, f->message->author.domain) && !identity_is_signed(f);
}

static str spf_evidence(const struct facts *f)
{
    const struct spf_result *spf = &f->auth->spf;

    return arena_printf(f->arena, "%.*s of %.*s", STR_ARG(spf->mechanism), STR_ARG(spf->record_domain));
}

/* An IPv4 prefix under /8, or so large a part of all IPv6 addresses: whoever wants to can send from there. */
static bool spf_open(const struct facts *f, struct finding *out)
{
    unsigned open = f->auth->spf.open_bits, bits = f->envelope->client.family == IP_V4 ? 32 : 128;

    if (bits - open >= 8 || !rests_on_spf(f))
        return false;
    out->evidence = spf_evidence(f);
    return true;
}

/* More than a /16, or than what a provider of IPv6 is given at once: many parties send from there (BreakSPF). */
static bool spf_overbroad(const struct facts *f, struct finding *out)
{
    unsigned open_max = f->envelope->client.family == IP_V4 ? 16 : 96;

    if (f->auth->spf.open_bits <= open_max || !rests_on_spf(f))
        return false;
    out->evidence = spf_evidence(f);
    return true;
}

/* The record that let the client in is a service's, which lets in all its customers and what it forwards. */
static bool spf_shared_sender(const struct facts *f, struct finding *out)
{
    const struct spf_result *spf = &f->auth->spf;

    if (spf->record_domain.len == 0 || identity_same_party(f, spf->record_domain, f->message->author.domain) ||
        !rests_on_spf(f))
        return false;
    out->evidence = spf_evidence(f);
    return true;
}

/* ---- what a signature alone is worth ---- */

/* The author's signature is all that speaks for the author, as for what is forwarded and for what a stranger sends again.
 * Lists say so themselves. */
static bool rests_on_signature(const struct facts *f)
{
    const struct spf_result *spf = &f->auth->spf;
    bool by_spf = spf->status == SPF_PASS && identity_same_party(f, spf->domain, f->message->author.domain);

    return !by_spf && !identity_is_inside(f) && !identity_is_list(f) && identity_author(f) == AUTHOR_PROVED &&
           identity_is_signed(f);
}

static bool covers_reply_to(const struct facts *f)
{
    for (size_t i = 0; i < f->auth->dkim_count; i++)
        if (dkim_result_vouches(&f->auth->dkim[i]) && !f->auth->dkim[i].reply_to_unsigned &&
            identity_same_party(f, f->auth->dkim[i].domain, f->message->author.domain))
            return true;
    return false;
}

/* Whoever has a signed message can send it again with a Reply-To of his own, where h= did not keep the place (RFC 6376
 * §5.4): the text is genuine, and the answers are his. */
static bool replyto_unsigned(const struct facts *f, struct finding *out)
{
    const struct mailbox *elsewhere = identity_reply_elsewhere(f);

    if (elsewhere == NULL || !rests_on_signature(f) || covers_reply_to(f))
        return false;
    out->evidence = elsewhere->text;
    return true;
}

static bool names_recipient(const struct address_list *list, const struct path *recipient)
{
    for (size_t i = 0; i < list->count; i++)
        if (domain_equal(list->mailboxes[i].domain, recipient->domain))
            return true;
    return false;
}

/* None of the domains that the message comes to stands in To or Cc. So does what people have forwarded to them: context. */
static bool dkim_replay_suspect(const struct facts *f, struct finding *out)
{
    const struct envelope *envelope = f->envelope;

    if (envelope->recipient_count == 0 || !rests_on_signature(f) || identity_is_report(f))
        return false;
    for (size_t i = 0; i < envelope->recipient_count && i < RECIPIENTS_EXAMINED; i++)
        if (names_recipient(&f->message->to, &envelope->recipients[i]) ||
            names_recipient(&f->message->cc, &envelope->recipients[i]))
            return false;
    out->evidence = envelope->recipients[0].text;
    return true;
}

/* Somebody whom the message goes to is named where the signature says that it was so when it was written. */
static bool names_recipient_under_signature(const struct facts *f)
{
    const struct envelope *envelope = f->envelope;
    bool                   is_covered = false;

    for (size_t i = 0; i < f->auth->dkim_count; i++)
        is_covered |= dkim_result_vouches(&f->auth->dkim[i]) && !f->auth->dkim[i].to_unsigned;
    for (size_t i = 0; is_covered && i < envelope->recipient_count && i < RECIPIENTS_EXAMINED; i++)
        if (names_recipient(&f->message->to, &envelope->recipients[i]) || names_recipient(&f->message->cc, &envelope->recipients[i]))
            return true;
    return false;
}

/* When the author's party signed it; else when it says that it was written, which a signature covers. */
static bool was_signed_before(const struct facts *f, unix_seconds then)
{
    for (size_t i = 0; i < f->auth->dkim_count; i++) {
        const struct dkim_result *result = &f->auth->dkim[i];

        if (dkim_result_vouches(result) && result->has_signed_at && identity_same_party(f, result->domain, f->message->author.domain))
            return result->signed_at < then;
    }
    return f->route->date_form == DATE_READ && f->route->date.at < then;
}

/* Forwarders pass a message on when it comes, and for one person. Who sends a genuine message of others again, weeks later or
 * to many, lets its author's good name work for himself. */
static bool dkim_replay(const struct facts *f, struct finding *out)
{
    bool is_old = was_signed_before(f, f->now - REPLAY_AGE_SECONDS), is_spread = f->envelope->recipient_count >= REPLAY_RECIPIENTS_MIN;

    if ((!is_old && !is_spread) || !rests_on_signature(f) || identity_is_report(f) || names_recipient_under_signature(f) ||
        header_find(&f->message->headers, STR("Resent-From")) != NULL)
        return false;
    out->weight  *= is_old ? 1 : 0.6;
    out->evidence = is_old ? arena_printf(f->arena, "dated %.*s", STR_ARG(arena_printable(f->arena, f->route->date_text)))
                           : arena_printf(f->arena, "to %zu recipients here", f->envelope->recipient_count);
    return true;
}

/* ---- what fails ---- */

/* Forwarding breaks SPF and keeps the author's signature: then it proves more than SPF could. */
static bool spf_fail(const struct facts *f, struct finding *out)
{
    if (f->auth->spf.status != SPF_FAIL || identity_is_inside(f) || identity_author(f) == AUTHOR_PROVED)
        return false;
    out->evidence = f->auth->spf.domain;
    return true;
}

/* Context: lists and footers break signatures every day. */
static bool dkim_broken(const struct facts *f, struct finding *out)
{
    if (identity_author(f) == AUTHOR_PROVED)
        return false;
    for (size_t i = 0; i < f->auth->dkim_count; i++) {
        const struct dkim_result *result = &f->auth->dkim[i];

        if (result->status != DKIM_FAIL || result->reason == REASON_DKIM_EXPIRED ||
            !identity_same_party(f, result->domain, f->message->author.domain))
            continue;
        out->evidence = result->domain;
        return true;
    }
    return false;
}

const struct rule auth_rules[] = {
    { "spf-fail",                 0.80, GROUP_AUTHENTICATION, SOFT, spf_fail,
      "The return address's domain says that this server may not send for it." },
    { "dkim-weak-coverage",       0.70, GROUP_AUTHENTICATION, SOFT, dkim_weak_coverage,
      "The author's signature leaves out the subject or a part of the text, which anybody could have added." },
    { "spf-open",                 1.00, GROUP_AUTHENTICATION, SOFT, spf_open,
      "Only SPF speaks for the author, by a record that lets almost anybody send." },
    { "spf-overbroad",            0.00, GROUP_AUTHENTICATION, SOFT, spf_overbroad,
      "Only SPF speaks for the author, by a network that many parties share." },
    { "spf-shared-sender",        0.00, GROUP_AUTHENTICATION, SOFT, spf_shared_sender,
      "Only SPF speaks for the author, through the record of a service that sends for others as well." },
    { "replyto-unsigned",         1.10, GROUP_AUTHENTICATION, SOFT, replyto_unsigned,
      "Answers would go to another domain, and the signature that proves the author says nothing of that." },
    { "dkim-replay",              1.00, GROUP_AUTHENTICATION, SOFT, dkim_replay,
      "A signed message that names nobody here comes from a server of others, long after it was signed or to many at once." },
    { "dkim-replay-suspect",      0.00, GROUP_AUTHENTICATION, SOFT, dkim_replay_suspect,
      "The message is signed, but names no recipient here and comes from a server of others: forwarded, or sent again." },
    { "unauthenticated-author",   0.40, GROUP_AUTHENTICATION, SOFT, unauthenticated_author,
      "Nothing proves that the author's domain had a hand in this message." },
    { "authentication-undecided", 0.00, GROUP_AUTHENTICATION, SOFT, authentication_undecided,
      "Whether the author's domain had a hand in this message could not be checked." },
    { "dkim-broken",              0.00, GROUP_AUTHENTICATION, SOFT, dkim_broken,
      "The author's domain has signed a message like this one, but it was changed on the way." },
};
const size_t auth_rule_count = ARRAY_LEN(auth_rules);
