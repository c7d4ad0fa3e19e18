/* The milter's side of the milter protocol, version 6 (STANDARDS section 7), as a pure state machine: octets of the mail server
 * in, events and answers out.
 *
 * The owner loops: fill `in`, call milter_next until MILTER_EVENT_NONE, send `out`. Where an event says "decide" the machine
 * stands still until milter_decide; everything else it answers itself, or not, as was negotiated. Commands in an order that no
 * mail server sends, broken packets, and more octets than any message needs end the connection. */
#ifndef MILTER_MACHINE_H
#define MILTER_MACHINE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/ip.h"
#include "milter/macros.h"
#include "smtp/reply.h"

enum { MILTER_VERSION = 6, MILTER_PACKET_MAX_OCTETS = 1 << 20, MILTER_TEXTS_MAX_OCTETS = 4 << 20 };

/* What a milter may do to a message (bits, as on the wire). */
enum milter_actions {
    MILTER_MAY_ADD_HEADER = 0x01, MILTER_MAY_CHANGE_HEADER = 0x10, MILTER_MAY_ASK_MACROS = 0x100,
};

/* What the server leaves out, or goes on without an answer to (bits, as on the wire). */
enum milter_steps {
    MILTER_NO_CONNECT = 0x01, MILTER_NO_HELO = 0x02, MILTER_NO_MAIL = 0x04, MILTER_NO_RCPT = 0x08, MILTER_NO_BODY = 0x10,
    MILTER_NO_HEADER = 0x20, MILTER_NO_END_OF_HEADER = 0x40, MILTER_UNANSWERED_HEADER = 0x80, MILTER_NO_UNKNOWN = 0x100,
    MILTER_NO_DATA = 0x200, MILTER_CAN_SKIP = 0x400, MILTER_UNANSWERED_CONNECT = 0x1000, MILTER_UNANSWERED_HELO = 0x2000,
    MILTER_UNANSWERED_MAIL = 0x4000, MILTER_UNANSWERED_RCPT = 0x8000, MILTER_UNANSWERED_DATA = 0x10000,
    MILTER_UNANSWERED_UNKNOWN = 0x20000, MILTER_UNANSWERED_END_OF_HEADER = 0x40000, MILTER_UNANSWERED_BODY = 0x80000,
    MILTER_LEADING_SPACE = 0x100000,            /* a header's value comes with the blank behind its colon, as it was */
};

enum milter_event_type {
    MILTER_EVENT_NONE,                  /* everything that is complete has been read, or a decision is awaited */
    MILTER_EVENT_CONNECT,               /* decide: a client of the server's: name, client, port */
    MILTER_EVENT_HELO,                  /* name */
    MILTER_EVENT_MAIL,                  /* decide: a message begins: arguments, the path in angle brackets first */
    MILTER_EVENT_RCPT,                  /* decide: arguments, as with MAIL. Recipients that the server refuses do not come */
    MILTER_EVENT_DATA,
    MILTER_EVENT_HEADER,                /* name, value: folds are LF; leading space as negotiated */
    MILTER_EVENT_END_OF_HEADER,
    MILTER_EVENT_BODY,                  /* octets, lines ended as the server has them: CRLF by the protocol */
    MILTER_EVENT_END_OF_MESSAGE,        /* decide, after any changes; octets: a last piece of the body, if any */
    MILTER_EVENT_ABORT,                 /* the message is given up, or there was none: drop what was collected */
    MILTER_EVENT_NEW_CONNECTION,        /* the client is gone, the next one comes over this connection */
    MILTER_EVENT_CLOSE,                 /* the server has taken its leave, or problem says what was wrong: send out, then close */
};

/* Slices of `in`, valid until it is filled again; arguments until the next call. */
struct milter_event {
    enum milter_event_type type;
    str                    name, value;
    str                    octets;
    const str             *arguments;
    size_t                 argument_count;
    struct ip              client;      /* family IP_NONE where the server did not know or it came over a UNIX socket */
    uint16_t               port;
    bool                   is_local;    /* it came over a UNIX socket of the server's machine */
    const char            *problem;
};

enum milter_decision { MILTER_CONTINUE, MILTER_ACCEPT, MILTER_REJECT, MILTER_TEMPFAIL, MILTER_DISCARD };

enum milter_state {
    MILTER_STATE_NEGOTIATING, MILTER_STATE_CONNECTING, MILTER_STATE_READY, MILTER_STATE_ENVELOPE, MILTER_STATE_HEADER,
    MILTER_STATE_BODY, MILTER_STATE_CLOSED,
};

enum { MILTER_ARGUMENTS_MAX = 32 };

struct milter {
    enum milter_state    state;
    uint32_t             version, actions, steps;       /* as negotiated */
    struct milter_macros macros;
    struct arena         connection, message;           /* texts of the macros, by how long they hold */
    struct buf           out;
    bool                 awaiting;
    bool                 skip_body;     /* set by the owner: no more of this message's body is wanted */
    enum milter_event_type awaited;
    str                  arguments[MILTER_ARGUMENTS_MAX];
};

void                milter_init(struct milter *milter);
struct milter_event milter_next(struct milter *milter, struct buf *in);
/* Answers the event that awaits it. reply: with REJECT and TEMPFAIL, what the client is told, 5yz and 4yz; NULL: the server's
 * own words. ACCEPT ends the judging: of the message, or at CONNECT of everything that the client sends. */
void                milter_decide(struct milter *milter, enum milter_decision decision, const struct smtp_reply *reply);

/* Changes to the message, only between END_OF_MESSAGE and its decision. A value may have folds; its line ends are written as LF,
 * which is what servers expect. Whether the server allows changes at all: milter->actions. */
/* Before the field that is number index from the top, 0: above all, the server's own Received included. */
void milter_insert_header(struct milter *milter, uint32_t index, str name, str value);
/* The field called name that is number index among those of its name, from the top and from 1, is taken away. The others keep
 * their numbers until the message is decided. */
void milter_remove_header(struct milter *milter, uint32_t index, str name);
/* Asks for patience: the server's time-out begins anew. Between END_OF_MESSAGE and its decision only. */
void milter_progress(struct milter *milter);

void milter_free(struct milter *milter);

#endif
