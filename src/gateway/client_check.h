/* What can be known of a client before it says a word: its name, which its address leads to and back (auth/iprev), and
 * what DNS lists say of it (detect/dnsxl.h). Asked when it connects, so that the answers are in the cache when mail comes;
 * each message asks again for its own record. */
#ifndef GATEWAY_CLIENT_CHECK_H
#define GATEWAY_CLIENT_CHECK_H

#include "gateway/worker.h"

struct client_check;

/* Begins to ask about client; done is called once, never inside this call, unless cancelled. NULL: there is nothing to wait
 * for, all is known (and listed_by told) already.
 * listed_by: stays empty, or takes the names of the block lists that are reason enough to refuse this client. */
MUST_USE struct client_check *client_check_start(struct worker_generation *generation, const struct ip *client,
                                                 void (*done)(void *owner), void *owner, struct buf *listed_by);
void                          client_check_free(struct client_check *check);    /* NULL is allowed; also before done */

#endif
