/* Passing messages on. A request is one transaction (or a probe for recipients) with one of the next hops of a route, and
 * ends in one outcome. It goes over a connection of the worker's pool:
 *
 *   - A connection is used again only after RSET's 250 with nothing unread, with the TLS that the route asks for.
 *   - The next hops are tried in the route's order, those that are down left out (hop_health.h). Another try, at the same
 *     or at the next one, happens only where no content of the request was sent, so that nothing is delivered twice.
 *   - Each worker has its share of the connections that a next hop is given; who finds all in use waits for one. So does who
 *     gets no other one from a next hop that has some already: with 421 for a greeting many limit how many they take.
 *   - A request ends in its time, whatever the next hops do. */
#ifndef GATEWAY_NEXT_HOP_H
#define GATEWAY_NEXT_HOP_H

#include "base/arena.h"
#include "gateway/config.h"
#include "gateway/hop_connection.h"
#include "gateway/hop_health.h"
#include "io/loop.h"
#include "smtp/client.h"

struct tls_context;
struct next_hop_pool;

enum next_hop_outcome {
    NEXT_HOP_ACCEPTED,          /* it has taken the message over, for those of whom delivered says so */
    NEXT_HOP_REFUSED,           /* it said no: reply has what it said, 4yz or 5yz */
    NEXT_HOP_FAILED,            /* failure and problem say why; reply has what was said, if anything */
};

struct next_hop_request {
    /* by the asker */
    const struct config           *config;
    const struct config_route     *route;               /* not one into a Maildir */
    struct resolver               *resolver;            /* for next hops with a name; NULL: they fail */
    struct smtp_client_transaction transaction;
    const str                     *content;             /* slices, sent one after the other */
    size_t                         content_count;
    struct arena                  *arena;               /* replies are copied here */
    /* The recipients are answered, and content is to follow: false makes it wait for next_hop_go_on. May be NULL. */
    bool                         (*before_content)(struct next_hop_request *request);
    void                         (*done)(struct next_hop_request *request);
    /* the result */
    enum next_hop_outcome          outcome;
    enum next_hop_failure          failure;
    struct smtp_reply              reply;
    struct smtp_reply             *recipient_replies;   /* the last about each (to RCPT, by LMTP to the content); code 0: none */
    bool                           sender_was_refused;  /* 4yz or 5yz to MAIL */
    bool                          *delivered;           /* of each: taken over. By LMTP also where the rest has failed */
    const char                    *problem;
    str                            next_hop;            /* the name of the last that was tried; lives as long as the pool */
    /* the pool's own */
    struct hop_connection         *connection;
    struct hop                    *waits_for;
    struct next_hop_request       *next_waiting;
    struct loop_timer              timer;               /* the end of its time; or, once over, the moment to tell */
    unsigned                       tried;               /* next hops of the route, as bits */
    size_t                         first;               /* whose turn it was */
    bool                           over;
};

/* healths is shared by the workers; NULL: the pool has its own. workers: among how many a route's connections are shared. */
struct next_hop_pool *next_hop_pool_new(struct loop *loop, str helo, struct tls_context *tls, struct hop_healths *healths, size_t workers);
/* Another name for EHLO: connections that were opened with the old one serve no more requests. */
void                  next_hop_pool_rename(struct next_hop_pool *pool, str helo);
/* Closes all connections but those with a request, which close when that is done. */
void                  next_hop_pool_free(struct next_hop_pool *pool);

/* done is called once, never from inside this call. */
void next_hop_submit(struct next_hop_pool *pool, struct next_hop_request *request);
/* After before_content has said false, unless done was called meanwhile. send false: gives up, and done is called with
 * NEXT_HOP_FAILED; nothing was delivered. */
void next_hop_go_on(struct next_hop_request *request, bool send);
/* done will not be called. Only for probes and before content was sent: what the next hop has, it has. */
void next_hop_cancel(struct next_hop_request *request);

/* What the sender is told about a failure. */
enum smtp_reply_id next_hop_failure_reply(enum next_hop_failure failure);

#endif
