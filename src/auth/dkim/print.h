/* A DKIM result for people and scripts. */
#ifndef AUTH_DKIM_PRINT_H
#define AUTH_DKIM_PRINT_H

#include "auth/results.h"
#include "base/json.h"

/* One element of "dkim": {result, domain, selector, identity, algorithm, key_bits, reason, ...}. */
void dkim_result_json(struct json *json, const struct dkim_result *result);

/* One line: "pass example.org s1 rsa-sha256 2048: The signature verifies ..." Text of the message is made printable. */
void dkim_result_print(struct buf *out, const struct dkim_result *result);

#endif
