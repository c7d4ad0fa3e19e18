/* By what names others know this gate: in Received and Received-SPF its host, in Authentication-Results its authserv-id.
 * What comes from outside in one of these names is forged. */
#ifndef GATEWAY_OWN_NAMES_H
#define GATEWAY_OWN_NAMES_H

#include "gateway/engine.h"

struct own_names { const str *names; size_t count; };

struct own_names own_names_of(const struct engine *engine, struct arena *arena);

#endif
