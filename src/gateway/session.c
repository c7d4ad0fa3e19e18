#include "gateway/session.h"

#include <stdlib.h>

#include "gateway/admission.h"
#include "gateway/clock.h"
#include "gateway/delivery.h"
#include "gateway/message_log.h"
#include "gateway/offers.h"
#include "gateway/session_log.h"

enum {
    OUTPUT_MAX_OCTETS = 16 << 10,       /* of replies that wait for a client to read them; beyond that we wait for him */
    HURRIED_OCTETS    = 256 << 10,      /* of a message, which are read before others begin, */
    HURRIED_TURNS     = 64,             /* and in how many turns: octets that come one by one are no sooner at their end */
};

static const struct stream_events stream_events;

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
    admission_end(s);
    smtp_server_free(&s->smtp);
    arena_free(&s->arena);
    arena_free(&s->rcpt.probe_arena);
    tls_peer_free(s->peer);
    worker_generation_release(s->generation);
    free(s);
    worker_check_done(worker);
}

static void forget_message(struct session *s)
{
    session_rcpt_forget(s);
    if (s->incoming != NULL) {
        incoming_abandon(s->incoming);
        s->incoming = NULL;
    }
}

void session_drop(struct session *s)
{
    clock_stop(s);
    confirmation_missed(s);
    forget_message(s);
    stream_close(&s->stream);
    dispose(s);
}

static void on_closed(struct stream *stream)
{
    struct session *s = stream->owner;

    if (stream->was_heard)
        confirmation_received(s);
    else
        confirmation_missed(s);
    dispose(s);
}

static void flush_output(struct session *s)
{
    s->replied = s->replied || buf_len(&s->smtp.out) > 0;
    buf_add(&s->stream.out, buf_str(&s->smtp.out));
    buf_free(&s->smtp.out);
    stream_flush(&s->stream);
}

static void close_after_output(struct session *s)
{
    if (s->closing)
        return;
    s->closing = true;
    clock_stop(s);
    forget_message(s);
    buf_add(&s->stream.out, buf_str(&s->smtp.out));
    buf_free(&s->smtp.out);
    stream_close_after_output(&s->stream, on_closed);
}

void session_count_refusal(struct session *s, enum smtp_reply_id id)
{
    count_one(&s->worker->counters->refused[id]);
}

bool session_is_to_tell(struct session *s, enum smtp_reply_id id)
{
    bool told = s->told[id];

    s->told[id] = true;
    return !told;
}

void session_shut(struct session *s, enum smtp_reply_id id)
{
    session_count_refusal(s, id);
    smtp_server_shut(&s->smtp, id);
    close_after_output(s);
}

void sessions_shut(struct worker *worker)
{
    for (struct session *s = worker->sessions, *next; s != NULL; s = next) {
        next = s->next;
        if (s->incoming == NULL || s->incoming->state == INCOMING_COLLECTING)
            session_shut(s, REPLY_SHUTTING_DOWN);
    }
}

/* ---- the dialogue ---- */

static struct incoming *begin_message(struct session *s, const struct smtp_event *event)
{
    struct incoming *in = incoming_new(&s->owner, s->generation, &(struct envelope){
        .client          = s->client,
        .client_port     = s->client_port,
        .through         = s->through,
        .helo            = { s->smtp.helo, s->smtp.helo_len },
        .is_esmtp        = s->smtp.is_esmtp,
        .tls_version     = stream_tls_version(&s->stream),
        .tls_cipher      = stream_tls_cipher(&s->stream),
        .tls_fingerprint = s->peer == NULL ? (str){ 0 } : str_of(s->peer->fingerprint),
        .tls_name        = s->peer == NULL ? (str){ 0 } : str_of(s->peer->name),
        .tls_is_trusted  = s->peer_is_trusted,
        .reverse_path    = event->path,
        .body            = event->mail.body,
        .smtputf8        = event->mail.smtputf8,
        .require_tls     = event->mail.require_tls,
        .dsn             = event->mail.dsn,
    });
    in->tx.listener  = session_listener(s)->name;
    in->tx.in_shadow = session_listener(s)->in_shadow;
    in->limits       = admission_limits(s);
    return in;
}

static void on_mail(struct session *s, const struct smtp_event *event)
{
    enum smtp_reply_id limited = admission_mail(s);
    struct smtp_reply  reply   = smtp_reply_of(limited == REPLY_OK ? REPLY_SENDER_OK : limited);

    if (limited == REPLY_OK) {
        s->incoming      = begin_message(s, event);
        s->hurried_turns = 0;
    } else {
        session_count_refusal(s, limited);
        session_log(s, "sender-refused", event->path.text, &reply);
    }
    smtp_server_decide(&s->smtp, &reply);
}

