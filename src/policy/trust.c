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

/* ---- lists ---- */

/* Anybody can write a List-Id. What identity_is_list takes for a list, one that stands by the return address of whoever
 * sent it, is enough to hold a message; to deliver it the domain in List-Id itself has to be proved. */
static bool is_trusted_list(const struct facts *f, const struct trust *trust)
{
    str id = f->message->list_id;

    return id.len > 0 && is_among(id, trust->lists, trust->list_count) && identity_proves(f, id);
}

/* ---- forwarders ---- */

static struct voucher find_forwarder(const struct facts *f, const struct trust *trust)
{
    const struct envelope *e = f->envelope;

    if (e->client_name.len > 0 && is_among(e->client_name, trust->forwarders, trust->forwarder_count))
        return (struct voucher){ VOUCHER_FORWARDER, e->client_name };
    if (ip_in_any(&e->client, trust->forwarder_networks, trust->forwarder_network_count))
        return (struct voucher){ VOUCHER_FORWARDER, ip_text(f->arena, &e->client) };
    return (struct voucher){ .kind = VOUCHER_NONE };
}

bool trust_is_forwarder(const struct facts *f, const struct trust *trust)
{
    return find_forwarder(f, trust).kind != VOUCHER_NONE;
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

/* From the newest set down, as long as the sealers are trusted: who comes after one could have written all that it
 * saw anew, so trust in the first of a chain is worth nothing without trust in the others. */
static struct voucher find_sealer(const struct facts *f, const struct trust *trust)
{
    const struct arc_result *arc = &f->auth->arc;

    for (size_t set = arc->status == ARC_PASS ? arc->sets : 0; set > 0; set--) {
        str sealer = arc->sealers[set - 1];

        if (!is_among(sealer, trust->sealers, trust->sealer_count))
            break;
        if (set_proves_author(f, set) || is_only_recorded(f))
            return (struct voucher){ VOUCHER_SEALER, sealer };
    }
    return (struct voucher){ .kind = VOUCHER_NONE };
}

/* ---- services that may use our own name ---- */

static struct voucher find_sender(const struct facts *f)
{
    const struct known_sender *sender = identity_known_sender(f);

    if (sender != NULL && sender->may_use_own_domain && organization_owns(f->organization, f->message->author.domain))
        return (struct voucher){ VOUCHER_SENDER, sender->domain };
    return (struct voucher){ .kind = VOUCHER_NONE };
}

struct voucher trust_find(const struct facts *f, const struct trust *trust)
{
    struct voucher sender = find_sender(f);

    if (sender.kind != VOUCHER_NONE)
        return sender;
    if (is_trusted_list(f, trust))
        return (struct voucher){ VOUCHER_LIST, f->message->list_id };
    struct voucher forwarder = find_forwarder(f, trust);

    return forwarder.kind != VOUCHER_NONE ? forwarder : find_sealer(f, trust);
}
