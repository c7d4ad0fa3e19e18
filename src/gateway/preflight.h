/* What can be said of a start beforehand, without opening, binding or changing anything: `gatepost serve -t`. */
#ifndef GATEWAY_PREFLIGHT_H
#define GATEWAY_PREFLIGHT_H

#include "gateway/engine.h"
#include "io/tls.h"

/* False with a sentence in *error if a folder, a file or an account is missing that the server would not start without. */
MUST_USE bool preflight_check(const struct config *config, struct arena *arena, str *error);

/* What is allowed, and yet may not be meant: sentences for the administrator, in the arena; *count of them. tls is the context of
 * each listener, NULL where there is none. */
str *preflight_notes(const struct engine *engine, struct tls_context *const *tls, struct arena *arena, size_t *count);

#endif
