/* One generation of the configuration: what was read at the start, or by a reload. A session keeps the one that it began with, so
 * several may be alive at a time. */
#ifndef GATEWAY_GENERATION_H
#define GATEWAY_GENERATION_H

#include <stdatomic.h>

#include "gateway/engine.h"
#include "io/loop.h"
#include "io/resolver.h"
#include "io/tls.h"
#include "smtp/server.h"

struct server;

/* A configuration with what a server needs of it, immutable. Counted: each worker holds the newest, each session the one
 * it began with. */
struct generation {
    atomic_uint                 references;
    unsigned                    number;
    struct engine              *engine;
    struct arena                arena;
    struct tls_context        **tls;            /* of each listener; NULL: none */
    struct smtp_server_options *smtp;           /* of each listener */
    struct resolver_options     resolver;
    atomic_size_t               awaited;        /* workers that do not work by it yet */
    struct loop_task            adopted;        /* once all do */
    struct server              *server;
};

/* Reads the configuration and all that it names. NULL with a sentence in *error. It is counted once, for the caller. */
MUST_USE struct generation *generation_open(const char *file, unsigned number, struct arena *arena, str *error);
void                        generation_keep(struct generation *generation);
void                        generation_release(struct generation *generation);        /* NULL is nothing */

#endif
