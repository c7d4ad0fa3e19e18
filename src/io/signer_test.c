#include "io/signer_test.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/base64.h"
#include "io/sys.h"
#include "unit.h"

enum { ALGORITHM = 13, POINT_OCTETS = 65, COORDINATE_OCTETS = 32, KEY_OCTETS = 4 + POINT_OCTETS - 1 };

#define ZONE "\x06signed\x04test\x00"

struct signer { EVP_PKEY *key; unsigned char dnskey[KEY_OCTETS]; };

struct signer *signer_new(void)
{
    struct signer *signer = calloc(1, sizeof *signer);
    unsigned char  point[POINT_OCTETS];
    size_t         len = 0;

    signer->key = EVP_EC_gen("P-256");
    if (signer->key == NULL ||
        !EVP_PKEY_get_octet_string_param(signer->key, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point, &len)) {
        signer_free(signer);
        return NULL;
    }
    /* Zone key and secure entry point, protocol 3; the point without its leading 4 (RFC 6605 §4). */
    memcpy(signer->dnskey, "\x01\x01\x03", 3);
    signer->dnskey[3] = ALGORITHM;
    memcpy(signer->dnskey + 4, point + 1, POINT_OCTETS - 1);
    return signer;
}

void signer_free(struct signer *signer)
{
    if (signer != NULL)
        EVP_PKEY_free(signer->key);
    free(signer);
}

str signer_dnskey(const struct signer *signer)
{
    return (str){ (const char *)signer->dnskey, sizeof signer->dnskey };
}

/* RFC 4034 appendix B. */
static unsigned key_tag(const struct signer *signer)
{
    unsigned long sum = 0;

    for (size_t i = 0; i < sizeof signer->dnskey; i++)
        sum += i & 1 ? signer->dnskey[i] : (unsigned long)signer->dnskey[i] << 8;
    return (unsigned)((sum + (sum >> 16)) & 0xffff);
}

static void add_number(struct buf *out, uint64_t value, int octets)
{
    for (int i = octets - 1; i >= 0; i--)
        buf_add_char(out, (char)(value >> (8 * i)));
}

static unsigned count_labels(str name)
{
    unsigned labels = 0;

    for (size_t at = 0; name.ptr[at] != 0; at += 1 + (unsigned char)name.ptr[at])
        labels++;
    return labels;
}

/* ECDSA signatures of DNSSEC are the two numbers, without ASN.1 (RFC 6605 §4). */
static void add_signature(const struct signer *signer, str octets, struct buf *out)
{
    unsigned char        der[128], numbers[2 * COORDINATE_OCTETS];
    const unsigned char *at      = der;
    size_t               len     = sizeof der;
    EVP_MD_CTX          *context = EVP_MD_CTX_new();

    CHECK_EQ(EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, signer->key), 1);
    CHECK_EQ(EVP_DigestSign(context, der, &len, (const unsigned char *)octets.ptr, octets.len), 1);
    EVP_MD_CTX_free(context);
    ECDSA_SIG *signature = d2i_ECDSA_SIG(NULL, &at, (long)len);

    BN_bn2binpad(ECDSA_SIG_get0_r(signature), numbers, COORDINATE_OCTETS);
    BN_bn2binpad(ECDSA_SIG_get0_s(signature), numbers + COORDINATE_OCTETS, COORDINATE_OCTETS);
    ECDSA_SIG_free(signature);
    buf_add(out, (str){ (const char *)numbers, sizeof numbers });
}

void signer_sign(const struct signer *signer, str owner, uint16_t type, str data, struct buf *rrsig)
{
    BUF_SCOPE fields = { 0 }, text = { 0 };
    int64_t   now    = sys_now();

    add_number(&fields, type, 2);
    add_number(&fields, ALGORITHM, 1);
    add_number(&fields, count_labels(owner), 1);
    add_number(&fields, SIGNER_TTL, 4);
    add_number(&fields, (uint64_t)now + 3600, 4);       /* expiration */
    add_number(&fields, (uint64_t)now - 3600, 4);       /* inception */
    add_number(&fields, key_tag(signer), 2);
    buf_add(&fields, STR(ZONE));

    buf_add(&text, buf_str(&fields));                   /* RFC 4034 §3.1.8.1 */
    buf_add(&text, owner);
    add_number(&text, type, 2);
    add_number(&text, 1, 2);
    add_number(&text, SIGNER_TTL, 4);
    add_number(&text, data.len, 2);
    buf_add(&text, data);

    buf_add(rrsig, buf_str(&fields));
    add_signature(signer, buf_str(&text), rrsig);
}

bool signer_write_anchor(const struct signer *signer, const char *path)
{
    ARENA_SCOPE arena = { 0 };
    str         key   = base64_encode(&arena, str_from(signer_dnskey(signer), 4));
    FILE       *file  = fopen(path, "w");

    if (file == NULL)
        return false;
    fprintf(file, "signed.test. IN DNSKEY 257 3 %d %.*s\n", ALGORITHM, STR_ARG(key));
    return fclose(file) == 0;
}
