/* Which protected names the author's domain and the hosts of a message's links imitate: looked up once, before the rules run. */
#ifndef DETECT_IMITATIONS_H
#define DETECT_IMITATIONS_H

#include "detect/content.h"
#include "detect/organization.h"
#include "dns/suffix.h"

struct imitating_link { const struct link *link; struct imitation imitation; };

struct imitations {
    struct imitation       author;
    struct imitating_link *links;       /* the first one to each host that imitates anything, in the order of the message; none to the
                                           author's own party, which is judged as the author */
    size_t                 link_count, link_capacity;
};

/* author: his domain, in A-labels and lower case. What it returns lives as long as the arena and the content. */
RETURNS_NONNULL const struct imitations *imitations_of(struct arena *arena, const struct organization *organization,
                                                       const struct suffixes *suffixes, str author, const struct content *content);

#endif
