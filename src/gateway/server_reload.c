#include "gateway/server_reload.h"

#include <stdlib.h>
#include <string.h>

#include "gateway/list_watch.h"
#include "gateway/server.h"
#include "gateway/server_stores.h"
#include "gateway/worker.h"
#include "io/notify.h"
#include "io/sys.h"

static bool same_admin(const struct config *old, const struct config *fresh)
{
    bool same = old->admin_address_count == fresh->admin_address_count;

    for (size_t i = 0; same && i < old->admin_address_count; i++)
        same = ip_equal(&old->admin_addresses[i].ip, &fresh->admin_addresses[i].ip) &&
               old->admin_addresses[i].port == fresh->admin_addresses[i].port;
    return same;
}

/* What is open stays open, and what was measured out stays as it was: stores, caches and threads are those of the first
 * configuration. A reload that kept quiet about them would look as if it had changed them. */
static bool can_become(const struct config *old, const struct config *fresh, str *error)
{
    const struct { bool same; str error; } fixed[] = {
        { strcmp(old->state_dir, fresh->state_dir) == 0,        STR("state-dir has changed: that needs a restart")                },
        { same_admin(old, fresh),                               STR("addresses of admin have changed: that needs a restart")      },
        { old->workers == fresh->workers,                       STR("workers has changed: that needs a restart")                  },
        { old->dns_cache_octets == fresh->dns_cache_octets,     STR("resolver.cache-size has changed: that needs a restart")      },
        { old->clients_remembered == fresh->clients_remembered, STR("clients.remembered has changed: that needs a restart")       },
        { old->duplicate_window == fresh->duplicate_window,     STR("limits.duplicate-window has changed: that needs a restart")  },
        { old->duplicate_records == fresh->duplicate_records,   STR("limits.duplicate-records has changed: that needs a restart") },
    };

    for (size_t i = 0; i < ARRAY_LEN(fixed) && error->len == 0; i++)
        if (!fixed[i].same)
            *error = fixed[i].error;
    return error->len == 0;
}

/* A configuration that is wrong changes nothing: the old one goes on. The sockets of addresses that are new are bound
 * before, and are the last thing that can fail. */
static struct generation *renewed(struct server *server, struct sockets *plan, struct arena *arena, str *error)
{
    struct generation *fresh = generation_open(server->config_file, server->generation->number + 1, arena, error);

    if (fresh == NULL)
        return NULL;
    const struct config *old = server->generation->engine->config;

    if (can_become(old, fresh->engine->config, error) &&
        sockets_plan(fresh->engine->config, server->worker_count, &server->sockets, plan, arena, error)) {
        if (sockets_permit(old, fresh->engine->config, arena, error))
            return fresh;
        sockets_give_up(plan, &server->sockets);
    }
    generation_release(fresh);
    return NULL;
}

static void take_over(struct server *server, struct generation *fresh, const struct sockets *plan)
{
    list_watch_inherit(server->generation->engine, fresh->engine);
    generation_release(server->generation);
    server->generation = fresh;
    atomic_store(&server->generation_number, fresh->number);
    server_stores_retain(server);
    sockets_free(&server->sockets);
    server->sockets = *plan;
    if (!server_log_open(server, fresh->engine->config))
        server_event(server, "log-not-reopened", NULL, (str){ 0 });
    fresh->server = server;
    atomic_store(&fresh->awaited, server->worker_count);
    for (size_t i = 0; i < server->worker_count; i++)
        worker_renew(&server->workers[i], fresh, plan);
}

/* Whoever connects from now on meets the new configuration. */
static void tell_adopted(struct loop_task *task)
{
    struct generation *generation = (struct generation *)((char *)task - offsetof(struct generation, adopted));
    struct server     *server     = generation->server;

    server_event(server, "reloaded", "file", str_of(server->config_file));
    if (!server->stopping)
        notify_manager("READY=1");
    generation_release(generation);
}

void generation_adopted(struct generation *generation)
{
    if (atomic_fetch_sub(&generation->awaited, 1) != 1)
        return;
    generation_keep(generation);
    generation->adopted.run = tell_adopted;
    loop_post(generation->server->loop, &generation->adopted);
}

void server_reload(struct server *server)
{
    ARENA_SCOPE    arena  = { 0 };
    str            error  = { 0 };
    struct sockets plan   = { 0 };

    if (server->stopping || server->retired)
        return;
    if (upgrade_is_under_way(server)) {
        server_event(server, "reload-failed", "problem", STR("a new server is starting, which reads the configuration itself"));
        return;
    }
    notify_manager("RELOADING=1\nMONOTONIC_USEC=%lld", (long long)sys_steady_ms() * 1000);
    struct generation *fresh = renewed(server, &plan, &arena, &error);

    if (fresh != NULL) {
        take_over(server, fresh, &plan);
        server_warn(server);
    } else {
        server_event(server, "reload-failed", "problem", error);
        notify_manager("READY=1");
    }
}

void server_warn(struct server *server)
{
    enum { SOON_SECONDS = 14 * 86400 };
    const struct generation *generation = server->generation;
    const struct config     *config     = generation->engine->config;
    unix_seconds             first      = INT64_MAX;

    for (size_t i = 0; i < config->listener_count; i++) {
        const struct config_listener *listener = &config->listeners[i];

        if (generation->tls[i] == NULL)
            continue;
        unix_seconds end = tls_context_end(generation->tls[i]);

        if (listener->tls.minimum == TLS_MINIMUM_1_0 || listener->tls.minimum == TLS_MINIMUM_1_1)
            server_event(server, "tls-old-versions", "listener", listener->name);
        if (end < sys_now() + SOON_SECONDS)
            server_event(server, "tls-certificate-ends", "listener", listener->name);
        if (end < first)
            first = end;
    }
    atomic_store(&server->certificates_end, first == INT64_MAX ? 0 : first);
}
