/* The server side of SMTP (RFC 5321, with the extensions of smtp/extension.h) as a pure state machine: octets in, events
 * and octets out.
 *
 * A line ends at CRLF and at nothing else, in commands and in content; the message ends at CRLF "." CRLF and at
 * nothing else (RFC 5321 §2.3.8, §4.1.1.4), or behind the octets that BDAT has announced (RFC 3030 §2). However the
 * stream is cut, it reads the same commands.
 *
 * The owner loops: fill `in`, call smtp_server_next until SMTP_NEED_INPUT or SMTP_AWAIT_DECISION, send `out`. Where
 * an event says "decide", the machine stands still until smtp_server_decide. */
#ifndef SMTP_SERVER_H
#define SMTP_SERVER_H

#include "base/arena.h"
#include "base/buf.h"
#include "mail/address.h"
#include "mail/envelope.h"
#include "smtp/content.h"
#include "smtp/parameter.h"
#include "smtp/reply.h"
#include "smtp/xclient.h"

struct smtp_server_options {            /* of a listener; lives longer than the session */
    str    hostname;                    /* of ours, in the greeting and EHLO reply */
    bool   offer_tls;
    unsigned withheld;                  /* enum smtp_extension: never offered here, and then not taken */
    size_t message_max_octets;          /* SIZE; 50 MiB by default */
    size_t text_line_max_octets;        /* 65,535: above it the message is refused, never split */
    size_t recipients_max;              /* at least 100 (RFC 5321 §4.5.3.1.8) */
    size_t errors_max;                  /* refused commands in a session, then 421; 20 */
    size_t commands_max;                /* between two messages, then 421; 1,000 */
    bool   lax_path_syntax;             /* takes "MAIL FROM: <a@b>" with blanks (STANDARDS SES-11) */
};

/* Of a command line with its CRLF, for every command: four times what RFC 5321 §4.5.3.1.4 asks, and room for all
 * that our extensions add to it (LIM-3). */
enum { SMTP_COMMAND_MAX_OCTETS = 2048 };

/* Of a message: 50 MiB in pieces of 5 KiB. Who sends single octets wants something else. */
enum { SMTP_CHUNKS_MAX = 10000 };

/* Connected, greeted, reverse-path given, a forward-path accepted, behind 354, behind a first BDAT and before that with
 * LAST. Bits, so that a set of states is a number. */
enum smtp_state {
    SMTP_GREETING = 1, SMTP_READY = 2, SMTP_MAIL = 4, SMTP_RCPT = 8, SMTP_CONTENT = 16, SMTP_CHUNKS = 32, SMTP_CLOSED = 64,
};

/* The octets that a BDAT has announced and that are still to come. Those of a BDAT that was refused are swallowed, and
 * its reply waits for them (RFC 3030 §2): were they read as commands, a message could be hidden in them. */
struct smtp_chunk {
    bool       under_way, is_last, is_refused;
    uint64_t   left;
    size_t     count;                   /* of this message */
    struct buf reply;                   /* of a chunk that is refused */
};

enum smtp_event_type {
    SMTP_NEED_INPUT,            /* everything that is complete has been read */
    SMTP_AWAIT_DECISION,        /* an earlier event has not been decided */
    SMTP_EVENT_HELLO,           /* EHLO or HELO accepted and answered: helo, is_esmtp */
    SMTP_EVENT_MAIL,            /* decide: path, mail */
    SMTP_EVENT_RCPT,            /* decide: path, rcpt */
    SMTP_EVENT_DATA,            /* decide: at least one recipient was accepted; 354 to go on, said to DATA only: the
                                   content of a first BDAT follows at once */
    SMTP_EVENT_CONTENT,         /* piece: octets of the message, dots unstuffed, text of BDAT with its last line ended;
                                   valid until the next call */
    SMTP_EVENT_MESSAGE,         /* decide: the message is complete and its lines are well-formed */
    SMTP_EVENT_RESET,           /* the transaction is given up (RSET, EHLO, QUIT, a DATA that was refused, a message
                                   that the machine refused): drop what was collected. Only after a MAIL */
    SMTP_EVENT_STARTTLS,        /* 220 is in out: send it, shake hands, then smtp_server_tls_started; nothing is read
                                   before. A handshake that fails ends the connection (TLS-6) */
    SMTP_EVENT_XCLIENT,         /* a proxy tells in whose name it speaks: smtp_server_become, or decide to refuse */
    SMTP_EVENT_REFUSED,         /* a command or message was refused by the machine itself: reply_id, for the log */
    SMTP_EVENT_CLOSE,           /* send out, then close. What comes later is not read */
};

