/* The SMTP client machine: whatever a server replies, and however its lines are cut, it tells the same and says the
 * same (lines that come ahead of time are another matter: what nobody asked for ends the connection); all it says
 * are CRLF lines without octets that do not belong there; a message counts as accepted only after a 2yz to its
 * content, and content is sent only after 354. Where TLS is required no transaction begins before it, REQUIRETLS is passed on under TLS
 * alone, and no limit that a server states is passed. The first octet chooses the cuts and, where it is odd, that TLS which is wanted at
 * all is required; the second the transaction.
 *
 * Covers: src/smtp/client.c src/smtp/client_opening.c src/smtp/client_refusal.c src/smtp/client_envelope.c
 * Covers: src/smtp/client_content.c src/smtp/offer.c */
#include "fuzz.h"

#include "smtp/client.h"

enum { COMMAND_LINE_MAX_OCTETS = 1024, TRANSACTIONS_MAX = 3 };

struct talk {
    struct smtp_client            *client;
    struct smtp_client_transaction transaction;
    struct buf                     in, sent, story;
    size_t                         transactions;
    enum smtp_client_tls           tls;
    bool                           content_sent, lmtp, delivered, over, tls_active;
};

static const str recipients[]     = { STR_INIT("a@example.org"), STR_INIT("\"b c\"@example.org") };
static const str odd_recipients[] = { STR_INIT("\xc3\xbc@example.org"), STR_INIT("a@example.org>\r\nDATA") };

static const struct dsn_rcpt wishes[][2] = {    /* what is dropped where there is no DSN, and what may not go there */
    { { .notify = STR_INIT("NEVER") }, { .orcpt = STR_INIT("rfc822;a@example.org") } },
    { { .notify = STR_INIT("NEVER") }, { .notify = STR_INIT("SUCCESS"), .orcpt = STR_INIT("utf-8;\xc3\xbc@example.org"), .wants_success = true } },
};

static void tell_reply(struct talk *t, const struct smtp_client_event *event)
{
    HOLDS(event->reply.code == 0 || (event->reply.code >= 200 && event->reply.code <= 599));
    buf_printf(&t->story, "%d %zu %d %d %.*s %.*s\n", (int)event->type, event->index, event->accepted,
               event->reply.code, STR_ARG(event->reply.enhanced), STR_ARG(event->reply.text));
}

static void begin_transaction(struct talk *t)
{
    struct smtp_limits limits = smtp_client_limits(t->client);

    HOLDS(!smtp_client_is_spent(t->client) || limits.mails > 0 || limits.domains > 0);
    if (t->transactions++ < TRANSACTIONS_MAX && !smtp_client_is_spent(t->client))
        smtp_client_begin(t->client, &t->transaction);
    else
        smtp_client_quit(t->client);
    t->content_sent = t->delivered = false;
}

static void act(struct talk *t, const struct smtp_client_event *event)
{
    struct buf *out = smtp_client_output(t->client);

    switch (event->type) {
    case SMTP_CLIENT_NEED_INPUT: case SMTP_CLIENT_SENDER:
        break;
    case SMTP_CLIENT_RECIPIENT:
        HOLDS(smtp_client_limits(t->client).recipients == 0 ||
              t->transaction.recipient_count <= smtp_client_limits(t->client).recipients);
        break;
    case SMTP_CLIENT_READY:
        HOLDS(t->tls != SMTP_CLIENT_TLS_REQUIRED || t->tls_active);
        HOLDS(smtp_client_size_limit(t->client) == 0 || (smtp_client_extensions(t->client) & SMTP_EXT_SIZE) != 0);
        begin_transaction(t);
        break;
    case SMTP_CLIENT_STARTTLS:
        if (buf_len(&t->in) > 0)        /* the owner hangs up: it came in clear */
            t->over = true;
        else
            smtp_client_tls_started(t->client);
        t->tls_active = true;
        if (t->transaction.require_tls)
            smtp_client_trust(t->client);
        break;
    case SMTP_CLIENT_SEND_CONTENT:
        HOLDS(!t->transaction.is_probe && !t->content_sent);
        buf_add(out, STR("Subject: x\r\n\r\n"));
        buf_add(out, smtp_stuff_end(&(struct smtp_stuffer){ 0 }));
        smtp_client_content_sent(t->client);
        t->content_sent = true;
        break;
    case SMTP_CLIENT_DELIVERED:
        HOLDS(t->lmtp && t->content_sent && event->index < t->transaction.recipient_count);
        t->delivered |= event->reply.code / 100 == 2;
        break;
    case SMTP_CLIENT_DONE:
        HOLDS(event->accepted == (t->lmtp ? t->delivered : event->accepted && event->reply.code / 100 == 2));
        HOLDS(!event->accepted || t->content_sent);
        break;
    case SMTP_CLIENT_FAILED:
        HOLDS(event->problem != NULL);
        t->over = true;
        break;
    }
}

