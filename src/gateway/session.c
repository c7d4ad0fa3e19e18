#include "gateway/session.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/log.h"
#include "gateway/incoming.h"
#include "gateway/offers.h"
#include "io/sys.h"

static const struct stream_events stream_events;

static void advance(struct session *s);

static const struct config *config_of(const struct session *s)
{
    return s->generation->shared->engine->config;
}

/* ---- the log of what never became a message ---- */

static void log_refusal(struct session *s, const char *event, str what, const struct smtp_reply *reply)
{
    struct server  *server = s->worker->server;
    ARENA_SCOPE     arena  = { 0 };
    BUF_SCOPE       out    = { 0 };
    struct log_line line   = log_begin(&out, server->log_as_json, sys_now_ms(), event);

    log_str(&line, "client", ip_text(&arena, &s->client));
    log_str(&line, "helo", (str){ s->smtp.helo, s->smtp.helo_len });
    if (s->incoming != NULL)
        log_str(&line, "mail_from", s->incoming->tx.envelope.reverse_path.text);
    log_str(&line, "what", str_slice(what, 0, what.len < 200 ? what.len : 200));
    log_str(&line, "reply", arena_printf(&arena, "%d %.*s %.*s", reply->code, STR_ARG(reply->enhanced), STR_ARG(reply->text)));
    log_end(&line);
    server_log(server, &out);
}

static void log_tls_failure(struct session *s)
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

/* ---- the end of a session ---- */

static void dispose(struct session *s)
{
    struct worker *worker = s->worker;

    if (s->previous != NULL)
        s->previous->next = s->next;
    else
        worker->sessions = s->next;
    if (s->next != NULL)
        s->next->previous = s->previous;
    atomic_fetch_sub(&worker->server->connections, 1);
    smtp_server_free(&s->smtp);
    arena_free(&s->arena);
    arena_free(&s->probe_arena);
    tls_peer_free(s->peer);
    worker_generation_release(s->generation);
    free(s);
    worker_check_done(worker);
}

static void forget_message(struct session *s)
{
    if (s->probing) {
        next_hop_cancel(&s->probe);
        s->probing = false;
    }
    if (s->incoming != NULL) {
        s->incoming->session = NULL;
        incoming_abandon(s->incoming);
        s->incoming = NULL;
    }
}

static void close_now(struct session *s)
{
    forget_message(s);
    stream_close(&s->stream);
    dispose(s);
}

static void on_closed(struct stream *stream)
{
    dispose(stream->owner);
}

static void flush_output(struct session *s)
{
    buf_add(&s->stream.out, buf_str(&s->smtp.out));
    buf_free(&s->smtp.out);
    stream_flush(&s->stream);
}

static void close_after_output(struct session *s)
{
    if (s->closing)
        return;
    s->closing = true;
    forget_message(s);
    buf_add(&s->stream.out, buf_str(&s->smtp.out));
    buf_free(&s->smtp.out);
    stream_close_after_output(&s->stream, on_closed);
}

static void count_refusal(struct session *s, enum smtp_reply_id id)
{
    count_one(&s->worker->counters->refused[id]);
}

static void shut(struct session *s, enum smtp_reply_id id)
{
    count_refusal(s, id);
    smtp_server_shut(&s->smtp, id);
    close_after_output(s);
}

void sessions_shut(struct worker *worker)
{
    for (struct session *s = worker->sessions, *next; s != NULL; s = next) {
        next = s->next;
        if (s->incoming == NULL || s->incoming->state == INCOMING_COLLECTING)
            shut(s, REPLY_SHUTTING_DOWN);
    }
}

/* ---- recipients ---- */

static void decide(struct session *s, enum smtp_reply_id id)
{
    struct smtp_reply reply = smtp_reply_of(id);

    if (!smtp_reply_is_positive(&reply))
        count_refusal(s, id);
    smtp_server_decide(&s->smtp, &reply);
}

