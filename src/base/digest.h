/* Message digests by OpenSSL, with the algorithms fetched once: looking one up per message costs as much as
 * hashing a short message. */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

enum digest_algorithm { DIGEST_SHA256, DIGEST_SHA1, DIGEST_ALGORITHMS };
enum { DIGEST_MAX_OCTETS = 32 };

static inline size_t digest_octets(enum digest_algorithm algorithm) { return algorithm == DIGEST_SHA1 ? 20 : 32; }

/* The fetched algorithms, shared by all threads, read-only. */
struct digests { void *algorithms[DIGEST_ALGORITHMS]; };        /* EVP_MD */

MUST_USE bool digests_open(struct digests *digests);
void          digests_close(struct digests *digests);

/* A running digest. Reused: init again after final, free at the end. */
struct digest { void *context; };                               /* EVP_MD_CTX */

void   digest_init(struct digest *digest, const struct digests *digests, enum digest_algorithm algorithm);
void   digest_update(struct digest *digest, str octets);
/* to continues from where from stands, which is left as it is: for texts that begin alike. */
void   digest_copy(struct digest *to, const struct digest *from);
size_t digest_final(struct digest *digest, uint8_t out[DIGEST_MAX_OCTETS]);     /* returns the length: 32 or 20 */
void   digest_free(struct digest *digest);

str    digest_hex(struct arena *arena, const struct digests *digests, enum digest_algorithm algorithm, str octets);

#endif
