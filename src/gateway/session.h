/* One client's connection: the SMTP machine between a stream and the messages that come over it. */
#ifndef GATEWAY_SESSION_H
#define GATEWAY_SESSION_H

#include "gateway/worker.h"
#include "io/stream.h"
#include "io/tls_peer.h"
#include "smtp/server.h"

struct incoming;

struct session {
    struct worker            *worker;
    struct worker_generation *generation;
    size_t                    listener;         /* its index */
    struct stream             stream;
    struct smtp_server        smtp;
    struct tls_peer          *peer;             /* the certificate that the client has shown; NULL: none */
    bool                      peer_is_trusted;
    struct arena              arena;            /* paths of the transaction */
    struct incoming          *incoming;         /* the message that this transaction is about; NULL outside of one */
    struct ip                 client;
    uint16_t                  client_port;
    int64_t                   started_ms;
    bool                      at_eof;           /* the client will say no more, but may still listen */
    bool                      advancing, closing;
    /* a recipient being asked for at the next hop */
    struct next_hop_request   probe;
    struct path               probed;
    struct dsn_rcpt           asked;            /* of the recipient that is being decided */
    struct arena              probe_arena;
    bool                      probing;
    struct session           *next, *previous;
};

void session_open(struct worker *worker, size_t listener, int fd, const struct ip *client, uint16_t port);
/* The verdict on the message is in: answers the final dot and goes on. */
void session_answer(struct session *session, const struct smtp_reply *reply);
/* Sends away who is between messages; the others when theirs is answered. */
void sessions_shut(struct worker *worker);

#endif
