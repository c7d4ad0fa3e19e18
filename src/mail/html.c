#include "mail/html.h"

#include "base/ascii.h"
#include "mail/html_entity.h"

#define REPLACEMENT STR("\xef\xbf\xbd")

/* The blanks of the standard; a form feed is one, a vertical tab is none. */
static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static bool ends_tag_name(char c)
{
    return is_space(c) || c == '/' || c == '>';
}

/* ---- character references ("Character reference state" and what follows it) ---- */

/* Windows-1252, which numbers from 128 to 159 mean; 0 where it has nothing. */
static uint32_t windows_1252(uint32_t code)
{
    static const uint16_t meant[32] = {
        0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0,
        0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178,
    };

    return code >= 0x80 && code <= 0x9f && meant[code - 0x80] != 0 ? meant[code - 0x80] : code;
}

static void add_code_point(struct buf *out, uint32_t code)
{
    if (code < 0x80) {
        buf_add_char(out, (char)code);
    } else if (code < 0x800) {
        buf_add_char(out, (char)(0xc0 | code >> 6));
        buf_add_char(out, (char)(0x80 | (code & 0x3f)));
    } else if (code < 0x10000) {
        buf_add_char(out, (char)(0xe0 | code >> 12));
        buf_add_char(out, (char)(0x80 | (code >> 6 & 0x3f)));
        buf_add_char(out, (char)(0x80 | (code & 0x3f)));
    } else {
        buf_add_char(out, (char)(0xf0 | code >> 18));
        buf_add_char(out, (char)(0x80 | (code >> 12 & 0x3f)));
        buf_add_char(out, (char)(0x80 | (code >> 6 & 0x3f)));
        buf_add_char(out, (char)(0x80 | (code & 0x3f)));
    }
}

/* "&#65;" and "&#x41;", text behind the "&#". The number of octets read; 0 if there are no digits. */
static size_t numeric_reference(struct buf *out, str text, uint64_t *ascii_references)
{
    bool     hex  = text.len > 0 && (text.ptr[0] == 'x' || text.ptr[0] == 'X');
    size_t   at   = hex;
    uint32_t code = 0;

    for (; at < text.len && (hex ? ascii_hex(text.ptr[at]) >= 0 : ascii_is_digit(text.ptr[at])); at++)
        if (code <= 0x10ffff)
            code = code * (hex ? 16 : 10) + (uint32_t)ascii_hex(text.ptr[at]);
    if (at == (size_t)hex)
        return 0;
    if (at < text.len && text.ptr[at] == ';')
        at++;
    if (code == 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
        buf_add(out, REPLACEMENT);
    else
        add_code_point(out, windows_1252(code));
    *ascii_references += code < 0x80 && ascii_is_alnum((char)code);
    return at;
}

/* "&amp;", text behind the "&". In an attribute a name without ";" is none if it goes on: "?a=1&copy=2" is an address. */
static size_t named_reference(struct buf *out, str text, bool as_attribute)
{
    str name, value;

    if (!html_entity_find(text, &name, &value))
        return 0;
    if (as_attribute && name.ptr[name.len - 1] != ';' && name.len < text.len &&
        (text.ptr[name.len] == '=' || ascii_is_alnum(text.ptr[name.len])))
        return 0;
    buf_add(out, value);
    return name.len;
}

void html_unescape(struct buf *out, str text, bool as_attribute, uint64_t *ascii_references)
{
    while (text.len > 0) {
        ptrdiff_t at   = str_find_char(text, '&');
        size_t    read = 0;

        if (at == STR_NOT_FOUND) {
            buf_add(out, text);
            return;
        }
        buf_add(out, str_slice(text, 0, (size_t)at));
        text = str_from(text, (size_t)at + 1);
        if (text.len > 0 && text.ptr[0] == '#') {
            read = numeric_reference(out, str_from(text, 1), ascii_references);
            read += read > 0;
        } else {
            read = named_reference(out, text, as_attribute);
        }
        if (read == 0)
            buf_add_char(out, '&');
        text = str_from(text, read);
    }
}

/* ---- text that is not quite what the input has ---- */

enum change { KEEP_REFERENCES = 0, REFERENCES = 1, ATTRIBUTE = 2, NUL_STAYS = 4, LOWER = 8 };

/* CR LF and CR are line ends; NUL becomes U+FFFD where the standard wants it so. */
static void add_normalized(struct buf *out, str text, unsigned change)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];

        if (c == '\r') {
            buf_add_char(out, '\n');
            i += i + 1 < text.len && text.ptr[i + 1] == '\n';
        } else if (c == '\0' && (change & NUL_STAYS) == 0) {
            buf_add(out, REPLACEMENT);
        } else {
            buf_add_char(out, change & LOWER ? ascii_lower(c) : c);
        }
    }
}

