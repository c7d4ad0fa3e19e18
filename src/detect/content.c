#include "detect/content.h"

#include "base/json.h"
#include "detect/content_reader.h"
#include "mail/charset.h"
#include "mail/content.h"
#include "mail/uuencode.h"

const char *link_place_name(enum link_place place)
{
    static const char *const names[LINK_PLACE_COUNT] = {
        [LINK_ANCHOR] = "anchor", [LINK_AREA] = "area", [LINK_FORM] = "form", [LINK_REFRESH] = "refresh", [LINK_TEXT] = "text",
        [LINK_IMAGE] = "image", [LINK_FRAME] = "frame",
    };

    return names[place];
}

bool link_is_followed(const struct link *link)
{
    return link->place != LINK_IMAGE && link->place != LINK_FRAME;
}

bool link_leads_to_web(const struct link *link)
{
    return link_is_followed(link) && link->target_host.len > 0;
}

bool content_leads_to_web(const struct content *content)
{
    for (size_t i = 0; i < content->link_count; i++)
        if (link_leads_to_web(content->links[i]))
            return true;
    return false;
}

/* ---- links ---- */

/* "cid:" is a part of the message, "#" a place in the document. */
static bool leads_nowhere(str written)
{
    return written.len == 0 || written.ptr[0] == '#' || str_starts_nocase(written, STR("cid:")) ||
           str_starts_nocase(written, STR("about:"));
}

/* It stays until as many others have been asked for as are kept. */
static const struct link_host *host_of(struct content_reader *reader, const struct url *url)
{
    struct link_host *oldest = &reader->hosts[reader->host_count % HOSTS_KEPT];

    for (size_t i = 0; i < HOSTS_KEPT && i < reader->host_count; i++)
        if (str_equal(reader->hosts[i].host, url->host))
            return &reader->hosts[i];
    reader->host_count++;
    *oldest = link_host_of(reader->options->services, reader->arena, url);
    return oldest;
}

/* A link may lead through a filter to a redirector to a shortener. */
enum { UNWRAPPINGS_MAX = 5 };

static void find_target(struct content_reader *reader, struct link *link)
{
    const unsigned ways = SERVICE_SHORTENER | SERVICE_REDIRECTOR | SERVICE_FILTER | SERVICE_TRACKER;

    for (int i = 0; ; i++) {
        str         inner;
        struct url  next, *target;
        unsigned    services = link_services_of(reader->options->services, reader->arena, link->target,
                                                host_of(reader, link->target), &inner);

        if (inner.len == 0 || i == UNWRAPPINGS_MAX ||
            url_parse(reader->options->unicode, reader->arena, inner, NULL, &next) != URL_OK || !next.is_special) {
            link->services |= services;
            return;
        }
        link->services |= services & ways;      /* the rest is said of where it leads, not of what it leads through */
        target       = ARENA_NEW(reader->arena, struct url);
        *target      = next;
        link->target = target;
    }
}

void content_resolve_link(struct content_reader *reader, struct link *link, const struct url *base)
{
    link->result = url_parse(reader->options->unicode, reader->arena, link->written, base, &link->url);
    link->target = &link->url;
    if (link->result != URL_OK || !link->url.is_special)
        return;
    link->host        = link->url.host;
    link->registrable = host_of(reader, &link->url)->registrable;
    find_target(reader, link);
    link->target_host        = link->target->host;
    link->target_registrable = host_of(reader, link->target)->registrable;
}

struct draft_link *content_add_link(struct content_reader *reader, enum link_place place, str written, const struct url *base,
                                    bool is_seen)
{
    struct draft_link *draft;

    written = str_trim(written);
    if (leads_nowhere(written))
        return NULL;
    if (reader->link_count == CONTENT_LINKS_MAX) {
        reader->content.links_dropped++;
        return NULL;
    }
    draft  = ARENA_PUSH(reader->arena, reader->links, reader->link_count++, &reader->link_capacity);
    *draft = (struct draft_link){ .link = ARENA_NEW(reader->arena, struct link), .where = SEEN_NOWHERE };
    draft->link->place   = place;
    draft->link->is_seen = is_seen;
    draft->link->written = written;
    draft->link->part    = reader->part;
    content_resolve_link(reader, draft->link, base);
    return draft;
}

size_t content_text_len(const struct content_reader *reader, enum seen_place place)
{
    return place == SEEN_NOWHERE ? 0 : buf_len(&reader->texts[place].out);
}

