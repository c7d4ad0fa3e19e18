#include "smtp/client.h"

#include <stdlib.h>

#include "base/ascii.h"
#include "smtp/parameter.h"

/* What the next reply answers. The order is that of a session; with PIPELINING the commands have been sent ahead, and
 * replies are told apart by counting (RFC 2920 §3.1). */
enum client_state {
    AT_GREETING, AT_EHLO, AT_HELO, AT_STARTTLS,
    HANDSHAKE,                          /* the owner's turn */
    IDLE,                               /* nothing is to be said: neither by us nor by the server */
    AT_MAIL, AT_RCPT, AT_DATA,
    SENDING,                            /* the owner's turn */
    AT_END,                             /* the message has been sent */
    AT_EMPTY_END,                       /* 354 came though no recipient did: an empty message for nobody */
    AT_RSET, AT_QUIT,
    FAILED,
};

struct smtp_client {
    enum client_state    state;
    enum smtp_client_tls tls;
    bool                 tls_active, trusted, lmtp;
    struct buf           helo, out;
    unsigned             extensions;
    uint64_t             size_limit;
    struct smtp_client_limits limits;
    size_t               mails;         /* MAIL commands so far */
    struct smtp_reader   reader;
    struct smtp_reply    said;          /* the last reply, slices of the reader */
    const char          *problem;
    enum smtp_client_failure failure;
    bool                 ready_due;

    struct smtp_client_transaction transaction;
    size_t               index;         /* of the recipient that is asked */
    size_t               accepted, delivered;
    struct buf           taken;         /* an octet for each recipient that was asked: 1 if it was accepted */
    bool                 pipelined, utf8, sender_refused;
    bool                 done_due;      /* the transaction was refused here: nothing has been sent */
    struct smtp_reply    outcome;       /* what DONE will tell, kept while later replies come in */
    struct buf           outcome_text;
    char                 outcome_enhanced[sizeof "5.999.999"];
};

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
unsigned    smtp_client_extensions(const struct smtp_client *client)     { return client->extensions; }
uint64_t    smtp_client_size_limit(const struct smtp_client *client)     { return client->size_limit; }

static const struct smtp_client_event nothing = { .type = SMTP_CLIENT_NEED_INPUT };

static bool offers(const struct smtp_client *client, enum smtp_extension extension)
{
    return (client->extensions & (unsigned)extension) != 0;
}

/* Nothing of this connection can be relied on any more. */
static struct smtp_client_event fail_as(struct smtp_client *client, enum smtp_client_failure failure, const char *problem)
{
    client->state   = FAILED;
    client->problem = problem;
    client->failure = failure;
    return (struct smtp_client_event){ .type = SMTP_CLIENT_FAILED, .reply = client->said, .problem = problem, .failure = failure };
}

static struct smtp_client_event fail(struct smtp_client *client, const char *problem)
{
    return fail_as(client, SMTP_CLIENT_NONSENSE, problem);
}

/* ---- the beginning of a session ---- */

/* Control octets would end the line or worse, brackets the path. Nothing else can leave its place. */
static bool is_safe(str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (ascii_is_control(text.ptr[i]) || text.ptr[i] == '<' || text.ptr[i] == '>')
            return false;
    return true;
}

static const char *hello_of(const struct smtp_client *client)
{
    return client->lmtp ? "LHLO" : "EHLO";
}

static struct smtp_client_event say_hello(struct smtp_client *client, const char *verb, enum client_state state)
{
    if (!is_safe(buf_str(&client->helo)) || buf_len(&client->helo) == 0)
        return fail(client, "the name to greet with is no host name");
    buf_printf(&client->out, "%s ", verb);
    buf_add(&client->out, buf_str(&client->helo));
    buf_add(&client->out, STR("\r\n"));
    client->state      = state;
    client->extensions = 0;
    client->size_limit = 0;
    client->limits     = (struct smtp_client_limits){ 0 };
    return nothing;
}

static struct smtp_client_event become_ready(struct smtp_client *client)
{
    client->state     = IDLE;
    client->ready_due = true;
    return nothing;
}

struct smtp_client_limits smtp_client_limits(const struct smtp_client *client)
{
    return client->limits;
}

/* Which domains the next transaction will name is not known here, so one is all that a limit of them allows. */
bool smtp_client_is_spent(const struct smtp_client *client)
{
    return (client->limits.mails > 0 && client->mails >= client->limits.mails) || (client->limits.domains > 0 && client->mails > 0);
}

