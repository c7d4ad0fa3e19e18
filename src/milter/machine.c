#include "milter/machine.h"

#include "milter/packet.h"

enum { OLDEST_VERSION = 2 };

/* Left out are commands that the server itself does not know, and DATA, which says nothing new. Where no decision falls, an answer
 * would only cost a turn: of the server, of ours, and of the network's. */
static const uint32_t wanted_actions = MILTER_MAY_ADD_HEADER | MILTER_MAY_CHANGE_HEADER | MILTER_MAY_ASK_MACROS;
static const uint32_t wanted_steps = MILTER_NO_UNKNOWN | MILTER_NO_DATA | MILTER_CAN_SKIP | MILTER_LEADING_SPACE |
                                     MILTER_UNANSWERED_HELO | MILTER_UNANSWERED_DATA | MILTER_UNANSWERED_HEADER |
                                     MILTER_UNANSWERED_END_OF_HEADER | MILTER_UNANSWERED_BODY | MILTER_UNANSWERED_UNKNOWN;

/* What we want to know at each step: both what Postfix and what Sendmail call it. */
static const struct { enum milter_stage stage; str names; } wanted_macros[] = {
    { MILTER_STAGE_CONNECT,        STR_INIT("j _ v {daemon_name} {daemon_addr} {daemon_port} {client_name} {client_ptr}") },
    { MILTER_STAGE_HELO,           STR_INIT("{tls_version} {cipher} {cert_subject} {verify}") },
    { MILTER_STAGE_MAIL,           STR_INIT("i {client_addr} {auth_type} {auth_authen} {auth_author} {mail_addr}") },
    { MILTER_STAGE_RCPT,           STR_INIT("{rcpt_addr} {rcpt_host} {rcpt_mailer}") },
    { MILTER_STAGE_END_OF_MESSAGE, STR_INIT("i") },
};

void milter_init(struct milter *milter)
{
    *milter = (struct milter){ 0 };
}

void milter_free(struct milter *milter)
{
    arena_free(&milter->connection);
    arena_free(&milter->message);
    buf_free(&milter->out);
}

static struct milter_event nothing(void)
{
    return (struct milter_event){ .type = MILTER_EVENT_NONE };
}

static struct milter_event broken(struct milter *m, const char *problem)
{
    m->state = MILTER_STATE_CLOSED;
    return (struct milter_event){ .type = MILTER_EVENT_CLOSE, .problem = problem };
}

static void answer(struct milter *m, char command)
{
    milter_packet_end(&m->out, milter_packet_begin(&m->out, command));
}

/* Goes on, with an answer unless the server does without. */
static void go_on(struct milter *m, uint32_t unanswered)
{
    if ((m->steps & unanswered) == 0)
        answer(m, MILTER_ANSWER_CONTINUE);
}

static struct milter_event await(struct milter *m, struct milter_event event)
{
    m->awaiting = true;
    m->awaited  = event.type;
    return event;
}

static bool in_message(const struct milter *m)
{
    return m->state == MILTER_STATE_ENVELOPE || m->state == MILTER_STATE_HEADER || m->state == MILTER_STATE_BODY;
}

static void forget_message(struct milter *m)
{
    for (enum milter_stage s = MILTER_STAGE_MAIL; s < MILTER_STAGE_COUNT; s++)
        milter_macros_drop(&m->macros, s);
    arena_free(&m->message);
    m->skip_body = false;
}

static void forget_connection(struct milter *m)
{
    forget_message(m);
    milter_macros_drop(&m->macros, MILTER_STAGE_CONNECT);
    milter_macros_drop(&m->macros, MILTER_STAGE_HELO);
    arena_free(&m->connection);
}

static void end_message(struct milter *m)
{
    forget_message(m);
    m->state = MILTER_STATE_READY;
}

/* ---- the commands ---- */

static void ask_for_macros(struct buf *out)
{
    for (size_t i = 0; i < sizeof wanted_macros / sizeof *wanted_macros; i++) {
        milter_add_number(out, wanted_macros[i].stage);
        milter_add_text(out, wanted_macros[i].names);
    }
}

static struct milter_event negotiate(struct milter *m, str data)
{
    uint32_t version, actions, steps;
    size_t   begun;

