#include "smtp/server.h"

#include <stdlib.h>

#include "unit.h"

#define S(octets) STR_INIT(octets)        /* short, for the tables */

enum { MESSAGE_MAX_OCTETS = 2000, TEXT_LINE_MAX_OCTETS = 1000 };

static const struct smtp_server_options options = {
    .hostname             = S("mx.victim.example"),
    .offer_tls            = true,
    .message_max_octets   = MESSAGE_MAX_OCTETS,
    .text_line_max_octets = TEXT_LINE_MAX_OCTETS,
    .recipients_max       = 3,
    .errors_max           = 5,
    .commands_max         = 20,
};

/* A session and an owner that takes all but a few names, and writes down what it is told and what it sends. */
struct session {
    struct smtp_server server;
    struct arena       arena;
    struct buf         in, content;
    struct buf         replies;         /* all that was sent */
    struct buf         story;           /* events, a line each; the content of messages accepted among them */
    bool               closed;
};

static struct session *session_new(const struct smtp_server_options *o)
{
    struct session *s = calloc(1, sizeof *s);

    ASSERT(s != NULL);
    smtp_server_init(&s->server, o, &s->arena);
    smtp_server_greet(&s->server);
    buf_clear(&s->server.out);          /* each test would begin with it */
    return s;
}

static void session_free(struct session *s)
{
    smtp_server_free(&s->server);
    arena_free(&s->arena);
    buf_free(&s->in);
    buf_free(&s->content);
    buf_free(&s->replies);
    buf_free(&s->story);
    free(s);
}

static enum smtp_reply_id judge(const struct session *s, const struct smtp_event *event)
{
    str who = event->path.local_part;

    switch (event->type) {
    case SMTP_EVENT_MAIL:
        return str_equal(who, STR("unwanted")) ? REPLY_SENDER_DOMAIN_UNKNOWN : REPLY_SENDER_OK;
    case SMTP_EVENT_RCPT:
        return str_equal(who, STR("nobody"))  ? REPLY_UNKNOWN_RECIPIENT
               : str_equal(who, STR("later")) ? REPLY_RECIPIENT_UNCHECKED
               : str_equal(who, STR("full"))  ? REPLY_OVERLOADED
                                              : REPLY_RECIPIENT_OK;
    case SMTP_EVENT_DATA:
        return s->server.recipients == 2 ? REPLY_NO_STORAGE : REPLY_START_MAIL_INPUT;
    default:
        return str_find(buf_str(&s->content), STR("refuse me")) == STR_NOT_FOUND ? REPLY_QUEUED
                                                                                 : REPLY_REFUSED_BY_POLICY;
    }
}

static void decide(struct session *s, const struct smtp_event *event)
{
    struct smtp_reply reply = smtp_reply_of(judge(s, event));

    smtp_server_decide(&s->server, &reply);
}

static void tell(struct session *s, const struct smtp_event *event)
{
    switch (event->type) {
    case SMTP_EVENT_HELLO:
        buf_printf(&s->story, "%s %.*s\n", s->server.is_esmtp ? "EHLO" : "HELO", (int)s->server.helo_len,
                   s->server.helo);
        break;
    case SMTP_EVENT_MAIL:
        buf_printf(&s->story, "MAIL %.*s size=%llu%s%s\n", STR_ARG(event->path.text), (unsigned long long)event->mail.size,
                   event->mail.body == BODY_8BITMIME ? " 8bit" : "", event->mail.smtputf8 ? " utf8" : "");
        decide(s, event);
        break;
    case SMTP_EVENT_RCPT:
        buf_printf(&s->story, "RCPT %.*s\n", STR_ARG(event->path.text));
        decide(s, event);
        break;
    case SMTP_EVENT_DATA:
        buf_add(&s->story, STR("DATA\n"));
        buf_clear(&s->content);
        decide(s, event);
        break;
    case SMTP_EVENT_CONTENT:
        CHECK(event->piece.len > 0);
        buf_add(&s->content, event->piece);
        CHECK(buf_len(&s->content) <= MESSAGE_MAX_OCTETS);
        break;
    case SMTP_EVENT_MESSAGE:
        CHECK_EQ(s->server.content_octets, buf_len(&s->content));
        buf_add(&s->story, STR("MESSAGE "));
        buf_add(&s->story, buf_str(&s->content));
        buf_add_char(&s->story, '\n');
        decide(s, event);
        arena_free(&s->arena);
        break;
    case SMTP_EVENT_RESET:
        buf_add(&s->story, STR("RESET\n"));
        buf_clear(&s->content);
        arena_free(&s->arena);
        break;
    case SMTP_EVENT_STARTTLS:
        buf_add(&s->story, STR("STARTTLS\n"));
        CHECK_EQ(buf_len(&s->in), 0);
        smtp_server_tls_started(&s->server);
        break;
    case SMTP_EVENT_XCLIENT:
        buf_printf(&s->story, "XCLIENT %.*s %u\n", STR_ARG(ip_text(&s->arena, &event->xclient.client)), event->xclient.port);
        smtp_server_become(&s->server, &event->xclient);
        break;
    case SMTP_EVENT_REFUSED:
        buf_printf(&s->story, "REFUSED %d ", smtp_reply_of(event->reply_id).code);
        buf_add(&s->story, event->line);
        buf_add_char(&s->story, '\n');
        break;
    case SMTP_EVENT_CLOSE:
        buf_add(&s->story, STR("CLOSE\n"));
        s->closed = true;
        break;
    case SMTP_NEED_INPUT:
    case SMTP_AWAIT_DECISION:
        break;
    }
}

/* One arrival of octets, and all that follows from it. */
static void arrive(struct session *s, str octets)
{
    struct smtp_event event;

    if (s->closed)
        return;
    buf_add(&s->in, octets);
    do {
        event = smtp_server_next(&s->server, &s->in);
        tell(s, &event);
    } while (event.type != SMTP_NEED_INPUT && event.type != SMTP_AWAIT_DECISION && !s->closed);
    buf_add(&s->replies, buf_str(&s->server.out));
    buf_clear(&s->server.out);
}

/* Turns parted by "|", each arriving at once: where a client has to wait for a reply, it is "|" that says so. */
static void play(struct session *s, str dialogue)
{
    str turn;

    while (str_cut(&dialogue, '|', &turn))
        arrive(s, turn);
}

/* "250 2.1.0, 354": codes of the replies, each with its enhanced code if it has one; " closed" behind the last. */
static void summarise(const struct session *s, struct buf *out)
{
    str rest = buf_str(&s->replies), line;

    while (str_cut(&rest, '\n', &line)) {
        str code = str_slice(line, 0, 3), enhanced = { 0 };

        CHECK(line.len >= 5 && line.ptr[line.len - 1] == '\r');
        if (line.ptr[3] != ' ')
            continue;
        line = str_from(line, 4);
        (void)str_cut(&line, ' ', &enhanced);
        if (buf_len(out) > 0)
            buf_add(out, STR(", "));
        buf_add(out, code);
        if (enhanced.len == 5 && enhanced.ptr[1] == '.') {
            buf_add_char(out, ' ');
            buf_add(out, enhanced);
        }
    }
    if (s->closed)
        buf_add(out, STR(" closed"));
}

static void check_dialogue(const struct smtp_server_options *o, str dialogue, const char *want)
{
    struct session *s   = session_new(o);
    BUF_SCOPE       got = { 0 };

    play(s, dialogue);
    summarise(s, &got);
    CHECK_CSTR(buf_str(&got), want);
    session_free(s);
}

#define EHLO     "EHLO helo.attack.example\r\n|"
#define MAIL     "MAIL FROM:<any@attack.example>\r\n"
#define RCPT     "RCPT TO:<user@victim.example>\r\n"
#define ENVELOPE EHLO MAIL RCPT "DATA\r\n|"
#define TO_DATA  "250, 250 2.1.0, 250 2.1.5, 354"