/* "NAME=value" between blanks, of six digits at most and not 0; what is written otherwise limits nothing (LMT-2). */
static void note_limits(struct smtp_client_limits *limits, str line)
{
    const struct { str name; uint64_t *value; } known[] = {
        { STR("RCPTMAX"), &limits->recipients }, { STR("MAILMAX"), &limits->mails }, { STR("RCPTDOMAINMAX"), &limits->domains },
    };
    enum { LIMIT_MAX_DIGITS = 6 };
    str word, name = { 0 };

    while (str_cut(&line, ' ', &word)) {
        uint64_t value;

        if (!str_cut(&word, '=', &name) || word.len > LIMIT_MAX_DIGITS || !str_to_u64(word, UINT64_MAX, &value))
            continue;
        for (size_t i = 0; i < ARRAY_LEN(known); i++)
            if (str_equal_nocase(name, known[i].name))
                *known[i].value = value;
    }
}

/* One line of the EHLO reply, behind the first. Keywords that are not known mean nothing to us (RFC 5321 §4.1.1.1). */
static void note_keyword(struct smtp_client *client, str line)
{
    str keyword = { 0 };

    if (!str_cut(&line, ' ', &keyword))
        return;
    client->extensions |= smtp_extension_of(keyword);
    if (str_equal_nocase(keyword, STR("LIMITS")))
        note_limits(&client->limits, line);
    /* No number, or 0: no limit is stated (RFC 1870 §4). */
    if (str_equal_nocase(keyword, STR("SIZE")) && !str_to_u64(line, UINT64_MAX, &client->size_limit))
        client->size_limit = 0;
}

static struct smtp_client_event on_ehlo(struct smtp_client *client)
{
    str rest = client->said.text, line;

    if (client->said.code != 250) {
        if (client->lmtp)                               /* which has no older way to begin (RFC 2033 §4.1) */
            return fail_as(client, SMTP_CLIENT_NOT_WELCOME, "LHLO refused");
        if (client->tls == SMTP_CLIENT_TLS_REQUIRED && !client->tls_active)
            return fail_as(client, SMTP_CLIENT_NO_TLS, "EHLO refused, and without it there is no TLS");
        return say_hello(client, "HELO", AT_HELO);      /* RFC 5321 §3.2 */
    }
    (void)str_cut(&rest, '\n', &line);                  /* the server's name */
    while (str_cut(&rest, '\n', &line))
        note_keyword(client, str_trim_right(line));

    if (client->tls == SMTP_CLIENT_TLS_NEVER || client->tls_active)
        return become_ready(client);
    if (offers(client, SMTP_EXT_STARTTLS)) {
        buf_add(&client->out, STR("STARTTLS\r\n"));
        client->state = AT_STARTTLS;
        return nothing;
    }
    if (client->tls == SMTP_CLIENT_TLS_REQUIRED)
        return fail_as(client, SMTP_CLIENT_NO_TLS, "TLS is required and not offered");
    return become_ready(client);
}

/* Octets behind the 220 came in clear, and whoever put them there hopes that we take them for what was said under TLS
 * (TLS-2, TLS-018). */
