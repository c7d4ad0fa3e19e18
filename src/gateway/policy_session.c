#include "gateway/policy_session.h"

#include <limits.h>
#include <stdlib.h>

#include "gateway/admission.h"
#include "gateway/incoming.h"
#include "gateway/mail_server.h"
#include "gateway/policy_log.h"
#include "gateway/policy_ruling.h"
#include "io/stream.h"
#include "postfix/delegation.h"

/* The message that requests are about, from its first request to the first of the next. */
struct asked_message {
    struct arena          arena;
    str                   instance, client_text, helo, sender;
    str                   counted;              /* the recipient that was counted last, and taken */
    struct ip             client;               /* IP_NONE: not known */
    bool                  is_ours;              /* its client is somebody inside, or a server of ours: there is nothing to check */
    struct incoming_owner owner;                /* of this: */
    struct incoming      *incoming;             /* while its envelope is being checked; else NULL */
    bool                  is_checked;           /* there was something to check, and this came of it: */
    struct policy_conclusion conclusion;
    enum smtp_reply_id    limited;              /* not REPLY_OK: one message too many */
    bool                  is_logged, is_prepended;
};

struct policy_session {
    struct mail_server_session base;
    struct delegation_reader  reader;
    struct arena              arena;            /* of the request */
    struct delegation_request request;
    struct asked_message      message;
    bool                      awaiting;         /* the check of the envelope */
    struct policy_session    *next, *previous;
};

static void advance(struct policy_session *s);

static const struct config *config_of(const struct policy_session *s)
{
    return mail_server_config(&s->base);
}

static const struct config_listener *listener_of(const struct policy_session *s)
{
    return mail_server_listener(&s->base);
}

/* ---- the end of a session ---- */

static void dispose(struct policy_session *s)
{
    struct worker *worker = s->base.worker;

    *(s->previous == NULL ? &worker->policy_sessions : &s->previous->next) = s->next;
    if (s->next != NULL)
        s->next->previous = s->previous;
    mail_server_end(&s->base);
    arena_free(&s->arena);
    free(s);
    worker_check_done(worker);
}

static void forget_message(struct policy_session *s)
{
    if (s->message.incoming != NULL)
        incoming_abandon(s->message.incoming);
    arena_free(&s->message.arena);
    s->message  = (struct asked_message){ 0 };
    s->awaiting = false;
}

static void close_now(struct policy_session *s)
{
    forget_message(s);
    stream_close(&s->base.stream);
    dispose(s);
}

static void on_closed(struct stream *stream)
{
    dispose(stream->owner);
}

static void close_after_output(struct policy_session *s)
{
    s->base.closing = true;
    forget_message(s);
    stream_close_after_output(&s->base.stream, on_closed);
}

/* What the mail server is, or says, is nothing that we can work with. It then does what it has been told to do without us. */
static void refuse(struct policy_session *s, const char *problem)
{
    count_one(&s->base.worker->counters->policy_refused);
    mail_server_log(&s->base, "policy-refused", &(struct ip){ 0 }, problem);
    close_after_output(s);
}

void policy_sessions_shut(struct worker *worker)
{
    for (struct policy_session *s = worker->policy_sessions, *next; s != NULL; s = next) {
        next = s->next;
        if (!s->awaiting && !s->base.closing)
            close_after_output(s);
    }
}

/* ---- the client ---- */

static bool has_limits(const struct policy_session *s)
{
    const struct asked_message *m = &s->message;

    return !m->is_ours && m->client.family != IP_NONE && !admission_is_exempt(config_of(s), &m->client);
}

static int64_t now_of(const struct policy_session *s)
{
    return loop_now_ms(s->base.worker->loop);
}

/* Its connections over time, and the errors that it has made. Nobody tells us of the end of one, so how many it has at once is
 * for the mail server to count. */
static struct policy_ruling rule_connection(struct policy_session *s)
{
    struct limits      *limits = s->base.worker->server->limits;
    struct limits_grant grant;

