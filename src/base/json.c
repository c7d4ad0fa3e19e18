#include "base/json.h"

#include <string.h>

#include "base/base64.h"
#include "base/eight.h"

static uint64_t plain_of(uint64_t eight)
{
    return eight_between(eight, ' ', '~') & ~eight_equal(eight, '"') & ~eight_equal(eight, '\\');
}

/* How many octets at the start of s stand for themselves whatever the rest is. */
static size_t count_plain(str s)
{
    for (size_t i = 0; i < s.len; i += 8) {
        size_t plain = eight_before(plain_of(eight_at(s, i)) ^ EIGHT_ALL);      /* zeros behind the end are none */

        if (plain < 8)
            return i + plain;
    }
    return s.len;
}

static void write_octet(struct buf *out, unsigned char c)
{
    switch (c) {
    case '"':  buf_add(out, STR("\\\"")); return;
    case '\\': buf_add(out, STR("\\\\")); return;
    case '\n': buf_add(out, STR("\\n")); return;
    case '\r': buf_add(out, STR("\\r")); return;
    case '\t': buf_add(out, STR("\\t")); return;
    default:   buf_printf(out, "\\u%04x", c); return;
    }
}

/* U+0080 to U+009F at the start of UTF-8: among them one that moves the cursor of a terminal. */
static bool starts_with_c1(str s)
{
    return s.len > 1 && s.ptr[0] == '\xc2' && (unsigned char)s.ptr[1] < 0xa0;
}

static void write_string(struct buf *out, str s)
{
    bool utf8 = false, is_checked = false;

    buf_add_char(out, '"');
    for (;;) {
        size_t plain = count_plain(s);

        buf_add(out, str_slice(s, 0, plain));
        s = str_from(s, plain);
        if (s.len == 0)
            break;
        if (!is_checked)                /* what has gone out is ASCII: the rest is UTF-8 if the whole is */
            utf8 = str_is_utf8(s);
        is_checked = true;
        if (utf8 && starts_with_c1(s)) {
            s = str_from(s, 1);         /* its second octet is the number of the character */
            write_octet(out, (unsigned char)s.ptr[0]);
        } else if (utf8 && (s.ptr[0] & 0x80) != 0) {
            buf_add_char(out, s.ptr[0]);
        } else {
            write_octet(out, (unsigned char)s.ptr[0]);
        }
        s = str_from(s, 1);
    }
    buf_add_char(out, '"');
}

/* A name is a word of ours, with nothing in it to be escaped. */
static void write_name(struct buf *out, str name)
{
    char *at = buf_reserve(out, name.len + 3);

    at[0] = '"';
    memcpy(at + 1, name.ptr, name.len);
    at[name.len + 1] = '"';
    at[name.len + 2] = ':';
    buf_commit(out, name.len + 3);
}

static void start(struct json *json, const char *name)
{
    if (json->need_comma)
        buf_add_char(json->out, ',');
    json->need_comma = true;
    if (name != NULL)
        write_name(json->out, str_of(name));
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

void json_exact(struct json *json, const char *name, str value, struct arena *arena)
{
    if (str_is_utf8(value)) {
        json_str(json, name, value);
        return;
    }
    json_open_object(json, name);
    json_str(json, "base64", base64_encode(arena, value));
    json_close_object(json);
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
    buf_add_int(json->out, value);
}

void json_fixed(struct json *json, const char *name, double value)
{
    start(json, name);
    buf_add_fixed(json->out, value);
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

str json_octets(struct arena *arena, str utf8)
{
    char  *octets = arena_octets(arena, utf8.len);
    size_t count  = 0;

    for (size_t i = 0; i < utf8.len; i++) {
        unsigned char c = (unsigned char)utf8.ptr[i];

        if (c > 0xc3)           /* leads a character above U+00FF */
            return arena_str(arena, utf8);
        if (c >= 0xc2)
            c = (unsigned char)((c & 0x03) << 6 | ((unsigned char)utf8.ptr[++i] & 0x3f));
        octets[count++] = (char)c;
    }
    return (str){ octets, count };
}
