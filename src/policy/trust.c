#include "policy/trust.h"

#include "auth/authres.h"
#include "base/domain.h"
#include "detect/identity.h"

static bool is_among(str name, const str *domains, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (domain_is_or_below(name, domains[i]))
            return true;
    return false;
}

static struct voucher vouches(enum voucher_kind kind, str name)
{
    return (struct voucher){ .kind = kind, .name = name };
}

static const struct voucher nobody = { .kind = VOUCHER_NONE };

/* ---- checks that did not end ---- */

/* "Not checked" is no "no" (DESIGN, promise 4): whoever would be believed with another answer is not to be refused for our
 * resolver. But a message that had us ask too much has itself to thank for what was not asked. */
static struct voucher unchecked(const struct facts *f, enum voucher_kind kind, str name, enum auth_reason reason)
{
    return f->questions_refused ? nobody : (struct voucher){ .kind = VOUCHER_NONE, .unchecked = kind, .reason = reason, .name = name };
}

typedef bool (*speaks)(const struct facts *facts, str domain, str for_whom);

static bool is_unfinished_signature(const struct dkim_result *signature)
{
    return signature->status == DKIM_TEMPERROR && !signature->subject_unsigned;
}

/* A check of a domain that speaks for somebody, which did not end: its pass would have been a proof. */
static bool was_unfinished(const struct facts *f, speaks speaks_for, str whom, enum auth_reason *why)
{
    const struct auth_results *auth = f->auth;

    for (size_t i = 0; i < auth->dkim_count; i++)
        if (is_unfinished_signature(&auth->dkim[i]) && speaks_for(f, auth->dkim[i].domain, whom)) {
            *why = auth->dkim[i].reason;
            return true;
        }
    *why = auth->spf.reason;
    return auth->spf.status == SPF_TEMPERROR && speaks_for(f, auth->spf.domain, whom);
}

/* ---- lists ---- */

/* Anybody can write a List-Id. What identity_is_list takes for a list, one that stands by the return address of whoever
 * sent it, is enough to hold a message; to deliver it the domain in List-Id itself has to be proved. */
static struct voucher find_list(const struct facts *f, const struct trust *trust)
{
    str              id = f->message->list_id;
    enum auth_reason why;

    if (id.len == 0 || !is_among(id, trust->lists, trust->list_count))
        return nobody;
    if (identity_proves(f, id))
        return vouches(VOUCHER_LIST, id);
    return was_unfinished(f, identity_same_party, id, &why) ? unchecked(f, VOUCHER_LIST, id, why) : nobody;
}

static bool is_of_return_path(const struct facts *f, str domain, str id)
{
    return identity_same_party(f, domain, id) || identity_same_party(f, domain, f->envelope->reverse_path.domain);
}

/* Anybody can write a List-Id, and send from a domain whose name servers fail as he likes. */
struct voucher trust_find_unchecked_list(const struct facts *f)
{
    str              id = f->message->list_id;
    enum auth_reason why;

    if (id.len == 0 || !was_unfinished(f, is_of_return_path, id, &why))
        return nobody;
    struct voucher list = unchecked(f, VOUCHER_LIST, id, why);

    list.is_at_will = true;
    return list;
}

/* ---- forwarders ---- */

/* Which names an address has, whoever owns it says, or keeps his servers from saying. Where its name leads, the owner of the
 * name does: of a forwarder's names, the forwarder. */
static struct voucher find_unchecked_forwarder(const struct facts *f, const struct trust *trust)
{
    const struct iprev_result *iprev = &f->auth->iprev;

    for (size_t i = 0; i < iprev->unanswered_count; i++)
        if (is_among(iprev->unanswered[i], trust->forwarders, trust->forwarder_count))
            return unchecked(f, VOUCHER_FORWARDER, iprev->unanswered[i], REASON_IPREV_UNANSWERED);
    if (iprev->status != IPREV_TEMPERROR || iprev->unanswered_count > 0 || trust->forwarder_count == 0)
        return nobody;
    struct voucher client = unchecked(f, VOUCHER_FORWARDER, ip_text(f->arena, &f->envelope->client), iprev->reason);

    client.is_at_will = true;
    return client;
}

struct voucher trust_find_forwarder(const struct facts *f, const struct trust *trust)
{
    const struct envelope *e = f->envelope;

    if (e->client_name.len > 0 && is_among(e->client_name, trust->forwarders, trust->forwarder_count))
        return vouches(VOUCHER_FORWARDER, e->client_name);
    if (ip_in_any(&e->client, trust->forwarder_networks, trust->forwarder_network_count))
        return vouches(VOUCHER_FORWARDER, ip_text(f->arena, &e->client));
    return find_unchecked_forwarder(f, trust);
}

/* ---- sealers ---- */

/* "i=1; mx.example; dmarc=pass header.from=..." (RFC 8617 §4.1.1): moves past the instance. */
static bool take_instance(str *value, uint64_t *instance)
{
    str number, name;

    return str_cut(value, ';', &number) && str_cut(&number, '=', &name) && str_equal_nocase(str_trim(name), STR("i")) &&
           str_to_u64(str_trim(number), ARC_SETS_MAX, instance);
}

