/* The server: its main thread from start to end, its worker threads, and what they share. Everything here that workers change is
 * atomic or has a lock of its own. */
#ifndef GATEWAY_SERVER_H
#define GATEWAY_SERVER_H

#include <pthread.h>
#include <stdatomic.h>

#include "dns/cache.h"
#include "gateway/generation.h"
#include "gateway/hop_health.h"
#include "gateway/outage_watch.h"
#include "gateway/pseudonym.h"
#include "gateway/quarantine_watch.h"
#include "gateway/release_token.h"
#include "gateway/server_log.h"
#include "gateway/sockets.h"
#include "gateway/upgrade.h"
#include "gateway/watchdog.h"
#include "io/file.h"
#include "io/loop.h"
#include "io/tls.h"
#include "store/deliveries.h"
#include "store/journal.h"
#include "store/quarantine.h"

struct worker;

/* What lives beside the workers and looks at the server, such as the admin face. start: once all listeners accept; stop:
 * before the workers go, or when a successor has taken over. */
struct server_hooks { void *(*start)(struct server *server); void (*stop)(void *started); };

struct server {
    const char        *config_file;
    const char        *program;                 /* the file that runs; NULL: unknown */
    struct sockets     sockets;                 /* main thread only, as the plan of them; workers own the descriptors */
    struct upgrade     upgrade;
    struct watchdog    watchdog;
    int                lock;                    /* of the state directory; -1: not ours */
    int                predecessor;             /* the channel to the server that this one replaces; -1: none */
    struct loop       *loop;                    /* of the main thread: signals and timers */
    struct generation *generation;              /* the newest; main thread only */
    struct worker     *workers;
    size_t             worker_count, workers_running;
    struct dns_cache  *cache;
    struct quarantine *quarantine;
    struct quarantine_watch quarantine_watch;
    struct outage_watch outage_watch;
    struct journal    *journal;
    struct age_clock  *ages;                    /* of what is remembered until it is too old */
    struct deliveries *deliveries;              /* that may be asked for again */
    int64_t            duplicate_window;        /* seconds they are remembered; of the first configuration */
    struct file_pool  *files;
    struct limits     *limits;                  /* of clients, for all workers */
    struct pseudonyms  pseudonyms;      /* of the journal, where it keeps no personal data */
    struct release_key release_key;
    struct tls_context *client_tls;
    struct hop_healths *hop_healths;
    pthread_rwlock_t   log_lock;                /* of log_fd: a descriptor in use must not be closed, and then be a client */
    int                log_fd;
    atomic_bool        log_as_json;
    atomic_size_t      connections, memory;     /* open sessions; octets of messages being received */
    atomic_bool        stopping, retired;
    atomic_uint        generation_number;
    atomic_llong       certificates_end;        /* unix_seconds: when the first certificate of the generation ends; 0: there is none */
    unix_seconds       started_at;
    struct loop_signal on_term, on_int, on_hup, on_usr1, on_usr2;
    struct loop_timer  stop_timer, retire_timer;
    const struct server_hooks *hooks;
    void              *hooked;                  /* by hooks->start; NULL: not started, or stopped */
};

/* Serves until SIGTERM or SIGINT; returns an exit status of sysexits.h. hooks may be NULL. */
int server_run(const char *config_file, const struct server_hooks *hooks);

/* A successor accepts from now on. What is open goes on, to its own end or that of limits.drain-timeout. */
void server_retire(struct server *server);

#endif
