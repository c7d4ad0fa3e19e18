/* Whether a recipient is taken: decided at RCPT, from the cheapest question to the dearest. Block lists that agree on the client, the
 * client's limits, whether the address is ours at all (gateway/recipient.h), what the transaction can still hold, and at last the
 * next hop, which is asked (a probe) where it alone knows. The session waits meanwhile, whatever its client pipelines. */
#ifndef GATEWAY_SESSION_RCPT_H
#define GATEWAY_SESSION_RCPT_H

#include "gateway/next_hop.h"
#include "mail/envelope.h"

struct session;

/* Of a session: the one recipient that is being decided. Paths and parameters are slices of the session's arena. */
struct session_rcpt {
    struct dsn_rcpt         asked;
    bool                    waits_for_check;    /* of the client: */
    struct path             undecided;
    bool                    probing;            /* at the next hop: */
    struct path             probed;
    struct next_hop_request probe;
    struct arena            probe_arena;        /* of that request; empty without one */
};

/* The client names a recipient. The protocol machine has a decision when this returns, or later, when session_advance has been
 * called. */
void session_rcpt_decide(struct session *session, const struct path *path, const struct dsn_rcpt *dsn);
/* The check of the client is done: goes on with the recipient that waits for it, if one does. May dispose of the session. */
void session_rcpt_checked(struct session *session);
/* Nobody waits for the decision any more. */
void session_rcpt_forget(struct session *session);

#endif
