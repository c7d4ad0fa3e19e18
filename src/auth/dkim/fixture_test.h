/* Keys made for the tests, and what they sign: for DKIM and ARC. */
#ifndef AUTH_DKIM_FIXTURE_TEST_H
#define AUTH_DKIM_FIXTURE_TEST_H

#include "base/arena.h"
#include "base/digest.h"

enum fixture_key { RSA_2048, RSA_1024, RSA_512, ED25519, KEY_COUNT };

const struct digests *fixture_digests(void);

/* For p= of a key record, in base64. */
str fixture_public_key(struct arena *arena, enum fixture_key which);

/* The signature of octets for b=, in base64; Ed25519 signs their digest (RFC 8463 §3). */
str fixture_sign(struct arena *arena, enum fixture_key which, enum digest_algorithm algorithm, str octets);

#endif