struct smtp_event {
    enum smtp_event_type type;
    struct path          path;          /* slices of the session's arena for the transaction */
    struct smtp_mail_parameters mail;   /* their slices live as long as the path's */
    struct dsn_rcpt      rcpt;
    str                  piece;
    struct xclient       xclient;       /* slices of the same arena */
    enum smtp_reply_id   reply_id;
    str                  line;          /* of SMTP_EVENT_REFUSED: the command; up to a bad octet, if there is one */
};

struct smtp_server {
    const struct smtp_server_options *options;
    enum smtp_state state;
    struct arena   *arena;              /* of the transaction: paths are copied here. The owner frees it after RESET,
                                           and after MESSAGE once it is decided */
    struct buf      out;                /* replies to send */
    char            helo[256];          /* as given, printable ASCII */
    size_t          helo_len;
    bool            is_esmtp, tls_active;
    bool            tls_required;       /* set by the owner for this client: in clear it may only begin TLS, or leave */
    unsigned        may_offer;          /* by the owner, enum smtp_extension: what mail that comes here can keep on its
                                           way. SMTP_EXT_OF_OURS and 8BITMIME and SMTPUTF8 if he says nothing */
    size_t          message_max_octets; /* by the owner, for SIZE: what the next hops take may be less than the option says,
                                           which stands here if he says nothing */
    unsigned        offered;            /* by the last EHLO reply: what of it is not there is refused */
    bool            repairs;            /* by the owner: bare CR and LF in text are repaired, see content.h */
    bool            takes_xclient;      /* set by the owner: this client is a proxy that may say XCLIENT */
    bool            awaiting;           /* a decision, or the handshake */
    enum smtp_event_type awaited;
    size_t          recipients, errors, commands, messages;
    struct smtp_content content;        /* while the state is SMTP_CONTENT or SMTP_CHUNKS */
    struct smtp_chunk   chunk;
    bool                chunks_refused; /* further ones, sent ahead, are about nothing (RFC 3030 §2) */
    uint64_t        content_octets;     /* of the message that SMTP_EVENT_MESSAGE tells of */
    bool            saw_8bit;           /* it has octets above 127, whatever BODY= said */
    bool            discarding_line;    /* an over-long command line up to its CRLF */
    bool            smtputf8;
    enum envelope_body body;            /* of the transaction */
    bool            closing;
    bool            in_transaction;     /* the owner may have collected something since the last RESET or MESSAGE */
    bool            reset_due, hello_due, message_due;  /* events to tell before anything else is read */
};

void smtp_server_init(struct smtp_server *server, const struct smtp_server_options *options, struct arena *arena);
/* Queues the greeting. A client that spoke before it (SMTP-12) is not greeted:
 * smtp_server_shut(server, REPLY_NOT_SYNCHRONISED). */
void smtp_server_greet(struct smtp_server *server);

/* The next event. Consumes from in what it has read. A CONTENT piece, and the line of REFUSED, stay where they were
 * in its memory: valid until in is filled again. The pieces of a message never add up to more than
 * message_max_octets; none come any more once it is known that the message will be refused. */
struct smtp_event smtp_server_next(struct smtp_server *server, struct buf *in);

/* Answers the event that awaits a decision: 2yz and 3yz accept, anything else refuses; 421 closes as well. After
 * MESSAGE either way the transaction is over, and after a DATA refused too; only the latter is followed by RESET. */
void smtp_server_decide(struct smtp_server *server, const struct smtp_reply *reply);

/* The handshake is done: after STARTTLS the session is as new (RFC 3207 §4.2), before the greeting it is implicit TLS (RFC
 * 8314 §3). in must be empty: what came in clear is an attack. */
void smtp_server_tls_started(struct smtp_server *server);

/* The session is as new, and that of the client whom a proxy has named; the greeting is queued. Where the proxy has told
 * its HELO as well, mail may follow at once. */
void smtp_server_become(struct smtp_server *server, const struct xclient *xclient);

/* Queues this reply, a 421 as a rule, and closes after it: timeout, shutdown, overload. smtp_server_next still has
 * the last events to tell. */
void smtp_server_shut(struct smtp_server *server, enum smtp_reply_id id);
void smtp_server_free(struct smtp_server *server);

#endif
