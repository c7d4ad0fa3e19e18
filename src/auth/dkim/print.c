#include "auth/dkim/print.h"

#include "auth/advice.h"

void dkim_result_json(struct json *json, const struct dkim_result *result)
{
    json_open_object(json, NULL);
    json_cstr(json, "result", dkim_status_name(result->status));
    json_str(json, "domain", result->domain);
    json_str(json, "selector", result->selector);
    json_str(json, "identity", result->identity);
    json_str(json, "algorithm", result->algorithm);
    json_int(json, "key_bits", result->key_bits);
    auth_reason_json(json, result->reason);
    ADVICE_JSON(json, advice_for_dkim, result);
    json_str(json, "signature_start", result->signature_start);
    json_bool(json, "test_key", result->is_test_key);
    json_bool(json, "covers_subject", !result->subject_unsigned);
    json_int(json, "unsigned_octets", (int64_t)result->unsigned_octets);
    if (result->alterations != 0) {
        json_open_array(json, "verifies_without");
        for (unsigned bit = DKIM_FOOTER_ADDED; bit <= DKIM_SUBJECT_TAGGED; bit <<= 1)
            if ((result->alterations & bit) != 0)
                json_cstr(json, NULL, dkim_alteration_name((enum dkim_alteration)bit));
        json_close_array(json);
    }
    json_close_object(json);
}
