/* Rules about the connection and the envelope (DETECTION "Envelope, route and header form"). */
#include "auth/authres.h"
#include "auth/received_spf.h"
#include "base/domain.h"
#include "detect/host_name.h"
#include "detect/identity.h"
#include "detect/other_filter.h"
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

    if (identity_is_inside(f) || !organization_owns(f->organization, domain_lower(f->arena, helo)) || is_listed_by_us(f) ||
        identity_is_our_machine(f))
        return false;
    out->evidence = helo;
    return true;
}

/* What stands between the brackets of a literal, without the tag of IPv6 (RFC 5321 §4.1.3); else the name itself. */
static str address_text(str helo)
{
    str text = helo;

    if (is_address_literal(helo) && str_ends_nocase(helo, STR("]")))
        text = str_slice(helo, 1, helo.len - 1);
    return str_starts_nocase(text, STR("IPv6:")) ? str_from(text, 5) : text;
}

/* A bare address is no name, and the literal of another address is a lie. */
static bool helo_wrong_address(const struct facts *f, struct finding *out)
{
    const struct envelope *envelope = f->envelope;
    struct ip              said;

    if (identity_is_inside(f) || !ip_parse(address_text(envelope->helo), &said) ||
        (is_address_literal(envelope->helo) && (envelope->client.family == IP_NONE || ip_equal(&said, &envelope->client))))
        return false;
    out->evidence = envelope->helo;
    return true;
}

/* Context: mail services greet with a name of theirs from addresses that are called otherwise. */
static bool helo_other_host(const struct facts *f, struct finding *out)
{
    const struct envelope *envelope = f->envelope;

    if (envelope->client_name.len == 0 || !domain_is_hostname(envelope->helo) || identity_is_inside(f) ||
        identity_same_party(f, envelope->helo, envelope->client_name))
        return false;
    out->evidence = arena_printf(f->arena, "%.*s, known as %.*s", STR_ARG(envelope->helo), STR_ARG(envelope->client_name));
    return true;
}

/* What is left of the weight of a careless name where the author is proved all the same. */
static const double careless_and_proved = 0.5;

/* RFC 5321 §4.1.1.1 asks for a fully qualified name or an address literal. */
static bool helo_no_dot(const struct facts *f, struct finding *out)
{
    str helo = f->envelope->helo;

    if (helo.len == 0 || str_has_char(helo, '.') || is_address_literal(helo) || identity_is_inside(f) ||
        identity_is_our_machine(f))
        return false;
    if (identity_author(f) == AUTHOR_PROVED || identity_is_at_home(f))
        out->weight *= careless_and_proved;
    out->evidence = helo;
    return true;
}

/* ---- the client's name ---- */

/* A machine that its provider numbers is a customer's; in some networks each is, and so many an honest small server that
 * proves its author is left alone. */
static bool client_generated_name(const struct facts *f, struct finding *out)
{
    const struct envelope *envelope = f->envelope;
    enum host_kind         kind     = host_kind_of(envelope->client_name, &envelope->client);

    if (kind == HOST_NAMED || identity_is_inside(f) || identity_author(f) == AUTHOR_PROVED || f->auth->spf_helo.status == SPF_PASS)
        return false;
    out->weight  *= kind == HOST_DYNAMIC ? 1 : 0.5;
    out->evidence = envelope->client_name;
    return true;
}

/* Its PTR record is missing, or names a host that has another address. */
static bool client_no_name(const struct facts *f, struct finding *out)
{
    enum iprev_status status = f->auth->iprev.status;

    if ((status != IPREV_FAIL && status != IPREV_PERMERROR) || identity_is_inside(f) || identity_author(f) == AUTHOR_PROVED)
        return false;
    out->evidence = ip_text(f->arena, &f->envelope->client);
    return true;
}

/* ---- what stands on the way ---- */

static bool take_evidence(const struct header *h, struct finding *out)
{
    if (h != NULL)
        out->evidence = str_trim(h->field);
    return h != NULL;
}

static bool received_impossible(const struct facts *f, struct finding *out)
{
    return !identity_is_inside(f) && take_evidence(f->route->impossible, out);
}

static bool received_out_of_order(const struct facts *f, struct finding *out)
{
    return !identity_is_inside(f) && take_evidence(f->route->out_of_order, out);
}

/* What we have had comes back to us: from lists, and from a colleague's mailbox elsewhere. The author's proof tells it from
 * a message whose way was made up. */
static bool received_in_our_name(const struct facts *f, struct finding *out)
{
    return !identity_is_inside(f) && !identity_is_list(f) && !identity_is_report(f) && identity_author(f) == AUTHOR_UNPROVED &&
           take_evidence(f->route->in_our_name, out);
}

/* ---- results that only we may write ---- */

