#include "auth/dkim/rsa_der.h"

enum { DER_INTEGER = 0x02, DER_BIT_STRING = 0x03, DER_SEQUENCE = 0x30 };

/* X.690 §8.1.3 and §10.1: one octet, or 0x80 + n and n octets, in the shortest form. */
static bool take_length(str *rest, size_t *len)
{
    if (rest->len == 0)
        return false;
    size_t first = (unsigned char)rest->ptr[0], octets = first - 0x80;

    *rest = str_from(*rest, 1);
    *len  = first;
    if (first < 0x80)
        return true;
    if (octets < 1 || octets > 3 || rest->len < octets)
        return false;
    *len = 0;
    for (size_t i = 0; i < octets; i++)
        *len = *len << 8 | (unsigned char)rest->ptr[i];
    *rest = str_from(*rest, octets);
    return *len >= 0x80 && *len >> (8 * (octets - 1)) != 0;
}

/* Moves past one element with this tag; contents are what it holds. */
static bool take(str *rest, unsigned char tag, str *contents)
{
    size_t len;

    if (rest->len == 0 || (unsigned char)rest->ptr[0] != tag)
        return false;
    *rest = str_from(*rest, 1);
    if (!take_length(rest, &len) || len > rest->len)
        return false;
    *contents = str_slice(*rest, 0, len);
    *rest     = str_from(*rest, len);
    return true;
}

/* A positive INTEGER, in the shortest form (X.690 §8.3.2): a leading zero only where it keeps the number positive. */
static bool take_positive(str *rest, str *number)
{
    if (!take(rest, DER_INTEGER, number) || number->len == 0 || ((unsigned char)number->ptr[0] & 0x80) != 0)
        return false;
    if (number->ptr[0] != 0)
        return true;
    *number = str_from(*number, 1);
    return number->len > 0 && ((unsigned char)number->ptr[0] & 0x80) != 0;
}

/* RSAPublicKey, RFC 8017 A.1.1. */
static bool parse_bare(str der, struct rsa_public *key)
{
    str numbers;

    return take(&der, DER_SEQUENCE, &numbers) && der.len == 0 && take_positive(&numbers, &key->modulus) &&
           take_positive(&numbers, &key->exponent) && numbers.len == 0;
}

/* SubjectPublicKeyInfo with rsaEncryption, whose parameters are NULL (RFC 3279 §2.3.1). */
static bool parse_info(str der, struct rsa_public *key)
{
    static const str rsa_encryption = STR_INIT("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00");
    str              info, algorithm, bits;

    return take(&der, DER_SEQUENCE, &info) && der.len == 0 && take(&info, DER_SEQUENCE, &algorithm) &&
           str_equal(algorithm, rsa_encryption) && take(&info, DER_BIT_STRING, &bits) && info.len == 0 &&
           bits.len > 0 && bits.ptr[0] == 0 /* unused bits */ && parse_bare(str_from(bits, 1), key);
}

bool rsa_der_parse(str der, struct rsa_public *key)
{
    return parse_info(der, key) || parse_bare(der, key);
}
