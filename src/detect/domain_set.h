/* A set of domain names, asked whether it covers a name: holds it, or a name above it. */
#ifndef DETECT_DOMAIN_SET_H
#define DETECT_DOMAIN_SET_H

#include "base/hash_index.h"

struct domain_set {                     /* the zero value covers nothing */
    const str        *domains;
    size_t            count;
    struct hash_index index;
};

/* domains are in A-labels, lower case, without final dot; the array is kept, not copied. */
void domain_set_init(struct domain_set *set, struct arena *arena, const str *domains, size_t count);

/* The member that name (lower case) equals or stands below; empty if there is none. */
str         domain_set_covering(const struct domain_set *set, str name);
static inline bool domain_set_covers(const struct domain_set *set, str name)
{
    return domain_set_covering(set, name).len > 0;
}

#endif
