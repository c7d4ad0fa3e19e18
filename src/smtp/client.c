#include "smtp/client_machine.h"

#include <stdlib.h>

struct smtp_client *smtp_client_new(str helo, enum smtp_client_tls tls)
{
    struct smtp_client *client = calloc(1, sizeof *client);

    ASSERT(client != NULL);
    client->tls = tls;
    buf_add(&client->helo, helo);
    return client;
}

void smtp_client_free(struct smtp_client *client)
{
    if (client == NULL)
        return;
    buf_free(&client->helo);
    buf_free(&client->out);
    buf_free(&client->outcome_text);
    buf_free(&client->taken);
    smtp_reader_free(&client->reader);
    free(client);
}

void smtp_client_use_lmtp(struct smtp_client *client)
{
    ASSERT(client->state == AT_GREETING);
    client->lmtp = true;
}

struct buf *smtp_client_output(struct smtp_client *client)               { return &client->out; }
unsigned    smtp_client_extensions(const struct smtp_client *client)     { return client->offer.extensions; }
uint64_t    smtp_client_size_limit(const struct smtp_client *client)     { return client->offer.size_limit; }
struct smtp_limits smtp_client_limits(const struct smtp_client *client)  { return client->offer.limits; }

/* Which domains the next transaction will name is not known here, so one is all that a limit of them allows. */
bool smtp_client_is_spent(const struct smtp_client *client)
{
    const struct smtp_limits *limits = &client->offer.limits;

    return (limits->mails > 0 && client->mails >= limits->mails) || (limits->domains > 0 && client->mails > 0);
}

/* ---- moves ---- */

struct smtp_client_event client_goes_on(void)
{
    return (struct smtp_client_event){ .type = SMTP_CLIENT_NEED_INPUT };
}

struct smtp_client_event client_fail_as(struct smtp_client *client, enum smtp_client_failure failure, const char *problem)
{
    client->state   = FAILED;
    client->problem = problem;
    client->failure = failure;
    return (struct smtp_client_event){ .type = SMTP_CLIENT_FAILED, .reply = client->said, .problem = problem, .failure = failure };
}

struct smtp_client_event client_fail(struct smtp_client *client, const char *problem)
{
    return client_fail_as(client, SMTP_CLIENT_NONSENSE, problem);
}

struct smtp_client_event client_become_ready(struct smtp_client *client)
{
    client->state     = IDLE;
    client->ready_due = true;
    return client_goes_on();
}

void client_decide_outcome(struct smtp_client *client, struct smtp_reply reply)
{
    ASSERT(reply.enhanced.len <= sizeof client->outcome_enhanced);
    buf_clear(&client->outcome_text);
    buf_add(&client->outcome_text, reply.text);
    if (reply.enhanced.len > 0)
        memcpy(client->outcome_enhanced, reply.enhanced.ptr, reply.enhanced.len);
    client->outcome = (struct smtp_reply){
        reply.code, { client->outcome_enhanced, reply.enhanced.len }, buf_str(&client->outcome_text)
    };
}

struct smtp_client_event client_tell_done(struct smtp_client *client, bool accepted)
{
    client->state = AT_RSET;
    return (struct smtp_client_event){ .type = SMTP_CLIENT_DONE, .reply = client->outcome, .accepted = accepted };
}

/* The next transaction must not inherit anything from this one (DESIGN §2). */
struct smtp_client_event client_finish(struct smtp_client *client, bool accepted)
{
    buf_add(&client->out, STR("RSET\r\n"));
    return client_tell_done(client, accepted);
}

static struct smtp_client_event on_rset(struct smtp_client *client)
{
    return client->said.code == 250 ? client_become_ready(client) : client_fail(client, "RSET refused");
}

void smtp_client_quit(struct smtp_client *client)
{
    if (client->state == FAILED || client->state == AT_QUIT)
        return;
    buf_add(&client->out, STR("QUIT\r\n"));
    client->state = AT_QUIT;
}

/* ---- events ---- */

/* The reply in client->said, in the state that asked for it. */
static struct smtp_client_event take_reply(struct smtp_client *client, const struct buf *in)
{
    if (client->said.code == 421)               /* whatever it answers, the server is going (RFC 5321 §3.8) */
        return client_fail_as(client, SMTP_CLIENT_NOT_NOW, "421: the server closes");
    switch (client->state) {
    case AT_GREETING:  return client_on_greeting(client);
    case AT_EHLO:      return client_on_ehlo(client);
    case AT_HELO:      return client_on_helo(client);
    case AT_STARTTLS:  return client_on_starttls(client, in);
    case AT_MAIL:      return client->said.code / 100 == 3 ? client_fail(client, "3yz to MAIL") : client_on_mail(client);
    case AT_RCPT:      return client->said.code / 100 == 3 ? client_fail(client, "3yz to RCPT") : client_on_rcpt(client);
    case AT_DATA:      return client_on_data(client);
    case SENDING:      return client_fail(client, "a reply before the end of the message");
    case AT_END:       return client_on_end(client);
    case AT_EMPTY_END: return client_finish(client, false);
    case AT_RSET:      return on_rset(client);
    case AT_QUIT:      return client_fail(client, "QUIT was said");
    case HANDSHAKE:
    case IDLE:         return client_fail(client, "a reply to nothing");
    case FAILED:       break;
    }
    UNREACHABLE();
}

static bool take_due(struct smtp_client *client, const struct buf *in, struct smtp_client_event *event)
{
    *event = client_goes_on();
    if (client->state == FAILED) {
        *event = client_fail_as(client, client->failure, client->problem);
    } else if (client->done_due) {
        client->done_due = false;
        *event           = client_tell_done(client, false);
        (void)client_become_ready(client);      /* nothing was said, nothing is to be reset */
    } else if (client->ready_due && buf_len(in) == 0) {
        client->ready_due = false;
        event->type       = SMTP_CLIENT_READY;
    } else if (client_envelope_is_answered(client)) {
        *event = client_end_envelope(client);
    } else if (client_content_is_answered(client)) {
        *event = client_finish(client, client->delivered > 0);
    }
    return event->type != SMTP_CLIENT_NEED_INPUT;
}

struct smtp_client_event smtp_client_next(struct smtp_client *client, struct buf *in)
{
    struct smtp_client_event event;

    while (!take_due(client, in, &event)) {
        if (client->state == HANDSHAKE)         /* what comes now is TLS, and not ours to read */
            return client_goes_on();
        client->said = (struct smtp_reply){ 0 };        /* its slices end with the next reading */
        switch (smtp_reader_read(&client->reader, in, &client->said)) {
        case SMTP_READING_INCOMPLETE:
            return client_goes_on();
        case SMTP_READING_FAILED:
            return client_fail(client, client->reader.problem);
        case SMTP_READING_COMPLETE:
            event = take_reply(client, in);
            break;
        }
        if (event.type != SMTP_CLIENT_NEED_INPUT)
            return event;
    }
    return event;
}
