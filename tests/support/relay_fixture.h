/* A gate of nothing but its two protocol machines: what a client says goes into the server machine, each message that
 * it acknowledges through the client machine to a strict_hop. The one property of it all: the hop has exactly the
 * messages that were acknowledged, octet for octet, with their envelopes. */
#ifndef TESTS_RELAY_FIXTURE_H
#define TESTS_RELAY_FIXTURE_H

#include "smtp/client.h"
#include "smtp/server.h"
#include "strict_hop.h"

enum { RELAY_RECIPIENTS_MAX = 4 };

struct relay {
    struct smtp_server  server;
    struct arena        arena;
    struct buf          in, replies, content;
    struct smtp_client *client;
    struct buf          hop_replies;
    struct strict_hop   hop;
    str                 sender, recipients[RELAY_RECIPIENTS_MAX];
    size_t              recipient_count;
    enum envelope_body  body;
    struct buf          acknowledged;   /* as strict_hop.messages */
    bool                hop_is_ready, closed;
};

static inline void relay_flush(struct relay *r)
{
    strict_hop_read(&r->hop, buf_str(smtp_client_output(r->client)));
    buf_clear(smtp_client_output(r->client));
}

static inline void relay_send_content(struct relay *r, bool as_chunk)
{
    struct smtp_stuffer stuffer = { 0 };
    str                 rest = buf_str(&r->content), slices[8];

    relay_flush(r);
    if (as_chunk)
        strict_hop_read(&r->hop, rest);
    while (!as_chunk && rest.len > 0)
        for (size_t i = 0, count = smtp_stuff(&stuffer, &rest, slices, 8); i < count; i++)
            strict_hop_read(&r->hop, slices[i]);
    if (!as_chunk)
        strict_hop_read(&r->hop, smtp_stuff_end(&stuffer));
    smtp_client_content_sent(r->client);
}

/* What the client machine makes of the hop's replies so far; true if the hop has taken the message. */
static inline bool relay_turn(struct relay *r)
{
    bool                     accepted = false;
    struct smtp_client_event event;

    while ((event = smtp_client_next(r->client, &r->hop_replies)).type != SMTP_CLIENT_NEED_INPUT && r->hop.broken == NULL) {
        r->hop_is_ready |= event.type == SMTP_CLIENT_READY;
        accepted        |= event.type == SMTP_CLIENT_DONE && event.accepted;
        if (event.type == SMTP_CLIENT_FAILED)
            r->hop.broken = event.problem;
        if (event.type == SMTP_CLIENT_SEND_CONTENT)
            relay_send_content(r, event.as_chunk);
    }
    relay_flush(r);
    return accepted;
}

static inline bool relay_listen(struct relay *r)
{
    bool accepted = false;

    while (buf_len(&r->hop.said) > 0 && r->hop.broken == NULL) {
        buf_add(&r->hop_replies, buf_str(&r->hop.said));
        buf_clear(&r->hop.said);
        accepted |= relay_turn(r);
    }
    return accepted;
}

static inline bool relay_talk(struct relay *r, const struct smtp_client_transaction *t)
{
    (void)relay_listen(r);              /* to the greeting, if it is the first message */
    if (!r->hop_is_ready)
        return false;
    r->hop_is_ready = false;
    smtp_client_begin(r->client, t);
    (void)relay_turn(r);                /* nothing is accepted before the hop has said so */
    return relay_listen(r);
}

static inline void relay_begin(struct relay *r, const struct smtp_server_options *options)
{
    *r = (struct relay){ .client = smtp_client_new(STR("gate.example.org"), SMTP_CLIENT_TLS_NEVER) };
    smtp_server_init(&r->server, options, &r->arena);
    r->server.may_offer |= SMTP_EXT_BINARYMIME | SMTP_EXT_DSN;
    buf_add(&r->hop.said, STR("220 hop.test ESMTP\r\n"));
}

static inline void relay_end(struct relay *r)
{
    smtp_server_free(&r->server);
    smtp_client_free(r->client);
    strict_hop_free(&r->hop);
    arena_free(&r->arena);
    buf_free(&r->in);
    buf_free(&r->replies);
    buf_free(&r->content);
    buf_free(&r->hop_replies);
    buf_free(&r->acknowledged);
}

