/* Sender ID results for tools: the object under auth.senderid of `gatepost check --json` (DESIGN §6). */
#ifndef AUTH_SENDERID_PRINT_H
#define AUTH_SENDERID_PRINT_H

#include "auth/results.h"
#include "base/json.h"

/* null where it was not asked for. name is NULL at the top and inside an array. */
void senderid_result_json(struct json *json, const char *name, const struct senderid_result *result);

#endif
