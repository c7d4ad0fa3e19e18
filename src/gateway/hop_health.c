#include "gateway/hop_health.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/arena.h"

struct hop_health {
    struct hop_healths *table;
    str                 name;
    atomic_bool         down, unwelcome;        /* read without the lock on the way of every message */
    atomic_uint         offer;          /* extensions and OFFER_IS_KNOWN; read so for every session */
    _Atomic uint64_t    recipients_max, octets_max;
    atomic_uint         connections, full_for;
    _Atomic int64_t     answered_at_ms;
    unsigned            failures;       /* in a row */
    int64_t             retry_at_ms, unwelcome_at_ms;
    bool                claimed;        /* somebody is finding out */
    struct hop_health  *next;
};

#define OFFER_IS_KNOWN (1u << 31)

struct hop_healths {
    pthread_mutex_t     lock;
    struct arena        arena;
    struct hop_health  *first;
    hop_changed        *changed;
    void               *owner;
};

struct hop_healths *hop_healths_new(hop_changed *changed, void *owner)
{
    struct hop_healths *table = calloc(1, sizeof *table);

    ASSERT(table != NULL);
    table->changed = changed;
    table->owner   = owner;
    pthread_mutex_init(&table->lock, NULL);
    return table;
}

void hop_healths_free(struct hop_healths *table)
{
    if (table == NULL)
        return;
    arena_free(&table->arena);
    pthread_mutex_destroy(&table->lock);
    free(table);
}

struct hop_health *hop_health_of(struct hop_healths *table, str name)
{
    struct hop_health *health;

    pthread_mutex_lock(&table->lock);
    for (health = table->first; health != NULL && !str_equal(health->name, name); health = health->next)
        ;
    if (health == NULL) {
        health       = ARENA_NEW(&table->arena, struct hop_health);
        *health      = (struct hop_health){ .table = table, .name = arena_str(&table->arena, name), .next = table->first };
        table->first = health;
    }
    pthread_mutex_unlock(&table->lock);
    return health;
}

bool hop_health_is_up(const struct hop_health *health)
{
    return !atomic_load(&health->down);
}

bool hop_health_may_try(struct hop_health *health, int64_t now_ms)
{
    if (hop_health_is_up(health))
        return true;
    pthread_mutex_lock(&health->table->lock);
    bool may = !health->down || now_ms >= health->retry_at_ms;

    if (may && health->down) {
        health->claimed     = true;
        health->retry_at_ms = now_ms + HOP_CLAIM_MS;
    }
    pthread_mutex_unlock(&health->table->lock);
    return may;
}

static int64_t pause_after(unsigned failures, int64_t max_ms)
{
    int64_t pause = HOP_RETRY_FIRST_MS;

    for (unsigned i = 1; i < failures && pause < max_ms; i++)
        pause *= 2;
    return pause < max_ms ? pause : max_ms;
}

static void tell(const struct hop_health *health, enum hop_change change, const char *why, str said)
{
    if (health->table->changed != NULL)
        health->table->changed(health->table->owner, health->name, change, why, said);
}

void hop_health_failed(struct hop_health *health, int64_t now_ms, int64_t retry_max_ms, const char *why, str said)
{
    pthread_mutex_lock(&health->table->lock);
    bool was_up = !health->down;

    /* Many requests may meet the same failure in the same moment: it counts once. */
    if (was_up || health->claimed || now_ms >= health->retry_at_ms) {
        health->failures++;
        health->retry_at_ms = now_ms + pause_after(health->failures, retry_max_ms);
        health->claimed     = false;
        health->down        = true;
    }
    pthread_mutex_unlock(&health->table->lock);
    if (was_up)
        tell(health, HOP_WENT_DOWN, why, said);
}

void hop_health_succeeded(struct hop_health *health)
{
    if (hop_health_is_up(health))
        return;
    pthread_mutex_lock(&health->table->lock);
    bool was_down = health->down;

    health->down     = false;
    health->claimed  = false;
    health->failures = 0;
    pthread_mutex_unlock(&health->table->lock);
    if (was_down)
        tell(health, HOP_CAME_UP, NULL, (str){ 0 });
}

void hop_health_note_welcome(struct hop_health *health, bool welcome, int64_t now_ms, str said)
{
    if (welcome && !atomic_load(&health->unwelcome))
        return;
    pthread_mutex_lock(&health->table->lock);
    bool was = health->unwelcome, is = !welcome || (was && now_ms - health->unwelcome_at_ms < HOP_UNWELCOME_MS);

    health->unwelcome = is;
    if (!welcome)
        health->unwelcome_at_ms = now_ms;
    pthread_mutex_unlock(&health->table->lock);
    if (is && !was)
        tell(health, HOP_REFUSES_US, "it refuses us, whoever the recipient is", said);
    else if (was && !is)
        tell(health, HOP_SERVES_US, NULL, (str){ 0 });
}

void hop_health_connects(struct hop_health *health)
{
    atomic_fetch_add(&health->connections, 1);
}

void hop_health_disconnects(struct hop_health *health)
{
    unsigned before = atomic_fetch_sub(&health->connections, 1);

    ASSERT(before > 0);
}

void hop_health_answered(struct hop_health *health, int64_t now_ms)
{
    atomic_store(&health->answered_at_ms, now_ms);
}

bool hop_health_is_only_full(const struct hop_health *health, int64_t full_since_ms, int64_t now_ms)
{
    int64_t answered_at_ms = atomic_load(&health->answered_at_ms);
    int64_t since_ms       = answered_at_ms > full_since_ms ? answered_at_ms : full_since_ms;

    return atomic_load(&health->connections) > 1 && now_ms - since_ms < HOP_FULL_MAX_MS;
}

void hop_health_note_full(struct hop_health *health, bool full)
{
    atomic_fetch_add(&health->full_for, full ? 1 : -1u);
}

unsigned hop_health_full_for(const struct hop_health *health)
{
    return atomic_load(&health->full_for);
}

void hop_health_note_offer(struct hop_health *health, const struct hop_offer *offer)
{
    atomic_store(&health->recipients_max, offer->recipients_max);
    atomic_store(&health->octets_max, offer->octets_max);
    atomic_store(&health->offer, offer->extensions | OFFER_IS_KNOWN);
}

struct hop_offer hop_health_offer(const struct hop_health *health)
{
    unsigned offer = atomic_load(&health->offer);

    return (struct hop_offer){ (offer & OFFER_IS_KNOWN) != 0, offer & ~OFFER_IS_KNOWN, atomic_load(&health->recipients_max),
                               atomic_load(&health->octets_max) };
}
