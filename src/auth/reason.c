#include "auth/reason.h"

static const struct { const char *name, *section, *sentence; } reasons[] = {
#define REASON(id, name, section, sentence) [REASON_##id] = { name, section, sentence },
#include "auth/reasons.def"
#undef REASON
};

const char *auth_reason_name(enum auth_reason reason)     { return reasons[reason].name; }
const char *auth_reason_sentence(enum auth_reason reason) { return reasons[reason].sentence; }

void auth_reason_json(struct json *json, enum auth_reason reason)
{
    json_cstr(json, "reason", reasons[reason].name);
    json_cstr(json, "reason_text", reasons[reason].sentence);
    if (reasons[reason].section[0] != '\0')
        json_cstr(json, "reason_section", reasons[reason].section);
}
