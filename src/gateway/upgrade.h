/* Replacing the running binary without losing a connection (SIGUSR2). The server starts the program again, which may be
 * another one by now, and hands it its listening sockets: both hold them, so no queue of waiting connections is ever
 * without somebody. The successor reads the configuration, asks for the lock on the state directory, opens what is in it,
 * and once its workers run it says that it is ready. Only then the old server stops accepting; its sessions go on to their
 * own end. If the successor dies before, the old one takes the lock back and goes on as if nothing had been.
 *
 * Journal, quarantine and index are made for several processes, so the two may write side by side. */
#ifndef GATEWAY_UPGRADE_H
#define GATEWAY_UPGRADE_H

#include <sys/types.h>

#include "io/handover.h"
#include "io/loop.h"

struct server;

/* The old server's side. */
struct upgrade {
    struct server    *server;
    pid_t             successor;                /* 0: none */
    int               channel;
    bool              lock_given;
    struct loop_watch heard;
    struct loop_timer late;
};

/* The names by which a successor knows what is not a listening socket of SMTP. */
#define UPGRADE_CHANNEL_NAME "gatepost-upgrade"

void upgrade_begin(struct server *server);
/* While a successor starts, nothing else may change. */
bool upgrade_is_under_way(const struct server *server);
/* The server stops: a successor that is not ready stops as well. */
void upgrade_cancel(struct server *server);

/* The successor's side; channel -1: there is no predecessor. */
MUST_USE bool upgrade_ask_for_lock(int channel);        /* false: the predecessor has changed its mind, or is gone */
void          upgrade_tell_ready(int channel);          /* closes it */

#endif
