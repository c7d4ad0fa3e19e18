#include "auth/spf/print.h"

#include "auth/advice.h"

const char *spf_scope_name(enum spf_scope scope)
{
    switch (scope) {
    case SPF_MFROM: return "mfrom";
    case SPF_HELO:  return "helo";
    case SPF_PRA:   return "pra";
    }
    UNREACHABLE();
}

static void str_or_null(struct json *json, const char *name, str value)
{
    if (value.len > 0)
        json_str(json, name, value);
    else
        json_nothing(json, name);
}

void spf_result_json(struct json *json, const char *name, const struct spf_result *result)
{
    json_open_object(json, name);
    json_cstr(json, "result", spf_status_name(result->status));
    str_or_null(json, "domain", result->domain);
    json_cstr(json, "scope", spf_scope_name(result->scope));
    str_or_null(json, "mechanism", result->mechanism);
    str_or_null(json, "record_domain", result->record_domain);
    if (result->status == SPF_PASS)
        json_int(json, "open_bits", result->open_bits);
    json_int(json, "lookups", result->lookups);
    json_int(json, "void_lookups", result->void_lookups);
    str_or_null(json, "explanation", result->explanation);
    auth_reason_json(json, result->reason);
    ADVICE_JSON(json, advice_for_spf, result);
    json_close_object(json);
}
