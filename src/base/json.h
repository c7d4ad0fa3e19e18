/* Writes JSON (RFC 8259) into a buffer as the caller walks its data: no tree is built.
 *
 * Text that is valid UTF-8 goes out as it is, control characters escaped (logs are read on terminals); octets that
 * are not become U+00XX one by one, so that the output is always JSON and can be read back octet by octet. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

struct json {
    struct buf *out;
    bool        need_comma;
};

/* name is NULL inside an array and at the top. */
void json_open_object(struct json *json, const char *name);
void json_close_object(struct json *json);
void json_open_array(struct json *json, const char *name);
void json_close_array(struct json *json);
void json_str(struct json *json, const char *name, str value);
/* The same for octets that must come back exactly: where they are no UTF-8 an object {"base64": ...}. */
void json_exact(struct json *json, const char *name, str value, struct arena *arena);
void json_cstr(struct json *json, const char *name, const char *value);         /* NULL becomes null */
void json_int(struct json *json, const char *name, int64_t value);
void json_fixed(struct json *json, const char *name, double value);             /* two decimals */
void json_bool(struct json *json, const char *name, bool value);
void json_nothing(struct json *json, const char *name);                         /* null; jansson has the other name */
void json_raw(struct json *json, const char *name, str value);                  /* value is JSON already */

/* The way back for a text that was read: one character stands for one octet (U+0000 to U+00FF), so that a file can hold any
 * octet; a text with higher characters is meant as UTF-8. utf8 is well-formed. */
str json_octets(struct arena *arena, str utf8);

#endif
