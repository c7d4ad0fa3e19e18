#include "smtp/server.h"

#include "smtp/line.h"
#include "smtp/machine.h"

static const struct smtp_event nothing = { .type = SMTP_NEED_INPUT };

void smtp_server_init(struct smtp_server *s, const struct smtp_server_options *options, struct arena *arena)
{
    *s = (struct smtp_server){ .options = options, .arena = arena, .state = SMTP_GREETING,
                               .may_offer = SMTP_EXT_OF_OURS | SMTP_EXT_8BITMIME | SMTP_EXT_SMTPUTF8,
                               .message_max_octets = options->message_max_octets };
}

void smtp_server_free(struct smtp_server *s)
{
    buf_free(&s->out);
    buf_free(&s->chunk.reply);
}

static void answer(struct smtp_server *s, const struct smtp_reply *reply)
{
    smtp_reply_write(&s->out, reply, s->smtputf8);
}

/* "220 mx.example.org ESMTP Gatepost": our name first, RFC 5321 §4.2. */
void smtp_server_greet(struct smtp_server *s)
{
    BUF_SCOPE         text  = { 0 };
    struct smtp_reply reply = smtp_reply_of(REPLY_GREETING);

    buf_add(&text, s->options->hostname);
    buf_add_char(&text, ' ');
    buf_add(&text, reply.text);
    reply.text = buf_str(&text);
    answer(s, &reply);
}

/* ---- moves ---- */

struct smtp_event smtp_answer(struct smtp_server *s, enum smtp_reply_id id)
{
    struct smtp_reply reply = smtp_reply_of(id);

    answer(s, &reply);
    return nothing;
}

struct smtp_event smtp_await(struct smtp_server *s, struct smtp_event event)
{
    s->awaiting = true;
    s->awaited  = event.type;
    return event;
}

/* A recipient too many, or one that cannot be checked now, is no error of the client's. */
static void count_error(struct smtp_server *s, int code)
{
    s->errors += code >= 500;
}

struct smtp_event smtp_refuse(struct smtp_server *s, enum smtp_reply_id id)
{
    smtp_answer(s, id);
    count_error(s, smtp_reply_of(id).code);
    return (struct smtp_event){ .type = SMTP_EVENT_REFUSED, .reply_id = id };
}

struct smtp_event smtp_hang_up(struct smtp_server *s, enum smtp_reply_id id)
{
    smtp_give_up(s);
    s->closing = true;
    return smtp_refuse(s, id);
}

static void end_transaction(struct smtp_server *s)
{
    if (s->state != SMTP_GREETING)
        s->state = SMTP_READY;
    s->recipients     = 0;
    s->smtputf8       = false;
    s->in_transaction = false;
    s->message_due    = false;
}

void smtp_give_up(struct smtp_server *s)
{
    s->reset_due |= s->in_transaction;
    end_transaction(s);
}

/* ---- chunks ---- */

static void put_off_chunk_reply(struct smtp_server *s, const struct smtp_reply *reply)
{
    smtp_reply_write(&s->chunk.reply, reply, s->smtputf8);
    s->chunk.is_refused = true;
    s->chunks_refused   = true;
    smtp_give_up(s);
}

struct smtp_event smtp_refuse_chunk(struct smtp_server *s, enum smtp_reply_id id)
{
    struct smtp_reply reply = smtp_reply_of(id);

    if (!s->chunks_refused)
        count_error(s, reply.code);
    put_off_chunk_reply(s, &reply);
    return (struct smtp_event){ .type = SMTP_EVENT_REFUSED, .reply_id = id };
}

/* ---- what comes in ---- */

static struct smtp_event refuse_bad_line(struct smtp_server *s, str line)
{
    struct smtp_event event = smtp_hang_up(s, REPLY_BAD_LINE);

    event.line = line;
    return event;
}

/* Errors and commands are counted so that a client that never comes to the point does not stay for ever: the next
 * command, whatever it is, is answered by 421. REPLY_OK as long as there is patience left. */
static enum smtp_reply_id count_command(struct smtp_server *s)
{
    if (s->errors >= s->options->errors_max)
        return REPLY_TOO_MANY_ERRORS;
    return s->commands++ >= s->options->commands_max ? REPLY_TOO_MANY_COMMANDS : REPLY_OK;
}

