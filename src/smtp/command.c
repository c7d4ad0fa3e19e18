/* The commands of RFC 5321 §4.1.1: which there are, when each is legal, and what it does. */
#include "base/ascii.h"
#include "base/domain.h"
#include "base/ip.h"
#include "smtp/machine.h"

enum { ANY = SMTP_GREETING | SMTP_READY | SMTP_MAIL | SMTP_RCPT | SMTP_CHUNKS };

enum command_flags {
    SYNC    = 1,                /* no octet may follow before our reply */
    NO_ARGS = 2,                /* SES-13 */
    CLEAR   = 4,                /* obeyed in clear even where TLS is required (RFC 3207 §4), or ends the session */
    PROXIES = 8,                /* unknown to all but proxies that the administrator has named */
};

/* ---- EHLO and HELO ---- */

/* RFC 5321 §4.1.3. Of literals only addresses: no other tag was ever registered. */
static bool is_address_literal(str text)
{
    struct ip ip;

    if (text.len < 2 || text.ptr[0] != '[' || text.ptr[text.len - 1] != ']')
        return false;
    str  inside  = str_slice(text, 1, text.len - 1);
    bool is_ipv6 = str_starts_nocase(inside, STR("IPv6:"));

    if (is_ipv6)
        inside = str_from(inside, STR("IPv6:").len);
    return is_ipv6 == str_has_char(inside, ':') && ip_parse(inside, &ip);
}

/* A domain or an address literal, in ASCII (6531 §3.7.1). Kinder than the grammar for "_" and names without a dot:
 * Windows hosts by the thousand send them. What passes is safe to write into a header field (TRC-9). */
static bool is_client_name(str text)
{
    return is_address_literal(text) || domain_is_queryable(text);
}

/* RFC 9422 §3.1: six digits at most. */
static size_t announced_recipients(const struct smtp_server *s)
{
    enum { LIMIT_VALUE_MAX = 999999 };

    return s->options->recipients_max < LIMIT_VALUE_MAX ? s->options->recipients_max : LIMIT_VALUE_MAX;
}

/* SMTPUTF8 rests on 8BITMIME (EAI-1), BINARYMIME on CHUNKING (RFC 3030 §3); STARTTLS goes once TLS is there (RFC 3207
 * §4.2), and REQUIRETLS comes with it (RFC 8689 §2). */
static unsigned extensions_to_offer(const struct smtp_server *s)
{
    unsigned offer = (s->may_offer | SMTP_EXT_STARTTLS) & ~s->options->withheld;

    if ((offer & SMTP_EXT_8BITMIME) == 0)
        offer &= ~(unsigned)SMTP_EXT_SMTPUTF8;
    if ((offer & SMTP_EXT_CHUNKING) == 0)
        offer &= ~(unsigned)SMTP_EXT_BINARYMIME;
    if (!s->options->offer_tls || s->tls_active)
        offer &= ~(unsigned)SMTP_EXT_STARTTLS;
    if (!s->tls_active)
        offer &= ~(unsigned)SMTP_EXT_REQUIRETLS;
    return offer;
}

/* RFC 5321 §4.1.1.1: our name, then one keyword on each line. */
static void answer_ehlo(struct smtp_server *s)
{
    BUF_SCOPE           text  = { 0 };
    struct smtp_reply   reply = smtp_reply_of(REPLY_HELLO);
    enum smtp_extension extension;
    str                 keyword;

    buf_add(&text, s->options->hostname);
    for (size_t i = 0; smtp_extension_at(i, &extension, &keyword); i++) {
        if ((s->offered & (unsigned)extension) == 0)
            continue;
        buf_printf(&text, "\n%.*s", STR_ARG(keyword));
        if (extension == SMTP_EXT_SIZE)
            buf_printf(&text, " %zu", s->message_max_octets);
        if (extension == SMTP_EXT_LIMITS)
            buf_printf(&text, " RCPTMAX=%zu", announced_recipients(s));
    }
    if (s->takes_xclient)
        buf_add(&text, STR("\nXCLIENT " XCLIENT_ATTRIBUTES));
    reply.text = buf_str(&text);
    smtp_reply_write(&s->out, &reply, false);
}

/* At any time it resets the transaction; refused, it leaves all as it was (RFC 5321 §4.1.4). */
static struct smtp_event greet_back(struct smtp_server *s, str name, bool is_esmtp)
{
    if (!is_client_name(name) || name.len > sizeof s->helo)
        return smtp_refuse(s, REPLY_BAD_HELO);
    smtp_give_up(s);
    memcpy(s->helo, name.ptr, name.len);
    s->helo_len  = name.len;
    s->is_esmtp  = is_esmtp;
    s->offered   = is_esmtp ? extensions_to_offer(s) : 0;       /* HELO has none: RFC 5321 §4.1.1.11, SES-21 */
    s->state     = SMTP_READY;
    s->hello_due = true;
    s->chunks_refused = false;
    return (struct smtp_event){ 0 };
}

