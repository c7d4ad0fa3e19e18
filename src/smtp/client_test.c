#include "smtp/client.h"

#include "unit.h"

#define S(octets) STR_INIT(octets)        /* short, for the tables */

/* A client, the replies that it gets, and what it tells. The owner of the tests sends an empty message. */
struct talk {
    struct smtp_client *client;
    struct buf          in, sent;
    struct buf          story;          /* events, one a line */
    bool                pause_at_content;
    bool                over;
};

static void talk_begin(struct talk *t, const char *helo, enum smtp_client_tls tls)
{
    *t = (struct talk){ .client = smtp_client_new(str_of(helo), tls) };
}

static void talk_end(struct talk *t)
{
    smtp_client_free(t->client);
    buf_free(&t->in);
    buf_free(&t->sent);
    buf_free(&t->story);
}

static void tell_reply(struct talk *t, const char *what, const struct smtp_reply *reply)
{
    buf_printf(&t->story, "%s %d %.*s %.*s\n", what, reply->code, STR_ARG(reply->enhanced), STR_ARG(reply->text));
}

static void tell(struct talk *t, const struct smtp_client_event *event)
{
    switch (event->type) {
    case SMTP_CLIENT_NEED_INPUT:
        break;
    case SMTP_CLIENT_READY:
        buf_add(&t->story, STR("READY\n"));
        break;
    case SMTP_CLIENT_STARTTLS:
        buf_add(&t->story, STR("STARTTLS\n"));
        smtp_client_tls_started(t->client);
        break;
    case SMTP_CLIENT_SENDER:
        tell_reply(t, "SENDER", &event->reply);
        break;
    case SMTP_CLIENT_RECIPIENT:
        buf_printf(&t->story, "%zu ", event->index);
        tell_reply(t, "RECIPIENT", &event->reply);
        break;
    case SMTP_CLIENT_SEND_CONTENT:
        buf_add(&t->story, STR("SEND\n"));
        if (t->pause_at_content)
            break;
        buf_add(smtp_client_output(t->client), smtp_stuff_end(&(struct smtp_stuffer){ 0 }));
        smtp_client_content_sent(t->client);
        break;
    case SMTP_CLIENT_DELIVERED:
        buf_printf(&t->story, "%zu ", event->index);
        tell_reply(t, "DELIVERED", &event->reply);
        break;
    case SMTP_CLIENT_DONE:
        tell_reply(t, event->accepted ? "ACCEPTED" : "DONE", &event->reply);
        break;
    case SMTP_CLIENT_FAILED:
        buf_printf(&t->story, "FAILED %d: %s\n", event->reply.code, event->problem);
        t->over = true;
        break;
    }
}

/* The server says octets; what the client answers is in sent. */
static void hear(struct talk *t, str octets)
{
    struct smtp_client_event event;

    if (t->over)
        return;
    buf_add(&t->in, octets);
    do {
        event = smtp_client_next(t->client, &t->in);
        tell(t, &event);
    } while (event.type != SMTP_CLIENT_NEED_INPUT && !t->over);
    buf_add(&t->sent, buf_str(smtp_client_output(t->client)));
    buf_clear(smtp_client_output(t->client));
}

/* Turns parted by "|". */
static void hear_turns(struct talk *t, str replies)
{
    str turn;

    while (str_cut(&replies, '|', &turn))
        hear(t, turn);
}

#define GREETING "220 mx.example.org ESMTP\r\n"
#define PLAIN    GREETING "|250 mx.example.org\r\n|"
#define FULL     GREETING "|250-mx.example.org\r\n250-PIPELINING\r\n250-SIZE 1000\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n|"
#define OPENED   "EHLO gate.example.org\r\n"

TEST(client_opens)
{
    enum { NEVER = SMTP_CLIENT_TLS_NEVER, OFFERED = SMTP_CLIENT_TLS_IF_OFFERED, REQUIRED = SMTP_CLIENT_TLS_REQUIRED };
    static const struct {
        const char *name; int tls; str replies; const char *sent, *story;
    } cases[] = {
        { "a greeting and EHLO",             NEVER,    S(PLAIN), OPENED, "READY\n" },
        { "a greeting of two lines",         NEVER,    S("220-a\r\n220 b\r\n|250 a\r\n"), OPENED, "READY\n" },
        { "HELO where EHLO is unknown",      OFFERED,  S(GREETING "|502 no\r\n|250 a\r\n"),
          OPENED "HELO gate.example.org\r\n", "READY\n" },
        { "no SMTP here",                    NEVER,    S("554 5.7.1 no\r\n"), "", "FAILED 554: not greeted\n" },
        { "the server is busy",              NEVER,    S("421 4.3.2 no\r\n"), "",
          "FAILED 421: 421: the server closes\n" },
        { "another protocol",                NEVER,    S("SSH-2.0-OpenSSH\r\n"), "",
          "FAILED 0: not a reply\n" },
        { "bare LF in a reply",              NEVER,    S("220 a\n"), "",
          "FAILED 0: bare CR, bare LF or NUL in a reply\n" },
        { "HELO refused too",                NEVER,    S(GREETING "|502 no\r\n|550 no\r\n"),
          OPENED "HELO gate.example.org\r\n", "FAILED 550: HELO refused\n" },
        { "TLS as offered",                  OFFERED,
          S(GREETING "|250-a\r\n250 STARTTLS\r\n|220 go\r\n|250 a\r\n"),
          OPENED "STARTTLS\r\n" OPENED, "STARTTLS\nREADY\n" },
        { "TLS is not done twice",           REQUIRED,
          S(GREETING "|250-a\r\n250 STARTTLS\r\n|220 go\r\n|250-a\r\n250 STARTTLS\r\n"),
          OPENED "STARTTLS\r\n" OPENED, "STARTTLS\nREADY\n" },
        { "TLS is not wanted",               NEVER,    S(GREETING "|250-a\r\n250 STARTTLS\r\n"), OPENED,
          "READY\n" },
        { "TLS-017: required, not offered",  REQUIRED, S(PLAIN), OPENED,
          "FAILED 250: TLS is required and not offered\n" },
        { "required, and only HELO",         REQUIRED, S(GREETING "|502 no\r\n"), OPENED,
          "FAILED 502: EHLO refused, and without it there is no TLS\n" },
        { "required and refused",            REQUIRED, S(GREETING "|250-a\r\n250 STARTTLS\r\n|454 no\r\n"),
          OPENED "STARTTLS\r\n", "FAILED 454: STARTTLS refused\n" },
        { "wished and refused",              OFFERED,  S(GREETING "|250-a\r\n250 STARTTLS\r\n|454 no\r\n"),
          OPENED "STARTTLS\r\n", "READY\n" },
        { "TLS-018: a reply in clear behind the 220", REQUIRED,
          S(GREETING "|250-a\r\n250 STARTTLS\r\n|220 go\r\n250 a\r\n"),
          OPENED "STARTTLS\r\n", "FAILED 220: octets in clear behind the reply to STARTTLS\n" },
        { "a reply to nothing",              NEVER,    S(PLAIN "250 a\r\n"), OPENED,
          "READY\nFAILED 250: a reply to nothing\n" },
        { "two replies to EHLO",             NEVER,    S(GREETING "|250 a\r\n250 b\r\n"), OPENED,
          "FAILED 250: a reply to nothing\n" },
        { "the server leaves",               NEVER,    S(PLAIN "421 4.4.2 idle\r\n"), OPENED,
          "READY\nFAILED 421: 421: the server closes\n" },
    };

    FOR_EACH_CASE(c, cases) {
        struct talk t;

        talk_begin(&t, "gate.example.org", (enum smtp_client_tls)c->tls);
        hear_turns(&t, c->replies);
        CHECK_CSTR(buf_str(&t.sent), c->sent);
        CHECK_CSTR(buf_str(&t.story), c->story);
        talk_end(&t);
    }
}

