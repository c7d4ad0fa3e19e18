/* Connections to next hops, pooled per worker. A request is one transaction (or a probe for recipients) and ends in one
 * outcome. A connection is used again only after RSET's 250 with nothing unread; a second connection is tried only where
 * the first, a used one, failed before any content was sent (DESIGN §2 "Pass-through"). */
#ifndef GATEWAY_NEXT_HOP_H
#define GATEWAY_NEXT_HOP_H

#include "base/arena.h"
#include "gateway/config.h"
#include "io/loop.h"
#include "smtp/client.h"

struct tls_context;
struct next_hop_pool;

enum next_hop_outcome {
    NEXT_HOP_ACCEPTED,          /* it has taken the message over for every recipient that it accepted */
    NEXT_HOP_REFUSED,           /* it said no: reply has what it said, 4yz or 5yz */
    NEXT_HOP_FAILED,            /* no connection, no answer, nonsense: reply is empty, problem says what */
};

struct next_hop_request {
    /* by the asker */
    const struct config_route     *route;
    struct smtp_client_transaction transaction;
    const str                     *content;             /* slices, sent one after the other */
    size_t                         content_count;
    struct arena                  *arena;               /* replies are copied here */
    void                         (*done)(struct next_hop_request *request);
    /* the result */
    enum next_hop_outcome          outcome;
    struct smtp_reply              reply;
    struct smtp_reply             *recipient_replies;   /* one per recipient; code 0: not answered */
    const char                    *problem;
    /* the pool's own */
    struct next_hop_connection    *connection;
};

struct next_hop_pool *next_hop_pool_new(struct loop *loop, str helo, struct tls_context *tls);
/* Closes idle connections at once; those in use close when their request is done. */
void                  next_hop_pool_free(struct next_hop_pool *pool);

/* done is called once, never from inside this call; if the system refuses even to begin, false is returned and done is
 * not called. timeout_ms is of silence. */
MUST_USE bool next_hop_submit(struct next_hop_pool *pool, struct next_hop_request *request, int64_t timeout_ms);
/* done will not be called. Only for probes and before content was sent: what the next hop has, it has. */
void next_hop_cancel(struct next_hop_request *request);

#endif
