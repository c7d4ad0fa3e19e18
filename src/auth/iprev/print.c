#include "auth/iprev/print.h"

#include "auth/advice.h"

void iprev_result_json(struct json *json, const char *name, const struct iprev_result *result)
{
    ARENA_SCOPE arena  = { 0 };
    json_open_object(json, name);
    json_cstr(json, "result", iprev_status_name(result->status));
    json_str(json, "client", ip_text(&arena, &result->client));
    json_str(json, "name", result->name);
    auth_reason_json(json, result->reason);
    ADVICE_JSON(json, advice_for_iprev, result);
    json_close_object(json);
}
