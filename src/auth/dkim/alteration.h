/* Whether a signature that fails would verify without what mailing lists add to messages. That explains the failure and
 * passes nothing: what was added is nobody's, and may be all that a reader looks at. */
#ifndef AUTH_DKIM_ALTERATION_H
#define AUTH_DKIM_ALTERATION_H

#include "auth/dkim/key.h"
#include "auth/dkim/signature.h"
#include "mail/message.h"

/* A signature that is sound but for the body hash or the signature itself. */
struct dkim_failed {
    const struct message        *message;
    const struct header         *field;         /* the signature's own */
    const struct dkim_signature *signature;
    const struct dkim_key       *key;
    bool                         body_verifies;
};

/* Bits of enum dkim_alteration: without these it would verify. 0: no guess fits. Costs at most DKIM_RESTORED_MAX body
 * hashes and two verifications. */
unsigned dkim_find_alterations(const struct dkim_failed *failed, const struct digests *digests, struct arena *arena);

#endif
