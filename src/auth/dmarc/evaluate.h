/* DMARC, RFC 9989: discovery by the tree walk, alignment, and what the author's domain asks for. What is then done is
 * the receiver's decision (policy/). */
#ifndef AUTH_DMARC_EVALUATE_H
#define AUTH_DMARC_EVALUATE_H

#include "auth/results.h"
#include "base/arena.h"
#include "base/view.h"

enum auth_method { AUTH_SPF, AUTH_DKIM };

/* An identifier that SPF or DKIM has checked (RFC 9989 §3.2.4). */
struct auth_identifier {
    enum auth_method method;
    str              domain;            /* in A-labels */
    bool             pass;
    bool             temperror;         /* could have passed: not a failure to act on */
    bool             is_partial;        /* verifies, but leaves open what people read: no pass, and worth saying */
};

struct dmarc_request {
    str                           author_domain;        /* in A-labels, lower case */
    const struct auth_identifier *identifiers;
    size_t                        count;
};

/* Evaluates from the start. DMARC_PENDING: the view has open questions. */
struct dmarc_result dmarc_evaluate(const struct dmarc_request *request, struct arena *arena, struct view *view);

struct message;
/* For a message: one author domain, or the worst of several (a message without a valid author is DMARC_PERMERROR with
 * the reason, never none). Uses results->spf and results->dkim; sets results->dmarc. False while questions are open. */
MUST_USE bool dmarc_check(struct auth_results *results, const struct message *message, struct arena *arena,
                          struct view *view);

struct suffixes;
/* Sets results->dmarc.rfc7489, by the same identifiers (auth/dmarc/rfc7489.h). False while questions are open. */
MUST_USE bool dmarc_compare_rfc7489(struct auth_results *results, const struct message *message,
                                    const struct suffixes *suffixes, struct arena *arena, struct view *view);

#endif
