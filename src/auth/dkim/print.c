#include "auth/dkim/print.h"

#include "base/ascii.h"

void dkim_result_json(struct json *json, const struct dkim_result *result)
{
    json_open_object(json, NULL);
    json_cstr(json, "result", dkim_status_name(result->status));
    json_str(json, "domain", result->domain);
    json_str(json, "selector", result->selector);
    json_str(json, "identity", result->identity);
    json_str(json, "algorithm", result->algorithm);
    json_int(json, "key_bits", result->key_bits);
    json_cstr(json, "reason", auth_reason_name(result->reason));
    json_str(json, "signature_start", result->signature_start);
    json_bool(json, "test_key", result->is_test_key);
    json_bool(json, "covers_subject", result->covers_subject);
    json_int(json, "unsigned_octets", (int64_t)result->unsigned_octets);
    json_close_object(json);
}

static void print_visible(struct buf *out, str text)
{
    if (text.len == 0)
        buf_add_char(out, '-');
    for (size_t i = 0; i < text.len; i++)
        buf_add_char(out, ascii_is_vchar(text.ptr[i]) ? text.ptr[i] : '?');
}

void dkim_result_print(struct buf *out, const struct dkim_result *result)
{
    const str words[] = { result->domain, result->selector, result->algorithm };

    buf_printf(out, "%s", dkim_status_name(result->status));
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        buf_add_char(out, ' ');
        print_visible(out, words[i]);
    }
    buf_printf(out, " %d: %s (%s)\n", result->key_bits, auth_reason_sentence(result->reason),
               auth_reason_section(result->reason));
}
