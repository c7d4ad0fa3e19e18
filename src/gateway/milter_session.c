#include "gateway/milter_session.h"

#include <limits.h>
#include <stdlib.h>

#include "gateway/delivery.h"
#include "gateway/incoming.h"
#include "gateway/mail_server.h"
#include "gateway/message_log.h"
#include "gateway/trace_fields.h"
#include "io/stream.h"
#include "io/sys.h"
#include "milter/machine.h"
#include "milter/packet.h"
#include "smtp/parameter.h"

enum { PATIENCE_MS = 10000 };           /* after which a server that waits for a verdict is asked to go on waiting */

struct milter_session {
    struct mail_server_session base;
    struct milter             milter;
    struct arena              arena;            /* of helo */
    struct ip                 client;
    uint16_t                  client_port;
    bool                      client_is_local;
    str                       helo;
    struct incoming_owner     owner;            /* of this message: */
    struct incoming          *incoming;         /* NULL outside of one */
    size_t                    octets;           /* of it, so far */
    size_t                    enforced;         /* recipients of enforce-for */
    bool                      header_ended, saw_8bit, too_big;
    struct loop_timer         patience;
    struct milter_session    *next, *previous;
};

static void advance(struct milter_session *s);

static const struct config *config_of(const struct milter_session *s)
{
    return mail_server_config(&s->base);
}

static const struct config_listener *listener_of(const struct milter_session *s)
{
    return mail_server_listener(&s->base);
}

static const struct config_milter *options_of(const struct milter_session *s)
{
    return &listener_of(s)->milter;
}

static void log_session(const struct milter_session *s, const char *event, const char *problem)
{
    mail_server_log(&s->base, event, &s->client, problem);
}

/* ---- the end of a session ---- */

static void dispose(struct milter_session *s)
{
    struct worker *worker = s->base.worker;

    *(s->previous == NULL ? &worker->milter_sessions : &s->previous->next) = s->next;
    if (s->next != NULL)
        s->next->previous = s->previous;
    mail_server_end(&s->base);
    milter_free(&s->milter);
    arena_free(&s->arena);
    free(s);
    worker_check_done(worker);
}

static void forget_message(struct milter_session *s)
{
    loop_timer_stop(&s->patience);
    if (s->incoming != NULL)
        incoming_abandon(s->incoming);
    s->incoming = NULL;
}

static void close_now(struct milter_session *s)
{
    forget_message(s);
    stream_close(&s->base.stream);
    dispose(s);
}

static void on_closed(struct stream *stream)
{
    dispose(stream->owner);
}

static void flush_output(struct milter_session *s)
{
    buf_add(&s->base.stream.out, buf_str(&s->milter.out));
    buf_free(&s->milter.out);
    stream_flush(&s->base.stream);
}

static void close_after_output(struct milter_session *s)
{
    s->base.closing = true;
    forget_message(s);
    buf_add(&s->base.stream.out, buf_str(&s->milter.out));
    buf_free(&s->milter.out);
    stream_close_after_output(&s->base.stream, on_closed);
}

/* What the mail server is, or says, is nothing that we can work with. It then does what it has been told to do without us. */
static void refuse(struct milter_session *s, const char *problem)
{
    count_one(&s->base.worker->counters->milter_refused);
    log_session(s, "milter-refused", problem);
    close_after_output(s);
}

void milter_sessions_shut(struct worker *worker)
{
    for (struct milter_session *s = worker->milter_sessions, *next; s != NULL; s = next) {
        next = s->next;
        if (s->incoming == NULL && !s->base.closing)
            close_after_output(s);
    }
}

/* ---- the envelope ---- */

static void on_connect(struct milter_session *s, const struct milter_event *event)
{
    s->client          = event->client;
    s->client_port     = event->port;
    s->client_is_local = event->is_local;
    s->helo            = (str){ 0 };
    if (s->client.family == IP_NONE)    /* servers that do not say it in the command may say it beside it */
        (void)!ip_parse(milter_macro(&s->milter.macros, STR("{client_addr}")), &s->client);
    milter_decide(&s->milter, MILTER_CONTINUE, NULL);
}

