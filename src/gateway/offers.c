#include "gateway/offers.h"

#include "smtp/extension.h"

/* Received, the results, the verdict: a few hundred octets as a rule, more with many signatures. */
enum { OUR_FIELDS_MAX_OCTETS = 16 << 10 };

/* What an extension of ours needs of a next hop, and what is thought of one that was never seen. A Maildir keeps any
 * text, but its lines end in LF: binary octets would not survive; and nobody reports a delivery there. */
static const struct need {
    enum smtp_extension offered;
    unsigned            needs;
    bool                if_unknown, in_maildir;
} needs[] = {
    { SMTP_EXT_8BITMIME,   SMTP_EXT_8BITMIME,                       true,  true  },
    { SMTP_EXT_SMTPUTF8,   SMTP_EXT_SMTPUTF8,                       true,  true  },
    { SMTP_EXT_BINARYMIME, SMTP_EXT_BINARYMIME | SMTP_EXT_CHUNKING, false, false },
    { SMTP_EXT_DSN,        SMTP_EXT_DSN,                            false, false },
    { SMTP_EXT_REQUIRETLS, SMTP_EXT_REQUIRETLS,                     false, true  },
};

/* REQUIRETLS promises a next hop that has proved who it is (RFC 8689 §4.2.1). */
static bool hop_carries(const struct config_route *route, const struct next_hop_address *hop, struct hop_healths *healths,
                        const struct need *need)
{
    struct hop_offer offer;

    if (hop->kind == NEXT_HOP_MAILDIR)
        return need->in_maildir;
    if (need->offered == SMTP_EXT_REQUIRETLS && route->tls_identity.len == 0)
        return false;
    offer = hop_health_offer(hop_health_of(healths, hop->name));
    return offer.is_known ? (offer.extensions & need->needs) == need->needs : need->if_unknown;
}

static bool all_carry(const struct config *config, struct hop_healths *healths, const struct need *need)
{
    for (size_t r = 0; r < config->route_count; r++)
        for (size_t h = 0; h < config->routes[r].hop_count; h++)
            if (!hop_carries(&config->routes[r], &config->routes[r].hops[h], healths, need))
                return false;
    return true;
}

unsigned offers_of(const struct config *config, struct hop_healths *healths)
{
    unsigned offers = SMTP_EXT_OF_OURS;

    for (size_t i = 0; i < ARRAY_LEN(needs); i++)
        if (all_carry(config, healths, &needs[i]))
            offers |= (unsigned)needs[i].offered;
    return offers;
}

static struct hop_offer offer_of(const struct next_hop_address *hop, struct hop_healths *healths)
{
    return hop->kind == NEXT_HOP_MAILDIR ? (struct hop_offer){ 0 } : hop_health_offer(hop_health_of(healths, hop->name));
}

size_t offers_recipients_max(const struct config_route *route, struct hop_healths *healths)
{
    size_t most = SIZE_MAX;

    for (size_t h = 0; h < route->hop_count; h++) {
        uint64_t limit = offer_of(&route->hops[h], healths).recipients_max;

        if (limit > 0 && limit < most)
            most = limit;
    }
    return most;
}

/* A limit that is hardly more than our own fields is none that anybody could keep: whoever sends finds out then. */
static uint64_t without_our_fields(uint64_t limit)
{
    return limit > 2 * OUR_FIELDS_MAX_OCTETS ? limit - OUR_FIELDS_MAX_OCTETS : limit;
}

size_t offers_octets_max(const struct config *config, struct hop_healths *healths)
{
    size_t most = config->message_max_octets;

    for (size_t r = 0; r < config->route_count; r++)
        for (size_t h = 0; h < config->routes[r].hop_count; h++) {
            uint64_t limit = offer_of(&config->routes[r].hops[h], healths).octets_max;

            if (limit > 0 && without_our_fields(limit) < most)
                most = without_our_fields(limit);
        }
    return most;
}
