#include "gateway/session_log.h"

#include "base/log.h"
#include "gateway/session.h"
#include "io/sys.h"

void session_log(struct session *s, const char *event, str what, const struct smtp_reply *reply)
{
    session_log_hop(s, event, what, reply, (str){ 0 }, (str){ 0 });
}

void session_log_hop(struct session *s, const char *event, str what, const struct smtp_reply *reply, str next_hop, str next_hop_reply)
{
    struct server  *server = s->worker->server;
    ARENA_SCOPE     arena  = { 0 };
    BUF_SCOPE       out    = { 0 };
    struct log_line line   = log_begin(&out, server->log_as_json, sys_now_ms(), event);

    log_str(&line, "client", ip_text(&arena, &s->client));
    if (s->through.family != IP_NONE)
        log_str(&line, "through", ip_text(&arena, &s->through));
    log_str(&line, "helo", (str){ s->smtp.helo, s->smtp.helo_len });
    if (s->incoming != NULL)
        log_str(&line, "mail_from", s->incoming->tx.envelope.reverse_path.text);
    log_str(&line, "what", str_slice(what, 0, what.len < 200 ? what.len : 200));
    if (reply != NULL)
        log_str(&line, "reply", arena_printf(&arena, "%d %.*s %.*s", reply->code, STR_ARG(reply->enhanced), STR_ARG(reply->text)));
    log_str(&line, "next_hop", next_hop);
    log_str(&line, "next_hop_reply", next_hop_reply);
    log_end(&line);
    server_log(server, &out);
}

void session_log_tls_failure(struct session *s)
{
    struct server  *server = s->worker->server;
    ARENA_SCOPE     arena  = { 0 };
    BUF_SCOPE       out    = { 0 };
    struct log_line line   = log_begin(&out, server->log_as_json, sys_now_ms(), "tls-failed");

    log_str(&line, "client", ip_text(&arena, &s->client));
    log_cstr(&line, "problem", stream_failure(&s->stream));
    log_end(&line);
    server_log(server, &out);
}