TEST(server_sequence)
{
    static const struct { const char *name; str dialogue; const char *want; } cases[] = {
        { "a message",                      S(ENVELOPE "a\r\n.\r\n|QUIT\r\n"),
          TO_DATA ", 250 2.0.0, 221 2.0.0 closed" },
        { "an empty message",               S(ENVELOPE ".\r\n"),                     TO_DATA ", 250 2.0.0" },
        { "two messages, the second MAIL behind the dot", S(ENVELOPE "a\r\n.\r\n" MAIL RCPT "DATA\r\n|b\r\n.\r\n"),
          TO_DATA ", 250 2.0.0, 250 2.1.0, 250 2.1.5, 354, 250 2.0.0" },
        { "verbs in any case",
          S("ehlo c.example\r\n|mail from:<a@b.example>\r\nRcpt To:<c@d.example>\r\n"),
          "250, 250 2.1.0, 250 2.1.5" },
        { "nothing but a blank at the end", S("EHLO c.example \r\n|RSET  \r\n"),     "250, 250 2.0.0" },
        { "MAIL before EHLO",               S(MAIL),                                 "503 5.5.1" },
        { "what works before EHLO",         S("RSET\r\nNOOP\r\nNOOP a b\r\nVRFY a\r\nHELP\r\nQUIT\r\n"),
          "250 2.0.0, 250 2.0.0, 250 2.0.0, 252 2.5.0, 214 2.0.0, 221 2.0.0 closed" },
        { "RSET before EHLO is no EHLO",    S("RSET\r\n" MAIL),                      "250 2.0.0, 503 5.5.1" },
        { "EXPN and AUTH are not here",     S(EHLO "EXPN a\r\nAUTH PLAIN\r\n"),      "250, 502 5.5.1, 502 5.5.1" },
        { "VRFY whom?",                     S("VRFY\r\n"),                           "501 5.5.4" },
        { "AUTH before EHLO",               S("AUTH PLAIN\r\n"),                     "503 5.5.1" },
        { "AUTH in a transaction",          S(EHLO MAIL "AUTH PLAIN\r\n"),           "250, 250 2.1.0, 503 5.5.1" },
        { "commands of other servers",      S("XCLIENT a\r\nTURN\r\nLHLO a\r\n"), "500 5.5.1, 500 5.5.1, 500 5.5.1" },
        { "an empty line",                  S("\r\n"),                               "500 5.5.1" },
        { "RCPT before MAIL",               S(EHLO RCPT),                            "250, 503 5.5.1" },
        { "MAIL twice",                     S(EHLO MAIL MAIL RCPT), "250, 250 2.1.0, 503 5.5.1, 250 2.1.5" },
        { "DATA before RCPT",               S(EHLO MAIL "DATA\r\n"),                 "250, 250 2.1.0, 503 5.5.1" },
        { "DATA with refused recipients only", S(EHLO MAIL "RCPT TO:<nobody@victim.example>\r\nDATA\r\n"),
          "250, 250 2.1.0, 550 5.1.1, 503 5.5.1" },
        { "a refused sender",               S(EHLO "MAIL FROM:<unwanted@a.example>\r\n" RCPT MAIL),
          "250, 550 5.1.8, 503 5.5.1, 250 2.1.0" },
        { "DATA refused empties the envelope", S(EHLO MAIL RCPT RCPT "DATA\r\n|" RCPT),
          "250, 250 2.1.0, 250 2.1.5, 250 2.1.5, 452 4.3.1, 503 5.5.1" },
        { "a recipient too many",           S(EHLO MAIL RCPT RCPT RCPT RCPT RCPT "DATA\r\n|.\r\n"),
          "250, 250 2.1.0, 250 2.1.5, 250 2.1.5, 250 2.1.5, 452 4.5.3, 452 4.5.3, 354, 250 2.0.0" },
        { "SMUG-032: a message refused by the owner empties the envelope",
          S(ENVELOPE "refuse me\r\n.\r\n" RCPT "DATA\r\n"), TO_DATA ", 550 5.7.1, 503 5.5.1, 503 5.5.1" },
        { "ENV-022: EHLO in a transaction resets it", S(EHLO MAIL RCPT EHLO "DATA\r\n"),
          "250, 250 2.1.0, 250 2.1.5, 250, 503 5.5.1" },
        { "a refused EHLO changes nothing", S(EHLO MAIL "EHLO ?\r\n|" RCPT), "250, 250 2.1.0, 501 5.5.4, 250 2.1.5" },
        { "RSET in a transaction",          S(EHLO MAIL RCPT "RSET\r\nDATA\r\n"),
          "250, 250 2.1.0, 250 2.1.5, 250 2.0.0, 503 5.5.1" },
        { "arguments where there are none", S(EHLO "RSET a\r\nQUIT a\r\n" MAIL RCPT "DATA a\r\n"),
          "250, 501 5.5.4, 501 5.5.4, 250 2.1.0, 250 2.1.5, 501 5.5.4" },
        { "421 from the owner closes",      S(EHLO MAIL "RCPT TO:<full@victim.example>\r\n" RCPT),
          "250, 250 2.1.0, 421 4.3.2 closed" },
        { "nothing is read behind QUIT",    S("QUIT\r\nNOOP\r\n"),                   "221 2.0.0 closed" },
    };

    FOR_EACH_CASE(c, cases)
        check_dialogue(&options, c->dialogue, c->want);
}

TEST(server_synchronisation)
{
    static const struct { const char *name; str dialogue; const char *want; } cases[] = {
        { "octets behind EHLO",            S("EHLO c.example\r\n" MAIL),             "554 5.5.0 closed" },
        { "behind HELO",                   S("HELO c.example\r\nN"),                 "554 5.5.0 closed" },
        { "behind STARTTLS",               S(EHLO "STARTTLS\r\nEHLO a\r\n"),         "250, 554 5.5.0 closed" },
        { "behind AUTH",                   S(EHLO "AUTH PLAIN\r\n\r\n"),             "250, 554 5.5.0 closed" },
        { "behind DATA",                   S(EHLO MAIL RCPT "DATA\r\na"),
          "250, 250 2.1.0, 250 2.1.5, 554 5.5.0 closed" },
        { "behind a DATA out of order",    S(EHLO "DATA\r\n.\r\nNOOP\r\n"),          "250, 554 5.5.0 closed" },
        { "SMUG-015: a second message behind the first",
          S(ENVELOPE "a\r\n.\r\n" MAIL RCPT "DATA\r\nb\r\n.\r\n"),
          TO_DATA ", 250 2.0.0, 250 2.1.0, 250 2.1.5, 554 5.5.0 closed" },
        { "SMUG-033: an envelope in one write", S(EHLO MAIL RCPT "DATA\r\n|a\r\n.\r\n"),  TO_DATA ", 250 2.0.0" },
        { "SMUG-018: the end cut in two, an envelope behind it",
          S(ENVELOPE "a\r\n.\r|\n" MAIL RCPT "|RSET\r\n"), TO_DATA ", 250 2.0.0, 250 2.1.0, 250 2.1.5, 250 2.0.0" },
        { "a command inside of a chunk is none",       S(EHLO MAIL RCPT "BDAT 5\r\n|NOOP\r\n"),
          "250, 250 2.1.0, 250 2.1.5, 250 2.0.0, 500 5.5.2 closed" },
        { "RES-018: HTTP",                 S("POST / HTTP/1.1\r\n|Host: a\r\n"),     "554 5.5.2 closed" },
        { "ENV-002: bare LF",              S(EHLO "MAIL FROM:<a@b.example>\n" RCPT), "250, 500 5.5.2 closed" },
        { "ENV-003: bare CR",              S("NOOP\rNOOP\r\n"),                      "500 5.5.2 closed" },
        { "ENV-004: NUL",                  S(EHLO "MAIL FROM:<a@b.example\0.c.example>\r\n"),
          "250, 500 5.5.2 closed" },
        { "ENV-032: a TLS hello in clear", S("\x16\x03\x01\x02\0\x01"),              "500 5.5.2 closed" },
    };

    FOR_EACH_CASE(c, cases)
        check_dialogue(&options, c->dialogue, c->want);
}

/* A session with nothing offered that its next hops would have to carry. */
#define CHUNKED  EHLO MAIL RCPT
#define TO_CHUNK "250, 250 2.1.0, 250 2.1.5"

