#include "auth/dmarc/fixture_test.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "base/json.h"
#include "dns/zone.h"
#include "unit.h"

/* "NAME  TEXT" to the name asked of DNS, and the text. False after the last line. */
static bool next_line(struct arena *arena, str *rest, str *name, str *text)
{
    str line;

    while (str_cut(rest, '\n', &line)) {
        str word;

        line = str_trim(line);
        if (!str_cut(&line, ' ', &word))
            continue;
        *name = str_skip_prefix(&word, STR("@")) ? word : arena_printf(arena, "_dmarc.%.*s", STR_ARG(word));
        *text = str_trim(line);
        return true;
    }
    return false;
}

static bool is_state(str text)
{
    bool upper = text.len > 0;

    for (size_t i = 0; i < text.len; i++)
        upper &= ascii_is_upper(text.ptr[i]);
    return upper;
}

/* All lines of one name, from its first on. */
static void write_name(struct json *json, struct arena *arena, str name, str text, str rest)
{
    bool is_record = str_starts(name, STR("_dmarc."));

    json_open_object(json, arena_cstr(arena, name));
    if (is_state(text)) {
        json_str(json, is_record ? "TXT" : "*", text);
    } else {
        str other;

        json_open_array(json, is_record ? "TXT" : "A");
        do {
            if (is_record)
                json_open_array(json, NULL);
            json_str(json, NULL, text);
            if (is_record)
                json_close_array(json);
        } while (next_line(arena, &rest, &other, &text) && str_equal(other, name));
        json_close_array(json);
    }
    json_close_object(json);
}

struct zone *fixture_zone(struct arena *arena, const char *lines)
{
    BUF_SCOPE   out  = { 0 };
    struct json json = { .out = &out };
    str         rest = str_of(lines), name, text, last = { 0 }, error = { 0 };

    json_open_object(&json, NULL);
    while (next_line(arena, &rest, &name, &text)) {
        if (!str_equal(name, last))
            write_name(&json, arena, name, text, rest);
        last = name;
    }
    json_close_object(&json);
    struct zone *zone = zone_load(arena_str(arena, buf_str(&out)), arena, &error);

    CHECK_STR(error, STR(""));
    ASSERT(zone != NULL);
    return zone;
}
