/* SPF results for tools: the object under auth.spf of `gatepost check --json` (DESIGN §6). */
#ifndef AUTH_SPF_PRINT_H
#define AUTH_SPF_PRINT_H

#include "auth/results.h"
#include "base/json.h"

const char *spf_scope_name(enum spf_scope scope);       /* "mfrom", "helo", "pra" */

/* name is NULL at the top and inside an array. What there is none of is null. */
void spf_result_json(struct json *json, const char *name, const struct spf_result *result);

#endif
