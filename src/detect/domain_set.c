#include "detect/domain_set.h"

#include "base/domain.h"

void domain_set_init(struct domain_set *set, struct arena *arena, const str *domains, size_t count)
{
    *set = (struct domain_set){ .domains = domains, .count = count };
    hash_index_init(&set->index, arena, count);
    for (size_t i = 0; i < count; i++)
        hash_index_add(&set->index, domains[i], (uint32_t)i);
}

static str member(const struct domain_set *set, str name)
{
    struct hash_index_walk walk = hash_index_walk(&set->index, name);

    for (uint32_t i; hash_index_next(&walk, &i);)
        if (str_equal(set->domains[i], name))
            return set->domains[i];
    return (str){ 0 };
}

str domain_set_covering(const struct domain_set *set, str name)
{
    if (name.len > DOMAIN_MAX_OCTETS)
        return (str){ 0 };
    for (; name.len > 0; name = domain_parent(name)) {
        str found = member(set, name);

        if (found.len > 0)
            return found;
    }
    return (str){ 0 };
}
