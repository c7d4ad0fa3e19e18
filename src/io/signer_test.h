/* For the tests of the resolver: signs record sets of the zone "signed.test" (RFC 4034), by ECDSA P-256 (RFC 6605). */
#ifndef IO_SIGNER_TEST_H
#define IO_SIGNER_TEST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

enum { DNS_RRSIG = 46, DNS_DNSKEY = 48, DNS_OPT = 41, SIGNER_TTL = 60 };

struct signer;

struct signer *signer_new(void);                /* NULL if OpenSSL refuses */
void           signer_free(struct signer *signer);
str            signer_dnskey(const struct signer *signer);              /* RDATA; lives as long as the signer */
/* Appends the RDATA of the RRSIG of a set of one record. owner is in wire form and lower case. */
void           signer_sign(const struct signer *signer, str owner, uint16_t type, str data, struct buf *rrsig);
/* Writes the file that makes the key a trust anchor. */
bool           signer_write_anchor(const struct signer *signer, const char *path);

#endif
