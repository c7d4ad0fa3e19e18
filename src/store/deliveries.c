#include "store/deliveries.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "io/sys.h"
#include "store/db.h"

enum { SCHEMA_VERSION = 1, BUSY_MS = 5000, BUCKETS_PER_ENTRY = 1 };

/* number says in which order they came: past the bound the oldest go. */
static const char schema[] =
    "CREATE TABLE delivery ("
    "  number INTEGER PRIMARY KEY, envelope BLOB NOT NULL, content BLOB NOT NULL, id TEXT NOT NULL, expires INTEGER NOT NULL,"
    "  UNIQUE (envelope, content));"
    "CREATE INDEX delivery_expires ON delivery (expires);";

struct entry {
    struct delivery_key key;
    struct id           id;
    unix_seconds        expires;        /* if done */
    unsigned            in_flight;
    bool                done, dirty;
    struct entry       *next;           /* in its bucket */
    struct entry       *older, *newer;  /* of those that are done */
    struct entry       *next_dirty;
};

struct deliveries {
    pthread_mutex_t      lock;          /* over the table */
    struct hash_key      hash_key;
    size_t               max, bucket_count, done_count;
    struct entry       **buckets;
    struct entry        *oldest, *newest;
    struct entry        *dirty;
    bool                 sync_asked;
    atomic_size_t        count;         /* in flight or done */

    pthread_mutex_t      db_lock;       /* one sync at a time */
    struct sqlite3      *db;
    struct sqlite3_stmt *insert, *expire, *bound;
};

/* ---- the table ---- */

/* By the envelope alone, so that one look tells whether the content matters. */
static struct entry **bucket_of(struct deliveries *d, const struct delivery_key *key)
{
    str envelope = { (const char *)key->envelope, sizeof key->envelope };

    return &d->buckets[hash_str(&d->hash_key, envelope) % d->bucket_count];
}

static struct entry *find(struct deliveries *d, const struct delivery_key *key)
{
    struct entry *e = *bucket_of(d, key);

    while (e != NULL && memcmp(&e->key, key, sizeof *key) != 0)
        e = e->next;
    return e;
}

static struct entry *find_or_add(struct deliveries *d, const struct delivery_key *key)
{
    struct entry *e = find(d, key), **bucket = bucket_of(d, key);

    if (e != NULL)
        return e;
    e = calloc(1, sizeof *e);
    ASSERT(e != NULL);
    e->key  = *key;
    e->next = *bucket;
    *bucket = e;
    atomic_fetch_add(&d->count, 1);
    return e;
}

static void unlink_age(struct deliveries *d, struct entry *e)
{
    *(e->older == NULL ? &d->oldest : &e->older->newer) = e->newer;
    *(e->newer == NULL ? &d->newest : &e->newer->older) = e->older;
    e->older = e->newer = NULL;
    e->done  = false;
    d->done_count--;
}

static void link_newest(struct deliveries *d, struct entry *e)
{
    e->older = d->newest;
    *(d->newest == NULL ? &d->oldest : &d->newest->newer) = e;
    d->newest = e;
    e->done   = true;
    d->done_count++;
}

/* Once nobody needs it: not done, not in flight, not waiting to be written. */
static void drop_if_idle(struct deliveries *d, struct entry *e)
{
    if (e->done || e->in_flight > 0 || e->dirty)
        return;
    struct entry **at = bucket_of(d, &e->key);

    while (*at != e)
        at = &(*at)->next;
    *at = e->next;
    free(e);
    atomic_fetch_sub(&d->count, 1);
}

static void forget_oldest(struct deliveries *d)
{
    struct entry *e = d->oldest;

    unlink_age(d, e);
    drop_if_idle(d, e);
}

static void forget_expired(struct deliveries *d, unix_seconds now)
{
    while (d->oldest != NULL && d->oldest->expires <= now)
        forget_oldest(d);
}

static void remember(struct deliveries *d, struct entry *e, const struct id *id, unix_seconds expires)
{
    if (e->done)
        unlink_age(d, e);
    e->id      = *id;
    e->expires = expires;
    link_newest(d, e);
    while (d->done_count > d->max)
        forget_oldest(d);
}

bool deliveries_is_empty(const struct deliveries *d)
{
    return atomic_load(&d->count) == 0;
}

bool deliveries_know_envelope(struct deliveries *d, const struct delivery_key *key)
{
    pthread_mutex_lock(&d->lock);
    const struct entry *e = *bucket_of(d, key);

    while (e != NULL && memcmp(e->key.envelope, key->envelope, sizeof key->envelope) != 0)
        e = e->next;
    pthread_mutex_unlock(&d->lock);
    return e != NULL;
}