TEST(server_chunks)
{
    static const struct { const char *name; str dialogue; const char *want; } cases[] = {
        { "a message in one chunk",         S(CHUNKED "BDAT 3 LAST\r\na\r\nNOOP\r\n"), TO_CHUNK ", 250 2.0.0, 250 2.0.0" },
        { "in three, all sent ahead",       S(CHUNKED "BDAT 1\r\naBDAT 2\r\n\r\nBDAT 0 LAST\r\nNOOP\r\n"),
          TO_CHUNK ", 250 2.0.0, 250 2.0.0, 250 2.0.0, 250 2.0.0" },
        { "in any case, an empty chunk",    S(CHUNKED "bdat 0\r\nBdat 3 last\r\na\r\n"), TO_CHUNK ", 250 2.0.0, 250 2.0.0" },
        { "an empty message",               S(CHUNKED "BDAT 0 LAST\r\n"), TO_CHUNK ", 250 2.0.0" },
        { "leading zeros",                  S(CHUNKED "BDAT 00000000000000000003 LAST\r\na\r\n"), TO_CHUNK ", 250 2.0.0" },
        { "another message behind it",      S(CHUNKED "BDAT 3 LAST\r\na\r\n" MAIL RCPT "DATA\r\n|.\r\n"),
          TO_CHUNK ", 250 2.0.0, 250 2.1.0, 250 2.1.5, 354, 250 2.0.0" },
        { "BDAT behind LAST",               S(CHUNKED "BDAT 3 LAST\r\na\r\nBDAT 6 LAST\r\nNOOP\r\nNOOP\r\n"),
          TO_CHUNK ", 250 2.0.0, 503 5.5.1, 250 2.0.0" },
        { "without MAIL, its octets are no commands", S(EHLO "BDAT 6\r\nRSET\r\nNOOP\r\n"), "250, 503 5.5.1, 250 2.0.0" },
        { "before EHLO",                    S("BDAT 6\r\nRSET\r\nNOOP\r\n"), "503 5.5.1, 250 2.0.0" },
        { "without RCPT",                   S(EHLO MAIL "BDAT 6\r\nRSET\r\n" RCPT), "250, 250 2.1.0, 503 5.5.1, 503 5.5.1" },
        { "with refused recipients only",   S(EHLO MAIL "RCPT TO:<nobody@victim.example>\r\nBDAT 1\r\naBDAT 1 LAST\r\nb"),
          "250, 250 2.1.0, 550 5.1.1, 503 5.5.1, 503 5.5.1" },
        { "HELO has no extensions",         S("HELO a.example\r\n|" MAIL RCPT "BDAT 6\r\nRSET\r\n" RCPT),
          "250, 250 2.1.0, 250 2.1.5, 502 5.5.1, 503 5.5.1" },
        { "SMUG-030: DATA behind BDAT",     S(CHUNKED "BDAT 5\r\nabcdeDATA\r\n|BDAT 2 LAST\r\n\r\n"),
          TO_CHUNK ", 250 2.0.0, 503 5.5.1, 250 2.0.0" },
        { "MAIL, RCPT, STARTTLS and AUTH between chunks", S(CHUNKED "BDAT 0\r\n" MAIL RCPT "STARTTLS\r\n|AUTH PLAIN\r\n|NOOP\r\n"),
          TO_CHUNK ", 250 2.0.0, 503 5.5.1, 503 5.5.1, 503 5.5.1, 503 5.5.1, 250 2.0.0" },
        { "RSET drops all chunks",          S(CHUNKED "BDAT 1\r\naRSET\r\nBDAT 1 LAST\r\nb" MAIL),
          TO_CHUNK ", 250 2.0.0, 250 2.0.0, 503 5.5.1, 250 2.1.0" },
        { "so does EHLO",                   S(CHUNKED "BDAT 1\r\na" EHLO "BDAT 1 LAST\r\nb"), TO_CHUNK ", 250 2.0.0, 250, 503 5.5.1" },
        { "SMUG-031: DATA behind a refused BDAT", S(EHLO "BDAT 3\r\nabc|DATA\r\n|RSET\r\nDATA\r\n"),
          "250, 503 5.5.1, 503 5.5.1, 250 2.0.0, 503 5.5.1" },
        { "SMUG-026: a size too large",     S(CHUNKED "BDAT 99999999999999999999\r\n|RSET\r\n"), TO_CHUNK ", 501 5.5.4 closed" },
        { "more digits than sizes have",    S(CHUNKED "BDAT 000000000000000000001\r\n"), TO_CHUNK ", 501 5.5.4 closed" },
        { "SMUG-027: more behind LAST",     S(CHUNKED "BDAT 10 LAST LAST\r\n"), TO_CHUNK ", 501 5.5.4 closed" },
        { "another word than LAST",         S(CHUNKED "BDAT 10 LATE\r\n"),     TO_CHUNK ", 501 5.5.4 closed" },
        { "two blanks",                     S(CHUNKED "BDAT  10\r\n"),         TO_CHUNK ", 501 5.5.4 closed" },
        { "a sign",                         S(CHUNKED "BDAT +1\r\n"),          TO_CHUNK ", 501 5.5.4 closed" },
        { "hexadecimal",                    S(CHUNKED "BDAT 0x10\r\n"),        TO_CHUNK ", 501 5.5.4 closed" },
        { "no size",                        S("BDAT\r\n"),                     "501 5.5.4 closed" },
        { "LAST alone",                     S(CHUNKED "BDAT LAST\r\n"),        TO_CHUNK ", 501 5.5.4 closed" },
        { "refused by the owner, with chunks sent ahead",
          S(EHLO MAIL RCPT RCPT "BDAT 6\r\nRSET\r\nBDAT 6 LAST\r\nRSET\r\nNOOP\r\n"),
          "250, 250 2.1.0, 250 2.1.5, 250 2.1.5, 452 4.3.1, 503 5.5.1, 250 2.0.0" },
        { "the message refused by the owner", S(CHUNKED "BDAT 11 LAST\r\nrefuse me\r\n" RCPT), TO_CHUNK ", 550 5.7.1, 503 5.5.1" },
        { "a bare LF",                      S(CHUNKED "BDAT 4 LAST\r\na\nb\nNOOP\r\n"), TO_CHUNK ", 550 5.6.0 closed" },
        { "a bare CR",                      S(CHUNKED "BDAT 3 LAST\r\na\rbNOOP\r\n"),   TO_CHUNK ", 550 5.6.0 closed" },
        { "a CR at the very end",           S(CHUNKED "BDAT 2 LAST\r\na\rNOOP\r\n"),    TO_CHUNK ", 550 5.6.0 closed" },
        { "a CR at the end, an empty chunk", S(CHUNKED "BDAT 2\r\na\rBDAT 0 LAST\r\n"), TO_CHUNK ", 250 2.0.0, 550 5.6.0 closed" },
        { "NUL",                            S(CHUNKED "BDAT 3\r\na\0b|NOOP\r\n"),       TO_CHUNK ", 550 5.6.0 closed" },
        { "CR and LF in two chunks",        S(CHUNKED "BDAT 2\r\na\rBDAT 1 LAST\r\n\n"), TO_CHUNK ", 250 2.0.0, 250 2.0.0" },
        { "BINARYMIME is not offered",      S(EHLO "MAIL FROM:<a@b.example> BODY=BINARYMIME\r\n"), "250, 501 5.5.4" },
    };

    FOR_EACH_CASE(c, cases)
        check_dialogue(&options, c->dialogue, c->want);
}

TEST(server_chunked_messages)
{
    static const struct { const char *name; str dialogue; const char *want; } cases[] = {
        { "dots mean nothing",          S("BDAT 14 LAST\r\n.\r\n..\r\n..a\r\n.\n|"), "DATA\nREFUSED 550 \nRESET\nCLOSE\n" },
        { "they are kept",              S("BDAT 15 LAST\r\n.\r\n..\r\n..a\r\n.\r\n|"), "DATA\nMESSAGE .\r\n..\r\n..a\r\n.\r\n\n" },
        { "the last line is ended",     S("BDAT 4 LAST\r\na\r\nb"), "DATA\nMESSAGE a\r\nb\r\n\n" },
        { "also by an empty chunk",     S("BDAT 1\r\naBDAT 0 LAST\r\n"), "DATA\nMESSAGE a\r\n\n" },
        { "one that is ended stays",    S("BDAT 3\r\na\r\nBDAT 0 LAST\r\n"), "DATA\nMESSAGE a\r\n\n" },
        { "commands in it are text",    S("BDAT 20 LAST\r\nQUIT\r\n.\r\nBDAT 9\r\n|NOO|P\r\n"), "DATA\nMESSAGE QUIT\r\n.\r\nBDAT 9\r\nNOO\r\n\nREFUSED 500 P\n" },
        { "a refused one is told once", S("BDAT 2001\r\n"), "REFUSED 552 BDAT 2001\nRESET\n" },
        { "RSET",                       S("BDAT 1\r\naRSET\r\n"), "DATA\nRESET\n" },
        { "QUIT",                       S("BDAT 1\r\naQUIT\r\n"), "DATA\nRESET\nCLOSE\n" },
    };

    FOR_EACH_CASE(c, cases) {
        struct session *whole = session_new(&options), *octets = session_new(&options);

        play(whole, STR(CHUNKED));
        play(octets, STR(CHUNKED));
        buf_clear(&whole->story);
        buf_clear(&octets->story);
        play(whole, c->dialogue);
        for (size_t i = 0; i < c->dialogue.len; i++)
            play(octets, str_slice(c->dialogue, i, i + 1));
        CHECK_CSTR(buf_str(&whole->story), c->want);
        CHECK_CSTR(buf_str(&octets->story), c->want);
        session_free(whole);
        session_free(octets);
    }
}

/* Where a next hop takes them. */
TEST(server_binary)
{
    static const struct { const char *name; str dialogue; const char *replies, *content; } cases[] = {
        { "any octets",           S("BDAT 9 LAST\r\n\0\r\n.\r\n\n\r."), "250, 250 2.1.0, 250 2.1.5, 250 2.0.0", "DATA\nMESSAGE " },
        { "in chunks",            S("BDAT 1\r\n\nBDAT 8 LAST\r\n\r\n.\r\n\n\r."), "250, 250 2.1.0, 250 2.1.5, 250 2.0.0, 250 2.0.0", "DATA\nMESSAGE \n\r\n.\r\n\n\r.\n" },
        { "DATA cannot have them", S("DATA\r\n|BDAT 1 LAST\r\na"), "250, 250 2.1.0, 250 2.1.5, 503 5.5.1, 250 2.0.0", "REFUSED 503 DATA\nDATA\nMESSAGE a\n" },
        { "the limit is the same", S("BDAT 2000\r\n"), "250, 250 2.1.0, 250 2.1.5", "DATA\n" },
    };

    FOR_EACH_CASE(c, cases) {
        struct session *s   = session_new(&options);
        BUF_SCOPE       got = { 0 };

        s->server.may_offer |= SMTP_EXT_BINARYMIME;
        play(s, STR(EHLO "MAIL FROM:<a@b.example> BODY=BINARYMIME\r\n" RCPT));
        buf_clear(&s->story);
        play(s, c->dialogue);
        summarise(s, &got);
        CHECK_CSTR(buf_str(&got), c->replies);
        CHECK(str_starts(buf_str(&s->story), str_of(c->content)));
        session_free(s);
    }
}

