/* The certificate by which the other side of TLS has identified itself. It has proved to hold the key; whether that means anything
 * is for the administrator to say: by the certificate's fingerprint, or by a name in it where a known CA stands behind. */
#ifndef IO_TLS_PEER_H
#define IO_TLS_PEER_H

#include "base/str.h"

struct ssl_st;          /* OpenSSL's SSL */
struct x509_st;

enum { TLS_FINGERPRINT_DIGITS = 64 };

struct tls_peer {
    char            fingerprint[TLS_FINGERPRINT_DIGITS + 1];    /* SHA-256 of the certificate, lower-case hexadecimal */
    char            name[256];          /* the subject's common name, printable ASCII; empty if there is none */
    bool            verified;           /* signed by a CA of the context's, in time, and for this use */
    struct x509_st *certificate;
};

/* NULL if it has shown none. After the handshake. */
MUST_USE struct tls_peer *tls_peer_new(const struct ssl_st *ssl);
void                      tls_peer_free(struct tls_peer *peer);         /* NULL is fine */
/* What an administrator has written: "sha256:" and a fingerprint, or a host name, which only a verified certificate has. */
MUST_USE bool             tls_peer_is(const struct tls_peer *peer, str identity);

#endif