/* ---- parts ---- */

/* Rare HTML is what some mail programs show instead of the HTML beside it. */
enum text_type { TYPE_OTHER, TYPE_PLAIN, TYPE_HTML, TYPE_RARE_HTML, TYPE_CALENDAR };

static bool is_text(const struct part *part)
{
    return str_equal(part->type, STR("text"));
}

static bool is_application(const struct part *part, str subtype)
{
    return str_equal(part->type, STR("application")) && str_equal(part->subtype, subtype);
}

static bool is_text_of(const struct part *part, const str *subtypes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (is_text(part) && str_equal(part->subtype, subtypes[i]))
            return true;
    return false;
}

/* A text of a kind that a program does not know is shown as it stands (RFC 2046 §4.1.4), and so is a multipart in which nobody
 * finds a part; but a returned header, and what has a name of its own, is not the letter. */
static bool is_shown_as_text(const struct part *part)
{
    static const str plain[] = { STR_INIT("plain"), STR_INIT("enriched") }, returned[] = { STR_INIT("rfc822-headers") };

    if (is_text_of(part, plain, ARRAY_LEN(plain)))
        return true;
    return (is_text(part) || content_is_multipart(part)) && part->file_name.len == 0 && !is_text_of(part, returned, ARRAY_LEN(returned));
}

static enum text_type type_of(const struct part *part)
{
    static const str html[] = { STR_INIT("html") }, rare[] = { STR_INIT("x-amp-html"), STR_INIT("watch-html") };

    if (part->first_child != NULL)
        return TYPE_OTHER;
    if (content_is_calendar(part))
        return TYPE_CALENDAR;
    if (is_text_of(part, html, ARRAY_LEN(html)) || is_application(part, STR("xhtml+xml")))
        return TYPE_HTML;
    if (is_text_of(part, rare, ARRAY_LEN(rare)))
        return TYPE_RARE_HTML;
    return is_shown_as_text(part) ? TYPE_PLAIN : TYPE_OTHER;
}

bool content_is_calendar(const struct part *part)
{
    return (is_text(part) && str_equal(part->subtype, STR("calendar"))) || is_application(part, STR("ics")) ||
           str_ends_nocase(part->file_name, STR(".ics"));
}

static bool is_alternative(const struct part *part)
{
    return str_equal(part->type, STR("multipart")) && str_equal(part->subtype, STR("alternative"));
}

/* A file that is kept, not shown. What is one of several alternatives is shown, whatever it calls itself. */
static bool is_file(const struct part *part)
{
    return part->parent != NULL && !is_alternative(part->parent) && str_equal(part->disposition, STR("attachment")) &&
           type_of(part) != TYPE_CALENDAR;
}

/* The first part behind part and all inside of it; NULL at the end. */
static const struct part *behind(const struct part *part)
{
    const struct part *next = part->next;

    while (next != NULL && next->depth > part->depth)
        next = next->next;
    return next;
}

static bool contains(const struct part *whole, enum text_type type)
{
    const struct part *end = behind(whole);

    for (const struct part *part = whole; part != end; part = part->next)
        if (type_of(part) == type && !is_file(part))
            return true;
    return false;
}

static const struct part *last_with(const struct part *alternative, enum text_type type)
{
    const struct part *last = NULL;

    for (const struct part *child = alternative->first_child; child != NULL; child = child->next_sibling)
        if (contains(child, type))
            last = child;
    return last;
}

/* Of the alternatives: the one with HTML, which every program prefers that can show it; else the last one with text. */
static const struct part *shown_alternative(const struct part *alternative)
{
    static const enum text_type order[] = { TYPE_HTML, TYPE_PLAIN, TYPE_RARE_HTML, TYPE_CALENDAR };
    const struct part          *shown   = NULL;

    for (size_t i = 0; i < ARRAY_LEN(order) && shown == NULL; i++)
        shown = last_with(alternative, order[i]);
    return shown;
}

/* Without charset, or with one that nobody knows: UTF-8 where it is, else what browsers take in the west. */
static str to_utf8(struct content_reader *reader, const struct part *part, str octets)
{
    str utf8;

    if (part->charset.len > 0 && charset_to_utf8(reader->arena, part->charset, octets, &utf8))
        return utf8;
    if (reader->content.unread_charset.len == 0)
        reader->content.unread_charset = part->charset;
    if (!charset_to_utf8(reader->arena, str_is_utf8(octets) ? STR("utf-8") : STR("windows-1252"), octets, &utf8))
        utf8 = (str){ 0 };
    return utf8;
}

