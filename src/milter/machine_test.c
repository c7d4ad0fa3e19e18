#include "milter/machine.h"

#include "milter/packet.h"

#include "unit.h"

/* A mail server's side: a script of packets, written "C" followed by their data; what the milter answers is written down as
 * its commands' letters, and what it tells its owner as a story. */
struct talk {
    struct milter milter;
    struct buf    in, story, answers;
};

#define TALK_SCOPE CLEANUP(talk_free) struct talk

static void talk_free(struct talk *t)
{
    milter_free(&t->milter);
    buf_free(&t->in);
    buf_free(&t->story);
    buf_free(&t->answers);
}

static void send(struct talk *t, char command, str data)
{
    size_t begun = milter_packet_begin(&t->in, command);

    buf_add(&t->in, data);
    milter_packet_end(&t->in, begun);
}

static void negotiate(struct talk *t, uint32_t version, uint32_t actions, uint32_t steps)
{
    BUF_SCOPE data = { 0 };

    milter_add_number(&data, version);
    milter_add_number(&data, actions);
    milter_add_number(&data, steps);
    send(t, 'O', buf_str(&data));
}

static void tell(struct talk *t, const struct milter_event *e)
{
    static const char *const names[] = {
        [MILTER_EVENT_CONNECT] = "CONNECT", [MILTER_EVENT_HELO] = "HELO", [MILTER_EVENT_MAIL] = "MAIL", [MILTER_EVENT_RCPT] = "RCPT",
        [MILTER_EVENT_DATA] = "DATA", [MILTER_EVENT_HEADER] = "HEADER", [MILTER_EVENT_END_OF_HEADER] = "EOH",
        [MILTER_EVENT_BODY] = "BODY", [MILTER_EVENT_END_OF_MESSAGE] = "END", [MILTER_EVENT_ABORT] = "ABORT",
        [MILTER_EVENT_NEW_CONNECTION] = "NEW", [MILTER_EVENT_CLOSE] = "CLOSE",
    };
    ARENA_SCOPE arena = { 0 };

    buf_printf(&t->story, "%s", names[e->type]);
    if (e->name.len > 0)
        buf_printf(&t->story, " %.*s", STR_ARG(e->name));
    if (e->value.len > 0)
        buf_printf(&t->story, "=%.*s", STR_ARG(e->value));
    if (e->client.family != IP_NONE)
        buf_printf(&t->story, " %.*s:%u", STR_ARG(ip_text(&arena, &e->client)), e->port);
    if (e->octets.len > 0)
        buf_printf(&t->story, " %.*s", STR_ARG(e->octets));
    for (size_t i = 0; i < e->argument_count; i++)
        buf_printf(&t->story, " %.*s", STR_ARG(e->arguments[i]));
    if (e->problem != NULL)
        buf_printf(&t->story, ": %s", e->problem);
    buf_add_char(&t->story, '\n');
}

/* All events up to the next that awaits a decision, or the end of what was sent. */
static enum milter_event_type run(struct talk *t)
{
    struct milter_event e;

    while ((e = milter_next(&t->milter, &t->in)).type != MILTER_EVENT_NONE) {
        tell(t, &e);
        if (t->milter.awaiting || e.type == MILTER_EVENT_CLOSE)
            return e.type;
    }
    return MILTER_EVENT_NONE;
}

/* The letters of the packets that were sent to the server since the last call. */
static str answers(struct talk *t)
{
    struct milter_packet p;

    buf_clear(&t->answers);
    while (milter_packet_read(&t->milter.out, MILTER_PACKET_MAX_OCTETS, &p) == MILTER_COMPLETE)
        buf_add_char(&t->answers, p.command);
    CHECK_EQ(buf_len(&t->milter.out), 0);
    return buf_str(&t->answers);
}

enum { EVERYTHING = 0x1fffff };

static void open_talk(struct talk *t, uint32_t steps)
{
    negotiate(t, 6, 0x1ff, steps);
    send(t, 'C', STR("mail.friend.example\0" "4\x30\x39" "192.0.2.7\0"));
    CHECK_EQ(run(t), MILTER_EVENT_CONNECT);
    CHECK_STR(answers(t), STR("O"));
    milter_decide(&t->milter, MILTER_CONTINUE, NULL);
    CHECK_STR(answers(t), STR("c"));
    buf_clear(&t->story);
}