    if (!milter_take_number(&data, &version) || !milter_take_number(&data, &actions) || !milter_take_number(&data, &steps))
        return broken(m, "the negotiation is too short");
    if (version < OLDEST_VERSION)
        return broken(m, "a version of the protocol that is too old");
    m->version = version < MILTER_VERSION ? version : MILTER_VERSION;
    m->actions = actions & wanted_actions;
    m->steps   = steps & wanted_steps;
    begun      = milter_packet_begin(&m->out, MILTER_NEGOTIATE);
    milter_add_number(&m->out, m->version);
    milter_add_number(&m->out, m->actions);
    milter_add_number(&m->out, m->steps);
    if (m->actions & MILTER_MAY_ASK_MACROS)
        ask_for_macros(&m->out);
    milter_packet_end(&m->out, begun);
    m->state = MILTER_STATE_CONNECTING;
    return nothing();
}

/* The step whose command stands in a packet of macros; COUNT for one that we do not know, whose macros nobody misses. */
static enum milter_stage stage_of(char command)
{
    switch (command) {
    case MILTER_CONNECT:        return MILTER_STAGE_CONNECT;
    case MILTER_HELO:           return MILTER_STAGE_HELO;
    case MILTER_MAIL:           return MILTER_STAGE_MAIL;
    case MILTER_RCPT:           return MILTER_STAGE_RCPT;
    case MILTER_DATA:           return MILTER_STAGE_DATA;
    case MILTER_END_OF_HEADER:  return MILTER_STAGE_END_OF_HEADER;
    case MILTER_END_OF_MESSAGE: return MILTER_STAGE_END_OF_MESSAGE;
    default:                    return MILTER_STAGE_COUNT;
    }
}

static struct milter_event take_macros(struct milter *m, str data)
{
    enum milter_stage stage = data.len == 0 ? MILTER_STAGE_COUNT : stage_of(data.ptr[0]);
    struct arena     *arena = stage <= MILTER_STAGE_HELO ? &m->connection : &m->message;

    if (stage == MILTER_STAGE_COUNT)
        return nothing();
    if (!milter_macros_read(&m->macros, stage, str_from(data, 1), arena))
        return broken(m, "macros that are no pairs of texts, or too many");
    return m->connection.used + m->message.used > MILTER_TEXTS_MAX_OCTETS ? broken(m, "more macros than a message can need") : nothing();
}

/* Family "4" and "6" with port and address; "L" and "U" say that there is none. */
static bool read_client(str data, struct milter_event *event)
{
    str  address;
    char family;

    if (data.len == 0)
        return false;
    family = data.ptr[0];
    data   = str_from(data, 1);
    event->is_local = family == 'L';
    if (family == 'U' || family == 'L')
        return true;
    if ((family != '4' && family != '6') || data.len < 2)
        return false;
    event->port = (uint16_t)((unsigned char)data.ptr[0] << 8 | (unsigned char)data.ptr[1]);
    data        = str_from(data, 2);
    if (!milter_take_text(&data, &address))
        return false;
    (void)str_skip_prefix(&address, STR("IPv6:"));      /* as Sendmail writes it */
    return ip_parse(address, &event->client);
}

static struct milter_event connected(struct milter *m, str data)
{
    struct milter_event event = { .type = MILTER_EVENT_CONNECT };

    if (!milter_take_text(&data, &event.name) || !read_client(data, &event))
        return broken(m, "a client without name or address");
    m->state = MILTER_STATE_READY;
    return await(m, event);
}

static struct milter_event said_hello(struct milter *m, str data)
{
    struct milter_event event = { .type = MILTER_EVENT_HELO };

    if (!milter_take_text(&data, &event.name))
        return broken(m, "HELO without its end");
    go_on(m, MILTER_UNANSWERED_HELO);
    return event;
}

static struct milter_event with_arguments(struct milter *m, enum milter_event_type type, str data)
{
    struct milter_event event = { .type = type, .arguments = m->arguments };

    for (; data.len > 0; event.argument_count++)
        if (event.argument_count == MILTER_ARGUMENTS_MAX || !milter_take_text(&data, &m->arguments[event.argument_count]))
            return broken(m, "a path with too many arguments, or without its end");
    if (event.argument_count == 0)
        return broken(m, "a path that is not there");
    m->state = MILTER_STATE_ENVELOPE;
    return await(m, event);
}

static struct milter_event header(struct milter *m, str data)
{
    struct milter_event event = { .type = MILTER_EVENT_HEADER };

    if (!milter_take_text(&data, &event.name) || !milter_take_text(&data, &event.value))
        return broken(m, "a header field without name or value");
    m->state = MILTER_STATE_HEADER;
    go_on(m, MILTER_UNANSWERED_HEADER);
    return event;
}

