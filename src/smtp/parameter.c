#include "smtp/parameter.h"

#include "base/ascii.h"

enum {
    SIZE_MAX_DIGITS  = 20,              /* RFC 1870 §4 */
    ENVID_MAX_OCTETS = 100,             /* RFC 3461 §4.4 */
    ORCPT_MAX_OCTETS = 500,             /* §4.2 */
};

/* ---- values ---- */

static int hex_digit(char c)
{
    return ascii_is_digit(c) ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* xtext of RFC 3461 §4: printable octets, and "+" with two digits for any other. What it stands for must be printable as
 * well (§4.2, §4.4): it ends up in reports. utf8: UTF-8 stands for itself. */
static bool is_xtext(str text, bool utf8)
{
    for (size_t i = 0; i < text.len; i++) {
        char   c        = text.ptr[i];
        size_t sequence = utf8 ? str_utf8_sequence(str_from(text, i)) : 0;

        if (sequence > 1) {
            i += sequence - 1;
        } else if (c == '+') {
            int high = i + 2 < text.len ? hex_digit(text.ptr[i + 1]) : -1, low = high < 0 ? -1 : hex_digit(text.ptr[i + 2]);

            if (low < 0 || !ascii_is_print((char)(high * 16 + low)))
                return false;
            i += 2;
        } else if (!ascii_is_vchar(c) || c == '=') {
            return false;
        }
    }
    return text.len > 0;
}

static bool read_size(struct smtp_mail_parameters *out, bool has_value, str value)
{
    return has_value && value.len <= SIZE_MAX_DIGITS && str_to_u64(value, UINT64_MAX, &out->size);
}

static const struct { str value; enum envelope_body body; } bodies[] = {
    { STR_INIT("7BIT"), BODY_7BIT }, { STR_INIT("8BITMIME"), BODY_8BITMIME }, { STR_INIT("BINARYMIME"), BODY_BINARYMIME },
};

static bool read_body(struct smtp_mail_parameters *out, bool has_value, str value)
{
    for (size_t i = 0; has_value && i < ARRAY_LEN(bodies); i++) {
        if (str_equal_nocase(value, bodies[i].value)) {
            out->body = bodies[i].body;
            return true;
        }
    }
    return false;
}

/* "without any associated value", RFC 6531 §3.4 */
static bool read_smtputf8(struct smtp_mail_parameters *out, bool has_value, str value UNUSED)
{
    out->smtputf8 = true;
    return !has_value;
}

static bool read_requiretls(struct smtp_mail_parameters *out, bool has_value, str value UNUSED)
{
    out->require_tls = true;
    return !has_value;
}

static bool read_ret(struct smtp_mail_parameters *out, bool has_value, str value)
{
    out->dsn.ret = value;
    return has_value && (str_equal_nocase(value, STR("FULL")) || str_equal_nocase(value, STR("HDRS")));
}

static bool read_envid(struct smtp_mail_parameters *out, bool has_value, str value)
{
    out->dsn.envid = value;
    return has_value && value.len <= ENVID_MAX_OCTETS && is_xtext(value, false);
}

/* NEVER alone, or some of the others, each once (RFC 3461 §4.1). */
static bool read_notify(struct dsn_rcpt *out, str value)
{
    static const str words[] = { STR_INIT("SUCCESS"), STR_INIT("FAILURE"), STR_INIT("DELAY") };
    unsigned         seen    = 0;
    str              rest    = value, word;

    out->notify = value;
    if (str_equal_nocase(value, STR("NEVER")))
        return true;
    while (str_cut(&rest, ',', &word)) {
        unsigned bit = 0;

        for (size_t i = 0; i < ARRAY_LEN(words); i++)
            bit |= str_equal_nocase(word, words[i]) ? 1u << i : 0;
        if (bit == 0 || (seen & bit) != 0)
            return false;
        seen |= bit;
    }
    out->wants_success = (seen & 1) != 0;
    return seen != 0 && value.ptr[value.len - 1] != ',';
}

/* addr-type ";" xtext (RFC 3461 §4.2); of the type utf-8 in UTF-8 as well (RFC 6533 §3). */
static bool read_orcpt(struct dsn_rcpt *out, str value, bool utf8)
{
    str type = { 0 }, address = value;

    out->orcpt = value;
    if (value.len > ORCPT_MAX_OCTETS || !str_cut(&address, ';', &type) || type.len == 0)
        return false;
    for (size_t i = 0; i < type.len; i++)
        if (!ascii_is_alpha(type.ptr[i]) && !ascii_is_digit(type.ptr[i]) && type.ptr[i] != '-')
            return false;
    return is_xtext(address, utf8 && str_equal_nocase(type, STR("utf-8")));
}

/* ---- lists ---- */

static const struct mail_parameter {
    str                 keyword;
    enum smtp_extension extension;
    bool              (*read)(struct smtp_mail_parameters *out, bool has_value, str value);
} mail_parameters[] = {
    { STR_INIT("SIZE"),       SMTP_EXT_SIZE,       read_size       },
    { STR_INIT("BODY"),       SMTP_EXT_8BITMIME,   read_body       },
    { STR_INIT("SMTPUTF8"),   SMTP_EXT_SMTPUTF8,   read_smtputf8   },
    { STR_INIT("RET"),        SMTP_EXT_DSN,        read_ret        },
    { STR_INIT("ENVID"),      SMTP_EXT_DSN,        read_envid      },
    { STR_INIT("REQUIRETLS"), SMTP_EXT_REQUIRETLS, read_requiretls },
};

struct parameter { str keyword, value; bool has_value; };

/* Moves the next one out of *text. More blanks than one do no harm. */
static bool next_parameter(str *text, struct parameter *out)
{
    str word = { 0 };

    while (word.len == 0)
        if (!str_cut(text, ' ', &word))
            return false;
    ptrdiff_t equals = str_find_char(word, '=');

    out->has_value = equals != STR_NOT_FOUND;
    out->keyword   = out->has_value ? str_slice(word, 0, (size_t)equals) : word;
    out->value     = out->has_value ? str_from(word, (size_t)equals + 1) : (str){ 0 };
    return true;
}

static enum smtp_reply_id read_one(struct smtp_mail_parameters *out, const struct parameter *p, unsigned offered, unsigned *seen)
{
    for (size_t i = 0; i < ARRAY_LEN(mail_parameters); i++) {
        const struct mail_parameter *known = &mail_parameters[i];

        if (!str_equal_nocase(p->keyword, known->keyword) || (offered & (unsigned)known->extension) == 0)
            continue;
        bool is_first = (*seen & 1u << i) == 0;

        *seen |= 1u << i;
        return is_first && known->read(out, p->has_value, p->value) ? REPLY_OK : REPLY_BAD_PARAMETER;
    }
    return REPLY_UNKNOWN_PARAMETER;
}

enum smtp_reply_id smtp_mail_parameters_read(struct smtp_mail_parameters *out, str text, unsigned offered)
{
    unsigned           seen   = 0;
    enum smtp_reply_id result = REPLY_OK;
    struct parameter   p;

    *out = (struct smtp_mail_parameters){ 0 };
    while (result == REPLY_OK && next_parameter(&text, &p))
        result = read_one(out, &p, offered, &seen);
    if (result == REPLY_OK && out->body == BODY_BINARYMIME && (offered & SMTP_EXT_BINARYMIME) == 0)
        return REPLY_BAD_PARAMETER;
    return result;
}

enum smtp_reply_id smtp_rcpt_parameters_read(struct dsn_rcpt *out, str text, unsigned offered, bool utf8)
{
    struct parameter p;

    *out = (struct dsn_rcpt){ 0 };
    while (next_parameter(&text, &p)) {
        bool notify = str_equal_nocase(p.keyword, STR("NOTIFY")), orcpt = str_equal_nocase(p.keyword, STR("ORCPT"));

        if ((offered & SMTP_EXT_DSN) == 0 || !(notify || orcpt))
            return REPLY_UNKNOWN_PARAMETER;
        bool is_first = (notify ? out->notify : out->orcpt).len == 0;

        if (!is_first || p.value.len == 0 || !(notify ? read_notify(out, p.value) : read_orcpt(out, p.value, utf8)))
            return REPLY_BAD_PARAMETER;
    }
    return REPLY_OK;
}

/* ---- the way out ---- */

static void add_parameter(struct buf *out, const char *keyword, str value)
{
    if (value.len > 0)
        buf_printf(out, " %s=%.*s", keyword, STR_ARG(value));
}

void smtp_mail_parameters_write(struct buf *out, const struct smtp_mail_parameters *p, unsigned offered)
{
    if (p->size > 0 && (offered & SMTP_EXT_SIZE) != 0)
        buf_printf(out, " SIZE=%llu", (unsigned long long)p->size);
    if (p->body != BODY_7BIT && (offered & (SMTP_EXT_8BITMIME | SMTP_EXT_BINARYMIME)) != 0)
        add_parameter(out, "BODY", bodies[p->body].value);
    if (p->smtputf8 && (offered & SMTP_EXT_SMTPUTF8) != 0)
        buf_add(out, STR(" SMTPUTF8"));
    if (p->require_tls && (offered & SMTP_EXT_REQUIRETLS) != 0)
        buf_add(out, STR(" REQUIRETLS"));
    if ((offered & SMTP_EXT_DSN) == 0)
        return;
    add_parameter(out, "RET", p->dsn.ret);
    add_parameter(out, "ENVID", p->dsn.envid);
}

void smtp_rcpt_parameters_write(struct buf *out, const struct dsn_rcpt *p, unsigned offered)
{
    if ((offered & SMTP_EXT_DSN) == 0)
        return;
    add_parameter(out, "NOTIFY", p->notify);
    add_parameter(out, "ORCPT", p->orcpt);
}
