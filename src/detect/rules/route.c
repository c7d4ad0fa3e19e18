/* Rules about the connection and the envelope (DETECTION "Envelope, route and header form"). */
#include "base/domain.h"
#include "detect/identity.h"
#include "detect/rules/rules.h"

static bool is_address_literal(str helo)
{
    return str_starts(helo, STR("["));
}

/* An SPF record of ours lists the machine: for the name that it greets with, or for the return address. */
static bool is_listed_by_us(const struct facts *f)
{
    const struct spf_result *spf = &f->auth->spf;

    return f->auth->spf_helo.status == SPF_PASS ||
           (spf->status == SPF_PASS && organization_owns(f->organization, domain_lower(f->arena, spf->domain)));
}

/* An outsider who greets with our own name: it can only be a lie, unless we say ourselves that the machine is ours. */
static bool helo_is_us(const struct facts *f, struct finding *out)
{
    str helo = f->envelope->helo;

    if (identity_is_inside(f) || !organization_owns(f->organization, domain_lower(f->arena, helo)) || is_listed_by_us(f))
        return false;
    out->evidence = helo;
    return true;
}

/* RFC 5321 §4.1.1.1 asks for a fully qualified name or an address literal. */
static bool helo_no_dot(const struct facts *f, struct finding *out)
{
    str helo = f->envelope->helo;

    if (helo.len == 0 || str_has_char(helo, '.') || is_address_literal(helo) || identity_is_inside(f))
        return false;
    out->evidence = helo;
    return true;
}

static bool null_sender(const struct facts *f, struct finding *out)
{
    out->evidence = f->envelope->reverse_path.text;
    return f->envelope->reverse_path.is_null && !f->envelope->is_unknown && !identity_is_report(f) && !identity_is_inside(f);
}

/* What does not exist, and what says that it takes no mail, is refused before (policy/steps/sender.c), unless that is off. */
static bool sender_unanswerable(const struct facts *f, struct finding *out)
{
    enum return_path_status status = f->auth->return_path.status;

    out->evidence = f->envelope->reverse_path.domain;
    return !identity_is_inside(f) &&
           (status == RETURN_PATH_NO_DOMAIN || status == RETURN_PATH_NULL_MX || status == RETURN_PATH_NO_SERVER);
}

/* Lists and mail services have their own, so this is context for other signs. */
static bool envelope_other_domain(const struct facts *f, struct finding *out)
{
    const struct path *reverse = &f->envelope->reverse_path;

    out->evidence = reverse->text;
    return reverse->domain.len > 0 && f->message->author.domain.len > 0 &&
           !identity_same_party(f, reverse->domain, f->message->author.domain);
}

const struct rule route_rules[] = {
    { "helo-is-us",  2.50, GROUP_ROUTE, SOFT, helo_is_us,
      "The sending server called itself by your own name." },
    { "helo-no-dot", 1.00, GROUP_ROUTE, SOFT, helo_no_dot,
      "The sending server gave a bare word as its name." },
    { "null-sender", 1.00, GROUP_ROUTE, SOFT, null_sender,
      "The message has no return address although it is no report." },
    { "sender-unanswerable", 0.80, GROUP_ROUTE, SOFT, sender_unanswerable,
      "The domain of the return address has no server that would take a report." },
    { "envelope-other-domain", 0.00, GROUP_ROUTE, SOFT, envelope_other_domain,
      "The return address is in another domain than the sender's." },
};
const size_t route_rule_count = ARRAY_LEN(route_rules);
