/* The octets of the header that a signature covers, RFC 6376 §3.7, and whether it really signs them: for DKIM-Signature
 * and ARC-Message-Signature alike. */
#ifndef AUTH_DKIM_SIGNED_HEADER_H
#define AUTH_DKIM_SIGNED_HEADER_H

#include "auth/dkim/signature.h"
#include "auth/dkim/signed_fields.h"
#include "base/buf.h"

/* Replaces what out holds by the octets that were signed (step 2). own is the signature's field. fields tells
 * afterwards what was taken. */
void dkim_signed_header_write(struct buf *out, const struct dkim_signature *s, const struct header *own,
                              struct signed_fields *fields);

/* True if the signature is one of these octets. digest is a caller's to reuse. */
MUST_USE bool dkim_signed_header_verify(str octets, const struct dkim_signature *s, const struct dkim_key *key,
                                        struct digest *digest, const struct digests *digests);

/* True if a signature took one field and left another of those that may stand once (RFC 5322 §3.6, RFC 2045) and change
 * what readers see. Signers that do not sign one more than there is let anybody put a second one on top: the signature
 * still verifies, and readers show the wrong one. */
bool dkim_signed_header_has_added(const struct signed_fields *fields);

#endif
