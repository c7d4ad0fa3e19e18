/* DKIM key records: a usable key has a size that may verify; nothing that was not signed verifies under it; DER
 * yields slices without leading zeros. The input is the TXT record; its p= is also tried as DER by itself. */
#include "fuzz.h"

#include "auth/dkim/key.h"
#include "auth/dkim/rsa_der.h"

static void check_key(const struct dkim_key *key)
{
    static const char digest[32], signature[256];

    HOLDS(key->key != NULL);
    if (key->type == DKIM_KEY_RSA)
        HOLDS(key->bits >= DKIM_RSA_MIN_BITS_READ && key->bits <= DKIM_RSA_MAX_BITS);
    else
        HOLDS(key->bits == 256);
    HOLDS(!dkim_key_verify(key, DIGEST_SHA256, (str){ digest, 32 }, (str){ 0 }));
    HOLDS(key->type == DKIM_KEY_ED25519 ||
          !dkim_key_verify(key, DIGEST_SHA256, (str){ digest, 32 }, (str){ signature, sizeof signature }));
}

static void check_record(str text)
{
    struct record          record = { .data = text };
    struct answer         *answer = answer_new(ANSWER_INSECURE, 300, &record, 1, &dkim_key_kind);
    const struct dkim_key *key    = answer->parsed;

    if (key->reason == REASON_NONE)
        check_key(key);
    HOLDS(dkim_key_kind.size(key) >= sizeof *key);
    answer_release(answer);
}

FUZZ_TARGET(input)
{
    struct rsa_public key;

    check_record(input);
    if (rsa_der_parse(input, &key)) {
        HOLDS(fuzz_is_inside(key.modulus, input) && fuzz_is_inside(key.exponent, input));
        HOLDS(key.modulus.len > 0 && key.exponent.len > 0 && key.modulus.ptr[0] != '\0' && key.exponent.ptr[0] != '\0');
    }
}
