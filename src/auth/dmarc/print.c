#include "auth/dmarc/print.h"

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
    json_open_array(json, "aligned");
    for (size_t i = 0; i < result->aligned_count; i++)
        json_str(json, NULL, result->aligned[i]);
    json_close_array(json);
    auth_reason_json(json, result->reason);
    json_close_object(json);
}
