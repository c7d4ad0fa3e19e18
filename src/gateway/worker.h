/* A worker: one thread with its loop, its listeners, its resolver and its sessions. A session never leaves it. */
#ifndef GATEWAY_WORKER_H
#define GATEWAY_WORKER_H

#include "gateway/next_hop.h"
#include "gateway/recipient.h"
#include "gateway/server.h"
#include "io/listener.h"

/* One worker's share of a generation: its resolver has options of that generation (they cannot change later). */
struct worker_generation {
    struct worker     *worker;
    struct generation *shared;
    struct resolver   *resolver;
    size_t             references;              /* sessions, and the worker while it is the newest */
};

struct worker_listener { struct listener listener; struct worker *worker; size_t index; int fd; };

struct worker {
    struct server            *server;
    size_t                    index;
    pthread_t                 thread;
    struct loop              *loop;
    struct worker_generation *generation;       /* the newest */
    struct worker_listener   *listeners;
    size_t                    listener_count;
    struct session           *sessions;
    size_t                    incoming;         /* messages under way, with or without a session */
    struct next_hop_pool     *next_hops;
    struct recipient_cache   *recipients;
    bool                      stopping, ending;
    struct loop_task          stop_task, end_task, ended_task;
};

/* Makes the loop and the resolver; takes over the bound descriptors. False with a sentence in *error. */
MUST_USE bool worker_start(struct worker *worker, struct server *server, const int *fds, size_t count, const char **error);
/* From the main thread. */
void worker_stop(struct worker *worker);
void worker_renew(struct worker *worker, struct generation *generation);
void worker_free(struct worker *worker);        /* after its thread has ended */

struct worker_generation *worker_generation_keep(struct worker_generation *generation);
void                      worker_generation_release(struct worker_generation *generation);

/* Something has ended: a stopping worker whose last session and message are gone ends its loop, in a turn of its own. */
void worker_check_done(struct worker *worker);

#endif
