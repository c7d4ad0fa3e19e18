#include "gateway/policy_log.h"

#include "base/log.h"
#include "gateway/server.h"
#include "io/sys.h"

/* The names of the SMTP face where it would have said the same. */
static const char *event_of(const struct policy_told *told)
{
    if (told->rulings->taken.action == ACTION_ACCEPT)
        return "policy";
    switch (told->request->state) {
    case DELEGATION_CONNECT: return "turned-away";
    case DELEGATION_MAIL:    return "sender-refused";
    case DELEGATION_HELO: case DELEGATION_RCPT: case DELEGATION_DATA: case DELEGATION_END_OF_MESSAGE: case DELEGATION_OTHER:
        return "recipient-refused";
    }
    UNREACHABLE();
}

static str reply_text(struct arena *arena, const struct smtp_reply *reply)
{
    return arena_printf(arena, "%d %.*s %.*s", reply->code, STR_ARG(reply->enhanced), STR_ARG(reply->text));
}

static void log_conclusion(struct log_line *line, const struct policy_conclusion *c)
{
    log_str(line, "client_name", c->client_name);
    log_cstr(line, "spf", spf_status_name(c->spf));
    log_cstr(line, "spf_helo", spf_status_name(c->spf_helo));
    log_int(line, "dns_ms", c->dns_ms);
}

void policy_log(struct server *server, const struct policy_told *told)
{
    const struct policy_ruling *taken = &told->rulings->taken, *would = &told->rulings->would;
    ARENA_SCOPE                 arena = { 0 };
    BUF_SCOPE                   out   = { 0 };
    struct log_line             line  = log_begin(&out, server->log_as_json, sys_now_ms(), event_of(told));

    log_str(&line, "listener", told->listener);
    log_str(&line, "client", told->client);
    log_str(&line, "helo", told->helo);
    log_str(&line, "authenticated_as", told->request->sasl_username);
    log_str(&line, "mail_from", told->sender);
    log_str(&line, "what", told->request->recipient);
    log_str(&line, "instance", told->instance);
    log_str(&line, "queue_id", told->request->queue_id);
    if (told->conclusion != NULL)
        log_conclusion(&line, told->conclusion);
    log_cstr(&line, "action", action_name(taken->action));
    log_cstr(&line, "step", step_name(taken->step));
    log_str(&line, "reason", str_of(taken->reason));
    if (would->action != taken->action) {
        log_cstr(&line, "would", action_name(would->action));
        log_cstr(&line, "would_step", step_name(would->step));
        log_str(&line, "would_reason", str_of(would->reason));
        log_str(&line, "would_reply", reply_text(&arena, &would->reply));
    }
    if (taken->action != ACTION_ACCEPT)
        log_str(&line, "reply", reply_text(&arena, &taken->reply));
    log_end(&line);
    server_log(server, &out);
}
