/* One client's connection: the SMTP machine between a stream and the messages that come over it. */
#ifndef GATEWAY_SESSION_H
#define GATEWAY_SESSION_H

#include "gateway/confirmation.h"
#include "gateway/incoming.h"
#include "gateway/session_rcpt.h"
#include "io/stream.h"
#include "io/tls_peer.h"
#include "smtp/pace.h"
#include "smtp/server.h"

struct client_check;

enum session_phase {
    SESSION_PROXY,              /* a PROXY header is to come */
    SESSION_WAITING,            /* the client must not speak yet */
    SESSION_TALKING,
};

struct session {
    struct worker            *worker;
    struct worker_generation *generation;
    size_t                    listener;         /* its index */
    struct stream             stream;
    struct smtp_server        smtp;
    struct tls_peer          *peer;             /* the certificate that the client has shown; NULL: none */
    bool                      peer_is_trusted;
    struct arena              arena;            /* paths of the transaction */
    struct incoming_owner     owner;            /* of this message: */
    struct incoming          *incoming;         /* what this transaction is about; NULL outside of one */
    struct ip                 client;
    uint16_t                  client_port;
    struct ip                 through;          /* the proxy that told us of the client; IP_NONE: it came itself */
    bool                      is_spoken_for;    /* by that proxy, in XCLIENT */
    enum session_phase        phase;
    struct loop_timer         clock;            /* gateway/clock.h */
    int64_t                   clock_due_ms;
    struct pace               pace;
    uint64_t                  came;             /* octets since the clock was told */
    size_t                    unread;           /* octets of input that were left then */
    struct limits_grant       grant;
    struct client_check      *check;            /* under way; NULL: done, or not needed */
    struct buf                listed_by;        /* block lists that refuse this client */
    bool                      choked;           /* our replies are not read: nothing more is obeyed until they are */
    bool                      replied;          /* since input was last looked at */
    unsigned                  hurried_turns;    /* of the loop that this message has had before others */
    struct confirmation       confirmation;     /* of the 250 that was said last */
    bool                      told[REPLY_COUNT];        /* which refusals the log has of this session */
    bool                      advancing, closing;
    struct session_rcpt       rcpt;
    struct session           *next, *previous;
};

void session_open(struct worker *worker, size_t listener, int fd, const struct ip *client, uint16_t port);

static inline const struct config *session_config(const struct session *session)
{
    return session->generation->shared->engine->config;
}

static inline const struct config_listener *session_listener(const struct session *session)
{
    return &session_config(session)->listeners[session->listener];
}

/* For what decides who may come in, how long he may stay and whom he may write to (gateway/admission.h, gateway/clock.h,
 * gateway/session_rcpt.h). All but the last may dispose of the session. */
void session_greet(struct session *session);                            /* or begins TLS, where that comes first */
void session_advance(struct session *session);                          /* reads on until a decision or input is needed */
void session_shut(struct session *session, enum smtp_reply_id id);      /* a last reply, then the end */
void session_drop(struct session *session);                             /* the end without a word */
void session_turn_away(struct session *session, enum smtp_reply_id id); /* before the greeting */
void session_count_refusal(struct session *session, enum smtp_reply_id id);
/* Whether the log has yet to hear of such a refusal by this session: once, however often it comes. */
bool session_is_to_tell(struct session *session, enum smtp_reply_id id);

/* Sends away who is between messages; the others when theirs is answered. */
void sessions_shut(struct worker *worker);

#endif
