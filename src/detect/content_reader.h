/* What content.c and the readers of single types share while a message's content is put together. */
#ifndef DETECT_CONTENT_READER_H
#define DETECT_CONTENT_READER_H

#include "detect/content.h"
#include "detect/seen_text.h"

/* Where a piece of text goes. */
enum seen_place { SEEN_TEXT, SEEN_HIDDEN, SEEN_NESTED, SEEN_NOWHERE };

/* A link whose text is not complete yet: a range of one of the texts, which may still move. */
struct draft_link { struct link *link; enum seen_place where; size_t from, to; };

enum { HOSTS_KEPT = 8 };                /* the links of a message lead to few hosts, and the list of suffixes is slow */

struct content_reader {
    struct arena          *arena;
    const struct content_options *options;
    struct content         content;             /* the counts; texts and links come last */
    struct seen_text       texts[SEEN_NOWHERE];
    struct draft_link     *links;
    size_t                 link_count, link_capacity;
    struct link_host       hosts[HOSTS_KEPT];   /* the latest */
    size_t                 host_count;          /* of those looked up */

    /* Of the part that is read. */
    const struct part     *part;
    enum seen_place        place;               /* of what it shows */
};

/* Adds a link and returns it, to have its text told; NULL if it leads nowhere, or there are too many. */
struct draft_link *content_add_link(struct content_reader *reader, enum link_place place, str written, const struct url *base,
                                    bool is_seen);

/* Finds out where a link leads. */
void content_resolve_link(struct content_reader *reader, struct link *link, const struct url *base);

/* How much of that text there is. */
size_t content_text_len(const struct content_reader *reader, enum seen_place place);

/* The links that are written out in text. */
void content_add_written_links(struct content_reader *reader, str text);

/* A whole part, in UTF-8. */
void content_read_html(struct content_reader *reader, str source);
void content_read_plain(struct content_reader *reader, str text);
void content_read_calendar(struct content_reader *reader, str text);

#endif