static struct smtp_event obey_line(struct smtp_server *s, str line, bool input_pending)
{
    enum smtp_reply_id problem = count_command(s);
    struct smtp_event  event   = problem == REPLY_OK ? smtp_obey(s, line, input_pending) : smtp_hang_up(s, problem);

    if (event.type == SMTP_EVENT_REFUSED)
        event.line = line;
    return event;
}

/* The tail of an over-long line: gone up to its CRLF, never taken for a command (RFC 5321 §4.3.2, LIM-4). */
static bool discard_line(struct smtp_server *s, struct buf *in, struct smtp_event *event)
{
    str                octets = buf_str(in), line;
    enum smtp_reply_id problem;

    switch (smtp_line_first(octets, SIZE_MAX, &line)) {
    case SMTP_LINE_COMPLETE:
        buf_consume(in, line.len + 2);
        s->discarding_line = false;
        problem = count_command(s);
        *event  = problem == REPLY_OK ? smtp_refuse(s, REPLY_LINE_TOO_LONG) : smtp_hang_up(s, problem);
        return true;
    case SMTP_LINE_BAD_OCTET:
        *event = refuse_bad_line(s, (str){ 0 });
        return true;
    case SMTP_LINE_INCOMPLETE:          /* a CR stays, to be seen with what follows it */
        buf_consume(in, octets.len - (octets.len > 0 && octets.ptr[octets.len - 1] == '\r'));
        return false;
    case SMTP_LINE_TOO_LONG:
        break;
    }
    UNREACHABLE();
}

/* False: nothing complete is left. */
static bool read_command(struct smtp_server *s, struct buf *in, struct smtp_event *event)
{
    str line;

    if (s->discarding_line)
        return discard_line(s, in, event);
    switch (smtp_line_first(buf_str(in), SMTP_COMMAND_MAX_OCTETS, &line)) {
    case SMTP_LINE_COMPLETE:
        buf_consume(in, line.len + 2);
        *event = obey_line(s, line, buf_len(in) > 0);
        return true;
    case SMTP_LINE_BAD_OCTET:
        *event = refuse_bad_line(s, line);
        return true;
    case SMTP_LINE_TOO_LONG:
        s->discarding_line = true;
        return discard_line(s, in, event);
    case SMTP_LINE_INCOMPLETE:
        return false;
    }
    UNREACHABLE();
}

static bool is_to_be_refused(const struct smtp_server *s)
{
    return s->content.flaws != 0 || s->content.octets > s->message_max_octets;
}

/* What a flaw is answered by, the worst first. A message with CR, LF or NUL out of place may have been written to be
 * read as two: what comes behind it is not ours to read (SMTP-4). */
static const struct { enum smtp_content_flaw flaw; enum smtp_reply_id reply; bool closes; } flaw_replies[] = {
    { SMTP_CONTENT_BARE_CR_OR_LF, REPLY_BARE_CR_OR_LF,      true  },
    { SMTP_CONTENT_NUL,           REPLY_NUL_IN_MESSAGE,     true  },
    { SMTP_CONTENT_LINE_TOO_LONG, REPLY_TEXT_LINE_TOO_LONG, false },
};

static struct smtp_event refuse_message(struct smtp_server *s)
{
    enum smtp_reply_id id = REPLY_MESSAGE_TOO_BIG;

    for (size_t i = 0; i < ARRAY_LEN(flaw_replies); i++) {
        if (s->content.flaws & (unsigned)flaw_replies[i].flaw) {
            id         = flaw_replies[i].reply;
            s->closing = flaw_replies[i].closes;
            break;
        }
    }
    smtp_answer(s, id);
    s->chunks_refused = s->state == SMTP_CHUNKS;
    smtp_give_up(s);
    s->commands = 0;
    return (struct smtp_event){ .type = SMTP_EVENT_REFUSED, .reply_id = id };
}

