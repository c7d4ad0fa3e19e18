/* Parts of plain text, and of calendars: what they show, and the links that are written out in them. */
#include "base/ascii.h"
#include "base/domain.h"
#include "detect/content_reader.h"
#include "mail/url_scan.h"

/* Names whose ending exists, and those that examples have (RFC 2606). */
static bool host_exists(const void *context, str host)
{
    const struct suffixes *suffixes    = context;
    str                    registrable = suffix_registrable(suffixes, host);

    return registrable.len > 0 && (suffix_is_known(suffixes, registrable) || domain_is_or_below(host, STR("example")));
}

void content_add_written_links(struct content_reader *reader, str text)
{
    for (str rest = text, written; url_scan(&rest, host_exists, reader->options->suffixes, &written); ) {
        struct draft_link *draft;
        str                whole = written;

        if (!url_scan_has_scheme(written))
            whole = arena_join(reader->arena, (str[]){ STR("http://"), written }, 2, (str){ 0 });
        draft = content_add_link(reader, LINK_TEXT, whole, NULL, reader->place == SEEN_TEXT);
        if (draft != NULL)
            draft->link->shown = written;
    }
}

void content_read_plain(struct content_reader *reader, str text)
{
    if (reader->place != SEEN_NOWHERE)
        seen_text_add(&reader->texts[reader->place], text, GAP_LINE);
    content_add_written_links(reader, text);
}

/* ---- calendars (RFC 5545) ---- */

/* A property over several lines as one (§3.1), moved out of *rest. */
static bool take_property(struct arena *arena, str *rest, str *property)
{
    BUF_SCOPE unfolded = { 0 };
    str       line;

    if (!str_cut(rest, '\n', &line))
        return false;
    *property = str_trim_right(line);
    if (rest->len == 0 || !ascii_is_wsp(rest->ptr[0]))
        return true;
    buf_add(&unfolded, *property);
    while (rest->len > 0 && ascii_is_wsp(rest->ptr[0]) && str_cut(rest, '\n', &line))
        buf_add(&unfolded, str_trim_right(str_from(line, 1)));
    *property = arena_str(arena, buf_str(&unfolded));
    return true;
}

/* "\n", "\,", "\;" and "\\" of a text (§3.3.11). */
static str unescaped(struct arena *arena, str value)
{
    char  *out = arena_octets(arena, value.len);
    size_t len = 0;

    for (size_t i = 0; i < value.len; i++) {
        if (value.ptr[i] == '\\' && i + 1 < value.len) {
            i++;
            out[len++] = ascii_lower(value.ptr[i]) == 'n' ? '\n' : value.ptr[i];
        } else {
            out[len++] = value.ptr[i];
        }
    }
    return (str){ out, len };
}

/* The properties that a person is shown. */
static bool is_shown(str name)
{
    static const str names[] = { STR_INIT("summary"), STR_INIT("location"), STR_INIT("description"), STR_INIT("comment") };

    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_equal_nocase(name, names[i]))
            return true;
    return false;
}

/* "DESCRIPTION;LANGUAGE=en:text": the name, and what is behind the first ":" outside of quotes. */
static bool split_property(str property, str *name, str *value)
{
    bool   quoted = false;
    size_t colon = 0, name_len = 0;

    while (colon < property.len && (quoted || property.ptr[colon] != ':'))
        quoted ^= property.ptr[colon++] == '"';
    if (colon == property.len)
        return false;
    while (property.ptr[name_len] != ':' && property.ptr[name_len] != ';')
        name_len++;
    *name  = str_slice(property, 0, name_len);
    *value = str_from(property, colon + 1);
    return true;
}

void content_read_calendar(struct content_reader *reader, str text)
{
    for (str property, name, value; take_property(reader->arena, &text, &property); ) {
        if (!split_property(property, &name, &value))
            continue;
        value = unescaped(reader->arena, value);
        if (is_shown(name) && reader->place != SEEN_NOWHERE) {
            seen_text_add(&reader->texts[reader->place], value, GAP_LINE);
            seen_text_gap(&reader->texts[reader->place], GAP_LINE);
        }
        content_add_written_links(reader, value);
    }
}