static bool is_author_pass(const struct authres_result *result, str author)
{
    if (!str_equal_nocase(result->method, STR("dmarc")) || !str_equal_nocase(result->result, STR("pass")))
        return false;
    for (size_t i = 0; i < result->property_count; i++)
        if (str_equal_nocase(result->properties[i].type, STR("header")) &&
            str_equal_nocase(result->properties[i].name, STR("from")))
            return domain_equal(result->properties[i].value, author);
    return false;
}

/* What the custodian of that set found when the message came to it: that it is from the author it still names. */
static bool set_proves_author(const struct facts *f, size_t set)
{
    struct header_walk walk = header_walk_down(&f->message->headers, STR("ARC-Authentication-Results"));
    struct authres     found;
    uint64_t           instance;

    for (const struct header *h; (h = header_next(&walk)) != NULL; ) {
        str value = h->value;

        if (!take_instance(&value, &instance) || instance != set)
            continue;
        if (!authres_parse(&found, f->arena, value))
            return false;
        for (size_t i = 0; i < found.count; i++)
            if (is_author_pass(&found.results[i], f->message->author.domain))
                return true;
        return false;
    }
    return false;
}

/* A chain whose fields were not kept: whoever recorded that it passes (SCENARIOS) has seen them. */
static bool is_only_recorded(const struct facts *f)
{
    return f->auth->arc.is_hearsay && header_count(&f->message->headers, STR("ARC-Seal")) == 0;
}

/* Nothing is wrong with the chain as far as it could be checked (auth/arc/validate.h). */
static bool is_unchecked_chain(const struct arc_result *arc)
{
    return arc->status == ARC_FAIL && arc->reason == REASON_ARC_KEY_UNAVAILABLE;
}

/* From the newest set down, as long as the sealers are trusted: who comes after one could have written all that it
 * saw anew, so trust in the first of a chain is worth nothing without trust in the others. */
static struct voucher find_sealer(const struct facts *f, const struct trust *trust)
{
    const struct arc_result *arc = &f->auth->arc;

    for (size_t set = arc->status == ARC_PASS || is_unchecked_chain(arc) ? arc->sets : 0; set > 0; set--) {
        str sealer = arc->sealers[set - 1];

        if (!is_among(sealer, trust->sealers, trust->sealer_count))
            break;
        if (set_proves_author(f, set) || is_only_recorded(f))
            return arc->status == ARC_PASS ? vouches(VOUCHER_SEALER, sealer) : unchecked(f, VOUCHER_SEALER, sealer, arc->reason);
    }
    return nobody;
}

/* ---- services that may use our own name ---- */

/* Who would be known by a check that did not end; why. */
static const struct known_sender *unchecked_sender(const struct facts *f, enum auth_reason *why)
{
    const struct auth_results *auth   = f->auth;
    const struct known_sender *sender = NULL;

    for (size_t i = 0; i < auth->dkim_count && sender == NULL; i++)
        if (is_unfinished_signature(&auth->dkim[i])) {
            sender = organization_known_sender(f->organization, domain_lower(f->arena, auth->dkim[i].domain), SENDER_BY_DKIM);
            *why   = auth->dkim[i].reason;
        }
    if (sender == NULL && auth->spf.status == SPF_TEMPERROR) {
        sender = organization_known_sender(f->organization, domain_lower(f->arena, auth->spf.domain), SENDER_BY_SPF);
        *why   = auth->spf.reason;
    }
    if (sender == NULL && is_unchecked_chain(&auth->arc) && auth->arc.sets > 0) {
        sender = organization_known_sender(f->organization, domain_lower(f->arena, auth->arc.sealers[auth->arc.sets - 1]), SENDER_BY_ARC);
        *why   = auth->arc.reason;
    }
    return sender;
}

static bool may_be_us(const struct known_sender *sender)
{
    return sender != NULL && sender->may_use_own_domain;
}

static struct voucher find_sender(const struct facts *f, const struct trust *trust)
{
    const struct known_sender *sender = identity_known_sender(f);
    enum auth_reason           why    = REASON_NONE;

    (void)trust;
    if (!organization_owns(f->organization, f->message->author.domain))
        return nobody;
    if (may_be_us(sender))
        return vouches(VOUCHER_SENDER, sender->domain);
    sender = unchecked_sender(f, &why);
    return may_be_us(sender) ? unchecked(f, VOUCHER_SENDER, sender->domain, why) : nobody;
}

struct voucher trust_find(const struct facts *f, const struct trust *trust)
{
    struct voucher (*const ways[])(const struct facts *, const struct trust *) = {
        find_sender, find_list, trust_find_forwarder, find_sealer,
    };
    struct voucher perhaps = nobody;

    for (size_t i = 0; i < ARRAY_LEN(ways); i++) {
        struct voucher voucher = ways[i](f, trust);

        if (voucher.kind != VOUCHER_NONE)
            return voucher;
        if (perhaps.unchecked == VOUCHER_NONE || perhaps.is_at_will)
            perhaps = voucher.unchecked != VOUCHER_NONE ? voucher : perhaps;
    }
    return perhaps;
}