static inline void relay_forget(struct relay *r)
{
    buf_clear(&r->content);
    r->recipient_count = 0;
    arena_free(&r->arena);
}

static inline void relay_acknowledge(struct relay *r)
{
    buf_printf(&r->acknowledged, "MAIL %.*s", STR_ARG(r->sender));
    for (size_t i = 0; i < r->recipient_count; i++)
        buf_printf(&r->acknowledged, " RCPT %.*s", STR_ARG(r->recipients[i]));
    buf_printf(&r->acknowledged, " %zu:", buf_len(&r->content));
    buf_add(&r->acknowledged, buf_str(&r->content));
}

static inline enum smtp_reply_id relay_pass_on(struct relay *r)
{
    struct smtp_client_transaction t = {
        .reverse_path = r->sender, .recipients = r->recipients, .recipient_count = r->recipient_count,
        .size = buf_len(&r->content), .smtputf8 = r->server.smtputf8,
        .body = r->body == BODY_7BIT && r->server.saw_8bit ? BODY_8BITMIME : r->body,
    };

    if (!relay_talk(r, &t))
        return REPLY_NEXT_HOP_UNREACHABLE;
    relay_acknowledge(r);
    return REPLY_QUEUED;
}

/* Only addresses below victim.example are taken. */
static inline void relay_decide(struct relay *r, const struct smtp_event *event)
{
    enum smtp_reply_id id = REPLY_OK;

    if (event->type == SMTP_EVENT_MAIL) {
        r->sender = event->path.text;
        r->body   = event->mail.body;
        r->recipient_count = 0;
    } else if (event->type == SMTP_EVENT_RCPT) {
        id = !str_ends_nocase(event->path.text, STR("@victim.example")) ? REPLY_RELAY_DENIED
             : r->recipient_count == RELAY_RECIPIENTS_MAX ? REPLY_TOO_MANY_RECIPIENTS : REPLY_RECIPIENT_OK;
        if (id == REPLY_RECIPIENT_OK)
            r->recipients[r->recipient_count++] = event->path.text;
    } else if (event->type == SMTP_EVENT_DATA) {
        id = REPLY_START_MAIL_INPUT;
    } else {
        id = relay_pass_on(r);
    }
    struct smtp_reply reply = smtp_reply_of(id);

    smtp_server_decide(&r->server, &reply);
}

/* One arrival of octets, and all that follows from it. */
static inline void relay_arrive(struct relay *r, str octets)
{
    struct smtp_event event = { 0 };

    if (!r->closed)
        buf_add(&r->in, octets);
    while (!r->closed && (event = smtp_server_next(&r->server, &r->in)).type != SMTP_NEED_INPUT) {
        switch (event.type) {
        case SMTP_EVENT_MAIL: case SMTP_EVENT_RCPT: case SMTP_EVENT_DATA:
            relay_decide(r, &event);
            break;
        case SMTP_EVENT_CONTENT:
            buf_add(&r->content, event.piece);
            break;
        case SMTP_EVENT_MESSAGE:
            relay_decide(r, &event);
            relay_forget(r);
            break;
        case SMTP_EVENT_RESET:
            relay_forget(r);
            break;
        case SMTP_EVENT_STARTTLS:
            smtp_server_tls_started(&r->server);
            break;
        case SMTP_EVENT_XCLIENT:
            smtp_server_become(&r->server, &event.xclient);
            break;
        case SMTP_EVENT_CLOSE:
            r->closed = true;
            break;
        case SMTP_EVENT_HELLO: case SMTP_EVENT_REFUSED: case SMTP_NEED_INPUT: case SMTP_AWAIT_DECISION:
            break;
        }
    }
    buf_add(&r->replies, buf_str(&r->server.out));
    buf_clear(&r->server.out);
}

/* What everything here is for. */
static inline bool relay_holds(const struct relay *r)
{
    return r->hop.broken == NULL && str_equal(buf_str(&r->hop.messages), buf_str(&r->acknowledged));
}

#endif