static void drain(struct talk *t)
{
    struct buf *out = smtp_client_output(t->client);

    buf_add(&t->sent, buf_str(out));
    buf_clear(out);
}

static void hear(struct talk *t, str octets)
{
    struct smtp_client_event event = { 0 };

    buf_add(&t->in, octets);
    while (!t->over && (event = smtp_client_next(t->client, &t->in)).type != SMTP_CLIENT_NEED_INPUT) {
        tell_reply(t, &event);
        act(t, &event);
        drain(t);
    }
    drain(t);
}

static void check_sent(const struct talk *t)
{
    str line, sent = buf_str(&t->sent);

    HOLDS(t->tls_active || str_find(sent, STR(" REQUIRETLS")) == STR_NOT_FOUND);
    HOLDS(sent.len == 0 || str_ends_nocase(sent, STR("\r\n")));
    while (str_cut(&sent, '\n', &line)) {
        HOLDS(line.len > 0 && line.len < COMMAND_LINE_MAX_OCTETS && line.ptr[line.len - 1] == '\r');
        HOLDS(!fuzz_has_control(str_slice(line, 0, line.len - 1)));
    }
}

static void begin(struct talk *t, unsigned choice, bool asks_for_tls)
{
    bool odd = (choice >> 3 & 3) == 2, odd_sender = odd && (choice & 4) != 0, probe = (choice >> 3 & 3) == 1;
    bool asks = (choice >> 3 & 3) == 3;

    *t = (struct talk){ .tls         = (choice & 0x80) == 0 ? SMTP_CLIENT_TLS_NEVER : asks_for_tls ? SMTP_CLIENT_TLS_REQUIRED
                                                                                                   : SMTP_CLIENT_TLS_IF_OFFERED,
                        .transaction = { .reverse_path = odd_sender ? STR("s t\r@example.net") : STR("s@example.net"),
                                         .recipients = odd ? odd_recipients : recipients,
                                         .recipient_count = 1 + (choice >> 1 & 1), .size = probe ? 0 : 16,
                                         .body = (enum envelope_body)((choice >> 2 & 1) + (choice >> 5 & choice >> 2 & 1)),
                                         .require_tls = asks && (choice & 0x80) != 0,
                                         .dsn_recipients = asks ? wishes[choice >> 2 & 1] : NULL,
                                         .is_probe = probe },
                        .lmtp        = choice >> 6 & 1 };
    t->client = smtp_client_new(choice == 0 ? STR("no host name") : STR("gate.example.org"), t->tls);
    if (t->lmtp)
        smtp_client_use_lmtp(t->client);
}

static void end(struct talk *t)
{
    smtp_client_free(t->client);
    buf_free(&t->in);
    buf_free(&t->sent);
    buf_free(&t->story);
}

/* With its LF, so that the next one begins where the server would wait for us. */
static str take_whole_line(str *input)
{
    ptrdiff_t lf   = str_find_char(*input, '\n');
    size_t    len  = lf == STR_NOT_FOUND ? input->len : (size_t)lf + 1;
    str       line = str_slice(*input, 0, len);

    *input = str_from(*input, len);
    return line;
}

FUZZ_TARGET(input)
{
    struct fuzz_cuts cuts   = { fuzz_take_octet(&input) };
    unsigned         choice = fuzz_take_octet(&input) & ~1u;
    struct talk      ahead, lines, pieces;

    begin(&ahead, choice, cuts.state & 1);
    begin(&lines, choice, cuts.state & 1);
    begin(&pieces, choice, cuts.state & 1);
    hear(&ahead, input);
    while (input.len > 0) {
        str line = take_whole_line(&input);

        hear(&lines, line);
        while (line.len > 0)
            hear(&pieces, fuzz_cut(&cuts, &line));
    }
    check_sent(&ahead);
    check_sent(&lines);
    HOLDS(str_equal(buf_str(&lines.sent), buf_str(&pieces.sent)));
    HOLDS(str_equal(buf_str(&lines.story), buf_str(&pieces.story)));
    end(&ahead);
    end(&lines);
    end(&pieces);
}
