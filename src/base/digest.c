#include "base/digest.h"

#include <openssl/evp.h>

bool digests_open(struct digests *digests)
{
    static const char *const names[DIGEST_ALGORITHMS] = { [DIGEST_SHA256] = "SHA256", [DIGEST_SHA1] = "SHA1" };

    *digests = (struct digests){ 0 };
    for (size_t i = 0; i < DIGEST_ALGORITHMS; i++) {
        digests->algorithms[i] = EVP_MD_fetch(NULL, names[i], NULL);
        if (digests->algorithms[i] == NULL) {
            digests_close(digests);
            return false;
        }
    }
    return true;
}

void digests_close(struct digests *digests)
{
    for (size_t i = 0; i < DIGEST_ALGORITHMS; i++)
        EVP_MD_free(digests->algorithms[i]);
    *digests = (struct digests){ 0 };
}

void digest_init(struct digest *digest, const struct digests *digests, enum digest_algorithm algorithm)
{
    if (digest->context == NULL)
        digest->context = EVP_MD_CTX_new();
    ASSERT(digest->context != NULL);
    int ok = EVP_DigestInit_ex2(digest->context, digests->algorithms[algorithm], NULL);

    ASSERT(ok == 1);
}

void digest_update(struct digest *digest, str octets)
{
    if (octets.len == 0)
        return;
    int ok = EVP_DigestUpdate(digest->context, octets.ptr, octets.len);

    ASSERT(ok == 1);
}

void digest_copy(struct digest *to, const struct digest *from)
{
    if (to->context == NULL)
        to->context = EVP_MD_CTX_new();
    ASSERT(to->context != NULL);
    int ok = EVP_MD_CTX_copy_ex(to->context, from->context);

    ASSERT(ok == 1);
}

size_t digest_final(struct digest *digest, uint8_t out[DIGEST_MAX_OCTETS])
{
    unsigned len = 0;
    int      ok  = EVP_DigestFinal_ex(digest->context, out, &len);

    ASSERT(ok == 1 && len <= DIGEST_MAX_OCTETS);
    return len;
}

void digest_free(struct digest *digest)
{
    EVP_MD_CTX_free(digest->context);
    digest->context = NULL;
}

str digest_hex(struct arena *arena, const struct digests *digests, enum digest_algorithm algorithm, str octets)
{
    static const char hex[] = "0123456789abcdef";
    struct digest     digest = { 0 };
    uint8_t           out[DIGEST_MAX_OCTETS];

    digest_init(&digest, digests, algorithm);
    digest_update(&digest, octets);
    size_t len  = digest_final(&digest, out);
    char  *text = arena_octets(arena, len * 2);

    digest_free(&digest);
    for (size_t i = 0; i < len; i++) {
        text[i * 2]     = hex[out[i] >> 4];
        text[i * 2 + 1] = hex[out[i] & 15];
    }
    return (str){ text, len * 2 };
}
