#include "mail/origin.h"

#include "mail/received.h"

const char *origin_status_name(enum origin_status status)
{
    switch (status) {
    case ORIGIN_DIRECT:      return "direct";
    case ORIGIN_BEHIND_HOPS: return "behind-hops";
    case ORIGIN_UNCLEAR:     return "unclear";
    }
    UNREACHABLE();
}

/* What the server saw of its client. An address that stands where the client's own name stands may be what the client
 * called itself, so it counts as none; of several that differ the field gives none (mail/received.h). */
static bool names_client(const struct received *received)
{
    return received->by.len > 0 && received->from_ip.family != IP_NONE && !received->from_ip_is_name;
}

struct origin origin_find(const struct ip *client, const struct header_list *headers, const struct ip_network *hops,
                          size_t hop_count, struct arena *arena)
{
    struct origin      origin = { ORIGIN_DIRECT, .client = *client };
    struct header_walk walk   = header_walk_down(headers, STR("Received"));
    struct received    received;

    while (ip_in_any(&origin.client, hops, hop_count)) {        /* then the next field is that server's */
        const struct header *field = header_next(&walk);

        origin.hops++;
        if (field != NULL)
            received_parse(&received, arena, field);
        if (field == NULL || !names_client(&received))
            return (struct origin){ ORIGIN_UNCLEAR, .hops = origin.hops };
        origin.status = ORIGIN_BEHIND_HOPS;
        origin.client = received.from_ip;
        origin.helo   = received.from_name;
    }
    return origin;
}
