#include "policy/trust.h"

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

static bool is_proved(const struct facts *f, str domain)
{
    const struct auth_results *auth = f->auth;

    if (auth->spf.status == SPF_PASS && identity_same_party(f, auth->spf.domain, domain))
        return true;
    for (size_t i = 0; i < auth->dkim_count; i++)
        if (auth->dkim[i].status == DKIM_PASS && identity_same_party(f, auth->dkim[i].domain, domain))
            return true;
    return false;
}

/* Anybody can write a List-Id. What identity_is_list takes for a list, one that stands by the return address of whoever
 * sent it, is enough to hold a message; to deliver it the domain in List-Id itself has to be proved. */
static bool is_trusted_list(const struct facts *f, const struct trust *trust)
{
    str id = f->message->list_id;

    return id.len > 0 && is_among(id, trust->lists, trust->list_count) && is_proved(f, id);
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

struct voucher trust_find(const struct facts *f, const struct trust *trust)
{
    if (is_trusted_list(f, trust))
        return (struct voucher){ VOUCHER_LIST, f->message->list_id };
    return find_forwarder(f, trust);
}
