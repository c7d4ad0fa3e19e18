/* The return path's result as JSON: {result, domain, reason}. */
#ifndef AUTH_RETURN_PATH_PRINT_H
#define AUTH_RETURN_PATH_PRINT_H

#include "auth/results.h"
#include "base/json.h"

void return_path_result_json(struct json *json, const char *name, const struct return_path_result *result);

#endif
