/* An HTML part: what it shows, and every link in it. */
#include "base/ascii.h"
#include "detect/content_reader.h"
#include "detect/style.h"
#include "mail/html_open.h"

enum { TRACKER_EXTENT = 2, SRCSET_MAX = 8, BASE_PATH_MAX_OCTETS = 2048 };

struct document {
    struct content_reader *reader;
    struct html_open       open;
    struct url             base;
    bool                   has_base, base_was_set;
    bool                   sheets_overrule;     /* a style sheet has rules that an element's own style does not beat */
    bool                   in_sheet, in_script; /* the text that comes next is not shown */
    size_t                 anchor;              /* the draft link whose text is being read, plus 1 */
    str                    anchor_name;         /* of the element that it is of */
    size_t                 first_link;          /* of the document */
};

static bool is_named(const struct html_token *tag, str name)
{
    return str_equal(tag->name, name);
}

/* Where text goes that stands here. */
static enum seen_place place_of(const struct document *doc)
{
    return html_open_state(&doc->open) == 0 || doc->reader->place != SEEN_TEXT ? doc->reader->place : SEEN_HIDDEN;
}

static bool counts(const struct document *doc)
{
    return doc->reader->place == SEEN_TEXT;
}

/* ---- links ---- */

/* "//host/" with no base to take its scheme from: programs that show mail in a web page have one. */
static const struct url web_base = { .scheme = STR_INIT("https"), .is_special = true };

static bool begins_with_host(str written)
{
    return written.len > 2 && str_has_char(STR("/\\"), written.ptr[0]) && str_has_char(STR("/\\"), written.ptr[1]);
}

static struct draft_link *add_link(struct document *doc, enum link_place place, str written)
{
    const struct url *base = doc->has_base ? &doc->base : begins_with_host(str_trim(written)) ? &web_base : NULL;

    return content_add_link(doc->reader, place, written, base, place_of(doc) == SEEN_TEXT);
}

static void end_anchor(struct document *doc)
{
    struct draft_link *draft;

    if (doc->anchor == 0)
        return;
    draft       = &doc->reader->links[doc->anchor - 1];
    draft->to   = content_text_len(doc->reader, draft->where);
    doc->anchor = 0;
}

static void begin_anchor(struct document *doc, str element, struct draft_link *draft)
{
    end_anchor(doc);
    if (draft == NULL)
        return;
    draft->where     = place_of(doc);
    draft->from      = content_text_len(doc->reader, draft->where);
    draft->to        = draft->from;
    doc->anchor      = (size_t)(draft - doc->reader->links) + 1;
    doc->anchor_name = element;
}

/* "a.png 1x, b.png 2x": commas part, blanks end an address. */
static void add_srcset(struct document *doc, str set)
{
    str candidate;

    for (int i = 0; i < SRCSET_MAX && str_cut(&set, ',', &candidate); i++) {
        size_t len = 0;

        candidate = str_trim(candidate);
        while (len < candidate.len && !ascii_is_blank(candidate.ptr[len]))
            len++;
        (void)add_link(doc, LINK_IMAGE, str_slice(candidate, 0, len));
    }
}

/* What is behind the seconds, and what parts it from them. */
static str behind_time(str content)
{
    const str time = STR("0123456789.;, \t\r\n");
    size_t    at   = 0;

    while (at < content.len && str_has_char(time, content.ptr[at]))
        at++;
    return str_from(content, at);
}

/* "0; url=https://...", or without "url=" ("Shared declarative refresh steps"). */
static void add_refresh(struct document *doc, str content)
{
    str rest = behind_time(content), value;

    if (str_starts_nocase(rest, STR("url"))) {
        value = str_trim(str_from(rest, 3));
        if (str_skip_prefix(&value, STR("=")))
            rest = str_trim(value);
    }
    if (rest.len > 0 && (rest.ptr[0] == '"' || rest.ptr[0] == '\'')) {
        ptrdiff_t end = str_find_char(str_from(rest, 1), rest.ptr[0]);

        rest = str_slice(rest, 1, end == STR_NOT_FOUND ? rest.len : (size_t)end + 1);
    }
    (void)add_link(doc, LINK_REFRESH, rest);
}

/* A base counts for the links before it, too: they are read when they are clicked on. */
static void resolve_again(struct document *doc)
{
    for (size_t i = doc->first_link; i < doc->reader->link_count; i++)
        if (doc->reader->links[i].link->result == URL_RELATIVE)
            content_resolve_link(doc->reader, doc->reader->links[i].link, &doc->base);
}