    if (!has_limits(s))
        return policy_ruling_none;
    if (!limits_connect(limits, &config_of(s)->clients, &s->message.client, now_of(s), &grant))
        return policy_ruling_of_limit(REPLY_TOO_MANY_CONNECTIONS);
    limits_disconnect(limits, &grant);
    return policy_ruling_none;
}

/* Block lists agree on the client. Whoever looks after the mail here stays within reach (RFC 5321 §4.5.1). */
static struct policy_ruling rule_lists(struct policy_session *s)
{
    str         listed_by = s->message.conclusion.listed_by;
    struct path path      = mail_server_path(s->request.recipient, &s->arena);

    if (s->request.state != DELEGATION_RCPT || listed_by.len == 0 || str_equal_nocase(path.local_part, STR("postmaster")))
        return policy_ruling_none;
    return policy_ruling_of_lists(&s->arena, listed_by);
}

/* Restrictions of several kinds may ask about one recipient. */
static struct policy_ruling rule_recipient(struct policy_session *s)
{
    struct asked_message *m = &s->message;
    enum smtp_reply_id    id;

    if (s->request.state != DELEGATION_RCPT || !has_limits(s) || str_equal(m->counted, s->request.recipient))
        return policy_ruling_none;
    id = limits_recipient(s->base.worker->server->limits, &config_of(s)->clients, &m->client, now_of(s));
    if (id == REPLY_OK)
        m->counted = arena_str(&m->arena, s->request.recipient);
    return policy_ruling_of_limit(id);
}

/* ---- the message ---- */

/* What the SMTP face would say at MAIL and RCPT, in its order. */
static struct policy_ruling rule_envelope(struct policy_session *s)
{
    struct policy_ruling ruling = policy_ruling_of_limit(s->message.limited);

    if (ruling.action == ACTION_ACCEPT)
        ruling = rule_lists(s);
    return ruling.action == ACTION_ACCEPT ? rule_recipient(s) : ruling;
}

static struct policy_rulings rule_message(struct policy_session *s)
{
    struct policy_ruling ruling = rule_envelope(s);

    if (ruling.action == ACTION_ACCEPT && s->message.is_checked)
        return s->message.conclusion.verdict;
    if (ruling.action == ACTION_ACCEPT)
        ruling.reason = s->message.is_ours ? "inside" : "client-unknown";
    return policy_rulings_on_trial(ruling, listener_of(s)->in_shadow);
}

/* ---- answers ---- */

static void count_answer(struct policy_session *s, const struct policy_rulings *rulings)
{
    struct counters *counters = s->base.worker->counters;

    count_one(&counters->policy[(size_t)rulings->taken.action * STEP_COUNT + rulings->taken.step]);
    if (rulings->would.action != rulings->taken.action)
        count_one(&counters->policy_would[(size_t)rulings->would.action * STEP_COUNT + rulings->would.step]);
    if (rulings->taken.id != REPLY_OK)
        count_one(&counters->refused[rulings->taken.id]);
}

static void pass(struct policy_session *s)
{
    str field = s->message.conclusion.received_spf;

    if (field.len == 0 || s->message.is_prepended || s->request.state == DELEGATION_END_OF_MESSAGE) {
        delegation_pass(&s->base.stream.out);
        return;
    }
    delegation_prepend(&s->base.stream.out, field);
    s->message.is_prepended = true;
}

/* A verdict's 4yz yields to a refusal of a later restriction, as in the gate to one of a later step. */
static void say(struct policy_session *s, const struct policy_ruling *taken)
{
    if (taken->action == ACTION_ACCEPT)
        pass(s);
    else if (taken->action == ACTION_DEFER && taken->id == REPLY_OK)
        delegation_defer_if_permit(&s->base.stream.out, &taken->reply);
    else
        delegation_refuse(&s->base.stream.out, &taken->reply);
}

static void log_answer(struct policy_session *s, const struct policy_rulings *rulings)
{
    const struct asked_message *m = &s->message;

    policy_log(s->base.worker->server, &(struct policy_told){
        .listener = listener_of(s)->name, .client = m->client_text, .helo = m->helo, .sender = m->sender, .instance = m->instance,
        .request = &s->request, .conclusion = m->is_checked ? &m->conclusion : NULL, .rulings = rulings,
    });
}

