/* TLS contexts by OpenSSL (STANDARDS TLS-*): 1.2 and 1.3 only, no renegotiation, no compression. A context is made
 * with a configuration generation and never changes. */
#ifndef IO_TLS_H
#define IO_TLS_H

#include "base/arena.h"
#include "base/str.h"

struct tls_context;

/* NULL on error; *error then says which file and why. */
MUST_USE struct tls_context *tls_server_context(const char *certificate_file, const char *key_file, struct arena *arena, str *error);
MUST_USE struct tls_context *tls_client_context(struct arena *arena, str *error);     /* opportunistic: verifies nothing */
void                         tls_context_free(struct tls_context *context);

#endif
