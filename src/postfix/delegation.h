/* The protocol in which Postfix asks a policy service about a client or a message before DATA (check_policy_service, "SMTP access
 * policy delegation"): a request is a line "name=value" for each attribute and an empty line, the answer one line "action=..." and
 * an empty line. One request at a time; the connection is used again.
 *
 * What is no such request ends the connection: Postfix then does what smtpd_policy_service_default_action says. */
#ifndef POSTFIX_DELEGATION_H
#define POSTFIX_DELEGATION_H

#include "base/arena.h"
#include "base/buf.h"
#include "smtp/reply.h"

/* Ours; Postfix sends some thirty attributes, none longer than its line_length_limit of 2048. */
enum { DELEGATION_REQUEST_MAX_OCTETS = 32 << 10, DELEGATION_LINE_MAX_OCTETS = 8 << 10, DELEGATION_ATTRIBUTES_MAX = 100 };

/* How far the client has come. */
enum delegation_state {
    DELEGATION_OTHER,                   /* VRFY, ETRN, and what is yet to be invented */
    DELEGATION_CONNECT, DELEGATION_HELO, DELEGATION_MAIL, DELEGATION_RCPT, DELEGATION_DATA, DELEGATION_END_OF_MESSAGE,
};

/* The attributes that we use; one that was not sent is empty, and what else was sent is passed over. */
struct delegation_request {
    enum delegation_state state;
    str client_address, client_port;    /* "unknown" where Postfix does not know */
    str protocol_name;                  /* "ESMTP" */
    str helo_name;
    str sender, recipient;              /* without angle brackets and quotes; the null sender is empty */
    str instance;                       /* the same in all requests about one message, and in no others */
    str queue_id;                       /* empty before the first recipient was accepted */
    str sasl_username;
    str encryption_protocol, encryption_cipher;
};

enum delegation_reading { DELEGATION_INCOMPLETE, DELEGATION_COMPLETE, DELEGATION_BROKEN };

/* The zero value begins a connection. */
struct delegation_reader {
    size_t      looked_at;              /* octets at the start of in that hold no end of a request */
    const char *problem;                /* of what is broken */
};

/* The next request, consumed from in; its texts live in the arena. After BROKEN nothing that follows can be trusted. */
MUST_USE enum delegation_reading delegation_read(struct delegation_reader *reader, struct buf *in, struct arena *arena,
                                                 struct delegation_request *request);

/* ---- answers ---- */

enum { DELEGATION_TEXT_MAX_OCTETS = 1000 };

/* Nothing to object: the restrictions that follow decide. */
void delegation_pass(struct buf *out);
/* The client hears this, 4yz or 5yz, and 421 ends its connection. */
void delegation_refuse(struct buf *out, const struct smtp_reply *reply);
/* It hears this if no later restriction refuses for good: what cannot be known now is no ground to keep back what is known. Postfix
 * has a code of its own for it (access_map_defer_code, 450). */
void delegation_defer_if_permit(struct buf *out, const struct smtp_reply *reply);
/* Nothing to object, and this field, "Name: value" on one line, belongs on top of the message. */
void delegation_prepend(struct buf *out, str field);

#endif
