#include "smtp/client_machine.h"

#include "smtp/parameter.h"

static void write_mail(struct smtp_client *client)
{
    const struct smtp_client_transaction *t = &client->transaction;

    client->mails++;
    buf_add(&client->out, STR("MAIL FROM:<"));
    buf_add(&client->out, t->reverse_path);
    buf_add_char(&client->out, '>');
    smtp_mail_parameters_write(&client->out, &(struct smtp_mail_parameters){
        .size = t->size, .body = t->body, .smtputf8 = client->utf8, .dsn = t->dsn,
        .require_tls = t->require_tls && client_keeps_requiretls(client) }, client->offer.extensions);  /* a report goes without, §5 */
    buf_add(&client->out, STR("\r\n"));
}

static void write_rcpt(struct smtp_client *client, size_t index)
{
    const struct smtp_client_transaction *t = &client->transaction;

    buf_add(&client->out, STR("RCPT TO:<"));
    buf_add(&client->out, t->recipients[index]);
    buf_add_char(&client->out, '>');
    if (t->dsn_recipients != NULL)
        smtp_rcpt_parameters_write(&client->out, &t->dsn_recipients[index], client->offer.extensions);
    buf_add(&client->out, STR("\r\n"));
}

static bool goes_by_chunk(const struct smtp_client *client)
{
    return client->transaction.body == BODY_BINARYMIME && !client->transaction.is_probe;
}

/* What ends the envelope: DATA, or for a probe the RSET that has to follow it anyway. A BDAT waits until it is known that
 * somebody takes its octets. */
static void write_envelope_end(struct smtp_client *client)
{
    if (!goes_by_chunk(client))
        buf_add(&client->out, client->transaction.is_probe ? STR("RSET\r\n") : STR("DATA\r\n"));
}

void smtp_client_begin(struct smtp_client *client, const struct smtp_client_transaction *t)
{
    ASSERT(client->state == IDLE && !client->ready_due && t->recipient_count > 0);
    client->transaction = *t;
    client->utf8        = client_needs_utf8(t);
    client->pipelined   = client_offers(client, SMTP_EXT_PIPELINING);
    client->index       = 0;
    client->accepted    = 0;
    buf_clear(&client->taken);

    enum smtp_reply_id refusal = client_refusal(client, t);

    if (refusal != REPLY_OK) {
        client_decide_outcome(client, smtp_reply_of(refusal));
        client->done_due = true;
        return;
    }
    client->state = AT_MAIL;
    write_mail(client);
    if (!client->pipelined)
        return;
    for (size_t i = 0; i < t->recipient_count; i++)
        write_rcpt(client, i);
    write_envelope_end(client);
}

struct smtp_client_event client_on_mail(struct smtp_client *client)
{
    struct smtp_client_event event = { .type = SMTP_CLIENT_SENDER, .reply = client->said };

    client->sender_refused = client->said.code / 100 != 2;
    client->state          = AT_RCPT;
    if (client->sender_refused)
        client_decide_outcome(client, client->said);
    else if (!client->pipelined)
        write_rcpt(client, 0);
    return event;
}

struct smtp_client_event client_end_envelope(struct smtp_client *client)
{
    bool worthwhile = client->accepted > 0, ended = client->pipelined && !goes_by_chunk(client);

    if (client->transaction.is_probe || (!worthwhile && !ended)) {
        if (!ended)
            buf_add(&client->out, STR("RSET\r\n"));
        return client_tell_done(client, false);
    }
    if (goes_by_chunk(client)) {
        buf_printf(&client->out, "BDAT %llu LAST\r\n", (unsigned long long)client->transaction.size);
        client->state = SENDING;
        return (struct smtp_client_event){ .type = SMTP_CLIENT_SEND_CONTENT, .as_chunk = true };
    }
    if (!client->pipelined)
        write_envelope_end(client);
    client->state = AT_DATA;
    return client_goes_on();
}

/* "Too many recipients" was 552 before it was 452, and means: those later (RFC 5321 §4.5.3.1.10, COD-40). */
static void correct_too_many(struct smtp_client *client)
{
    if (client->said.code != 552 || client->accepted == 0)
        return;
    client->said.code     = 452;
    client->said.enhanced = STR("4.5.3");
}

struct smtp_client_event client_on_rcpt(struct smtp_client *client)
{
    size_t index = client->index++;

    if (client->sender_refused)         /* said to commands that were under way already: about nothing */
        return client_goes_on();
    correct_too_many(client);
    client->accepted += client->said.code / 100 == 2;
    buf_add_char(&client->taken, client->said.code / 100 == 2);
    client_decide_outcome(client, client->said);
    if (!client->pipelined && client->index < client->transaction.recipient_count)
        write_rcpt(client, client->index);
    return (struct smtp_client_event){ .type = SMTP_CLIENT_RECIPIENT, .reply = client->said, .index = index };
}

bool client_envelope_is_answered(const struct smtp_client *client)
{
    return client->state == AT_RCPT && (client->index == client->transaction.recipient_count ||
                                        (client->sender_refused && !client->pipelined));
}
