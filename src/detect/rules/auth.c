/* Rules about what authentication has shown, and what it has not. What DMARC asks for is policy (policy/verdict.h). */
#include "base/domain.h"
#include "detect/identity.h"
#include "detect/rules/rules.h"

static bool unauthenticated_author(const struct facts *f, struct finding *out)
{
    if (f->message->author.domain.len == 0 || identity_is_inside(f) || identity_author(f) != AUTHOR_UNPROVED)
        return false;
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

static bool covers_all(const struct dkim_result *result)
{
    return result->covers_subject && result->unsigned_octets == 0;
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
        if (covers_all(result))
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

        if (result->status != DKIM_FAIL || !identity_same_party(f, result->domain, f->message->author.domain))
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
    { "unauthenticated-author",   0.40, GROUP_AUTHENTICATION, SOFT, unauthenticated_author,
      "Nothing proves that the author's domain had a hand in this message." },
    { "authentication-undecided", 0.00, GROUP_AUTHENTICATION, SOFT, authentication_undecided,
      "Whether the author's domain had a hand in this message could not be checked." },
    { "dkim-broken",              0.00, GROUP_AUTHENTICATION, SOFT, dkim_broken,
      "The author's domain has signed a message like this one, but it was changed on the way." },
};
const size_t auth_rule_count = ARRAY_LEN(auth_rules);
