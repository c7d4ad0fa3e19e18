#include "dns/cache.h"

#include <pthread.h>
#include <stdlib.h>

enum {
    SHARDS                = 64,
    BUCKETS_FIRST         = 64,         /* of a shard; doubled as it fills */
    FAILURE_SECONDS       = 5,          /* RFC 2308 §7 allows five minutes; mail is worth another question sooner */
    LARGEST_SHARE         = 4,          /* an answer larger than a quarter of its shard would push out too many */
};

/* One question: asked by somebody at this moment, or answered. */
struct entry {
    struct entry             *next_in_bucket;
    struct entry             *newer, *older;    /* in order of use; only of answered entries */
    uint64_t                  hash;
    const struct record_kind *record_kind;
    const struct answer      *answer;           /* NULL while asked */
    struct dns_waiter        *waiters;          /* only while asked */
    int64_t                   expires_at;
    uint16_t                  type;
    uint8_t                   kind;
    uint8_t                   name_len;         /* DOMAIN_MAX_OCTETS is 253 */
    char                      name[];
};

/* A part of the cache with a lock of its own. Nothing is ever called with the lock held. */
struct shard {
    pthread_mutex_t           lock;
    struct entry            **buckets;
    size_t                    bucket_count, entry_count;
    struct entry             *newest, *oldest;
    struct dns_cache_counters counters;
} __attribute__((aligned(64)));         /* so that two workers in two shards share no cache line */

struct dns_cache {
    struct shard    shards[SHARDS];
    size_t          max_octets;         /* of a shard */
    struct hash_key key;
};

static void *new_octets(size_t size)
{
    void *octets = calloc(1, size);

    ASSERT(octets != NULL);
    return octets;
}

struct dns_cache *dns_cache_new(size_t max_octets, const struct hash_key *key)
{
    struct dns_cache *cache = aligned_alloc(_Alignof(struct dns_cache), sizeof *cache);

    ASSERT(cache != NULL);
    *cache = (struct dns_cache){ .max_octets = max_octets / SHARDS, .key = *key };
    for (size_t i = 0; i < SHARDS; i++) {
        struct shard *shard = &cache->shards[i];
        int           error = pthread_mutex_init(&shard->lock, NULL);

        ASSERT(error == 0);
        shard->bucket_count = BUCKETS_FIRST;
        shard->buckets      = new_octets(BUCKETS_FIRST * sizeof *shard->buckets);
    }
    return cache;
}

void dns_cache_free(struct dns_cache *cache)
{
    if (cache == NULL)
        return;
    for (size_t i = 0; i < SHARDS; i++) {
        struct shard *shard = &cache->shards[i];

        for (size_t b = 0; b < shard->bucket_count; b++)
            for (struct entry *e = shard->buckets[b], *next; e != NULL; e = next) {
                next = e->next_in_bucket;
                answer_release(e->answer);
                free(e);
            }
        free(shard->buckets);
        pthread_mutex_destroy(&shard->lock);
    }
    free(cache);
}

/* ---- the table ---- */

/* The name is a stranger's choice and goes through SipHash; the rest is ours, and is only mixed in. */
static uint64_t hash_question(const struct dns_cache *cache, const struct question *q)
{
    uint64_t ours = (uint64_t)q->type << 8 | (uint64_t)q->kind;

    return hash_str(&cache->key, q->name) ^ (ours ^ (uint64_t)(uintptr_t)q->record_kind) * 0x9e3779b97f4a7c15;
}

static struct shard *lock_shard(struct dns_cache *cache, uint64_t hash)
{
    struct shard *shard = &cache->shards[hash % SHARDS];
    int           error = pthread_mutex_lock(&shard->lock);

    ASSERT(error == 0);
    return shard;
}

static void unlock(struct shard *shard)
{
    int error = pthread_mutex_unlock(&shard->lock);

    ASSERT(error == 0);
}

static struct entry **bucket_of(struct shard *shard, uint64_t hash)
{
    return &shard->buckets[hash / SHARDS % shard->bucket_count];
}

