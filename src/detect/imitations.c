#include "detect/imitations.h"

#include "base/domain.h"

enum {
    HOSTS_EXAMINED   = 64,              /* of one message */
    HOSTS_REMEMBERED = 16,
};

/* Walks the links to different hosts, as far as a short memory tells. */
struct host_walk { const struct content *content; size_t at, count; str last[HOSTS_REMEMBERED]; };

static const struct link *next_host(struct host_walk *walk)
{
    while (walk->at < walk->content->link_count && walk->count < HOSTS_EXAMINED) {
        const struct link *link  = walk->content->links[walk->at++];
        bool               known = !link_leads_to_web(link) || link->target->ip.family != IP_NONE;

        for (size_t i = 0; i < HOSTS_REMEMBERED && !known; i++)
            known = str_equal(walk->last[i], link->target_host);
        if (known)
            continue;
        walk->last[walk->count++ % HOSTS_REMEMBERED] = link->target_host;
        return link;
    }
    return NULL;
}

static bool imitates_any(const struct imitation *imitation)
{
    for (enum protected_names names = 0; names < PROTECTED_COUNT; names++)
        if (imitation->of[names].kind != LOOKALIKE_NONE)
            return true;
    return false;
}

const struct imitations *imitations_of(struct arena *arena, const struct organization *organization, const struct suffixes *suffixes,
                                       str author, const struct content *content)
{
    struct imitations *found       = ARENA_NEW(arena, struct imitations);
    str                registrable = suffix_registrable(suffixes, author);
    str                party       = registrable.len > 0 ? registrable : author;
    struct host_walk   walk        = { .content = content };

    found->author = organization_imitation(organization, arena, author, registrable);
    for (const struct link *link; (link = next_host(&walk)) != NULL; ) {
        struct imitation imitation;

        if (domain_equal(link->target_registrable, party))
            continue;
        imitation = organization_imitation(organization, arena, link->target_host, link->target_registrable);
        if (imitates_any(&imitation))
            *ARENA_PUSH(arena, found->links, found->link_count++, &found->link_capacity) = (struct imitating_link){ link, imitation };
    }
    return found;
}
