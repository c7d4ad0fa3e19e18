/* DKIM key records: a usable key has a size that may verify; nothing that was not signed verifies under it; DER
 * yields slices without leading zeros. An answer without records is the lack of a key, a failure is none of that; a key
 * that is judged fit is of the type and hash that were asked for, and long enough. The input is the TXT record, and is
 * tried as DER by itself.
 *
 * Covers: src/auth/dkim/key.c src/auth/dkim/rsa_der.c */
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

static void check_judging(const struct dkim_key *key)
{
    for (enum dkim_key_type type = DKIM_KEY_RSA; type <= DKIM_KEY_ED25519; type++)
        for (size_t hash = 0; hash < DIGEST_ALGORITHMS; hash++) {
            enum auth_reason unfit = dkim_key_judge(key, type, (enum digest_algorithm)hash, DKIM_RSA_MIN_BITS);

            HOLDS(key->reason == REASON_NONE || unfit == key->reason);
            HOLDS(unfit != REASON_NONE || (key->type == type && key->allows[hash]));
            HOLDS(unfit != REASON_NONE || type != DKIM_KEY_RSA || key->bits >= DKIM_RSA_MIN_BITS);
        }
}

/* Which key there is in an answer of this state, with one record where it may have some. */
static void check_state(enum answer_state state, str text)
{
    struct record          record = { .data = text };
    bool                   some   = state == ANSWER_SECURE || state == ANSWER_INSECURE;
    struct answer         *answer = answer_new(state, 300, &record, some, &dkim_key_kind);
    const struct dkim_key *key    = NULL;
    enum auth_reason       none   = dkim_key_find(answer, &key);

    HOLDS((none == REASON_NONE) == some && (key != NULL) == some);
    HOLDS((none == REASON_DKIM_KEY_UNAVAILABLE) == answer_state_is_failure(state));
    answer_release(answer);
}

static void check_record(str text)
{
    struct record          record = { .data = text };
    struct answer         *answer = answer_new(ANSWER_INSECURE, 300, &record, 1, &dkim_key_kind);
    const struct dkim_key *key    = answer->parsed;

    if (key->reason == REASON_NONE)
        check_key(key);
    check_judging(key);
    HOLDS(dkim_key_kind.size(key) >= sizeof *key);
    answer_release(answer);
}

FUZZ_TARGET(input)
{
    struct rsa_public key;

    check_record(input);
    for (enum answer_state state = ANSWER_SECURE; state <= ANSWER_UNRECORDED; state++)
        check_state(state, input);
    if (rsa_der_parse(input, &key)) {
        HOLDS(fuzz_is_inside(key.modulus, input) && fuzz_is_inside(key.exponent, input));
        HOLDS(key.modulus.len > 0 && key.exponent.len > 0 && key.modulus.ptr[0] != '\0' && key.exponent.ptr[0] != '\0');
    }
}