/* A server that awaits an answer can be told to keep the rest. */
static struct milter_event body(struct milter *m, str data)
{
    if (m->skip_body && (m->steps & MILTER_CAN_SKIP) && !(m->steps & MILTER_UNANSWERED_BODY))
        answer(m, MILTER_ANSWER_SKIP);
    else
        go_on(m, MILTER_UNANSWERED_BODY);
    return data.len == 0 ? nothing() : (struct milter_event){ .type = MILTER_EVENT_BODY, .octets = data };
}

/* The server may send the last piece of the body along. It is told with the end, not before it: no answer parts them. */
static struct milter_event end_of_message(struct milter *m, str data)
{
    m->state = MILTER_STATE_BODY;
    return await(m, (struct milter_event){ .type = MILTER_EVENT_END_OF_MESSAGE, .octets = data });
}

static struct milter_event aborted(struct milter *m)
{
    bool told = in_message(m);

    if (m->state != MILTER_STATE_CONNECTING)
        end_message(m);
    return told ? (struct milter_event){ .type = MILTER_EVENT_ABORT } : nothing();
}

static struct milter_event obey(struct milter *m, char command, str data)
{
    switch ((enum milter_command)command) {
    case MILTER_NEGOTIATE:     return negotiate(m, data);
    case MILTER_MACROS:        return take_macros(m, data);
    case MILTER_CONNECT:       return connected(m, data);
    case MILTER_HELO:          return said_hello(m, data);
    case MILTER_MAIL:          return with_arguments(m, MILTER_EVENT_MAIL, data);
    case MILTER_RCPT:          return with_arguments(m, MILTER_EVENT_RCPT, data);
    case MILTER_DATA:
        m->state = MILTER_STATE_HEADER;
        go_on(m, MILTER_UNANSWERED_DATA);
        return (struct milter_event){ .type = MILTER_EVENT_DATA };
    case MILTER_HEADER:        return header(m, data);
    case MILTER_END_OF_HEADER:
        m->state = MILTER_STATE_BODY;
        go_on(m, MILTER_UNANSWERED_END_OF_HEADER);
        return (struct milter_event){ .type = MILTER_EVENT_END_OF_HEADER };
    case MILTER_BODY:          return body(m, data);
    case MILTER_END_OF_MESSAGE: return end_of_message(m, data);
    case MILTER_ABORT:         return aborted(m);
    case MILTER_UNKNOWN:
        go_on(m, MILTER_UNANSWERED_UNKNOWN);
        return nothing();
    case MILTER_QUIT:
        m->state = MILTER_STATE_CLOSED;
        return (struct milter_event){ .type = MILTER_EVENT_CLOSE };
    case MILTER_QUIT_NEW_CONNECTION:
        forget_connection(m);
        m->state = MILTER_STATE_CONNECTING;
        return (struct milter_event){ .type = MILTER_EVENT_NEW_CONNECTION };
    }
    return broken(m, "a command that the protocol does not know");
}

/* The states, as bits, in which a mail server may send the command. */
static unsigned allowed_in(char command)
{
    enum {
        NEGOTIATING = 1u << MILTER_STATE_NEGOTIATING, CONNECTING = 1u << MILTER_STATE_CONNECTING, READY = 1u << MILTER_STATE_READY,
        ENVELOPE = 1u << MILTER_STATE_ENVELOPE, HEADER = 1u << MILTER_STATE_HEADER, BODY = 1u << MILTER_STATE_BODY,
        MESSAGE = ENVELOPE | HEADER | BODY, NEGOTIATED = CONNECTING | READY | MESSAGE,
    };

    switch ((enum milter_command)command) {
    case MILTER_NEGOTIATE:           return NEGOTIATING;
    case MILTER_CONNECT:             return CONNECTING;
    case MILTER_HELO:                return READY;
    case MILTER_MAIL:                return READY;
    case MILTER_RCPT:                return ENVELOPE;
    case MILTER_DATA:                return ENVELOPE;
    case MILTER_HEADER:              return ENVELOPE | HEADER;
    case MILTER_END_OF_HEADER:       return ENVELOPE | HEADER;
    case MILTER_BODY:                return BODY;
    case MILTER_END_OF_MESSAGE:      return HEADER | BODY;
    case MILTER_UNKNOWN:             return READY | MESSAGE;
    case MILTER_MACROS:
    case MILTER_ABORT:
    case MILTER_QUIT_NEW_CONNECTION: return NEGOTIATED;
    case MILTER_QUIT:                return NEGOTIATING | NEGOTIATED;
    }
    return ~0u;                         /* obey says what is wrong with it */
}

struct milter_event milter_next(struct milter *m, struct buf *in)
{
    struct milter_packet packet;

