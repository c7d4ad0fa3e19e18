#include "gateway/mail_server.h"

#include "base/log.h"
#include "io/sys.h"

/* ---- a session ---- */

const struct config *mail_server_config(const struct mail_server_session *s)
{
    return s->generation->shared->engine->config;
}

const struct config_listener *mail_server_listener(const struct mail_server_session *s)
{
    return &mail_server_config(s)->listeners[s->listener];
}

void mail_server_log(const struct mail_server_session *s, const char *event, const struct ip *client, const char *problem)
{
    struct server  *server = s->worker->server;
    ARENA_SCOPE     arena  = { 0 };
    BUF_SCOPE       out    = { 0 };
    struct log_line line   = log_begin(&out, server->log_as_json, sys_now_ms(), event);

    log_str(&line, "listener", mail_server_listener(s)->name);
    if (s->address.family != IP_NONE)
        log_str(&line, "mail_server", ip_text(&arena, &s->address));
    if (client->family != IP_NONE)
        log_str(&line, "client", ip_text(&arena, client));
    log_cstr(&line, "problem", problem);
    log_end(&line);
    server_log(server, &out);
}

static const char *refusal(const struct mail_server_session *s, bool overloaded)
{
    const struct config_mail_server *options = &mail_server_listener(s)->mail_server;

    if (s->address.family != IP_NONE && !ip_in_any(&s->address, options->servers, options->server_count))
        return "the address is not in mail-servers";
    if (overloaded)
        return "limits.connections has been reached";
    return s->worker->turning_away ? "this server stops" : NULL;
}

const char *mail_server_begin(struct mail_server_session *s, const struct stream_events *events, void *owner, size_t in_max, int fd)
{
    stream_open(&s->stream, s->worker->loop, fd, events, owner);
    s->stream.in_max = in_max;
    stream_set_timeout(&s->stream, mail_server_config(s)->command_timeout * 1000);
    return refusal(s, atomic_fetch_add(&s->worker->server->connections, 1) >= mail_server_config(s)->connections_max);
}

void mail_server_end(struct mail_server_session *s)
{
    atomic_fetch_sub(&s->worker->server->connections, 1);
    worker_generation_release(s->generation);
}

bool mail_server_choke(struct mail_server_session *s)
{
    s->choked = buf_len(&s->stream.out) >= MAIL_SERVER_OUTPUT_MAX_OCTETS;
    if (s->choked)
        stream_pause(&s->stream);
    return s->choked;
}

bool mail_server_unchoke(struct mail_server_session *s)
{
    if (!s->choked)
        return false;
    s->choked = false;
    stream_resume(&s->stream);
    return true;
}

void mail_server_set_timeout(struct mail_server_session *s, bool awaits_us)
{
    bool    begun   = buf_len(&s->stream.in) > 0 && !awaits_us;
    int64_t seconds = begun ? mail_server_config(s)->command_timeout : mail_server_listener(s)->mail_server.timeout;

    stream_set_timeout(&s->stream, seconds * 1000);
}

/* ---- what it tells ---- */

bool mail_server_has_submitted(const struct config_listener *listener, const struct ip *client)
{
    return ip_in_any(client, listener->mail_server.submitted_from, listener->mail_server.submitted_count);
}

/* Which is no path to us. */
static struct path path_as_given(str text)
{
    ptrdiff_t   at   = str_rfind_char(text, '@');
    struct path path = { .text = text, .local_part = text, .is_null = text.len == 0 };

    if (at == STR_NOT_FOUND)
        return path;
    path.local_part = str_slice(text, 0, (size_t)at);
    path.domain     = str_from(text, (size_t)at + 1);
    return path;
}

struct path mail_server_path(str text, struct arena *arena)
{
    struct path path = { 0 };
    str         rest = text;

    if (path_parse(&path, &rest) == PATH_OK)
        return path;
    (void)str_skip_prefix(&text, STR("<"));
    if (str_ends_nocase(text, STR(">")))
        text = str_slice(text, 0, text.len - 1);
    return path_as_given(arena_str(arena, text));
}

struct path mail_server_path_again(str text, struct arena *arena)
{
    struct path path = { 0 };
    str         rest = arena_printf(arena, "<%.*s>", STR_ARG(text));

    return path_parse(&path, &rest) == PATH_OK && rest.len == 0 ? path : path_as_given(arena_str(arena, text));
}
