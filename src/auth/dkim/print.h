/* A DKIM result as JSON: the contract of `gatepost check --json` and `gatepost dkim --json`. */
#ifndef AUTH_DKIM_PRINT_H
#define AUTH_DKIM_PRINT_H

#include "auth/results.h"
#include "base/json.h"

/* One element of the array "dkim": {result, domain, selector, identity, algorithm, key_bits, reason, ...}. */
void dkim_result_json(struct json *json, const struct dkim_result *result);

#endif