TEST(client_reads_extensions)
{
    static const struct { const char *name; str replies; unsigned want; uint64_t size; } cases[] = {
        { "none",                      S(PLAIN),                                 0, 0 },
        { "many, in any case",
          S(GREETING "|250-a\r\n250-pipelining\r\n250-Size 35651584\r\n250-VRFY\r\n250-DSN\r\n250 CHUNKING\r\n"),
          SMTP_EXT_PIPELINING | SMTP_EXT_SIZE | SMTP_EXT_DSN | SMTP_EXT_CHUNKING, 35651584 },
        { "SIZE without a number",     S(GREETING "|250-a\r\n250 SIZE\r\n"),     SMTP_EXT_SIZE, 0 },
        { "SIZE with nonsense",        S(GREETING "|250-a\r\n250 SIZE 10k\r\n"), SMTP_EXT_SIZE, 0 },
        { "a host name is no keyword", S(GREETING "|250 PIPELINING\r\n"),        0, 0 },
        { "what was offered in clear is forgotten under TLS",
          S(GREETING "|250-a\r\n250-STARTTLS\r\n250-SIZE 5\r\n250 PIPELINING\r\n|220 go\r\n|250-a\r\n250 8BITMIME\r\n"),
          SMTP_EXT_8BITMIME, 0 },
    };

    FOR_EACH_CASE(c, cases) {
        struct talk t;

        talk_begin(&t, "gate.example.org", SMTP_CLIENT_TLS_IF_OFFERED);
        hear_turns(&t, c->replies);
        CHECK_EQ(smtp_client_extensions(t.client), c->want);
        CHECK_EQ(smtp_client_size_limit(t.client), c->size);
        talk_end(&t);
    }
}

TEST(client_reads_limits)
{
    static const struct { const char *name; str line; uint64_t recipients, mails, domains; } cases[] = {
        { "none",              S("VRFY"),                                     0, 0, 0 },
        { "all",               S("LIMITS MAILMAX=20 RCPTMAX=50 RCPTDOMAINMAX=1"), 50, 20, 1 },
        { "in any case",       S("limits rcptmax=999999"),                    999999, 0, 0 },
        { "unknown ones",      S("LIMITS SPEEDMAX=5 RCPTMAX=7"),              7, 0, 0 },
        { "nonsense in one",   S("LIMITS RCPTMAX=x MAILMAX=1000000 RCPTDOMAINMAX=3 MAIL"), 0, 0, 3 },
        { "nothing behind it", S("LIMITS"),                                   0, 0, 0 },
    };

    FOR_EACH_CASE(c, cases) {
        BUF_SCOPE                 replies = { 0 };
        struct smtp_client_limits limits;
        struct talk               t;

        buf_printf(&replies, GREETING "|250-a\r\n250 %.*s\r\n", STR_ARG(c->line));
        talk_begin(&t, "gate.example.org", SMTP_CLIENT_TLS_NEVER);
        hear_turns(&t, buf_str(&replies));
        limits = smtp_client_limits(t.client);
        CHECK_EQ(limits.recipients, c->recipients);
        CHECK_EQ(limits.mails, c->mails);
        CHECK_EQ(limits.domains, c->domains);
        talk_end(&t);
    }
}

static const str two[] = { S("b@victim.example"), S("c@victim.example") };

static struct smtp_client_transaction to_two(void)
{
    return (struct smtp_client_transaction){
        .reverse_path = STR("a@b.example"), .recipients = two, .recipient_count = 2, .size = 9,
    };
}

#define MAIL_TWO   "MAIL FROM:<a@b.example>\r\nRCPT TO:<b@victim.example>\r\nRCPT TO:<c@victim.example>\r\n"
#define MAIL_SIZED "MAIL FROM:<a@b.example> SIZE=9\r\nRCPT TO:<b@victim.example>\r\nRCPT TO:<c@victim.example>\r\n"

