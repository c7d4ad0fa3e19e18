/* Names in the place of people's, where the journal is to keep none: the same person has the same name, which can be computed
 * by whoever has the key of the state directory, and by nobody else. A domain is nobody in particular, and stays. */
#ifndef GATEWAY_PSEUDONYM_H
#define GATEWAY_PSEUDONYM_H

#include "base/arena.h"
#include "base/hash.h"
#include "gateway/release_token.h"

struct pseudonyms { struct hash_key key; };

/* By the secret of the state directory (release.key), which serves both. */
struct pseudonyms pseudonyms_of(const struct release_key *secret);

str pseudonym(const struct pseudonyms *names, struct arena *arena, str text);           /* "~0123456789abcdef"; empty for nothing */
str pseudonym_address(const struct pseudonyms *names, struct arena *arena, str address);        /* "~0123456789abcdef@example.org" */

#endif
