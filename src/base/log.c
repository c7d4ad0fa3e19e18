#include "base/log.h"

#include <inttypes.h>

#include "base/ascii.h"
#include "base/time.h"

struct log_line log_begin(struct buf *out, bool as_json, int64_t unix_ms, const char *event)
{
    struct log_line   line = { .out = out, .json = { .out = out }, .as_json = as_json };
    struct civil_time c    = time_civil(unix_ms / 1000);

    if (as_json)
        buf_add(out, STR("{\"time\":\""));
    buf_printf(out, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", c.year, c.month, c.day, c.hour, c.minute, c.second,
               (int)(unix_ms % 1000));
    if (as_json)
        buf_printf(out, "\",\"event\":\"%s\"", event);
    else
        buf_printf(out, " %s", event);
    line.json.need_comma = true;
    return line;
}

/* Quoted where a reader could mistake it: blanks, quotes, "=", control octets, octets that are not ASCII. */
static void add_value(struct buf *out, str value)
{
    bool plain = value.len > 0;

    for (size_t i = 0; plain && i < value.len; i++)
        plain = ascii_is_vchar(value.ptr[i]) && value.ptr[i] != '"' && value.ptr[i] != '=' && value.ptr[i] != '\\';
    if (plain)
        buf_add(out, value);
    else
        json_str(&(struct json){ .out = out }, NULL, value);
}

void log_str(struct log_line *line, const char *name, str value)
{
    if (value.len == 0)
        return;
    if (line->as_json) {
        json_str(&line->json, name, value);
    } else {
        buf_printf(line->out, " %s=", name);
        add_value(line->out, value);
    }
}

void log_cstr(struct log_line *line, const char *name, const char *value)
{
    log_str(line, name, str_of(value));
}

void log_int(struct log_line *line, const char *name, int64_t value)
{
    if (line->as_json)
        json_int(&line->json, name, value);
    else
        buf_printf(line->out, " %s=%" PRId64, name, value);
}

void log_fixed(struct log_line *line, const char *name, double value)
{
    if (line->as_json)
        json_fixed(&line->json, name, value);
    else
        buf_printf(line->out, " %s=%.2f", name, value);
}

void log_list(struct log_line *line, const char *name, const str *items, size_t count)
{
    if (count == 0)
        return;
    if (line->as_json) {
        json_open_array(&line->json, name);
        for (size_t i = 0; i < count; i++)
            json_str(&line->json, NULL, items[i]);
        json_close_array(&line->json);
        return;
    }
    buf_printf(line->out, " %s=", name);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buf_add_char(line->out, ',');
        add_value(line->out, items[i]);
    }
}

void log_end(struct log_line *line)
{
    buf_add(line->out, line->as_json ? STR("}\n") : STR("\n"));
}