/* Of a client of one's own that knows no better. No repaired line end ends a message, or makes a dot one to take away. */
TEST(server_repairs)
{
    static const struct { const char *name; bool chunks; str octets; const char *want; } cases[] = {
        { "lines that end in LF",   false, S("a\nb\r\n.\r\n"),      "MESSAGE a\r\nb\r\n\n" },
        { "LF . LF ends nothing",   false, S("a\n.\nb\r\n.\r\n"),  "MESSAGE a\r\n.\r\nb\r\n\n" },
        { "nor does LF . CRLF",     false, S("a\n.\r\nb\r\n.\r\n"), "MESSAGE a\r\n.\r\nb\r\n\n" },
        { "nor CRLF . LF",          false, S("a\r\n.\nb\r\n.\r\n"), "MESSAGE a\r\n\r\nb\r\n\n" },
        { "nor CR . CR",            false, S("a\r.\rb\r\n.\r\n"),  "MESSAGE a . b\r\n\n" },
        { "nor CR . CRLF",          false, S("a\r.\r\nb\r\n.\r\n"), "MESSAGE a .\r\nb\r\n\n" },
        { "nor CRLF . CR",          false, S("a\r\n.\rb\r\n.\r\n"), "MESSAGE a\r\n b\r\n\n" },
        { "CRCRLF is a line end",   false, S("a\r\r\nb\r\n.\r\n"), "MESSAGE a \r\nb\r\n\n" },
        { "dots at starts of lines that are none stay", false, S("a\n..b\r\n..c\r\n.\r\n"), "MESSAGE a\r\n..b\r\n.c\r\n\n" },
        { "NUL is not repaired",    false, S("a\0b\r\n.\r\n"),      "REFUSED 550 \nRESET\nCLOSE\n" },
        { "in a chunk",             true,  S("BDAT 5 LAST\r\na\nb\rc"), "MESSAGE a\r\nb c\r\n\n" },
        { "a CR at its end",        true,  S("BDAT 2 LAST\r\na\r"),   "MESSAGE a\r\n\n" },
        { "a LF at its end",        true,  S("BDAT 2 LAST\r\na\n"),   "MESSAGE a\r\n\n" },
        { "a CR, its LF in another", true, S("BDAT 2\r\na\rBDAT 1 LAST\r\n\n"), "MESSAGE a\r\n\n" },
    };

    FOR_EACH_CASE(c, cases)
        for (size_t step = 1; step <= c->octets.len; step += c->octets.len - 1) {   /* octet by octet, and all at once */
            struct session *s = session_new(&options);

            s->server.repairs = true;
            play(s, c->chunks ? STR(CHUNKED) : STR(ENVELOPE));
            buf_clear(&s->story);
            for (size_t i = 0; i < c->octets.len; i += step)
                arrive(s, str_slice(c->octets, i, i + step));
            CHECK_CSTR(str_from(buf_str(&s->story), c->chunks ? STR("DATA\n").len : 0), c->want);
            session_free(s);
        }
}

TEST(server_syntax)
{
    /* What a line gets behind EHLO; RCPT behind MAIL. */
    static const struct { const char *name; str line; const char *want; } cases[] = {
        { "the null path",                   S("MAIL FROM:<>"),                        "250 2.1.0" },
        { "parameters",                      S("MAIL FROM:<a@b.example> SIZE=1000 BODY=8BITMIME SMTPUTF8"),
          "250 2.1.0" },
        { "ENV-034: a quoted local-part",    S("MAIL FROM:<\"john doe\"@attack.example>"), "250 2.1.0" },
        { "a size at the limit",             S("MAIL FROM:<a@b.example> SIZE=2000"),   "250 2.1.0" },
        { "a size over the limit",           S("MAIL FROM:<a@b.example> SIZE=2001"),   "552 5.3.4" },
        { "ENV-026: a size over all limits", S("MAIL FROM:<a@b.example> SIZE=99999999999999999999"), "501 5.5.4" },
        { "an unknown parameter",            S("MAIL FROM:<a@b.example> ENVID=a+00b"), "555 5.5.4" },
        { "not FROM",                        S("MAIL TO:<a@b.example>"),               "501 5.5.4" },
        { "no path",                         S("MAIL FROM:"),                          "501 5.1.7" },
        { "no argument",                     S("MAIL"),                                "501 5.5.4" },
        { "no brackets",                     S("MAIL FROM:a@b.example"),               "501 5.1.7" },
        { "a blank before the path",         S("MAIL FROM: <a@b.example>"),            "501 5.1.7" },
        { "ENV-010: an unclosed bracket",    S("MAIL FROM:<a@b.example"),              "501 5.1.7" },
        { "ENV-011: two @",                  S("MAIL FROM:<a@b.example@c.example>"),   "501 5.1.7" },
        { "ENV-014: a source route",         S("MAIL FROM:<@c.example:a@b.example>"),  "501 5.1.7" },
        { "no domain",                       S("MAIL FROM:<user>"),                    "501 5.1.7" },
        { "postmaster without a domain",     S("MAIL FROM:<postmaster>"),              "501 5.1.7" },
        { "more behind the path",            S("MAIL FROM:<a@b.example>SIZE=1"),       "501 5.1.7" },
        { "UTF-8 without SMTPUTF8",          S("MAIL FROM:<\xc3\xa4@b.example>"),      "550 5.6.7" },
        { "UTF-8 with SMTPUTF8",             S("MAIL FROM:<\xc3\xa4@b.example> SMTPUTF8"), "250 2.1.0" },
        { "ENV-029: no UTF-8",               S("MAIL FROM:<a\xc0\xaf" "b@b.example> SMTPUTF8"), "501 5.1.7" },
        { "ENV-006: blanks before the verb", S("  MAIL FROM:<a@b.example>"),           "500 5.5.1" },
        { "ENV-031: a tab behind the verb",  S("MAIL\tFROM:<a@b.example>"),            "500 5.5.1" },
        { "a recipient",                     S("RCPT TO:<a@b.example>"),               "250 2.1.5" },
        { "postmaster",                      S("RCPT TO:<Postmaster>"),                "250 2.1.5" },
        { "a source route is ignored",       S("RCPT TO:<@b.example:nobody@c.example>"), "550 5.1.1" },
        { "the null path is no recipient",   S("RCPT TO:<>"),                          "501 5.1.3" },
        { "a parameter of DSN",              S("RCPT TO:<a@b.example> NOTIFY=NEVER"),  "555 5.5.4" },
        { "REL-025: a blank inside",         S("RCPT TO:<a@b.example c.example>"),     "501 5.1.3" },
        { "REL-027: two paths",              S("RCPT TO:<a@b.example>;<c@d.example>"), "501 5.1.3" },
        { "REL-010: quotes and no domain",   S("RCPT TO:<\"a@b.example\">"),           "501 5.1.3" },
        { "UTF-8 for a sender without",      S("RCPT TO:<\xc3\xa4@b.example>"),        "553 5.6.7" },
        { "a name",                          S("EHLO mail.example.org"),               "250" },
        { "a name of Windows",               S("EHLO WIN_SERVER-1"),                   "250" },
        { "an IPv4 literal",                 S("EHLO [192.0.2.1]"),                    "250" },
        { "an IPv6 literal",                 S("EHLO [IPv6:2001:db8::1]"),             "250" },
        { "an IPv6 literal without its tag", S("EHLO [2001:db8::1]"),                  "501 5.5.4" },
        { "an IPv4 literal with a tag",      S("EHLO [IPv6:192.0.2.1]"),               "501 5.5.4" },
        { "a bad literal",                   S("EHLO [999.1.1.1]"),                    "501 5.5.4" },
        { "an open literal",                 S("EHLO ["),                              "501 5.5.4" },
        { "ENV-017: control octets",         S("EHLO a\x01\x1b[2J\x7f" "b"),           "501 5.5.4" },
        { "two names",                       S("EHLO a b"),                            "501 5.5.4" },
        { "a header field's poison",         S("EHLO x;dmarc=pass\t(inj"),             "501 5.5.4" },
        { "a U-label",                       S("EHLO \xc3\xa4.example"),               "501 5.5.4" },
        { "no name",                         S("EHLO"),                                "501 5.5.4" },
        { "TLS-006: STARTTLS and more",      S("STARTTLS foo"),                        "501 5.5.4" },
    };

    FOR_EACH_CASE(c, cases) {
        BUF_SCOPE dialogue = { 0 }, want = { 0 };
        bool      is_rcpt  = str_starts(c->line, STR("RCPT"));

        buf_add(&dialogue, STR(EHLO));
        buf_add(&want, STR("250, "));
        if (is_rcpt) {
            buf_add(&dialogue, STR(MAIL));
            buf_add(&want, STR("250 2.1.0, "));
        }
        buf_add(&dialogue, c->line);
        buf_add(&dialogue, STR("\r\n"));
        buf_add(&want, str_of(c->want));
        buf_add_char(&want, '\0');
        check_dialogue(&options, buf_str(&dialogue), buf_str(&want).ptr);
    }
}