static void refuse_recipient(struct session *s, const struct path *path, enum smtp_reply_id id)
{
    struct smtp_reply reply = smtp_reply_of(id);

    count_refusal(s, id);
    log_refusal(s, "recipient-refused", path->text, &reply);
    smtp_server_decide(&s->smtp, &reply);
}

static void accept_recipient(struct session *s, const struct path *path, const struct config_route *route)
{
    count_one(&s->worker->counters->recipients);
    incoming_add_recipient(s->incoming, path, &s->asked, route);
    decide(s, REPLY_RECIPIENT_OK);
}

/* The next hop has answered MAIL and RCPT: 2yz is yes, 5yz to RCPT is no, everything else means that we do not know. */
static void on_probed(struct next_hop_request *request)
{
    struct session           *s     = (struct session *)((char *)request - offsetof(struct session, probe));
    const struct smtp_reply  *reply = &request->recipient_replies[0];
    const struct config      *config = config_of(s);
    int64_t                   until = loop_now_ms(s->worker->loop) + request->route->probe_ttl * 1000;
    str                       key   = recipient_key(config, &s->probed, &s->probe_arena);

    s->probing = false;
    count_one(&s->worker->counters->probes[request->outcome]);
    if (request->outcome != NEXT_HOP_FAILED && reply->code >= 200 && reply->code < 300) {
        recipient_cache_store(s->worker->recipients, key, true, until);
        accept_recipient(s, &s->probed, request->route);
    } else if (request->outcome != NEXT_HOP_FAILED && reply->code >= 500) {
        recipient_cache_store(s->worker->recipients, key, false, until);
        refuse_recipient(s, &s->probed, REPLY_UNKNOWN_RECIPIENT);
    } else {
        refuse_recipient(s, &s->probed, REPLY_RECIPIENT_UNCHECKED);
    }
    arena_free(&s->probe_arena);
    advance(s);
}

static void ask_next_hop(struct session *s, const struct path *path, const struct config_route *route)
{
    const struct config *config = config_of(s);
    str                  key    = recipient_key(config, path, &s->probe_arena);
    bool                 exists;

    if (recipient_cache_find(s->worker->recipients, key, loop_now_ms(s->worker->loop), &exists)) {
        arena_free(&s->probe_arena);
        if (exists)
            accept_recipient(s, path, route);
        else
            refuse_recipient(s, path, REPLY_UNKNOWN_RECIPIENT);
        return;
    }
    str *recipient = ARENA_NEW(&s->probe_arena, str);

    *recipient = arena_printf(&s->probe_arena, "%.*s@%.*s", STR_ARG(path->local_part), STR_ARG(path->domain));
    s->probed  = *path;                 /* its slices live in s->arena as long as the transaction */
    s->probe   = (struct next_hop_request){
        .config      = config,
        .route       = route,
        .resolver    = s->generation->resolver,
        .transaction = { .recipients = recipient, .recipient_count = 1, .is_probe = true, .smtputf8 = path->is_utf8 },
        .arena       = &s->probe_arena,
        .done        = on_probed,
    };
    s->probing = true;
    next_hop_submit(s->worker->next_hops, &s->probe);
}

static void on_rcpt(struct session *s, const struct path *path)
{
    const struct config_route *route = NULL;
    enum recipient_outcome     what  = recipient_check(config_of(s), path, &s->arena, &route);

    if ((what == RECIPIENT_OURS || what == RECIPIENT_MUST_ASK) && s->incoming->route != NULL && s->incoming->route != route) {
        decide(s, REPLY_OTHER_ROUTE);
        return;
    }
    if (route != NULL && s->incoming->tx.envelope.recipient_count >= offers_recipients_max(route, s->worker->server->hop_healths)) {
        decide(s, REPLY_TOO_MANY_RECIPIENTS);           /* for the next hop; those accepted stay */
        return;
    }
    switch (what) {
    case RECIPIENT_OURS:     accept_recipient(s, path, route); return;
    case RECIPIENT_MUST_ASK: ask_next_hop(s, path, route); return;
    case RECIPIENT_UNKNOWN:  refuse_recipient(s, path, REPLY_UNKNOWN_RECIPIENT); return;
    case RECIPIENT_FOREIGN:
    case RECIPIENT_ROUTING:  refuse_recipient(s, path, REPLY_RELAY_DENIED); return;
    }
    UNREACHABLE();
}