/* "SpamAssassin 4.0.0 (2022-12-14) on mx.example.org": whose filter it was. */
static bool is_our_filter(const struct facts *f, const struct header *h)
{
    str       value = str_trim(h->value);
    ptrdiff_t blank = str_rfind_char(value, ' ');

    return blank != STR_NOT_FOUND && str_equal_nocase(h->name, STR("X-Spam-Checker-Version")) &&
           authres_is_our_id(str_from(value, (size_t)blank + 1), f->own_names, f->own_name_count);
}

/* A field with octets at which readers split it is refused or removed elsewhere: who speaks there nobody knows. */
static bool is_in_our_name(const struct facts *f, const struct header *h)
{
    return (h->flaws & (HEADER_BARE_CR_OR_LF | HEADER_NUL)) == 0 &&
           (authres_is_in_our_name(h, f->own_names, f->own_name_count, f->arena) ||
            received_spf_is_forged(h, f->own_names, f->own_name_count, f->arena) || is_our_filter(f, h));
}

/* In the name of another server of ours, which people take for the one that they know. */
static bool is_in_a_name_of_the_house(const struct facts *f, const struct header *h)
{
    struct authres read = { 0 };

    return str_equal_nocase(h->name, STR("Authentication-Results")) && authres_parse(&read, f->arena, h->value) &&
           organization_owns(f->organization, domain_lower(f->arena, read.authserv_id));
}

/* They are removed before anybody reads them (gateway/trace_fields.h); here they say what the sender had in mind. What another server of
 * ours has had may come back to us, as for received_in_our_name. */
static bool results_forged(const struct facts *f, struct finding *out)
{
    const struct header_list *headers = &f->message->headers;

    if (identity_is_inside(f) || f->envelope->client.family == IP_NONE)
        return false;
    bool is_of_strangers = !identity_is_list(f) && !identity_is_report(f) && identity_author(f) == AUTHOR_UNPROVED;

    for (size_t i = f->route->own_fields; i < headers->count; i++)
        if (is_in_our_name(f, &headers->fields[i]) || (is_of_strangers && is_in_a_name_of_the_house(f, &headers->fields[i])))
            return take_evidence(&headers->fields[i], out);
    return false;
}

/* Context: filters on the way out of honest companies write the same. */
static bool clean_claim(const struct facts *f, struct finding *out)
{
    static const str    sources[] = { STR_INIT("X-Spam-Flag"), STR_INIT("X-Spam-Status"), STR_INIT("X-Spam"), STR_INIT("X-Spamd-Result"),
                                      STR_INIT("X-Rspamd-Action") };
    struct other_filter other;

    if (identity_is_inside(f) || identity_is_list(f) || identity_author(f) != AUTHOR_UNPROVED)
        return false;
    other         = other_filter_read(&f->message->headers, sources, ARRAY_LEN(sources), f->arena);
    out->evidence = other.said;
    return other.opinion == OPINION_PASS;
}

/* ---- the envelope ---- */

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
    { "helo-wrong-address", 0.80, GROUP_ROUTE, SOFT, helo_wrong_address,
      "The sending server gave an address that is not its own, or not in the form of a name." },
    { "client-generated-name", 0.60, GROUP_ROUTE, SOFT, client_generated_name,
      "The sending machine has a name that a provider gives to the connections of its customers." },
    { "client-no-name", 0.30, GROUP_ROUTE, SOFT, client_no_name,
      "The sending machine's address has no name that leads back to it." },
    { "received-impossible", 0.80, GROUP_ROUTE, SOFT, received_impossible,
      "A server on the way names a client by an address that nobody can have." },
    { "received-out-of-order", 0.40, GROUP_ROUTE, SOFT, received_out_of_order,
      "A server on the way says that it had the message long after the one that it gave it to." },
    { "received-in-our-name", 0.80, GROUP_ROUTE, SOFT, received_in_our_name,
      "A field below those of your servers says that one of them has had the message." },
    { "results-forged", 1.20, GROUP_ROUTE, SOFT, results_forged,
      "The message brings results of checks in the name of your own server." },
    { "null-sender", 1.00, GROUP_ROUTE, SOFT, null_sender,
      "The message has no return address although it is no report." },
    { "sender-unanswerable", 0.80, GROUP_ROUTE, SOFT, sender_unanswerable,
      "The domain of the return address has no server that would take a report." },
    { "helo-other-host", 0.00, GROUP_ROUTE, SOFT, helo_other_host,
      "The sending server gave another name than its address has." },
    { "clean-claim", 0.00, GROUP_ROUTE, SOFT, clean_claim,
      "A field of some filter says that the message is clean; whoever sent it may have written that." },
    { "envelope-other-domain", 0.00, GROUP_ROUTE, SOFT, envelope_other_domain,
      "The return address is in another domain than the sender's." },
};
const size_t route_rule_count = ARRAY_LEN(route_rules);