/* A client may say it again, above all after STARTTLS. */
static void on_helo(struct milter_session *s, str name)
{
    arena_free(&s->arena);
    s->helo = arena_str(&s->arena, name);
}

/* Parameters that we know, with a blank before each; what else the server lets its clients say is its own affair. */
static str known_parameters(const struct milter_event *event, struct arena *arena, bool (*is_known)(str one))
{
    BUF_SCOPE text = { 0 };

    for (size_t i = 1; i < event->argument_count; i++)
        if (is_known(event->arguments[i]))
            buf_printf(&text, " %.*s", STR_ARG(event->arguments[i]));
    return arena_str(arena, buf_str(&text));
}

static bool is_mail_parameter(str one)
{
    struct smtp_mail_parameters read;

    return smtp_mail_parameters_read(&read, one, UINT_MAX) == REPLY_OK;
}

static bool is_rcpt_parameter(str one)
{
    struct dsn_rcpt read;

    return smtp_rcpt_parameters_read(&read, one, UINT_MAX, true) == REPLY_OK;
}

/* A service of the mail server, by its name or port (Postfix: milter_macro_daemon_name in master.cf). */
static bool is_reinjection(const struct milter_session *s)
{
    const struct config_milter *options = options_of(s);
    str                         name    = milter_macro(&s->milter.macros, STR("{daemon_name}"));
    str                         port    = milter_macro(&s->milter.macros, STR("{daemon_port}"));

    for (size_t i = 0; i < options->reinjected_count; i++)
        if (str_equal(options->reinjected_at[i], name) || str_equal(options->reinjected_at[i], port))
            return true;
    return false;
}

static enum passage passage_of(const struct milter_session *s)
{
    if (is_reinjection(s))
        return PASSAGE_REINJECTED;
    if (s->client_is_local || milter_macro(&s->milter.macros, STR("{auth_authen}")).len > 0 ||
        mail_server_has_submitted(listener_of(s), &s->client))
        return PASSAGE_SUBMITTED;
    return PASSAGE_NONE;
}

static struct incoming *begin_message(struct milter_session *s, const struct milter_event *event)
{
    ARENA_SCOPE                 arena      = { 0 };
    const struct milter_macros *macros     = &s->milter.macros;
    struct smtp_mail_parameters parameters = { 0 };
    struct incoming            *in;

    (void)!smtp_mail_parameters_read(&parameters, known_parameters(event, &arena, is_mail_parameter), UINT_MAX);
    in = incoming_new(&s->owner, s->base.generation, &(struct envelope){
        .client           = s->client,
        .client_port      = s->client_port,
        .helo             = s->helo,
        .is_esmtp         = true,       /* a milter is not told; what matters of it stands in the parameters */
        .tls_version      = milter_macro(macros, STR("{tls_version}")),
        .tls_cipher       = milter_macro(macros, STR("{cipher}")),
        .authenticated_as = milter_macro(macros, STR("{auth_authen}")),
        .reverse_path     = mail_server_path(event->arguments[0], &arena),
        .body             = parameters.body,
        .smtputf8         = parameters.smtputf8,
        .require_tls      = parameters.require_tls,
        .dsn              = parameters.dsn,
    });
    in->tx.listener    = listener_of(s)->name;
    in->tx.by_milter   = true;
    in->tx.passage     = passage_of(s);
    in->tx.release_key = &s->base.worker->server->release_key;
    return in;
}

static void decide_with(struct milter_session *s, enum smtp_reply_id id)
{
    struct smtp_reply reply = smtp_reply_of(id);

    count_one(&s->base.worker->counters->refused[id]);
    milter_decide(&s->milter, reply.code >= 500 ? MILTER_REJECT : MILTER_TEMPFAIL, &reply);
}

