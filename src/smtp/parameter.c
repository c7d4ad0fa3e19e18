#include "smtp/parameter.h"

#include "base/ascii.h"

enum { SIZE_MAX_DIGITS = 20 };          /* RFC 1870 §4 */

static bool read_size(struct smtp_mail_parameters *out, bool has_value, str value)
{
    return has_value && value.len <= SIZE_MAX_DIGITS && str_to_u64(value, UINT64_MAX, &out->size);
}

static bool read_body(struct smtp_mail_parameters *out, bool has_value, str value)
{
    static const struct { str value; enum envelope_body body; } values[] = {
        { STR_INIT("7BIT"), BODY_7BIT }, { STR_INIT("8BITMIME"), BODY_8BITMIME }, { STR_INIT("BINARYMIME"), BODY_BINARYMIME },
    };

    for (size_t i = 0; has_value && i < ARRAY_LEN(values); i++) {
        if (str_equal_nocase(value, values[i].value)) {
            out->body = values[i].body;
            return true;
        }
    }
    return false;
}

/* "without any associated value", RFC 6531 §3.4 */
static bool read_smtputf8(struct smtp_mail_parameters *out, bool has_value, str value)
{
    (void)value;
    out->smtputf8 = true;
    return !has_value;
}

static const struct parameter {
    str                 keyword;
    enum smtp_extension extension;
    bool              (*read)(struct smtp_mail_parameters *out, bool has_value, str value);
} parameters[] = {
    { STR_INIT("SIZE"),     SMTP_EXT_SIZE,     read_size     },
    { STR_INIT("BODY"),     SMTP_EXT_8BITMIME, read_body     },
    { STR_INIT("SMTPUTF8"), SMTP_EXT_SMTPUTF8, read_smtputf8 },
};

static enum smtp_reply_id read_one(struct smtp_mail_parameters *out, str parameter, unsigned offered, unsigned *seen)
{
    ptrdiff_t equals  = str_find_char(parameter, '=');
    bool      valued  = equals != STR_NOT_FOUND;
    str       keyword = valued ? str_slice(parameter, 0, (size_t)equals) : parameter;
    str       value   = valued ? str_from(parameter, (size_t)equals + 1) : (str){ 0 };

    for (size_t i = 0; i < ARRAY_LEN(parameters); i++) {
        if (!str_equal_nocase(keyword, parameters[i].keyword) || (offered & (unsigned)parameters[i].extension) == 0)
            continue;
        bool is_first = (*seen & 1u << i) == 0;

        *seen |= 1u << i;
        return is_first && parameters[i].read(out, valued, value) ? REPLY_OK : REPLY_BAD_PARAMETER;
    }
    return REPLY_UNKNOWN_PARAMETER;
}

enum smtp_reply_id smtp_mail_parameters_read(struct smtp_mail_parameters *out, str text, unsigned offered)
{
    unsigned           seen   = 0;
    enum smtp_reply_id result = REPLY_OK;
    str                parameter;

    *out = (struct smtp_mail_parameters){ 0 };
    while (result == REPLY_OK && str_cut(&text, ' ', &parameter))
        if (parameter.len > 0)          /* more blanks than one do no harm */
            result = read_one(out, parameter, offered, &seen);
    if (result == REPLY_OK && out->body == BODY_BINARYMIME && (offered & SMTP_EXT_BINARYMIME) == 0)
        return REPLY_BAD_PARAMETER;
    return result;
}
