/* ARC validation, RFC 8617 §5.2: the whole chain, so that a custodian whom we trust can tell what a message was like
 * when it arrived there. arc=pass says who handled it, not that it is good; arc=fail counts as no ARC at all (§5.2). */
#ifndef AUTH_ARC_VALIDATE_H
#define AUTH_ARC_VALIDATE_H

#include "auth/results.h"
#include "base/arena.h"
#include "base/digest.h"
#include "base/view.h"
#include "mail/message.h"

struct unicode;
struct dkim_body_hashes;

/* Different keys that one chain may cost: no honest chain has passed through so many hands. */
enum { ARC_KEYS_MAX = 16 };

struct arc_options {
    unix_seconds          now;
    const struct digests *digests;
    const struct unicode *unicode;              /* NULL: U-labels are no valid names */
    struct dkim_body_hashes *body_hashes;       /* of this message, shared with DKIM; NULL: none to share */
};

struct arc_validator;           /* of one message; lives in the arena, which outlives it */

/* Reads the chain and judges its structure: without a chain that could pass, nothing is asked. What options point to
 * must outlive the validator. */
struct arc_validator *arc_validator_new(struct arena *arena, const struct message *message,
                                        const struct arc_options *options);
/* False while the view has open questions (keys): answer them and call again. All keys are asked for at once, the body
 * is read at most once, and each signature is verified once, however often this is called. Sets arc of results.
 *
 * A key that cannot be had fails the chain like any other error (§5.2.1), yet with a reason of its own, and only if
 * nothing else is wrong: whoever may wait can ask again. */
MUST_USE bool arc_validate(struct arc_validator *validator, struct view *view, struct auth_results *results);

#endif
