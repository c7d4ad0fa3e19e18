#include "auth/dkim/fixture_test.h"

#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "base/base64.h"
#include "unit.h"

const struct digests *fixture_digests(void)
{
    static struct digests opened;

    if (opened.algorithms[0] == NULL)
        CHECK(digests_open(&opened));
    return &opened;
}

static EVP_PKEY *private_key(enum fixture_key which)
{
    static EVP_PKEY      *keys[KEY_COUNT];
    static const unsigned bits[KEY_COUNT] = { [RSA_2048] = 2048, [RSA_1024] = 1024, [RSA_512] = 512 };

    if (keys[which] == NULL)
        keys[which] = which == ED25519 ? EVP_PKEY_Q_keygen(NULL, NULL, "ED25519") : EVP_RSA_gen(bits[which]);
    ASSERT(keys[which] != NULL);
    return keys[which];
}

str fixture_public_key(struct arena *arena, enum fixture_key which)
{
    unsigned char *der = NULL, raw[32];
    size_t         len = sizeof raw;

    if (which == ED25519) {
        ASSERT(EVP_PKEY_get_raw_public_key(private_key(which), raw, &len) == 1);
        return base64_encode(arena, (str){ (const char *)raw, len });
    }
    int der_len = i2d_PUBKEY(private_key(which), &der);

    ASSERT(der_len > 0);
    str text = base64_encode(arena, (str){ (const char *)der, (size_t)der_len });

    OPENSSL_free(der);
    return text;
}

str fixture_sign(struct arena *arena, enum fixture_key which, enum digest_algorithm algorithm, str octets)
{
    unsigned char signature[512];
    size_t        len     = sizeof signature;
    EVP_MD_CTX   *context = EVP_MD_CTX_new();

    if (which == ED25519) {         /* of the digest, RFC 8463 §3 */
        struct digest digest = { 0 };
        uint8_t       found[DIGEST_MAX_OCTETS];

        digest_init(&digest, fixture_digests(), algorithm);
        digest_update(&digest, octets);
        size_t digest_len = digest_final(&digest, found);

        digest_free(&digest);
        ASSERT(EVP_DigestSignInit(context, NULL, NULL, NULL, private_key(which)) == 1 &&
               EVP_DigestSign(context, signature, &len, found, digest_len) == 1);
    } else {
        const EVP_MD *md = algorithm == DIGEST_SHA1 ? EVP_sha1() : EVP_sha256();

        ASSERT(EVP_DigestSignInit(context, NULL, md, NULL, private_key(which)) == 1 &&
               EVP_DigestSign(context, signature, &len, (const unsigned char *)octets.ptr,
                              octets.len) == 1);
    }
    EVP_MD_CTX_free(context);
    return base64_encode(arena, (str){ (const char *)signature, len });
}