static void envelope(struct talk *t)
{
    send(t, 'M', STR("<sam@friend.example>\0" "SIZE=100\0"));
    CHECK_EQ(run(t), MILTER_EVENT_MAIL);
    milter_decide(&t->milter, MILTER_CONTINUE, NULL);
    send(t, 'R', STR("<jo@example.org>\0"));
    CHECK_EQ(run(t), MILTER_EVENT_RCPT);
    milter_decide(&t->milter, MILTER_CONTINUE, NULL);
    CHECK_STR(answers(t), STR("cc"));
}

static void content(struct talk *t)
{
    send(t, 'T', STR(""));
    send(t, 'L', STR("Subject\0" " one\n two\0"));
    send(t, 'N', STR(""));
    send(t, 'B', STR("first\r\n"));
    send(t, 'E', STR("last\r\n"));
    CHECK_EQ(run(t), MILTER_EVENT_END_OF_MESSAGE);
}

TEST(a_message_from_connect_to_quit)
{
    TALK_SCOPE t = { 0 };

    open_talk(&t, EVERYTHING);
    send(&t, 'H', STR("mail.friend.example\0"));
    CHECK_EQ(run(&t), MILTER_EVENT_NONE);
    envelope(&t);
    content(&t);
    CHECK_STR(answers(&t), STR(""));            /* all of it is unanswered, as agreed */
    milter_insert_header(&t.milter, 0, STR("X"), STR("y"));
    milter_decide(&t.milter, MILTER_CONTINUE, NULL);
    CHECK_STR(answers(&t), STR("ic"));
    send(&t, 'Q', STR(""));
    CHECK_EQ(run(&t), MILTER_EVENT_CLOSE);
    CHECK_STR(buf_str(&t.story), STR("HELO mail.friend.example\nMAIL <sam@friend.example> SIZE=100\nRCPT <jo@example.org>\nDATA\n"
                                     "HEADER Subject= one\n two\nEOH\nBODY first\r\n\nEND last\r\n\nCLOSE\n"));
}

TEST(every_step_is_answered_where_the_server_insists)
{
    TALK_SCOPE t = { 0 };

    open_talk(&t, 0);                           /* an old server, which can leave out nothing */
    send(&t, 'H', STR("x\0"));
    CHECK_EQ(run(&t), MILTER_EVENT_NONE);
    CHECK_STR(answers(&t), STR("c"));
    envelope(&t);
    send(&t, 'U', STR("BOGUS\0"));
    content(&t);
    CHECK_STR(answers(&t), STR("ccccc"));       /* the unknown command, DATA, header, its end, body */
}

TEST(negotiation)
{
    static const struct {
        const char *name; uint32_t version, actions, steps; uint32_t got_version, got_actions; bool asks;
    } cases[] = {
        { "Postfix",          6, 0x1ff, 0x1fffff, 6, 0x111, true },
        { "an older Postfix", 2, 0x1f,  0x7f,     2, 0x11, false },
        { "a newer server",   9, 0x3ff, 0x3fffff, 6, 0x111, true },
    };

    FOR_EACH_CASE(c, cases) {
        TALK_SCOPE           t = { 0 };
        struct milter_packet p = { 0 };
        uint32_t             version = 0, actions = 0, steps = 0, stage = 9;
        str                  names = { 0 };

        negotiate(&t, c->version, c->actions, c->steps);
        CHECK_EQ(run(&t), MILTER_EVENT_NONE);
        if (!CHECK_EQ(milter_packet_read(&t.milter.out, 1000, &p), MILTER_COMPLETE))
            continue;
        CHECK(milter_take_number(&p.data, &version) && milter_take_number(&p.data, &actions) && milter_take_number(&p.data, &steps));
        CHECK_EQ(version, c->got_version);
        CHECK_EQ(actions, c->got_actions);
        CHECK_EQ(steps & ~c->steps, 0);         /* nothing that was not offered */
        CHECK_EQ(steps & (MILTER_NO_CONNECT | MILTER_NO_MAIL | MILTER_NO_RCPT | MILTER_NO_HEADER | MILTER_NO_BODY), 0);
        CHECK_EQ(p.data.len > 0, c->asks);
        if (c->asks) {
            CHECK(milter_take_number(&p.data, &stage) && milter_take_text(&p.data, &names));
            CHECK_EQ(stage, MILTER_STAGE_CONNECT);
            CHECK(str_find(names, STR("{client_name}")) != STR_NOT_FOUND);
        }
    }
}

