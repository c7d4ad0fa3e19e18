/* TLS contexts by OpenSSL (STANDARDS TLS-*): 1.2 and 1.3 unless a listener is told otherwise, no renegotiation, no
 * compression. A context is made with a configuration generation and never changes. */
#ifndef IO_TLS_H
#define IO_TLS_H

#include "base/arena.h"
#include "base/str.h"
#include "io/tls_certificates.h"
#include "io/tls_peer.h"

struct tls_context;

/* RFC 8996 forbids what comes before 1.2; machines that will never learn it are sometimes worth an exception. */
enum tls_minimum { TLS_MINIMUM_1_2, TLS_MINIMUM_1_3, TLS_MINIMUM_1_1, TLS_MINIMUM_1_0 };

struct tls_server_options {
    const struct tls_pair *pairs;               /* the first is the default, others are shown by name */
    size_t                 pair_count;
    enum tls_minimum       minimum;
    bool                   ask_for_certificate; /* of the client, which may have none; stream_tls_peer tells */
    const char            *client_ca;           /* PEM; NULL: no certificate counts as verified */
};

/* NULL on error; *error then says which file and why. */
MUST_USE struct tls_context *tls_server_context(const struct tls_server_options *options, struct arena *arena, str *error);
/* When the first certificate of a server ends to be valid. */
unix_seconds                 tls_context_end(const struct tls_context *context);
/* No handshake fails for the server's certificate; stream_tls_peer tells what it proves. CAs are those of the system. */
MUST_USE struct tls_context *tls_client_context(struct arena *arena, str *error);
void                         tls_context_free(struct tls_context *context);     /* after all its sessions */

/* ---- one connection, for stream.c ---- */

struct ssl_st;          /* OpenSSL's SSL */

enum tls_progress { TLS_DONE, TLS_WANTS_READ, TLS_WANTS_WRITE, TLS_CLOSED, TLS_FAILED };

MUST_USE struct ssl_st *tls_session_new(struct tls_context *context, int fd, bool as_server, str server_name);
void                    tls_session_free(struct ssl_st *ssl);
void                    tls_feed(struct ssl_st *ssl, str octets);        /* the peer's, read from the socket before */
MUST_USE enum tls_progress tls_handshake(struct ssl_st *ssl);
MUST_USE enum tls_progress tls_read(struct ssl_st *ssl, char *out, size_t size, size_t *got);
MUST_USE enum tls_progress tls_write(struct ssl_st *ssl, str octets, size_t *put);
void                    tls_close_notify(struct ssl_st *ssl);           /* best effort */
bool                    tls_has_pending(const struct ssl_st *ssl);      /* octets that the socket will not announce */
unsigned long           tls_take_error(void);                           /* of the step that has just failed */
const char             *tls_error_text(unsigned long error);
str                     tls_version(const struct ssl_st *ssl);
str                     tls_cipher(const struct ssl_st *ssl);

#endif
