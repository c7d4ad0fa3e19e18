#include "gateway/server.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/log.h"
#include "gateway/server_reload.h"
#include "gateway/server_stores.h"
#include "gateway/state_lock.h"
#include "gateway/worker.h"
#include "io/handover.h"
#include "io/notify.h"
#include "io/privileges.h"
#include "io/sys.h"

enum { FILE_THREADS = 4 };

/* ---- the end, and what is told by signals ---- */

#define SERVER_OF(pointer, member) ((struct server *)((char *)(pointer) - offsetof(struct server, member)))

static void on_stop_timeout(struct loop_timer *timer)
{
    struct server *server = SERVER_OF(timer, stop_timer);

    /* Whoever still waits for an answer keeps the message and tries again: nothing acknowledged is at stake. */
    server_event(server, "stopped-hard", NULL, (str){ 0 });
    _exit(EX_OK);
}

static void stop(struct server *server)
{
    if (server->stopping)
        return;
    server->stopping = true;
    server_event(server, "stopping", NULL, (str){ 0 });
    notify_manager("STOPPING=1");
    upgrade_cancel(server);
    for (size_t i = 0; i < server->worker_count; i++)
        worker_stop(&server->workers[i]);
    server->stop_timer.expired = on_stop_timeout;
    loop_timer_set(server->loop, &server->stop_timer, server->generation->engine->config->stop_timeout * 1000);
}

static void on_term(struct loop_signal *signal) { stop(SERVER_OF(signal, on_term)); }
static void on_int(struct loop_signal *signal)  { stop(SERVER_OF(signal, on_int)); }
static void on_hup(struct loop_signal *signal)  { server_reload(SERVER_OF(signal, on_hup)); }

static void on_retire_timeout(struct loop_timer *timer)
{
    stop(SERVER_OF(timer, retire_timer));
}

static void stop_hooked(struct server *server)
{
    if (server->hooked != NULL)
        server->hooks->stop(server->hooked);
    server->hooked = NULL;
}

void server_retire(struct server *server)
{
    server->retired = true;
    server_event(server, "retired", NULL, (str){ 0 });
    for (size_t i = 0; i < server->worker_count; i++)
        worker_retire(&server->workers[i]);
    stop_hooked(server);
    server->retire_timer.expired = on_retire_timeout;
    loop_timer_set(server->loop, &server->retire_timer, server->generation->engine->config->drain_timeout * 1000);
}

static void on_usr1(struct loop_signal *signal)
{
    struct server *server = SERVER_OF(signal, on_usr1);

    if (server_log_open(server, server->generation->engine->config))
        server_event(server, "log-reopened", NULL, (str){ 0 });
}

static void on_usr2(struct loop_signal *signal)
{
    upgrade_begin(SERVER_OF(signal, on_usr2));
}

static void watch_signals(struct server *server)
{
    server->on_term.raised = on_term;
    server->on_int.raised  = on_int;
    server->on_hup.raised  = on_hup;
    server->on_usr1.raised = on_usr1;
    server->on_usr2.raised = on_usr2;
    loop_signal_set(server->loop, &server->on_term, SIGTERM);
    loop_signal_set(server->loop, &server->on_int, SIGINT);
    loop_signal_set(server->loop, &server->on_hup, SIGHUP);
    loop_signal_set(server->loop, &server->on_usr1, SIGUSR1);
    loop_signal_set(server->loop, &server->on_usr2, SIGUSR2);
}

static void ignore_signals(struct server *server)
{
    loop_signal_stop(&server->on_term);
    loop_signal_stop(&server->on_int);
    loop_signal_stop(&server->on_hup);
    loop_signal_stop(&server->on_usr1);
    loop_signal_stop(&server->on_usr2);
    loop_timer_stop(&server->retire_timer);
    loop_timer_stop(&server->stop_timer);
}

/* ---- start and end ---- */

static int fail(int status, const char *format, ...) PRINTF_LIKE(2, 3);

static int fail(int status, const char *format, ...)
{
    va_list args;

    fputs("gatepost serve: ", stderr);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    return status;
}

/* What was handed over is served before anything is bound; what of it is not wanted is closed. */
static bool bind_all(struct server *server, const struct handed_fd *handed, size_t count, struct arena *arena)
{
    static const str keep[] = { STR_INIT(UPGRADE_CHANNEL_NAME) };
    struct sockets   given  = { 0 };
    str              error  = { 0 };

    sockets_take(&given, handed, count, keep, ARRAY_LEN(keep), arena);
    bool ok = sockets_plan(server->generation->engine->config, server->worker_count, &given, &server->sockets, arena, &error);

    for (size_t i = 0; ok && i < given.count; i++)
        if (!sockets_have(&server->sockets, given.items[i].fd))
            (void)!sys_close(given.items[i].fd);
    sockets_free(&given);
    if (!ok)
        fail(EX_OSERR, "%.*s", STR_ARG(error));
    return ok;
}