TEST(server_helo_session)
{
    static const struct { const char *name; str dialogue; const char *want; } cases[] = {
        { "no parameters",   S("HELO c.example\r\n|MAIL FROM:<a@b.example> SIZE=1\r\n"), "250, 555 5.5.4" },
        { "no STARTTLS",     S("HELO c.example\r\n|STARTTLS\r\n"), "250, 503 5.5.1" },
        { "EHLO may follow", S("HELO c.example\r\n|" EHLO "MAIL FROM:<a@b.example> SIZE=1\r\n"),
          "250, 250, 250 2.1.0" },
    };

    FOR_EACH_CASE(c, cases)
        check_dialogue(&options, c->dialogue, c->want);
}

TEST(server_lax_path_syntax)
{
    struct smtp_server_options lax = options;

    lax.lax_path_syntax = true;
    check_dialogue(&lax, STR(EHLO "MAIL FROM: <a@b.example>\r\nRCPT TO:  <a@b.example>\r\n"),
                   "250, 250 2.1.0, 250 2.1.5");
    check_dialogue(&lax, STR(EHLO "MAIL FROM: a@b.example\r\n"), "250, 501 5.1.7");
}

TEST(server_starttls)
{
    static const struct { const char *name; str dialogue; const char *want; } cases[] = {
        { "TLS-019: a message under TLS",  S(EHLO "STARTTLS\r\n|" ENVELOPE ".\r\n"),
          "250, 220 2.0.0, " TO_DATA ", 250 2.0.0" },
        { "all is forgotten",              S(EHLO "STARTTLS\r\n|" MAIL),             "250, 220 2.0.0, 503 5.5.1" },
        { "TLS-003: not in a transaction", S(EHLO MAIL "STARTTLS\r\n"),              "250, 250 2.1.0, 503 5.5.1" },
        { "not before EHLO",               S("STARTTLS\r\n"),                        "503 5.5.1" },
        { "TLS-005: once",                 S(EHLO "STARTTLS\r\n|" EHLO "STARTTLS\r\n"),
          "250, 220 2.0.0, 250, 503 5.5.1" },
    };
    struct smtp_server_options without = options;

    FOR_EACH_CASE(c, cases)
        check_dialogue(&options, c->dialogue, c->want);
    without.offer_tls = false;
    check_dialogue(&without, STR(EHLO "STARTTLS\r\n"), "250, 502 5.5.1");
}

/* RFC 3207 §4: nothing but EHLO, NOOP, QUIT and STARTTLS. */
TEST(server_requires_tls)
{
    static const struct { const char *name; str dialogue; const char *want; } cases[] = {
        { "no mail in clear",           S(EHLO MAIL RCPT "DATA\r\n"),   "250, 530 5.7.0, 530 5.7.0, 530 5.7.0" },
        { "nor anything else",          S("HELO c.example\r\n|RSET\r\nVRFY jo\r\nAUTH PLAIN\r\n"),
          "530 5.7.0, 530 5.7.0, 530 5.7.0, 530 5.7.0" },
        { "what begins TLS, or leaves", S("NOOP\r\n" EHLO "QUIT\r\n"),  "250 2.0.0, 250, 221 2.0.0 closed" },
        { "an unknown word is unknown", S("XYZZY\r\n"),                 "500 5.5.1" },
        { "all of it under TLS",        S(EHLO "STARTTLS\r\n|" ENVELOPE ".\r\n"), "250, 220 2.0.0, " TO_DATA ", 250 2.0.0" },
        { "refusals count as errors",   S(EHLO MAIL MAIL MAIL MAIL MAIL MAIL),
          "250, 530 5.7.0, 530 5.7.0, 530 5.7.0, 530 5.7.0, 530 5.7.0, 421 4.7.0 closed" },
    };

    FOR_EACH_CASE(c, cases) {
        struct session *s   = session_new(&options);
        BUF_SCOPE       got = { 0 };

        s->server.tls_required = true;
        play(s, c->dialogue);
        summarise(s, &got);
        CHECK_CSTR(buf_str(&got), c->want);
        session_free(s);
    }
}

TEST(server_under_tls_from_the_start)
{
    struct session *s   = session_new(&options);
    BUF_SCOPE       got = { 0 };

    smtp_server_tls_started(&s->server);
    s->server.tls_required = true;
    play(s, STR(EHLO "STARTTLS\r\n|" MAIL));
    CHECK(str_find(buf_str(&s->replies), STR("250-STARTTLS")) == STR_NOT_FOUND);
    summarise(s, &got);
    CHECK_CSTR(buf_str(&got), "250, 503 5.5.1, 250 2.1.0");
    session_free(s);
}

TEST(server_xclient)
{
    static const struct { const char *name; bool may; str dialogue; const char *want, *story; } cases[] = {
        { "not to strangers", false, S(EHLO "XCLIENT ADDR=192.0.2.1\r\n"), "250, 500 5.5.1",
          "EHLO helo.attack.example\nREFUSED 500 XCLIENT ADDR=192.0.2.1\n" },
        { "the session begins anew", true, S(EHLO "XCLIENT ADDR=192.0.2.1 PORT=4711\r\n|" MAIL EHLO), "250, 220, 503 5.5.1, 250",
          "EHLO helo.attack.example\nXCLIENT 192.0.2.1 4711\nRESET\nREFUSED 503 MAIL FROM:<any@attack.example>\nEHLO helo.attack.example\n" },
        { "with its HELO, mail may follow", true, S(EHLO "XCLIENT ADDR=192.0.2.1 HELO=d.example PROTO=SMTP\r\n|" MAIL),
          "250, 220, 250 2.1.0", "EHLO helo.attack.example\nXCLIENT 192.0.2.1 0\nRESET\nMAIL any@attack.example size=0\n" },
        { "a name that is none", true, S(EHLO "XCLIENT HELO=a+28b\r\n"), "250, 501 5.5.4",
          "EHLO helo.attack.example\nREFUSED 501 XCLIENT HELO=a+28b\n" },
        { "a login is not taken", true, S(EHLO "XCLIENT LOGIN=admin\r\n"), "250, 501 5.5.4",
          "EHLO helo.attack.example\nREFUSED 501 XCLIENT LOGIN=admin\n" },
        { "before EHLO", true, S("XCLIENT ADDR=192.0.2.1\r\n"), "503 5.5.1", "REFUSED 503 XCLIENT ADDR=192.0.2.1\n" },
        { "in a transaction", true, S(EHLO MAIL "XCLIENT ADDR=192.0.2.1\r\n"), "250, 250 2.1.0, 503 5.5.1",
          "EHLO helo.attack.example\nMAIL any@attack.example size=0\nREFUSED 503 XCLIENT ADDR=192.0.2.1\n" },
        { "what is sent ahead was not said by the client", true, S(EHLO "|XCLIENT ADDR=192.0.2.1\r\n" MAIL), "250, 554 5.5.0 closed",
          "EHLO helo.attack.example\nREFUSED 554 XCLIENT ADDR=192.0.2.1\nCLOSE\n" },
    };

    FOR_EACH_CASE(c, cases) {
        struct session *s   = session_new(&options);
        BUF_SCOPE       got = { 0 };

        s->server.takes_xclient = c->may;
        play(s, c->dialogue);
        CHECK_EQ(str_find(buf_str(&s->replies), STR("XCLIENT NAME ADDR PORT PROTO HELO")) != STR_NOT_FOUND,
                 c->may && str_starts(c->dialogue, STR("EHLO")));
        summarise(s, &got);
        CHECK_CSTR(buf_str(&got), c->want);
        CHECK_CSTR(buf_str(&s->story), c->story);
        session_free(s);
    }
}

TEST(server_waits_for_the_handshake)
{
    struct session   *s = session_new(&options);
    struct smtp_event event;

    play(s, STR(EHLO));
    buf_add(&s->in, STR("STARTTLS\r\n"));
    event = smtp_server_next(&s->server, &s->in);
    CHECK_EQ(event.type, SMTP_EVENT_STARTTLS);
    buf_add(&s->in, STR("NOOP\r\n"));           /* TLS-007: not answered in clear, whatever the owner does */
    event = smtp_server_next(&s->server, &s->in);
    CHECK_EQ(event.type, SMTP_AWAIT_DECISION);
    CHECK_EQ(buf_len(&s->in), 6);
    session_free(s);
}

