/* Looks from the main thread after what fails without stopping mail or any one message being to blame, and lets the log say so: once
 * when it begins and once when it is over, with how much was lost. */
#ifndef GATEWAY_OUTAGE_WATCH_H
#define GATEWAY_OUTAGE_WATCH_H

#include "gateway/outage.h"
#include "io/loop.h"

struct server;

enum outage_kind { OUTAGE_JOURNAL, OUTAGE_KINDS };

struct outage_watch {
    struct server    *server;
    struct loop_timer timer;
    struct outage     outages[OUTAGE_KINDS];
};

/* Once the loop and the stores are there. */
void outage_watch_start(struct server *server);
void outage_watch_stop(struct server *server);

#endif