/* The part decoded, as far as the budget reaches. The flaws of its encoding are another's business (rules/mime.c). */
static str decoded(struct content_reader *reader, const struct part *part, size_t *budget)
{
    struct part cut = *part;

    if (cut.raw.len > 2 * *budget)      /* base64 has four octets for three, quoted-printable up to three for one */
        cut.raw = str_slice(cut.raw, 0, 2 * *budget);

    str octets = mime_decode(&cut, reader->arena);

    if (cut.raw.len < part->raw.len || octets.len > *budget)
        reader->content.is_whole = false;
    octets = str_slice(octets, 0, octets.len < *budget ? octets.len : *budget);
    *budget -= octets.len;
    return to_utf8(reader, part, octets);
}

/* Of a part in uuencode: what stands around its first file. Programs that do not undo the encoding show it. */
static str around_file(struct content_reader *reader, const struct part *part, size_t *budget)
{
    struct uuencoded file;
    str              raw = str_slice(part->raw, 0, part->raw.len < *budget ? part->raw.len : *budget), behind = raw;

    if (part->encoding != MIME_UUENCODE)
        return (str){ 0 };
    reader->content.is_whole &= raw.len == part->raw.len;
    if (!uuencode_next(&behind, reader->arena, &file))
        return (str){ 0 };

    str       before = { raw.ptr, (size_t)(file.name.ptr - raw.ptr) };
    ptrdiff_t line   = str_rfind_char(before, '\n');

    before = str_slice(before, 0, line == STR_NOT_FOUND ? 0 : (size_t)line + 1);
    *budget -= before.len + behind.len;
    return to_utf8(reader, part, arena_join(reader->arena, (str[]){ before, behind }, 2, (str){ 0 }));
}

static void read_as(struct content_reader *reader, enum text_type type, str text)
{
    switch (type) {
    case TYPE_PLAIN:     content_read_plain(reader, text); break;
    case TYPE_HTML:
    case TYPE_RARE_HTML: content_read_html(reader, text); break;
    case TYPE_CALENDAR:  content_read_calendar(reader, text); break;
    case TYPE_OTHER:     break;
    }
}

static void begin_line(struct content_reader *reader, enum seen_place place)
{
    if (place != SEEN_NOWHERE)
        seen_text_gap(&reader->texts[place], GAP_LINE);
    if (place == SEEN_TEXT)
        seen_text_gap(&reader->texts[SEEN_HIDDEN], GAP_LINE);
}

static void read_part(struct content_reader *reader, const struct part *part, enum seen_place place, size_t *budget)
{
    enum text_type type = type_of(part);

    if (type == TYPE_OTHER || is_file(part))
        return;
    if (type == TYPE_CALENDAR && !is_text(part))
        place = SEEN_NOWHERE;           /* a file: its links are followed, its text is not the letter's */
    reader->part  = part;
    reader->place = place;
    begin_line(reader, place);
    if (place != SEEN_NESTED) {
        reader->content.has_html |= type == TYPE_HTML;
        reader->content.has_plain |= type == TYPE_PLAIN;
    }

    read_as(reader, type, decoded(reader, part, budget));

    str around = around_file(reader, part, budget);

    if (around.len > 0) {
        begin_line(reader, place);
        read_as(reader, type, around);
    }
}

/* ---- the tree ---- */

/* For each depth on the way to a part: where it would show its text, and, of an alternative, which child is shown. */
struct level { enum seen_place place; const struct part *shown; };

static size_t greatest_depth(const struct part *root)
{
    size_t depth = 0;

    for (const struct part *part = root; part != NULL; part = part->next)
        depth = part->depth > depth ? part->depth : depth;
    return depth;
}

static enum seen_place place_in(const struct level *around, const struct part *part)
{
    if (around->place != SEEN_NOWHERE && content_is_message(part->parent))
        return SEEN_NESTED;
    return around->shown != NULL && around->shown != part ? SEEN_NOWHERE : around->place;
}

static void read_parts(struct content_reader *reader, const struct part *root)
{
    struct level *levels = ARENA_ARRAY(reader->arena, struct level, greatest_depth(root) + 1);
    size_t        budget = CONTENT_OCTETS_MAX;

    for (const struct part *part = root; part != NULL; part = part->next) {
        struct level *level = &levels[part->depth];

        level->place = part == root ? SEEN_TEXT : place_in(level - 1, part);
        level->shown = is_alternative(part) ? shown_alternative(part) : NULL;
        read_part(reader, part, level->place, &budget);
    }
}

