/* Tells the service manager that the server lives: only while its main thread and each of its workers take turns. One that
 * hangs is not covered up, so that the manager ends the process and starts another. */
#ifndef GATEWAY_WATCHDOG_H
#define GATEWAY_WATCHDOG_H

#include "io/loop.h"

struct server;
struct watchdog_ping;

struct watchdog {
    struct server        *server;
    int64_t               every_ms;             /* 0: nobody wants to hear */
    struct loop_timer     timer;
    struct watchdog_ping *pings;                /* of each worker */
    bool                  silent;
};

/* With the workers running; does nothing where the manager has no watchdog. */
void watchdog_start(struct server *server);
/* After the workers have ended. */
void watchdog_stop(struct server *server);

#endif