static const struct transaction_case {
    const char *name; bool is_probe; str replies; const char *sent, *pipelined, *story;
} transactions[] = {
    { "a message to two",       false,
      S("250 2.1.0 s\r\n|250 2.1.5 r\r\n|250 2.1.5 r\r\n|354 go\r\n|250 2.0.0 queued\r\n|250 2.0.0 ok\r\n"),
      MAIL_TWO "DATA\r\n.\r\nRSET\r\n", MAIL_SIZED "DATA\r\n.\r\nRSET\r\n",
      "SENDER 250 2.1.0 s\n0 RECIPIENT 250 2.1.5 r\n1 RECIPIENT 250 2.1.5 r\nSEND\n"
      "ACCEPTED 250 2.0.0 queued\nREADY\n" },
    { "one recipient refused",  false,
      S("250 s\r\n|550 5.1.1 no\r\n|250 r\r\n|354 go\r\n|250 queued\r\n|250 ok\r\n"),
      MAIL_TWO "DATA\r\n.\r\nRSET\r\n", MAIL_SIZED "DATA\r\n.\r\nRSET\r\n",
      "SENDER 250  s\n0 RECIPIENT 550 5.1.1 no\n1 RECIPIENT 250  r\nSEND\nACCEPTED 250  queued\nREADY\n" },
    { "a recipient too many, in the old words", false,
      S("250 s\r\n|250 r\r\n|552 many\r\n|354 go\r\n|250 queued\r\n|250 ok\r\n"),
      MAIL_TWO "DATA\r\n.\r\nRSET\r\n", MAIL_SIZED "DATA\r\n.\r\nRSET\r\n",
      "SENDER 250  s\n0 RECIPIENT 250  r\n1 RECIPIENT 452 4.5.3 many\nSEND\nACCEPTED 250  queued\nREADY\n" },
    { "552 is not about too many where none was taken", false,
      S("250 s\r\n|552 5.2.2 full\r\n|250 r\r\n|354 go\r\n|250 queued\r\n|250 ok\r\n"),
      MAIL_TWO "DATA\r\n.\r\nRSET\r\n", MAIL_SIZED "DATA\r\n.\r\nRSET\r\n",
      "SENDER 250  s\n0 RECIPIENT 552 5.2.2 full\n1 RECIPIENT 250  r\nSEND\nACCEPTED 250  queued\nREADY\n" },
    { "the message refused",    false,
      S("250 s\r\n|250 r\r\n|250 r\r\n|354 go\r\n|554 5.7.1 spam\r\n|250 ok\r\n"),
      MAIL_TWO "DATA\r\n.\r\nRSET\r\n", MAIL_SIZED "DATA\r\n.\r\nRSET\r\n",
      "SENDER 250  s\n0 RECIPIENT 250  r\n1 RECIPIENT 250  r\nSEND\nDONE 554 5.7.1 spam\nREADY\n" },
    { "DATA refused",           false,
      S("250 s\r\n|250 r\r\n|250 r\r\n|451 4.3.0 later\r\n|250 ok\r\n"),
      MAIL_TWO "DATA\r\nRSET\r\n", MAIL_SIZED "DATA\r\nRSET\r\n",
      "SENDER 250  s\n0 RECIPIENT 250  r\n1 RECIPIENT 250  r\nDONE 451 4.3.0 later\nREADY\n" },
    { "a probe",                true,
      S("250 s\r\n|550 5.1.1 no\r\n|250 r\r\n|250 ok\r\n"),
      MAIL_TWO "RSET\r\n", MAIL_SIZED "RSET\r\n",
      "SENDER 250  s\n0 RECIPIENT 550 5.1.1 no\n1 RECIPIENT 250  r\nDONE 250  r\nREADY\n" },
    { "421 in the middle",      false, S("250 s\r\n|421 4.3.2 bye\r\n"),
      "MAIL FROM:<a@b.example>\r\nRCPT TO:<b@victim.example>\r\n", MAIL_SIZED "DATA\r\n",
      "SENDER 250  s\nFAILED 421: 421: the server closes\n" },
    { "354 to a recipient",     false, S("250 s\r\n|354 go\r\n"),
      "MAIL FROM:<a@b.example>\r\nRCPT TO:<b@victim.example>\r\n", MAIL_SIZED "DATA\r\n",
      "SENDER 250  s\nFAILED 354: 3yz to RCPT\n" },
    { "250 to DATA",            false, S("250 s\r\n|250 r\r\n|250 r\r\n|250 what?\r\n"),
      MAIL_TWO "DATA\r\n", MAIL_SIZED "DATA\r\n",
      "SENDER 250  s\n0 RECIPIENT 250  r\n1 RECIPIENT 250  r\nFAILED 250: DATA is neither begun nor refused\n" },
    { "354 to the message",     false, S("250 s\r\n|250 r\r\n|250 r\r\n|354 go\r\n|354 go\r\n"),
      MAIL_TWO "DATA\r\n.\r\n", MAIL_SIZED "DATA\r\n.\r\n",
      "SENDER 250  s\n0 RECIPIENT 250  r\n1 RECIPIENT 250  r\nSEND\n"
      "FAILED 354: the message is neither accepted nor refused\n" },
    { "RSET refused",           false, S("250 s\r\n|250 r\r\n|250 r\r\n|354 go\r\n|250 queued\r\n|500 what?\r\n"),
      MAIL_TWO "DATA\r\n.\r\nRSET\r\n", MAIL_SIZED "DATA\r\n.\r\nRSET\r\n",
      "SENDER 250  s\n0 RECIPIENT 250  r\n1 RECIPIENT 250  r\nSEND\nACCEPTED 250  queued\nFAILED 500: RSET refused\n" },
    { "two codes in one reply", false, S("250-s\r\n550 s\r\n"),
      "MAIL FROM:<a@b.example>\r\n", MAIL_SIZED "DATA\r\n", "FAILED 0: two codes in one reply\n" },
};