/* ---- the whole ---- */

static str settle_text(struct content_reader *reader, enum seen_place place)
{
    struct seen_text *seen = &reader->texts[place];
    str               text = arena_str(reader->arena, buf_str(&seen->out));

    if (seen->is_cut)
        reader->content.is_whole = false;
    seen_text_free(seen);
    return text;
}

static void settle_links(struct content_reader *reader, const str texts[SEEN_NOWHERE])
{
    const struct link **links = ARENA_ARRAY(reader->arena, const struct link *, reader->link_count);

    for (size_t i = 0; i < reader->link_count; i++) {
        const struct draft_link *draft = &reader->links[i];
        str shown = draft->where == SEEN_NOWHERE ? (str){ 0 } : str_trim(str_slice(texts[draft->where], draft->from, draft->to));

        links[i] = draft->link;
        if (shown.len > 0)
            draft->link->shown = shown;
    }
    reader->content.links      = links;
    reader->content.link_count = reader->link_count;
    reader->content.is_whole &= reader->content.links_dropped == 0;
}

const struct content *content_of_message(struct arena *arena, const struct message *message, const struct content_options *options)
{
    struct content_reader reader = { .arena = arena, .options = options, .content.is_whole = true };
    struct content       *content = ARENA_NEW(arena, struct content);
    str                   texts[SEEN_NOWHERE];

    for (enum seen_place place = 0; place < SEEN_NOWHERE; place++)
        reader.texts[place].max = CONTENT_TEXT_MAX;
    read_parts(&reader, message->root);
    reader.content.split_words = reader.texts[SEEN_TEXT].split_words;
    for (enum seen_place place = 0; place < SEEN_NOWHERE; place++)
        texts[place] = settle_text(&reader, place);
    settle_links(&reader, texts);
    *content        = reader.content;
    content->text   = texts[SEEN_TEXT];
    content->hidden = texts[SEEN_HIDDEN];
    content->nested = texts[SEEN_NESTED];
    return content;
}

/* ---- for people and programs ---- */

static void link_json(struct json *json, const struct link *link)
{
    json_open_object(json, NULL);
    json_cstr(json, "place", link_place_name(link->place));
    json_bool(json, "seen", link->is_seen);
    json_str(json, "written", link->written);
    json_str(json, "scheme", link->url.scheme);
    json_str(json, "host", link->host);
    json_str(json, "registrable", link->registrable);
    json_open_array(json, "services");
    for (unsigned bit = 1; bit <= SERVICE_ODD_ENDING; bit <<= 1)
        if ((link->services & bit) != 0)
            json_cstr(json, NULL, link_service_name((enum link_service)bit));
    json_close_array(json);
    json_str(json, "target_host", link->target_host);
    json_str(json, "shown", link->shown);
    json_close_object(json);
}

void content_json(struct json *json, const char *name, const struct content *content)
{
    json_open_object(json, name);
    json_str(json, "text", content->text);
    json_str(json, "hidden", content->hidden);
    json_str(json, "nested", content->nested);
    json_bool(json, "whole", content->is_whole);
    if (content->unread_charset.len > 0)
        json_str(json, "unread_charset", content->unread_charset);
    json_open_array(json, "links");
    for (size_t i = 0; i < content->link_count; i++)
        link_json(json, content->links[i]);
    json_close_array(json);
    json_int(json, "links_dropped", (int64_t)content->links_dropped);
    json_bool(json, "has_html", content->has_html);
    json_bool(json, "has_plain", content->has_plain);
    json_int(json, "scripts", (int64_t)content->scripts);
    json_int(json, "forms", (int64_t)content->forms);
    json_int(json, "password_fields", (int64_t)content->password_fields);
    json_int(json, "images", (int64_t)content->images);
    json_int(json, "data_images", (int64_t)content->data_images);
    json_int(json, "image_maps", (int64_t)content->image_maps);
    json_int(json, "hidden_elements", (int64_t)content->hidden_elements);
    json_bool(json, "pushes_away", content->pushes_away);
    json_int(json, "ascii_references", (int64_t)content->ascii_references);
    json_int(json, "split_words", (int64_t)content->split_words);
    json_close_object(json);
}