    while (!m->awaiting && m->state != MILTER_STATE_CLOSED) {
        struct milter_event event;

        switch (milter_packet_read(in, MILTER_PACKET_MAX_OCTETS, &packet)) {
        case MILTER_INCOMPLETE: return nothing();
        case MILTER_BROKEN:     return broken(m, "a packet of no length, or of one that is too large");
        case MILTER_COMPLETE:   break;
        }
        if ((allowed_in(packet.command) & 1u << m->state) == 0)
            return broken(m, "a command where none of its kind can stand");
        event = obey(m, packet.command, packet.data);
        if (event.type != MILTER_EVENT_NONE)
            return event;
    }
    return nothing();
}

/* ---- the answers ---- */

/* "550 5.7.1 text", lines parted by CRLF. A "%" is doubled: servers take the text for a format of printf's. */
static void answer_with(struct milter *m, const struct smtp_reply *reply)
{
    BUF_SCOPE text  = { 0 };
    size_t    begun = milter_packet_begin(&m->out, MILTER_ANSWER_REPLY);
    str       lines;

    smtp_reply_write(&text, reply, false);
    lines = str_trim_right(buf_str(&text));
    for (size_t i = 0; i < lines.len; i++) {
        buf_add_char(&m->out, lines.ptr[i]);
        if (lines.ptr[i] == '%')
            buf_add_char(&m->out, '%');
    }
    buf_add_char(&m->out, '\0');
    milter_packet_end(&m->out, begun);
}

static void refuse(struct milter *m, char bare, int class, const struct smtp_reply *reply)
{
    if (reply == NULL || reply->code / 100 != class || reply->enhanced.len == 0)
        answer(m, bare);                /* servers take nothing but "4xx 4.x.x" and "5xx 5.x.x" */
    else
        answer_with(m, reply);
}

void milter_decide(struct milter *m, enum milter_decision decision, const struct smtp_reply *reply)
{
    ASSERT(m->awaiting);
    m->awaiting = false;
    switch (decision) {
    case MILTER_CONTINUE: answer(m, MILTER_ANSWER_CONTINUE); break;
    case MILTER_ACCEPT:   answer(m, MILTER_ANSWER_ACCEPT); break;
    case MILTER_DISCARD:  answer(m, MILTER_ANSWER_DISCARD); break;
    case MILTER_REJECT:   refuse(m, MILTER_ANSWER_REJECT, 5, reply); break;
    case MILTER_TEMPFAIL: refuse(m, MILTER_ANSWER_TEMPFAIL, 4, reply); break;
    }
    switch (m->awaited) {
    case MILTER_EVENT_MAIL:
        if (decision != MILTER_CONTINUE)
            end_message(m);
        break;
    case MILTER_EVENT_RCPT:             /* a recipient refused is no end */
        if (decision == MILTER_ACCEPT || decision == MILTER_DISCARD)
            end_message(m);
        break;
    case MILTER_EVENT_END_OF_MESSAGE:
        end_message(m);
        break;
    default:
        break;
    }
}

/* Line ends inside a value are LF; a CR would be one too many. */
static void add_value(struct buf *out, str value)
{
    for (size_t i = 0; i < value.len && value.ptr[i] != '\0'; i++)
        if (value.ptr[i] != '\r')
            buf_add_char(out, value.ptr[i]);
    buf_add_char(out, '\0');
}

static void change(struct milter *m, char command, uint32_t index, str name, str value)
{
    size_t begun = milter_packet_begin(&m->out, command);

    ASSERT(m->awaiting && m->awaited == MILTER_EVENT_END_OF_MESSAGE);
    milter_add_number(&m->out, index);
    milter_add_text(&m->out, name);
    add_value(&m->out, value);
    milter_packet_end(&m->out, begun);
}

/* Where the blank behind the colon is part of values, it is ours to write. */
void milter_insert_header(struct milter *m, uint32_t index, str name, str value)
{
    BUF_SCOPE spaced = { 0 };

    if (m->steps & MILTER_LEADING_SPACE)
        buf_add_char(&spaced, ' ');
    buf_add(&spaced, value);
    change(m, MILTER_CHANGE_INSERT_HEADER, index, name, buf_str(&spaced));
}

void milter_remove_header(struct milter *m, uint32_t index, str name)
{
    ASSERT(index > 0);
    change(m, MILTER_CHANGE_HEADER, index, name, (str){ 0 });
}

void milter_progress(struct milter *m)
{
    ASSERT(m->awaiting && m->awaited == MILTER_EVENT_END_OF_MESSAGE);
    answer(m, MILTER_ANSWER_PROGRESS);
}
