#include "auth/arc/print.h"

#include "auth/advice.h"

void arc_result_json(struct json *json, const char *name, const struct arc_result *result)
{
    if (result->status == ARC_PENDING) {
        json_nothing(json, name);
        return;
    }
    json_open_object(json, name);
    json_cstr(json, "result", arc_status_name(result->status));
    json_int(json, "sets", (int64_t)result->sets);
    if (result->status == ARC_PASS)
        json_int(json, "oldest_pass", (int64_t)result->oldest_pass);
    else
        json_nothing(json, "oldest_pass");
    auth_reason_json(json, result->reason);
    ADVICE_JSON(json, advice_for_arc, result);
    if (result->failed_set > 0)
        json_int(json, "failed_set", (int64_t)result->failed_set);
    if (result->cause != REASON_NONE) {
        json_cstr(json, "cause", auth_reason_name(result->cause));
        json_cstr(json, "cause_text", auth_reason_sentence(result->cause));
    }
    json_open_array(json, "sealers");
    for (size_t i = 0; i < result->sets; i++)
        json_str(json, NULL, result->sealers[i]);
    json_close_array(json);
    json_close_object(json);
}
