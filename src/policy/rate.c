#include "policy/rate.h"

#include <stdlib.h>

#include "base/attr.h"

/* A client has its place in one set of a few entries, chosen by a keyed hash: a look-up reads one set and no more, and
 * nobody can choose whom he pushes out. */
enum { WAYS = 8 };

/* Each kind is one point in time: when the client's debt will be paid off (GCRA, ITU-T I.371). What was taken pushes it
 * away by its part of the period; it must never lie further ahead than the whole period. In microseconds, so that
 * thousands in a second can be told apart. */
struct entry {
    struct ip_network client;           /* IP_NONE: free */
    uint32_t          open;
    uint64_t          held;             /* octets */
    int64_t           due_us[RATE_KINDS];
};

struct rate_table {
    struct hash_key      key;
    struct rate_counters counters;
    size_t               sets;
    struct entry         entries[];
};

struct rate_table *rate_table_new(size_t entries, const struct hash_key *key)
{
    size_t             sets  = entries < WAYS ? 1 : entries / WAYS;
    struct rate_table *table = calloc(1, sizeof *table + sets * WAYS * sizeof(struct entry));

    ASSERT(table != NULL);
    table->key  = *key;
    table->sets = sets;
    return table;
}

void rate_table_free(struct rate_table *table)
{
    free(table);
}

struct rate_counters rate_count(const struct rate_table *table)
{
    return table->counters;
}

/* ---- places ---- */

static size_t set_of(const struct rate_table *table, const struct ip_network *client)
{
    char octets[sizeof client->address.octets + 2];

    memcpy(octets, client->address.octets, sizeof client->address.octets);
    octets[sizeof octets - 2] = (char)client->address.family;
    octets[sizeof octets - 1] = (char)client->prefix;
    return (size_t)(hash_str(&table->key, (str){ octets, sizeof octets }) % table->sets) * WAYS;
}

static bool is_of(const struct entry *entry, const struct ip_network *client)
{
    return entry->client.prefix == client->prefix && ip_equal(&entry->client.address, &client->address);
}

static const struct entry *find(const struct rate_table *table, const struct ip_network *client)
{
    const struct entry *set = &table->entries[set_of(table, client)];

    for (size_t i = 0; i < WAYS; i++)
        if (set[i].client.address.family != IP_NONE && is_of(&set[i], client))
            return &set[i];
    return NULL;
}

static int64_t latest_due(const struct entry *entry)
{
    int64_t latest = 0;

    for (size_t i = 0; i < RATE_KINDS; i++)
        latest = entry->due_us[i] > latest ? entry->due_us[i] : latest;
    return latest;
}

/* What is open will be closed, and what is held given back: until then its entry must be there. */
static bool is_in_use(const struct entry *entry)
{
    return entry->open > 0 || entry->held > 0;
}

/* The client's entry, made if need be: in the place of one who owes nothing any more, else of him who will be free of
 * debt first. NULL if all of the set are in use. */
static struct entry *find_or_make(struct rate_table *table, const struct ip_network *client, int64_t now_us)
{
    struct entry *known = (struct entry *)(uintptr_t)find(table, client), *place = NULL;

    if (known != NULL)
        return known;
    struct entry *set = &table->entries[set_of(table, client)];

    for (size_t i = 0; i < WAYS; i++)
        if (!is_in_use(&set[i]) && (place == NULL || latest_due(&set[i]) < latest_due(place)))
            place = &set[i];
    if (place == NULL) {
        table->counters.untracked++;
        return NULL;
    }
    if (latest_due(place) > now_us)
        table->counters.forgotten++;
    *place = (struct entry){ .client = *client };
    return place;
}

/* ---- rates ---- */

static int64_t part_us(const struct rate_limit *limit)
{
    return limit->period_ms * 1000 / limit->count;
}

static int64_t due_after(const struct entry *entry, enum rate_kind kind, const struct rate_limit *limit, uint32_t amount,
                         int64_t now_us)
{
    int64_t from = entry->due_us[kind] > now_us ? entry->due_us[kind] : now_us;

    return from + amount * part_us(limit);
}

enum rate_outcome rate_take(struct rate_table *table, const struct ip_network *client, enum rate_kind kind,
                            const struct rate_limit *limit, uint32_t amount, int64_t now_ms)
{
    if (limit->count == 0)
        return RATE_OK;
    struct entry *entry = find_or_make(table, client, now_ms * 1000);

    if (entry == NULL)
        return RATE_UNTRACKED;
    int64_t due = due_after(entry, kind, limit, amount, now_ms * 1000);

    if (due > (now_ms + limit->period_ms) * 1000)
        return RATE_EXCEEDED;
    entry->due_us[kind] = due;
    return RATE_OK;
}

void rate_note(struct rate_table *table, const struct ip_network *client, enum rate_kind kind, const struct rate_limit *limit,
               int64_t now_ms)
{
    struct entry *entry = limit->count == 0 ? NULL : find_or_make(table, client, now_ms * 1000);

    if (entry == NULL)
        return;
    int64_t due = due_after(entry, kind, limit, 1, now_ms * 1000), most = (now_ms + limit->period_ms) * 1000;

    entry->due_us[kind] = due < most ? due : most;      /* a debt is never longer than the period */
}

bool rate_is_spent(const struct rate_table *table, const struct ip_network *client, enum rate_kind kind,
                   const struct rate_limit *limit, int64_t now_ms)
{
    const struct entry *entry = limit->count == 0 ? NULL : find(table, client);

    return entry != NULL && due_after(entry, kind, limit, 1, now_ms * 1000) > (now_ms + limit->period_ms) * 1000;
}

/* ---- connections at once ---- */

enum rate_outcome rate_open(struct rate_table *table, const struct ip_network *client, uint32_t max, int64_t now_ms)
{
    if (max == 0)
        return RATE_UNTRACKED;
    struct entry *entry = find_or_make(table, client, now_ms * 1000);

    if (entry == NULL)
        return RATE_UNTRACKED;
    if (entry->open >= max)
        return RATE_EXCEEDED;
    entry->open++;
    return RATE_OK;
}

void rate_close(struct rate_table *table, const struct ip_network *client)
{
    struct entry *entry = (struct entry *)(uintptr_t)find(table, client);

    ASSERT(entry != NULL && entry->open > 0);
    entry->open--;
}

/* ---- octets being received ---- */

enum rate_outcome rate_hold(struct rate_table *table, const struct ip_network *client, uint64_t octets, uint64_t max, int64_t now_ms)
{
    struct entry *entry = find_or_make(table, client, now_ms * 1000);

    if (entry == NULL)
        return RATE_UNTRACKED;
    if (entry->held + octets > max)
        return RATE_EXCEEDED;
    entry->held += octets;
    return RATE_OK;
}

void rate_give_back(struct rate_table *table, const struct ip_network *client, uint64_t octets)
{
    struct entry *entry = (struct entry *)(uintptr_t)find(table, client);

    ASSERT(entry != NULL && entry->held >= octets);
    entry->held -= octets;
}

uint64_t rate_held(const struct rate_table *table, const struct ip_network *client)
{
    const struct entry *entry = find(table, client);

    return entry == NULL ? 0 : entry->held;
}