static bool start_workers(struct server *server)
{
    const char *error = NULL;
    bool        ok    = true;

    server->workers = calloc(server->worker_count, sizeof *server->workers);
    ASSERT(server->workers != NULL);
    for (size_t i = 0; ok && i < server->worker_count; i++) {
        server->workers[i].index = i;
        ok = worker_start(&server->workers[i], server, &server->sockets, &error);
        if (!ok)
            fail(EX_OSERR, "%s", error);
        else
            server->workers_running++;
    }
    return ok;
}

/* Whoever has the lock serves. It is asked for before a port is bound: a second server started by mistake must not take
 * connections that it will not serve. */
static bool take_state_dir(struct server *server, const struct config *config)
{
    int folder = file_open_folder(config->state_dir, 0750);

    if (folder < 0) {
        fail(EX_CANTCREAT, "state-dir %s: %s", config->state_dir, strerror(errno));
        return false;
    }
    (void)!sys_close(folder);
    if (!upgrade_ask_for_lock(server->predecessor)) {
        fail(EX_UNAVAILABLE, "the server before keeps the lock on state-dir %s", config->state_dir);
        return false;
    }
    server->lock = state_lock_take(config->state_dir);
    if (server->lock < 0)
        fail(EX_UNAVAILABLE, "state-dir %s is in use by another server, or cannot be locked: %s", config->state_dir,
             strerror(errno));
    return server->lock >= 0;
}

/* What root has made is given to whom it becomes. */
static bool give_away(struct server *server, const struct config *config, const struct account *account, struct arena *arena)
{
    const char *lock = arena_cstr(arena, arena_printf(arena, "%s/lock", config->state_dir));

    return account_own(config->state_dir, account) && account_own_open(server->lock, lock, account) &&
           (strcmp(config->log_file, "-") == 0 || account_own_open(server->log_fd, config->log_file, account));
}

/* Root binds ports and reads keys; strangers are served by somebody else. */
static int give_up_root(struct server *server, const struct config *config, struct arena *arena)
{
    struct account account;
    str            error = { 0 };

    privileges_freeze();
    if (config->user == NULL)
        return EX_OK;
    if (!account_find(config->user, config->group, arena, &account, &error))
        return fail(EX_NOUSER, "%.*s", STR_ARG(error));
    if (account_is_root() && !give_away(server, config, &account, arena))
        return fail(EX_NOPERM, "state-dir or log cannot be given to user %s: %s", config->user, strerror(errno));
    if (!account_become(&account, config->user, arena, &error))
        return fail(EX_NOPERM, "%.*s", STR_ARG(error));
    return EX_OK;
}

static void log_hop(struct server *server, const char *event, str name, const char *problem, str said)
{
    BUF_SCOPE       out  = { 0 };
    struct log_line line = log_begin(&out, server->log_as_json, sys_now_ms(), event);

    log_str(&line, "next_hop", name);
    if (problem != NULL) {
        log_cstr(&line, "problem", problem);
        log_cstr(&line, "level", "alarm");
    }
    log_str(&line, "next_hop_reply", said);
    log_end(&line);
    server_log(server, &out);
}

/* On the thread of the worker that has seen it. */
static void on_hop_changed(void *owner, str name, enum hop_change change, const char *why, str said)
{
    static const char *const events[] = {
        [HOP_WENT_DOWN]  = "next-hop-down",       [HOP_CAME_UP]   = "next-hop-up",
        [HOP_REFUSES_US] = "next-hop-refuses-us", [HOP_SERVES_US] = "next-hop-serves-us",
    };

    log_hop(owner, events[change], name, why, said);
}

/* Worth an alarm, and no reason not to start: its server may start after us. */
static void note_missing_sockets(struct server *server)
{
    const struct config *config = server->generation->engine->config;

    for (size_t i = 0; i < config->route_count; i++)
        for (size_t k = 0; k < config->routes[i].hop_count; k++) {
            const struct next_hop_address *hop   = &config->routes[i].hops[k];
            enum socket_file               state = next_hop_address_socket(hop);

            if (state != SOCKET_FILE_GOOD)
                log_hop(server, "next-hop-unusable", hop->name, socket_file_problem(state), (str){ 0 });
        }
}

/* What all workers use beside the stores. */
static bool open_shared(struct server *server, struct arena *arena, str *error)
{
    if (!release_key_load(&server->release_key, server->generation->engine->config->state_dir, true, arena, error))
        return false;
    server->pseudonyms  = pseudonyms_of(&server->release_key);
    server->files       = file_pool_new(FILE_THREADS);
    server->hop_healths = hop_healths_new(on_hop_changed, server);
    server->client_tls  = tls_client_context(arena, error);
    if (server->files != NULL && server->client_tls != NULL)
        return true;
    *error = arena_printf(arena, "cannot start: %.*s", STR_ARG(server->client_tls == NULL ? *error : STR("the system gives no threads")));
    return false;
}

static void close_shared(struct server *server)
{
    if (server->files != NULL)
        file_pool_free(server->files);
    tls_context_free(server->client_tls);
    hop_healths_free(server->hop_healths);
}

static bool open_all(struct server *server, struct arena *arena)
{
    str error = { 0 };

    if (server_stores_open(server, arena, &error) && open_shared(server, arena, &error))
        return true;
    fail(EX_CANTCREAT, "%.*s", STR_ARG(error));
    return false;
}

