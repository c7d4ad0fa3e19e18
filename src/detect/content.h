/* What a person gets to see of a message, and where its links lead: the text parts, decoded, HTML read as a mail program shows
 * it. Computed once, before the rules run.
 *
 * Of alternatives the last that can be shown is what is seen; the others are read for links alone. So are nested messages, whose
 * text stands apart. Files that are only attached are not read here. One pass, no recursion, and bounds on everything: what lies
 * beyond them is not checked, and is_whole says so. Nothing is fetched. */
#ifndef DETECT_CONTENT_H
#define DETECT_CONTENT_H

#include "base/arena.h"
#include "base/unicode.h"
#include "detect/link_services.h"
#include "dns/suffix.h"
#include "mail/message.h"
#include "mail/url.h"

enum {
    CONTENT_OCTETS_MAX = 2 << 20,       /* decoded, of all parts together */
    CONTENT_TEXT_MAX   = 256 << 10,     /* of each of the texts */
    CONTENT_LINKS_MAX  = 1000,
};

/* How a link is followed. */
enum link_place {
    LINK_ANCHOR,                /* by a click on what is shown */
    LINK_AREA,                  /* by a click on a part of a picture */
    LINK_FORM,                  /* by sending a form: what was typed goes there */
    LINK_REFRESH,               /* by itself, after a while */
    LINK_TEXT,                  /* written out, in plain text or between tags: mail programs make it clickable */
    LINK_IMAGE,                 /* a picture is fetched */
    LINK_FRAME,                 /* something else is fetched: a frame, a style sheet, a film */
    LINK_PLACE_COUNT,
};
const char *link_place_name(enum link_place place);     /* "anchor" */

struct link {
    enum link_place    place;
    bool               is_seen;         /* it stands in what is shown: not in hidden elements, the plain text behind an HTML part,
                                           or a nested message */
    str                written;         /* as it stands, character references replaced */
    enum url_result    result;          /* unless URL_OK, url holds what could be read, and host is empty */
    struct url         url;             /* by the base of its document */
    str                host;            /* of http, https and ftp: as in url; else empty */
    str                registrable;     /* with the private section of the list; the host itself where that has none */
    unsigned           services;        /* enum link_service: what it leads through, and what it leads to */
    const struct url  *target;          /* where it leads in the end, as far as the link itself tells; url if nothing is known */
    str                target_host, target_registrable;
    str                shown;           /* what a person reads on it: text, or what stands for a picture; blanks folded */
    const struct part *part;
};

/* True for links that a person follows, willingly or not: all but pictures and what is fetched with them. */
bool link_is_followed(const struct link *link);
/* Those among them that lead to a host. */
bool link_leads_to_web(const struct link *link);

struct content {
    str                text;            /* seen; UTF-8, runs of blanks are one, lines where blocks end, invisible characters left out */
    str                hidden;          /* in elements that are not shown: in the order of the message, form as above */
    str                nested;          /* of nested messages */
    const struct link *const *links;    /* in the order of the message */
    size_t             link_count, links_dropped;
    bool               has_html, has_plain;     /* a part of that type that is no attachment, outside of nested messages */
    bool               is_whole;        /* nothing was beyond a bound */
    str                unread_charset;  /* of a part, by its name: nobody here can read it; empty if none */

    /* Of the HTML that is seen. */
    size_t             scripts, forms, password_fields, images, data_images, image_maps;
    size_t             hidden_elements;
    bool               pushes_away;             /* by a height or a margin of ten screens: what follows is not seen */
    uint64_t           ascii_references;        /* letters and digits written as numbers: "&#112;" */
    size_t             split_words;     /* with an invisible character between two letters */
};

struct content_options {
    const struct unicode       *unicode;
    const struct suffixes      *suffixes;
    const struct link_services *services;
};

/* An invitation: by its type, or a file that calendars open by its name. */
bool content_is_calendar(const struct part *part);

/* What it returns lives as long as the arena and the message. */
RETURNS_NONNULL const struct content *content_of_message(struct arena *arena, const struct message *message,
                                                         const struct content_options *options);

/* Some link of it leads to a host. */
bool content_leads_to_web(const struct content *content);

struct json;
/* An object: the texts, links and counts. */
void content_json(struct json *json, const char *name, const struct content *content);

#endif