static bool has_upper(str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (ascii_is_upper(text.ptr[i]))
            return true;
    return false;
}

/* The slice itself if nothing in it has to change. Line ends first: a reference to CR is a CR. */
static str cooked(struct html *html, str text, unsigned change)
{
    bool      refers = (change & REFERENCES) != 0 && str_has_char(text, '&');
    BUF_SCOPE normal = { 0 }, out = { 0 };

    if (!refers && !str_has_char(text, '\r') && !((change & NUL_STAYS) == 0 && str_has_char(text, '\0')) &&
        !((change & LOWER) != 0 && has_upper(text)))
        return text;
    add_normalized(&normal, text, change);
    if (!refers)
        return arena_str(html->arena, buf_str(&normal));
    html_unescape(&out, buf_str(&normal), (change & ATTRIBUTE) != 0, &html->references);
    return arena_str(html->arena, buf_str(&out));
}

/* ---- tags ---- */

static bool at_end(const struct html *html) { return html->at == html->input.len; }
static char here(const struct html *html)   { return html->input.ptr[html->at]; }

static void skip_spaces(struct html *html)
{
    while (!at_end(html) && is_space(here(html)))
        html->at++;
}

/* From at up to the first of the characters for which ends holds, or the end. */
static str take_until(struct html *html, bool (*ends)(char))
{
    size_t from = html->at;

    while (!at_end(html) && !ends(here(html)))
        html->at++;
    return str_slice(html->input, from, html->at);
}

static bool ends_attribute_name(char c) { return ends_tag_name(c) || c == '='; }
static bool ends_unquoted(char c)       { return is_space(c) || c == '>'; }
static bool ends_single(char c)         { return c == '\''; }
static bool ends_double(char c)         { return c == '"'; }

/* Behind "=": the value; html->at is behind its closing quote. */
static str attribute_value(struct html *html)
{
    str value;

    skip_spaces(html);
    if (at_end(html) || here(html) == '>')
        return (str){ 0 };
    if (here(html) != '"' && here(html) != '\'')
        return take_until(html, ends_unquoted);
    html->at++;
    value = take_until(html, html->input.ptr[html->at - 1] == '"' ? ends_double : ends_single);
    html->at += !at_end(html);
    return value;
}

/* A name may begin with "=", which is a mistake that has to be taken as it is. */
static str attribute_name(struct html *html)
{
    size_t from = html->at++;

    (void)take_until(html, ends_attribute_name);
    return str_slice(html->input, from, html->at);
}

static void keep_attribute(struct html *html, struct html_token *tag, str name, str value)
{
    name = cooked(html, name, LOWER);
    for (size_t i = 0; i < tag->attribute_count; i++)
        if (str_equal(html->attributes[i].name, name))
            return;                     /* the first one counts */
    if (tag->attribute_count == HTML_ATTRIBUTES_MAX)
        tag->attributes_dropped++;
    else
        html->attributes[tag->attribute_count++] = (struct html_attribute){ name, cooked(html, value, REFERENCES | ATTRIBUTE) };
}