/* ---- the dialogue ---- */

static void on_data(struct session *s)
{
    bool              full  = atomic_load(&s->worker->server->memory) > config_of(s)->memory_octets;
    struct smtp_reply reply = smtp_reply_of(full ? REPLY_NO_STORAGE : REPLY_START_MAIL_INPUT);

    if (full) {
        count_refusal(s, REPLY_NO_STORAGE);
        log_refusal(s, "no-storage", STR("DATA"), &reply);
    }
    smtp_server_decide(&s->smtp, &reply);
}

static void on_reset(struct session *s)
{
    forget_message(s);
    arena_free(&s->arena);
}

/* Whose certificate this is, and whether the administrator knows it. */
static void identify_peer(struct session *s)
{
    const struct config *config = config_of(s);

    s->peer = stream_tls_peer(&s->stream);
    for (size_t i = 0; s->peer != NULL && i < config->trusted_certificate_count; i++)
        s->peer_is_trusted = s->peer_is_trusted || tls_peer_is(s->peer, config->trusted_certificates[i]);
}

static void start_tls(struct session *s)
{
    flush_output(s);
    if (!stream_start_tls(&s->stream, s->generation->shared->tls[s->listener], true, (str){ 0 }))
        close_now(s);
}

static void on_refused(struct session *s, const struct smtp_event *event)
{
    struct smtp_reply reply = smtp_reply_of(event->reply_id);

    count_refusal(s, event->reply_id);
    /* What is refused in content is worth a line always: it is smuggling, or a sender who will ask why. */
    if (s->smtp.state == SMTP_CONTENT || event->line.len == 0 || config_of(s)->log_sessions)
        log_refusal(s, "refused", event->line, &reply);
}

/* Reads on until input or a decision is needed. May dispose of the session. */
static void advance(struct session *s)
{
    if (s->advancing || s->closing)     /* a decision taken inside an event: the loop below is already running */
        return;
    s->advancing = true;
    for (;;) {
        struct smtp_event event = smtp_server_next(&s->smtp, &s->stream.in);

        switch (event.type) {
        case SMTP_NEED_INPUT:
        case SMTP_AWAIT_DECISION:
            s->advancing = false;
            flush_output(s);
            if (event.type == SMTP_NEED_INPUT && s->at_eof)
                close_after_output(s);
            else if (event.type == SMTP_NEED_INPUT && s->worker->stopping && s->incoming == NULL)
                shut(s, REPLY_SHUTTING_DOWN);
            return;
        case SMTP_EVENT_HELLO:
            break;
        case SMTP_EVENT_MAIL:
            s->incoming = incoming_new(s, &event);
            decide(s, REPLY_SENDER_OK);
            break;
        case SMTP_EVENT_RCPT:
            s->asked = event.rcpt;
            on_rcpt(s, &event.path);
            break;
        case SMTP_EVENT_DATA:
            on_data(s);
            break;
        case SMTP_EVENT_CONTENT:
            incoming_add_octets(s->incoming, event.piece);
            break;
        case SMTP_EVENT_MESSAGE:
            incoming_judge(s->incoming, s->smtp.saw_8bit);
            break;
        case SMTP_EVENT_RESET:
            on_reset(s);
            break;
        case SMTP_EVENT_STARTTLS:
            s->advancing = false;
            start_tls(s);
            return;
        case SMTP_EVENT_REFUSED:
            on_refused(s, &event);
            break;
        case SMTP_EVENT_CLOSE:
            s->advancing = false;
            close_after_output(s);
            return;
        }
    }
}

void session_answer(struct session *s, const struct smtp_reply *reply)
{
    s->incoming = NULL;
    smtp_server_decide(&s->smtp, reply);
    arena_free(&s->arena);
    advance(s);
}