enum delivery_state deliveries_find(struct deliveries *d, const struct delivery_key *key, unix_seconds now, struct id *id)
{
    enum delivery_state state = DELIVERY_UNKNOWN;

    pthread_mutex_lock(&d->lock);
    forget_expired(d, now);
    const struct entry *e = find(d, key);

    if (e != NULL && e->done && e->expires > now) {
        state = DELIVERY_DONE;
        *id   = e->id;
    } else if (e != NULL && e->in_flight > 0) {
        state = DELIVERY_IN_FLIGHT;
    }
    pthread_mutex_unlock(&d->lock);
    return state;
}

void deliveries_begin(struct deliveries *d, const struct delivery_key *keys, size_t count)
{
    pthread_mutex_lock(&d->lock);
    for (size_t i = 0; i < count; i++)
        find_or_add(d, &keys[i])->in_flight++;
    pthread_mutex_unlock(&d->lock);
}

void deliveries_end(struct deliveries *d, const struct delivery_key *keys, size_t count)
{
    pthread_mutex_lock(&d->lock);
    for (size_t i = 0; i < count; i++) {
        struct entry *e = find(d, &keys[i]);

        ASSERT(e != NULL && e->in_flight > 0);
        e->in_flight--;
        drop_if_idle(d, e);
    }
    pthread_mutex_unlock(&d->lock);
}

bool deliveries_note(struct deliveries *d, const struct delivery_key *keys, size_t count, const struct id *id, unix_seconds now,
                     unix_seconds expires)
{
    pthread_mutex_lock(&d->lock);
    forget_expired(d, now);
    for (size_t i = 0; i < count; i++) {
        struct entry *e = find_or_add(d, &keys[i]);

        if (!e->dirty) {
            e->dirty      = true;
            e->next_dirty = d->dirty;
            d->dirty      = e;
        }
        remember(d, e, id, expires);
    }
    bool first = !d->sync_asked;

    d->sync_asked = true;
    pthread_mutex_unlock(&d->lock);
    return first;
}

size_t deliveries_count(struct deliveries *d)
{
    pthread_mutex_lock(&d->lock);
    size_t count = d->done_count;

    pthread_mutex_unlock(&d->lock);
    return count;
}

/* ---- the file ---- */

struct row { struct delivery_key key; struct id id; unix_seconds expires; };

/* Copies what is to be written, and marks it as clean. */
static struct row *take_dirty(struct deliveries *d, size_t *count)
{
    size_t      room = 0;
    struct row *rows;

    *count = 0;
    pthread_mutex_lock(&d->lock);
    d->sync_asked = false;
    for (const struct entry *e = d->dirty; e != NULL; e = e->next_dirty)
        room++;
    rows = calloc(room + 1, sizeof *rows);
    ASSERT(rows != NULL);
    for (struct entry *e = d->dirty, *next; e != NULL; e = next) {
        next     = e->next_dirty;
        e->dirty = false;
        if (e->done)
            rows[(*count)++] = (struct row){ e->key, e->id, e->expires };
        drop_if_idle(d, e);
    }
    d->dirty = NULL;
    pthread_mutex_unlock(&d->lock);
    return rows;
}

static bool insert_row(struct deliveries *d, const struct row *row)
{
    sqlite3_bind_blob(d->insert, 1, row->key.envelope, sizeof row->key.envelope, SQLITE_STATIC);
    sqlite3_bind_blob(d->insert, 2, row->key.content, sizeof row->key.content, SQLITE_STATIC);
    db_bind_str(d->insert, 3, str_of(row->id.text));
    sqlite3_bind_int64(d->insert, 4, row->expires);
    return db_step(d->insert);
}

static bool write_rows(struct deliveries *d, const struct row *rows, size_t count, unix_seconds now)
{
    bool ok = db_run(d->db, "BEGIN IMMEDIATE");

    for (size_t i = count; ok && i > 0; i--)            /* the list has the newest first */
        ok = insert_row(d, &rows[i - 1]);
    if (ok) {
        sqlite3_bind_int64(d->expire, 1, now);
        sqlite3_bind_int64(d->bound, 1, (sqlite3_int64)d->max);
        ok = db_step(d->expire) && db_step(d->bound);
    }
    ok = ok && db_run(d->db, "COMMIT");
    if (!sqlite3_get_autocommit(d->db))
        sqlite3_exec(d->db, "ROLLBACK", NULL, NULL, NULL);
    return ok;
}