/* Only what mail that comes here can keep on its way, and what hangs together. */
TEST(server_ehlo_reply)
{
    enum { EVERYTHING = 0xffff, ALL_TEXT = SMTP_EXT_OF_OURS | SMTP_EXT_8BITMIME | SMTP_EXT_SMTPUTF8 };
    static const struct { const char *name; unsigned may_offer, withheld; bool tls; const char *want; } cases[] = {
        { "as a rule",        ALL_TEXT, 0, false, "PIPELINING, SIZE 2000, 8BITMIME, SMTPUTF8, ENHANCEDSTATUSCODES, CHUNKING, LIMITS RCPTMAX=3, STARTTLS" },
        { "under TLS",        ALL_TEXT, 0, true,  "PIPELINING, SIZE 2000, 8BITMIME, SMTPUTF8, ENHANCEDSTATUSCODES, CHUNKING, LIMITS RCPTMAX=3" },
        { "all, in clear",    EVERYTHING, 0, false, "PIPELINING, SIZE 2000, 8BITMIME, SMTPUTF8, ENHANCEDSTATUSCODES, CHUNKING, BINARYMIME, DSN, LIMITS RCPTMAX=3, STARTTLS" },
        { "all, under TLS",   EVERYTHING, 0, true, "PIPELINING, SIZE 2000, 8BITMIME, SMTPUTF8, ENHANCEDSTATUSCODES, CHUNKING, BINARYMIME, DSN, LIMITS RCPTMAX=3, REQUIRETLS" },
        { "ASCII next hops",  SMTP_EXT_OF_OURS, 0, true, "PIPELINING, SIZE 2000, ENHANCEDSTATUSCODES, CHUNKING, LIMITS RCPTMAX=3" },
        { "no 8BITMIME, no SMTPUTF8",  EVERYTHING, SMTP_EXT_8BITMIME | SMTP_EXT_LIMITS | SMTP_EXT_DSN, true,
          "PIPELINING, SIZE 2000, ENHANCEDSTATUSCODES, CHUNKING, BINARYMIME, REQUIRETLS" },
        { "no CHUNKING, no BINARYMIME", EVERYTHING, SMTP_EXT_CHUNKING | SMTP_EXT_REQUIRETLS, true,
          "PIPELINING, SIZE 2000, 8BITMIME, SMTPUTF8, ENHANCEDSTATUSCODES, DSN, LIMITS RCPTMAX=3" },
    };

    FOR_EACH_CASE(c, cases) {
        struct smtp_server_options o = options;
        struct session            *s = session_new(&o);
        BUF_SCOPE                  got = { 0 };
        str                        rest, line;

        o.withheld          = c->withheld;
        s->server.may_offer = c->may_offer;
        play(s, STR("EHLO c.example\r\n|"));
        if (c->tls) {
            play(s, STR("STARTTLS\r\n"));
            CHECK(s->server.helo_len == 0 && !s->server.is_esmtp && s->server.offered == 0 && s->server.tls_active);
            buf_clear(&s->replies);
            play(s, STR("EHLO c.example\r\n"));
        }
        rest = buf_str(&s->replies);
        CHECK(str_cut(&rest, '\n', &line) && str_equal(line, STR("250-mx.victim.example\r")));
        while (str_cut(&rest, '\n', &line))
            buf_printf(&got, "%s%.*s", buf_len(&got) == 0 ? "" : ", ", STR_ARG(str_trim(str_from(line, 4))));
        CHECK_CSTR(buf_str(&got), c->want);
        session_free(s);
    }
}

/* What is withheld is not taken either. */
TEST(server_takes_only_what_it_has_offered)
{
    static const struct { const char *name; unsigned withheld; str line; const char *want; } cases[] = {
        { "SIZE",       SMTP_EXT_SIZE,     S("MAIL FROM:<a@b.example> SIZE=1"),        "250, 555 5.5.4" },
        { "BODY",       SMTP_EXT_8BITMIME, S("MAIL FROM:<a@b.example> BODY=8BITMIME"), "250, 555 5.5.4" },
        { "SMTPUTF8",   SMTP_EXT_SMTPUTF8, S("MAIL FROM:<a@b.example> SMTPUTF8"),      "250, 555 5.5.4" },
        { "an address that would need it", SMTP_EXT_SMTPUTF8, S("MAIL FROM:<\xc3\xa4@b.example>"), "250, 550 5.6.7" },
        { "CHUNKING",   SMTP_EXT_CHUNKING, S(MAIL RCPT "BDAT 6\r\nRSET\r\nNOOP"),  "250, 250 2.1.0, 250 2.1.5, 502 5.5.1, 250 2.0.0" },
    };

    FOR_EACH_CASE(c, cases) {
        struct smtp_server_options o = options;
        BUF_SCOPE                  dialogue = { 0 };

        o.withheld = c->withheld;
        buf_add(&dialogue, STR(EHLO));
        buf_add(&dialogue, c->line);
        buf_add(&dialogue, STR("\r\n"));
        check_dialogue(&o, buf_str(&dialogue), c->want);
    }
}

/* Replies may hold UTF-8 in a transaction with SMTPUTF8 and at no other time (RFC 6531 §3.7.4). */
TEST(server_smtputf8_ends_with_the_transaction)
{
    static const struct { const char *name; str dialogue; bool want; } cases[] = {
        { "in it",                S("RCPT TO:<a@b.example>\r\n"), true },
        { "given up",             S("RSET\r\n"),                  false },
        { "over",                 S("RCPT TO:<a@b.example>\r\nDATA\r\n|.\r\n"), false },
        { "the next one without", S("RSET\r\n" MAIL),             false },
        { "the next one refused", S("RSET\r\nMAIL FROM:<unwanted@a.example> SMTPUTF8\r\n"), false },
    };

    FOR_EACH_CASE(c, cases) {
        struct session *s = session_new(&options);

        play(s, STR(EHLO "MAIL FROM:<any@attack.example> SMTPUTF8\r\n"));
        play(s, c->dialogue);
        CHECK_EQ(s->server.smtputf8, c->want);
        session_free(s);
    }
}

TEST(server_greeting)
{
    struct smtp_server server;

    smtp_server_init(&server, &options, NULL);
    smtp_server_greet(&server);
    CHECK_STR(buf_str(&server.out), STR("220 mx.victim.example ESMTP Gatepost\r\n"));
    smtp_server_free(&server);
}

TEST(server_story)
{
    static const struct { const char *name; str dialogue, want; } cases[] = {
        { "what a message tells",
          S("HELO c.example\r\n|" "MAIL FROM:<>\r\n" RCPT "DATA\r\n|..a\r\n.\r\n|QUIT\r\n"),
          S("HELO c.example\nMAIL  size=0\nRCPT user@victim.example\nDATA\nMESSAGE .a\r\n\nCLOSE\n") },
        { "parameters",
          S(EHLO "MAIL FROM:<\xc3\xa4@b.example> SIZE=9 BODY=8BITMIME SMTPUTF8\r\n"),
          S("EHLO helo.attack.example\nMAIL \xc3\xa4@b.example size=9 8bit utf8\n") },
        { "RSET outside of a transaction is no event", S("RSET\r\n" EHLO), S("EHLO helo.attack.example\n") },
        { "EHLO resets, then greets",
          S(EHLO MAIL "EHLO c.example\r\n"),
          S("EHLO helo.attack.example\nMAIL any@attack.example size=0\nRESET\nEHLO c.example\n") },
        { "QUIT resets, then closes",
          S(EHLO MAIL "QUIT\r\n"),
          S("EHLO helo.attack.example\nMAIL any@attack.example size=0\nRESET\nCLOSE\n") },
        { "a refused command names its line",
          S("XYZZY a\r\n"), S("REFUSED 500 XYZZY a\n") },
        { "a bad octet, what stood before it",
          S("XYZZY\0a\r\n"), S("REFUSED 500 XYZZY\nCLOSE\n") },
        { "a message refused here resets",
          S(ENVELOPE "a\nb\r\n.\r\nNOOP\r\n"),
          S("EHLO helo.attack.example\nMAIL any@attack.example size=0\nRCPT user@victim.example\nDATA\n"
          "REFUSED 550 \nRESET\nCLOSE\n") },
        { "a DATA refused by the owner resets",
          S(EHLO MAIL RCPT RCPT "DATA\r\n"),
          S("EHLO helo.attack.example\nMAIL any@attack.example size=0\nRCPT user@victim.example\n"
          "RCPT user@victim.example\nDATA\nRESET\n") },
        { "a sender refused in clear is forgotten under TLS",
          S(EHLO "MAIL FROM:<unwanted@a.example>\r\nSTARTTLS\r\n|"),
          S("EHLO helo.attack.example\nMAIL unwanted@a.example size=0\nSTARTTLS\nRESET\n") },
    };

    FOR_EACH_CASE(c, cases) {
        struct session *s = session_new(&options);

        play(s, c->dialogue);
        CHECK_STR(buf_str(&s->story), c->want);
        session_free(s);
    }
}

/* ---- limits ---- */

static void add_times(struct buf *buf, const char *unit, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buf_add(buf, str_of(unit));
}

static void check_repeated(const char *before, const char *unit, size_t count, const char *after, const char *want)
{
    BUF_SCOPE dialogue = { 0 };

    buf_add(&dialogue, str_of(before));
    add_times(&dialogue, unit, count);
    buf_add(&dialogue, str_of(after));
    check_dialogue(&options, buf_str(&dialogue), want);
}

#define THREE_OK       ", 250 2.0.0, 250 2.0.0, 250 2.0.0"
#define TEN_OK_BUT_ONE THREE_OK THREE_OK THREE_OK
#define TEN_OK         TEN_OK_BUT_ONE ", 250 2.0.0"

#define TEN_OCTETS     "12345678\r\n"
#define HUNDRED        TEN_OCTETS TEN_OCTETS TEN_OCTETS TEN_OCTETS TEN_OCTETS TEN_OCTETS TEN_OCTETS TEN_OCTETS TEN_OCTETS TEN_OCTETS
#define EIGHT_503      ", 503 5.5.1, 503 5.5.1, 503 5.5.1, 503 5.5.1, 503 5.5.1, 503 5.5.1, 503 5.5.1, 503 5.5.1"

