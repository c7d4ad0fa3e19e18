/* A worker: one thread with its loop, its listeners, its resolver and its sessions. A session never leaves it. */
#ifndef GATEWAY_WORKER_H
#define GATEWAY_WORKER_H

#include "gateway/confirmation.h"
#include "gateway/counters.h"
#include "gateway/next_hop.h"
#include "gateway/recipient.h"
#include "gateway/server.h"
#include "io/listener.h"

/* One worker's share of a generation: its resolver has options of that generation (they cannot change later). */
struct worker_generation {
    struct worker     *worker;
    struct generation *shared;
    struct resolver   *resolver;
    struct resolver_counters told;              /* of what the resolver has done */
    size_t             references;              /* sessions, and the worker while it is the newest */
};

struct worker_listener {
    struct listener         listener;
    struct worker          *worker;
    size_t                  index;              /* of the newest generation */
    int                     fd;
    struct worker_listener *next;
};

struct renewal;

/* Octets of the system's, fetched for many ids at once. */
struct randomness { uint8_t octets[500]; size_t left; };

struct worker {
    struct server            *server;
    size_t                    index;
    pthread_t                 thread;
    struct loop              *loop;
    struct worker_generation *generation;       /* the newest */
    struct counters          *counters;
    struct worker_listener   *listeners;
    struct renewal           *late;             /* a configuration that could not be taken over yet */
    struct session           *sessions;
    struct milter_session    *milter_sessions;
    struct policy_session    *policy_sessions;
    size_t                    incoming;         /* messages under way, with or without a session */
    struct randomness         randomness;       /* for their ids */
    struct confirmations      confirmations;
    struct next_hop_pool     *next_hops;
    struct recipient_cache   *recipients;
    bool                      turning_away;     /* who waited in the queue when the stop came */
    bool                      retired;          /* accepts no more: a successor does; sessions go on */
    struct list_watch        *list_watch;       /* of the first worker; NULL: none */
    bool                      stopping, ending;
    struct loop_task          stop_task, retire_task, end_task, ended_task;
};

/* Makes the loop and the resolver; takes over the sockets that are planned for it. False with a sentence in *error. */
MUST_USE bool worker_start(struct worker *worker, struct server *server, const struct sockets *sockets, const char **error);
/* From the main thread. */
void worker_stop(struct worker *worker);
void worker_retire(struct worker *worker);
/* From now on this generation, and of the sockets those that are planned for it: new ones are served, others shut. */
void worker_renew(struct worker *worker, struct generation *generation, const struct sockets *sockets);
void worker_free(struct worker *worker);        /* after its thread has ended */

struct worker_generation *worker_generation_keep(struct worker_generation *generation);
void                      worker_generation_release(struct worker_generation *generation);
/* Adds what its resolver has done since the last time to the worker's counters. */
void                      worker_count_dns(struct worker_generation *generation);

/* Something has ended: a stopping worker whose last session and message are gone ends its loop, in a turn of its own. */
void worker_check_done(struct worker *worker);

#endif
