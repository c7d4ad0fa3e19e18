/* The client side of SMTP, or of LMTP (RFC 2033), towards a next hop, as a pure state machine: replies in, commands out.
 *
 * A connection is opened once (greeting, EHLO, perhaps STARTTLS and EHLO again) and then carries transactions and
 * probes. Between two of them stands RSET and its 250 (DESIGN §2). Every reply is checked; what does not follow the
 * grammar ends the connection. What goes out is CRLF lines only, dots stuffed (RFC 5321 §4.5.2). */
#ifndef SMTP_CLIENT_H
#define SMTP_CLIENT_H

#include "base/arena.h"
#include "base/buf.h"
#include "mail/envelope.h"
#include "smtp/offer.h"
#include "smtp/reader.h"
#include "smtp/reply.h"
#include "smtp/stuff.h"

struct smtp_client_transaction {        /* slices live until it is over */
    str        reverse_path;            /* without angle brackets */
    const str *recipients;              /* without angle brackets */
    size_t     recipient_count;
    uint64_t   size;                    /* for SIZE=, if offered; 0 for a probe. Exact for BINARYMIME: BDAT says it */
    enum envelope_body body;            /* BINARYMIME goes by one BDAT (RFC 3030), all else by DATA */
    bool       smtputf8;
    bool       require_tls;             /* RFC 8689: not to a server that has not proved who it is, or promises less */
    struct dsn_mail        dsn;
    const struct dsn_rcpt *dsn_recipients;      /* of the recipients, in their order; NULL: nothing was asked for */
    bool       is_probe;                /* MAIL, RCPT, RSET: no message follows */
};

enum smtp_client_event_type {
    SMTP_CLIENT_NEED_INPUT,
    SMTP_CLIENT_READY,          /* the connection can take a transaction: after EHLO, and after RSET's 250 */
    SMTP_CLIENT_STARTTLS,       /* 220 came: shake hands, then smtp_client_tls_started */
    SMTP_CLIENT_SENDER,         /* reply to MAIL */
    SMTP_CLIENT_RECIPIENT,      /* reply to RCPT number index */
    SMTP_CLIENT_SEND_CONTENT,   /* 354 came: send the message by a smtp_stuffer, then smtp_client_content_sent. Or a BDAT
                                   is in output (as_chunk): send behind it size octets as they are */
    SMTP_CLIENT_DELIVERED,      /* LMTP: reply to the content for recipient number index, once for each that was accepted */
    SMTP_CLIENT_DONE,           /* the transaction is over: reply is the last one (to the dot, or what stopped it).
                                   accepted: whether the next hop has taken the message over, so never for a probe;
                                   by LMTP, whether it has for one of the recipients at least.
                                   RSET has been queued, unless the refusal was ours and nothing was sent. */
    SMTP_CLIENT_FAILED,         /* no more use of this connection: reply has what was said (code 0: nothing readable),
                                   problem says why. Any 421 ends so. A transaction under way is over without DONE;
                                   if its content was sent, the next hop may or may not have taken it */
};

/* Why a connection is of no more use. */
enum smtp_client_failure {
    SMTP_CLIENT_NONSENSE,       /* what came is no reply, or none to what was said */
    SMTP_CLIENT_NOT_WELCOME,    /* no greeting, or EHLO, HELO or LHLO refused */
    SMTP_CLIENT_NO_TLS,         /* which is required, or was begun in a way that is an attack */
    SMTP_CLIENT_NOT_NOW,        /* 421 */
};

struct smtp_client_event {
    enum smtp_client_event_type type;
    struct smtp_reply reply;            /* slices of the client's memory, valid until the next call */
    size_t            index;
    bool              accepted, as_chunk;
    const char       *problem;          /* for the log: "bare LF in a reply" */
    enum smtp_client_failure failure;   /* of SMTP_CLIENT_FAILED */
};

struct smtp_client;

enum smtp_client_tls { SMTP_CLIENT_TLS_NEVER, SMTP_CLIENT_TLS_IF_OFFERED, SMTP_CLIENT_TLS_REQUIRED };

struct smtp_client *smtp_client_new(str helo, enum smtp_client_tls tls);
/* LHLO in the place of EHLO, and a reply for each recipient behind the final dot. Before anything is read. */
void                smtp_client_use_lmtp(struct smtp_client *client);
void                smtp_client_free(struct smtp_client *client);
struct buf         *smtp_client_output(struct smtp_client *client);     /* commands to send; the owner consumes */
unsigned            smtp_client_extensions(const struct smtp_client *client);
uint64_t            smtp_client_size_limit(const struct smtp_client *client);   /* 0: none stated */
struct smtp_limits  smtp_client_limits(const struct smtp_client *client);
/* By the limits stated it is not to carry another transaction: QUIT. */
bool                smtp_client_is_spent(const struct smtp_client *client);

struct smtp_client_event smtp_client_next(struct smtp_client *client, struct buf *in);
/* Only when READY, with at least one recipient. Pipelines MAIL, all RCPT and DATA if the next hop offers PIPELINING;
 * with DATA pipelined and no recipient taken, an empty message is sent to nobody if 354 came (RFC 2920 §3.1). What
 * the next hop cannot take (size, body, SMTPUTF8, a report of success) and paths with octets that do not belong there are refused
 * here, by a DONE with a reply of ours. */
void smtp_client_begin(struct smtp_client *client, const struct smtp_client_transaction *transaction);
/* All of the content, and smtp_stuff_end behind DATA, are in the socket or in a buffer before it. */
void smtp_client_content_sent(struct smtp_client *client);      /* queues nothing: the stuffer wrote the final dot */
void smtp_client_trust(struct smtp_client *client);             /* its certificate is the one that it must have */
void smtp_client_tls_started(struct smtp_client *client);       /* EHLO is queued again */
void smtp_client_quit(struct smtp_client *client);

#endif
