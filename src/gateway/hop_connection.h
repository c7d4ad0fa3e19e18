/* One connection to a next hop, from the look-up of its name to its end: the client's machine (smtp/client.h) between a
 * stream and one request at a time. What becomes of requests and of idle connections is the pool's to say (next_hop.h).
 *
 * Events come from the loop alone, never from inside a call of this header. */
#ifndef GATEWAY_HOP_CONNECTION_H
#define GATEWAY_HOP_CONNECTION_H

#include "base/view.h"
#include "gateway/config.h"
#include "io/resolver.h"
#include "io/stream.h"
#include "smtp/client.h"

struct hop_connection;
struct next_hop_request;

/* Why a message could not be passed on. Each is for now: the sender tries again. */
enum next_hop_failure {
    HOP_NO_NAME,                /* the name has no address, or cannot be looked up */
    HOP_NO_CONNECTION,          /* unreachable, no answer to the connection */
    HOP_REFUSED,                /* nobody listens there, or takes no more connections */
    HOP_DOWN,                   /* was found so a moment ago, and is not tried again yet */
    HOP_CONGESTED,              /* no connection became free in time, or its queue of connections is full */
    HOP_NO_MEANS,               /* no descriptor, no memory, no port of ours: nothing is known about the next hop */
    HOP_NOT_NOW,                /* 421 */
    HOP_NOT_WELCOME,            /* does not greet, or refuses EHLO, HELO or LHLO */
    HOP_NO_TLS,                 /* required and not to be had, or begun and failed */
    HOP_BROKE_OFF,              /* the connection ended, and nothing was delivered */
    HOP_SILENT,                 /* no answer in time, and nothing was delivered */
    HOP_NONSENSE,               /* what came was no SMTP */
    HOP_UNKNOWN,                /* the message went out whole and no answer came: it may have been delivered */
};

/* What may follow the 354. HOP_GONE: the connection was closed inside the event. */
enum hop_content { HOP_SEND, HOP_WAIT, HOP_GONE };

struct hop_connection_events {
    /* The next hop is up: greeted, and ready for the first request. */
    void             (*opened)(struct hop_connection *c);
    /* It can take a request: hop_connection_begin, now or later, or hop_connection_close. */
    void             (*ready)(struct hop_connection *c);
    /* To be answered for c->request. After HOP_WAIT hop_connection_go_on goes on. */
    enum hop_content (*content)(struct hop_connection *c);
    /* The request is over; c->request is NULL before. RSET is under way. */
    void             (*done)(struct hop_connection *c, struct next_hop_request *request, bool accepted, const struct smtp_reply *reply);
    /* It is of no more use, and to be closed. said is NULL where nothing was. An idle one ends with c->request NULL. */
    void             (*failed)(struct hop_connection *c, enum next_hop_failure why, const struct smtp_reply *said, const char *problem);
};

struct hop_connection_options {         /* live longer than the connection, but for the resolver */
    struct loop                        *loop;
    const struct next_hop_address      *address;
    enum next_hop_tls                   tls_mode;
    str                                 tls_identity;   /* what its certificate has to prove; empty: nothing */
    str                                 helo;
    struct tls_context                 *tls;
    const struct hop_connection_events *events;
};

enum { HOP_ADDRESSES_MAX = 8 };         /* of a name that are tried */

struct hop_connection {
    const struct hop_connection_options *options;
    str                         helo;           /* of the options when it was opened */
    void                       *owner;
    struct hop_connection      *next;           /* the owner's list */
    struct next_hop_request    *request;        /* NULL: idle, or RSET is under way */
    bool                        opened;         /* was ready once */
    bool                        ready;          /* can take a request */
    bool                        used_before;    /* has served one */
    bool                        content_begun;  /* of this request: another try could deliver it twice */
    bool                        content_sent;   /* whole, with its final dot */

    /* for hop_connection.c */
    struct stream               stream;
    struct smtp_client         *client;
    struct loop_timer           soon;           /* what is to happen without the socket's doing */
    void                      (*due)(struct hop_connection *c);
    const char                 *problem;        /* of a name */
    int                         dial_error;     /* errno of a connection that the system refused to begin */
    struct arena                arena;          /* of the look-up */
    struct view                 view;
    struct resolver_request     resolving;
    bool                        is_resolving;
    struct ip                   addresses[HOP_ADDRESSES_MAX];
    size_t                      address_count, address_at;
    struct smtp_stuffer         stuffer;
    size_t                      slice;          /* the next of the request's content */
    str                         rest;           /* of the current one */
    bool                        sending;
    bool                        as_chunk;       /* content goes as it is, behind BDAT */
    int64_t                     connect_ms, silence_ms;
};

/* Begins to connect. resolver is for an address that is a name, and in use until the first event. */
struct hop_connection *hop_connection_open(const struct hop_connection_options *options, struct resolver *resolver, int64_t connect_ms,
                                           int64_t silence_ms, void *owner);
/* Only when ready. */
void                   hop_connection_begin(struct hop_connection *c, struct next_hop_request *request, int64_t silence_ms);
void                   hop_connection_go_on(struct hop_connection *c);
/* It has nothing to do: it ends with QUIT after this long. */
void                   hop_connection_rest(struct hop_connection *c, int64_t idle_ms);
/* At once, and frees it. c->request is NULL. */
void                   hop_connection_close(struct hop_connection *c);

#endif
