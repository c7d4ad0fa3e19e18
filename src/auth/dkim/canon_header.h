/* Canonicalization of header fields, RFC 6376 §3.4.1 and §3.4.2. */
#ifndef AUTH_DKIM_CANON_HEADER_H
#define AUTH_DKIM_CANON_HEADER_H

#include "auth/dkim/canon.h"
#include "base/buf.h"
#include "mail/header.h"

/* Appends the field, ended by one CRLF. */
void dkim_canon_field(struct buf *out, enum dkim_canon canon, const struct header *field);

/* Appends the signature field itself as it was hashed (§3.7): the value of b= with the blanks around it taken out,
 * and without final CRLF. b is the value, a slice of the field. */
void dkim_canon_signature_field(struct buf *out, enum dkim_canon canon, const struct header *field, str b);

#endif
