/* The state of the machine of client.h, and the moves that its parts make on it. For client.c and the files client_*.c only. */
#ifndef SMTP_CLIENT_MACHINE_H
#define SMTP_CLIENT_MACHINE_H

#include "smtp/client.h"

/* What the next reply answers. The order is that of a session; with PIPELINING the commands have been sent ahead, and
 * replies are told apart by counting (RFC 2920 §3.1). */
enum client_state {
    AT_GREETING, AT_EHLO, AT_HELO, AT_STARTTLS,
    HANDSHAKE,                          /* the owner's turn */
    IDLE,                               /* nothing is to be said: neither by us nor by the server */
    AT_MAIL, AT_RCPT, AT_DATA,
    SENDING,                            /* the owner's turn */
    AT_END,                             /* the message has been sent */
    AT_EMPTY_END,                       /* 354 came though no recipient did: an empty message for nobody */
    AT_RSET, AT_QUIT,
    FAILED,
};

struct smtp_client {
    enum client_state    state;
    enum smtp_client_tls tls;
    bool                 tls_active, trusted, lmtp;
    struct buf           helo, out;
    struct smtp_offer    offer;
    size_t               mails;         /* MAIL commands so far */
    struct smtp_reader   reader;
    struct smtp_reply    said;          /* the last reply, slices of the reader */
    const char          *problem;
    enum smtp_client_failure failure;
    bool                 ready_due;

    struct smtp_client_transaction transaction;
    size_t               index;         /* of the recipient that is asked */
    size_t               accepted, delivered;
    struct buf           taken;         /* an octet for each recipient that was asked: 1 if it was accepted */
    bool                 pipelined, utf8, sender_refused;
    bool                 done_due;      /* the transaction was refused here: nothing has been sent */
    struct smtp_reply    outcome;       /* what DONE will tell, kept while later replies come in */
    struct buf           outcome_text;
    char                 outcome_enhanced[sizeof "5.999.999"];
};

static inline bool client_offers(const struct smtp_client *client, enum smtp_extension extension)
{
    return smtp_offer_has(&client->offer, extension);
}

/* ---- moves (client.c); the events are what the owner is told ---- */

struct smtp_client_event client_goes_on(void);          /* nothing is to be told yet */
/* Nothing of this connection can be relied on any more. */
struct smtp_client_event client_fail_as(struct smtp_client *client, enum smtp_client_failure failure, const char *problem);
struct smtp_client_event client_fail(struct smtp_client *client, const char *problem);          /* SMTP_CLIENT_NONSENSE */
struct smtp_client_event client_become_ready(struct smtp_client *client);       /* READY is due */
/* What DONE will tell: kept beyond the next reply. */
void                     client_decide_outcome(struct smtp_client *client, struct smtp_reply reply);
struct smtp_client_event client_tell_done(struct smtp_client *client, bool accepted);           /* RSET has been sent */
struct smtp_client_event client_finish(struct smtp_client *client, bool accepted);              /* by RSET, and DONE */

/* ---- the opening (client_opening.c); as all below, of the reply in client->said ---- */

struct smtp_client_event client_on_greeting(struct smtp_client *client);
struct smtp_client_event client_on_ehlo(struct smtp_client *client);
struct smtp_client_event client_on_helo(struct smtp_client *client);
struct smtp_client_event client_on_starttls(struct smtp_client *client, const struct buf *in);

/* ---- what is not tried (client_refusal.c) ---- */

/* Control octets would end the line or worse, brackets the path. Nothing else can leave its place in a command. */
bool client_is_safe(str text);
bool client_needs_utf8(const struct smtp_client_transaction *transaction);
bool client_keeps_requiretls(const struct smtp_client *client);
/* What the next hop cannot take is not tried there: a message is never converted on its way (EAI-3, CHK-2). Nor is an
 * address that would not stay between its brackets. REPLY_OK: it can be sent. */
enum smtp_reply_id client_refusal(const struct smtp_client *client, const struct smtp_client_transaction *transaction);

/* ---- the envelope (client_envelope.c) ---- */

struct smtp_client_event client_on_mail(struct smtp_client *client);
struct smtp_client_event client_on_rcpt(struct smtp_client *client);
/* The last reply to RCPT is in, or MAIL was refused and nothing followed it. */
bool                     client_envelope_is_answered(const struct smtp_client *client);
struct smtp_client_event client_end_envelope(struct smtp_client *client);

/* ---- the content (client_content.c) ---- */

struct smtp_client_event client_on_data(struct smtp_client *client);
struct smtp_client_event client_on_end(struct smtp_client *client);
bool                     client_content_is_answered(const struct smtp_client *client);          /* LMTP: for each recipient */

#endif