static struct smtp_event end_content(struct smtp_server *s)
{
    s->content_octets = s->content.octets;
    s->saw_8bit       = s->content.saw_8bit;
    return is_to_be_refused(s) ? refuse_message(s) : smtp_await(s, (struct smtp_event){ .type = SMTP_EVENT_MESSAGE });
}

/* False: all that came has been read and the message has not ended. */
static bool read_content(struct smtp_server *s, struct buf *in, struct smtp_event *event)
{
    while (buf_len(in) > 0) {
        str    piece;
        size_t len = smtp_content_read(&s->content, buf_str(in), &piece);

        buf_consume(in, len);           /* its memory stays as it is */
        if (smtp_content_ended(&s->content)) {
            *event = end_content(s);
            return true;
        }
        if (piece.len > 0 && !is_to_be_refused(s)) {
            *event = (struct smtp_event){ .type = SMTP_EVENT_CONTENT, .piece = piece };
            return true;
        }
    }
    return false;
}

/* What follows a chunk that has been read to its end. */
static struct smtp_event end_chunk(struct smtp_server *s)
{
    s->chunk.under_way = false;
    if (s->chunk.is_refused) {
        buf_add(&s->out, buf_str(&s->chunk.reply));
        buf_free(&s->chunk.reply);
        return nothing;
    }
    str missing = s->chunk.is_last ? smtp_content_end(&s->content) : (str){ 0 };

    if (missing.len > 0 && !is_to_be_refused(s)) {
        s->message_due = true;
        return (struct smtp_event){ .type = SMTP_EVENT_CONTENT, .piece = missing };
    }
    if (s->chunk.is_last || is_to_be_refused(s))
        return end_content(s);
    return smtp_answer(s, REPLY_CHUNK_OK);
}

/* False: all that came has been read and the chunk has not ended. */
static bool read_chunk(struct smtp_server *s, struct buf *in, struct smtp_event *event)
{
    while (s->chunk.left > 0 && buf_len(in) > 0) {
        str    octets = buf_str(in), piece = { 0 };
        size_t len;

        octets = s->chunk.left < octets.len ? str_slice(octets, 0, (size_t)s->chunk.left) : octets;
        len    = s->chunk.is_refused ? octets.len : smtp_content_read(&s->content, octets, &piece);
        buf_consume(in, len);           /* its memory stays as it is */
        s->chunk.left -= len;
        if (piece.len > 0 && !is_to_be_refused(s)) {
            *event = (struct smtp_event){ .type = SMTP_EVENT_CONTENT, .piece = piece };
            return true;
        }
    }
    if (s->chunk.left > 0)
        return false;
    *event = end_chunk(s);
    return true;
}

/* ---- events ---- */

/* Events that earlier octets have brought about. Once closing, nothing more is read. */
static bool take_due(struct smtp_server *s, struct buf *in, struct smtp_event *event)
{
    *event = nothing;
    if (s->reset_due) {
        s->reset_due = false;
        event->type  = SMTP_EVENT_RESET;
    } else if (s->closing) {
        s->state    = SMTP_CLOSED;
        event->type = SMTP_EVENT_CLOSE;
        buf_clear(in);
    } else if (s->awaiting) {
        event->type = SMTP_AWAIT_DECISION;
    } else if (s->hello_due) {
        s->hello_due = false;
        event->type  = SMTP_EVENT_HELLO;
    } else if (s->message_due) {
        s->message_due = false;
        *event         = end_content(s);
    }
    return event->type != SMTP_NEED_INPUT;
}

struct smtp_event smtp_server_next(struct smtp_server *s, struct buf *in)
{
    struct smtp_event event;
    bool              more = true;

    while (more && !take_due(s, in, &event)) {
        more = s->chunk.under_way         ? read_chunk(s, in, &event)
               : s->state == SMTP_CONTENT ? read_content(s, in, &event)
                                          : read_command(s, in, &event);
        if (event.type != SMTP_NEED_INPUT)
            break;
    }
    return event;
}

static void begin_content(struct smtp_server *s)
{
    enum smtp_content_kind kind = !s->chunk.under_way          ? SMTP_CONTENT_DATA
                                  : s->body == BODY_BINARYMIME ? SMTP_CONTENT_BINARY
                                                               : SMTP_CONTENT_CHUNKS;

    s->state = s->chunk.under_way ? SMTP_CHUNKS : SMTP_CONTENT;
    smtp_content_begin(&s->content, kind, s->repairs, s->options->text_line_max_octets);
}

