/* Session tickets (RFC 5077, RFC 8446 §4.6.1) under keys that change: whoever steals a key reads the sessions of some
 * hours, not of all the time since the program began. Shared by the workers of a context. */
#ifndef IO_TLS_TICKET_H
#define IO_TLS_TICKET_H

#include "base/attr.h"

struct ssl_ctx_st;      /* OpenSSL's SSL_CTX */
struct tls_tickets;

/* Issues under a key for 6 hours, and accepts for 6 more what was issued under it. NULL if OpenSSL refuses. */
MUST_USE struct tls_tickets *tls_tickets_new(struct ssl_ctx_st *ctx);
void                         tls_tickets_free(struct tls_tickets *tickets);     /* after the context */

#endif