/* Which version is at work and where: what whoever reads the log asks first. */
static void tell_serving(struct server *server)
{
    ARENA_SCOPE          arena   = { 0 };
    BUF_SCOPE            out     = { 0 };
    const struct config *config  = server->generation->engine->config;
    struct log_line      line    = log_begin(&out, server->log_as_json, sys_now_ms(), "serving");
    str                 *places  = NULL;
    size_t               count   = 0, capacity = 0;

    for (size_t l = 0; l < config->listener_count; l++)
        for (size_t a = 0; a < config->listeners[l].address_count; a++)
            *ARENA_PUSH(&arena, places, count++, &capacity) =
                arena_printf(&arena, "%.*s at %.*s", STR_ARG(config->listeners[l].name),
                             STR_ARG(config_address_text(&arena, &config->listeners[l].addresses[a])));
    log_cstr(&line, "file", server->config_file);
    log_cstr(&line, "version", GATEPOST_VERSION);
    log_list(&line, "listeners", places, count);
    log_int(&line, "pid", sys_process());
    log_end(&line);
    server_log(server, &out);
}

static void serve(struct server *server)
{
    server_warn(server);
    watchdog_start(server);
    quarantine_watch_start(server);
    outage_watch_start(server);
    if (server->hooks != NULL)
        server->hooked = server->hooks->start(server);
    tell_serving(server);
    upgrade_tell_ready(server->predecessor);
    notify_manager("READY=1\nMAINPID=%d", (int)sys_process());
    loop_run(server->loop);
    stop_hooked(server);
    for (size_t i = 0; i < server->worker_count; i++) {
        pthread_join(server->workers[i].thread, NULL);
        worker_free(&server->workers[i]);
    }
    watchdog_stop(server);
    quarantine_watch_stop(server);
    outage_watch_stop(server);
    server_event(server, "stopped", NULL, (str){ 0 });
}

/* Signals are ours before a port is open: who sees the server answer may send it one. */
static int start_and_serve(struct server *server, const struct handed_fd *handed, size_t handed_count, struct arena *arena)
{
    const struct config *config = server->generation->engine->config;

    watch_signals(server);
    int status = take_state_dir(server, config) ? EX_OK : EX_CANTCREAT;

    if (status == EX_OK && !bind_all(server, handed, handed_count, arena))
        status = EX_OSERR;
    if (status == EX_OK && !server_log_open(server, config))
        status = EX_CANTCREAT;
    if (status == EX_OK)
        status = give_up_root(server, config, arena);
    if (status == EX_OK && !open_all(server, arena))
        status = EX_CANTCREAT;
    if (status == EX_OK)
        note_missing_sockets(server);
    if (status == EX_OK && !start_workers(server))
        status = EX_OSERR;
    if (status == EX_OK)
        serve(server);
    ignore_signals(server);
    return status;
}

static int find_fd(const struct handed_fd *handed, size_t count, str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(handed[i].name, name))
            return handed[i].fd;
    return -1;
}

int server_run(const char *config_file, const struct server_hooks *hooks)
{
    ARENA_SCOPE          arena  = { 0 };
    str                  error  = { 0 };
    struct server        server = { .config_file = config_file, .log_lock = PTHREAD_RWLOCK_INITIALIZER, .log_fd = STDOUT_FILENO,
                                    .lock = -1, .hooks = hooks };
    const struct config *config;
    size_t               handed_count;
    struct handed_fd    *handed = handover_take(&arena, &handed_count);

    sys_ignore_broken_pipes();
    server.predecessor = find_fd(handed, handed_count, STR(UPGRADE_CHANNEL_NAME));
    server.program     = handover_own_program(&arena);
    server.generation  = generation_open(config_file, 1, &arena, &error);
    if (server.generation == NULL)
        return fail(EX_CONFIG, "%.*s", STR_ARG(error));
    config              = server.generation->engine->config;
    server.started_at   = sys_now();
    atomic_store(&server.generation_number, server.generation->number);
    server.worker_count = config->workers > 0 ? config->workers : (size_t)sys_cores();
    server.loop         = loop_new();
    struct hash_key key = sys_hash_key();

    server.cache = dns_cache_new(config->dns_cache_octets, &key);
    server.limits = limits_new(config->clients_remembered, &key);
    if (server.loop == NULL)
        return fail(EX_OSERR, "the system gives no event loop");
    if (privileges_raise_descriptors() < config->connections_max)
        fail(EX_OK, "the system allows fewer descriptors than limits.connections: raise LimitNOFILE or ulimit -Hn");
    int status = start_and_serve(&server, handed, handed_count, &arena);

    if (server.workers_running > 0)     /* a later one did not start: the process ends under the others */
        return status;
    free(server.workers);
    close_shared(&server);              /* whose threads use the stores */
    server_stores_close(&server);
    state_lock_release(server.lock);
    sockets_free(&server.sockets);
    dns_cache_free(server.cache);
    limits_free(server.limits);
    loop_free(server.loop);
    generation_release(server.generation);
    return status;
}
