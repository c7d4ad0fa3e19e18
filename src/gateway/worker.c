#include "gateway/worker.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/log.h"
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

struct worker_generation *worker_generation_keep(struct worker_generation *generation)
{
    generation->references++;
    return generation;
}

void worker_generation_release(struct worker_generation *generation)
{
    if (--generation->references > 0)
        return;
    resolver_free(generation->resolver);
    generation_release(generation->shared);
    free(generation);
}

static void on_accepted(struct listener *listener, int fd, const struct ip *peer, uint16_t peer_port)
{
    struct worker_listener *wl = listener->owner;

    session_open(wl->worker, wl->index, fd, peer, peer_port);
}

static void *run(void *argument)
{
    struct worker *worker = argument;

    for (size_t i = 0; i < worker->listener_count; i++)
        listener_start(&worker->listeners[i].listener, worker->loop, worker->listeners[i].fd);
    loop_run(worker->loop);
    return NULL;
}

/* fds come in the order of the listeners and their addresses. */
static void take_listeners(struct worker *worker, const int *fds, size_t count)
{
    const struct config *config = worker->generation->shared->engine->config;
    size_t               at     = 0;

    worker->listeners      = calloc(count, sizeof *worker->listeners);
    worker->listener_count = count;
    ASSERT(worker->listeners != NULL);
    for (size_t l = 0; l < config->listener_count; l++)
        for (size_t a = 0; a < config->listeners[l].address_count; a++, at++) {
            struct worker_listener *wl = &worker->listeners[at];

            *wl = (struct worker_listener){ .worker = worker, .index = l, .fd = fds[at] };
            wl->listener.accepted = on_accepted;
            wl->listener.owner    = wl;
        }
    ASSERT(at == count);
}

bool worker_start(struct worker *worker, struct server *server, const int *fds, size_t count, const char **error)
{
    worker->server = server;
    worker->loop   = loop_new();
    if (worker->loop == NULL) {
        *error = "the system gives no event loop";
        return false;
    }
    worker->generation = new_generation(worker, server->generation, error);
    if (worker->generation == NULL)
        return false;
    worker->next_hops  = next_hop_pool_new(worker->loop, server->generation->engine->config->hostname, server->client_tls);
    worker->recipients = recipient_cache_new();
    take_listeners(worker, fds, count);
    if (pthread_create(&worker->thread, NULL, run, worker) != 0) {
        *error = "the system gives no thread";
        return false;
    }
    return true;
}

void worker_free(struct worker *worker)
{
    worker_generation_release(worker->generation);
    recipient_cache_free(worker->recipients);
    loop_free(worker->loop);
    free(worker->listeners);
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

    next_hop_pool_free(worker->next_hops);
    worker->ended_task.run = tell_ended;
    loop_post(worker->server->loop, &worker->ended_task);
    loop_stop(worker->loop);
}

/* The last message may have ended in the midst of its next hop's event, whose connection must not be freed there. */
void worker_check_done(struct worker *worker)
{
    if (!worker->stopping || worker->ending || worker->sessions != NULL || worker->incoming > 0)
        return;
    worker->ending       = true;
    worker->end_task.run = end;
    loop_post(worker->loop, &worker->end_task);
}

static void stop(struct loop_task *task)
{
    struct worker *worker = (struct worker *)((char *)task - offsetof(struct worker, stop_task));

    if (worker->stopping)
        return;
    worker->stopping = true;
    for (size_t i = 0; i < worker->listener_count; i++)
        listener_stop(&worker->listeners[i].listener);
    sessions_shut(worker);
    worker_check_done(worker);
}

void worker_stop(struct worker *worker)
{
    worker->stop_task.run = stop;
    loop_post(worker->loop, &worker->stop_task);
}

/* ---- a new configuration ---- */

/* Each has a task of its own: while a worker is busy with one message, more than one may come to wait. */
struct renewal { struct loop_task task; struct worker *worker; struct generation *generation; };

static void renew(struct loop_task *task)
{
    struct renewal           *renewal = (struct renewal *)task;
    struct worker            *worker  = renewal->worker;
    struct generation        *shared  = renewal->generation;
    const char               *error   = NULL;
    struct worker_generation *fresh   = new_generation(worker, shared, &error);

    free(renewal);
    if (fresh != NULL) {
        worker_generation_release(worker->generation);
        worker->generation = fresh;
    } else {
        BUF_SCOPE       out  = { 0 };
        struct log_line line = log_begin(&out, worker->server->log_as_json, sys_now_ms(), "reload-failed");

        log_cstr(&line, "problem", error);
        log_end(&line);
        server_log(worker->server, &out);
    }
    generation_release(shared);
}

void worker_renew(struct worker *worker, struct generation *generation)
{
    struct renewal *renewal = calloc(1, sizeof *renewal);

    ASSERT(renewal != NULL);
    generation_keep(generation);
    *renewal = (struct renewal){ { .run = renew }, worker, generation };
    loop_post(worker->loop, &renewal->task);
}
