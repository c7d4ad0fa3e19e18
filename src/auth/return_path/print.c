#include "auth/return_path/print.h"

#include "auth/advice.h"

void return_path_result_json(struct json *json, const char *name, const struct return_path_result *result)
{
    json_open_object(json, name);
    json_cstr(json, "result", return_path_status_name(result->status));
    json_str(json, "domain", result->domain);
    auth_reason_json(json, result->reason);
    ADVICE_JSON(json, advice_for_return_path, result);
    json_close_object(json);
}