TEST(what_no_server_sends_ends_the_connection)
{
    static const struct { const char *name; char command; str data; const char *problem; } cases[] = {
        { "an unknown command",              'Z', STR_INIT(""), "a command that the protocol does not know" },
        { "NUL for a command",               '\0', STR_INIT(""), "a command that the protocol does not know" },
        { "RCPT before MAIL",                'R', STR_INIT("<a@b>\0"), "a command where none of its kind can stand" },
        { "a body before its header",        'B', STR_INIT("x"), "a command where none of its kind can stand" },
        { "an end before its beginning",     'E', STR_INIT(""), "a command where none of its kind can stand" },
        { "a second negotiation",            'O', STR_INIT("\0\0\0\6\0\0\0\0\0\0\0\0"), "a command where none of its kind can stand" },
        { "a second client",                 'C', STR_INIT("x\0U"), "a command where none of its kind can stand" },
        { "MAIL without path",               'M', STR_INIT(""), "a path that is not there" },
        { "MAIL without its end",            'M', STR_INIT("<a@b>"), "a path with too many arguments, or without its end" },
        { "HELO without its end",            'H', STR_INIT("x"), "HELO without its end" },
        { "a macro without value",           'D', STR_INIT("Mi\0"), "macros that are no pairs of texts, or too many" },
    };

    FOR_EACH_CASE(c, cases) {
        TALK_SCOPE t = { 0 };

        open_talk(&t, EVERYTHING);
        send(&t, c->command, c->data);
        CHECK_EQ(run(&t), MILTER_EVENT_CLOSE);
        CHECK(str_find(buf_str(&t.story), str_of(c->problem)) != STR_NOT_FOUND);
        send(&t, 'M', STR("<a@b>\0"));
        CHECK_EQ(run(&t), MILTER_EVENT_NONE);   /* what comes later is not read */
    }
}

TEST(clients)
{
    static const struct { const char *name; str data; const char *story; } cases[] = {
        { "IPv4",                  STR_INIT("a.example\0" "4\0\x19" "192.0.2.1\0"), "CONNECT a.example 192.0.2.1:25\n" },
        { "IPv6",                  STR_INIT("a.example\0" "6\1\2" "2001:db8::1\0"), "CONNECT a.example 2001:db8::1:258\n" },
        { "IPv6 by Sendmail",      STR_INIT("a.example\0" "6\1\2" "IPv6:2001:db8::1\0"), "CONNECT a.example 2001:db8::1:258\n" },
        { "unknown",               STR_INIT("unknown\0" "U"), "CONNECT unknown\n" },
        { "a UNIX socket",         STR_INIT("localhost\0" "L\0\0/run/x\0"), "CONNECT localhost\n" },
        { "no address",            STR_INIT("a\0" "4\0\x19" "\0"), "CLOSE: a client without name or address\n" },
        { "no end of the address", STR_INIT("a\0" "4\0\x19" "192.0.2.1"), "CLOSE: a client without name or address\n" },
        { "no family",             STR_INIT("a\0"), "CLOSE: a client without name or address\n" },
        { "another family",        STR_INIT("a\0" "9\0\x19" "192.0.2.1\0"), "CLOSE: a client without name or address\n" },
        { "nothing",               STR_INIT(""), "CLOSE: a client without name or address\n" },
    };

    FOR_EACH_CASE(c, cases) {
        TALK_SCOPE t = { 0 };

        negotiate(&t, 6, 0x1ff, EVERYTHING);
        send(&t, 'C', c->data);
        (void)run(&t);
        CHECK_CSTR(buf_str(&t.story), c->story);
    }
}

TEST(packets_that_cannot_be)
{
    static const struct { const char *name; str octets; } cases[] = {
        { "of no length",         STR_INIT("\0\0\0\0") },
        { "of four gigabytes",    STR_INIT("\xff\xff\xff\xffM") },
        { "of one octet too many", STR_INIT("\0\x10\0\1M") },
    };

    FOR_EACH_CASE(c, cases) {
        TALK_SCOPE t = { 0 };

        buf_add(&t.in, c->octets);
        CHECK_EQ(run(&t), MILTER_EVENT_CLOSE);
    }
}

