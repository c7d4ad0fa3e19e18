/* The SMTP server machine: however a stream is cut, it reads the same commands and says the same (but for octets
 * behind a command that waits for its reply: there the cut decides, and the session ends). Replies are lines of
 * sane length that end at CRLF; content never exceeds its limit, comes only behind 354, and holds no line end but
 * CRLF; nothing is told after the end, which a session that is shut comes to at once. The first octet chooses the cuts,
 * the second what the owner decides and what the listener allows.
 *
 * Covers: src/smtp/server.c src/smtp/command.c src/smtp/line.c src/smtp/parameter.c
 * Covers: src/smtp/xtext.c */
#include "fuzz.h"

#include "smtp/server.h"

enum { MESSAGE_MAX_OCTETS = 300, TEXT_LINE_MAX_OCTETS = 120, REPLY_LINE_MAX_OCTETS = 512 };

struct session {
    struct smtp_server server;
    struct arena       arena;
    struct buf         in, story;       /* what was told, one event a line; content beside it */
    struct buf         content;
    unsigned           decisions;       /* of the owner */
    bool               in_content, over, unsynchronised;
};

static const struct smtp_server_options options[] = {
    { .hostname = STR_INIT("mx.example.org"), .offer_tls = true, .message_max_octets = MESSAGE_MAX_OCTETS,
      .text_line_max_octets = TEXT_LINE_MAX_OCTETS, .recipients_max = 3, .errors_max = 6, .commands_max = 40 },
    { .hostname = STR_INIT("mx.example.org"), .lax_path_syntax = true, .message_max_octets = MESSAGE_MAX_OCTETS,
      .text_line_max_octets = TEXT_LINE_MAX_OCTETS, .recipients_max = 1, .errors_max = 20, .commands_max = 12 },
};

static void decide(struct session *s, enum smtp_event_type type)
{
    bool              refuse = (s->decisions >> (type % 8) & 1) != 0 && s->server.commands % 3 == 1;
    struct smtp_reply reply  = smtp_reply_of(REPLY_OK);

    if (refuse)
        reply = s->decisions == 0xff ? smtp_reply_of(REPLY_SHUTTING_DOWN)
                                     : (struct smtp_reply){ 450, STR("4.2.0"), STR("Not now") };
    else if (type == SMTP_EVENT_DATA)
        reply = (struct smtp_reply){ 354, { 0 }, STR("Go on") };
    s->in_content = type == SMTP_EVENT_DATA && !refuse;
    smtp_server_decide(&s->server, &reply);
}

static void check_message(const struct session *s)
{
    str content = buf_str(&s->content);

    HOLDS(content.len == s->server.content_octets && content.len <= MESSAGE_MAX_OCTETS);
    HOLDS(content.len == 0 || str_ends_nocase(content, STR("\r\n")));
    for (size_t i = 0; i < content.len; i++) {
        HOLDS(content.ptr[i] != '\n' || (i > 0 && content.ptr[i - 1] == '\r'));
        HOLDS(content.ptr[i] != '\r' || (i + 1 < content.len && content.ptr[i + 1] == '\n'));
        HOLDS(content.ptr[i] != '\0');
    }
}

