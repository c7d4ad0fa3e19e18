/* Looks from the main thread after what fails without stopping mail or any one message being to blame, and lets the log say so: once
 * when it begins and once when it is over, with how much was lost. */
#ifndef GATEWAY_OUTAGE_WATCH_H
#define GATEWAY_OUTAGE_WATCH_H

#include <stdatomic.h>

#include "gateway/outage.h"
#include "io/loop.h"

struct server;

enum outage_kind { OUTAGE_JOURNAL, OUTAGE_DNS, OUTAGE_KINDS };

struct outage_watch {
    struct server    *server;
    struct loop_timer timer;
    struct outage     outages[OUTAGE_KINDS];
    atomic_llong      seconds[OUTAGE_KINDS];    /* that they have lasted */
};

/* Once the loop and the stores are there. */
void outage_watch_start(struct server *server);
void outage_watch_stop(struct server *server);

/* How long such an outage has lasted; 0: there is none. From any thread. */
int64_t outage_watch_seconds(const struct outage_watch *watch, enum outage_kind kind);

#endif
