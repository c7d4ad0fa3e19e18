/* Feeds. The first octet says the kind and the format, the second the columns; the rest is the file.
 *
 * Any text is a feed. Every line is at most one entry; what is compared is in its one form, and each entry that holds is found by what
 * it says, unless it has expired or an exception stands there. A host is found below itself, and not under a name that only ends like it. Loaded again it is the
 * same. Memory stays in proportion.
 *
 * Covers: src/detect/feed.c src/detect/feeds.c */
#include "fuzz.h"

#include "base/json.h"
#include "detect/feeds.h"

enum { NOW = 1700000000, DAY = 86400, GROWTH = 256, ROOM = 1 << 16 };

static size_t count_lines(str text)
{
    size_t count = 0;

    for (str line; str_cut(&text, '\n', &line); )
        count++;
    return count;
}

/* An exception of the zone's takes the host out. */
static bool passes(const struct feed *feed, str host)
{
    for (size_t i = 0; i < feed->entry_count; i++) {
        str value = feed->entries[i].value;

        if (feed->entries[i].passes && str_ends_nocase(host, value) &&
            (host.len == value.len || host.ptr[host.len - value.len - 1] == '.'))
            return true;
    }
    return false;
}

static bool has_exceptions(const struct feed *feed)
{
    for (size_t i = 0; i < feed->entry_count; i++)
        if (feed->entries[i].passes)
            return true;
    return false;
}

static bool is_found(const struct feed *feed, str host)
{
    const struct feed_entry *found = feed_find_host(feed, host, NOW);

    HOLDS(found == NULL || !found->passes);
    return found != NULL;
}

static void check_host(const struct feed *feed, struct arena *arena, const struct feed_entry *entry)
{
    str below = arena_join(arena, (str[]){ STR("www."), entry->value }, 2, (str){ 0 });
    str glued = arena_join(arena, (str[]){ STR("x"), entry->value }, 2, (str){ 0 });

    HOLDS(is_found(feed, entry->value) || passes(feed, entry->value));
    HOLDS(below.len > 253 || is_found(feed, below) || passes(feed, below));

    const struct feed_entry *by_chance = feed_find_host(feed, glued, NOW);

    HOLDS(by_chance == NULL || !str_equal(by_chance->value, entry->value));
}

static void check_url(const struct feed *feed, struct arena *arena, const struct feed_entry *entry)
{
    bool       has_scheme = str_find(entry->written, STR("://")) != STR_NOT_FOUND;
    str        whole      = arena_join(arena, (str[]){ has_scheme ? STR("") : STR("http://"), entry->written }, 2, (str){ 0 });
    struct url url;

    HOLDS(url_parse(fuzz_unicode(), arena, whole, NULL, &url) == URL_OK && feed_find_url(feed, arena, &url, NOW) != NULL);
}

static void check_entry(const struct feed *feed, struct arena *arena, const struct feed_entry *entry)
{
    if (entry->expires != 0 && entry->expires <= NOW)
        return;
    switch (feed->options.kind) {
    case FEED_HOSTS:      check_host(feed, arena, entry); break;
    case FEED_URLS:       check_url(feed, arena, entry); break;
    case FEED_HASHES:     HOLDS(feed_find_hash(feed, entry->value, NOW) != NULL); break;
    case FEED_NETWORKS: {
        struct ip ip = { .family = (enum ip_family)entry->value.ptr[0] };

        memcpy(ip.octets, entry->value.ptr + 2, entry->value.len - 2);
        HOLDS(feed_find_address(feed, &ip, NOW) != NULL || has_exceptions(feed));
        break;
    }
    case FEED_KIND_COUNT: break;
    }
}

/* The feed asked about a message that names its first entry. */
static void check_message(const struct feed *feed, struct arena *arena)
{
    BUF_SCOPE                 json_text = { 0 };
    struct json               json      = { .out = &json_text };
    struct message            message;
    struct attachments        files;
    struct ip                 client    = { .family = IP_V4, .octets = { 192, 0, 2, 1 } };
    str                       said      = feed->entry_count > 0 ? feed->entries[0].written : STR("a.example");
    str                       octets    = arena_join(arena, (str[]){ STR("From: a@b.example\r\n\r\nhttp://"), said, STR("\r\n") }, 3, (str){ 0 });
    const struct feed_result *result;

    message_parse(&message, arena, octets, true, &message_limits_default, fuzz_unicode());
    attachments_read(&files, arena, &message, &(struct attachment_options){ &message_limits_default, fuzz_digests() });
    result = feeds_ask(arena, &feed, 1, &(struct feed_subject){
        .message = &message, .attachments = &files, .client = &client, .now = NOW,
        .content = content_of_message(arena, &message, &(struct content_options){
            fuzz_unicode(), fuzz_suffixes(), link_services_new(arena, NULL, NULL, fuzz_suffixes()) }) });
    HOLDS(result->hit_count <= FEED_HITS_MAX);
    for (size_t i = 0; i < result->hit_count; i++)
        HOLDS(result->hits[i].seen.len > 0 && !result->hits[i].is_allowed == !feed->options.is_allow);
    feeds_json(&json, result, arena);
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE         arena   = { 0 };
    unsigned            how     = fuzz_take_octet(&input), columns = fuzz_take_octet(&input);
    struct feed_options options = {
        .name = STR("feed"), .kind = (enum feed_kind)(how % FEED_KIND_COUNT), .format = (enum feed_format)(how / FEED_KIND_COUNT % 3),
        .is_allow = (how & 0x40) != 0, .stale_after = DAY, .entry_lifetime = (how & 0x80) != 0 ? DAY : 0,
        .value_column = columns % 5, .added_column = columns / 5 % 5, .expires_column = columns / 25 % 5,
    };
    struct feed *feed = feed_load(&arena, &options, input, NOW, fuzz_unicode());

    HOLDS(arena.used <= GROWTH * input.len + ROOM);
    HOLDS(feed->entry_count + feed->skipped <= count_lines(input));
    for (size_t i = 0; i < feed->entry_count; i++)
        check_entry(feed, &arena, &feed->entries[i]);

    struct feed *again = feed_load(&arena, &options, input, NOW, fuzz_unicode());

    HOLDS(again->entry_count == feed->entry_count && again->skipped == feed->skipped);
    check_message(feed, &arena);
}