static struct smtp_client_event on_starttls(struct smtp_client *client, const struct buf *in)
{
    if (client->said.code != 220) {
        if (client->tls == SMTP_CLIENT_TLS_REQUIRED)
            return fail_as(client, SMTP_CLIENT_NO_TLS, "STARTTLS refused");
        return become_ready(client);
    }
    if (buf_len(in) > 0)
        return fail_as(client, SMTP_CLIENT_NO_TLS, "octets in clear behind the reply to STARTTLS");
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

/* ---- a transaction ---- */

/* Keeps a reply beyond the next one. */
static void decide_outcome(struct smtp_client *client, struct smtp_reply reply)
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

static struct smtp_client_event tell_done(struct smtp_client *client, bool accepted)
{
    client->state = AT_RSET;
    return (struct smtp_client_event){ .type = SMTP_CLIENT_DONE, .reply = client->outcome, .accepted = accepted };
}

/* The next transaction must not inherit anything from this one (DESIGN §2). */
static struct smtp_client_event finish(struct smtp_client *client, bool accepted)
{
    buf_add(&client->out, STR("RSET\r\n"));
    return tell_done(client, accepted);
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

static bool keeps_requiretls(const struct smtp_client *client)
{
    return client->tls_active && client->trusted && offers(client, SMTP_EXT_REQUIRETLS);
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
    return address.len == 0 || !is_safe(address);
}

/* What the next hop cannot take is not tried there: a message is never converted on its way (EAI-3, CHK-2). Nor is an
 * address that would not stay between its brackets. REPLY_OK: it can be sent. */
static enum smtp_reply_id local_refusal(const struct smtp_client *client, const struct smtp_client_transaction *t)
{
    if (!is_safe(t->reverse_path))
        return REPLY_BAD_SENDER_SYNTAX;
    if (any_recipient(t, is_no_recipient))
        return REPLY_BAD_RECIPIENT_SYNTAX;
    if (client->utf8 && !offers(client, SMTP_EXT_SMTPUTF8))
        return str_has_8bit(t->reverse_path) || any_recipient(t, str_has_8bit) ? REPLY_NEXT_HOP_IS_ASCII
                                                                               : REPLY_NEXT_HOP_HEADER_IS_ASCII;
    if (t->require_tls && t->reverse_path.len > 0 && !keeps_requiretls(client))
        return REPLY_NEXT_HOP_HAS_NO_REQUIRETLS;
    if (wants_success(t) && !offers(client, SMTP_EXT_DSN))
        return REPLY_NEXT_HOP_HAS_NO_DSN;
    if (t->body == BODY_8BITMIME && !offers(client, SMTP_EXT_8BITMIME))
        return REPLY_NEXT_HOP_IS_7BIT;
    if (t->body == BODY_BINARYMIME && !(offers(client, SMTP_EXT_CHUNKING) && offers(client, SMTP_EXT_BINARYMIME)))
        return REPLY_NEXT_HOP_IS_TEXT;
    if (client->size_limit > 0 && t->size > client->size_limit)
        return REPLY_MESSAGE_TOO_BIG;
    if (client->limits.recipients > 0 && t->recipient_count > client->limits.recipients)
        return REPLY_TOO_MANY_RECIPIENTS;
    return REPLY_OK;
}

static void write_mail(struct smtp_client *client)
{
    const struct smtp_client_transaction *t = &client->transaction;

    client->mails++;
    buf_add(&client->out, STR("MAIL FROM:<"));
    buf_add(&client->out, t->reverse_path);
    buf_add_char(&client->out, '>');
    smtp_mail_parameters_write(&client->out, &(struct smtp_mail_parameters){
        .size = t->size, .body = t->body, .smtputf8 = client->utf8, .dsn = t->dsn,
        .require_tls = t->require_tls && keeps_requiretls(client) }, client->extensions);      /* a report goes without, §5 */
    buf_add(&client->out, STR("\r\n"));
}

static void write_rcpt(struct smtp_client *client, size_t index)
{
    const struct smtp_client_transaction *t = &client->transaction;

    buf_add(&client->out, STR("RCPT TO:<"));
    buf_add(&client->out, t->recipients[index]);
    buf_add_char(&client->out, '>');
    if (t->dsn_recipients != NULL)
        smtp_rcpt_parameters_write(&client->out, &t->dsn_recipients[index], client->extensions);
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
    client->transaction    = *t;
    client->utf8           = t->smtputf8 || str_has_8bit(t->reverse_path) || any_recipient(t, str_has_8bit) || any_orcpt_is_utf8(t);
    client->pipelined      = offers(client, SMTP_EXT_PIPELINING);
    client->index          = 0;
    client->accepted       = 0;
    buf_clear(&client->taken);

    enum smtp_reply_id refusal = local_refusal(client, t);

    if (refusal != REPLY_OK) {
        decide_outcome(client, smtp_reply_of(refusal));
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

static struct smtp_client_event on_mail(struct smtp_client *client)
{
    struct smtp_client_event event = { .type = SMTP_CLIENT_SENDER, .reply = client->said };

    client->sender_refused = client->said.code / 100 != 2;
    client->state          = AT_RCPT;
    if (client->sender_refused)
        decide_outcome(client, client->said);
    else if (!client->pipelined)
        write_rcpt(client, 0);
    return event;
}

/* The last reply to RCPT is in, or MAIL was refused and nothing followed it. */
static struct smtp_client_event end_envelope(struct smtp_client *client)
{
    bool worthwhile = client->accepted > 0, ended = client->pipelined && !goes_by_chunk(client);

    if (client->transaction.is_probe || (!worthwhile && !ended)) {
        if (!ended)
            buf_add(&client->out, STR("RSET\r\n"));
        return tell_done(client, false);
    }
    if (goes_by_chunk(client)) {
        buf_printf(&client->out, "BDAT %llu LAST\r\n", (unsigned long long)client->transaction.size);
        client->state = SENDING;
        return (struct smtp_client_event){ .type = SMTP_CLIENT_SEND_CONTENT, .as_chunk = true };
    }
    if (!client->pipelined)
        write_envelope_end(client);
    client->state = AT_DATA;
    return nothing;
}

/* "Too many recipients" was 552 before it was 452, and means: those later (RFC 5321 §4.5.3.1.10, COD-40). */
static void correct_too_many(struct smtp_client *client)
{
    if (client->said.code != 552 || client->accepted == 0)
        return;
    client->said.code     = 452;
    client->said.enhanced = STR("4.5.3");
}

static struct smtp_client_event on_rcpt(struct smtp_client *client)
{
    size_t index = client->index++;

    if (client->sender_refused)         /* said to commands that were under way already: about nothing */
        return nothing;
    correct_too_many(client);
    client->accepted += client->said.code / 100 == 2;
    buf_add_char(&client->taken, client->said.code / 100 == 2);
    decide_outcome(client, client->said);
    if (!client->pipelined && client->index < client->transaction.recipient_count)
        write_rcpt(client, client->index);
    return (struct smtp_client_event){ .type = SMTP_CLIENT_RECIPIENT, .reply = client->said, .index = index };
}

static bool envelope_is_answered(const struct smtp_client *client)
{
    return client->state == AT_RCPT && (client->index == client->transaction.recipient_count ||
                                        (client->sender_refused && !client->pipelined));
}

static struct smtp_client_event on_data(struct smtp_client *client)
{
    bool goes_on = client->said.code == 354;

    if (goes_on && client->accepted > 0) {
        client->state = SENDING;
        return (struct smtp_client_event){ .type = SMTP_CLIENT_SEND_CONTENT, .reply = client->said };
    }
    if (goes_on && client->lmtp)        /* how many replies would follow an empty message is anybody's guess */
        return fail(client, "354 with nobody to deliver to");
    if (goes_on) {
        buf_add(&client->out, STR(".\r\n"));
        client->state = AT_EMPTY_END;
        return nothing;
    }
    if (client->said.code < 400)
        return fail(client, "DATA is neither begun nor refused");
    if (client->accepted > 0)
        decide_outcome(client, client->said);
    return finish(client, false);
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

static bool content_is_answered(const struct smtp_client *client)
{
    return client->lmtp && client->state == AT_END && client->index == buf_len(&client->taken);
}

static struct smtp_client_event on_end(struct smtp_client *client)
{
    if (client->said.code / 100 == 3)
        return fail(client, "the message is neither accepted nor refused");
    decide_outcome(client, client->said);
    if (client->lmtp)
        return on_delivered(client);
    return finish(client, client->said.code / 100 == 2);
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

static struct smtp_client_event on_rset(struct smtp_client *client)
{
    return client->said.code == 250 ? become_ready(client) : fail(client, "RSET refused");
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
        return fail_as(client, SMTP_CLIENT_NOT_NOW, "421: the server closes");
    switch (client->state) {
    case AT_GREETING:
        return client->said.code == 220 ? say_hello(client, hello_of(client), AT_EHLO)
                                        : fail_as(client, SMTP_CLIENT_NOT_WELCOME, "not greeted");
    case AT_EHLO:      return on_ehlo(client);
    case AT_HELO:
        return client->said.code == 250 ? become_ready(client) : fail_as(client, SMTP_CLIENT_NOT_WELCOME, "HELO refused");
    case AT_STARTTLS:  return on_starttls(client, in);
    case AT_MAIL:      return client->said.code / 100 == 3 ? fail(client, "3yz to MAIL") : on_mail(client);
    case AT_RCPT:      return client->said.code / 100 == 3 ? fail(client, "3yz to RCPT") : on_rcpt(client);
    case AT_DATA:      return on_data(client);
    case SENDING:      return fail(client, "a reply before the end of the message");
    case AT_END:       return on_end(client);
    case AT_EMPTY_END: return finish(client, false);
    case AT_RSET:      return on_rset(client);
    case AT_QUIT:      return fail(client, "QUIT was said");
    case HANDSHAKE:
    case IDLE:         return fail(client, "a reply to nothing");
    case FAILED:       break;
    }
    UNREACHABLE();
}

static bool take_due(struct smtp_client *client, const struct buf *in, struct smtp_client_event *event)
{
    *event = nothing;
    if (client->state == FAILED) {
        *event = fail_as(client, client->failure, client->problem);
    } else if (client->done_due) {
        client->done_due = false;
        *event           = tell_done(client, false);
        (void)become_ready(client);     /* nothing was said, nothing is to be reset */
    } else if (client->ready_due && buf_len(in) == 0) {
        client->ready_due = false;
        event->type       = SMTP_CLIENT_READY;
    } else if (envelope_is_answered(client)) {
        *event = end_envelope(client);
    } else if (content_is_answered(client)) {
        *event = finish(client, client->delivered > 0);
    }
    return event->type != SMTP_CLIENT_NEED_INPUT;
}

struct smtp_client_event smtp_client_next(struct smtp_client *client, struct buf *in)
{
    struct smtp_client_event event;

    while (!take_due(client, in, &event)) {
        if (client->state == HANDSHAKE)         /* what comes now is TLS, and not ours to read */
            return nothing;
        client->said = (struct smtp_reply){ 0 };        /* its slices end with the next reading */
        switch (smtp_reader_read(&client->reader, in, &client->said)) {
        case SMTP_READING_INCOMPLETE:
            return nothing;
        case SMTP_READING_FAILED:
            return fail(client, client->reader.problem);
        case SMTP_READING_COMPLETE:
            event = take_reply(client, in);
            break;
        }
        if (event.type != SMTP_CLIENT_NEED_INPUT)
            return event;
    }
    return event;
}
