/* The server side of SMTP (RFC 5321, with PIPELINING 2920, SIZE 1870, 8BITMIME 6152, SMTPUTF8 6531,
 * ENHANCEDSTATUSCODES 2034, STARTTLS 3207) as a pure state machine: octets in, events and octets out.
 *
 * A line ends at CRLF and at nothing else, in commands and in content; the message ends at CRLF "." CRLF and at
 * nothing else (RFC 5321 §2.3.8, §4.1.1.4). However the stream is cut, it reads the same commands.
 *
 * The owner loops: fill `in`, call smtp_server_next until SMTP_NEED_INPUT or SMTP_AWAIT_DECISION, send `out`. Where
 * an event says "decide", the machine stands still until smtp_server_decide. */
#ifndef SMTP_SERVER_H
#define SMTP_SERVER_H

#include "base/arena.h"
#include "base/buf.h"
#include "mail/address.h"
#include "mail/envelope.h"
#include "smtp/reply.h"

struct smtp_server_options {            /* of a listener; lives longer than the session */
    str    hostname;                    /* of ours, in the greeting and EHLO reply */
    bool   offer_tls;
    size_t message_max_octets;          /* SIZE; 50 MiB by default */
    size_t text_line_max_octets;        /* 65,535: above it the message is refused, never split */
    size_t recipients_max;              /* at least 100 (RFC 5321 §4.5.3.1.8) */
    size_t errors_max;                  /* refused commands in a session, then 421; 20 */
    size_t commands_max;                /* between two messages, then 421; 1,000 */
    bool   lax_path_syntax;             /* takes "MAIL FROM: <a@b>" with blanks (STANDARDS SES-11) */
};

enum smtp_state { SMTP_GREETING = 1, SMTP_READY = 2, SMTP_MAIL = 4, SMTP_RCPT = 8, SMTP_CONTENT = 16, SMTP_CLOSED = 32 };

enum smtp_event_type {
    SMTP_NEED_INPUT,            /* everything that is complete has been read */
    SMTP_AWAIT_DECISION,        /* an earlier event has not been decided */
    SMTP_EVENT_HELLO,           /* EHLO or HELO accepted and answered: helo, is_esmtp */
    SMTP_EVENT_MAIL,            /* decide: path, size, body, smtputf8 */
    SMTP_EVENT_RCPT,            /* decide: path */
    SMTP_EVENT_DATA,            /* decide: at least one recipient was accepted; 354 to go on */
    SMTP_EVENT_CONTENT,         /* piece: octets of the message, dots unstuffed; valid until the next call */
    SMTP_EVENT_MESSAGE,         /* decide: the message is complete and its lines are well-formed */
    SMTP_EVENT_RESET,           /* the transaction is given up (RSET, EHLO, QUIT, a refused message): drop what was collected */
    SMTP_EVENT_STARTTLS,        /* 220 is in out: send it, shake hands, then smtp_server_tls_started */
    SMTP_EVENT_REFUSED,         /* a command or message was refused by the machine itself: reply_id, for the log */
    SMTP_EVENT_CLOSE,           /* send out, then close */
};

struct smtp_event {
    enum smtp_event_type type;
    struct path          path;          /* slices of the session's arena for the transaction */
    uint64_t             size;          /* SIZE=, 0 if not given */
    enum envelope_body   body;
    bool                 smtputf8;
    str                  piece;
    enum smtp_reply_id   reply_id;
    str                  line;          /* of SMTP_EVENT_REFUSED: the line refused, if it was a command */
};

struct smtp_server {
    const struct smtp_server_options *options;
    enum smtp_state state;
    struct arena   *arena;              /* of the transaction: paths are copied here. The owner resets it after RESET and MESSAGE */
    struct buf      out;                /* replies to send */
    char            helo[256];          /* as given, printable ASCII */
    size_t          helo_len;
    bool            is_esmtp, tls_active, authenticated;
    bool            awaiting;           /* a decision */
    enum smtp_event_type awaited;
    size_t          recipients, errors, commands, messages;
    /* the content scanner */
    uint64_t        content_octets;
    size_t          line_octets;        /* so far in the current line */
    unsigned        content_state;
    unsigned        content_flaws;
    bool            saw_8bit;           /* octets above 127 in the content: 8BITMIME or not */
    bool            discarding_line;    /* an over-long command line up to its CRLF */
    bool            discard_had_bad_octet;
    bool            smtputf8;
    bool            closing;
};

void smtp_server_init(struct smtp_server *server, const struct smtp_server_options *options, struct arena *arena);
/* Queues the greeting. first_in: octets that were there before it (then the client is sent away). */
void smtp_server_greet(struct smtp_server *server);

/* The next event. Consumes from in what it has read; a CONTENT piece is a slice of in and is consumed by the
 * following call. */
struct smtp_event smtp_server_next(struct smtp_server *server, struct buf *in);

/* Answers the event that awaits a decision: 2yz and 3yz accept, anything else refuses. After MESSAGE either way the
 * transaction is over. */
void smtp_server_decide(struct smtp_server *server, const struct smtp_reply *reply);

/* The handshake is done: the session is as new (RFC 3207 §4.2). in must be empty: what came in clear is an attack. */
void smtp_server_tls_started(struct smtp_server *server);

/* Queues 421 with this reply and closes after it: timeout, shutdown, overload. */
void smtp_server_shut(struct smtp_server *server, enum smtp_reply_id id);
void smtp_server_free(struct smtp_server *server);

#endif