TEST(replies)
{
    static const struct { const char *name; enum milter_decision decision; struct smtp_reply reply; str sent; } cases[] = {
        { "refused in our words", MILTER_REJECT, { 550, STR_INIT("5.7.1"), STR_INIT("No") }, STR_INIT("y550 5.7.1 No\0") },
        { "two lines",            MILTER_REJECT, { 554, STR_INIT("5.7.1"), STR_INIT("a\nb") }, STR_INIT("y554-5.7.1 a\r\n554 5.7.1 b\0") },
        { "a per cent sign",      MILTER_REJECT, { 550, STR_INIT("5.7.1"), STR_INIT("100%s") }, STR_INIT("y550 5.7.1 100%%s\0") },
        { "a line end inside",    MILTER_REJECT, { 550, STR_INIT("5.7.1"), STR_INIT("a\r250 ok") }, STR_INIT("y550 5.7.1 a?250 ok\0") },
        { "later",                MILTER_TEMPFAIL, { 451, STR_INIT("4.7.1"), STR_INIT("Wait") }, STR_INIT("y451 4.7.1 Wait\0") },
        { "the wrong class",      MILTER_REJECT, { 451, STR_INIT("4.7.1"), STR_INIT("Wait") }, STR_INIT("r") },
        { "no enhanced code",     MILTER_TEMPFAIL, { 451, STR_INIT(""), STR_INIT("Wait") }, STR_INIT("t") },
        { "discarded",            MILTER_DISCARD, { 0 }, STR_INIT("d") },
        { "accepted",             MILTER_ACCEPT, { 0 }, STR_INIT("a") },
    };

    FOR_EACH_CASE(c, cases) {
        TALK_SCOPE t = { 0 };

        open_talk(&t, EVERYTHING);
        envelope(&t);
        content(&t);
        (void)answers(&t);
        milter_decide(&t.milter, c->decision, &c->reply);
        CHECK_STR(str_from(buf_str(&t.milter.out), 4), c->sent);
        (void)answers(&t);
        envelope(&t);                           /* the next message can come */
    }
}

TEST(after_a_refusal)
{
    TALK_SCOPE t = { 0 };

    open_talk(&t, EVERYTHING);
    envelope(&t);
    send(&t, 'R', STR("<nobody@example.org>\0"));
    CHECK_EQ(run(&t), MILTER_EVENT_RCPT);
    milter_decide(&t.milter, MILTER_REJECT, NULL);      /* one recipient less, and the message goes on */
    content(&t);
    milter_decide(&t.milter, MILTER_CONTINUE, NULL);
    send(&t, 'M', STR("<sam@friend.example>\0"));
    CHECK_EQ(run(&t), MILTER_EVENT_MAIL);
    milter_decide(&t.milter, MILTER_REJECT, NULL);
    buf_clear(&t.story);
    send(&t, 'A', STR(""));                             /* Postfix says it although nothing is under way */
    CHECK_EQ(run(&t), MILTER_EVENT_NONE);
    CHECK_STR(buf_str(&t.story), STR(""));
    (void)answers(&t);
    envelope(&t);
    send(&t, 'A', STR(""));
    CHECK_EQ(run(&t), MILTER_EVENT_NONE);
    CHECK(str_find(buf_str(&t.story), STR("ABORT")) != STR_NOT_FOUND);
}

TEST(a_connection_used_again)
{
    TALK_SCOPE t = { 0 };

    open_talk(&t, EVERYTHING);
    send(&t, 'D', STR("C{daemon_name}\0mx1\0"));
    send(&t, 'K', STR(""));
    send(&t, 'C', STR("next.example\0" "4\0\x19" "192.0.2.8\0"));
    CHECK_EQ(run(&t), MILTER_EVENT_CONNECT);
    CHECK_STR(buf_str(&t.story), STR("NEW\nCONNECT next.example 192.0.2.8:25\n"));
    CHECK_STR(milter_macro(&t.milter.macros, STR("{daemon_name}")), STR(""));
}

TEST(macros)
{
    TALK_SCOPE t = { 0 };

    open_talk(&t, EVERYTHING);
    send(&t, 'D', STR("C{daemon_name}\0mx1\0j\0mx.example.org\0"));
    send(&t, 'D', STR("Mi\0ABC\0{auth_authen}\0jo\0"));
    send(&t, 'D', STR("Q{odd}\0x\0"));                  /* of a step that we do not know */
    envelope(&t);
    CHECK_STR(milter_macro(&t.milter.macros, STR("i")), STR("ABC"));
    CHECK_STR(milter_macro(&t.milter.macros, STR("{i}")), STR("ABC"));
    CHECK_STR(milter_macro(&t.milter.macros, STR("{auth_authen}")), STR("jo"));
    CHECK_STR(milter_macro(&t.milter.macros, STR("{daemon_name}")), STR("mx1"));
    CHECK_STR(milter_macro(&t.milter.macros, STR("{odd}")), STR(""));
    send(&t, 'D', STR("E{i}\0DEF\0"));
    content(&t);
    CHECK_STR(milter_macro(&t.milter.macros, STR("i")), STR("DEF"));
    milter_decide(&t.milter, MILTER_CONTINUE, NULL);
    CHECK_STR(milter_macro(&t.milter.macros, STR("i")), STR(""));
    CHECK_STR(milter_macro(&t.milter.macros, STR("j")), STR("mx.example.org"));
}

