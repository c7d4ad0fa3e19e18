/* The content of a message. First octet: how the rest is meant: as a whole message, as HTML, as plain text, as a calendar, or as
 * the style of an element.
 *
 * Any octets have a content. Texts are UTF-8 without controls, with no two blanks together, within their bounds, and no longer than
 * what was read; read again as plain text a text is itself, and has its written links again. The same input gives the same content.
 * What a link shows is in a text or in the input; a host is one that could be asked for, and its registrable part ends it.
 * Text that no element surrounds is never hidden. Memory stays in proportion.
 *
 * Covers: src/detect/content.c src/detect/content_html.c src/detect/content_text.c src/detect/seen_text.c src/detect/style.c
 * Covers: src/detect/link_services.c
 * Covers: src/mail/html_open.c src/mail/url_scan.c */
#include "fuzz.h"

#include "base/json.h"
#include "base/ascii.h"
#include "detect/content.h"
#include "detect/style.h"
#include "mail/url_scan.h"

enum { GROWTH = 64, ROOM = 1 << 20 };

/* ---- the whole ---- */

static const struct link_services *services(void)
{
    static struct link_services *opened;
    static struct arena          arena;

    if (opened == NULL)
        opened = link_services_new(&arena, NULL, NULL, fuzz_suffixes());
    return opened;
}

static const struct content *read_message(struct arena *arena, struct message *message, str octets)
{
    message_parse(message, arena, octets, true, &message_limits_default, fuzz_unicode());
    return content_of_message(arena, message, &(struct content_options){ fuzz_unicode(), fuzz_suffixes(), services() });
}

static str as_part(struct arena *arena, const char *type, str body)
{
    str head = arena_printf(arena, "Content-Type: text/%s; charset=utf-8\r\nContent-Transfer-Encoding: binary\r\n\r\n", type);

    return arena_join(arena, (str[]){ head, body }, 2, (str){ 0 });
}

static void check_text(str text)
{
    HOLDS(text.len <= CONTENT_TEXT_MAX && str_is_utf8(text));
    for (size_t i = 0; i < text.len; i++) {
        bool is_gap = text.ptr[i] == ' ' || text.ptr[i] == '\n';

        HOLDS((unsigned char)text.ptr[i] >= 0x20 || is_gap);
        HOLDS(!is_gap || (i > 0 && i + 1 < text.len && text.ptr[i - 1] != ' ' && text.ptr[i - 1] != '\n'));
    }
}

static void check_link(const struct link *link)
{
    HOLDS(link->place < LINK_PLACE_COUNT && link_place_name(link->place) != NULL && link->part != NULL && link->written.len > 0);
    HOLDS(link->result < URL_RESULT_COUNT);
    HOLDS(link->host.len == 0 || (link->result == URL_OK && link->url.is_special));
    HOLDS((link->host.len == 0) == (link->registrable.len == 0));
    HOLDS(link->registrable.len <= link->host.len && str_ends_nocase(link->host, link->registrable));
    HOLDS(str_equal(str_trim(link->shown), link->shown));
    HOLDS((link->host.len == 0) == (link->target_host.len == 0));
    HOLDS(str_equal(link->host, link->target_host) || (link->services & (SERVICE_REDIRECTOR | SERVICE_FILTER | SERVICE_TRACKER)) != 0);
}

static void check_content(const struct content *content)
{
    check_text(content->text);
    check_text(content->hidden);
    check_text(content->nested);
    HOLDS(content->link_count <= CONTENT_LINKS_MAX);
    HOLDS(content->links_dropped == 0 || (content->link_count == CONTENT_LINKS_MAX && !content->is_whole));
    for (size_t i = 0; i < content->link_count; i++)
        check_link(content->links[i]);
}

static void print(struct buf *out, const struct content *content)
{
    struct json json = { .out = out };

    content_json(&json, NULL, content);
}

static void check_message(str octets)
{
    ARENA_SCOPE           arena = { 0 }, other = { 0 };
    BUF_SCOPE             once  = { 0 }, again = { 0 };
    struct message        message;
    const struct content *content = read_message(&arena, &message, octets);

    check_content(content);
    HOLDS(arena.used <= GROWTH * octets.len + ROOM);
    print(&once, content);
    print(&again, read_message(&other, &message, octets));
    HOLDS(str_equal(buf_str(&once), buf_str(&again)));
}

/* ---- its parts ---- */

static void check_plain(str text)
{
    ARENA_SCOPE           arena = { 0 };
    struct message        message;
    const struct content *content = read_message(&arena, &message, as_part(&arena, "plain", text));
    const struct content *again   = read_message(&arena, &message, as_part(&arena, "plain", content->text));

    check_content(content);
    HOLDS(content->hidden.len == 0 && content->nested.len == 0);
    HOLDS(content->text.len <= 3 * text.len);           /* an octet that is no UTF-8 becomes U+FFFD */
    HOLDS(str_equal(again->text, content->text));
}

static bool host_exists(const void *context, str host)
{
    HOLDS(context == NULL && host.len > 0);
    return ascii_is_alpha(host.ptr[host.len - 1]);
}

/* What was found is found again where it stands alone, and is all that is found there. */
static void check_scan(str text)
{
    for (str rest = text, url; url_scan(&rest, host_exists, NULL, &url); ) {
        str alone = url, again;

        HOLDS(fuzz_is_inside(url, text) && url.len > 0 && fuzz_is_inside(rest, text));
        HOLDS(url_scan(&alone, host_exists, NULL, &again) && str_equal(again, url) &&
              !url_scan(&alone, host_exists, NULL, &again));
    }
}

static void check_html(str html)
{
    ARENA_SCOPE           arena = { 0 };
    struct message        message;
    const struct content *content = read_message(&arena, &message, as_part(&arena, "html", html));

    check_content(content);
    if (!str_has_char(html, '<')) {
        HOLDS(content->hidden.len == 0 && content->hidden_elements == 0);
        for (size_t i = 0; i < content->link_count; i++)
            HOLDS(content->links[i]->place == LINK_TEXT);
    }
}

/* Nothing is hidden by what says nothing; nothing shows what is gone. */
static void check_style(str style)
{
    unsigned hiding = style_hiding(style, 0, false);

    HOLDS(style_hiding((str){ 0 }, hiding, false) == hiding);
    HOLDS((style_hiding(style, STYLE_GONE, false) & STYLE_GONE) != 0);
    HOLDS(hiding == 0 || str_has_char(style, ':'));
    HOLDS((style_hiding(style, 0, true) & ~hiding) == 0 || str_has_char(style, '!'));
    HOLDS(!style_pushes_away(style) || str_find_nocase(style, STR("px")) != STR_NOT_FOUND);
}

FUZZ_TARGET(input)
{
    switch (fuzz_take_octet(&input) % 5) {
    case 0: check_message(input); break;
    case 1: check_html(input); break;
    case 2: check_plain(input); check_scan(input); break;
    case 3: {
        ARENA_SCOPE arena = { 0 };

        check_message(as_part(&arena, "calendar", input));
        break;
    }
    case 4: check_style(input); break;
    }
}