static void run_transaction(const struct smtp_client_transaction *transaction, str opening, str replies, bool at_once,
                            const char *sent, const char *story)
{
    struct talk t;

    talk_begin(&t, "gate.example.org", SMTP_CLIENT_TLS_NEVER);
    hear_turns(&t, opening);
    buf_clear(&t.sent);
    buf_clear(&t.story);
    smtp_client_begin(t.client, transaction);
    hear(&t, STR(""));
    if (at_once) {                      /* replies to what has been sent ahead arrive octet by octet, without a pause */
        for (size_t i = 0; i < replies.len; i++)
            if (replies.ptr[i] != '|')
                hear(&t, str_slice(replies, i, i + 1));
    } else {
        hear_turns(&t, replies);
    }
    CHECK_CSTR(buf_str(&t.sent), sent);
    CHECK_CSTR(buf_str(&t.story), story);
    talk_end(&t);
}

TEST(client_transactions)
{
    FOR_EACH_CASE(c, transactions) {
        struct smtp_client_transaction transaction = to_two();

        transaction.is_probe = c->is_probe;
        run_transaction(&transaction, STR(PLAIN), c->replies, false, c->sent, c->story);
        run_transaction(&transaction, STR(FULL), c->replies, false, c->pipelined, c->story);
        run_transaction(&transaction, STR(FULL), c->replies, true, c->pipelined, c->story);
    }
}

/* Where the two ways differ: commands that were sent ahead have to be answered before the transaction is over. */
TEST(client_refused_envelopes)
{
    static const struct {
        const char *name; bool pipelining, is_probe; str replies; const char *sent, *story;
    } cases[] = {
        { "the sender refused",          false, false, S("550 5.1.8 no\r\n|250 ok\r\n"),
          "MAIL FROM:<a@b.example>\r\nRSET\r\n", "SENDER 550 5.1.8 no\nDONE 550 5.1.8 no\nREADY\n" },
        { "the sender refused, the rest sent ahead", true,  false,
          S("550 5.1.8 no\r\n|503 a\r\n|503 b\r\n|503 c\r\n|250 ok\r\n"),
          MAIL_SIZED "DATA\r\nRSET\r\n", "SENDER 550 5.1.8 no\nDONE 550 5.1.8 no\nREADY\n" },
        { "a probe, its sender refused", true,  true, S("550 5.1.8 no\r\n|503 a\r\n|503 b\r\n|250 ok\r\n"),
          MAIL_SIZED "RSET\r\n", "SENDER 550 5.1.8 no\nDONE 550 5.1.8 no\nREADY\n" },
        { "no recipient left",           false, false, S("250 s\r\n|550 no\r\n|450 later\r\n|250 ok\r\n"),
          MAIL_TWO "RSET\r\n", "SENDER 250  s\n0 RECIPIENT 550  no\n1 RECIPIENT 450  later\nDONE 450  later\nREADY\n" },
        { "no recipient left, DATA sent ahead", true,  false,
          S("250 s\r\n|550 no\r\n|450 later\r\n|554 none\r\n|250 ok\r\n"),
          MAIL_SIZED "DATA\r\nRSET\r\n",
          "SENDER 250  s\n0 RECIPIENT 550  no\n1 RECIPIENT 450  later\nDONE 450  later\nREADY\n" },
        { "354 for nobody gets an empty message", true,  false,
          S("250 s\r\n|550 no\r\n|450 later\r\n|354 go\r\n|250 queued\r\n|250 ok\r\n"),
          MAIL_SIZED "DATA\r\n.\r\nRSET\r\n",
          "SENDER 250  s\n0 RECIPIENT 550  no\n1 RECIPIENT 450  later\nDONE 450  later\nREADY\n" },
    };

    FOR_EACH_CASE(c, cases) {
        struct smtp_client_transaction transaction = to_two();

        transaction.is_probe = c->is_probe;
        run_transaction(&transaction, c->pipelining ? STR(FULL) : STR(PLAIN), c->replies, false, c->sent, c->story);
    }
}

#define LMTP_FULL   GREETING "|250-mx.example.org\r\n250-PIPELINING\r\n250 ENHANCEDSTATUSCODES\r\n|"
#define LMTP_OPENED "LHLO gate.example.org\r\n"
#define LMTP_SENT   MAIL_TWO "DATA\r\n.\r\nRSET\r\n"
#define TAKEN_BOTH  "SENDER 250  s\n0 RECIPIENT 250  r\n1 RECIPIENT 250  r\n"

