/* Addresses, networks and names as text: what parses prints in one form that parses to the same value, and lies in
 * its own networks; a name that may be asked for has labels that come back in order, and a host name is one.
 *
 * Covers: src/base/ip.c src/base/domain.c */
#include "fuzz.h"

#include "base/domain.h"
#include "base/ip.h"

static void check_name(struct arena *arena, str name)
{
    str    lower = domain_lower(arena, name), rest = lower;
    size_t count = domain_label_count(lower), parents = 0;

    if (!domain_is_queryable(name)) {
        HOLDS(!domain_is_hostname(name));
        return;
    }
    HOLDS(domain_equal(lower, name) && count >= 1 && str_equal(domain_last_labels(lower, count), lower));
    HOLDS(!domain_is_hostname(name) || (count >= 2 && !str_has_char(name, '_') && domain_equal(name, lower)));
    for (; rest.len > 0; rest = domain_parent(rest), parents++) {
        HOLDS(domain_is_or_below(lower, rest));
        HOLDS(str_equal(domain_last_labels(lower, count - parents), rest));
    }
    HOLDS(parents == count);
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE       arena = { 0 };
    struct ip         ip, again;
    struct ip_network network;

    if (ip_parse(input, &ip)) {
        str text = ip_text(&arena, &ip);

        HOLDS(ip_parse(text, &again) && ip_equal(&ip, &again));
        HOLDS(str_equal(ip_text(&arena, &again), text));
        for (unsigned prefix = 0; prefix <= (ip.family == IP_V4 ? 32 : 128); prefix++)
            HOLDS(ip_in(&ip, &again, prefix));
    }
    if (ip_network_parse(input, &network)) {
        HOLDS(network.prefix <= (network.address.family == IP_V4 ? 32 : 128));
        HOLDS(ip_in_any(&network.address, &network, 1));
        HOLDS(!ip_in_any(&(struct ip){ IP_NONE, { 0 } }, &network, 1));
    }
    check_name(&arena, input);
}
