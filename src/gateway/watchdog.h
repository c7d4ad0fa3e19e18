/* Tells the service manager that the server lives: only while its main thread and each of its workers take turns. One that
 * hangs is not covered up, so that the manager ends the process and starts another. */
#ifndef GATEWAY_WATCHDOG_H
#define GATEWAY_WATCHDOG_H

#include <stdatomic.h>

#include "io/loop.h"

struct server;
struct watchdog_ping;

struct watchdog {
    struct server        *server;
    int64_t               every_ms;
    struct loop_timer     timer;
    struct watchdog_ping *pings;                /* of each worker */
    atomic_bool           silent;               /* a worker has not answered in time: /healthz says so, too */
};

/* With the workers running. */
void watchdog_start(struct server *server);
/* After the workers have ended. */
void watchdog_stop(struct server *server);

#endif
