/* Body hashes, RFC 6376 §3.4.3, §3.4.4 and §3.7: the body is read once, in pieces of any size, and feeds every
 * (canonicalization, hash, length) that the signatures of a message want. */
#ifndef AUTH_DKIM_CANON_BODY_H
#define AUTH_DKIM_CANON_BODY_H

#include "auth/dkim/canon.h"
#include "base/arena.h"
#include "base/digest.h"

#define DKIM_WHOLE_BODY UINT64_MAX

struct dkim_body_hash {
    enum dkim_canon       canon;                /* wanted */
    enum digest_algorithm algorithm;
    uint64_t              length;               /* octets of the canonical body, l=; DKIM_WHOLE_BODY for all */
    uint8_t               octets[DIGEST_MAX_OCTETS];    /* found */
    size_t                len;
    uint64_t              canonical_octets;     /* of the whole canonical body, whatever length says */
};

struct dkim_body_hasher;

/* Lives in the arena, and holds digests until final is called. The hashes are the caller's and outlive it. */
struct dkim_body_hasher *dkim_body_hasher_new(struct arena *arena, const struct digests *digests,
                                              struct dkim_body_hash *hashes, size_t count);
void dkim_body_hasher_update(struct dkim_body_hasher *hasher, str octets);
/* Fills in what was found. The hasher is of no use afterwards. */
void dkim_body_hasher_final(struct dkim_body_hasher *hasher);

#endif