static bool is_about(const struct entry *e, uint64_t hash, const struct question *q)
{
    return e->hash == hash && e->type == q->type && e->kind == (uint8_t)q->kind && e->record_kind == q->record_kind &&
           str_equal((str){ e->name, e->name_len }, q->name);
}

static struct entry *find(struct shard *shard, uint64_t hash, const struct question *q)
{
    struct entry *e = *bucket_of(shard, hash);

    while (e != NULL && !is_about(e, hash, q))
        e = e->next_in_bucket;
    return e;
}

static void grow(struct shard *shard)
{
    size_t         old_count = shard->bucket_count;
    struct entry **old       = shard->buckets;

    shard->bucket_count *= 2;
    shard->buckets = new_octets(shard->bucket_count * sizeof *shard->buckets);
    for (size_t b = 0; b < old_count; b++)
        for (struct entry *e = old[b], *next; e != NULL; e = next) {
            struct entry **bucket = bucket_of(shard, e->hash);

            next              = e->next_in_bucket;
            e->next_in_bucket = *bucket;
            *bucket           = e;
        }
    free(old);
}

static struct entry *add_entry(struct shard *shard, uint64_t hash, const struct question *q)
{
    ASSERT(q->name.len <= UINT8_MAX);
    struct entry *e = new_octets(sizeof *e + q->name.len);

    if (shard->entry_count >= shard->bucket_count)
        grow(shard);
    struct entry **bucket = bucket_of(shard, hash);

    *e = (struct entry){ .next_in_bucket = *bucket, .hash = hash, .record_kind = q->record_kind, .type = q->type,
                         .kind = (uint8_t)q->kind, .name_len = (uint8_t)q->name.len };
    memcpy(e->name, q->name.ptr, q->name.len);
    *bucket = e;
    shard->entry_count++;
    return e;
}

static void remove_entry(struct shard *shard, struct entry *e)
{
    struct entry **at = bucket_of(shard, e->hash);

    while (*at != e)
        at = &(*at)->next_in_bucket;
    *at = e->next_in_bucket;
    shard->entry_count--;
    free(e);
}

/* ---- answered entries, in order of use ---- */

static size_t size_of(const struct entry *e)
{
    return sizeof *e + e->name_len + e->answer->size;
}

static void unlink_used(struct shard *shard, struct entry *e)
{
    *(e->newer == NULL ? &shard->newest : &e->newer->older) = e->older;
    *(e->older == NULL ? &shard->oldest : &e->older->newer) = e->newer;
    e->newer = e->older = NULL;
}

static void link_newest(struct shard *shard, struct entry *e)
{
    e->older = shard->newest;
    *(shard->newest == NULL ? &shard->oldest : &shard->newest->newer) = e;
    shard->newest = e;
}

/* Takes the answer out of an entry. The reference goes to the caller, who releases it without the lock: freeing what
 * a record_kind has parsed may take its time. */
static const struct answer *take_answer(struct shard *shard, struct entry *e)
{
    const struct answer *answer = e->answer;

    shard->counters.octets -= size_of(e);
    unlink_used(shard, e);
    e->answer = NULL;
    return answer;
}

static void put_answer(struct shard *shard, struct entry *e, const struct answer *answer, int64_t expires_at)
{
    e->answer     = answer_keep(answer);
    e->expires_at = expires_at;
    link_newest(shard, e);
    shard->counters.octets += size_of(e);
}

static const struct answer *use_answer(struct shard *shard, struct entry *e)
{
    unlink_used(shard, e);
    link_newest(shard, e);
    shard->counters.hits++;
    return answer_keep(e->answer);
}

/* The least recently used answer, if the shard holds too much; its reference goes to the caller. */
static const struct answer *evict_one(struct dns_cache *cache, uint64_t hash)
{
    struct shard        *shard  = lock_shard(cache, hash);
    const struct answer *answer = NULL;
    struct entry        *oldest = shard->oldest;

    if (shard->counters.octets > cache->max_octets && oldest != NULL) {
        answer = take_answer(shard, oldest);
        remove_entry(shard, oldest);
        shard->counters.evictions++;
    }
    unlock(shard);
    return answer;
}

/* ---- the promise of the header ---- */