static struct smtp_event on_ehlo(struct smtp_server *s, str name)
{
    struct smtp_event event = greet_back(s, name, true);

    if (s->hello_due)
        answer_ehlo(s);
    return event;
}

static struct smtp_event on_helo(struct smtp_server *s, str name)
{
    struct smtp_event event = greet_back(s, name, false);

    if (s->hello_due) {
        struct smtp_reply reply = smtp_reply_with(REPLY_HELLO, s->options->hostname);

        smtp_reply_write(&s->out, &reply, false);
    }
    return event;
}

static struct smtp_event on_starttls(struct smtp_server *s, str argument)
{
    (void)argument;
    if (s->tls_active || !s->is_esmtp)          /* once only, and an extension is for those who asked for them */
        return smtp_refuse(s, REPLY_BAD_SEQUENCE);
    if (!s->options->offer_tls)
        return smtp_refuse(s, REPLY_NOT_IMPLEMENTED);
    smtp_answer(s, REPLY_START_TLS);
    return smtp_await(s, (struct smtp_event){ .type = SMTP_EVENT_STARTTLS });
}

static struct smtp_event on_xclient(struct smtp_server *s, str argument)
{
    struct xclient xclient;

    s->in_transaction = true;           /* from here on the arena holds something */
    if (!xclient_read(&xclient, s->arena, argument))
        return smtp_refuse(s, REPLY_BAD_ARGUMENT);
    if (xclient.helo.len > 0 && (!is_client_name(xclient.helo) || xclient.helo.len > sizeof s->helo))
        return smtp_refuse(s, REPLY_BAD_HELO);
    return smtp_await(s, (struct smtp_event){ .type = SMTP_EVENT_XCLIENT, .xclient = xclient });
}

/* ---- the transaction ---- */

/* "FROM:" or "TO:" and a path, with nothing in between unless the listener is lax (RFC 5321 §3.3). What follows is
 * left in *text: nothing, or parameters behind a blank. The path is read from a copy that lives as long as the
 * transaction. REPLY_OK, or the reply that refuses. */
static enum smtp_reply_id take_path(struct smtp_server *s, str *text, str keyword, enum smtp_reply_id bad_path,
                                    struct path *path)
{
    if (!str_starts_nocase(*text, keyword))
        return REPLY_BAD_ARGUMENT;
    *text = arena_str(s->arena, str_from(*text, keyword.len));
    while (s->options->lax_path_syntax && text->len > 0 && ascii_is_wsp(text->ptr[0]))
        *text = str_from(*text, 1);
    if (path_parse(path, text) != PATH_OK || (text->len > 0 && text->ptr[0] != ' '))
        return bad_path;
    return REPLY_OK;
}

/* The null path is one; <Postmaster> without a domain is a recipient only (RFC 5321 §4.1.1.3). A source route is
 * legal, dead, and a second place for a domain: no sender of today has one. */
static bool is_reverse_path(const struct path *path)
{
    return path->is_null || (path->domain.len > 0 && !path->has_source_route);
}

static enum smtp_reply_id read_parameters(const struct smtp_server *s, str text, struct smtp_mail_parameters *out)
{
    enum smtp_reply_id result = smtp_mail_parameters_read(out, text, s->offered);

    return result == REPLY_OK && out->size > s->message_max_octets ? REPLY_MESSAGE_TOO_BIG : result;
}

static struct smtp_event on_mail(struct smtp_server *s, str text)
{
    struct path                 path       = { 0 };
    struct smtp_mail_parameters parameters = { 0 };

    s->in_transaction = true;           /* from here on the arena holds something */
    enum smtp_reply_id problem = take_path(s, &text, STR("FROM:"), REPLY_BAD_SENDER_SYNTAX, &path);

    if (problem == REPLY_OK && !is_reverse_path(&path))
        problem = REPLY_BAD_SENDER_SYNTAX;
    if (problem == REPLY_OK)
        problem = read_parameters(s, text, &parameters);
    if (problem == REPLY_OK && path.is_utf8 && !parameters.smtputf8)
        problem = REPLY_UTF8_SENDER;
    if (problem != REPLY_OK)
        return smtp_refuse(s, problem);

    s->smtputf8 = parameters.smtputf8;
    s->body     = parameters.body;
    return smtp_await(s, (struct smtp_event){ .type = SMTP_EVENT_MAIL, .path = path, .mail = parameters });
}

static struct smtp_event on_rcpt(struct smtp_server *s, str text)
{
    struct path        path       = { 0 };
    struct dsn_rcpt    parameters = { 0 };
    enum smtp_reply_id problem    = take_path(s, &text, STR("TO:"), REPLY_BAD_RECIPIENT_SYNTAX, &path);