/* RFC 2033 §4.2: one reply for each recipient that was accepted, in their order. */
TEST(client_lmtp)
{
    static const struct { const char *name; str replies; const char *sent, *story; } cases[] = {
        { "delivered to both",         S("250 s\r\n|250 r\r\n|250 r\r\n|354 go\r\n|250 2.1.5 b\r\n250 2.1.5 c\r\n|250 ok\r\n"), LMTP_SENT,
          TAKEN_BOTH "SEND\n0 DELIVERED 250 2.1.5 b\n1 DELIVERED 250 2.1.5 c\nACCEPTED 250 2.1.5 c\nREADY\n" },
        { "mixed",                     S("250 s\r\n|250 r\r\n|250 r\r\n|354 go\r\n|452 4.2.2 full\r\n250 c\r\n|250 ok\r\n"), LMTP_SENT,
          TAKEN_BOTH "SEND\n0 DELIVERED 452 4.2.2 full\n1 DELIVERED 250  c\nACCEPTED 250  c\nREADY\n" },
        { "delivered to nobody",       S("250 s\r\n|250 r\r\n|250 r\r\n|354 go\r\n|552 5.2.2 full\r\n|451 later\r\n|250 ok\r\n"), LMTP_SENT,
          TAKEN_BOTH "SEND\n0 DELIVERED 552 5.2.2 full\n1 DELIVERED 451  later\nDONE 451  later\nREADY\n" },
        { "one of them was refused: one reply", S("250 s\r\n|550 no\r\n|250 r\r\n|354 go\r\n|250 c\r\n|250 ok\r\n"), LMTP_SENT,
          "SENDER 250  s\n0 RECIPIENT 550  no\n1 RECIPIENT 250  r\nSEND\n1 DELIVERED 250  c\nACCEPTED 250  c\nREADY\n" },
        { "the last was refused",      S("250 s\r\n|250 r\r\n|550 no\r\n|354 go\r\n|250 b\r\n|250 ok\r\n"), LMTP_SENT,
          "SENDER 250  s\n0 RECIPIENT 250  r\n1 RECIPIENT 550  no\nSEND\n0 DELIVERED 250  b\nACCEPTED 250  b\nREADY\n" },
        { "a reply too many is taken for that to RSET, whose own then ends the connection", S("250 s\r\n|250 r\r\n|550 no\r\n|354 go\r\n|250 b\r\n250 c\r\n|250 ok\r\n"), LMTP_SENT,
          "SENDER 250  s\n0 RECIPIENT 250  r\n1 RECIPIENT 550  no\nSEND\n0 DELIVERED 250  b\nACCEPTED 250  b\nREADY\n"
          "FAILED 250: a reply to nothing\n" },
        { "421 after the first",       S("250 s\r\n|250 r\r\n|250 r\r\n|354 go\r\n|250 b\r\n421 4.3.2 bye\r\n"), MAIL_TWO "DATA\r\n.\r\n",
          TAKEN_BOTH "SEND\n0 DELIVERED 250  b\nFAILED 421: 421: the server closes\n" },
        { "354 to the content",        S("250 s\r\n|250 r\r\n|250 r\r\n|354 go\r\n|250 b\r\n354 go\r\n"), MAIL_TWO "DATA\r\n.\r\n",
          TAKEN_BOTH "SEND\n0 DELIVERED 250  b\nFAILED 354: the message is neither accepted nor refused\n" },
        { "no recipient, and DATA refused, as it must be", S("250 s\r\n|550 no\r\n|550 no\r\n|503 5.5.1 nobody\r\n|250 ok\r\n"), MAIL_TWO "DATA\r\nRSET\r\n",
          "SENDER 250  s\n0 RECIPIENT 550  no\n1 RECIPIENT 550  no\nDONE 550  no\nREADY\n" },
        { "no recipient, and 354",     S("250 s\r\n|550 no\r\n|550 no\r\n|354 go\r\n"), MAIL_TWO "DATA\r\n",
          "SENDER 250  s\n0 RECIPIENT 550  no\n1 RECIPIENT 550  no\nFAILED 354: 354 with nobody to deliver to\n" },
    };

    FOR_EACH_CASE(c, cases)
        for (int octet_by_octet = 0; octet_by_octet < 2; octet_by_octet++) {
            struct smtp_client_transaction transaction = to_two();
            struct talk                    t;

            talk_begin(&t, "gate.example.org", SMTP_CLIENT_TLS_NEVER);
            smtp_client_use_lmtp(t.client);
            hear_turns(&t, STR(LMTP_FULL));
            CHECK_CSTR(buf_str(&t.sent), LMTP_OPENED);
            CHECK_CSTR(buf_str(&t.story), "READY\n");
            buf_clear(&t.sent);
            buf_clear(&t.story);
            smtp_client_begin(t.client, &transaction);
            hear(&t, STR(""));
            if (octet_by_octet) {
                for (size_t i = 0; i < c->replies.len; i++)
                    if (c->replies.ptr[i] != '|')
                        hear(&t, str_slice(c->replies, i, i + 1));
            } else {
                hear_turns(&t, c->replies);
            }
            CHECK_CSTR(buf_str(&t.sent), c->sent);
            CHECK_CSTR(buf_str(&t.story), c->story);
            talk_end(&t);
        }
}

TEST(client_lmtp_has_no_helo)
{
    struct talk t;

    talk_begin(&t, "gate.example.org", SMTP_CLIENT_TLS_IF_OFFERED);
    smtp_client_use_lmtp(t.client);
    hear_turns(&t, STR(GREETING "|500 what?\r\n"));
    CHECK_CSTR(buf_str(&t.sent), LMTP_OPENED);
    CHECK_CSTR(buf_str(&t.story), "FAILED 500: LHLO refused\n");
    talk_end(&t);
}

