/* One message on its way: its arena, and one of each of the types of the path (STYLE), filled in from top to bottom by
 * the stages of pipeline.c. */
#ifndef GATEWAY_TRANSACTION_H
#define GATEWAY_TRANSACTION_H

#include "auth/arc/validate.h"
#include "auth/dkim/body_hashes.h"
#include "auth/dkim/verify.h"
#include "base/id.h"
#include "base/view.h"
#include "detect/memory.h"
#include "detect/other_filter.h"
#include "detect/rule.h"
#include "gateway/engine.h"
#include "gateway/extract.h"
#include "gateway/release_token.h"
#include "mail/envelope.h"
#include "mail/message.h"
#include "mail/origin.h"
#include "policy/verdict.h"

struct transaction {
    struct arena          arena;
    const struct engine  *engine;
    struct id             id;
    struct envelope       envelope;             /* as the client gave it */
    str                   octets;               /* the message as received; owned by the caller */
    str                   listener;             /* that it came in by; empty for a file */
    bool                  in_shadow;            /* which is on trial (mode in the configuration) */
    bool                  legacy_algorithms;    /* DKIM as in 2011: for old vectors only */
    bool                  auth_is_recorded;     /* results were given by the caller: nothing is asked or verified */
    const struct memory  *memory;               /* the organisation's history; NULL: there is none to ask */
    struct network        network;              /* of the client that is judged */
    bool                  network_is_known;
    const struct extract *extract;              /* replay of a message whose octets are gone: what is on record of it */
    bool                  by_milter;            /* it is a mail server's, whose milter we are (gateway/milter_differences.def) */
    str                   mail_server_id;       /* what that server calls it, if it has said so */
    enum passage          passage;              /* by its envelope; a release token is found by the pipeline */
    const struct release_key *release_key;      /* NULL: no token counts */

    struct view           view;
    struct message        message;
    struct origin         origin;
    struct envelope       judged;               /* the envelope with the client that is judged: behind our own hops */
    struct auth_results   auth;
    struct dnsxl_result   dnsxl;                /* of the client that is judged */
    bool                  dnsxl_is_known;
    size_t                dnsxl_questions;      /* of the view: not taken from what authentication may ask */
    struct dkim_body_hashes *body_hashes;       /* for DKIM and ARC: the body is read once */
    struct dkim_verifier *dkim;
    struct arc_validator *arc;
    bool                  spf_is_known, spf_helo_is_known;
    struct list_entry    *entries;
    size_t                entry_count;
    struct attachments    attachments;
    struct facts          facts;
    struct history        history;              /* of the author; facts.history points here once it is known */
    struct findings       findings;
    struct verdict        verdict;
    struct other_filter   other;                /* what another filter thinks of it: to compare, and for nothing else */
    size_t                stage;                /* of the pipeline: the first that is not done */
    size_t                rounds;               /* of questions that were fetched */
    int64_t               waited_ms;            /* for their answers, by the driver's clock */
};

/* Zeroes and prepares; the caller then fills in envelope and octets. */
void transaction_init(struct transaction *tx, const struct engine *engine, struct id id);
void transaction_free(struct transaction *tx);

#endif