    if (problem == REPLY_OK && path.is_null)
        problem = REPLY_BAD_RECIPIENT_SYNTAX;
    if (problem == REPLY_OK)
        problem = smtp_rcpt_parameters_read(&parameters, text, s->offered, s->smtputf8);
    if (problem == REPLY_OK && path.is_utf8 && !s->smtputf8)
        problem = REPLY_UTF8_RECIPIENT;
    if (problem == REPLY_OK && s->recipients >= s->options->recipients_max)
        problem = REPLY_TOO_MANY_RECIPIENTS;            /* those accepted stay (RFC 5321 §4.5.3.1.10) */
    if (problem != REPLY_OK)
        return smtp_refuse(s, problem);
    return smtp_await(s, (struct smtp_event){ .type = SMTP_EVENT_RCPT, .path = path, .rcpt = parameters });
}

static struct smtp_event on_data(struct smtp_server *s, str argument)
{
    (void)argument;
    if (s->body == BODY_BINARYMIME)             /* RFC 3030 §3 */
        return smtp_refuse(s, REPLY_BAD_SEQUENCE);
    if (s->state != SMTP_RCPT)
        return smtp_refuse(s, REPLY_NO_RECIPIENTS);
    return smtp_await(s, (struct smtp_event){ .type = SMTP_EVENT_DATA });
}

/* "BDAT" SP chunk-size [ SP "LAST" ], RFC 3030 §2 */
static bool read_chunk_size(str argument, struct smtp_chunk *chunk)
{
    enum { CHUNK_SIZE_MAX_DIGITS = 20 };
    str  size = { 0 }, marker = argument;
    bool ok   = str_cut(&marker, ' ', &size) && size.len <= CHUNK_SIZE_MAX_DIGITS &&
                str_to_u64(size, UINT64_MAX, &chunk->left);

    chunk->is_last    = size.len < argument.len;
    chunk->is_refused = false;
    chunk->under_way  = ok && (!chunk->is_last || str_equal_nocase(marker, STR("LAST")));
    return chunk->under_way;
}

/* Before any of its octets is read. REPLY_OK, or the reply that refuses the chunk. */
static enum smtp_reply_id check_chunk(const struct smtp_server *s)
{
    uint64_t so_far = s->state == SMTP_CHUNKS ? s->content.octets : 0, most = s->message_max_octets;

    if (s->state == SMTP_MAIL)
        return REPLY_NO_RECIPIENTS;
    if (s->state != SMTP_RCPT && s->state != SMTP_CHUNKS)
        return REPLY_BAD_SEQUENCE;
    if ((s->offered & SMTP_EXT_CHUNKING) == 0)
        return REPLY_NOT_IMPLEMENTED;
    return so_far > most || s->chunk.left > most - so_far ? REPLY_MESSAGE_TOO_BIG : REPLY_OK;
}

/* What follows a BDAT is content, wherever it is said. A size that cannot be read leaves unknown what is content and
 * what would be commands (CHK-6). */
static struct smtp_event on_bdat(struct smtp_server *s, str argument)
{
    if (!read_chunk_size(argument, &s->chunk))
        return smtp_hang_up(s, REPLY_BAD_ARGUMENT);

    enum smtp_reply_id problem = check_chunk(s);

    /* A message somewhat too big is read to its end. Far more than that was not announced to be taken. */
    if (problem == REPLY_MESSAGE_TOO_BIG && s->chunk.left / 16 > s->message_max_octets)
        return smtp_hang_up(s, problem);
    if (problem != REPLY_OK)
        return smtp_refuse_chunk(s, problem);
    if (s->state == SMTP_RCPT)
        s->chunk.count = 0;
    if (++s->chunk.count > SMTP_CHUNKS_MAX)
        return smtp_hang_up(s, REPLY_TOO_MANY_COMMANDS);
    s->commands -= s->chunk.left > 0;           /* they have a bound of their own */
    return s->state == SMTP_RCPT ? smtp_await(s, (struct smtp_event){ .type = SMTP_EVENT_DATA }) : (struct smtp_event){ 0 };
}

static struct smtp_event on_rset(struct smtp_server *s, str argument)
{
    (void)argument;
    smtp_give_up(s);
    s->chunks_refused = false;
    return smtp_answer(s, REPLY_OK);
}

/* ---- the rest ---- */

static struct smtp_event on_noop(struct smtp_server *s, str argument)
{
    (void)argument;                     /* any, and ignored: RFC 5321 §4.1.1.9 */
    return smtp_answer(s, REPLY_OK);
}

static struct smtp_event on_help(struct smtp_server *s, str argument)
{
    (void)argument;
    return smtp_answer(s, REPLY_HELP);
}