/* Each relative link gets a copy of the base's path. One longer than any honest one goes: where links lead stays true. */
static void set_base(struct document *doc, str href)
{
    struct url base;

    if (doc->base_was_set || href.len == 0)
        return;
    doc->base_was_set = true;
    if (url_parse(doc->reader->options->unicode, doc->reader->arena, href, NULL, &base) != URL_OK)
        return;
    if (base.path.len > BASE_PATH_MAX_OCTETS)
        base.path = STR("/");
    doc->base     = base;
    doc->has_base = true;
    resolve_again(doc);
}

/* Attributes that make something be fetched or sent to, whatever the element. */
static const struct { str name; enum link_place place; } addresses[] = {
    { STR_INIT("src"), LINK_FRAME },           { STR_INIT("action"), LINK_FORM },      { STR_INIT("formaction"), LINK_FORM },
    { STR_INIT("background"), LINK_IMAGE },    { STR_INIT("data"), LINK_FRAME },       { STR_INIT("poster"), LINK_IMAGE },
    { STR_INIT("longdesc"), LINK_FRAME },
};

static bool shows_picture(const struct html_token *tag)
{
    return is_named(tag, STR("img")) || is_named(tag, STR("image")) || is_named(tag, STR("input")) ||
           is_named(tag, STR("v:imagedata")) || is_named(tag, STR("v:fill"));
}

static void add_addresses(struct document *doc, const struct html_token *tag)
{
    for (size_t i = 0; i < ARRAY_LEN(addresses); i++) {
        str value = html_attribute(tag, addresses[i].name, NULL);

        if (value.len > 0 && !str_starts_nocase(str_trim(value), STR("data:image")))
            (void)add_link(doc, i == 0 && shows_picture(tag) ? LINK_IMAGE : addresses[i].place, value);
    }
    add_srcset(doc, html_attribute(tag, STR("srcset"), NULL));
}

/* href of anything: <a>, <area>, SVG's <a>, the buttons that Outlook draws (<v:roundrect>). */
static void add_href(struct document *doc, const struct html_token *tag)
{
    str href = html_attribute(tag, STR("href"), NULL);

    if (href.len == 0)
        href = html_attribute(tag, STR("xlink:href"), NULL);
    if (href.len == 0)
        return;
    if (is_named(tag, STR("base")))
        set_base(doc, href);
    else if (is_named(tag, STR("link")))
        (void)add_link(doc, LINK_FRAME, href);
    else if (is_named(tag, STR("image")) || is_named(tag, STR("use")))
        (void)add_link(doc, LINK_IMAGE, href);
    else if (is_named(tag, STR("area")))
        (void)add_link(doc, LINK_AREA, href);
    else
        begin_anchor(doc, tag->name, add_link(doc, LINK_ANCHOR, href));
}

/* SVG: <set attributeName="href" to="https://..."/> gives the link around it another target. */
static void add_animated(struct document *doc, const struct html_token *tag)
{
    str name = html_attribute(tag, STR("attributename"), NULL);

    if (str_equal_nocase(name, STR("href")) || str_equal_nocase(name, STR("xlink:href")))
        (void)add_link(doc, LINK_ANCHOR, html_attribute(tag, STR("to"), NULL));
}

static void add_links(struct document *doc, const struct html_token *tag)
{
    add_href(doc, tag);
    add_addresses(doc, tag);
    if (is_named(tag, STR("set")) || is_named(tag, STR("animate")))
        add_animated(doc, tag);
    if (is_named(tag, STR("meta")) && str_equal_nocase(html_attribute(tag, STR("http-equiv"), NULL), STR("refresh")))
        add_refresh(doc, html_attribute(tag, STR("content"), NULL));
}

/* Of a piece of HTML inside of this one, whose own pieces are nobody's: so one pass, however they are nested. */
static void add_links_inside(struct document *doc, str source)
{
    size_t      anchor = doc->anchor;
    struct html html;

    doc->anchor = 0;
    html_init(&html, source, doc->reader->arena);
    for (struct html_token token; (token = html_next(&html)).type != HTML_END; )
        if (token.type == HTML_START_TAG)
            add_links(doc, &token);
    end_anchor(doc);
    doc->anchor = anchor;
}

/* ---- counts ---- */