TEST(client_refuses_what_cannot_go_there)
{
    static const struct {
        const char *name; str sender, recipient; enum envelope_body body; bool smtputf8; uint64_t size; bool full;
        const char *sent, *story;
    } cases[] = {
        { "8-bit where it is not taken",    S("a@b.example"),              S("c@d.example"), BODY_8BITMIME, false, 1, false, "",
          "DONE 554 5.6.3 The server behind takes no 8-bit messages\nREADY\n" },
        { "binary where it is not taken",   S("a@b.example"),              S("c@d.example"), BODY_BINARYMIME, false, 1, true, "",
          "DONE 554 5.6.3 The server behind takes no binary messages\nREADY\n" },
        { "SMTPUTF8 where it is not taken", S("a@b.example"),              S("c@d.example"), BODY_7BIT, true, 1, false, "",
          "DONE 554 5.6.9 The server behind takes no internationalised messages\nREADY\n" },
        { "an address that would need it",  S("a@b.example"), S("\xc3\xa4@d.example"), BODY_7BIT, false, 1, false, "",
          "DONE 554 5.6.7 The server behind takes no internationalised addresses\nREADY\n" },
        { "both where they are",            S("a@b.example"),              S("\xc3\xa4@d.example"), BODY_8BITMIME, true, 0, true,
          "MAIL FROM:<a@b.example> BODY=8BITMIME SMTPUTF8\r\nRCPT TO:<\xc3\xa4@d.example>\r\nDATA\r\n", "" },
        { "the null path",                  S(""), S("c@d.example"), BODY_7BIT, false, 0, false, "MAIL FROM:<>\r\n", "" },
        { "as large as the limit",          S("a@b.example"),              S("c@d.example"), BODY_7BIT, false, 1000, true,
          "MAIL FROM:<a@b.example> SIZE=1000\r\nRCPT TO:<c@d.example>\r\nDATA\r\n", "" },
        { "larger than the limit",          S("a@b.example"), S("c@d.example"), BODY_7BIT, false, 1001, true, "",
          "DONE 552 5.3.4 Message too big\nREADY\n" },
        { "CRLF in the sender",             S("a@b.example>\r\nQUIT\r\n"), S("c@d.example"), BODY_7BIT, false, 1, true, "",
          "DONE 501 5.1.7 Syntax error in the sender's address; it is MAIL FROM:<local@domain>\nREADY\n" },
        { "a bracket in the sender",        S("a@b.example> SIZE=1"),      S("c@d.example"), BODY_7BIT, false, 1, true, "",
          "DONE 501 5.1.7 Syntax error in the sender's address; it is MAIL FROM:<local@domain>\nREADY\n" },
        { "LF in a recipient",              S("a@b.example"), S("c\n@d.example"), BODY_7BIT, false, 1, true, "",
          "DONE 501 5.1.3 Syntax error in the recipient's address; it is RCPT TO:<local@domain>\nREADY\n" },
        { "NUL in a recipient",             S("a@b.example"), S("c\0@d.example"), BODY_7BIT, false, 1, true, "",
          "DONE 501 5.1.3 Syntax error in the recipient's address; it is RCPT TO:<local@domain>\nREADY\n" },
        { "a bracket in a recipient",       S("a@b.example"),              S("<c@d.example"), BODY_7BIT, false, 1, true, "",
          "DONE 501 5.1.3 Syntax error in the recipient's address; it is RCPT TO:<local@domain>\nREADY\n" },
        { "an empty recipient",             S("a@b.example"),              S(""), BODY_7BIT, false, 1, true, "",
          "DONE 501 5.1.3 Syntax error in the recipient's address; it is RCPT TO:<local@domain>\nREADY\n" },
    };

    FOR_EACH_CASE(c, cases) {
        struct smtp_client_transaction transaction = {
            .reverse_path = c->sender, .recipients = &c->recipient, .recipient_count = 1, .size = c->size,
            .body = c->body, .smtputf8 = c->smtputf8,
        };

        run_transaction(&transaction, c->full ? STR(FULL) : STR(PLAIN), STR(""), false, c->sent, c->story);
    }
}

#define DSN_FULL GREETING "|250-mx.example.org\r\n250-PIPELINING\r\n250 DSN\r\n|"

/* RFC 3461 §5.2.1 and §5.2.2. */
TEST(client_dsn)
{
    static const struct { const char *name; bool offered; struct dsn_mail mail; struct dsn_rcpt rcpt[2]; const char *sent, *story; } cases[] = {
        { "passed on as given", true, { S("hdrs"), S("QQ+2B1") }, { { S("SUCCESS,delay"), S("rfc822;B@Victim.example"), true }, { S("NEVER"), S(""), false } },
          "MAIL FROM:<a@b.example> RET=hdrs ENVID=QQ+2B1\r\nRCPT TO:<b@victim.example> NOTIFY=SUCCESS,delay ORCPT=rfc822;B@Victim.example\r\n"
          "RCPT TO:<c@victim.example> NOTIFY=NEVER\r\nDATA\r\n", "" },
        { "nothing asked, nothing added", true, { S(""), S("") }, { { S(""), S(""), false }, { S(""), S(""), false } }, MAIL_TWO "DATA\r\n", "" },
        { "dropped where there is no DSN", false, { S("FULL"), S("x") }, { { S("NEVER"), S(""), false }, { S("FAILURE"), S("rfc822;a"), false } },
          MAIL_TWO "DATA\r\n", "" },
        { "but for a success, which somebody has to report", false, { S(""), S("") }, { { S(""), S(""), false }, { S("SUCCESS"), S(""), true } }, "",
          "DONE 451 4.3.0 The server behind cannot report a delivery now, try again later\nREADY\n" },
    };

    FOR_EACH_CASE(c, cases) {
        struct smtp_client_transaction transaction = to_two();

        transaction.size           = 0;
        transaction.dsn            = c->mail;
        transaction.dsn_recipients = c->rcpt;
        run_transaction(&transaction, c->offered ? STR(DSN_FULL) : STR(GREETING "|250-mx.example.org\r\n250 PIPELINING\r\n|"), STR(""), false,
                        c->sent, c->story);
    }
}

#define SECURED(keywords) GREETING "|250-a\r\n250 STARTTLS\r\n|220 go\r\n|250-a\r\n" keywords "|"

/* RFC 8689 §4.2.1, and §5 for reports. */
TEST(client_requiretls)
{
    static const struct { const char *name; bool trusted; str opening; bool is_report; const char *sent, *story; } cases[] = {
        { "to one that promises the same", true,  S(SECURED("250 REQUIRETLS\r\n")), false, "MAIL FROM:<a@b.example> REQUIRETLS\r\n", "" },
        { "not to one that does not",      true,  S(SECURED("250 8BITMIME\r\n")), false, "",
          "DONE 550 5.7.30 The server behind does not promise REQUIRETLS\nREADY\n" },
        { "nor to a stranger who does",    false, S(SECURED("250 REQUIRETLS\r\n")), false, "",
          "DONE 550 5.7.30 The server behind does not promise REQUIRETLS\nREADY\n" },
        { "nor in clear",                  true,  S(GREETING "|250-a\r\n250 REQUIRETLS\r\n|"), false, "",
          "DONE 550 5.7.30 The server behind does not promise REQUIRETLS\nREADY\n" },
        { "a report goes all the same",    false, S(SECURED("250 8BITMIME\r\n")), true, "MAIL FROM:<>\r\n", "" },
        { "with the promise where there is one", true, S(SECURED("250 REQUIRETLS\r\n")), true, "MAIL FROM:<> REQUIRETLS\r\n", "" },
    };

    FOR_EACH_CASE(c, cases) {
        struct smtp_client_transaction transaction = to_two();
        struct talk                    t;

        transaction.size         = 0;
        transaction.require_tls  = true;
        transaction.reverse_path = c->is_report ? STR("") : STR("a@b.example");
        talk_begin(&t, "gate.example.org", SMTP_CLIENT_TLS_IF_OFFERED);
        if (c->trusted)
            smtp_client_trust(t.client);
        hear_turns(&t, c->opening);
        buf_clear(&t.sent);
        buf_clear(&t.story);
        smtp_client_begin(t.client, &transaction);
        hear(&t, STR(""));
        CHECK_CSTR(buf_str(&t.sent), c->sent);
        CHECK_CSTR(buf_str(&t.story), c->story);
        talk_end(&t);
    }
}

