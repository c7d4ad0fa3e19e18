/* Why a protocol said what it said: one table of reasons (reasons.def) for all of them, each with a stable name,
 * the paragraph, and a sentence for people. Tests compare values; logs, header fields and pages print words. */
#ifndef AUTH_REASON_H
#define AUTH_REASON_H

#include "base/json.h"

enum auth_reason {
#define REASON(id, name, section, sentence) REASON_##id,
#include "auth/reasons.def"
#undef REASON
};

const char *auth_reason_name(enum auth_reason reason);          /* "body-hash-mismatch" */
const char *auth_reason_sentence(enum auth_reason reason);

/* The members "reason" (its name) and "reason_text" (its sentence, with the paragraph), for results as JSON. */
void auth_reason_json(struct json *json, enum auth_reason reason);

#endif
