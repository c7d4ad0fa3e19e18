/* The certificates of a server, and which of them a client is shown: those that carry the name it asks for (SNI, RFC 6066
 * §3), else the first. Beside each other stand an RSA and an ECDSA certificate of one name; the client's abilities choose
 * between them. Immutable once loaded. */
#ifndef IO_TLS_CERTIFICATES_H
#define IO_TLS_CERTIFICATES_H

#include "base/arena.h"
#include "base/str.h"
#include "base/time.h"

struct ssl_st;          /* OpenSSL's SSL */
struct ssl_ctx_st;      /* and SSL_CTX */

/* Files in PEM. The first holds the chain, the server's own certificate first. */
struct tls_pair { const char *certificate, *key; };

struct tls_certificates;

/* At least one pair. NULL on error; *error then says which file and why. */
MUST_USE struct tls_certificates *tls_certificates_load(const struct tls_pair *pairs, size_t count, struct arena *arena,
                                                        str *error);
void                              tls_certificates_free(struct tls_certificates *certificates);

/* When the first of the certificates ends to be valid. */
unix_seconds                      tls_certificates_end(const struct tls_certificates *certificates);

/* For clients that ask for no name, or for one that no certificate carries (STANDARDS TLS-7): the first certificate, and
 * those of other key types that carry its first name. */
MUST_USE bool tls_certificates_set_default(const struct tls_certificates *certificates, struct ssl_ctx_st *ctx);
/* Gives the session the certificates for name, by exact match before wildcard (RFC 9525 §6.3: whole left-most label only,
 * and subjectAltName alone). False, and the session is left as it was, if there is none. */
MUST_USE bool tls_certificates_choose(const struct tls_certificates *certificates, struct ssl_st *ssl, const char *name);

#endif