/* Those that could not be written are still known here: they are to be written with the next. */
static void mark_again(struct deliveries *d, const struct row *rows, size_t count)
{
    pthread_mutex_lock(&d->lock);
    for (size_t i = 0; i < count; i++) {
        struct entry *e = find(d, &rows[i].key);

        if (e == NULL || !e->done || e->dirty)
            continue;
        e->dirty      = true;
        e->next_dirty = d->dirty;
        d->dirty      = e;
    }
    pthread_mutex_unlock(&d->lock);
}

bool deliveries_sync(struct deliveries *d, unix_seconds now)
{
    size_t count;

    pthread_mutex_lock(&d->db_lock);
    struct row *rows = take_dirty(d, &count);
    bool        ok   = write_rows(d, rows, count, now);

    if (!ok)
        mark_again(d, rows, count);
    pthread_mutex_unlock(&d->db_lock);
    free(rows);
    return ok;
}

static bool read_blob(struct sqlite3_stmt *statement, int column, uint8_t out[DELIVERY_DIGEST_OCTETS])
{
    const void *octets = sqlite3_column_blob(statement, column);

    if (octets == NULL || sqlite3_column_bytes(statement, column) != DELIVERY_DIGEST_OCTETS)
        return false;
    memcpy(out, octets, DELIVERY_DIGEST_OCTETS);
    return true;
}

static bool load(struct deliveries *d, int64_t longest, unix_seconds now)
{
    static const char    unexpired[] = "SELECT envelope, content, id, expires FROM delivery WHERE expires > ? ORDER BY number";
    struct sqlite3_stmt *select      = db_prepare(d->db, unexpired);
    int                  result;

    if (select == NULL)
        return false;
    sqlite3_bind_int64(select, 1, now);
    while ((result = sqlite3_step(select)) == SQLITE_ROW) {
        struct delivery_key key;
        struct id           id      = { 0 };
        const char         *text    = (const char *)sqlite3_column_text(select, 2);
        unix_seconds        expires = sqlite3_column_int64(select, 3);

        if (!read_blob(select, 0, key.envelope) || !read_blob(select, 1, key.content) ||
            !str_to_cstr(str_of(text), id.text, sizeof id.text))
            continue;
        remember(d, find_or_add(d, &key), &id, expires < now + longest ? expires : now + longest);
    }
    sqlite3_finalize(select);
    return result == SQLITE_DONE;
}

static bool open_file(struct deliveries *d, const char *file, int64_t longest, unix_seconds now, struct arena *arena, str *error)
{
    struct db_options options = {
        .file = file, .what = "table of deliveries", .sync_commits = true, .busy_ms = BUSY_MS, .schema_version = SCHEMA_VERSION,
        .schema = schema,
    };

    d->db = db_open(&options, arena, error);
    if (d->db == NULL)
        return false;
    d->insert = db_prepare(d->db, "INSERT OR REPLACE INTO delivery (envelope, content, id, expires) VALUES (?, ?, ?, ?)");
    d->expire = db_prepare(d->db, "DELETE FROM delivery WHERE expires <= ?");
    d->bound  = db_prepare(d->db, "DELETE FROM delivery WHERE number <= (SELECT max(number) FROM delivery) - ?");
    if (d->insert != NULL && d->expire != NULL && d->bound != NULL && load(d, longest, now))
        return true;
    *error = db_error(d->db, arena, options.what);
    return false;
}

struct deliveries *deliveries_open(const char *file, size_t max, int64_t longest, unix_seconds now, struct arena *arena, str *error)
{
    struct deliveries *d = calloc(1, sizeof *d);

    ASSERT(d != NULL && max > 0);
    d->max          = max;
    d->bucket_count = max * BUCKETS_PER_ENTRY;
    d->buckets      = calloc(d->bucket_count, sizeof *d->buckets);
    d->hash_key     = sys_hash_key();
    ASSERT(d->buckets != NULL);
    pthread_mutex_init(&d->lock, NULL);
    pthread_mutex_init(&d->db_lock, NULL);
    if (open_file(d, file, longest, now, arena, error))
        return d;
    deliveries_close(d);
    return NULL;
}

void deliveries_close(struct deliveries *d)
{
    if (d == NULL)
        return;
    for (size_t i = 0; i < d->bucket_count; i++)
        for (struct entry *e = d->buckets[i], *next; e != NULL; e = next) {
            next = e->next;
            free(e);
        }
    free(d->buckets);
    db_close(d->db);
    pthread_mutex_destroy(&d->lock);
    pthread_mutex_destroy(&d->db_lock);
    free(d);
}
