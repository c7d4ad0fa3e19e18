#include "smtp/parameter.h"

#include "base/ascii.h"

enum { SIZE_MAX_DIGITS = 20 };          /* RFC 1870 §4 */

static bool read_size(struct smtp_mail_parameters *out, bool has_value, str value)
{
    return has_value && value.len <= SIZE_MAX_DIGITS && str_to_u64(value, UINT64_MAX, &out->size);
}

/* BINARYMIME comes with CHUNKING only (RFC 3030 §3), which is not offered. */
static bool read_body(struct smtp_mail_parameters *out, bool has_value, str value)
{
    out->body = str_equal_nocase(value, STR("8BITMIME")) ? BODY_8BITMIME : BODY_7BIT;
    return has_value && (out->body == BODY_8BITMIME || str_equal_nocase(value, STR("7BIT")));
}

/* "without any associated value", RFC 6531 §3.4 */
static bool read_smtputf8(struct smtp_mail_parameters *out, bool has_value, str value)
{
    (void)value;
    out->smtputf8 = true;
    return !has_value;
}

static const struct parameter {
    str    keyword;
    bool (*read)(struct smtp_mail_parameters *out, bool has_value, str value);
} parameters[] = {
    { STR_INIT("SIZE"),     read_size     },
    { STR_INIT("BODY"),     read_body     },
    { STR_INIT("SMTPUTF8"), read_smtputf8 },
};

static enum smtp_reply_id read_one(struct smtp_mail_parameters *out, str parameter, unsigned *seen)
{
    ptrdiff_t equals  = str_find_char(parameter, '=');
    bool      valued  = equals != STR_NOT_FOUND;
    str       keyword = valued ? str_slice(parameter, 0, (size_t)equals) : parameter;
    str       value   = valued ? str_from(parameter, (size_t)equals + 1) : (str){ 0 };

    for (size_t i = 0; i < ARRAY_LEN(parameters); i++) {
        if (!str_equal_nocase(keyword, parameters[i].keyword))
            continue;
        bool is_first = (*seen & 1u << i) == 0;

        *seen |= 1u << i;
        return is_first && parameters[i].read(out, valued, value) ? REPLY_OK : REPLY_BAD_PARAMETER;
    }
    return REPLY_UNKNOWN_PARAMETER;
}

enum smtp_reply_id smtp_mail_parameters_read(struct smtp_mail_parameters *out, str text)
{
    unsigned           seen   = 0;
    enum smtp_reply_id result = REPLY_OK;
    str                parameter;

    *out = (struct smtp_mail_parameters){ 0 };
    while (result == REPLY_OK && str_cut(&text, ' ', &parameter))
        if (parameter.len > 0)          /* more blanks than one do no harm */
            result = read_one(out, parameter, &seen);
    return result;
}
