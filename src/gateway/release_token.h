/* How a held message that was released is known again when it comes back: the field X-Gatepost-Released carries a token, a MAC
 * over the message's id, a time, and what people read of the message, with a key that only this server has. A mail server may
 * fold, unfold and end lines anew on the way, so blanks and line ends do not count.
 *
 * The token counts for a day, and a milter takes it off: whoever gets the message has nothing that he could send again. */
#ifndef GATEWAY_RELEASE_TOKEN_H
#define GATEWAY_RELEASE_TOKEN_H

#include "base/digest.h"
#include "base/mac.h"
#include "base/time.h"
#include "mail/message.h"

enum { RELEASE_TOKEN_SECONDS = 86400 };

struct release_key { uint8_t octets[MAC_KEY_OCTETS]; };

/* "TIME.MAC", to stand behind "; token=" in the field. */
str release_token_make(const struct release_key *key, const struct digests *digests, const struct message *message, str id,
                       struct arena *arena, unix_seconds now);
/* True if a field of the message has a token of ours for it. */
MUST_USE bool release_token_holds(const struct release_key *key, const struct digests *digests, const struct message *message,
                                  struct arena *arena, unix_seconds now);
/* The field's value without its token. */
str release_token_strip(str value);

/* The key in the state directory; create: made if it is not there. False: none can be had, with a sentence in *error unless
 * there simply is none. */
MUST_USE bool release_key_load(struct release_key *key, const char *state_dir, bool create, struct arena *arena, str *error);

#endif
