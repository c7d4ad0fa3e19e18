#include "gateway/generation.h"

#include <stdlib.h>

enum { TEXT_LINE_MAX_OCTETS = 65535 };

void generation_keep(struct generation *generation)
{
    atomic_fetch_add(&generation->references, 1);
}

void generation_release(struct generation *generation)
{
    if (generation == NULL || atomic_fetch_sub(&generation->references, 1) != 1)
        return;
    for (size_t i = 0; generation->tls != NULL && i < generation->engine->config->listener_count; i++)
        tls_context_free(generation->tls[i]);
    engine_close(generation->engine);
    arena_free(&generation->arena);
    free(generation);
}

static bool open_tls(struct generation *generation, struct arena *arena, str *error)
{
    const struct config *config = generation->engine->config;

    generation->tls = ARENA_ARRAY(&generation->arena, struct tls_context *, config->listener_count);
    for (size_t i = 0; i < config->listener_count; i++) {
        const struct config_listener *listener = &config->listeners[i];

        if (listener->tls.pair_count == 0)
            continue;
        generation->tls[i] = tls_server_context(&listener->tls, arena, error);
        if (generation->tls[i] == NULL) {
            *error = arena_printf(arena, "listener %.*s: %.*s", STR_ARG(listener->name), STR_ARG(*error));
            return false;
        }
    }
    return true;
}

static void set_options(struct generation *generation)
{
    const struct config *config = generation->engine->config;

    generation->smtp = ARENA_ARRAY(&generation->arena, struct smtp_server_options, config->listener_count);
    for (size_t i = 0; i < config->listener_count; i++)
        generation->smtp[i] = (struct smtp_server_options){
            .hostname             = config->hostname,
            .offer_tls            = generation->tls[i] != NULL,
            .message_max_octets   = config->message_max_octets,
            .text_line_max_octets = TEXT_LINE_MAX_OCTETS,
            .recipients_max       = config->recipients_max,
            .errors_max           = config->errors_max,
            .commands_max         = config->commands_max,
            .lax_path_syntax      = config->listeners[i].lax_path_syntax,
            .withheld             = config->listeners[i].withheld,
        };
    generation->resolver = engine_resolver_options(generation->engine);
}

struct generation *generation_open(const char *file, unsigned number, struct arena *arena, str *error)
{
    struct generation *generation = calloc(1, sizeof *generation);

    ASSERT(generation != NULL);
    atomic_init(&generation->references, 1);
    generation->number = number;
    generation->engine = engine_open(file, ENGINE_SERVER, arena, error);
    if (generation->engine == NULL) {
        free(generation);
        return NULL;
    }
    if (!open_tls(generation, arena, error)) {
        generation_release(generation);
        return NULL;
    }
    set_options(generation);
    return generation;
}
