#include "gateway/watchdog.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "gateway/server.h"
#include "gateway/worker.h"
#include "io/notify.h"

/* A task that a worker's loop runs in its turn. */
struct watchdog_ping { struct loop_task task; atomic_bool waits; };

static void on_turn(struct loop_task *task)
{
    atomic_store(&((struct watchdog_ping *)task)->waits, false);
}

static bool all_have_answered(const struct server *server)
{
    for (size_t i = 0; i < server->worker_count; i++)
        if (atomic_load(&server->watchdog.pings[i].waits))
            return false;
    return true;
}

static void ask_all(struct server *server)
{
    for (size_t i = 0; i < server->worker_count; i++) {
        struct watchdog_ping *ping = &server->watchdog.pings[i];

        atomic_store(&ping->waits, true);
        ping->task.run = on_turn;
        loop_post(server->workers[i].loop, &ping->task);
    }
}

static void on_time(struct loop_timer *timer)
{
    struct watchdog *watchdog = (struct watchdog *)((char *)timer - offsetof(struct watchdog, timer));
    struct server   *server   = watchdog->server;

    loop_timer_set(server->loop, timer, watchdog->every_ms);
    if (server->stopping || server->retired) {          /* workers end one by one; a deadline of our own watches over that */
        notify_manager("WATCHDOG=1");
        return;
    }
    if (all_have_answered(server)) {
        watchdog->silent = false;
        notify_manager("WATCHDOG=1");
        ask_all(server);
    } else if (!watchdog->silent) {
        watchdog->silent = true;
        server_event(server, "worker-hangs", NULL, (str){ 0 });
    }
}

void watchdog_start(struct server *server)
{
    enum { DEFAULT_EVERY_MS = 5000 };
    int64_t patience = notify_watchdog_ms();

    server->watchdog.server        = server;
    server->watchdog.every_ms      = patience > 0 ? patience / 4 + 1 : DEFAULT_EVERY_MS;
    server->watchdog.timer.expired = on_time;
    server->watchdog.pings         = calloc(server->worker_count, sizeof *server->watchdog.pings);
    ASSERT(server->watchdog.pings != NULL);
    loop_timer_set(server->loop, &server->watchdog.timer, server->watchdog.every_ms);
}

void watchdog_stop(struct server *server)
{
    if (server->watchdog.pings == NULL)
        return;
    loop_timer_stop(&server->watchdog.timer);
    free(server->watchdog.pings);
    server->watchdog.pings = NULL;
}
