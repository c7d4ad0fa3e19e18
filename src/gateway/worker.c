#include "gateway/worker.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/log.h"
#include "gateway/list_watch.h"
#include "gateway/milter_session.h"
#include "gateway/policy_session.h"
#include "gateway/server_reload.h"
#include "gateway/session.h"
#include "io/sys.h"

static struct worker_generation *new_generation(struct worker *worker, struct generation *shared, const char **error)
{
    struct worker_generation *generation = calloc(1, sizeof *generation);

    ASSERT(generation != NULL);
    *generation = (struct worker_generation){ .worker = worker, .shared = shared, .references = 1 };
    generation->resolver = resolver_new(worker->loop, &shared->resolver, worker->server->cache, error);
    if (generation->resolver == NULL) {
        free(generation);
        return NULL;
    }
    generation_keep(shared);
    return generation;
}

void worker_count_dns(struct worker_generation *generation)
{
    struct resolver_counters now = resolver_count(generation->resolver);

    count_dns(generation->worker->counters, &now, &generation->told);
}

struct worker_generation *worker_generation_keep(struct worker_generation *generation)
{
    generation->references++;
    return generation;
}

void worker_generation_release(struct worker_generation *generation)
{
    if (--generation->references > 0)
        return;
    worker_count_dns(generation);
    resolver_free(generation->resolver);
    generation_release(generation->shared);
    free(generation);
}

static void on_accepted(struct listener *listener, int fd, const struct ip *peer, uint16_t peer_port)
{
    struct worker_listener *wl = listener->owner;

    switch (wl->worker->generation->shared->engine->config->listeners[wl->index].face) {
    case FACE_SMTP:   session_open(wl->worker, wl->index, fd, peer, peer_port); return;
    case FACE_MILTER: milter_session_open(wl->worker, wl->index, fd, peer); return;
    case FACE_POLICY: policy_session_open(wl->worker, wl->index, fd, peer); return;
    }
}

static void on_paused(struct listener *listener)
{
    count_one(&((struct worker_listener *)listener->owner)->worker->counters->accept_pauses);
}

static void start_listener(struct worker_listener *wl)
{
    listener_start(&wl->listener, wl->worker->loop, wl->fd);
}

static void *run(void *argument)
{
    struct worker *worker = argument;

    for (struct worker_listener *wl = worker->listeners; wl != NULL; wl = wl->next)
        start_listener(wl);
    if (worker->list_watch != NULL)
        list_watch_begin(worker->list_watch);
    loop_run(worker->loop);
    return NULL;
}

static struct worker_listener *add_listener(struct worker *worker, int fd, size_t index)
{
    struct worker_listener *wl = calloc(1, sizeof *wl);

    ASSERT(wl != NULL);
    *wl = (struct worker_listener){ .worker = worker, .index = index, .fd = fd, .next = worker->listeners };
    wl->listener.accepted = on_accepted;
    wl->listener.paused   = on_paused;
    wl->listener.owner    = wl;
    worker->listeners     = wl;
    return wl;
}

bool worker_start(struct worker *worker, struct server *server, const struct sockets *sockets, const char **error)
{
    worker->server   = server;
    worker->counters = counters_new();
    worker->loop   = loop_new();
    if (worker->loop == NULL) {
        *error = "the system gives no event loop";
        return false;
    }
    worker->generation = new_generation(worker, server->generation, error);
    if (worker->generation == NULL)
        return false;
    worker->next_hops  = next_hop_pool_new(worker->loop, server->generation->engine->config->hostname, server->client_tls,
                                           server->hop_healths, server->worker_count);
    worker->recipients = recipient_cache_new();
    worker->list_watch = worker->index == 0 ? list_watch_new(worker) : NULL;
    for (size_t i = 0; i < sockets->count; i++)
        if (sockets->items[i].worker == worker->index)
            add_listener(worker, sockets->items[i].fd, sockets->items[i].listener);
    if (pthread_create(&worker->thread, NULL, run, worker) != 0) {
        *error = "the system gives no thread";
        return false;
    }
    return true;
}

/* A configuration on its way to a worker. Each has a task of its own: while a worker is busy with one message, more than one
 * may come to wait. */
struct renewal {
    struct loop_task   task;
    struct loop_timer  again;
    struct worker     *worker;
    struct generation *generation;
    struct sockets     sockets;
};

static void free_renewal(struct renewal *renewal)
{
    if (renewal == NULL)
        return;
    loop_timer_stop(&renewal->again);
    generation_release(renewal->generation);
    sockets_free(&renewal->sockets);
    free(renewal);
}

static void end_renewal(struct renewal *renewal)
{
    if (renewal == NULL)
        return;
    generation_adopted(renewal->generation);
    free_renewal(renewal);
}

void worker_free(struct worker *worker)
{
    worker_generation_release(worker->generation);
    recipient_cache_free(worker->recipients);
    free_renewal(worker->late);
    list_watch_free(worker->list_watch);
    loop_free(worker->loop);
    free(worker->counters);
    for (struct worker_listener *wl = worker->listeners, *next; wl != NULL; wl = next) {
        next = wl->next;
        free(wl);
    }
}

/* ---- stopping ---- */

static void tell_ended(struct loop_task *task)
{
    struct worker *worker = (struct worker *)((char *)task - offsetof(struct worker, ended_task));

    if (--worker->server->workers_running == 0)
        loop_stop(worker->server->loop);
}

