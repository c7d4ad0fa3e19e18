#include "detect/feeds.h"

#include "base/json.h"

struct asking { struct arena *arena; struct feed_result *result; };

const char *feed_item_name(enum feed_item item)
{
    static const char *const names[FEED_ITEM_COUNT] = { "link", "author", "client", "file" };

    return names[item];
}

/* ---- hits ---- */

static void note(const struct asking *asking, const struct feed *feed, const struct feed_entry *entry, enum feed_item item, str seen)
{
    struct feed_result *result = asking->result;

    if (entry == NULL || result->hit_count == FEED_HITS_MAX)
        return;
    for (size_t i = 0; i < result->hit_count; i++)
        if (result->hits[i].entry == entry && result->hits[i].item == item && str_equal(result->hits[i].seen, seen))
            return;
    result->hits[result->hit_count++] = (struct feed_hit){
        .feed = feed, .entry = entry, .item = item, .seen = seen, .is_stale = feed_is_stale(feed, result->now),
    };
}

static void ask_url(const struct asking *asking, const struct feed *feed, const struct url *url)
{
    unix_seconds             now   = asking->result->now;
    const struct feed_entry *entry = feed_find_url(feed, asking->arena, url, now);

    if (entry == NULL)
        entry = url->ip.family == IP_NONE ? feed_find_host(feed, url->host, now) : feed_find_address(feed, &url->ip, now);
    if (entry != NULL)
        note(asking, feed, entry, FEED_LINK, url_text(asking->arena, url));
}

static void ask_links(const struct asking *asking, const struct feed *feed, const struct content *content)
{
    if (feed->options.kind == FEED_HASHES)
        return;
    for (size_t i = 0; i < content->link_count; i++) {
        const struct link *link = content->links[i];

        if (link->host.len == 0)
            continue;
        ask_url(asking, feed, &link->url);
        if (!str_equal(link->host, link->target_host))
            ask_url(asking, feed, link->target);
    }
}

/* ---- files ---- */

bool feeds_ask_for_files(const struct feed *const *feeds, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (feeds[i]->options.kind == FEED_HASHES && feeds[i]->entry_count > 0)
            return true;
    return false;
}

static void ask_files(const struct asking *asking, const struct feed *feed, const struct attachments *files)
{
    for (size_t i = 0; i < files->count; i++) {
        const struct attachment *file = &files->items[i];

        if (file->sha256.len > 0)
            note(asking, feed, feed_find_hash(feed, file->sha256, asking->result->now), FEED_FILE,
                 file->name.len > 0 ? file->name : file->sha256);
    }
}

/* ---- all ---- */

/* What an allow feed has is no hit of the others, if it is the same thing. */
static void apply_allow_feeds(struct feed_result *result)
{
    for (size_t i = 0; i < result->hit_count; i++)
        for (size_t k = 0; k < result->hit_count; k++)
            if (result->hits[k].feed->options.is_allow && !result->hits[k].is_stale && result->hits[i].item == result->hits[k].item &&
                str_equal(result->hits[i].seen, result->hits[k].seen))
                result->hits[i].is_allowed = true;
}

const struct feed_result *feeds_ask(struct arena *arena, const struct feed *const *feeds, size_t count,
                                    const struct feed_subject *subject)
{
    struct feed_result *result = ARENA_NEW(arena, struct feed_result);
    struct asking       asking = { arena, result };
    str                 author = subject->message->author.domain;

    *result = (struct feed_result){ .feeds = feeds, .feed_count = count, .now = subject->now };
    for (size_t i = 0; i < count; i++) {
        note(&asking, feeds[i], feed_find_address(feeds[i], subject->client, subject->now), FEED_CLIENT, ip_text(arena, subject->client));
        note(&asking, feeds[i], feed_find_host(feeds[i], author, subject->now), FEED_AUTHOR, author);
        ask_links(&asking, feeds[i], subject->content);
        ask_files(&asking, feeds[i], subject->attachments);
    }
    apply_allow_feeds(result);
    return result;
}

bool feed_hit_counts(const struct feed_hit *hit)
{
    return !hit->feed->options.is_allow && !hit->is_allowed;
}

str feed_hit_text(struct arena *arena, const struct feed_hit *hit)
{
    unix_seconds since = hit->entry->added != 0 ? hit->entry->added : hit->feed->as_of;

    return arena_join(arena, (str[]){ hit->seen, STR(" by "), hit->feed->options.name, STR(", "), time_rfc3339(arena, since),
                                      hit->is_stale ? STR(" (the feed is stale)") : STR("") }, 6, (str){ 0 });
}

/* ---- for programs ---- */

static void feed_json(struct json *json, const struct feed *feed, unix_seconds now, struct arena *arena)
{
    json_open_object(json, NULL);
    json_str(json, "feed", feed->options.name);
    json_cstr(json, "status", feed->is_missing ? "missing" : feed_is_stale(feed, now) ? "stale" : "fresh");
    if (!feed->is_missing)
        json_str(json, "as_of", time_rfc3339(arena, feed->as_of));
    json_int(json, "entries", (int64_t)feed->entry_count);
    json_int(json, "skipped", (int64_t)feed->skipped);
    json_close_object(json);
}

static void hit_json(struct json *json, const struct feed_hit *hit, struct arena *arena)
{
    json_open_object(json, NULL);
    json_str(json, "feed", hit->feed->options.name);
    json_cstr(json, "kind", feed_kind_name(hit->feed->options.kind));
    json_cstr(json, "of", feed_item_name(hit->item));
    json_str(json, "seen", hit->seen);
    json_str(json, "entry", hit->entry->written);
    if (hit->entry->added != 0)
        json_str(json, "added", time_rfc3339(arena, hit->entry->added));
    if (hit->entry->expires != 0)
        json_str(json, "expires", time_rfc3339(arena, hit->entry->expires));
    json_bool(json, "allow", hit->feed->options.is_allow);
    json_bool(json, "allowed", hit->is_allowed);
    json_bool(json, "stale", hit->is_stale);
    json_close_object(json);
}

void feeds_json(struct json *json, const struct feed_result *result, struct arena *arena)
{
    json_open_array(json, "feeds");
    for (size_t i = 0; i < result->feed_count; i++)
        feed_json(json, result->feeds[i], result->now, arena);
    json_close_array(json);
    json_open_array(json, "feed_hits");
    for (size_t i = 0; i < result->hit_count; i++)
        hit_json(json, &result->hits[i], arena);
    json_close_array(json);
    json_open_array(json, "indicators");
    for (size_t i = 0; i < result->hit_count; i++)
        if (feed_hit_counts(&result->hits[i]))
            json_str(json, NULL, feed_hit_text(arena, &result->hits[i]));
    json_close_array(json);
}