static bool is_tracker(const struct html_token *tag)
{
    uint64_t width = TRACKER_EXTENT + 1, height = width;

    (void)!str_to_u64(str_trim(html_attribute(tag, STR("width"), NULL)), UINT32_MAX, &width);
    (void)!str_to_u64(str_trim(html_attribute(tag, STR("height"), NULL)), UINT32_MAX, &height);
    return width <= TRACKER_EXTENT || height <= TRACKER_EXTENT;
}

/* JSON for programs that show a flight or an order by it runs nowhere. */
static bool is_data_script(const struct html_token *tag)
{
    str type = html_attribute(tag, STR("type"), NULL);

    return str_equal_nocase(type, STR("application/ld+json")) || str_equal_nocase(type, STR("application/json"));
}

static void count(struct document *doc, const struct html_token *tag)
{
    struct content *content = &doc->reader->content;

    if (!counts(doc))
        return;
    if (is_named(tag, STR("script")))
        content->scripts += !is_data_script(tag);
    else if (is_named(tag, STR("form")))
        content->forms++;
    else if (is_named(tag, STR("input")))
        content->password_fields += str_equal_nocase(html_attribute(tag, STR("type"), NULL), STR("password"));
    else if (is_named(tag, STR("area")))
        content->image_maps += html_attribute(tag, STR("href"), NULL).len > 0;
    else if (is_named(tag, STR("img")) && !is_tracker(tag))
        content->images++;
    if (shows_picture(tag))
        content->data_images += str_starts_nocase(str_trim(html_attribute(tag, STR("src"), NULL)), STR("data:image"));
}

/* ---- what is shown ---- */

static bool may_be_overruled(const struct document *doc, const struct html_token *tag)
{
    return doc->sheets_overrule &&
           (html_attribute(tag, STR("class"), NULL).len > 0 || html_attribute(tag, STR("id"), NULL).len > 0);
}

/* A letter that was forwarded as a file is not ours to judge by its looks. */
static void note_pushing(struct document *doc, str css)
{
    struct content *content = &doc->reader->content;

    if (counts(doc) && !content->pushes_away)
        content->pushes_away = style_pushes_away(css);
}

static unsigned state_inside(struct document *doc, const struct html_token *tag, struct html_element element)
{
    unsigned around = html_open_state_for(&doc->open, element), state;
    str      style  = html_attribute(tag, STR("style"), NULL);
    bool     is_hidden;

    (void)html_attribute(tag, STR("hidden"), &is_hidden);
    state = style_hiding(style, around, may_be_overruled(doc, tag));
    note_pushing(doc, style);
    if (is_hidden || is_named(tag, STR("template")))
        state |= STYLE_GONE;
    if (around == 0 && state != 0 && counts(doc))
        doc->reader->content.hidden_elements++;
    return state;
}

static void add_gap(struct document *doc, struct html_element element)
{
    enum seen_place place = place_of(doc);

    if (place != SEEN_NOWHERE && html_breaks_line(element))
        seen_text_gap(&doc->reader->texts[place], GAP_LINE);
}

/* A picture says what its alternative text says, where a link has nothing else. */
static void add_picture(struct document *doc, const struct html_token *tag)
{
    str alt = str_trim(html_attribute(tag, STR("alt"), NULL));

    if (doc->anchor != 0 && alt.len > 0 && is_named(tag, STR("img")))
        doc->reader->links[doc->anchor - 1].link->shown = alt;
}

static bool is_not_shown(const struct html_token *tag)
{
    static const str names[] = { STR_INIT("script"), STR_INIT("style"), STR_INIT("title"), STR_INIT("iframe"),
                                 STR_INIT("noembed"), STR_INIT("noframes") };

    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (is_named(tag, names[i]))
            return true;
    return false;
}

static void start_tag(struct document *doc, const struct html_token *tag)
{
    struct html_element element = html_element_of(tag->name);

    html_open_before(&doc->open, element);
    add_gap(doc, element);
    html_open_push(&doc->open, element, tag->self_closing, state_inside(doc, tag, element));
    count(doc, tag);
    add_links(doc, tag);
    if (is_named(tag, STR("iframe")))
        add_links_inside(doc, html_attribute(tag, STR("srcdoc"), NULL));
    add_picture(doc, tag);
    doc->in_sheet  = is_named(tag, STR("style"));
    doc->in_script = is_not_shown(tag);
}

