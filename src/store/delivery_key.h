/* What makes two deliveries the same: envelope sender, recipient, and the octets of the message. Two digests, so that the
 * octets of a message need to be read only where the envelope and the size are known from an earlier one. */
#ifndef STORE_DELIVERY_KEY_H
#define STORE_DELIVERY_KEY_H

#include "base/digest.h"

enum { DELIVERY_DIGEST_OCTETS = 32 };           /* SHA-256 */

struct delivery_key {
    uint8_t envelope[DELIVERY_DIGEST_OCTETS];   /* of sender, recipient and the number of octets */
    uint8_t content[DELIVERY_DIGEST_OCTETS];    /* of the octets as the client sent them */
};

/* recipient: in the form of keys (recipient_key), since servers may write the same address in several ways. */
void delivery_key_envelope(struct delivery_key *key, const struct digests *digests, str reverse_path, str recipient, uint64_t size);
void delivery_key_content(struct delivery_key *key, const struct digests *digests, str octets);

/* As text, for files: hexadecimal digits. read: false if it is no key. */
str           delivery_key_text(struct arena *arena, const struct delivery_key *key);
MUST_USE bool delivery_key_read(str text, struct delivery_key *key);

#endif