/* Everything behind a tag's name up to its ">", which is read too; false at the end of the input. */
static bool read_attributes(struct html *html, struct html_token *tag)
{
    for (;;) {
        str name, value = { 0 };

        skip_spaces(html);
        if (at_end(html))
            return false;
        if (here(html) == '>') {
            html->at++;
            return true;
        }
        if (here(html) == '/') {
            html->at++;
            tag->self_closing = !at_end(html) && here(html) == '>';
            continue;
        }
        name = attribute_name(html);
        skip_spaces(html);
        if (!at_end(html) && here(html) == '=') {
            html->at++;
            value = attribute_value(html);
            if (at_end(html))
                return false;
        }
        keep_attribute(html, tag, name, value);
    }
}

static const struct { str name; enum html_content content; } raw_elements[] = {
    { STR_INIT("title"), HTML_RCDATA }, { STR_INIT("textarea"), HTML_RCDATA }, { STR_INIT("style"), HTML_RAW_TEXT },
    { STR_INIT("xmp"), HTML_RAW_TEXT }, { STR_INIT("iframe"), HTML_RAW_TEXT }, { STR_INIT("noembed"), HTML_RAW_TEXT },
    { STR_INIT("noframes"), HTML_RAW_TEXT }, { STR_INIT("script"), HTML_SCRIPT }, { STR_INIT("plaintext"), HTML_PLAIN_TEXT },
};

/* Without scripts, as in every mail client, <noscript> is markup like any other. */
static void choose_content(struct html *html, const struct html_token *tag)
{
    for (size_t i = 0; i < sizeof raw_elements / sizeof *raw_elements; i++)
        if (str_equal(tag->name, raw_elements[i].name)) {
            html->content  = raw_elements[i].content;
            html->raw_name = raw_elements[i].name;
        }
}

/* ---- SVG and MathML ("The rules for parsing tokens in foreign content") ---- */

static bool is_among(str name, const str *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(name, names[i]))
            return true;
    return false;
}

static const str foreign_roots[] = { STR_INIT("svg"), STR_INIT("math") };

/* Inside of these HTML may stand again. */
static const str integration_points[] = {
    STR_INIT("foreignobject"), STR_INIT("desc"), STR_INIT("title"), STR_INIT("annotation-xml"), STR_INIT("mi"), STR_INIT("mo"),
    STR_INIT("mn"), STR_INIT("ms"), STR_INIT("mtext"),
};

static const str breakouts[] = {
    STR_INIT("b"), STR_INIT("big"), STR_INIT("blockquote"), STR_INIT("body"), STR_INIT("br"), STR_INIT("center"), STR_INIT("code"),
    STR_INIT("dd"), STR_INIT("div"), STR_INIT("dl"), STR_INIT("dt"), STR_INIT("em"), STR_INIT("embed"), STR_INIT("h1"), STR_INIT("h2"),
    STR_INIT("h3"), STR_INIT("h4"), STR_INIT("h5"), STR_INIT("h6"), STR_INIT("head"), STR_INIT("hr"), STR_INIT("i"), STR_INIT("img"),
    STR_INIT("li"), STR_INIT("listing"), STR_INIT("menu"), STR_INIT("meta"), STR_INIT("nobr"), STR_INIT("ol"), STR_INIT("p"),
    STR_INIT("pre"), STR_INIT("ruby"), STR_INIT("s"), STR_INIT("small"), STR_INIT("span"), STR_INIT("strong"), STR_INIT("strike"),
    STR_INIT("sub"), STR_INIT("sup"), STR_INIT("table"), STR_INIT("tt"), STR_INIT("u"), STR_INIT("ul"), STR_INIT("var"),
};

static bool breaks_out(const struct html_token *tag)
{
    static const str of_font[] = { STR_INIT("color"), STR_INIT("face"), STR_INIT("size") };

    if (tag->type == HTML_END_TAG)
        return str_equal(tag->name, STR("br")) || str_equal(tag->name, STR("p"));
    for (size_t i = 0; i < tag->attribute_count && str_equal(tag->name, STR("font")); i++)
        if (is_among(tag->attributes[i].name, of_font, ARRAY_LEN(of_font)))
            return true;
    return is_among(tag->name, breakouts, ARRAY_LEN(breakouts));
}

