/* The process-wide cache of parsed answers, with one look-up in flight per question (DESIGN §3). Sharded, so
 * that workers rarely meet; bounded in octets; true to the TTL, negative answers too. It never asks anybody:
 * the first asker is told to, the others wait to be told. */
#ifndef DNS_CACHE_H
#define DNS_CACHE_H

#include "base/hash.h"
#include "base/view.h"

struct dns_cache;

/* One who waits for somebody else's look-up. Owned by the waiter; wake is called once, from any thread, holding
 * no lock, with a reference to the answer that the callee takes over; it must only store and post. */
struct dns_waiter {
    void             (*wake)(struct dns_waiter *waiter, const struct answer *answer);
    struct dns_waiter *next;
};

struct dns_cache *dns_cache_new(size_t max_octets, const struct hash_key *key);
void              dns_cache_free(struct dns_cache *cache);

enum dns_cache_outcome {
    DNS_CACHE_HIT,              /* *answer holds a reference */
    DNS_CACHE_ASK,              /* nobody asks yet: the caller must, and must call dns_cache_store, whatever happens */
    DNS_CACHE_WAIT,             /* somebody asks: waiter will be woken */
};
/* now is in seconds of any steady clock. Failures (servfail, timeout, bogus) are kept a few seconds only. */
enum dns_cache_outcome dns_cache_ask(struct dns_cache *cache, const struct question *question, int64_t now,
                                     struct dns_waiter *waiter, const struct answer **answer);
/* The answer with a reference if it is there, else NULL; nobody is noted as asking. */
const struct answer *dns_cache_peek(struct dns_cache *cache, const struct question *question, int64_t now);
/* Files the answer (the caller keeps its own reference) and wakes all who wait for it. */
void dns_cache_store(struct dns_cache *cache, const struct question *question, int64_t now,
                     const struct answer *answer);
/* Takes a waiter back that no longer wants to be woken; false if it is being woken already: then wake will run. */
MUST_USE bool dns_cache_forget(struct dns_cache *cache, const struct question *question, struct dns_waiter *waiter);

struct dns_cache_counters { uint64_t hits, misses, waits, evictions; size_t entries, octets; };
struct dns_cache_counters dns_cache_count(struct dns_cache *cache);

#endif
