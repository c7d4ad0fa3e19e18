/* Log lines: whatever a stranger's words are, an event is one line that ends with its only line end and holds no other
 * control octet; as JSON a foreign reader finds the same fields; as words it is printable ASCII and each field begins
 * with its name.
 *
 * Covers: src/base/log.c */
#include <jansson.h>

/* Both have a function of that name; only jansson's reader is wanted here. */
#define json_null our_json_null
#include "base/log.h"
#undef json_null

#include "fuzz.h"

static void write_line(struct buf *out, bool as_json, str text, const str *items, size_t count)
{
    struct log_line line = log_begin(out, as_json, 1700000000123, "verdict");

    log_str(&line, "text", text);
    log_cstr(&line, "word", "accept");
    log_int(&line, "number", -7);
    log_fixed(&line, "score", 2.5);
    log_list(&line, "list", items, count);
    log_end(&line);
}

static void check_one_line(str line)
{
    HOLDS(line.len > 0 && line.ptr[line.len - 1] == '\n');
    HOLDS(!fuzz_has_control(str_slice(line, 0, line.len - 1)) && !fuzz_has_c1(line) && str_is_utf8(line));
}

FUZZ_TARGET(input)
{
    BUF_SCOPE    as_json  = { 0 }, as_words = { 0 };
    str          first    = fuzz_take_line(&input), items[] = { first, input };
    json_error_t error;

    write_line(&as_json, true, input, items, ARRAY_LEN(items));
    write_line(&as_words, false, input, items, ARRAY_LEN(items));
    check_one_line(buf_str(&as_json));
    check_one_line(buf_str(&as_words));

    json_t *root = json_loadb(buf_str(&as_json).ptr, buf_len(&as_json), JSON_ALLOW_NUL, &error);

    HOLDS(json_is_object(root) && (json_object_get(root, "text") != NULL) == (input.len > 0));
    HOLDS(json_array_size(json_object_get(root, "list")) == ARRAY_LEN(items));
    HOLDS(json_integer_value(json_object_get(root, "number")) == -7);
    json_decref(root);
    HOLDS(str_find(buf_str(&as_words), STR(" number=-7 ")) != STR_NOT_FOUND);
    HOLDS((str_find(buf_str(&as_words), STR(" text=")) != STR_NOT_FOUND) >= (input.len > 0));
}
