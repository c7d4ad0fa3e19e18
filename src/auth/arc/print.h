/* ARC results for tools: the object under auth.arc of `gatepost check --json` (DESIGN §6). */
#ifndef AUTH_ARC_PRINT_H
#define AUTH_ARC_PRINT_H

#include "auth/results.h"
#include "base/json.h"

/* null for a chain that was not looked at. name is NULL at the top and inside an array. */
void arc_result_json(struct json *json, const char *name, const struct arc_result *result);

#endif