static void on_mail(struct milter_session *s, const struct milter_event *event)
{
    if (atomic_load(&s->base.worker->server->memory) > config_of(s)->memory_octets) {
        log_session(s, "no-storage", "the messages being received have all of limits.memory");
        decide_with(s, REPLY_NO_STORAGE);
        return;
    }
    s->octets       = s->enforced = 0;
    s->header_ended = s->saw_8bit = s->too_big = false;
    s->incoming     = begin_message(s, event);
    milter_decide(&s->milter, MILTER_CONTINUE, NULL);
}

static bool is_enforced(const struct milter_session *s, const struct path *path)
{
    const struct config_milter *options = options_of(s);

    return options->enforce_count == 0 ||
           config_has_domain(config_of(s), options->enforce_for, options->enforce_count, path->domain);
}

/* One verdict for all: where recipients are of two kinds, it takes effect for all or for none. */
static bool takes_effect(const struct milter_session *s)
{
    size_t all = s->incoming->tx.envelope.recipient_count;

    if (listener_of(s)->in_shadow || s->enforced == 0)
        return false;
    return s->enforced == all || options_of(s)->mixed == MIXED_ENFORCE;
}

static void on_rcpt(struct milter_session *s, const struct milter_event *event)
{
    ARENA_SCOPE     arena    = { 0 };
    struct path     path     = mail_server_path(event->arguments[0], &arena);
    struct dsn_rcpt dsn      = { 0 };
    bool            enforced = is_enforced(s, &path);
    size_t          before   = s->incoming->tx.envelope.recipient_count;

    if (before >= config_of(s)->recipients_max) {
        decide_with(s, REPLY_TOO_MANY_RECIPIENTS);
        return;
    }
    if (options_of(s)->mixed == MIXED_SPLIT && before > 0 && enforced != (s->enforced > 0)) {
        decide_with(s, REPLY_OTHER_ROUTE);
        return;
    }
    s->enforced += enforced;
    (void)!smtp_rcpt_parameters_read(&dsn, known_parameters(event, &arena, is_rcpt_parameter), UINT_MAX, true);
    incoming_add_recipient(s->incoming, &path, &dsn, NULL);
    count_one(&s->base.worker->counters->recipients);
    milter_decide(&s->milter, MILTER_CONTINUE, NULL);
}

/* ---- the octets, written as they were on the wire ---- */

static void add_octets(struct milter_session *s, str octets)
{
    if (octets.len > config_of(s)->message_max_octets - s->octets)
        s->too_big = s->milter.skip_body = true;
    if (s->too_big)
        return;
    s->octets  += octets.len;
    s->saw_8bit = s->saw_8bit || str_has_8bit(octets);
    incoming_add_octets(s->incoming, octets);
}

/* A fold is LF to a milter; a CR that stands before one already is not doubled. */
static void on_header(struct milter_session *s, const struct milter_event *event)
{
    BUF_SCOPE field = { 0 };

    buf_add(&field, event->name);
    buf_add(&field, (s->milter.steps & MILTER_LEADING_SPACE) != 0 ? STR(":") : STR(": "));
    for (size_t i = 0; i < event->value.len; i++) {
        char c = event->value.ptr[i];

        if (c == '\n' && (i == 0 || event->value.ptr[i - 1] != '\r'))
            buf_add_char(&field, '\r');
        buf_add_char(&field, c);
    }
    buf_add(&field, STR("\r\n"));
    add_octets(s, buf_str(&field));
}

static void end_header(struct milter_session *s)
{
    if (!s->header_ended)
        add_octets(s, STR("\r\n"));
    s->header_ended = true;
}

/* ---- the verdict ---- */

