#include "gateway/duplicates.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "gateway/incoming.h"
#include "io/sys.h"
#include "store/age_clock.h"

static size_t count_of(const struct incoming *in)
{
    return in->tx.envelope.recipient_count;
}

/* ---- keys ---- */

static void make_envelope_keys(struct incoming *in)
{
    struct duplicates     *d        = &in->duplicates;
    const struct envelope *envelope = &in->tx.envelope;
    const struct engine   *engine   = in->tx.engine;

    if (d->keys != NULL)
        return;
    d->keys = ARENA_ARRAY(&in->tx.arena, struct delivery_key, count_of(in));
    for (size_t i = 0; i < count_of(in); i++)
        delivery_key_envelope(&d->keys[i], &engine->digests, envelope->reverse_path.text,
                              recipient_key(engine->config, &envelope->recipients[i], &in->tx.arena), in->tx.octets.len);
}

static void make_keys(struct incoming *in)
{
    struct duplicates *d = &in->duplicates;

    make_envelope_keys(in);
    if (d->content_known || count_of(in) == 0)
        return;
    delivery_key_content(&d->keys[0], &in->tx.engine->digests, in->tx.octets);
    for (size_t i = 1; i < count_of(in); i++)
        memcpy(d->keys[i].content, d->keys[0].content, sizeof d->keys[0].content);
    d->content_known = true;
}

/* ---- before anything is done ---- */

static bool any_envelope_known(struct incoming *in, struct deliveries *deliveries)
{
    make_envelope_keys(in);
    for (size_t i = 0; i < count_of(in); i++)
        if (deliveries_know_envelope(deliveries, &in->duplicates.keys[i]))
            return true;
    return false;
}

enum duplicates_recall duplicates_recall(struct incoming *in)
{
    struct deliveries *deliveries = in->worker->server->deliveries;
    struct duplicates *d          = &in->duplicates;
    unix_seconds       now        = age_clock_now(in->worker->server->ages);
    bool               in_flight  = false;

    if (deliveries_is_empty(deliveries) || !any_envelope_known(in, deliveries))
        return DUPLICATES_NOT_ALL;
    make_keys(in);
    d->known = ARENA_ARRAY(&in->tx.arena, bool, count_of(in));
    for (size_t i = 0; i < count_of(in); i++)
        switch (deliveries_find(deliveries, &d->keys[i], now, &d->by)) {
        case DELIVERY_UNKNOWN:   break;
        case DELIVERY_IN_FLIGHT: in_flight = true; break;
        case DELIVERY_DONE:      d->known[i] = true; d->known_count++; break;
        }
    if (in_flight)
        return DUPLICATES_IN_FLIGHT;
    return d->known_count == count_of(in) ? DUPLICATES_ALL : DUPLICATES_NOT_ALL;
}

/* ---- while it is on its way ---- */

void duplicates_doubt(struct incoming *in)
{
    if (in->duplicates.doubted)
        return;
    make_keys(in);
    in->duplicates.doubted = true;
    deliveries_begin(in->worker->server->deliveries, in->duplicates.keys, count_of(in));
}

void duplicates_settle(struct incoming *in)
{
    if (in->duplicates.doubted)
        deliveries_end(in->worker->server->deliveries, in->duplicates.keys, count_of(in));
    in->duplicates.doubted = false;
}

/* ---- what is to be remembered ---- */

/* A write of its own, for which nobody waits. It ends in the main loop, which outlives the workers. */
struct sync { struct file_job job; struct server *server; bool ok; };

static void sync_work(struct file_job *job)
{
    struct sync *sync = (struct sync *)job;

    sync->ok = deliveries_sync(sync->server->deliveries, age_clock_now(sync->server->ages));
}

static void sync_done(struct file_job *job)
{
    struct sync *sync = (struct sync *)job;

    if (!sync->ok) {
        BUF_SCOPE       out  = { 0 };
        struct log_line line = log_begin(&out, sync->server->log_as_json, sys_now_ms(), "deliveries-failed");

        log_cstr(&line, "problem", "what was delivered could not be written down; a restart now would forget it");
        log_end(&line);
        server_log(sync->server, &out);
    }
    free(sync);
}

static void sync_later(struct server *server)
{
    struct sync *sync = calloc(1, sizeof *sync);

    ASSERT(sync != NULL);
    *sync = (struct sync){ .job = { .work = sync_work, .done = sync_done }, .server = server };
    file_pool_submit(server->files, server->loop, &sync->job);
}

void duplicates_note_keys(struct server *server, const struct delivery_key *keys, size_t count, const struct id *id)
{
    unix_seconds now = age_clock_now(server->ages);

    if (deliveries_note(server->deliveries, keys, count, id, now, now + server->duplicate_window))
        sync_later(server);
}

void duplicates_note(struct incoming *in, const bool *served)
{
    struct delivery_key *keys  = ARENA_ARRAY(&in->tx.arena, struct delivery_key, count_of(in));
    size_t               count = 0;

    make_keys(in);
    for (size_t i = 0; i < count_of(in); i++)
        if (served == NULL || served[i])
            keys[count++] = in->duplicates.keys[i];
    if (count > 0)
        duplicates_note_keys(in->worker->server, keys, count, &in->tx.id);
}

bool duplicates_sync(struct incoming *in)
{
    return deliveries_sync(in->worker->server->deliveries, age_clock_now(in->worker->server->ages));
}

struct delivery_key *duplicates_keep_keys(struct incoming *in)
{
    struct delivery_key *copy = malloc(count_of(in) * sizeof *copy);

    ASSERT(copy != NULL);
    make_keys(in);
    memcpy(copy, in->duplicates.keys, count_of(in) * sizeof *copy);
    return copy;
}

const struct delivery_key *duplicates_keys_of(struct incoming *in, const size_t *whom, size_t count)
{
    struct delivery_key *keys = ARENA_ARRAY(&in->tx.arena, struct delivery_key, count);

    make_keys(in);
    for (size_t i = 0; i < count; i++)
        keys[i] = in->duplicates.keys[whom[i]];
    return keys;
}

/* ---- what the quarantine says of the time before ---- */

static void recall_hold(void *context, const struct quarantine_entry *entry)
{
    struct server *server = context;
    unix_seconds   now    = age_clock_now(server->ages), since = entry->held_at < now ? entry->held_at : now;
    struct id      by, known;

    if (!id_is_valid(entry->id))
        return;
    memcpy(by.text, entry->id.ptr, ID_LEN);
    by.text[ID_LEN] = '\0';
    for (size_t i = 0; i < entry->key_count; i++)
        if (deliveries_find(server->deliveries, &entry->keys[i], now, &known) == DELIVERY_UNKNOWN)
            (void)deliveries_note(server->deliveries, &entry->keys[i], 1, &by, now, since + server->duplicate_window);
}

void duplicates_recall_holds(struct server *server)
{
    unix_seconds now = age_clock_now(server->ages);

    if (!quarantine_each_since(server->quarantine, now - server->duplicate_window, recall_hold, server))
        server_event(server, "recall-failed", "problem", str_of(strerror(errno)));
    else if (!deliveries_sync(server->deliveries, now))
        server_event(server, "deliveries-failed", "problem", STR("what was held before could not be written down"));
}
