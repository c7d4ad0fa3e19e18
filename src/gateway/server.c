#include "gateway/server.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/log.h"
#include "gateway/duplicates.h"
#include "gateway/list_watch.h"
#include "gateway/record_phrases.h"
#include "gateway/state_lock.h"
#include "gateway/worker.h"
#include "io/handover.h"
#include "io/notify.h"
#include "io/privileges.h"
#include "io/sys.h"
#include "store/age_clock.h"

enum { FILE_THREADS = 4, JOURNAL_QUEUE_MAX = 20000, TEXT_LINE_MAX_OCTETS = 65535 };

/* ---- the log ---- */

void server_log(struct server *server, const struct buf *line)
{
    str text = buf_str(line);

    /* One write for a line: with O_APPEND lines of several threads do not mix. A log that cannot be written must not
     * stop mail. */
    pthread_rwlock_rdlock(&server->log_lock);
    (void)!sys_write(server->log_fd, text.ptr, text.len);
    pthread_rwlock_unlock(&server->log_lock);
}

void server_event(struct server *server, const char *event, const char *name, str value)
{
    BUF_SCOPE       out  = { 0 };
    struct log_line line = log_begin(&out, server->log_as_json, sys_now_ms(), event);

    if (name != NULL)
        log_str(&line, name, value);
    log_int(&line, "pid", sys_process());
    log_end(&line);
    server_log(server, &out);
}

static bool open_log(struct server *server, const struct config *config)
{
    int fd = STDOUT_FILENO;

    if (strcmp(config->log_file, "-") != 0)
        fd = sys_open(config->log_file, O_WRONLY | O_CREAT | O_APPEND, 0640);
    if (fd < 0) {
        fprintf(stderr, "gatepost serve: %s: %s\n", config->log_file, strerror(errno));
        return false;
    }
    pthread_rwlock_wrlock(&server->log_lock);
    if (server->log_fd > STDERR_FILENO)
        (void)!sys_close(server->log_fd);
    server->log_fd = fd;
    pthread_rwlock_unlock(&server->log_lock);
    server->log_as_json = config->log_format == LOG_JSON;
    return true;
}

/* ---- generations ---- */

void generation_keep(struct generation *generation)
{
    atomic_fetch_add(&generation->references, 1);
}

void generation_release(struct generation *generation)
{
    if (generation == NULL || atomic_fetch_sub(&generation->references, 1) != 1)
        return;
    for (size_t i = 0; generation->tls != NULL && i < generation->engine->config->listener_count; i++)
        tls_context_free(generation->tls[i]);
    engine_close(generation->engine);
    arena_free(&generation->arena);
    free(generation);
}

static bool open_tls(struct generation *generation, struct arena *arena, str *error)
{
    const struct config *config = generation->engine->config;

    generation->tls = ARENA_ARRAY(&generation->arena, struct tls_context *, config->listener_count);
    for (size_t i = 0; i < config->listener_count; i++) {
        const struct config_listener *listener = &config->listeners[i];

        if (listener->tls.pair_count == 0)
            continue;
        generation->tls[i] = tls_server_context(&listener->tls, arena, error);
        if (generation->tls[i] == NULL) {
            *error = arena_printf(arena, "listener %.*s: %.*s", STR_ARG(listener->name), STR_ARG(*error));
            return false;
        }
    }
    return true;
}

static void set_options(struct generation *generation)
{
    const struct config *config = generation->engine->config;

    generation->smtp = ARENA_ARRAY(&generation->arena, struct smtp_server_options, config->listener_count);
    for (size_t i = 0; i < config->listener_count; i++)
        generation->smtp[i] = (struct smtp_server_options){
            .hostname             = config->hostname,
            .offer_tls            = generation->tls[i] != NULL,
            .message_max_octets   = config->message_max_octets,
            .text_line_max_octets = TEXT_LINE_MAX_OCTETS,
            .recipients_max       = config->recipients_max,
            .errors_max           = config->errors_max,
            .commands_max         = config->commands_max,
            .lax_path_syntax      = config->listeners[i].lax_path_syntax,
            .withheld             = config->listeners[i].withheld,
        };
    generation->resolver = engine_resolver_options(generation->engine);
}

static struct generation *generation_open(const char *file, unsigned number, struct arena *arena, str *error)
{
    struct generation *generation = calloc(1, sizeof *generation);

    ASSERT(generation != NULL);
    atomic_init(&generation->references, 1);
    generation->number = number;
    generation->engine = engine_open(file, ENGINE_SERVER, arena, error);
    if (generation->engine == NULL) {
        free(generation);
        return NULL;
    }
    if (!open_tls(generation, arena, error)) {
        generation_release(generation);
        return NULL;
    }
    set_options(generation);
    return generation;
}

