/* A conversation of the client's machine with the replies of a test. */
#ifndef SMTP_CLIENT_TEST_H
#define SMTP_CLIENT_TEST_H

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

static inline void talk_begin(struct talk *t, const char *helo, enum smtp_client_tls tls)
{
    *t = (struct talk){ .client = smtp_client_new(str_of(helo), tls) };
}

static inline void talk_end(struct talk *t)
{
    smtp_client_free(t->client);
    buf_free(&t->in);
    buf_free(&t->sent);
    buf_free(&t->story);
}

static inline void tell_reply(struct talk *t, const char *what, const struct smtp_reply *reply)
{
    buf_printf(&t->story, "%s %d %.*s %.*s\n", what, reply->code, STR_ARG(reply->enhanced), STR_ARG(reply->text));
}

static inline void tell(struct talk *t, const struct smtp_client_event *event)
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
static inline void hear(struct talk *t, str octets)
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
static inline void hear_turns(struct talk *t, str replies)
{
    str turn;

    while (str_cut(&replies, '|', &turn))
        hear(t, turn);
}

#define GREETING "220 mx.example.org ESMTP\r\n"
#define PLAIN    GREETING "|250 mx.example.org\r\n|"
#define FULL     GREETING "|250-mx.example.org\r\n250-PIPELINING\r\n250-SIZE 1000\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n|"
#define OPENED   "EHLO gate.example.org\r\n"

static inline struct smtp_client_transaction to_two(void)
{
    static const str two[] = { S("b@victim.example"), S("c@victim.example") };

    return (struct smtp_client_transaction){
        .reverse_path = STR("a@b.example"), .recipients = two, .recipient_count = ARRAY_LEN(two), .size = 9,
    };
}

#define MAIL_TWO   "MAIL FROM:<a@b.example>\r\nRCPT TO:<b@victim.example>\r\nRCPT TO:<c@victim.example>\r\n"
#define MAIL_SIZED "MAIL FROM:<a@b.example> SIZE=9\r\nRCPT TO:<b@victim.example>\r\nRCPT TO:<c@victim.example>\r\n"

static inline void run_transaction(const struct smtp_client_transaction *transaction, str opening, str replies, bool at_once,
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

#endif
