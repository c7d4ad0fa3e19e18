/* DKIM verification, RFC 6376 §6 with 8301 (no rsa-sha1, no short keys), 8463 (Ed25519) and 8616 (U-labels). */
#ifndef AUTH_DKIM_VERIFY_H
#define AUTH_DKIM_VERIFY_H

#include "auth/results.h"
#include "base/arena.h"
#include "base/digest.h"
#include "base/view.h"
#include "mail/message.h"

struct unicode;
struct dkim_body_hashes;

struct dkim_options {
    size_t       signatures_max;        /* verified, those aligned with the author first; 10 */
    unix_seconds now;
    bool         legacy_algorithms;     /* rsa-sha1 and short keys verify: for old vectors only */
    bool         partial_body;          /* a body with octets beyond l= may pass; else the result is policy */
    const struct digests *digests;
    const struct unicode *unicode;      /* NULL: U-labels are no valid names */
    struct dkim_body_hashes *body_hashes;       /* of this message, shared with ARC; NULL: none to share */
};

struct dkim_verifier;           /* of one message; lives in the arena, which outlives it */

/* Reads the signatures and chooses those to verify. What options point to must outlive the verifier. */
struct dkim_verifier *dkim_verifier_new(struct arena *arena, const struct message *message,
                                        const struct dkim_options *options);
/* Asks for the keys of those signatures that may be aligned with the author, and for no others: strangers' are not to take the
 * questions that these need. False while one is on its way. */
MUST_USE bool dkim_ask_for_author(struct dkim_verifier *verifier, struct view *view);
/* False while the view has open questions (keys): answer them and call again. All keys are asked for at once; when they
 * are there the body is read once for all signatures that have one, and each is verified once, however often this is
 * called. Sets dkim, dkim_count and dkim_skipped of results. */
MUST_USE bool dkim_verify(struct dkim_verifier *verifier, struct view *view, struct auth_results *results);

/* Looks whether a signature of domain, or of one below it, that fails would verify without what mailing lists add, and
 * notes it in its result (auth/dkim/alteration.h). At most one is tried, the first from the top. Call it after
 * dkim_verify is done and while the view holds its answers. */
void dkim_explain_failure(const struct dkim_verifier *verifier, str domain, struct auth_results *results);

#endif