TEST(server_limits)
{
    static const struct { const char *name, *before, *unit; size_t count; const char *after, *want; } cases[] = {
        { "the longest command",              "NOOP ",   "a", 2048 - 7, "\r\n", "250 2.0.0" },
        { "one octet longer",                 "NOOP ",   "a", 2048 - 6, "\r\n", "500 5.5.2" },
        { "ENV-023: much longer, and its tail is no command", "NOOP ",   "a", 6000, "\r\nNOOP\r\n",
          "500 5.5.2, 250 2.0.0" },
        { "a bare LF in what is discarded",   "NOOP ",   "a", 6000, "\nNOOP\r\n", "500 5.5.2 closed" },
        { "a NUL in it",                      "NOOP ",   "a", 6000, "\r\r\nNOOP\r\n", "500 5.5.2 closed" },
        { "RES-009: errors",                  "",        "XYZZY\r\n", 9, "",
          "500 5.5.1, 500 5.5.1, 500 5.5.1, 500 5.5.1, 500 5.5.1, 421 4.7.0 closed" },
        { "commands without mail",            EHLO,      "NOOP\r\n", 20, "",
          "250" TEN_OK TEN_OK_BUT_ONE ", 421 4.7.0 closed" },
        { "refusals for now are no errors",   EHLO MAIL, "RCPT TO:<later@victim.example>\r\n", 7, "",
          "250, 250 2.1.0, 451 4.3.0, 451 4.3.0, 451 4.3.0, 451 4.3.0, 451 4.3.0, 451 4.3.0, 451 4.3.0" },
        { "unknown recipients are",           EHLO MAIL, "RCPT TO:<nobody@victim.example>\r\n", 6, "",
          "250, 250 2.1.0, 550 5.1.1, 550 5.1.1, 550 5.1.1, 550 5.1.1, 550 5.1.1, 421 4.7.0 closed" },
        { "the largest message",              ENVELOPE,  "12345678\r\n", 200, ".\r\n", TO_DATA ", 250 2.0.0" },
        { "RES-005: larger, read to its end", ENVELOPE,  "12345678\r\n", 201, ".\r\nNOOP\r\n",
          TO_DATA ", 552 5.3.4, 250 2.0.0" },
        { "much larger",                      ENVELOPE,  "12345678\r\n", 20000, ".\r\nNOOP\r\n",
          TO_DATA ", 552 5.3.4, 250 2.0.0" },
        { "the largest chunk",                CHUNKED "BDAT 2000 LAST\r\n", "12345678\r\n", 200, "NOOP\r\n",
          TO_CHUNK ", 250 2.0.0, 250 2.0.0" },
        { "a larger one is read to its end",  CHUNKED "BDAT 20000 LAST\r\n", "12345678\r\n", 2000, "NOOP\r\n",
          TO_CHUNK ", 552 5.3.4, 250 2.0.0" },
        { "one that promises far too much",   CHUNKED "BDAT 2147483647\r\n", "abc", 1, "NOOP\r\n", TO_CHUNK ", 552 5.3.4 closed" },
        { "chunks that grow too large",       CHUNKED, "BDAT 1000\r\n" HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED
          HUNDRED HUNDRED HUNDRED HUNDRED, 5, "NOOP\r\n",
          TO_CHUNK ", 250 2.0.0, 250 2.0.0, 552 5.3.4, 503 5.5.1, 503 5.5.1, 250 2.0.0" },
        { "chunks are no commands",           CHUNKED, "BDAT 1\r\na", 30, "BDAT 2 LAST\r\n\r\nNOOP\r\n",
          TO_CHUNK TEN_OK TEN_OK TEN_OK ", 250 2.0.0, 250 2.0.0" },
        { "unless they are empty",            CHUNKED, "BDAT 0\r\n", 20, "",
          TO_CHUNK TEN_OK_BUT_ONE THREE_OK THREE_OK THREE_OK ", 421 4.7.0 closed" },
        { "chunks behind a refused one are no errors", EHLO, "BDAT 1\r\na", 8, "NOOP\r\n",
          "250" EIGHT_503 ", 250 2.0.0" },
        { "stuffed dots do not count",        ENVELOPE,  "..345678\r\n", 222, ".\r\n", TO_DATA ", 250 2.0.0" },
        { "the longest line",                 ENVELOPE,  "a", 998, "\r\n.\r\n", TO_DATA ", 250 2.0.0" },
        { "one octet longer",                 ENVELOPE,  "a", 999, "\r\n.\r\n", TO_DATA ", 554 5.6.0" },
        { "RES-002: a line without end", ENVELOPE, "a", 100000, "\r\n.\r\nNOOP\r\n", TO_DATA ", 554 5.6.0, 250 2.0.0" },
    };
    /* 2,000 octets: 200 lines of ten, and 222 of nine behind their dots */

    FOR_EACH_CASE(c, cases)
        check_repeated(c->before, c->unit, c->count, c->after, c->want);
}

TEST(server_over_long_lines_are_errors)
{
    BUF_SCOPE dialogue = { 0 };

    for (int i = 0; i < 9; i++) {
        add_times(&dialogue, "a", SMTP_COMMAND_MAX_OCTETS);
        buf_add(&dialogue, STR("\r\n"));
    }
    check_dialogue(&options, buf_str(&dialogue),
                   "500 5.5.2, 500 5.5.2, 500 5.5.2, 500 5.5.2, 500 5.5.2, 421 4.7.0 closed");
}

TEST(server_counts_commands_between_messages)
{
    BUF_SCOPE       dialogue = { 0 };
    struct session *s = session_new(&options);

    buf_add(&dialogue, STR(EHLO));
    for (int i = 0; i < 20; i++)
        buf_add(&dialogue, STR(MAIL RCPT "DATA\r\n|.\r\n|"));
    play(s, buf_str(&dialogue));
    CHECK(!s->closed);
    CHECK_EQ(s->server.messages, 20);
    session_free(s);
}

TEST(server_takes_as_many_recipients_as_it_has_promised)
{
    struct smtp_server_options generous = options;
    BUF_SCOPE                  dialogue = { 0 };
    struct session            *s;

    generous.recipients_max = 10 * options.commands_max;
    s                       = session_new(&generous);
    buf_add(&dialogue, STR(EHLO MAIL));
    for (size_t i = 0; i < generous.recipients_max; i++)
        buf_add(&dialogue, STR(RCPT));
    buf_add(&dialogue, STR("DATA\r\n|.\r\n|"));
    play(s, buf_str(&dialogue));
    CHECK(!s->closed);
    CHECK_EQ(s->server.messages, 1);
    session_free(s);
}

TEST(server_shut)
{
    static const struct { const char *name; str dialogue, story; } cases[] = {
        { "before anything",  S(""),               S("CLOSE\n") },
        { "in a transaction", S(EHLO MAIL),        S("RESET\nCLOSE\n") },
        { "in content",       S(ENVELOPE "a\r\n"), S("RESET\nCLOSE\n") },
    };

    FOR_EACH_CASE(c, cases) {
        struct session *s = session_new(&options);

        play(s, c->dialogue);
        buf_clear(&s->story);
        buf_clear(&s->replies);
        smtp_server_shut(&s->server, REPLY_IDLE_TOO_LONG);
        smtp_server_shut(&s->server, REPLY_SHUTTING_DOWN);
        arrive(s, STR("NOOP\r\n"));
        CHECK_STR(buf_str(&s->story), c->story);
        CHECK_STR(buf_str(&s->replies), STR("421 4.4.2 Timeout, closing the connection\r\n"));
        session_free(s);
    }
}

TEST(server_shut_while_a_decision_is_awaited)
{
    struct session   *s = session_new(&options);
    struct smtp_event event;

    play(s, STR(EHLO));
    buf_add(&s->in, STR(MAIL RCPT));
    event = smtp_server_next(&s->server, &s->in);
    CHECK_EQ(event.type, SMTP_EVENT_MAIL);
    event = smtp_server_next(&s->server, &s->in);
    CHECK_EQ(event.type, SMTP_AWAIT_DECISION);
    CHECK_STR(buf_str(&s->in), STR(RCPT));
    smtp_server_shut(&s->server, REPLY_SHUTTING_DOWN);
    event = smtp_server_next(&s->server, &s->in);
    CHECK_EQ(event.type, SMTP_EVENT_RESET);
    event = smtp_server_next(&s->server, &s->in);
    CHECK_EQ(event.type, SMTP_EVENT_CLOSE);
    CHECK_EQ(buf_len(&s->in), 0);
    session_free(s);
}

/* ---- however the stream is cut ---- */

/* Forms of an end of data that some server takes for one, each with an envelope hidden behind it, and honest ones. */
#define INNER      MAIL RCPT "DATA\r\nFrom: <smuggled@legit.example>\r\n\r\ninner\r\n.\r\n"
#define SMUGGLED(name, end) { name, S("From: <a@b.example>\r\n\r\nouter" end INNER) }