/* True if rest begins with "</", the name and what ends a name. */
static bool is_end_tag_of(str rest, str name)
{
    return str_starts(rest, STR("</")) && str_starts_nocase(str_from(rest, 2), name) && rest.len > 2 + name.len &&
           ends_tag_name(rest.ptr[2 + name.len]);
}

/* A raw element whose text holds more than text is another thing inside of a drawing than outside. */
static void note_raw_element(struct html *html, const struct html_token *tag)
{
    str       rest = str_from(html->input, html->at);
    ptrdiff_t next = str_find_char(rest, '<');

    for (size_t i = 0; i < ARRAY_LEN(raw_elements) && html->foreign_is_unclear; i++)
        if (str_equal(tag->name, raw_elements[i].name))
            html->has_two_readings |= next != STR_NOT_FOUND && !is_end_tag_of(str_from(rest, (size_t)next), tag->name);
}

static void follow_foreign(struct html *html, struct html_token *tag, size_t from)
{
    bool is_root = is_among(tag->name, foreign_roots, ARRAY_LEN(foreign_roots));

    if (html->reading != HTML_AS_BROWSERS)
        return;
    if (tag->type == HTML_START_TAG)
        note_raw_element(html, tag);
    if (html->foreign.len > 0 && breaks_out(tag)) {
        tag->leaves_foreign = true;
        html->foreign       = (str){ 0 };
    } else if (tag->type == HTML_END_TAG) {
        html->foreign = str_equal(tag->name, html->foreign) ? (str){ 0 } : html->foreign;
    } else if (html->foreign.len > 0 && !tag->self_closing) {
        html->foreign_is_unclear |= is_root || is_among(tag->name, integration_points, ARRAY_LEN(integration_points));
    } else if (is_root && !tag->self_closing) {
        html->foreign    = tag->name;
        html->foreign_at = from < html->foreign_at ? from : html->foreign_at;
    }
}

/* At the first letter of its name. */
static struct html_token read_tag(struct html *html, enum html_token_type type, size_t from)
{
    struct html_token tag = { .type = type, .attributes = html->attributes };

    tag.name = cooked(html, take_until(html, ends_tag_name), LOWER);
    if (!read_attributes(html, &tag))
        return (struct html_token){ .type = HTML_END, .source = str_from(html->input, from) };
    if (type == HTML_END_TAG)
        tag = (struct html_token){ .type = HTML_END_TAG, .name = tag.name };
    follow_foreign(html, &tag, from);
    if (type == HTML_START_TAG && html->foreign.len == 0 && html->reading != HTML_ALL_MARKUP)
        choose_content(html, &tag);
    tag.source = str_slice(html->input, from, html->at);
    return tag;
}

/* ---- comments ---- */

/* Up to ">" or the end. */
static struct html_token read_bogus_comment(struct html *html, enum html_token_type type, size_t from)
{
    ptrdiff_t end  = str_find_char(str_from(html->input, html->at), '>');
    str       text = str_from(html->input, html->at);

    if (end != STR_NOT_FOUND)
        text = str_slice(text, 0, (size_t)end);
    html->at += text.len + (end != STR_NOT_FOUND);
    return (struct html_token){ .type = type, .text = cooked(html, text, 0), .source = str_slice(html->input, from, html->at) };
}

/* What stands at the end of a comment that the input breaks off is taken for the beginning of its end. */
static str without_broken_end(str text)
{
    if (text.len >= 3 && str_equal(str_from(text, text.len - 3), STR("--!")))
        return str_slice(text, 0, text.len - 3);
    for (int dashes = 0; dashes < 2 && text.len > 0 && text.ptr[text.len - 1] == '-'; dashes++)
        text.len--;
    return text;
}