static void on_patience_ended(struct loop_timer *timer)
{
    struct milter_session *s = (struct milter_session *)((char *)timer - offsetof(struct milter_session, patience));

    milter_progress(&s->milter);
    flush_output(s);
    loop_timer_set(s->base.worker->loop, timer, PATIENCE_MS);
}

static void on_message(struct milter_session *s, const struct milter_event *event)
{
    struct incoming *in = s->incoming;

    end_header(s);
    add_octets(s, event->octets);
    if (s->too_big) {
        log_session(s, "refused", "a message larger than limits.message-size");
        decide_with(s, REPLY_MESSAGE_TOO_BIG);
        forget_message(s);
        return;
    }
    in->tx.in_shadow      = !takes_effect(s);
    in->tx.mail_server_id = arena_str(&in->tx.arena, milter_macro(&s->milter.macros, STR("i")));
    incoming_judge(in, s->saw_8bit);
    if (s->incoming == NULL)            /* mostly all was known */
        return;
    s->patience = (struct loop_timer){ .expired = on_patience_ended };
    loop_timer_set(s->base.worker->loop, &s->patience, PATIENCE_MS);
}

/* From the bottom up: whether or not a server counts anew behind each change, the numbers that are still to come are right. What
 * is put on top comes last, for it would count as well. */
static void apply_changes(struct milter_session *s, struct incoming *in)
{
    struct trace_changes changes = trace_fields_changes(&in->tx);

    for (size_t i = changes.removed_count; i > 0; i--)
        milter_remove_header(&s->milter, (uint32_t)changes.removed[i - 1].index, changes.removed[i - 1].name);
    for (size_t i = changes.added.count; i > 0; i--) {
        const struct header *h = &changes.added.fields[i - 1];

        milter_insert_header(&s->milter, 0, h->name, str_trim(h->value));
    }
}

/* A message of which the server does not hear that it is held comes again, perhaps after its client did not hear of it either:
 * it is remembered, and then not held a second time. */
static void answer(struct incoming_owner *owner, struct incoming *in, const struct smtp_reply *reply)
{
    struct milter_session *s = (struct milter_session *)((char *)owner - offsetof(struct milter_session, owner));

    loop_timer_stop(&s->patience);
    s->incoming = NULL;
    if (in->outcome.held)
        duplicates_note(in, NULL);
    if (in->outcome.held || in->outcome.delivered_as.len > 0) {
        milter_decide(&s->milter, MILTER_DISCARD, NULL);
    } else if (reply->code == 250) {
        apply_changes(s, in);
        milter_decide(&s->milter, MILTER_CONTINUE, NULL);
    } else {
        milter_decide(&s->milter, reply->code >= 500 ? MILTER_REJECT : MILTER_TEMPFAIL, reply);
    }
    advance(s);
}

/* The mail server delivers. */
static void let_pass(struct incoming *in)
{
    in->outcome.next_hop = STR("milter");
    incoming_finish_accepted(in);
}

static const struct incoming_face milter_face = { .remembers_holds = true, .deliver = let_pass, .answer = answer };

/* ---- the dialogue ---- */

/* A server whose messages we cannot change would let forged results stand, and carry none of ours. */
static bool may_change(const struct milter_session *s)
{
    enum { NEEDED = MILTER_MAY_ADD_HEADER | MILTER_MAY_CHANGE_HEADER };

    return s->milter.state == MILTER_STATE_NEGOTIATING || (s->milter.actions & NEEDED) == NEEDED;
}

static bool is_choked(struct milter_session *s)
{
    if (buf_len(&s->milter.out) >= MAIL_SERVER_OUTPUT_MAX_OCTETS)
        flush_output(s);
    return mail_server_choke(&s->base);
}

/* Nothing more can be done now. */
static void rest(struct milter_session *s)
{
    bool silent = buf_len(&s->milter.out) == 0 && buf_len(&s->base.stream.out) == 0;

    s->base.advancing = false;
    flush_output(s);
    if (silent && !s->milter.awaiting && s->base.address.family != IP_NONE)
        stream_acknowledge(&s->base.stream);
    if (!s->base.choked && !s->milter.awaiting)
        stream_resume(&s->base.stream);
    mail_server_set_timeout(&s->base, s->milter.awaiting);
}

