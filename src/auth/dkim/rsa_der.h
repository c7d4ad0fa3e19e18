/* Cuts an RSA public key out of its DER encoding: RSAPublicKey as RFC 6376 §3.6.1 asks for, or SubjectPublicKeyInfo
 * (RFC 5280 §4.1.2.7) as everybody publishes (errata 3017 and 6674). OpenSSL's own reader takes seven times as long as
 * verifying a signature. */
#ifndef AUTH_DKIM_RSA_DER_H
#define AUTH_DKIM_RSA_DER_H

#include <stdbool.h>

#include "base/str.h"

struct rsa_public { str modulus, exponent; };   /* slices, big-endian, without leading zeros, neither empty */

/* False if der is neither of the two, to the last octet. */
MUST_USE bool rsa_der_parse(str der, struct rsa_public *key);

#endif
