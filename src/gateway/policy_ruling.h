/* What the policy service says to one request of a Postfix: nothing, or what the gate's own SMTP face or its verdict would say. */
#ifndef GATEWAY_POLICY_RULING_H
#define GATEWAY_POLICY_RULING_H

#include "gateway/transaction.h"
#include "smtp/reply.h"

/* What there is to object; ACTION_ACCEPT: nothing. */
struct policy_ruling {
    enum action        action;
    enum step          step;
    const char        *reason;
    struct smtp_reply  reply;
    enum smtp_reply_id id;              /* of a reply of the SMTP face; REPLY_OK: the words are a verdict's */
};

/* taken is told; would, if nothing were on trial. */
struct policy_rulings { struct policy_ruling taken, would; };

/* What the check of an envelope has come to: all that is kept of it, since Postfix leaves its connections open for minutes. Texts live
 * in the arena that it was made in. */
struct policy_conclusion {
    struct policy_rulings verdict;
    str             listed_by;                  /* block lists that are reason enough to refuse the client; empty: none */
    str             client_name;
    enum spf_status spf, spf_helo;
    str             received_spf;               /* the field, on one line; empty: none is to be written */
    int64_t         dns_ms;
};

extern const struct policy_ruling policy_ruling_none;   /* nothing is objected to */

struct policy_ruling  policy_ruling_of_reply(enum smtp_reply_id id, const char *reason);
struct policy_ruling  policy_ruling_of_limit(enum smtp_reply_id id);    /* REPLY_OK: the client has not reached one */
/* Block lists agree on the client; listed_by says which. The reply's text is made in the arena. */
struct policy_ruling  policy_ruling_of_lists(struct arena *arena, str listed_by);
/* What takes effect of it, and what would. */
struct policy_rulings policy_rulings_on_trial(struct policy_ruling ruling, bool in_shadow);

/* Of a transaction whose envelope has been checked; it keeps nothing of it. in_shadow: nothing is to be added to the message. */
struct policy_conclusion policy_conclude(struct arena *arena, const struct config *config, bool in_shadow, struct transaction *tx);

#endif
