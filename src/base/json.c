#include "base/json.h"

#include <inttypes.h>

static void write_string(struct buf *out, str s)
{
    bool utf8 = str_is_utf8(s);

    buf_add_char(out, '"');
    for (size_t i = 0, plain = 0; i <= s.len; i++) {
        unsigned char c = i < s.len ? (unsigned char)s.ptr[i] : '"';

        if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f && (c < 0x80 || utf8))
            continue;
        buf_add(out, str_slice(s, plain, i));
        plain = i + 1;
        if (i == s.len)
            break;
        switch (c) {
        case '"':  buf_add(out, STR("\\\"")); break;
        case '\\': buf_add(out, STR("\\\\")); break;
        case '\n': buf_add(out, STR("\\n")); break;
        case '\r': buf_add(out, STR("\\r")); break;
        case '\t': buf_add(out, STR("\\t")); break;
        default:   buf_printf(out, "\\u%04x", c); break;
        }
    }
    buf_add_char(out, '"');
}

static void start(struct json *json, const char *name)
{
    if (json->need_comma)
        buf_add_char(json->out, ',');
    json->need_comma = true;
    if (name != NULL) {
        write_string(json->out, str_of(name));
        buf_add_char(json->out, ':');
    }
}

static void open(struct json *json, const char *name, char bracket)
{
    start(json, name);
    buf_add_char(json->out, bracket);
    json->need_comma = false;
}

static void close(struct json *json, char bracket)
{
    buf_add_char(json->out, bracket);
    json->need_comma = true;
}

void json_open_object(struct json *json, const char *name)  { open(json, name, '{'); }
void json_close_object(struct json *json)                   { close(json, '}'); }
void json_open_array(struct json *json, const char *name)   { open(json, name, '['); }
void json_close_array(struct json *json)                    { close(json, ']'); }

void json_str(struct json *json, const char *name, str value)
{
    start(json, name);
    write_string(json->out, value);
}

void json_cstr(struct json *json, const char *name, const char *value)
{
    if (value == NULL)
        json_nothing(json, name);
    else
        json_str(json, name, str_of(value));
}

void json_int(struct json *json, const char *name, int64_t value)
{
    start(json, name);
    buf_printf(json->out, "%" PRId64, value);
}

void json_fixed(struct json *json, const char *name, double value)
{
    start(json, name);
    buf_printf(json->out, "%.2f", value);
}

void json_bool(struct json *json, const char *name, bool value)
{
    start(json, name);
    buf_add(json->out, value ? STR("true") : STR("false"));
}

void json_nothing(struct json *json, const char *name)
{
    start(json, name);
    buf_add(json->out, STR("null"));
}

void json_raw(struct json *json, const char *name, str value)
{
    start(json, name);
    buf_add(json->out, value);
}
