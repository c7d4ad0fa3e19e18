/* JSON: an object made of any octets is JSON for a foreign reader, with the members that went in, in order and of their
 * types; text that is valid UTF-8 comes back the same, other text octet by octet as U+0000 to U+00FF. JSON put in as it
 * is comes out as it is. No control character stands in it unescaped.
 *
 * Covers: src/base/json.c */
#include <jansson.h>

/* Both have a function of that name; only jansson's reader is wanted here. */
#define json_null our_json_null
#include "base/json.h"
#undef json_null

#include "fuzz.h"

static str octets_of(struct arena *arena, str utf8)
{
    char  *octets = arena_octets(arena, utf8.len);
    size_t count  = 0;

    for (size_t i = 0; i < utf8.len; i++) {
        unsigned char c = (unsigned char)utf8.ptr[i];

        HOLDS(c < 0x80 || c == 0xc2 || c == 0xc3);
        if (c >= 0x80)
            c = (unsigned char)((c & 0x03) << 6 | ((unsigned char)utf8.ptr[++i] & 0x3f));
        octets[count++] = (char)c;
    }
    return (str){ octets, count };
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE  arena = { 0 };
    BUF_SCOPE    out   = { 0 };
    struct json  json  = { .out = &out };
    json_error_t error;

    json_open_object(&json, NULL);
    json_str(&json, "text", input);
    json_open_array(&json, "list");
    json_int(&json, NULL, -5);
    json_str(&json, NULL, input);
    json_bool(&json, NULL, true);
    json_close_array(&json);
    json_cstr(&json, "no text", NULL);
    json_cstr(&json, "word", "\r\n\t\"\\");
    json_fixed(&json, "weight", (double)input.len / 4);
    json_nothing(&json, "nothing");
    json_raw(&json, "raw", STR("{\"a\":[1]}"));
    json_close_object(&json);

    HOLDS(!fuzz_has_control(buf_str(&out)) && !fuzz_has_c1(buf_str(&out)) && str_is_utf8(buf_str(&out)));

    json_t       *root = json_loadb(buf_str(&out).ptr, buf_len(&out), JSON_ALLOW_NUL, &error);
    const json_t *text = json_object_get(root, "text"), *list = json_object_get(root, "list");

    HOLDS(json_is_object(root) && json_is_string(text) && json_array_size(list) == 3);

    str back = { json_string_value(text), json_string_length(text) };

    HOLDS(str_equal(str_is_utf8(input) ? back : octets_of(&arena, back), input));
    HOLDS(json_equal(text, json_array_get(list, 1)));
    HOLDS(json_is_null(json_object_get(root, "no text")) && json_is_null(json_object_get(root, "nothing")));
    HOLDS(strcmp(json_string_value(json_object_get(root, "word")), "\r\n\t\"\\") == 0);
    HOLDS(json_real_value(json_object_get(root, "weight")) == (double)input.len / 4);
    HOLDS(json_array_size(json_object_get(json_object_get(root, "raw"), "a")) == 1);
    json_decref(root);
}