static void on_data(struct session *s)
{
    enum smtp_reply_id room  = incoming_room(s->worker, session_config(s), admission_limits(s), &s->client);
    struct smtp_reply  reply = smtp_reply_of(room == REPLY_OK ? REPLY_START_MAIL_INPUT : room);

    if (room != REPLY_OK) {
        session_count_refusal(s, room);
        session_log(s, room == REPLY_NO_STORAGE ? "no-storage" : "share-exceeded", STR("DATA"), &reply);
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
    const struct config *config = session_config(s);

    s->peer = stream_tls_peer(&s->stream);
    for (size_t i = 0; s->peer != NULL && i < config->trusted_certificate_count; i++)
        s->peer_is_trusted = s->peer_is_trusted || tls_peer_is(s->peer, config->trusted_certificates[i]);
}

/* Behind a PROXY header the first octets of a client that begins with TLS may have come already. */
static bool shake_hands(struct session *s)
{
    struct tls_context *context = s->generation->shared->tls[s->listener];

    return s->smtp.awaiting ? stream_start_tls(&s->stream, context, true, (str){ 0 }) : stream_begin_with_tls(&s->stream, context);
}

static void start_tls(struct session *s)
{
    flush_output(s);
    if (!shake_hands(s))
        session_drop(s);
    else
        clock_moved(s, true);           /* now it is the client who is awaited */
}

static bool is_about_a_message(str line)
{
    return str_starts_nocase(line, STR("MAIL ")) || str_starts_nocase(line, STR("RCPT "));
}

/* What is refused in content always: it is smuggling, or a sender who will ask why. So he may where his message was refused before
 * its content, or the session was ended; of other commands bots write too many wrong ones. */
static bool is_worth_a_line(struct session *s, const struct smtp_event *event)
{
    return s->smtp.state == SMTP_CONTENT || event->line.len == 0 || s->smtp.closing || session_config(s)->log_sessions ||
           (is_about_a_message(event->line) && session_is_to_tell(s, event->reply_id));
}

static void on_refused(struct session *s, const struct smtp_event *event)
{
    struct smtp_reply reply = smtp_reply_of(event->reply_id);

    session_count_refusal(s, event->reply_id);
    if (reply.code >= 500)
        admission_note(s, RATE_ERRORS);
    if (is_worth_a_line(s, event))
        session_log(s, "refused", event->line, &reply);
}

/* A client that writes commands and reads no replies would have us keep them all. */
static bool is_choked(struct session *s)
{
    bool was_choked = s->choked;

    if (buf_len(&s->smtp.out) >= OUTPUT_MAX_OCTETS)
        flush_output(s);
    s->choked = buf_len(&s->stream.out) >= OUTPUT_MAX_OCTETS;
    if (s->choked)
        stream_pause(&s->stream);
    else if (was_choked)                /* a decision has come before all was read */
        stream_resume(&s->stream);
    return s->choked;
}

/* A message that has begun is read before another begins: what is under way ends sooner, and a crowd waits where it costs it
 * least, in front of MAIL. A large message goes the common way from some size on, and every message has to pass it first, so
 * nobody keeps the others out. */
static enum loop_precedence precedence_of(const struct session *s)
{
    bool is_read = s->incoming != NULL && (s->smtp.state == SMTP_CONTENT || s->smtp.chunk.under_way);

    return is_read && s->incoming->octets.len < HURRIED_OCTETS && s->hurried_turns < HURRIED_TURNS ? LOOP_PRIORITY : LOOP_ROUTINE;
}

/* Nothing more can be done now. */
static void rest(struct session *s)
{
    enum loop_precedence precedence = precedence_of(s);

    s->advancing = false;
    s->hurried_turns += precedence != LOOP_ROUTINE;
    stream_precede(&s->stream, precedence);
    flush_output(s);
    clock_moved(s, s->replied);
}

void session_advance(struct session *s)
{
    if (s->advancing || s->closing)     /* a decision taken inside an event: the loop below is already running */
        return;
    s->advancing = true;
    s->replied   = false;
    for (;;) {
        if (is_choked(s)) {
            rest(s);
            return;
        }
        struct smtp_event event = smtp_server_next(&s->smtp, &s->stream.in);

        switch (event.type) {
        case SMTP_NEED_INPUT:
        case SMTP_AWAIT_DECISION:
            rest(s);
            if (event.type == SMTP_NEED_INPUT && s->owner.at_eof)
                close_after_output(s);
            else if (event.type == SMTP_NEED_INPUT && s->worker->stopping && s->incoming == NULL)
                session_shut(s, REPLY_SHUTTING_DOWN);
            return;
        case SMTP_EVENT_HELLO:
            break;
        case SMTP_EVENT_MAIL:
            on_mail(s, &event);
            break;
        case SMTP_EVENT_RCPT:
            session_rcpt_decide(s, &event.path, &event.rcpt);
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
        case SMTP_EVENT_XCLIENT:
            admission_become(s, &event.xclient);
            break;
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

/* The verdict on the message is in: answers the final dot and goes on. */
static void answer_message(struct incoming_owner *owner, struct incoming *in, const struct smtp_reply *reply)
{
    struct session *s = (struct session *)((char *)owner - offsetof(struct session, owner));

    if (reply->code == 250) {
        incoming_keep(in);
        confirmation_expect(s, in);
    }
    s->incoming = NULL;
    smtp_server_decide(&s->smtp, reply);
    arena_free(&s->arena);
    session_advance(s);
}

static const struct incoming_face smtp_face = { .deliver = delivery_pass_on, .answer = answer_message };

static void on_input(struct stream *stream)
{
    struct session *s = stream->owner;

    confirmation_received(s);
    s->came += buf_len(&stream->in) - s->unread;
    if (s->phase == SESSION_TALKING)
        session_advance(s);
    else
        admission_input(s);
}

/* The client has read our replies. */
static void on_sent(struct stream *stream)
{
    struct session *s = stream->owner;

    if (!s->choked) {
        clock_moved(s, false);
        return;
    }
    s->choked = false;
    stream_resume(stream);
    session_advance(s);
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
    session_advance(s);
}

/* A message that never came to its end, or whose client did not wait for the verdict: its sender may think that it was sent. */
static void tell_broken_off(struct session *s, enum stream_end why)
{
    static const char *const ends[] = { [STREAM_TIMEOUT] = "the client fell silent", [STREAM_EOF] = "the client hung up",
                                        [STREAM_TLS_FAILED] = "TLS failed", [STREAM_ERROR] = "the connection broke" };
    bool under_way = s->smtp.state == SMTP_CONTENT || s->smtp.state == SMTP_CHUNKS || s->smtp.chunk.under_way;

    if (!under_way || s->incoming == NULL || s->incoming->state == INCOMING_ACTING)
        return;
    str problem = arena_printf(&s->arena, "%s after %zu octets of it", ends[why], s->incoming->octets.len);

    message_log_problem(s->incoming, "message-broken-off", arena_cstr(&s->arena, problem));
}

static void shut_silent(struct session *s)
{
    tell_broken_off(s, STREAM_TIMEOUT);
    session_shut(s, REPLY_IDLE_TOO_LONG);
}

static void on_ended(struct stream *stream, enum stream_end why)
{
    struct session *s = stream->owner;

    switch (why) {
    case STREAM_TIMEOUT:
        /* While we think, or wait for the next hop, it is our silence and not the client's; a handshake is his. */
        if (s->smtp.awaiting && !stream->handshaking)
            stream_set_timeout(stream, session_config(s)->idle_timeout * 1000);
        else if (s->phase == SESSION_PROXY)
            session_drop(s);
        else
            shut_silent(s);
        return;
    case STREAM_EOF:
        if (s->smtp.awaiting) {         /* perhaps half-closed: it may still listen for our answer */
            s->owner.at_eof = true;
            if (s->incoming != NULL)
                incoming_doubt(s->incoming);
            return;
        }
        if (stream_is_acknowledged(stream))
            confirmation_received(s);
        tell_broken_off(s, why);
        session_drop(s);
        return;
    case STREAM_TLS_FAILED:             /* it never goes on in clear (TLS-6) */
        count_one(&s->worker->counters->tls_failures);
        if (session_config(s)->log_sessions)
            session_log_tls_failure(s);
        session_drop(s);
        return;
    case STREAM_ERROR:
        tell_broken_off(s, why);
        session_drop(s);
        return;
    }
}

static const struct stream_events stream_events = {
    .input   = on_input,
    .sent    = on_sent,
    .secured = on_secured,
    .ended   = on_ended,
};

/* ---- the beginning ---- */

/* Too many are here already, or we stop. Under implicit TLS no word in clear would be understood. */
void session_turn_away(struct session *s, enum smtp_reply_id id)
{
    struct smtp_reply reply = smtp_reply_of(id);

    session_log(s, "turned-away", (str){ 0 }, &reply);
    if (session_listener(s)->tls_at_once)
        session_drop(s);
    else
        session_shut(s, id);
}

void session_greet(struct session *s)
{
    if (session_listener(s)->tls_at_once) {
        start_tls(s);
        return;
    }
    smtp_server_greet(&s->smtp);
    flush_output(s);
}

void session_open(struct worker *worker, size_t listener, int fd, const struct ip *client, uint16_t port)
{
    struct generation *shared = worker->generation->shared;
    struct session    *s      = calloc(1, sizeof *s);

    ASSERT(s != NULL);
    *s = (struct session){ .worker = worker, .generation = worker_generation_keep(worker->generation), .listener = listener,
                           .owner = { .face = &smtp_face }, .client = *client, .client_port = port, .next = worker->sessions };
    if (worker->sessions != NULL)
        worker->sessions->previous = s;
    worker->sessions = s;
    clock_init(s);
    stream_open(&s->stream, worker->loop, fd, &stream_events, s);
    stream_set_timeout(&s->stream, shared->engine->config->idle_timeout * 1000);
    smtp_server_init(&s->smtp, &shared->smtp[listener], &s->arena);
    count_one(&worker->counters->connections);
    s->smtp.may_offer          = offers_of(shared->engine->config, worker->server->hop_healths);
    s->smtp.message_max_octets = offers_octets_max(shared->engine->config, worker->server->hop_healths);
    if (atomic_fetch_add(&worker->server->connections, 1) >= shared->engine->config->connections_max)
        session_turn_away(s, REPLY_OVERLOADED);
    else if (worker->turning_away)
        session_turn_away(s, REPLY_SHUTTING_DOWN);
    else
        admission_begin(s);
}