static void end_tag(struct document *doc, const struct html_token *tag)
{
    struct html_element element = html_element_of(tag->name);

    if (doc->anchor != 0 && str_equal(tag->name, doc->anchor_name))
        end_anchor(doc);
    add_gap(doc, element);
    html_open_end(&doc->open, element);
    doc->in_sheet = doc->in_script = false;
}

static void read_sheet(struct document *doc, str sheet)
{
    doc->sheets_overrule |= str_find_nocase(sheet, STR("!important")) != STR_NOT_FOUND;
    note_pushing(doc, sheet);
}

static void text(struct document *doc, str text)
{
    enum seen_place place = place_of(doc);

    if (doc->in_sheet)
        read_sheet(doc, text);
    if (place != SEEN_NOWHERE && !doc->in_script)
        seen_text_add(&doc->reader->texts[place], text, GAP_BLANK);
}

/* "<!--[if mso]> ... <![endif]-->" is markup to Outlook, and a comment to all others. Its links count; its text mostly says once
 * more what the others show. */
static void comment(struct document *doc, str text)
{
    ptrdiff_t end = str_find(text, STR("]>"));

    if (str_starts_nocase(str_trim(text), STR("[if")) && end != STR_NOT_FOUND)
        add_links_inside(doc, str_from(text, (size_t)end + 2));
}

/* What is written out between tags is clickable, too. Anchors lead where they lead, whatever they say. Of the text only what this part
 * has added is copied: what stood there before may be long, and the parts many. */
static void add_written_links(struct content_reader *reader, size_t from, size_t first_link)
{
    size_t anchors_end = reader->link_count, begun = from;
    str    added;

    if (reader->place == SEEN_NOWHERE)
        return;
    added = arena_str(reader->arena, str_from(buf_str(&reader->texts[reader->place].out), begun));
    for (size_t i = first_link; i < anchors_end; i++) {
        size_t begins = reader->links[i].from, ends = reader->links[i].to;

        if (reader->links[i].where != reader->place || ends <= from)
            continue;
        if (begins > from)
            content_add_written_links(reader, str_slice(added, from - begun, begins - begun));
        from = ends;
    }
    content_add_written_links(reader, str_from(added, from - begun));
}

/* HTML in a drawing ends the drawing and those around it, and what they have hidden. */
static void leave_drawings(struct document *doc)
{
    const struct html_element svg = html_element_of(STR("svg")), math = html_element_of(STR("math"));
    size_t                    before;

    do {
        before = doc->open.count;
        html_open_end(&doc->open, svg);
        html_open_end(&doc->open, math);
    } while (doc->open.count < before);
}

static void read_tokens(struct document *doc, struct html *html)
{
    for (struct html_token token; (token = html_next(html)).type != HTML_END; ) {
        if (token.leaves_foreign)
            leave_drawings(doc);
        switch (token.type) {
        case HTML_TEXT:      text(doc, token.text); break;
        case HTML_START_TAG: start_tag(doc, &token); break;
        case HTML_END_TAG:   end_tag(doc, &token); break;
        case HTML_COMMENT:   comment(doc, token.text); break;
        case HTML_DOCTYPE:
        case HTML_END:       break;
        }
    }
    end_anchor(doc);
    if (counts(doc))
        doc->reader->content.ascii_references += html->references;
}

/* Where it takes a tree to say whether something stands in a drawing, both are read: what programs show is seen. */
static void read_again(const struct document *first, struct html *html, str source, enum html_reading reading)
{
    struct document *doc = ARENA_NEW(first->reader->arena, struct document);

    *doc = (struct document){ .reader = first->reader, .base = first->base, .has_base = first->has_base,
                              .base_was_set = first->base_was_set, .first_link = first->first_link };
    html_init(html, source, first->reader->arena);
    html->reading = reading;
    read_tokens(doc, html);
}

void content_read_html(struct content_reader *reader, str source)
{
    struct document *doc = ARENA_NEW(reader->arena, struct document);
    struct html      html;
    size_t           from = content_text_len(reader, reader->place), first_link = reader->link_count;

    doc->reader     = reader;
    doc->first_link = first_link;
    html_init(&html, source, reader->arena);
    read_tokens(doc, &html);
    if (html.has_two_readings) {
        str rest = str_from(source, html.foreign_at);

        read_again(doc, &html, rest, HTML_ALL_RAW);
        read_again(doc, &html, rest, HTML_ALL_MARKUP);
    }
    add_written_links(reader, from, first_link);
}
