#include "gateway/server_stores.h"

#include <errno.h>
#include <string.h>

#include "gateway/duplicates.h"
#include "gateway/record_phrases.h"
#include "gateway/server.h"
#include "store/age_clock.h"

enum { JOURNAL_QUEUE_MAX = 20000 };     /* rows */

/* Not beside a server that still drains: what it holds in this moment would look like what a crash has left. */
static void sweep_quarantine(struct server *server)
{
    ARENA_SCOPE arena   = { 0 };
    size_t      removed = 0;

    if (server->predecessor >= 0)
        return;
    if (!quarantine_sweep(server->quarantine, &removed))
        server_event(server, "sweep-failed", "problem", str_of(strerror(errno)));
    if (removed > 0)
        server_event(server, "swept", "files", arena_printf(&arena, "%zu", removed));
}

static bool open_files(struct server *server, struct arena *arena, str *error)
{
    const struct engine *engine = server->generation->engine;

    server->quarantine = quarantine_open(engine_state_path(engine, arena, "quarantine"), arena, error);
    if (server->quarantine == NULL)
        return false;
    sweep_quarantine(server);
    server->journal = journal_open(engine_state_path(engine, arena, "journal.db"), false, arena, error);
    if (server->journal == NULL)
        return false;
    server->ages             = age_clock_new(age_clock_system, journal_last_at(server->journal));
    server->duplicate_window = engine->config->duplicate_window;
    server->deliveries       = deliveries_open(engine_state_path(engine, arena, "deliveries.db"), engine->config->duplicate_records,
                                               engine->config->duplicate_window, age_clock_now(server->ages), arena, error);
    return server->deliveries != NULL;
}

static bool start_journal(struct server *server, str *error)
{
    BUF_SCOPE phrases = { 0 };

    record_phrases(&phrases, server->generation->engine);
    if (journal_start_writer(server->journal, JOURNAL_QUEUE_MAX, buf_str(&phrases), server->ages))
        return true;
    *error = STR("cannot start: the system gives no threads");
    return false;
}

bool server_stores_open(struct server *server, struct arena *arena, str *error)
{
    if (!open_files(server, arena, error))
        return false;
    duplicates_recall_holds(server);
    if (!start_journal(server, error))
        return false;
    server_stores_retain(server);
    return true;
}

void server_stores_retain(struct server *server)
{
    const struct config *config = server->generation->engine->config;

    journal_retain(server->journal, &(struct journal_retention){ config->journal_keep, config->journal_octets });
    quarantine_bound(server->quarantine, &(struct quarantine_bounds){ config->quarantine_octets, config->quarantine_free });
}

void server_stores_close(struct server *server)
{
    deliveries_close(server->deliveries);
    if (server->journal != NULL)
        journal_close(server->journal);
    age_clock_free(server->ages);
    if (server->quarantine != NULL)
        quarantine_close(server->quarantine);
}