/* Says nothing about who is here (RFC 5321 §3.5.3, §7.3). */
static struct smtp_event on_vrfy(struct smtp_server *s, str argument)
{
    return argument.len > 0 ? smtp_answer(s, REPLY_CANNOT_VERIFY) : smtp_refuse(s, REPLY_BAD_ARGUMENT);
}

static struct smtp_event on_not_implemented(struct smtp_server *s, str argument)
{
    (void)argument;
    return smtp_refuse(s, REPLY_NOT_IMPLEMENTED);
}

/* A browser or a proxy, led here by somebody who hid commands in the request. */
static struct smtp_event on_http(struct smtp_server *s, str argument)
{
    (void)argument;
    return smtp_hang_up(s, REPLY_NOT_SMTP);
}

static struct smtp_event on_quit(struct smtp_server *s, str argument)
{
    (void)argument;
    smtp_give_up(s);
    s->closing = true;
    return smtp_answer(s, REPLY_BYE);
}

/* ---- the table ---- */

static const struct command {
    str               verb;
    unsigned          legal_in;
    struct smtp_event (*handle)(struct smtp_server *s, str argument);
    unsigned          flags;
} commands[] = {
    { STR_INIT("EHLO"),     ANY,                    on_ehlo,            SYNC | CLEAR   },
    { STR_INIT("HELO"),     ANY,                    on_helo,            SYNC           },
    { STR_INIT("STARTTLS"), SMTP_READY,             on_starttls,        SYNC | NO_ARGS | CLEAR },
    { STR_INIT("AUTH"),     SMTP_READY,             on_not_implemented, SYNC           },
    { STR_INIT("XCLIENT"),  SMTP_READY,             on_xclient,         SYNC | PROXIES },
    { STR_INIT("MAIL"),     SMTP_READY,             on_mail,            0              },
    { STR_INIT("RCPT"),     SMTP_MAIL | SMTP_RCPT,  on_rcpt,            0              },
    { STR_INIT("DATA"),     SMTP_MAIL | SMTP_RCPT,  on_data,            SYNC | NO_ARGS },
    { STR_INIT("BDAT"),     ANY,                    on_bdat,            CLEAR          },      /* never out of order: see there */
    { STR_INIT("RSET"),     ANY,                    on_rset,            NO_ARGS        },
    { STR_INIT("NOOP"),     ANY,                    on_noop,            CLEAR          },
    { STR_INIT("HELP"),     ANY,                    on_help,            0              },
    { STR_INIT("VRFY"),     ANY,                    on_vrfy,            0              },
    { STR_INIT("EXPN"),     ANY,                    on_not_implemented, 0              },
    { STR_INIT("QUIT"),     ANY,                    on_quit,            NO_ARGS | CLEAR },
    { STR_INIT("GET"),      ANY,                    on_http,            CLEAR          },
    { STR_INIT("HEAD"),     ANY,                    on_http,            CLEAR          },
    { STR_INIT("POST"),     ANY,                    on_http,            CLEAR          },
    { STR_INIT("PUT"),      ANY,                    on_http,            CLEAR          },
    { STR_INIT("OPTIONS"),  ANY,                    on_http,            CLEAR          },
    { STR_INIT("CONNECT"),  ANY,                    on_http,            CLEAR          },
};

static const struct command *find_command(str verb)
{
    for (size_t i = 0; i < ARRAY_LEN(commands); i++)
        if (str_equal_nocase(verb, commands[i].verb))
            return &commands[i];
    return NULL;
}

struct smtp_event smtp_obey(struct smtp_server *s, str line, bool input_pending)
{
    str                   argument = str_trim_right(line), verb = { 0 };
    bool                  has_verb = str_cut(&argument, ' ', &verb);
    const struct command *command  = has_verb ? find_command(verb) : NULL;

    if (command == NULL || ((command->flags & PROXIES) && !s->takes_xclient))
        return smtp_refuse(s, REPLY_UNKNOWN_COMMAND);
    /* Octets behind a command whose reply must be awaited were written blind: by a bot, or to be taken for TLS or
     * for commands. The caller says whether some have come: the one place where arrival time matters. */
    if ((command->flags & SYNC) && input_pending)
        return smtp_hang_up(s, REPLY_NOT_SYNCHRONISED);
    if (s->tls_required && !s->tls_active && !(command->flags & CLEAR))
        return smtp_refuse(s, REPLY_TLS_REQUIRED);
    if (!(command->legal_in & s->state))
        return smtp_refuse(s, REPLY_BAD_SEQUENCE);
    if ((command->flags & NO_ARGS) && argument.len > 0)
        return smtp_refuse(s, REPLY_BAD_ARGUMENT);
    return command->handle(s, argument);
}
