/* Log lines: one event each, with a stable name and typed fields, as JSON or key=value (STYLE "Size, comments, logging").
 * Remote text is escaped; a line never holds a line end. Built here, written by whoever owns the log. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"

struct log_line { struct buf *out; struct json json; bool as_json; };

struct log_line log_begin(struct buf *out, bool as_json, int64_t unix_ms, const char *event);
void log_str(struct log_line *line, const char *name, str value);       /* left out if empty */
void log_cstr(struct log_line *line, const char *name, const char *value);
void log_int(struct log_line *line, const char *name, int64_t value);
void log_fixed(struct log_line *line, const char *name, double value);
void log_list(struct log_line *line, const char *name, const str *items, size_t count);
void log_end(struct log_line *line);            /* with the line end */

#endif