#define BINARY_FULL GREETING "|250-mx.example.org\r\n250-PIPELINING\r\n250-CHUNKING\r\n250 BINARYMIME\r\n|"
#define BINARY_MAIL "MAIL FROM:<a@b.example> BODY=BINARYMIME\r\nRCPT TO:<b@victim.example>\r\nRCPT TO:<c@victim.example>\r\n"

/* By one BDAT, once somebody takes it. The owner of these tests sends ".CRLF" for want of a message. */
TEST(client_binary)
{
    static const struct { const char *name; bool pipelining; str replies; const char *sent, *story; } cases[] = {
        { "taken",                true, S("250 s\r\n250 r\r\n250 r\r\n|250 2.0.0 queued\r\n|250 ok\r\n"), BINARY_MAIL "BDAT 3 LAST\r\n.\r\nRSET\r\n",
          "SENDER 250  s\n0 RECIPIENT 250  r\n1 RECIPIENT 250  r\nSEND\nACCEPTED 250 2.0.0 queued\nREADY\n" },
        { "without PIPELINING",   false, S("250 s\r\n|250 r\r\n|250 r\r\n|250 2.0.0 queued\r\n|250 ok\r\n"), BINARY_MAIL "BDAT 3 LAST\r\n.\r\nRSET\r\n",
          "SENDER 250  s\n0 RECIPIENT 250  r\n1 RECIPIENT 250  r\nSEND\nACCEPTED 250 2.0.0 queued\nREADY\n" },
        { "refused",              true, S("250 s\r\n250 r\r\n250 r\r\n|554 5.6.0 no\r\n|250 ok\r\n"), BINARY_MAIL "BDAT 3 LAST\r\n.\r\nRSET\r\n",
          "SENDER 250  s\n0 RECIPIENT 250  r\n1 RECIPIENT 250  r\nSEND\nDONE 554 5.6.0 no\nREADY\n" },
        { "by nobody: nothing is sent", true, S("250 s\r\n550 r\r\n550 r\r\n|250 ok\r\n"), BINARY_MAIL "RSET\r\n",
          "SENDER 250  s\n0 RECIPIENT 550  r\n1 RECIPIENT 550  r\nDONE 550  r\nREADY\n" },
        { "the sender refused",   true, S("550 s\r\n503 r\r\n503 r\r\n|250 ok\r\n"), BINARY_MAIL "RSET\r\n", "SENDER 550  s\nDONE 550  s\nREADY\n" },
        { "354 is no answer to BDAT", true, S("250 s\r\n250 r\r\n250 r\r\n|354 go\r\n"), BINARY_MAIL "BDAT 3 LAST\r\n.\r\n",
          "SENDER 250  s\n0 RECIPIENT 250  r\n1 RECIPIENT 250  r\nSEND\nFAILED 354: the message is neither accepted nor refused\n" },
    };

    FOR_EACH_CASE(c, cases) {
        struct smtp_client_transaction transaction = to_two();

        transaction.body = BODY_BINARYMIME;
        transaction.size = 3;
        run_transaction(&transaction, c->pipelining ? STR(BINARY_FULL) : STR(GREETING "|250-a\r\n250-CHUNKING\r\n250 BINARYMIME\r\n|"),
                        c->replies, false, c->sent, c->story);
    }
}

TEST(client_host_name_is_checked)
{
    static const struct { const char *name, *helo; } cases[] = {
        { "CRLF", "a\r\nQUIT" },
        { "none", "" },
    };

    FOR_EACH_CASE(c, cases) {
        struct talk t;

        talk_begin(&t, c->helo, SMTP_CLIENT_TLS_NEVER);
        hear_turns(&t, STR(PLAIN));
        CHECK_EQ(buf_len(&t.sent), 0);
        CHECK_STR(buf_str(&t.story), STR("FAILED 220: the name to greet with is no host name\n"));
        talk_end(&t);
    }
}

/* Each of them begins as if it were the first. */
TEST(client_carries_one_transaction_after_another)
{
    static const struct { const char *name; bool is_probe; str replies; const char *sent, *story; } cases[] = {
        { "a message",                   false, S("250 s\r\n250 r\r\n250 r\r\n354 go\r\n|250 queued\r\n|250 ok\r\n"),
          MAIL_SIZED "DATA\r\n.\r\nRSET\r\n",
          "SENDER 250  s\n0 RECIPIENT 250  r\n1 RECIPIENT 250  r\nSEND\nACCEPTED 250  queued\nREADY\n" },
        { "nobody takes the second",     false,
          S("250 s\r\n550 no\r\n550 no\r\n354 go\r\n|250 queued\r\n|250 ok\r\n"), MAIL_SIZED "DATA\r\n.\r\nRSET\r\n",
          "SENDER 250  s\n0 RECIPIENT 550  no\n1 RECIPIENT 550  no\nDONE 550  no\nREADY\n" },
        { "a sender refused",            false, S("550 no\r\n503 a\r\n503 b\r\n503 c\r\n|250 ok\r\n"),
          MAIL_SIZED "DATA\r\nRSET\r\n", "SENDER 550  no\nDONE 550  no\nREADY\n" },
        { "a probe, all in one arrival", true,  S("250 s\r\n250 r\r\n250 r\r\n250 ok\r\n"), MAIL_SIZED "RSET\r\n",
          "SENDER 250  s\n0 RECIPIENT 250  r\n1 RECIPIENT 250  r\nDONE 250  r\nREADY\n" },
    };
    struct smtp_client_transaction transaction = to_two();
    struct talk                    t;

    talk_begin(&t, "gate.example.org", SMTP_CLIENT_TLS_NEVER);
    hear_turns(&t, STR(FULL));
    FOR_EACH_CASE(c, cases) {
        buf_clear(&t.sent);
        buf_clear(&t.story);
        transaction.is_probe = c->is_probe;
        smtp_client_begin(t.client, &transaction);
        hear_turns(&t, c->replies);
        CHECK_CSTR(buf_str(&t.sent), c->sent);
        CHECK_CSTR(buf_str(&t.story), c->story);
    }
    talk_end(&t);
}

