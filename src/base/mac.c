#include "base/mac.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

void mac_make(const uint8_t key[MAC_KEY_OCTETS], str octets, uint8_t out[MAC_OCTETS])
{
    unsigned len = 0;

    ASSERT(HMAC(EVP_sha256(), key, MAC_KEY_OCTETS, (const unsigned char *)octets.ptr, octets.len, out, &len) != NULL);
    ASSERT(len == MAC_OCTETS);
}

bool mac_equal(const uint8_t a[MAC_OCTETS], const uint8_t b[MAC_OCTETS])
{
    return CRYPTO_memcmp(a, b, MAC_OCTETS) == 0;
}
