#include "gateway/limits.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/attr.h"

/* Powers of two; each with its lock on a cache line of its own. */
enum { SHARDS = 16, CACHE_LINE_OCTETS = 64 };

struct shard {
    _Alignas(CACHE_LINE_OCTETS) pthread_mutex_t lock;
    struct rate_table                          *table;
};

struct limits {
    struct hash_key key;
    atomic_ulong    refused[RATE_KINDS], refused_at_once;
    struct shard    shards[SHARDS];
};

struct limits *limits_new(size_t clients, const struct hash_key *key)
{
    struct limits *limits = aligned_alloc(CACHE_LINE_OCTETS, sizeof *limits);

    ASSERT(limits != NULL);
    memset(limits, 0, sizeof *limits);
    limits->key = *key;
    for (size_t i = 0; i < SHARDS; i++) {
        ASSERT(pthread_mutex_init(&limits->shards[i].lock, NULL) == 0);
        limits->shards[i].table = rate_table_new(clients / SHARDS, key);
    }
    return limits;
}

void limits_free(struct limits *limits)
{
    for (size_t i = 0; limits != NULL && i < SHARDS; i++) {
        pthread_mutex_destroy(&limits->shards[i].lock);
        rate_table_free(limits->shards[i].table);
    }
    free(limits);
}

/* ---- whom a limit is for ---- */

static struct ip_network network_of(const struct ip *client, unsigned prefix)
{
    struct ip_network network = { *client, prefix };
    size_t            size    = client->family == IP_V4 ? 4 : 16;

    for (size_t i = 0; i < size; i++) {
        unsigned from = 8 * (unsigned)i;

        if (prefix <= from)
            network.address.octets[i] = 0;
        else if (prefix < from + 8)
            network.address.octets[i] &= (uint8_t)(0xff << (from + 8 - prefix));
    }
    return network;
}

/* The client, and its network where that has a limit; their number. */
static size_t levels_of(const struct client_limits *of, const struct ip *client, struct ip_network levels[LIMITS_LEVELS])
{
    unsigned own  = client->family == IP_V4 ? 32 : of->ipv6_prefix;
    unsigned wide = client->family == IP_V4 ? of->ipv4_network : of->ipv6_network;

    levels[0] = network_of(client, own);
    if (wide == 0 || wide >= own)
        return 1;
    levels[1] = network_of(client, wide);
    return 2;
}

static struct rate_limit limit_at(const struct client_limits *of, enum rate_kind kind, size_t level)
{
    struct rate_limit limit = of->rates[kind];

    if (level > 0)
        limit.count *= of->network_factor;
    return limit;
}

static struct shard *lock_shard(struct limits *limits, const struct ip_network *client)
{
    str           octets = { (const char *)client->address.octets, sizeof client->address.octets };
    struct shard *shard  = &limits->shards[hash_str(&limits->key, octets) >> 32 & (SHARDS - 1)];

    ASSERT(pthread_mutex_lock(&shard->lock) == 0);
    return shard;
}

static void unlock(struct shard *shard)
{
    ASSERT(pthread_mutex_unlock(&shard->lock) == 0);
}

/* ---- requests ---- */

/* What was taken of the narrower level stays taken when the wider one refuses: it is a client of a network that is over
 * its limit. */
bool limits_take(struct limits *limits, const struct client_limits *of, const struct ip *client, enum rate_kind kind, int64_t now_ms)
{
    struct ip_network levels[LIMITS_LEVELS];
    size_t            count = levels_of(of, client, levels);

    for (size_t i = 0; i < count; i++) {
        struct rate_limit limit   = limit_at(of, kind, i);
        struct shard     *shard   = lock_shard(limits, &levels[i]);
        enum rate_outcome outcome = rate_take(shard->table, &levels[i], kind, &limit, 1, now_ms);

        unlock(shard);
        if (outcome == RATE_EXCEEDED) {
            atomic_fetch_add(&limits->refused[kind], 1);
            return false;
        }
    }
    return true;
}

void limits_note(struct limits *limits, const struct client_limits *of, const struct ip *client, enum rate_kind kind, int64_t now_ms)
{
    struct ip_network levels[LIMITS_LEVELS];
    size_t            count = levels_of(of, client, levels);

    for (size_t i = 0; i < count; i++) {
        struct rate_limit limit = limit_at(of, kind, i);
        struct shard     *shard = lock_shard(limits, &levels[i]);

        rate_note(shard->table, &levels[i], kind, &limit, now_ms);
        unlock(shard);
    }
}

bool limits_is_spent(struct limits *limits, const struct client_limits *of, const struct ip *client, enum rate_kind kind, int64_t now_ms)
{
    struct ip_network levels[LIMITS_LEVELS];
    size_t            count = levels_of(of, client, levels);

    for (size_t i = 0; i < count; i++) {
        struct rate_limit limit = limit_at(of, kind, i);
        struct shard     *shard = lock_shard(limits, &levels[i]);
        bool              spent = rate_is_spent(shard->table, &levels[i], kind, &limit, now_ms);

        unlock(shard);
        if (spent) {
            atomic_fetch_add(&limits->refused[kind], 1);
            return true;
        }
    }
    return false;
}