/* A line for each message, and for each answer that refuses, or would. */
static void answer(struct policy_session *s, const struct policy_rulings *rulings)
{
    bool is_message = s->request.state != DELEGATION_CONNECT;

    if (rulings->would.action != ACTION_ACCEPT || (is_message && !s->message.is_logged))
        log_answer(s, rulings);
    s->message.is_logged |= is_message;
    count_answer(s, rulings);
    say(s, &rulings->taken);
    arena_free(&s->arena);
}

/* ---- requests ---- */

static bool is_same_message(const struct policy_session *s)
{
    const struct asked_message      *m = &s->message;
    const struct delegation_request *r = &s->request;

    return m->instance.len > 0 && str_equal(m->instance, r->instance) && str_equal(m->client_text, r->client_address) &&
           str_equal(m->helo, r->helo_name) && str_equal(m->sender, r->sender);
}

static bool is_ours(const struct policy_session *s, const struct ip *client)
{
    const struct config *config = config_of(s);

    return s->request.sasl_username.len > 0 || mail_server_has_submitted(listener_of(s), client) ||
           ip_in_any(client, config->trusted_networks, config->trusted_network_count) ||
           ip_in_any(client, config->trusted_hops, config->trusted_hop_count);
}

static void take_client(struct policy_session *s)
{
    struct asked_message *m = &s->message;

    forget_message(s);
    m->instance    = arena_str(&m->arena, s->request.instance);
    m->client_text = arena_str(&m->arena, s->request.client_address);
    m->helo        = arena_str(&m->arena, s->request.helo_name);
    m->sender      = arena_str(&m->arena, s->request.sender);
    if (!ip_parse(m->client_text, &m->client))
        m->client = (struct ip){ 0 };
    m->is_ours = is_ours(s, &m->client);
    m->limited = REPLY_OK;
}

static uint16_t port_of(str text)
{
    uint64_t port = 0;

    return str_to_u64(text, UINT16_MAX, &port) ? (uint16_t)port : 0;
}

static const struct incoming_face policy_face;

static void begin_check(struct policy_session *s)
{
    const struct delegation_request *r = &s->request;
    struct asked_message            *m = &s->message;

    m->owner    = (struct incoming_owner){ .face = &policy_face };
    m->incoming = incoming_new(&m->owner, s->base.generation, &(struct envelope){
        .client           = m->client,
        .client_port      = port_of(r->client_port),
        .helo             = m->helo,
        .is_esmtp         = str_equal(r->protocol_name, STR("ESMTP")),
        .tls_version      = r->encryption_protocol,
        .tls_cipher       = r->encryption_cipher,
        .reverse_path     = mail_server_path(m->sender, &m->arena),
    });
    m->incoming->tx.listener  = listener_of(s)->name;
    m->incoming->tx.in_shadow = listener_of(s)->in_shadow;
}

static void begin_message(struct policy_session *s)
{
    struct asked_message *m = &s->message;

    take_client(s);
    if (has_limits(s))
        m->limited = limits_mail(s->base.worker->server->limits, &config_of(s)->clients, &m->client, now_of(s));
    if (!m->is_ours && m->client.family != IP_NONE)
        begin_check(s);
}

static void answer_message(struct policy_session *s)
{
    struct policy_rulings rulings = rule_message(s);

    answer(s, &rulings);
}

static void on_checked(struct incoming_owner *owner, struct incoming *in)
{
    struct policy_session *s = (struct policy_session *)((char *)owner - offsetof(struct policy_session, message.owner));

    s->message.conclusion = policy_conclude(&s->message.arena, config_of(s), listener_of(s)->in_shadow, &in->tx);
    s->message.is_checked = true;
    s->message.incoming   = NULL;
    s->awaiting           = false;
    incoming_abandon(in);
    answer_message(s);
    advance(s);
}

static const struct incoming_face policy_face = { .checked = on_checked };

static void on_message(struct policy_session *s)
{
    if (!is_same_message(s))
        begin_message(s);
    if (s->message.incoming == NULL) {
        answer_message(s);
        return;
    }
    s->awaiting = true;
    incoming_check_envelope(s->message.incoming);
}