TEST(client_keeps_to_limits)
{
    static const struct { const char *name; str limits; bool refused, spent; } cases[] = {
        { "none",                     S("VRFY"), false, false },
        { "recipients that suffice",  S("LIMITS RCPTMAX=2"), false, false },
        { "too few",                  S("LIMITS RCPTMAX=1"), true, false },
        { "the last message",         S("LIMITS MAILMAX=1"), false, true },
        { "not the last",             S("LIMITS MAILMAX=2"), false, false },
        { "domains of a session",     S("LIMITS RCPTDOMAINMAX=5"), false, true },
    };

    FOR_EACH_CASE(c, cases) {
        struct smtp_client_transaction transaction = to_two();
        BUF_SCOPE                      replies = { 0 };
        struct talk                    t;

        buf_printf(&replies, GREETING "|250-a\r\n250-PIPELINING\r\n250 %.*s\r\n", STR_ARG(c->limits));
        talk_begin(&t, "gate.example.org", SMTP_CLIENT_TLS_NEVER);
        hear_turns(&t, buf_str(&replies));
        CHECK(!smtp_client_is_spent(t.client));
        buf_clear(&t.story);
        smtp_client_begin(t.client, &transaction);
        hear(&t, STR(""));
        CHECK_EQ(str_starts(buf_str(&t.story), STR("DONE 452 4.5.3 ")), c->refused);
        CHECK_EQ(smtp_client_is_spent(t.client), c->spent);
        talk_end(&t);
    }
}

TEST(client_quits)
{
    struct talk t;

    talk_begin(&t, "gate.example.org", SMTP_CLIENT_TLS_NEVER);
    hear_turns(&t, STR(PLAIN));
    buf_clear(&t.sent);
    smtp_client_quit(t.client);
    smtp_client_quit(t.client);
    hear(&t, STR("221 2.0.0 bye\r\n"));
    CHECK_STR(buf_str(&t.sent), STR("QUIT\r\n"));
    CHECK_STR(buf_str(&t.story), STR("READY\nFAILED 221: QUIT was said\n"));
    talk_end(&t);
}

/* A 250 that comes before the message has been sent cannot be about it. */
TEST(client_reply_before_the_end_of_the_message)
{
    static const struct { const char *name; str reply; const char *story; } cases[] = {
        { "250", S("250 2.0.0 ok\r\n"),  "SEND\nFAILED 250: a reply before the end of the message\n" },
        { "552", S("552 5.3.4 big\r\n"), "SEND\nFAILED 552: a reply before the end of the message\n" },
        { "421", S("421 4.3.2 bye\r\n"), "SEND\nFAILED 421: 421: the server closes\n" },
    };

    FOR_EACH_CASE(c, cases) {
        struct smtp_client_transaction transaction = to_two();
        struct talk                    t;

        talk_begin(&t, "gate.example.org", SMTP_CLIENT_TLS_NEVER);
        t.pause_at_content = true;
        hear_turns(&t, STR(FULL));
        smtp_client_begin(t.client, &transaction);
        hear_turns(&t, STR("250 s\r\n250 r\r\n250 r\r\n|"));
        buf_clear(&t.story);
        hear(&t, STR("354 go\r\n"));
        hear(&t, c->reply);
        CHECK_CSTR(buf_str(&t.story), c->story);
        smtp_client_content_sent(t.client);     /* the owner may not know yet: it stays failed */
        CHECK_EQ(smtp_client_next(t.client, &t.in).type, SMTP_CLIENT_FAILED);
        talk_end(&t);
    }
}

static uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

TEST(client_survives_garbage)
{
    static const str fragments[] = {
        S(GREETING), S("250 a\r\n"), S("250-a\r\n"), S("354 go\r\n"), S("550 5.1.1 no\r\n"),
        S("250 PIPELINING\r\n"), S("250 a\r\n"), S("250 ok\r\n"), S("421 bye\r\n"), S("\r"),
        S("\n"), S("2"), S("\0"), S("250-SIZE 99999999999999999999999\r\n"), S("452 \xff\r\n"),
    };
    struct smtp_client_transaction transaction = to_two();
    uint32_t                       random = 3;
    size_t                         begun = 0;

    for (int round = 0; round < 3000; round++) {
        struct talk t;

        talk_begin(&t, "gate.example.org", SMTP_CLIENT_TLS_IF_OFFERED);
        hear(&t, STR(GREETING));
        for (int i = 0; i < 40 && !t.over; i++) {
            bool is_ready = str_ends_nocase(buf_str(&t.story), STR("READY\n"));

            if (is_ready && next_random(&random) % 2 == 0) {
                transaction.is_probe = next_random(&random) % 2 == 0;
                smtp_client_begin(t.client, &transaction);
                buf_add(&t.story, STR("BEGIN\n"));
                begun++;
            }
            hear(&t, fragments[next_random(&random) % (next_random(&random) % 8 == 0 ? ARRAY_LEN(fragments) : 6)]);
        }
        CHECK(buf_len(&t.sent) < 40 * 200);
        talk_end(&t);
    }
    CHECK(begun > 100);
}