static void on_input(struct stream *stream)
{
    struct session *s   = stream->owner;
    int64_t         age = loop_now_ms(s->worker->loop) - s->started_ms;

    if (age > config_of(s)->session_timeout * 1000 && !s->smtp.awaiting)
        shut(s, REPLY_IDLE_TOO_LONG);
    else
        advance(s);
}

static void on_secured(struct stream *stream)
{
    struct session *s        = stream->owner;
    bool            at_once  = !s->smtp.awaiting;

    identify_peer(s);
    count_tls(s->worker->counters, stream_tls_version(stream));
    if (s->peer != NULL)
        count_one(&s->worker->counters->tls_certificates);
    smtp_server_tls_started(&s->smtp);
    if (at_once)
        smtp_server_greet(&s->smtp);
    advance(s);
}

static void on_ended(struct stream *stream, enum stream_end why)
{
    struct session *s = stream->owner;

    switch (why) {
    case STREAM_TIMEOUT:
        /* While we think, or wait for the next hop, it is our silence and not the client's; a handshake is his. */
        if (s->smtp.awaiting && !stream->handshaking)
            stream_set_timeout(stream, config_of(s)->idle_timeout * 1000);
        else
            shut(s, REPLY_IDLE_TOO_LONG);
        return;
    case STREAM_EOF:
        if (s->smtp.awaiting) {         /* perhaps half-closed: it may still listen for our answer */
            s->at_eof = true;
            return;
        }
        close_now(s);
        return;
    case STREAM_TLS_FAILED:             /* it never goes on in clear (TLS-6) */
        count_one(&s->worker->counters->tls_failures);
        if (config_of(s)->log_sessions)
            log_tls_failure(s);
        close_now(s);
        return;
    case STREAM_ERROR:
        close_now(s);
        return;
    }
}

static const struct stream_events stream_events = {
    .input   = on_input,
    .secured = on_secured,
    .ended   = on_ended,
};

/* Too many are here already, or we stop. Under implicit TLS no word in clear would be understood. */
static void turn_away(struct session *s, bool at_once, enum smtp_reply_id id)
{
    if (at_once)
        close_now(s);
    else
        shut(s, id);
}

static void begin(struct session *s, bool at_once)
{
    if (at_once) {
        start_tls(s);
        return;
    }
    smtp_server_greet(&s->smtp);
    flush_output(s);
}

void session_open(struct worker *worker, size_t listener, int fd, const struct ip *client, uint16_t port)
{
    struct generation            *shared = worker->generation->shared;
    const struct config_listener *on     = &shared->engine->config->listeners[listener];
    struct session               *s      = calloc(1, sizeof *s);

    ASSERT(s != NULL);
    *s = (struct session){ .worker = worker, .generation = worker_generation_keep(worker->generation), .listener = listener,
                           .client = *client, .client_port = port, .started_ms = loop_now_ms(worker->loop),
                           .next = worker->sessions };
    if (worker->sessions != NULL)
        worker->sessions->previous = s;
    worker->sessions = s;
    stream_open(&s->stream, worker->loop, fd, &stream_events, s);
    stream_set_timeout(&s->stream, shared->engine->config->idle_timeout * 1000);
    smtp_server_init(&s->smtp, &shared->smtp[listener], &s->arena);
    count_one(&worker->counters->connections);
    s->smtp.tls_required = ip_in_any(client, on->tls_required_from, on->tls_required_count);
    s->smtp.may_offer    = offers_of(shared->engine->config, worker->server->hop_healths);
    s->smtp.repairs      = ip_in_any(client, shared->engine->config->repair_networks, shared->engine->config->repair_network_count);
    if (atomic_fetch_add(&worker->server->connections, 1) >= shared->engine->config->connections_max)
        turn_away(s, on->tls_at_once, REPLY_OVERLOADED);
    else if (worker->turning_away)
        turn_away(s, on->tls_at_once, REPLY_SHUTTING_DOWN);
    else
        begin(s, on->tls_at_once);
}