/* What an administrator should be reminded of at each start and reload (RFC 8996). */
static void warn_of(struct server *server, const struct generation *generation)
{
    enum { SOON_SECONDS = 14 * 86400 };
    const struct config *config = generation->engine->config;
    unix_seconds         first  = INT64_MAX;

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

/* ---- signals ---- */

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

static bool same_admin(const struct config *old, const struct config *fresh)
{
    bool same = old->admin_address_count == fresh->admin_address_count;

    for (size_t i = 0; same && i < old->admin_address_count; i++)
        same = ip_equal(&old->admin_addresses[i].ip, &fresh->admin_addresses[i].ip) &&
               old->admin_addresses[i].port == fresh->admin_addresses[i].port;
    return same;
}

/* What is open stays open: quarantine and journal are those of the first configuration. */
static bool can_become(const struct config *old, const struct config *fresh, str *error)
{
    if (strcmp(old->state_dir, fresh->state_dir) != 0)
        *error = STR("state-dir has changed: that needs a restart");
    else if (!same_admin(old, fresh))
        *error = STR("addresses of admin have changed: that needs a restart");
    return error->len == 0;
}

/* A configuration that is wrong changes nothing: the old one goes on. The sockets of addresses that are new are bound
 * before, and are the last thing that can fail. */
static struct generation *renewed(struct server *server, struct sockets *plan, struct arena *arena, str *error)
{
    struct generation *fresh = generation_open(server->config_file, server->generation->number + 1, arena, error);

    if (fresh == NULL)
        return NULL;
    if (can_become(server->generation->engine->config, fresh->engine->config, error) &&
        sockets_plan(fresh->engine->config, server->worker_count, &server->sockets, plan, arena, error))
        return fresh;
    generation_release(fresh);
    return NULL;
}

static void retain_journal(struct server *server)
{
    const struct config *config = server->generation->engine->config;

    journal_retain(server->journal, &(struct journal_retention){ config->journal_keep, config->journal_octets });
}

static void take_over(struct server *server, struct generation *fresh, const struct sockets *plan)
{
    list_watch_inherit(server->generation->engine, fresh->engine);
    generation_release(server->generation);
    server->generation = fresh;
    atomic_store(&server->generation_number, fresh->number);
    retain_journal(server);
    sockets_free(&server->sockets);
    server->sockets = *plan;
    if (!open_log(server, fresh->engine->config))
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

static void on_hup(struct loop_signal *signal)
{
    struct server *server = SERVER_OF(signal, on_hup);
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
        warn_of(server, fresh);
    } else {
        server_event(server, "reload-failed", "problem", error);
        notify_manager("READY=1");
    }
}

static void on_usr1(struct loop_signal *signal)
{
    struct server *server = SERVER_OF(signal, on_usr1);

    if (open_log(server, server->generation->engine->config))
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

static void log_hop(struct server *server, const char *event, str name, const char *problem)
{
    BUF_SCOPE       out  = { 0 };
    struct log_line line = log_begin(&out, server->log_as_json, sys_now_ms(), event);

    log_str(&line, "next_hop", name);
    if (problem != NULL)
        log_cstr(&line, "problem", problem);
    log_end(&line);
    server_log(server, &out);
}

/* On the thread of the worker that has seen it. */
static void on_hop_changed(void *owner, str name, bool up, const char *why)
{
    log_hop(owner, up ? "next-hop-up" : "next-hop-down", name, why);
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
                log_hop(server, "next-hop-unusable", hop->name, socket_file_problem(state));
        }
}

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

static bool open_stores(struct server *server, struct arena *arena)
{
    const struct engine *engine = server->generation->engine;
    BUF_SCOPE            phrases = { 0 };
    str                  error  = { 0 };

    server->quarantine = quarantine_open(engine_state_path(engine, arena, "quarantine"), arena, &error);
    if (server->quarantine != NULL)
        sweep_quarantine(server);
    if (server->quarantine != NULL)
        server->journal = journal_open(engine_state_path(engine, arena, "journal.db"), false, arena, &error);
    if (server->journal != NULL) {
        server->ages       = age_clock_new(age_clock_system, journal_last_at(server->journal));
        server->deliveries = deliveries_open(engine_state_path(engine, arena, "deliveries.db"), engine->config->duplicate_records,
                                             engine->config->duplicate_window, age_clock_now(server->ages), arena, &error);
    }
    server->duplicate_window = engine->config->duplicate_window;
    if (server->deliveries == NULL) {
        fail(EX_CANTCREAT, "%.*s", STR_ARG(error));
        return false;
    }
    duplicates_recall_holds(server);
    if (!release_key_load(&server->release_key, engine->config->state_dir, true, arena, &error)) {
        fail(EX_CANTCREAT, "%.*s", STR_ARG(error));
        return false;
    }
    server->pseudonyms = pseudonyms_of(&server->release_key);
    server->files = file_pool_new(FILE_THREADS);
    server->client_tls = tls_client_context(arena, &error);
    server->hop_healths = hop_healths_new(on_hop_changed, server);
    record_phrases(&phrases, engine);
    if (server->files == NULL || server->client_tls == NULL ||
        !journal_start_writer(server->journal, JOURNAL_QUEUE_MAX, buf_str(&phrases), server->ages)) {
        fail(EX_OSERR, "cannot start: %.*s", STR_ARG(error.len > 0 ? error : STR("the system gives no threads")));
        return false;
    }
    retain_journal(server);
    return true;
}

static void close_stores(struct server *server)
{
    if (server->files != NULL)
        file_pool_free(server->files);
    deliveries_close(server->deliveries);
    if (server->journal != NULL)
        journal_close(server->journal);
    age_clock_free(server->ages);
    if (server->quarantine != NULL)
        quarantine_close(server->quarantine);
    tls_context_free(server->client_tls);
    hop_healths_free(server->hop_healths);
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
    warn_of(server, server->generation);
    watchdog_start(server);
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
    if (status == EX_OK && !open_log(server, config))
        status = EX_CANTCREAT;
    if (status == EX_OK)
        status = give_up_root(server, config, arena);
    if (status == EX_OK && !open_stores(server, arena))
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
    close_stores(&server);
    state_lock_release(server.lock);
    sockets_free(&server.sockets);
    dns_cache_free(server.cache);
    limits_free(server.limits);
    loop_free(server.loop);
    generation_release(server.generation);
    return status;
}
