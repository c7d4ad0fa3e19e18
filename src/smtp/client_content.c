#include "smtp/client_machine.h"

struct smtp_client_event client_on_data(struct smtp_client *client)
{
    bool goes_on = client->said.code == 354;

    if (goes_on && client->accepted > 0) {
        client->state = SENDING;
        return (struct smtp_client_event){ .type = SMTP_CLIENT_SEND_CONTENT, .reply = client->said };
    }
    if (goes_on && client->lmtp)        /* how many replies would follow an empty message is anybody's guess */
        return client_fail(client, "354 with nobody to deliver to");
    if (goes_on) {
        buf_add(&client->out, STR(".\r\n"));
        client->state = AT_EMPTY_END;
        return client_goes_on();
    }
    if (client->said.code < 400)
        return client_fail(client, "DATA is neither begun nor refused");
    if (client->accepted > 0)
        client_decide_outcome(client, client->said);
    return client_finish(client, false);
}

/* Where the next recipient that was accepted stands, from index on. */
static void skip_refused(struct smtp_client *client)
{
    str taken = buf_str(&client->taken);

    while (client->index < taken.len && taken.ptr[client->index] == 0)
        client->index++;
}

/* LMTP answers the content once for each recipient that it has accepted, in their order (RFC 2033 §4.2). The last of
 * these replies ends the transaction: DONE is due. */
static struct smtp_client_event on_delivered(struct smtp_client *client)
{
    struct smtp_client_event event = { .type = SMTP_CLIENT_DELIVERED, .reply = client->said, .index = client->index++ };

    client->delivered += client->said.code / 100 == 2;
    skip_refused(client);
    return event;
}

bool client_content_is_answered(const struct smtp_client *client)
{
    return client->lmtp && client->state == AT_END && client->index == buf_len(&client->taken);
}

struct smtp_client_event client_on_end(struct smtp_client *client)
{
    if (client->said.code / 100 == 3)
        return client_fail(client, "the message is neither accepted nor refused");
    client_decide_outcome(client, client->said);
    if (client->lmtp)
        return on_delivered(client);
    return client_finish(client, client->said.code / 100 == 2);
}

void smtp_client_content_sent(struct smtp_client *client)
{
    ASSERT(client->state == SENDING || client->state == FAILED);
    if (client->state == SENDING)
        client->state = AT_END;
    client->index     = 0;
    client->delivered = 0;
    skip_refused(client);
}
