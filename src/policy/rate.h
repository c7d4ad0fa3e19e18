/* How much each client has had of late: connections that are open, octets of its messages that are being received, and
 * connections, messages, recipients, errors and unknown recipients over time. A client is a network: one IPv4 address, or an IPv6
 * /64 that one household has.
 *
 * Time is passed in, memory is taken once, and a look-up costs the same whatever strangers do. Not thread-safe: whoever
 * shares a table locks it (gateway/limits.h). */
#ifndef POLICY_RATE_H
#define POLICY_RATE_H

#include "base/hash.h"
#include "base/ip.h"

enum rate_kind { RATE_CONNECTIONS, RATE_MESSAGES, RATE_RECIPIENTS, RATE_ERRORS, RATE_UNKNOWN_RECIPIENTS, RATE_KINDS };

/* So many at once, and so many over each period; between the two they come back evenly. count 0: no limit. */
struct rate_limit { uint32_t count; int64_t period_ms; };

struct rate_table;

RETURNS_NONNULL struct rate_table *rate_table_new(size_t entries, const struct hash_key *key);
void                               rate_table_free(struct rate_table *table);

enum rate_outcome {
    RATE_OK,
    RATE_EXCEEDED,
    RATE_UNTRACKED,             /* no room to remember this client: it may pass, and is counted */
};

/* Takes amount from the client's share, or nothing if there is not as much left. */
enum rate_outcome rate_take(struct rate_table *table, const struct ip_network *client, enum rate_kind kind,
                            const struct rate_limit *limit, uint32_t amount, int64_t now_ms);
/* Takes one in any case: for what has happened already. */
void              rate_note(struct rate_table *table, const struct ip_network *client, enum rate_kind kind,
                            const struct rate_limit *limit, int64_t now_ms);
/* True if not even one is left. Remembers nothing. */
bool              rate_is_spent(const struct rate_table *table, const struct ip_network *client, enum rate_kind kind,
                                const struct rate_limit *limit, int64_t now_ms);

/* One more connection is open, unless there are max already (0: no limit). Only what was RATE_OK is to be closed. */
enum rate_outcome rate_open(struct rate_table *table, const struct ip_network *client, uint32_t max, int64_t now_ms);
void              rate_close(struct rate_table *table, const struct ip_network *client);

/* So many octets more are kept of the client's messages, unless there are more than max then. Only what was RATE_OK is to be
 * given back. */
enum rate_outcome rate_hold(struct rate_table *table, const struct ip_network *client, uint64_t octets, uint64_t max, int64_t now_ms);
void              rate_give_back(struct rate_table *table, const struct ip_network *client, uint64_t octets);
/* How many are kept now. Remembers nothing. */
uint64_t          rate_held(const struct rate_table *table, const struct ip_network *client);

struct rate_counters {
    uint64_t forgotten;         /* clients whose debts were dropped to make room for another */
    uint64_t untracked;         /* requests of clients for whom there was none */
};
struct rate_counters rate_count(const struct rate_table *table);

#endif