/* Behind "<!--": up to "-->" or "--!>". "<!-->" and "<!--->" are whole comments. */
static struct html_token read_comment(struct html *html, size_t from)
{
    str    rest = str_from(html->input, html->at);
    str    text = without_broken_end(rest);
    size_t read = rest.len;

    if (str_starts(rest, STR(">")) || str_starts(rest, STR("->"))) {
        text = (str){ 0 };
        read = rest.ptr[0] == '>' ? 1 : 2;
    } else {
        str left = rest;

        for (ptrdiff_t at; (at = str_find(left, STR("--"))) != STR_NOT_FOUND; left = str_from(left, (size_t)at + 1)) {
            str    behind = str_from(left, (size_t)at + 2);
            size_t end    = str_starts(behind, STR(">")) ? 1 : str_starts(behind, STR("!>")) ? 2 : 0;

            if (end > 0) {
                text = str_slice(rest, 0, (size_t)(left.ptr - rest.ptr) + (size_t)at);
                read = text.len + 2 + end;
                break;
            }
        }
    }
    html->at += read;
    return (struct html_token){ .type = HTML_COMMENT, .text = cooked(html, text, 0), .source = str_slice(html->input, from, html->at) };
}

/* Behind "<![CDATA[": text up to "]]>" or the end. */
static struct html_token read_cdata(struct html *html, size_t from)
{
    str       rest = str_from(html->input, html->at);
    ptrdiff_t end  = str_find(rest, STR("]]>"));
    str       text = end == STR_NOT_FOUND ? rest : str_slice(rest, 0, (size_t)end);

    html->at += text.len + (end == STR_NOT_FOUND ? 0 : 3);
    return (struct html_token){ .type   = HTML_TEXT,
                                .text   = cooked(html, text, NUL_STAYS),
                                .source = str_slice(html->input, from, html->at) };
}

/* Behind "<!". CDATA is none outside of SVG and MathML. */
static struct html_token read_declaration(struct html *html, size_t from)
{
    str rest = str_from(html->input, html->at);

    if (html->foreign.len > 0 && str_starts(rest, STR("[CDATA["))) {
        html->at += STR("[CDATA[").len;
        return read_cdata(html, from);
    }

    if (str_starts(rest, STR("--"))) {
        html->at += 2;
        return read_comment(html, from);
    }
    if (str_starts_nocase(rest, STR("doctype"))) {
        html->at += STR("doctype").len;
        return read_bogus_comment(html, HTML_DOCTYPE, from);
    }
    return read_bogus_comment(html, HTML_COMMENT, from);
}

/* ---- text ---- */

static struct html_token text_token(struct html *html, size_t from, unsigned change)
{
    str source = str_slice(html->input, from, html->at);

    return (struct html_token){ .type = HTML_TEXT, .text = cooked(html, source, change), .source = source };
}

/* True if "<" at this place begins more than text. */
static bool begins_markup(str rest)
{
    if (rest.len < 2)
        return false;
    if (rest.ptr[1] == '/')
        return rest.len > 2;            /* "</" at the end is text */
    return ascii_is_alpha(rest.ptr[1]) || rest.ptr[1] == '!' || rest.ptr[1] == '?';
}

static struct html_token read_markup_text(struct html *html)
{
    size_t from = html->at;

    do {
        ptrdiff_t open = str_find_char(str_from(html->input, html->at + 1), '<');

        html->at = open == STR_NOT_FOUND ? html->input.len : html->at + 1 + (size_t)open;
    } while (!at_end(html) && !begins_markup(str_from(html->input, html->at)));
    return text_token(html, from, REFERENCES | NUL_STAYS);
}

static struct html_token read_markup(struct html *html)
{
    size_t from = html->at;
    str    rest = str_from(html->input, from);

