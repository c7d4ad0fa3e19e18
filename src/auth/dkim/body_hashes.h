/* The body hashes that one message needs, whichever of its signatures ask for them: DKIM's and ARC's mostly want the
 * same one, and a body of megabytes is read once for all of them. */
#ifndef AUTH_DKIM_BODY_HASHES_H
#define AUTH_DKIM_BODY_HASHES_H

#include "auth/dkim/canon_body.h"

struct dkim_body_hashes;        /* lives in the arena; body and digests outlive it */

struct dkim_body_hashes *dkim_body_hashes_new(struct arena *arena, const struct digests *digests, str body);

/* Notes what is wanted. What was found stands in the hash after the next call of compute. */
const struct dkim_body_hash *dkim_body_hashes_want(struct dkim_body_hashes *hashes, enum dkim_canon canon,
                                                   enum digest_algorithm algorithm, uint64_t length);
/* Reads the body once for all that is wanted and not yet known; not at all if there is nothing. */
void dkim_body_hashes_compute(struct dkim_body_hashes *hashes);

/* Walks what was found, in the order asked: pass NULL first. NULL after the last. */
const struct dkim_body_hash *dkim_body_hashes_next(const struct dkim_body_hashes *hashes, const struct dkim_body_hash *after);

/* For a message of which only a record is left: its body was hashed when it came. What is not on record cannot be found
 * any more, and stays empty. */
struct dkim_body_hashes *dkim_body_hashes_recorded(struct arena *arena, const struct dkim_body_hash *recorded, size_t count);
/* True if such a hash was asked for. */
bool dkim_body_hashes_lack_any(const struct dkim_body_hashes *hashes);

#endif