static void end(struct loop_task *task)
{
    struct worker *worker = (struct worker *)((char *)task - offsetof(struct worker, end_task));

    loop_timer_stop(&worker->confirmations.timer);
    next_hop_pool_free(worker->next_hops);
    if (worker->list_watch != NULL)
        list_watch_stop(worker->list_watch);
    worker->ended_task.run = tell_ended;
    loop_post(worker->server->loop, &worker->ended_task);
    loop_stop(worker->loop);
}

/* The last message may have ended in the midst of its next hop's event, whose connection must not be freed there. */
void worker_check_done(struct worker *worker)
{
    if (!(worker->stopping || worker->retired) || worker->ending || worker->sessions != NULL ||
        worker->milter_sessions != NULL || worker->policy_sessions != NULL || worker->incoming > 0)
        return;
    worker->ending       = true;
    worker->end_task.run = end;
    loop_post(worker->loop, &worker->end_task);
}

static void stop(struct loop_task *task)
{
    struct worker *worker = (struct worker *)((char *)task - offsetof(struct worker, stop_task));

    if (worker->stopping || worker->ending)
        return;
    worker->turning_away = true;
    for (struct worker_listener *wl = worker->listeners; wl != NULL; wl = wl->next) {
        listener_drain(&wl->listener);
        listener_stop(&wl->listener);
    }
    worker->stopping = true;
    sessions_shut(worker);
    milter_sessions_shut(worker);
    policy_sessions_shut(worker);
    worker_check_done(worker);
}

void worker_stop(struct worker *worker)
{
    worker->stop_task.run = stop;
    loop_post(worker->loop, &worker->stop_task);
}

/* Who waits in the queue is the successor's, who has the same sockets. */
static void retire(struct loop_task *task)
{
    struct worker *worker = (struct worker *)((char *)task - offsetof(struct worker, retire_task));

    if (worker->stopping || worker->retired)
        return;
    worker->retired = true;
    for (struct worker_listener *wl = worker->listeners; wl != NULL; wl = wl->next)
        listener_stop(&wl->listener);
    policy_sessions_shut(worker);
    worker_check_done(worker);
}

void worker_retire(struct worker *worker)
{
    worker->retire_task.run = retire;
    loop_post(worker->loop, &worker->retire_task);
}

/* ---- a new configuration ---- */

/* Sockets that are wanted still get their new place; those that are not wanted serve who waits already, and go. */
static void renew_listeners(struct worker *worker, const struct sockets *sockets)
{
    for (struct worker_listener **at = &worker->listeners, *wl; (wl = *at) != NULL; ) {
        if (sockets_have(sockets, wl->fd)) {
            at = &wl->next;
            continue;
        }
        listener_drain(&wl->listener);
        listener_stop(&wl->listener);
        *at = wl->next;
        free(wl);
    }
    for (size_t i = 0; i < sockets->count; i++) {
        struct worker_listener *wl = worker->listeners;

        while (wl != NULL && wl->fd != sockets->items[i].fd)
            wl = wl->next;
        if (wl != NULL)
            wl->index = sockets->items[i].listener;
        else
            start_listener(add_listener(worker, sockets->items[i].fd, sockets->items[i].listener));
    }
}

static void take_over(struct renewal *renewal);

static void try_again(struct loop_timer *timer)
{
    struct renewal *renewal = (struct renewal *)((char *)timer - offsetof(struct renewal, again));

    renewal->worker->late = NULL;
    take_over(renewal);
}

/* The others have it already: this worker must come to it as well, or its new sockets would stay without an answer. */
static void take_over_later(struct renewal *renewal, const char *problem)
{
    enum { AGAIN_MS = 1000 };
    struct worker  *worker = renewal->worker;
    BUF_SCOPE       out    = { 0 };
    struct log_line line   = log_begin(&out, worker->server->log_as_json, sys_now_ms(), "reload-delayed");

    log_cstr(&line, "problem", problem);
    log_end(&line);
    server_log(worker->server, &out);
    worker->late = renewal;
    loop_timer_set(worker->loop, &renewal->again, AGAIN_MS);
}

static void take_over(struct renewal *renewal)
{
    struct worker            *worker = renewal->worker;
    const char               *error  = NULL;
    struct worker_generation *fresh  = new_generation(worker, renewal->generation, &error);

    if (fresh == NULL) {
        take_over_later(renewal, error);
        return;
    }
    renew_listeners(worker, &renewal->sockets);         /* who waited at an old one still belongs to the old generation */
    worker_generation_release(worker->generation);
    worker->generation = fresh;
    next_hop_pool_rename(worker->next_hops, fresh->shared->engine->config->hostname);
    policy_sessions_shut(worker);
    if (worker->list_watch != NULL)
        list_watch_begin(worker->list_watch);
    end_renewal(renewal);
}

static void renew(struct loop_task *task)
{
    struct renewal *renewal = (struct renewal *)task;
    struct worker  *worker  = renewal->worker;

    end_renewal(worker->late);          /* this one is newer */
    worker->late = NULL;
    if (worker->turning_away || worker->retired)
        end_renewal(renewal);
    else
        take_over(renewal);
}

void worker_renew(struct worker *worker, struct generation *generation, const struct sockets *sockets)
{
    struct renewal *renewal = calloc(1, sizeof *renewal);

    ASSERT(renewal != NULL);
    generation_keep(generation);
    *renewal = (struct renewal){ .task = { .run = renew }, .again = { .expired = try_again }, .worker = worker,
                                 .generation = generation, .sockets = sockets_of_worker(sockets, worker->index) };
    loop_post(worker->loop, &renewal->task);
}
