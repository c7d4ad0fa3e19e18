/* DKIM key records, RFC 6376 §3.6.1, from the TXT answer to a key ready for verifying, kept in the cache with the
 * answer. */
#ifndef AUTH_DKIM_KEY_H
#define AUTH_DKIM_KEY_H

#include <stdbool.h>

#include "auth/reason.h"
#include "base/digest.h"
#include "base/view.h"

enum dkim_key_type { DKIM_KEY_RSA, DKIM_KEY_ED25519 };

/* Verified: the bounds of RFC 8301 §3.2. Keys down to 512 bits are read, for verifying old messages on request. */
enum { DKIM_RSA_MIN_BITS = 1024, DKIM_RSA_MIN_BITS_READ = 512, DKIM_RSA_MAX_BITS = 8192 };

struct dkim_key {
    enum auth_reason   reason;          /* REASON_NONE: usable; else why not, and only bits means something then */
    enum dkim_key_type type;
    int                bits;
    bool               is_test;         /* t=y */
    bool               same_domain;     /* t=s: i= may not be in a subdomain */
    bool               allows[DIGEST_ALGORITHMS];       /* h= */
    void              *key;             /* EVP_PKEY */
    void              *context;         /* EVP_PKEY_CTX, prepared for SHA-256 and never used itself; RSA only */
};

/* For view_ask: answer->parsed is then a const struct dkim_key. */
extern const struct record_kind dkim_key_kind;

/* Where the key of a selector stands, RFC 6376 §3.6.2.1. */
str dkim_key_name(struct arena *arena, str selector, str domain);
/* The key in an answer that is there (not pending), with *key set; or why there is none, which may pass or not. */
enum auth_reason dkim_key_find(const struct answer *answer, const struct dkim_key **key);
/* REASON_NONE, or why the key may not verify a signature of this kind: RFC 6376 §6.1.2, steps 6 to 8, RFC 8301 §3.2. */
enum auth_reason dkim_key_judge(const struct dkim_key *key, enum dkim_key_type type, enum digest_algorithm hash,
                                int rsa_bits_min);

/* True if signature is one of the digest by this key: RSASSA-PKCS1-v1_5 (RFC 8017 §8.2.2) or, over the SHA-256 digest
 * as the message, PureEdDSA (RFC 8463 §3). Any number of threads may use one key at a time. */
MUST_USE bool dkim_key_verify(const struct dkim_key *key, enum digest_algorithm algorithm, str digest, str signature);

#endif