static void accept_awaited(struct smtp_server *s)
{
    switch (s->awaited) {
    case SMTP_EVENT_MAIL:
        s->state          = SMTP_MAIL;
        s->chunks_refused = false;
        break;
    case SMTP_EVENT_RCPT:
        s->state = SMTP_RCPT;
        s->recipients++;
        s->commands -= s->commands > 0;         /* they have a bound of their own, which has been promised (LIMITS) */
        break;
    case SMTP_EVENT_DATA:
        begin_content(s);
        break;
    case SMTP_EVENT_MESSAGE:
        s->messages++;
        break;
    case SMTP_NEED_INPUT: case SMTP_AWAIT_DECISION: case SMTP_EVENT_HELLO: case SMTP_EVENT_CONTENT:
    case SMTP_EVENT_RESET: case SMTP_EVENT_STARTTLS: case SMTP_EVENT_XCLIENT: case SMTP_EVENT_REFUSED: case SMTP_EVENT_CLOSE:
        UNREACHABLE();
    }
}

/* A BDAT is answered behind its chunk, whatever is decided about it now. */
static void decide_on_chunks(struct smtp_server *s, const struct smtp_reply *reply)
{
    if (smtp_reply_is_positive(reply))
        accept_awaited(s);
    else
        put_off_chunk_reply(s, reply);
}

void smtp_server_decide(struct smtp_server *s, const struct smtp_reply *reply)
{
    ASSERT(s->awaiting && s->awaited != SMTP_EVENT_STARTTLS);
    s->awaiting = false;
    if (s->awaited == SMTP_EVENT_DATA && s->chunk.under_way && reply->code != 421) {
        decide_on_chunks(s, reply);
        return;
    }
    answer(s, reply);
    if (smtp_reply_is_positive(reply))
        accept_awaited(s);
    else if (s->awaited == SMTP_EVENT_MAIL || s->awaited == SMTP_EVENT_RCPT)
        count_error(s, reply->code);
    else if (s->awaited == SMTP_EVENT_DATA)
        smtp_give_up(s);
    if (s->state == SMTP_READY)
        s->smtputf8 = false;
    if (s->awaited == SMTP_EVENT_MESSAGE) {
        end_transaction(s);
        s->commands = 0;
    }
    if (reply->code == 421) {           /* RFC 5321 §3.8: it announces the end, whatever it answers */
        smtp_give_up(s);
        s->closing = true;
    }
}

/* What was said until now counts no more: neither a name nor a MAIL. */
static void begin_anew(struct smtp_server *s)
{
    smtp_give_up(s);
    s->awaiting = false;
    s->state    = SMTP_GREETING;
    s->is_esmtp = false;
    s->offered  = 0;
    s->helo_len = 0;
}

void smtp_server_tls_started(struct smtp_server *s)
{
    ASSERT(s->awaiting ? s->awaited == SMTP_EVENT_STARTTLS : s->state == SMTP_GREETING);
    s->tls_active = true;
    begin_anew(s);
}

void smtp_server_become(struct smtp_server *s, const struct xclient *xclient)
{
    ASSERT(s->awaiting && s->awaited == SMTP_EVENT_XCLIENT && xclient->helo.len <= sizeof s->helo);
    unsigned offered = s->offered;

    begin_anew(s);
    s->errors = s->commands = 0;
    if (xclient->helo.len > 0) {
        memcpy(s->helo, xclient->helo.ptr, xclient->helo.len);
        s->helo_len = xclient->helo.len;
        s->is_esmtp = !xclient->is_smtp;
        s->offered  = xclient->is_smtp ? 0 : offered;
        s->state    = SMTP_READY;
    }
    smtp_server_greet(s);
}

void smtp_server_shut(struct smtp_server *s, enum smtp_reply_id id)
{
    if (s->closing)
        return;
    smtp_answer(s, id);
    smtp_give_up(s);
    s->awaiting = false;
    s->closing  = true;
}