    if (rest.ptr[0] != '<' || !begins_markup(rest))
        return read_markup_text(html);
    html->at += 2;
    if (rest.ptr[1] == '!')
        return read_declaration(html, from);
    if (rest.ptr[1] == '?') {
        html->at--;                     /* the "?" belongs to the comment */
        return read_bogus_comment(html, HTML_COMMENT, from);
    }
    if (rest.ptr[1] != '/') {
        html->at--;
        return read_tag(html, HTML_START_TAG, from);
    }
    if (ascii_is_alpha(rest.ptr[2]))
        return read_tag(html, HTML_END_TAG, from);
    return read_bogus_comment(html, HTML_COMMENT, from);
}

static bool is_word_of(str rest, str word)
{
    return str_starts_nocase(rest, word) && rest.len > word.len && ends_tag_name(rest.ptr[word.len]);
}

/* Where the text of a script ends: at its end tag, but not at one inside "<!-- <script> ... </script>" ("Script data double
 * escaped state"). */
static size_t end_of_script(str rest)
{
    enum { PLAIN, ESCAPED, DOUBLE_ESCAPED } how = PLAIN;
    size_t i = 0;

    while (i < rest.len) {
        str at = str_from(rest, i);

        if (how == PLAIN && str_starts(at, STR("<!--"))) {
            how = ESCAPED;
            i += 2;                     /* its dashes may already be those of "-->" */
        } else if (how != PLAIN && str_starts(at, STR("-->"))) {
            how = PLAIN;
            i += 3;
        } else if (how != DOUBLE_ESCAPED && is_end_tag_of(at, STR("script"))) {
            return i;
        } else if (how == ESCAPED && at.ptr[0] == '<' && is_word_of(str_from(at, 1), STR("script"))) {
            how = DOUBLE_ESCAPED;
            i += STR("<script").len + 1;
        } else if (how == DOUBLE_ESCAPED && is_end_tag_of(at, STR("script"))) {
            how = ESCAPED;
            i += STR("</script").len + 1;
        } else {
            i++;
        }
    }
    return rest.len;
}

static size_t end_of_raw_text(str rest, str name)
{
    size_t from = 0;

    for (ptrdiff_t at; (at = str_find(str_from(rest, from), STR("</"))) != STR_NOT_FOUND; from += (size_t)at + 2)
        if (is_end_tag_of(str_from(rest, from + (size_t)at), name))
            return from + (size_t)at;
    return rest.len;
}

/* Inside an element that has text only; html->at may already be at its end tag. */
static struct html_token read_raw(struct html *html)
{
    str    rest = str_from(html->input, html->at);
    size_t from = html->at, len = rest.len;

    if (html->content == HTML_SCRIPT)
        len = end_of_script(rest);
    else if (html->content != HTML_PLAIN_TEXT)
        len = end_of_raw_text(rest, html->raw_name);
    if (len == 0) {
        html->content = HTML_MARKUP;
        html->at += 2;
        return read_tag(html, HTML_END_TAG, from);
    }
    html->at += len;
    return text_token(html, from, html->content == HTML_RCDATA ? REFERENCES : 0);
}

void html_init(struct html *html, str input, struct arena *arena)
{
    html->input      = input;
    html->at         = 0;
    html->arena      = arena;
    html->content    = HTML_MARKUP;
    html->raw_name   = (str){ 0 };
    html->references = 0;
    html->foreign    = (str){ 0 };
    html->foreign_at = input.len;
    html->foreign_is_unclear = html->has_two_readings = false;
    html->reading = HTML_AS_BROWSERS;
}

struct html_token html_next(struct html *html)
{
    if (html->content == HTML_MARKUP)
        while (str_starts(str_from(html->input, html->at), STR("</>")))
            html->at += 3;              /* is nothing */
    if (at_end(html))
        return (struct html_token){ .type = HTML_END };
    return html->content == HTML_MARKUP ? read_markup(html) : read_raw(html);
}

str html_attribute(const struct html_token *token, str name, bool *found)
{
    for (size_t i = 0; i < token->attribute_count; i++)
        if (str_equal(token->attributes[i].name, name)) {
            if (found != NULL)
                *found = true;
            return token->attributes[i].value;
        }
    if (found != NULL)
        *found = false;
    return (str){ 0 };
}
