#include "auth/spf/evaluation.h"

#include "base/domain.h"
#include "dns/packet.h"

enum spf_match spf_validate_names(struct spf_check *check, struct spf_names *names)
{
    str                  reverse  = dns_reverse_name(check->arena, &check->request->client);
    const struct answer *pointers = spf_ask(check, DNS_PTR, reverse, NULL);
    enum spf_match       seen     = spf_look_at(check, pointers);
    bool                 pending  = false;

    names->count = 0;
    if (seen == MATCH_TEMPERROR || seen == NO_MATCH)
        return MATCH;
    if (seen != MATCH)
        return seen;
    for (size_t i = 0; i < pointers->count && i < SPF_HOSTS_MAX; i++) {
        str name = pointers->records[i].data;

        if (!domain_is_queryable(name))
            continue;
        const struct answer *addresses = spf_ask(check, spf_address_type(check), name, NULL);

        if (addresses->state == ANSWER_PENDING)
            pending = true;
        else if (answer_has_records(addresses) && spf_has_client(check, addresses, 32, 128))
            names->names[names->count++] = name;
    }
    return pending ? MATCH_PENDING : MATCH;
}

/* The domain itself, a name below it, any other. */
static int closeness(str name, str domain)
{
    return domain_equal(name, domain) ? 2 : domain_is_or_below(name, domain) ? 1 : 0;
}

str spf_best_name(const struct spf_names *names, str domain)
{
    str best  = STR("unknown");
    int close = -1;

    for (size_t i = 0; i < names->count; i++)
        if (closeness(names->names[i], domain) > close) {
            best  = names->names[i];
            close = closeness(best, domain);
        }
    return best;
}
