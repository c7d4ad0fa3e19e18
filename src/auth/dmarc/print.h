/* A DMARC result as JSON (auth.dmarc): for the command line, the journal and the API alike. */
#ifndef AUTH_DMARC_PRINT_H
#define AUTH_DMARC_PRINT_H

#include "auth/results.h"
#include "base/json.h"

/* name is NULL inside an array and at the top. */
void dmarc_result_json(struct json *json, const char *name, const struct dmarc_result *result);

#endif