enum dns_cache_outcome dns_cache_ask(struct dns_cache *cache, const struct question *question, int64_t now,
                                     struct dns_waiter *waiter, const struct answer **answer)
{
    uint64_t               hash    = hash_question(cache, question);
    struct shard          *shard   = lock_shard(cache, hash);
    struct entry          *e       = find(shard, hash, question);
    const struct answer   *expired = NULL;
    enum dns_cache_outcome outcome = DNS_CACHE_ASK;

    if (e == NULL) {
        add_entry(shard, hash, question);
        shard->counters.misses++;
    } else if (e->answer == NULL) {
        waiter->next = e->waiters;
        e->waiters   = waiter;
        outcome      = DNS_CACHE_WAIT;
        shard->counters.waits++;
    } else if (e->expires_at <= now) {
        expired = take_answer(shard, e);
        shard->counters.misses++;
    } else {
        *answer = use_answer(shard, e);
        outcome = DNS_CACHE_HIT;
    }
    unlock(shard);
    answer_release(expired);
    return outcome;
}

const struct answer *dns_cache_peek(struct dns_cache *cache, const struct question *question, int64_t now)
{
    uint64_t             hash   = hash_question(cache, question);
    struct shard        *shard  = lock_shard(cache, hash);
    struct entry        *e      = find(shard, hash, question);
    const struct answer *answer = e != NULL && e->answer != NULL && e->expires_at > now ? use_answer(shard, e) : NULL;

    unlock(shard);
    return answer;
}

/* Until when to keep an answer; now for one not to be kept. A TTL of zero is for those who asked together, and nobody
 * later (RFC 1035 §3.2.1). */
static int64_t expiry_of(const struct dns_cache *cache, const struct answer *answer, int64_t now)
{
    if (answer->size > cache->max_octets / LARGEST_SHARE)
        return now;
    return now + (answer_state_is_failure(answer->state) ? FAILURE_SECONDS : (int64_t)answer->ttl);
}

void dns_cache_store(struct dns_cache *cache, const struct question *question, int64_t now, const struct answer *answer)
{
    uint64_t             hash       = hash_question(cache, question);
    int64_t              expires_at = expiry_of(cache, answer, now);
    struct shard        *shard      = lock_shard(cache, hash);
    struct entry        *e          = find(shard, hash, question);
    struct dns_waiter   *waiters    = NULL;
    const struct answer *replaced   = NULL;

    if (e == NULL)
        e = add_entry(shard, hash, question);
    if (e->answer != NULL)
        replaced = take_answer(shard, e);
    waiters    = e->waiters;
    e->waiters = NULL;
    if (expires_at > now)
        put_answer(shard, e, answer, expires_at);
    else
        remove_entry(shard, e);
    unlock(shard);

    answer_release(replaced);
    for (struct dns_waiter *w = waiters, *next; w != NULL; w = next) {
        next = w->next;                 /* wake may free it */
        w->wake(w, answer_keep(answer));
    }
    for (const struct answer *evicted; (evicted = evict_one(cache, hash)) != NULL; )
        answer_release(evicted);
}

bool dns_cache_forget(struct dns_cache *cache, const struct question *question, struct dns_waiter *waiter)
{
    uint64_t      hash  = hash_question(cache, question);
    struct shard *shard = lock_shard(cache, hash);
    struct entry *e     = find(shard, hash, question);
    bool          found = false;

    for (struct dns_waiter **at = e == NULL ? NULL : &e->waiters; at != NULL && *at != NULL; at = &(*at)->next)
        if (*at == waiter) {
            *at   = waiter->next;
            found = true;
            break;
        }
    unlock(shard);
    return found;
}

struct dns_cache_counters dns_cache_count(struct dns_cache *cache)
{
    struct dns_cache_counters sum = { 0 };

    for (uint64_t i = 0; i < SHARDS; i++) {
        struct shard *shard = lock_shard(cache, i);

        sum.hits      += shard->counters.hits;
        sum.misses    += shard->counters.misses;
        sum.waits     += shard->counters.waits;
        sum.evictions += shard->counters.evictions;
        sum.octets    += shard->counters.octets;
        sum.entries   += shard->entry_count;
        unlock(shard);
    }
    return sum;
}
