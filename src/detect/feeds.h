/* What the configured feeds say of a message: of its links, its client, its author's domain and its files. */
#ifndef DETECT_FEEDS_H
#define DETECT_FEEDS_H

#include "detect/attachment.h"
#include "detect/content.h"
#include "detect/feed.h"

enum {
    FEEDS_MAX     = 32,
    FEED_HITS_MAX = 50,                 /* of one message; more say nothing new */
};

enum feed_item { FEED_LINK, FEED_AUTHOR, FEED_CLIENT, FEED_FILE, FEED_ITEM_COUNT };
const char *feed_item_name(enum feed_item item);        /* "link" */

struct feed_hit {
    const struct feed       *feed;
    const struct feed_entry *entry;
    enum feed_item           item;
    str                      seen;      /* what of the message it is */
    bool                     is_stale;  /* the feed is too old to weigh anything */
    bool                     is_allowed;        /* an allow feed has the same, and is not stale */
};

/* An entry of a block feed that no allow feed takes away. */
bool feed_hit_counts(const struct feed_hit *hit);
/* "https://a.example/x by urlhaus, 2026-11-25T08:00:00Z": since when it is said. */
str  feed_hit_text(struct arena *arena, const struct feed_hit *hit);

struct feed_result {
    const struct feed *const *feeds;
    size_t                    feed_count;
    unix_seconds              now;
    struct feed_hit           hits[FEED_HITS_MAX];
    size_t                    hit_count;
};

struct feed_subject {
    const struct message *message;
    const struct content *content;
    const struct attachments *attachments;      /* with SHA-256, if a feed asks for files */
    const struct ip      *client;
    unix_seconds          now;
};

/* True if one of them has hashes of files: then attachments_read is to make them. */
bool feeds_ask_for_files(const struct feed *const *feeds, size_t count);

/* What it returns lives in the arena. */
RETURNS_NONNULL const struct feed_result *feeds_ask(struct arena *arena, const struct feed *const *feeds, size_t count,
                                                    const struct feed_subject *subject);

struct json;
/* Arrays: how each feed stands ("feeds": not checked must not look like clean), what they have ("feed_hits"), and what of it counts, in
 * words ("indicators"). */
void feeds_json(struct json *json, const struct feed_result *result, struct arena *arena);

#endif
