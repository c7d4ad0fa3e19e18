#include "smtp/client_machine.h"

#include "base/ascii.h"

bool client_is_safe(str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (ascii_is_control(text.ptr[i]) || text.ptr[i] == '<' || text.ptr[i] == '>')
            return false;
    return true;
}

static bool any_recipient(const struct smtp_client_transaction *t, bool (*is)(str address))
{
    for (size_t i = 0; i < t->recipient_count; i++)
        if (is(t->recipients[i]))
            return true;
    return false;
}

static bool any_orcpt_is_utf8(const struct smtp_client_transaction *t)
{
    for (size_t i = 0; t->dsn_recipients != NULL && i < t->recipient_count; i++)
        if (str_has_8bit(t->dsn_recipients[i].orcpt))
            return true;
    return false;
}

bool client_needs_utf8(const struct smtp_client_transaction *t)
{
    return t->smtputf8 || str_has_8bit(t->reverse_path) || any_recipient(t, str_has_8bit) || any_orcpt_is_utf8(t);
}

bool client_keeps_requiretls(const struct smtp_client *client)
{
    return client->tls_active && client->trusted && client_offers(client, SMTP_EXT_REQUIRETLS);
}

/* Whoever passes such mail to a server without DSN has to report that he did (RFC 3461 §5.2.2); we write to nobody. Once
 * we do not offer it any more, the sender reports himself. Other wishes need nothing done. */
static bool wants_success(const struct smtp_client_transaction *t)
{
    for (size_t i = 0; t->dsn_recipients != NULL && i < t->recipient_count; i++)
        if (t->dsn_recipients[i].wants_success)
            return true;
    return false;
}

static bool is_no_recipient(str address)
{
    return address.len == 0 || !client_is_safe(address);
}

enum smtp_reply_id client_refusal(const struct smtp_client *client, const struct smtp_client_transaction *t)
{
    if (!client_is_safe(t->reverse_path))
        return REPLY_BAD_SENDER_SYNTAX;
    if (any_recipient(t, is_no_recipient))
        return REPLY_BAD_RECIPIENT_SYNTAX;
    if (client->utf8 && !client_offers(client, SMTP_EXT_SMTPUTF8))
        return str_has_8bit(t->reverse_path) || any_recipient(t, str_has_8bit) ? REPLY_NEXT_HOP_IS_ASCII
                                                                               : REPLY_NEXT_HOP_HEADER_IS_ASCII;
    if (t->require_tls && t->reverse_path.len > 0 && !client_keeps_requiretls(client))
        return REPLY_NEXT_HOP_HAS_NO_REQUIRETLS;
    if (wants_success(t) && !client_offers(client, SMTP_EXT_DSN))
        return REPLY_NEXT_HOP_HAS_NO_DSN;
    if (t->body == BODY_8BITMIME && !client_offers(client, SMTP_EXT_8BITMIME))
        return REPLY_NEXT_HOP_IS_7BIT;
    if (t->body == BODY_BINARYMIME && !(client_offers(client, SMTP_EXT_CHUNKING) && client_offers(client, SMTP_EXT_BINARYMIME)))
        return REPLY_NEXT_HOP_IS_TEXT;
    if (client->offer.size_limit > 0 && t->size > client->offer.size_limit)
        return REPLY_MESSAGE_TOO_BIG;
    if (client->offer.limits.recipients > 0 && t->recipient_count > client->offer.limits.recipients)
        return REPLY_TOO_MANY_RECIPIENTS;
    return REPLY_OK;
}
