/* The iprev result as JSON: {result, client, name, reason}. */
#ifndef AUTH_IPREV_PRINT_H
#define AUTH_IPREV_PRINT_H

#include "auth/results.h"
#include "base/json.h"

void iprev_result_json(struct json *json, const char *name, const struct iprev_result *result);

#endif
