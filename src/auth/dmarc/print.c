#include "auth/dmarc/print.h"

#include "auth/advice.h"
#include "auth/dmarc/rfc7489.h"

static void names_json(struct json *json, const char *name, const str *names, size_t count)
{
    json_open_array(json, name);
    for (size_t i = 0; i < count; i++)
        json_str(json, NULL, names[i]);
    json_close_array(json);
}

void dmarc_result_json(struct json *json, const char *name, const struct dmarc_result *result)
{
    json_open_object(json, name);
    json_cstr(json, "result", dmarc_status_name(result->status));
    json_str(json, "author_domain", result->author_domain);
    json_str(json, "org_domain", result->org_domain);
    json_str(json, "record_domain", result->record_domain);
    json_cstr(json, "policy", dmarc_policy_name(result->policy));
    json_bool(json, "test_mode", result->is_test);
    json_cstr(json, "disposition", dmarc_policy_name(result->disposition));
    names_json(json, "aligned", result->aligned, result->aligned_count);
    names_json(json, "not_aligned", result->unaligned, result->unaligned_count);
    auth_reason_json(json, result->reason);
    ADVICE_JSON(json, advice_for_dmarc, result);
    if (result->rfc7489.status == DMARC_PENDING) {
        json_nothing(json, "rfc7489");
    } else {
        json_open_object(json, "rfc7489");
        json_cstr(json, "result", dmarc_status_name(result->rfc7489.status));
        json_cstr(json, "disposition", dmarc_policy_name(result->rfc7489.disposition));
        json_bool(json, "differs", dmarc_rfc7489_differs(result));
        json_close_object(json);
    }
    json_close_object(json);
}