static void tell(struct session *s, const struct smtp_event *event)
{
    if (event->type != SMTP_EVENT_CONTENT)
        buf_printf(&s->story, "%d %d %.*s %llu\n", (int)event->type, (int)event->reply_id, STR_ARG(event->path.text),
                   (unsigned long long)event->mail.size);
    switch (event->type) {
    case SMTP_NEED_INPUT: case SMTP_AWAIT_DECISION: case SMTP_EVENT_HELLO:
        break;
    case SMTP_EVENT_MAIL: case SMTP_EVENT_RCPT: case SMTP_EVENT_DATA:
        HOLDS(s->server.awaiting);
        decide(s, event->type);
        break;
    case SMTP_EVENT_CONTENT:
        HOLDS(s->in_content && event->piece.len > 0);
        buf_add(&s->content, event->piece);
        HOLDS(buf_len(&s->content) <= MESSAGE_MAX_OCTETS);
        break;
    case SMTP_EVENT_MESSAGE:
        HOLDS(s->in_content);
        check_message(s);
        buf_add(&s->story, buf_str(&s->content));
        decide(s, event->type);
        FALLTHROUGH;
    case SMTP_EVENT_RESET:
        buf_clear(&s->content);
        s->in_content = false;
        arena_free(&s->arena);
        break;
    case SMTP_EVENT_STARTTLS:
        s->over = buf_len(&s->in) > 0;  /* octets in clear behind STARTTLS: the owner hangs up */
        if (!s->over)
            smtp_server_tls_started(&s->server);
        break;
    case SMTP_EVENT_XCLIENT:
        HOLDS(s->server.takes_xclient && s->server.awaiting);
        smtp_server_become(&s->server, &event->xclient);
        break;
    case SMTP_EVENT_REFUSED:
        s->unsynchronised |= event->reply_id == REPLY_NOT_SYNCHRONISED;
        break;
    case SMTP_EVENT_CLOSE:
        s->over = true;
        break;
    }
}

static void feed(struct session *s, str octets)
{
    struct smtp_event event;

    buf_add(&s->in, octets);
    while (!s->over) {
        event = smtp_server_next(&s->server, &s->in);
        HOLDS(event.type != SMTP_AWAIT_DECISION);
        if (event.type == SMTP_NEED_INPUT)
            break;
        tell(s, &event);
    }
}

/* The owner closes: what is left are the last events. */
static void shut(struct session *s)
{
    struct buf none = { 0 };

    smtp_server_shut(&s->server, REPLY_SHUTTING_DOWN);
    for (int events = 0; !s->over; events++) {
        struct smtp_event event = smtp_server_next(&s->server, &none);

        HOLDS(events < 2 && (event.type == SMTP_EVENT_RESET || event.type == SMTP_EVENT_CLOSE));
        tell(s, &event);
    }
    smtp_server_shut(&s->server, REPLY_SHUTTING_DOWN);          /* says nothing more */
    buf_free(&none);
}

static void check_output(str out)
{
    str line;

    HOLDS(out.len == 0 || str_ends_nocase(out, STR("\r\n")));
    while (str_cut(&out, '\n', &line)) {
        HOLDS(line.len >= 4 && line.len < REPLY_LINE_MAX_OCTETS && line.ptr[line.len - 1] == '\r');
        HOLDS(line.ptr[0] >= '2' && line.ptr[0] <= '5' && !fuzz_has_control(str_slice(line, 0, line.len - 1)));
    }
}

static void begin(struct session *s, unsigned decisions)
{
    *s = (struct session){ .decisions = decisions };
    smtp_server_init(&s->server, &options[decisions >> 6 & 1], &s->arena);
    smtp_server_greet(&s->server);
}

static void end(struct session *s)
{
    smtp_server_free(&s->server);
    arena_free(&s->arena);
    buf_free(&s->in);
    buf_free(&s->story);
    buf_free(&s->content);
}

FUZZ_TARGET(input)
{
    struct fuzz_cuts cuts      = { fuzz_take_octet(&input) };
    unsigned         decisions = fuzz_take_octet(&input);
    struct session   slow, cut;

    begin(&slow, decisions);
    begin(&cut, decisions);
    for (size_t i = 0; i < input.len; i++)
        feed(&slow, str_slice(input, i, i + 1));
    for (str rest = input; rest.len > 0; )
        feed(&cut, fuzz_cut(&cuts, &rest));
    shut(&slow);
    shut(&cut);
    check_output(buf_str(&slow.server.out));
    check_output(buf_str(&cut.server.out));
    if (!slow.unsynchronised && !cut.unsynchronised) {
        HOLDS(str_equal(buf_str(&slow.story), buf_str(&cut.story)));
        HOLDS(str_equal(buf_str(&slow.server.out), buf_str(&cut.server.out)));
    }
    end(&slow);
    end(&cut);
}
