#include "detect/route.h"

#include "base/domain.h"
#include "mail/received.h"

enum { CLOCK_SLACK_SECONDS = 86400 };   /* clocks are wrong, and zones are mistaken, by hours */

/* ---- what is ours ---- */

/* A field that names the client that we know as its client was written by the server that the client spoke to: one of
 * ours, in a message that comes back from a filter or lies in a mailbox. */
static bool is_of_client(const struct received *received, const struct ip *client)
{
    return client->family != IP_NONE && !received->from_ip_is_name && ip_equal(&received->from_ip, client);
}

static bool is_our_name(const struct route_options *options, struct arena *arena, str name)
{
    name = domain_lower(arena, name);
    for (size_t i = 0; i < options->own_name_count; i++)
        if (domain_equal(name, options->own_names[i]))
            return true;
    return organization_owns(options->organization, name);
}

/* ---- claims ---- */

/* Multicast, and what was never given out (RFC 1112 §4, RFC 4291 §2.4). Private addresses are what hops inside have. */
static bool is_impossible(const struct ip *ip)
{
    return ip->family == IP_V4 ? ip->octets[0] >= 224 : ip->family == IP_V6 && ip->octets[0] == 0xff;
}

struct walk {
    const struct route_options *options;
    struct arena               *arena;
    struct route               *route;
    size_t                      received;       /* fields of that name until now */
    bool                        has_above;
    unix_seconds                above;          /* when the nearest server above that has a date had the message */
};

static void hear_time(struct walk *walk, const struct header *h, const struct received *received)
{
    struct route *route = walk->route;

    if (!received->has_date)
        return;
    if (walk->has_above && received->date > walk->above + CLOCK_SLACK_SECONDS && route->out_of_order == NULL)
        route->out_of_order = h;
    walk->has_above       = true;
    walk->above           = received->date;
    route->has_first_seen = true;
    route->first_seen     = received->date;
}

static void hear_claim(struct walk *walk, const struct header *h, const struct received *received)
{
    struct route *route = walk->route;

    route->claims++;
    if (route->impossible == NULL && is_impossible(&received->from_ip))
        route->impossible = h;
    if (route->in_our_name == NULL && received->by.len > 0 && is_our_name(walk->options, walk->arena, received->by))
        route->in_our_name = h;
    hear_time(walk, h, received);
}

static void read_received(struct walk *walk, size_t at, const struct header *h)
{
    struct received received;

    if (walk->route->claims == ROUTE_HOPS_MAX)
        return;
    received_parse(&received, walk->arena, h);
    if (walk->received++ < walk->options->hops || (walk->route->claims == 0 && is_of_client(&received, &walk->options->client))) {
        walk->route->own_fields = at + 1;
        return;
    }
    hear_claim(walk, h, &received);
}

/* ---- the author's own ---- */

static void read_date(struct walk *walk, const struct header *h)
{
    struct route *route = walk->route;

    route->date_text = header_unfold(walk->arena, h);
    route->date_form = date_read(route->date_text, &route->date) ? DATE_READ : DATE_UNREADABLE;
}

static void read_id(struct walk *walk, const struct header *h)
{
    struct route *route = walk->route;

    route->has_id  = true;
    route->id_text = header_unfold(walk->arena, h);
    route->id      = message_id_read(route->id_text);
}

const struct route *route_of(struct arena *arena, const struct header_list *headers, const struct route_options *options)
{
    struct route *route = ARENA_NEW(arena, struct route);
    struct walk   walk  = { .options = options, .arena = arena, .route = route };

    for (size_t i = 0; i < headers->count; i++) {
        const struct header *h = &headers->fields[i];

        if (str_equal_nocase(h->name, STR("Received")))
            read_received(&walk, i, h);
        else if (route->date_form == DATE_MISSING && str_equal_nocase(h->name, STR("Date")))
            read_date(&walk, h);
        else if (!route->has_id && str_equal_nocase(h->name, STR("Message-ID")))
            read_id(&walk, h);
    }
    return route;
}
