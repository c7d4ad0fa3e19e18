/* What all workers together let a client have: connections at once, octets of messages at once, and connections, messages,
 * recipients, errors and unknown recipients over time (policy/rate.h). The tables are shared, because SO_REUSEPORT spreads the
 * connections of one client over all workers; each has a lock of its own, held for one look-up.
 *
 * Whoever finds no room in a table passes: a limit must not stop mail because strangers are many. */
#ifndef GATEWAY_LIMITS_H
#define GATEWAY_LIMITS_H

#include <stdatomic.h>

#include "policy/rate.h"
#include "smtp/reply.h"

/* Of a configuration. */
struct client_limits {
    const struct ip_network *exempt;    /* nothing here holds for them */
    size_t                   exempt_count;
    uint32_t                 connections;       /* at once, of one client; 0: no limit */
    struct rate_limit        rates[RATE_KINDS];
    unsigned                 ipv6_prefix;       /* an IPv6 client is its network of this size */
    unsigned                 ipv4_network, ipv6_network;        /* networks that have a limit together; 0: none */
    uint32_t                 network_factor;    /* which is so many times that of a client */
};

struct limits;

RETURNS_NONNULL struct limits *limits_new(size_t clients, const struct hash_key *key);
void                           limits_free(struct limits *limits);

/* The client itself, and the network that it shares a limit with. */
enum { LIMITS_LEVELS = 2 };

/* What a connection was counted for, to be given back at its end. The zero value: nothing. */
struct limits_grant { struct ip_network counted[LIMITS_LEVELS]; };

/* One more connection. False: refused, and nothing was counted. Exempt clients are the caller's affair. */
MUST_USE bool limits_connect(struct limits *limits, const struct client_limits *of, const struct ip *client, int64_t now_ms,
                             struct limits_grant *grant);
void          limits_disconnect(struct limits *limits, struct limits_grant *grant);
/* What was counted of a message that is being received, to be given back when it is not any more. The zero value: nothing. */
struct limits_share { struct ip_network counted[LIMITS_LEVELS]; size_t octets[LIMITS_LEVELS]; };

/* So many more octets of a message; max: what this client, or the network that it shares limits with, may have of all its messages
 * together. False: refused. What was counted stays counted until it is given back. */
MUST_USE bool limits_receive(struct limits *limits, const struct client_limits *of, const struct ip *client, size_t octets, size_t max,
                             int64_t now_ms, struct limits_share *share);
/* True if it would not be let have a single octet more. */
bool          limits_share_is_spent(struct limits *limits, const struct client_limits *of, const struct ip *client, size_t max);
void          limits_give_back(struct limits *limits, struct limits_share *share);
/* One more message or recipient. False: refused. */
MUST_USE bool limits_take(struct limits *limits, const struct client_limits *of, const struct ip *client, enum rate_kind kind,
                          int64_t now_ms);
/* An error, or an unknown recipient, has happened. */
void          limits_note(struct limits *limits, const struct client_limits *of, const struct ip *client, enum rate_kind kind,
                          int64_t now_ms);
/* True if the client has had all its errors or unknown recipients. */
bool          limits_is_spent(struct limits *limits, const struct client_limits *of, const struct ip *client, enum rate_kind kind,
                              int64_t now_ms);

/* One more message, one more recipient: REPLY_OK, or the reply that refuses for now. */
MUST_USE enum smtp_reply_id limits_mail(struct limits *limits, const struct client_limits *of, const struct ip *client, int64_t now_ms);
MUST_USE enum smtp_reply_id limits_recipient(struct limits *limits, const struct client_limits *of, const struct ip *client,
                                             int64_t now_ms);

struct limits_counters {
    uint64_t             refused[RATE_KINDS];   /* requests, and for errors and unknown recipients clients turned away */
    uint64_t             refused_at_once;       /* connections beyond those that may be open together */
    struct rate_counters table;
};
struct limits_counters limits_count(struct limits *limits);

#endif
