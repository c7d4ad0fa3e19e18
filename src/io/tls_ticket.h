/* Session tickets (RFC 5077, RFC 8446 §4.6.1) under keys that change: whoever steals a key reads the sessions of some
 * hours, not of all the time since the program began. Shared by the workers of a context. */
#ifndef IO_TLS_TICKET_H
#define IO_TLS_TICKET_H

#include <stdint.h>

#include "base/attr.h"

struct ssl_ctx_st;      /* OpenSSL's SSL_CTX */
struct tls_tickets;

enum { TLS_TICKET_KEY_LIFE_MS = 6 * 3600 * 1000 };

/* Issues under a key for its life, and accepts for as long again what was issued under it. NULL if OpenSSL refuses.
 * steady_ms is the clock: sys_steady_ms, but in tests. */
MUST_USE struct tls_tickets *tls_tickets_new(struct ssl_ctx_st *ctx, int64_t (*steady_ms)(void));
void                         tls_tickets_free(struct tls_tickets *tickets);     /* after the context */

#endif
