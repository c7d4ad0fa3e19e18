#include "auth/senderid/print.h"

#include "auth/advice.h"

void senderid_result_json(struct json *json, const char *name, const struct senderid_result *result)
{
    if (result->check.status == SPF_PENDING) {
        json_nothing(json, name);
        return;
    }
    json_open_object(json, name);
    json_cstr(json, "result", spf_status_name(result->check.status));
    json_str(json, "pra", result->pra);
    json_str(json, "field", result->field);
    json_str(json, "domain", result->check.domain);
    json_str(json, "mechanism", result->check.mechanism);
    json_str(json, "record_domain", result->check.record_domain);
    json_int(json, "lookups", result->check.lookups);
    json_int(json, "void_lookups", result->check.void_lookups);
    json_str(json, "explanation", result->check.explanation);
    auth_reason_json(json, result->check.reason);
    ADVICE_JSON(json, advice_for_spf, &result->check);
    json_close_object(json);
}
