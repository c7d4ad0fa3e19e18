#include "gateway/quarantine_watch.h"

#include <errno.h>
#include <string.h>

#include "base/log.h"
#include "gateway/server.h"
#include "io/sys.h"
#include "store/age_clock.h"

enum {
    INTERVAL_MS      = 30 * 1000,
    TURNS_TO_LOOK    = 10,              /* files are counted seldom, what is held is added at once */
    WARN_PER_CENT    = 80,              /* of the size that it may have; */
    CALM_PER_CENT    = 70,              /* below it, the next time is worth a new warning */
    FREE_WARN_FACTOR = 2,               /* times what holds leave free is free still */
};

static void look(struct file_job *job)
{
    struct quarantine_watch *watch = (struct quarantine_watch *)((char *)job - offsetof(struct quarantine_watch, job));
    struct quarantine       *q     = watch->server->quarantine;

    watch->purged    = 0;
    watch->job_ok    = (watch->settled_before == 0 || quarantine_purge(q, watch->settled_before, &watch->purged)) && quarantine_count(q);
    watch->job_errno = errno;
}

static void warn(struct server *server, const struct quarantine_usage *usage)
{
    BUF_SCOPE       out  = { 0 };
    struct log_line line = log_begin(&out, server->log_as_json, sys_now_ms(), "quarantine-filling");

    log_int(&line, "octets", (int64_t)usage->octets);
    log_int(&line, "size", (int64_t)usage->octets_max);
    log_int(&line, "free", (int64_t)usage->free);
    log_end(&line);
    server_log(server, &out);
}

/* Once, until there is room again. */
static void warn_if_filling(struct quarantine_watch *watch)
{
    struct quarantine_usage usage    = quarantine_usage(watch->server->quarantine);
    uint64_t                per_cent = usage.octets_max == 0 ? 0 : usage.octets / (usage.octets_max / 100 + 1);
    bool                    scarce   = usage.free / FREE_WARN_FACTOR < usage.free_min;

    if (!watch->warned && (per_cent >= WARN_PER_CENT || scarce))
        warn(watch->server, &usage);
    watch->warned = scarce || per_cent >= (watch->warned ? CALM_PER_CENT : WARN_PER_CENT);
}

static void on_looked(struct file_job *job)
{
    struct quarantine_watch *watch  = (struct quarantine_watch *)((char *)job - offsetof(struct quarantine_watch, job));
    struct server           *server = watch->server;
    ARENA_SCOPE              arena  = { 0 };

    if (watch->stopped)
        return;
    if (!watch->job_ok)
        server_event(server, "quarantine-unreadable", "problem", str_of(strerror(watch->job_errno)));
    if (watch->purged > 0)
        server_event(server, "quarantine-purged", "messages", arena_printf(&arena, "%zu", watch->purged));
    warn_if_filling(watch);
    loop_timer_set(server->loop, &watch->timer, INTERVAL_MS);
}

/* What came lately is known again by what is kept of it (gateway/duplicates.h), whatever has become of it. */
static unix_seconds settled_before(struct server *server)
{
    int64_t keep = server->generation->engine->config->quarantine_keep;

    if (keep == 0)
        return 0;
    return age_clock_now(server->ages) - (keep > server->duplicate_window ? keep : server->duplicate_window);
}

static void on_timer(struct loop_timer *timer)
{
    struct quarantine_watch *watch  = (struct quarantine_watch *)((char *)timer - offsetof(struct quarantine_watch, timer));
    struct server           *server = watch->server;

    if (watch->turn++ % TURNS_TO_LOOK != 0) {
        warn_if_filling(watch);
        loop_timer_set(server->loop, &watch->timer, INTERVAL_MS);
        return;
    }
    watch->settled_before = settled_before(server);
    watch->job            = (struct file_job){ .work = look, .done = on_looked };
    file_pool_submit(server->files, server->loop, &watch->job);
}

void quarantine_watch_start(struct server *server)
{
    server->quarantine_watch = (struct quarantine_watch){ .server = server, .timer.expired = on_timer };
    loop_timer_set(server->loop, &server->quarantine_watch.timer, 0);
}

void quarantine_watch_stop(struct server *server)
{
    loop_timer_stop(&server->quarantine_watch.timer);
    server->quarantine_watch.stopped = true;            /* a look that is under way ends by itself */
}