static void on_connection(struct policy_session *s)
{
    struct policy_rulings rulings;

    take_client(s);
    rulings = policy_rulings_on_trial(rule_connection(s), listener_of(s)->in_shadow);
    answer(s, &rulings);
    forget_message(s);                  /* there is none yet */
}

static void pass_over(struct policy_session *s)
{
    count_answer(s, &(struct policy_rulings){ policy_ruling_none, policy_ruling_none });
    delegation_pass(&s->base.stream.out);
    arena_free(&s->arena);
}

static void obey(struct policy_session *s)
{
    switch (s->request.state) {
    case DELEGATION_CONNECT:        on_connection(s); return;
    case DELEGATION_MAIL:
    case DELEGATION_RCPT:
    case DELEGATION_DATA:
    case DELEGATION_END_OF_MESSAGE: on_message(s); return;
    case DELEGATION_HELO:               /* what the name is worth is known once there is a sender */
    case DELEGATION_OTHER:          pass_over(s); return;
    }
    UNREACHABLE();
}

/* ---- the dialogue ---- */

static bool is_choked(struct policy_session *s)
{
    if (buf_len(&s->base.stream.out) >= MAIL_SERVER_OUTPUT_MAX_OCTETS)
        stream_flush(&s->base.stream);
    return mail_server_choke(&s->base);
}

/* Nothing more can be done now. */
static void rest(struct policy_session *s)
{
    s->base.advancing = false;
    stream_flush(&s->base.stream);
    if (!s->base.choked && !s->awaiting)
        stream_resume(&s->base.stream);
    mail_server_set_timeout(&s->base, s->awaiting);
}

/* A server that stops, or has another configuration by now, takes its leave behind an answer: Postfix connects anew. */
static bool is_past(const struct policy_session *s)
{
    return s->base.worker->stopping || s->base.worker->retired || s->base.generation != s->base.worker->generation;
}

/* Reads on until input or an answer is needed. May dispose of the session. */
static void advance(struct policy_session *s)
{
    if (s->base.advancing || s->base.closing)     /* an answer from inside a request: the loop below is already running */
        return;
    s->base.advancing = true;
    while (!is_choked(s) && !s->awaiting) {
        enum delegation_reading reading = delegation_read(&s->reader, &s->base.stream.in, &s->arena, &s->request);

        if (reading == DELEGATION_INCOMPLETE)
            break;
        if (reading == DELEGATION_BROKEN) {
            s->base.advancing = false;
            refuse(s, s->reader.problem);
            return;
        }
        obey(s);
    }
    rest(s);
    if (is_past(s) && !s->awaiting && !s->base.choked)
        close_after_output(s);
}

static void on_input(struct stream *stream)
{
    advance(stream->owner);
}

static void on_sent(struct stream *stream)
{
    struct policy_session *s = stream->owner;

    if (mail_server_unchoke(&s->base))
        advance(s);
}

static void on_ended(struct stream *stream, enum stream_end why)
{
    struct policy_session *s = stream->owner;

    if (why == STREAM_TIMEOUT && s->awaiting) {
        mail_server_set_timeout(&s->base, s->awaiting); /* it is our silence */
        return;
    }
    close_now(s);
}

static const struct stream_events stream_events = { .input = on_input, .sent = on_sent, .ended = on_ended };

/* ---- the beginning ---- */

void policy_session_open(struct worker *worker, size_t listener, int fd, const struct ip *server)
{
    struct policy_session *s = calloc(1, sizeof *s);

    ASSERT(s != NULL);
    *s = (struct policy_session){
        .base = { .worker = worker, .generation = worker_generation_keep(worker->generation), .listener = listener, .address = *server },
        .next = worker->policy_sessions,
    };
    if (s->next != NULL)
        s->next->previous = s;
    worker->policy_sessions = s;
    count_one(&worker->counters->policy_connections);
    /* a whole request has to fit */
    const char *problem = mail_server_begin(&s->base, &stream_events, s, DELEGATION_REQUEST_MAX_OCTETS + 2, fd);

    if (problem != NULL)
        refuse(s, problem);
}
