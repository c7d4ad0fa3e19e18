#include "admin/face.h"

#include <errno.h>
#include <microhttpd.h>
#include <stdlib.h>

#include "admin/request.h"
#include "gateway/counters.h"
#include "io/listener.h"
#include "io/local_socket.h"
#include "io/sys.h"

enum { CLIENTS_MAX = 32, CLIENT_TIMEOUT_SECONDS = 10, CLIENT_MEMORY_OCTETS = 16 << 10 };

struct face {
    struct server      *server;
    struct arena        arena;
    struct MHD_Daemon **daemons;
    size_t              daemon_count;
    const char         *socket_path;
};

/* ---- pages ---- */

static enum MHD_Result answer(struct MHD_Connection *connection, unsigned status, const char *type, str text)
{
    struct MHD_Response *response = MHD_create_response_from_buffer(text.len, (void *)(uintptr_t)text.ptr, MHD_RESPMEM_MUST_COPY);

    if (response == NULL)
        return MHD_NO;
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, type);
    MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
    enum MHD_Result result = MHD_queue_response(connection, status, response);

    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result say(struct MHD_Connection *connection, bool yes, const char *no)
{
    return answer(connection, yes ? MHD_HTTP_OK : MHD_HTTP_SERVICE_UNAVAILABLE, "text/plain", yes ? STR("ok\n") : str_of(no));
}

static enum MHD_Result show_metrics(struct MHD_Connection *connection, const struct server *server)
{
    BUF_SCOPE out = { 0 };

    counters_write(&out, server);
    return answer(connection, MHD_HTTP_OK, "text/plain; version=0.0.4", buf_str(&out));
}

static str header_of(struct MHD_Connection *connection, const char *name)
{
    const char *value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);

    return value == NULL ? (str){ 0 } : str_of(value);
}

static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *path, const char *method,
                              const char *version UNUSED, const char *upload UNUSED, size_t *upload_size UNUSED,
                              void **state UNUSED)
{
    const struct face   *face    = context;
    str                  length  = header_of(connection, MHD_HTTP_HEADER_CONTENT_LENGTH);
    struct admin_request request = {
        .method   = str_of(method),
        .path     = str_of(path),
        .host     = header_of(connection, MHD_HTTP_HEADER_HOST),
        .has_body = header_of(connection, MHD_HTTP_HEADER_TRANSFER_ENCODING).len > 0 || (length.len > 0 && !str_equal(length, STR("0"))),
    };
    unsigned status;

    switch (admin_page_of(&request, &status)) {
    case ADMIN_METRICS: return show_metrics(connection, face->server);
    case ADMIN_HEALTH:  return say(connection, !atomic_load(&face->server->watchdog.silent), "a thread hangs\n");
    case ADMIN_READY:
        return say(connection, !atomic_load(&face->server->stopping) && !atomic_load(&face->server->retired), "stopping\n");
    case ADMIN_NONE:    return answer(connection, status, "text/plain", (str){ 0 });
    }
    UNREACHABLE();
}

/* ---- listening ---- */

static bool serve_at(struct face *face, int fd)
{
    struct MHD_Daemon *daemon =
        MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL | MHD_USE_ITC, 0, NULL, NULL, handle, face,
                         MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT, (unsigned)CLIENTS_MAX,
                         MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)CLIENT_TIMEOUT_SECONDS, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
                         (size_t)CLIENT_MEMORY_OCTETS, MHD_OPTION_END);

    if (daemon == NULL)
        return false;
    face->daemons[face->daemon_count++] = daemon;
    return true;
}

/* Mail goes on without it, so what is wrong is told and not more. */
static void serve_or_tell(struct face *face, int fd, str where)
{
    if (fd >= 0 && serve_at(face, fd))
        return;
    ARENA_SCOPE arena = { 0 };

    server_event(face->server, "admin-failed", "problem",
                 arena_printf(&arena, "%.*s: %s", STR_ARG(where), fd < 0 ? strerrordesc_np(errno) : "the HTTP server does not start"));
    if (fd >= 0)
        (void)!sys_close(fd);
}

const char *admin_socket_path(const char *state_dir, struct arena *arena)
{
    return arena_cstr(arena, arena_printf(arena, "%s/admin.sock", state_dir));
}

static void *start(struct server *server)
{
    const struct config *config = server->generation->engine->config;
    struct face         *face   = calloc(1, sizeof *face);

    ASSERT(face != NULL);
    face->server      = server;
    face->daemons     = ARENA_ARRAY(&face->arena, struct MHD_Daemon *, config->admin_address_count + 1);
    face->socket_path = admin_socket_path(config->state_dir, &face->arena);
    serve_or_tell(face, local_socket_bind(face->socket_path, 0660), str_of(face->socket_path));
    for (size_t i = 0; i < config->admin_address_count; i++) {
        const struct config_address *address = &config->admin_addresses[i];

        serve_or_tell(face, listener_bind(&address->ip, address->port),
                      arena_printf(&face->arena, "%.*s port %u", STR_ARG(ip_text(&face->arena, &address->ip)), address->port));
    }
    return face;
}

static void stop(void *started)
{
    struct face *face = started;

    for (size_t i = 0; i < face->daemon_count; i++)
        MHD_stop_daemon(face->daemons[i]);
    if (!atomic_load(&face->server->retired))           /* else the name is the successor's by now */
        local_socket_remove(face->socket_path);
    arena_free(&face->arena);
    free(face);
}

const struct server_hooks admin_face = { start, stop };