static const struct { const char *name; str content; } streams[] = {
    SMUGGLED("LF . LF",         "\n.\n"),           SMUGGLED("LF . CRLF",       "\n.\r\n"),
    SMUGGLED("CRLF . LF",       "\r\n.\n"),         SMUGGLED("CR . CR",         "\r.\r"),
    SMUGGLED("CR . LF",         "\r.\n"),           SMUGGLED("LF . CR",         "\n.\r"),
    SMUGGLED("CR . CRLF",       "\r.\r\n"),         SMUGGLED("CRLF . CR",       "\r\n.\r"),
    SMUGGLED("CRCRLF . CRCRLF", "\r\r\n.\r\r\n"),   SMUGGLED("CRLF . CRCRLF",   "\r\n.\r\r\n"),
    SMUGGLED("CRLF NUL . CRLF", "\r\n\0.\r\n"),     SMUGGLED("CRLF . NUL CRLF", "\r\n.\0\r\n"),
    SMUGGLED("VT . VT CRLF",    "\v.\v\r\n"),       SMUGGLED("CRLF . CRLF",     "\r\n.\r\n"),
    { "an honest message with dots", S("Subject: a\r\n\r\n..\r\n..a\r\na.\r\n\r\n.\r\nRSET\r\nQUIT\r\n") },
    { "one message behind another",  S("a\r\n.\r\n" MAIL RCPT "RSET\r\n" MAIL "NOOP\r\n") },
    { "a bare LF in a command",      S(".\r\nNOOP\nNOOP\r\n") },
    { "a bare CR in a command",      S(".\r\nNOOP\rNOOP\r\n") },
    { "chunks",                      S("BDAT 5\r\na\r\n.\rBDAT 3 LAST\r\n\nbRSET\r\nQUIT\r\n") },
    { "a chunk without an envelope", S("BDAT 3 LAST\r\na\r\nBDAT 12 LAST\r\nNOOP\r\nQUIT\r\nRSET\r\n") },
    { "a chunk too large",           S("BDAT 5\r\nabcdeBDAT 1996\r\nQUIT\r\n.\r\n" MAIL) },
    { "a message in a chunk",        S("BDAT 7\r\na\r\n.\r\n" INNER "QUIT\r\n") },
    { "a chunk with a bare LF",      S("BDAT 3 LAST\r\na\nb" INNER) },
    { "a chunk with a bare CR",      S("BDAT 3\r\na\rbBDAT 3 LAST\r\nc\r\n") },
    { "a chunk that ends in CR",     S("BDAT 2 LAST\r\na\r\nNOOP\r\n") },
    { "a size that is none",         S("BDAT 1e3\r\na\r\nNOOP\r\n") },
};

/* True if two sessions went the same way. A DATA that was found with octets behind it is answered otherwise. */
static bool depends_on_arrival(const struct session *s)
{
    return str_find(buf_str(&s->replies), STR("554 5.5.0")) != STR_NOT_FOUND;
}

static void check_same(const struct session *got, const struct session *want)
{
    if (depends_on_arrival(got) || depends_on_arrival(want))
        return;
    CHECK_STR(buf_str(&got->story), buf_str(&want->story));
    CHECK_STR(buf_str(&got->replies), buf_str(&want->replies));
    CHECK_EQ(got->closed, want->closed);
}

static struct session *at_content(bool chunks)
{
    struct session *s = session_new(&options);

    play(s, chunks ? STR(CHUNKED) : STR(ENVELOPE));
    return s;
}

TEST(server_reads_the_same_however_content_is_cut)
{
    FOR_EACH_CASE(c, streams) {
        struct session *whole = at_content(str_starts(c->content, STR("BDAT"))), *octets = at_content(str_starts(c->content, STR("BDAT")));

        arrive(whole, c->content);
        for (size_t i = 0; i < c->content.len; i++)
            arrive(octets, str_slice(c->content, i, i + 1));
        check_same(octets, whole);
        for (size_t cut = 1; cut < c->content.len; cut++) {
            struct session *s = at_content(str_starts(c->content, STR("BDAT")));

            arrive(s, str_slice(c->content, 0, cut));
            arrive(s, str_from(c->content, cut));
            check_same(s, whole);
            session_free(s);
        }
        session_free(whole);
        session_free(octets);
    }
}

/* What is longer than a command may be is discarded as it comes: here a CR stands where the limit cuts. */
TEST(server_discards_the_same_however_a_line_is_cut)
{
    static const struct { const char *name; size_t fill; const char *end; } cases[] = {
        { "its CRLF across the limit", SMTP_COMMAND_MAX_OCTETS - 1,  "\r\nNOOP\r\n" },
        { "its CRLF behind the limit", SMTP_COMMAND_MAX_OCTETS,      "\r\nNOOP\r\n" },
        { "a bare CR at the limit",    SMTP_COMMAND_MAX_OCTETS - 1,  "\rNOOP\r\n" },
        { "CR CR LF",                  SMTP_COMMAND_MAX_OCTETS + 10, "\r\r\nNOOP\r\n" },
        { "a bare LF",                 SMTP_COMMAND_MAX_OCTETS + 10, "\nNOOP\r\n" },
    };

    FOR_EACH_CASE(c, cases) {
        struct session *whole = session_new(&options), *octets = session_new(&options);
        BUF_SCOPE       line  = { 0 };

        add_times(&line, "a", c->fill);
        buf_add(&line, str_of(c->end));
        arrive(whole, buf_str(&line));
        for (size_t i = 0; i < buf_len(&line); i++)
            arrive(octets, str_slice(buf_str(&line), i, i + 1));
        check_same(octets, whole);
        CHECK(str_starts(buf_str(&whole->replies), STR("500 5.5.2 ")));
        CHECK_EQ(buf_len(&octets->in), 0);
        session_free(whole);
        session_free(octets);
    }
}

/* None of the forms has its hidden envelope run; each but the true end is refused and the session closed. */
TEST(server_smuggling)
{
    static const struct { const char *name; str end; const char *want; } cases[] = {
        { "SMUG-003",            S("\r\n.\n"),                 "550 5.6.0 closed" },
        { "SMUG-004",            S("\r.\r"),                   "550 5.6.0 closed" },
        { "SMUG-005",            S("\r.\n"),                   "550 5.6.0 closed" },
        { "SMUG-006",            S("\n.\r"),                   "550 5.6.0 closed" },
        { "SMUG-007",            S("\r.\r\n"),                 "550 5.6.0 closed" },
        { "SMUG-009",            S("\r\r\n.\r\r\n"),           "550 5.6.0 closed" },
        { "SMUG-010",            S("\r\n.\r\r\n"),             "550 5.6.0 closed" },
        { "SMUG-011",            S("\r\n\0.\r\n"),             "550 5.6.0 closed" },
        { "SMUG-012",            S("\r\n.\0\r\n"),             "550 5.6.0 closed" },
        { "SMUG-016",            S("\n"),                      "550 5.6.0 closed" },
        { "the classic LF . LF", S("\n.\n"),                   "550 5.6.0 closed" },
        { "SMUG-014",            S("\v.\v\f.\f\x85.\x85\r\n"), "250 2.0.0" },
        { "SMUG-015",            S("\r\n.\r\n"),               "250 2.0.0, 250 2.1.0, 250 2.1.5, 554 5.5.0 closed" },
    };

    FOR_EACH_CASE(c, cases) {
        struct session *s   = at_content(false);
        BUF_SCOPE       all = { 0 }, got = { 0 };

        buf_clear(&s->replies);
        buf_add(&all, STR("From: <a@b.example>\r\n\r\nouter"));
        buf_add(&all, c->end);
        buf_add(&all, STR(INNER));
        arrive(s, buf_str(&all));
        summarise(s, &got);
        CHECK_CSTR(buf_str(&got), c->want);
        session_free(s);
    }
}

static uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

static void add_garbage(struct buf *out, uint32_t *random)
{
    static const str fragments[] = {
        S("EHLO a.example\r\n"), S("BDAT 7\r\n"), S(MAIL), S(RCPT), S("DATA\r\n"),
        S("RSET\r\n"), S("NOOP\r\n"), S("STARTTLS\r\n"), S(".\r\n"), S("a\r\n"),
        S("\r\n"), S("\r"), S("\n"), S("."), S("\0"), S("MAIL FROM:<"),
        S("@"), S("> SIZE="), S("\""), S(" "), S("\xff"), S("BODY=7BIT"),
        S("BDAT 4\r\n"), S("BDAT 9 LAST\r\n"), S("BDAT 0 LAST\r\n"), S("BDAT "), S("3000\r\n"),
    };

    for (uint32_t count = 5 + next_random(random) % 60; count > 0; count--)
        buf_add(out, fragments[next_random(random) % (next_random(random) % 3 == 0 ? ARRAY_LEN(fragments) : 10)]);
}

/* At most a reply a line, and one line of goodbye; a session of one octet a time reads what another reads. */
TEST(server_survives_garbage)
{
    struct smtp_server_options patient = options;
    uint32_t                   random  = 11;

    patient.errors_max   = 1000;
    patient.commands_max = 1000;
    for (int round = 0; round < 1500; round++) {
        BUF_SCOPE       garbage = { 0 };
        struct session *s = session_new(&patient), *octets = session_new(&patient);

        add_garbage(&garbage, &random);
        for (str rest = buf_str(&garbage); rest.len > 0; ) {
            size_t len = 1 + next_random(&random) % rest.len;

            arrive(s, str_slice(rest, 0, len));
            rest = str_from(rest, len);
        }
        for (size_t i = 0; i < buf_len(&garbage); i++)
            arrive(octets, str_slice(buf_str(&garbage), i, i + 1));
        check_same(s, octets);
        CHECK(buf_len(&octets->replies) < 200 + 150 * buf_len(&garbage));
        session_free(s);
        session_free(octets);
    }
}
