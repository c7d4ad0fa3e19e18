/* Received-SPF, RFC 7208 §9.1: written on request beside Authentication-Results, for filters behind us that read it, and
 * recognised where somebody else has written it in our name. */
#ifndef AUTH_RECEIVED_SPF_H
#define AUTH_RECEIVED_SPF_H

#include "auth/results.h"
#include "base/arena.h"
#include "base/buf.h"
#include "mail/envelope.h"
#include "mail/header.h"

/* Writes one folded field with its CRLF for the identity that was checked (result->scope; for the null reverse-path both
 * identities are HELO, §2.4). Nothing for a pending result. envelope holds the client that was judged; receiver is our host
 * name. What comes from outside is quoted, escaped and capped. */
void received_spf_write(struct buf *out, const struct spf_result *result, const struct envelope *envelope, str receiver);

/* True if the field is called Received-SPF and says, by receiver= or in front of its comment, that one of ids wrote it, or
 * if it names one anywhere and cannot be read. Other hosts' fields are theirs, and stay. */
bool received_spf_is_forged(const struct header *h, const str *ids, size_t count, struct arena *arena);

#endif