TEST(too_many_macros)
{
    TALK_SCOPE t    = { 0 };
    BUF_SCOPE  data = { 0 };

    open_talk(&t, EVERYTHING);
    buf_add_char(&data, 'M');
    for (int i = 0; i <= MILTER_MACROS_MAX; i++)
        buf_add(&data, STR("a\0b\0"));
    send(&t, 'D', buf_str(&data));
    CHECK_EQ(run(&t), MILTER_EVENT_CLOSE);
}

TEST(macros_without_end)
{
    TALK_SCOPE t    = { 0 };
    BUF_SCOPE  data = { 0 };
    int        sent = 0;

    open_talk(&t, EVERYTHING);
    buf_add(&data, STR("Ma\0"));
    for (int i = 0; i < 500000; i++)
        buf_add_char(&data, 'x');
    buf_add_char(&data, '\0');
    while (t.milter.state != MILTER_STATE_CLOSED && sent++ < 1000) {
        send(&t, 'D', buf_str(&data));
        (void)run(&t);
    }
    CHECK(sent < 12);
}

TEST(changes)
{
    TALK_SCOPE           t = { 0 };
    struct milter_packet p = { 0 };

    open_talk(&t, EVERYTHING);
    envelope(&t);
    content(&t);
    (void)answers(&t);
    milter_insert_header(&t.milter, 0, STR("Authentication-Results"), STR("mx;\r\n\tspf=pass"));
    CHECK_EQ(milter_packet_read(&t.milter.out, 1000, &p), MILTER_COMPLETE);
    CHECK_STR(p.data, STR("\0\0\0\0Authentication-Results\0 mx;\n\tspf=pass\0"));
    milter_remove_header(&t.milter, 2, STR("Authentication-Results"));
    CHECK_EQ(milter_packet_read(&t.milter.out, 1000, &p), MILTER_COMPLETE);
    CHECK_STR(p.data, STR("\0\0\0\2Authentication-Results\0\0"));
    milter_progress(&t.milter);
    CHECK_STR(answers(&t), STR("p"));
}

TEST(no_leading_space_where_the_server_adds_it)
{
    TALK_SCOPE           t = { 0 };
    struct milter_packet p = { 0 };

    open_talk(&t, 0);
    envelope(&t);
    content(&t);
    (void)answers(&t);
    milter_insert_header(&t.milter, 1, STR("X"), STR("y"));
    CHECK_EQ(milter_packet_read(&t.milter.out, 1000, &p), MILTER_COMPLETE);
    CHECK_STR(p.data, STR("\0\0\0\1X\0y\0"));
}

TEST(a_body_that_is_long_enough)
{
    TALK_SCOPE t = { 0 };

    open_talk(&t, MILTER_CAN_SKIP | MILTER_LEADING_SPACE | MILTER_UNANSWERED_HEADER | MILTER_UNANSWERED_END_OF_HEADER);
    envelope(&t);
    send(&t, 'L', STR("A\0 b\0"));
    send(&t, 'N', STR(""));
    send(&t, 'B', STR("one"));
    CHECK_EQ(run(&t), MILTER_EVENT_NONE);
    t.milter.skip_body = true;
    send(&t, 'B', STR("two"));
    CHECK_EQ(run(&t), MILTER_EVENT_NONE);
    CHECK_STR(answers(&t), STR("cs"));
    send(&t, 'E', STR(""));
    CHECK_EQ(run(&t), MILTER_EVENT_END_OF_MESSAGE);
    milter_decide(&t.milter, MILTER_TEMPFAIL, NULL);
    CHECK(!t.milter.skip_body);
}

TEST(octet_by_octet)
{
    TALK_SCOPE whole = { 0 };
    BUF_SCOPE  all   = { 0 };

    negotiate(&whole, 6, 0x1ff, EVERYTHING);
    send(&whole, 'C', STR("a\0" "4\0\x19" "192.0.2.1\0"));
    buf_add(&all, buf_str(&whole.in));
    for (size_t i = 0; i < buf_len(&all); i++) {
        buf_clear(&whole.in);
        buf_add(&whole.in, str_slice(buf_str(&all), 0, i));
        milter_free(&whole.milter);
        milter_init(&whole.milter);
        CHECK_EQ(run(&whole), MILTER_EVENT_NONE);       /* never an event before its last octet */
    }
}