static void obey(struct milter_session *s, const struct milter_event *event)
{
    switch (event->type) {
    case MILTER_EVENT_NONE:
    case MILTER_EVENT_CLOSE:          break;            /* seen to by advance */
    case MILTER_EVENT_CONNECT:        on_connect(s, event); break;
    case MILTER_EVENT_HELO:           on_helo(s, event->name); break;
    case MILTER_EVENT_MAIL:           on_mail(s, event); break;
    case MILTER_EVENT_RCPT:           on_rcpt(s, event); break;
    case MILTER_EVENT_DATA:           break;
    case MILTER_EVENT_HEADER:         on_header(s, event); break;
    case MILTER_EVENT_END_OF_HEADER:  end_header(s); break;
    case MILTER_EVENT_BODY:           add_octets(s, event->octets); break;
    case MILTER_EVENT_END_OF_MESSAGE: on_message(s, event); break;
    case MILTER_EVENT_ABORT:
    case MILTER_EVENT_NEW_CONNECTION: forget_message(s); break;
    }
}

/* Reads on until input or a decision is needed. May dispose of the session. */
static void advance(struct milter_session *s)
{
    if (s->base.advancing || s->base.closing)     /* a decision taken inside an event: the loop below is already running */
        return;
    s->base.advancing = true;
    while (!is_choked(s)) {
        struct milter_event event = milter_next(&s->milter, &s->base.stream.in);

        if (event.type == MILTER_EVENT_CLOSE || !may_change(s)) {
            s->base.advancing = false;
            if (event.type == MILTER_EVENT_CLOSE && event.problem == NULL)
                close_after_output(s);
            else
                refuse(s, event.problem != NULL ? event.problem : "the mail server allows no changes of the header");
            return;
        }
        if (event.type == MILTER_EVENT_NONE)
            break;
        obey(s, &event);
    }
    rest(s);
    if (s->base.worker->stopping && s->incoming == NULL && !s->base.choked)
        close_after_output(s);
}

static void on_input(struct stream *stream)
{
    advance(stream->owner);
}

static void on_sent(struct stream *stream)
{
    struct milter_session *s = stream->owner;

    if (mail_server_unchoke(&s->base))
        advance(s);
}

static void on_ended(struct stream *stream, enum stream_end why)
{
    struct milter_session *s = stream->owner;

    if (why == STREAM_TIMEOUT && s->milter.awaiting) {
        mail_server_set_timeout(&s->base, s->milter.awaiting);  /* it is our silence */
        return;
    }
    if (why == STREAM_TIMEOUT)
        log_session(s, "milter-timeout", "the mail server was silent for too long");
    close_now(s);
}

static const struct stream_events stream_events = { .input = on_input, .sent = on_sent, .ended = on_ended };

/* ---- the beginning ---- */

void milter_session_open(struct worker *worker, size_t listener, int fd, const struct ip *server)
{
    struct milter_session *s = calloc(1, sizeof *s);

    ASSERT(s != NULL);
    *s = (struct milter_session){
        .base = { .worker = worker, .generation = worker_generation_keep(worker->generation), .listener = listener, .address = *server },
        .owner = { .face = &milter_face }, .next = worker->milter_sessions,
    };
    if (s->next != NULL)
        s->next->previous = s;
    worker->milter_sessions = s;
    milter_init(&s->milter);
    count_one(&worker->counters->milter_connections);
    /* a whole packet has to fit */
    const char *problem = mail_server_begin(&s->base, &stream_events, s, MILTER_PACKET_MAX_OCTETS + 16, fd);

    if (problem != NULL)
        refuse(s, problem);
}