static bool open_all(struct limits *limits, const struct client_limits *of, const struct ip *client, int64_t now_ms,
                     struct limits_grant *grant)
{
    struct ip_network levels[LIMITS_LEVELS];
    size_t            count = levels_of(of, client, levels);

    for (size_t i = 0; i < count; i++) {
        uint32_t          max     = i == 0 ? of->connections : of->connections * of->network_factor;
        struct shard     *shard   = lock_shard(limits, &levels[i]);
        enum rate_outcome outcome = rate_open(shard->table, &levels[i], max, now_ms);

        unlock(shard);
        if (outcome == RATE_OK)
            grant->counted[i] = levels[i];
        if (outcome == RATE_EXCEEDED)
            return false;
    }
    return true;
}

bool limits_connect(struct limits *limits, const struct client_limits *of, const struct ip *client, int64_t now_ms,
                    struct limits_grant *grant)
{
    *grant = (struct limits_grant){ 0 };
    if (limits_is_spent(limits, of, client, RATE_ERRORS, now_ms) || !limits_take(limits, of, client, RATE_CONNECTIONS, now_ms))
        return false;
    if (open_all(limits, of, client, now_ms, grant))
        return true;
    atomic_fetch_add(&limits->refused_at_once, 1);
    limits_disconnect(limits, grant);
    return false;
}

void limits_disconnect(struct limits *limits, struct limits_grant *grant)
{
    for (size_t i = 0; i < LIMITS_LEVELS; i++) {
        if (grant->counted[i].address.family == IP_NONE)
            continue;
        struct shard *shard = lock_shard(limits, &grant->counted[i]);

        rate_close(shard->table, &grant->counted[i]);
        unlock(shard);
    }
    *grant = (struct limits_grant){ 0 };
}

/* ---- octets being received ---- */

bool limits_receive(struct limits *limits, const struct client_limits *of, const struct ip *client, size_t octets, size_t max,
                    int64_t now_ms, struct limits_share *share)
{
    struct ip_network levels[LIMITS_LEVELS];
    size_t            count = levels_of(of, client, levels);

    for (size_t i = 0; i < count; i++) {
        struct shard     *shard   = lock_shard(limits, &levels[i]);
        enum rate_outcome outcome = rate_hold(shard->table, &levels[i], octets, max, now_ms);

        unlock(shard);
        if (outcome == RATE_OK) {
            share->counted[i] = levels[i];
            share->octets[i] += octets;
        }
        if (outcome == RATE_EXCEEDED)
            return false;
    }
    return true;
}

bool limits_share_is_spent(struct limits *limits, const struct client_limits *of, const struct ip *client, size_t max)
{
    struct ip_network levels[LIMITS_LEVELS];
    size_t            count = levels_of(of, client, levels);
    bool              spent = false;

    for (size_t i = 0; i < count && !spent; i++) {
        struct shard *shard = lock_shard(limits, &levels[i]);

        spent = rate_held(shard->table, &levels[i]) >= max;
        unlock(shard);
    }
    return spent;
}

void limits_give_back(struct limits *limits, struct limits_share *share)
{
    for (size_t i = 0; i < LIMITS_LEVELS; i++) {
        if (share->octets[i] == 0)
            continue;
        struct shard *shard = lock_shard(limits, &share->counted[i]);

        rate_give_back(shard->table, &share->counted[i], share->octets[i]);
        unlock(shard);
    }
    *share = (struct limits_share){ 0 };
}

/* ---- messages and recipients ---- */

enum smtp_reply_id limits_mail(struct limits *limits, const struct client_limits *of, const struct ip *client, int64_t now_ms)
{
    return limits_take(limits, of, client, RATE_MESSAGES, now_ms) ? REPLY_OK : REPLY_TOO_MANY_MESSAGES;
}

/* A client that has asked for too many who are not here learns nothing more of anybody (harvesting). */
enum smtp_reply_id limits_recipient(struct limits *limits, const struct client_limits *of, const struct ip *client, int64_t now_ms)
{
    if (limits_is_spent(limits, of, client, RATE_UNKNOWN_RECIPIENTS, now_ms))
        return REPLY_TOO_MANY_UNKNOWN;
    return limits_take(limits, of, client, RATE_RECIPIENTS, now_ms) ? REPLY_OK : REPLY_TOO_MANY_RCPT_OF_YOURS;
}

struct limits_counters limits_count(struct limits *limits)
{
    struct limits_counters sum = { .refused_at_once = atomic_load(&limits->refused_at_once) };

    for (size_t i = 0; i < RATE_KINDS; i++)
        sum.refused[i] = atomic_load(&limits->refused[i]);
    for (size_t i = 0; i < SHARDS; i++) {
        ASSERT(pthread_mutex_lock(&limits->shards[i].lock) == 0);
        struct rate_counters one = rate_count(limits->shards[i].table);

        unlock(&limits->shards[i]);
        sum.table.forgotten += one.forgotten;
        sum.table.untracked += one.untracked;
    }
    return sum;
}
