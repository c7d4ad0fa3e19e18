/* The HTML tokenizer: any octets have tokens. They are read from the input in its order without a gap; names are in lower case,
 * attributes never repeat; what is made anew stays in proportion to the input; without SVG and MathML the usual reading is the one in
 * which raw text is raw everywhere. References replaced in a text that has none give the text itself.
 *
 * Covers: src/mail/html.c src/mail/html_entity.c */
#include "fuzz.h"

#include "mail/html.h"

enum { GROWTH = 4 };            /* "\0" becomes three octets; references and letters never become more than that */

static void check_tag(const struct html_token *t)
{
    HOLDS(t->name.len > 0);
    for (size_t i = 0; i < t->name.len; i++)
        HOLDS(!(t->name.ptr[i] >= 'A' && t->name.ptr[i] <= 'Z') && t->name.ptr[i] != '>' && t->name.ptr[i] != '\0');
    HOLDS(t->attribute_count <= HTML_ATTRIBUTES_MAX);
    HOLDS(t->attributes_dropped == 0 || t->attribute_count == HTML_ATTRIBUTES_MAX);
    for (size_t i = 0; i < t->attribute_count; i++) {
        HOLDS(t->attributes[i].name.len > 0 && !str_has_char(t->attributes[i].value, '\0'));
        HOLDS(str_equal(html_attribute(t, t->attributes[i].name, NULL), t->attributes[i].value));
    }
}

static void check_all(str input, enum html_reading reading, struct buf *story)
{
    ARENA_SCOPE       arena = { 0 };
    struct html       html;
    struct html_token t;
    size_t            at = 0, texts = 0;

    html_init(&html, input, &arena);
    html.reading = reading;
    while ((t = html_next(&html)).type != HTML_END) {
        HOLDS(fuzz_is_inside(t.source, input) && t.source.len > 0);
        HOLDS((size_t)(t.source.ptr - input.ptr) >= at);        /* only "</>" stands between tokens */
        HOLDS(((size_t)(t.source.ptr - input.ptr) - at) % 3 == 0);
        at = (size_t)(t.source.ptr - input.ptr) + t.source.len;
        if (t.type == HTML_START_TAG || t.type == HTML_END_TAG)
            check_tag(&t);
        texts += t.text.len;
        buf_printf(story, "%d %zu ", (int)t.type, t.attribute_count);
        buf_add(story, t.text);
        buf_add(story, t.name);
    }
    HOLDS(html.at == input.len && html.foreign_at <= input.len);
    HOLDS(!html.has_two_readings || (html.foreign_is_unclear && html.foreign_at < input.len && reading == HTML_AS_BROWSERS));
    HOLDS(texts <= GROWTH * input.len && arena.used <= GROWTH * input.len);
}

FUZZ_TARGET(input)
{
    BUF_SCOPE once = { 0 }, again = { 0 }, markup = { 0 }, plain = { 0 };
    uint64_t  references = 0;

    check_all(input, HTML_AS_BROWSERS, &once);
    check_all(input, HTML_ALL_RAW, &again);
    check_all(input, HTML_ALL_MARKUP, &markup);
    HOLDS(str_find_nocase(input, STR("<svg")) != STR_NOT_FOUND || str_find_nocase(input, STR("<math")) != STR_NOT_FOUND ||
          str_equal(buf_str(&once), buf_str(&again)));
    html_unescape(&plain, input, true, &references);
    HOLDS(buf_len(&plain) <= GROWTH * input.len);
    HOLDS(str_has_char(input, '&') || str_equal(buf_str(&plain), input));
}
