#include "smtp/client_machine.h"

static const char *hello_of(const struct smtp_client *client)
{
    return client->lmtp ? "LHLO" : "EHLO";
}

static struct smtp_client_event say_hello(struct smtp_client *client, const char *verb, enum client_state state)
{
    if (!client_is_safe(buf_str(&client->helo)) || buf_len(&client->helo) == 0)
        return client_fail(client, "the name to greet with is no host name");
    buf_printf(&client->out, "%s ", verb);
    buf_add(&client->out, buf_str(&client->helo));
    buf_add(&client->out, STR("\r\n"));
    client->state = state;
    client->offer = (struct smtp_offer){ 0 };
    return client_goes_on();
}

struct smtp_client_event client_on_greeting(struct smtp_client *client)
{
    if (client->said.code != 220)
        return client_fail_as(client, SMTP_CLIENT_NOT_WELCOME, "not greeted");
    return say_hello(client, hello_of(client), AT_EHLO);
}

struct smtp_client_event client_on_ehlo(struct smtp_client *client)
{
    if (client->said.code != 250) {
        if (client->lmtp)                               /* which has no older way to begin (RFC 2033 §4.1) */
            return client_fail_as(client, SMTP_CLIENT_NOT_WELCOME, "LHLO refused");
        if (client->tls == SMTP_CLIENT_TLS_REQUIRED && !client->tls_active)
            return client_fail_as(client, SMTP_CLIENT_NO_TLS, "EHLO refused, and without it there is no TLS");
        return say_hello(client, "HELO", AT_HELO);      /* RFC 5321 §3.2 */
    }
    client->offer = smtp_offer_read(client->said.text);
    if (client->tls == SMTP_CLIENT_TLS_NEVER || client->tls_active)
        return client_become_ready(client);
    if (client_offers(client, SMTP_EXT_STARTTLS)) {
        buf_add(&client->out, STR("STARTTLS\r\n"));
        client->state = AT_STARTTLS;
        return client_goes_on();
    }
    if (client->tls == SMTP_CLIENT_TLS_REQUIRED)
        return client_fail_as(client, SMTP_CLIENT_NO_TLS, "TLS is required and not offered");
    return client_become_ready(client);
}

struct smtp_client_event client_on_helo(struct smtp_client *client)
{
    return client->said.code == 250 ? client_become_ready(client) : client_fail_as(client, SMTP_CLIENT_NOT_WELCOME, "HELO refused");
}

/* Octets behind the 220 came in clear, and whoever put them there hopes that we take them for what was said under TLS
 * (TLS-2, TLS-018). */
struct smtp_client_event client_on_starttls(struct smtp_client *client, const struct buf *in)
{
    if (client->said.code != 220) {
        if (client->tls == SMTP_CLIENT_TLS_REQUIRED)
            return client_fail_as(client, SMTP_CLIENT_NO_TLS, "STARTTLS refused");
        return client_become_ready(client);
    }
    if (buf_len(in) > 0)
        return client_fail_as(client, SMTP_CLIENT_NO_TLS, "octets in clear behind the reply to STARTTLS");
    client->state = HANDSHAKE;
    return (struct smtp_client_event){ .type = SMTP_CLIENT_STARTTLS, .reply = client->said };
}

void smtp_client_trust(struct smtp_client *client)
{
    client->trusted = true;
}

void smtp_client_tls_started(struct smtp_client *client)
{
    ASSERT(client->state == HANDSHAKE);
    client->tls_active = true;
    (void)say_hello(client, hello_of(client), AT_EHLO); /* the name was good enough before */
}
