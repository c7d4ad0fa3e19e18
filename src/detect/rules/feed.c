/* Rules about what the administrator's feeds say (detect/feeds.h). A finding weighs what its feed is said to weigh; one that is stale
 * only informs. */
#include "detect/feeds.h"
#include "detect/rules/rules.h"

enum { DAY = 24 * 60 * 60 };

static double weight_of(const struct feed_hit *hit)
{
    return hit->is_stale ? 0 : hit->feed->options.weight;
}

/* The heaviest hit of an item. */
static bool heaviest(const struct facts *f, enum feed_item item, struct finding *out)
{
    const struct feed_hit *best = NULL;

    for (size_t i = 0; f->feeds != NULL && i < f->feeds->hit_count; i++) {
        const struct feed_hit *hit = &f->feeds->hits[i];

        if (hit->item == item && feed_hit_counts(hit) && (best == NULL || weight_of(hit) > weight_of(best)))
            best = hit;
    }
    if (best == NULL)
        return false;
    out->weight   = weight_of(best);
    out->evidence = feed_hit_text(f->arena, best);
    return true;
}

static bool feed_link(const struct facts *f, struct finding *out)
{
    return heaviest(f, FEED_LINK, out);
}

static bool feed_author(const struct facts *f, struct finding *out)
{
    return heaviest(f, FEED_AUTHOR, out);
}

static bool feed_client(const struct facts *f, struct finding *out)
{
    return !f->from_trusted_network && heaviest(f, FEED_CLIENT, out);
}

static bool feed_file(const struct facts *f, struct finding *out)
{
    return heaviest(f, FEED_FILE, out);
}

static bool feed_allowed(const struct facts *f, struct finding *out)
{
    for (size_t i = 0; f->feeds != NULL && i < f->feeds->hit_count; i++)
        if (!f->feeds->hits[i].feed->options.is_allow && f->feeds->hits[i].is_allowed) {
            out->evidence = feed_hit_text(f->arena, &f->feeds->hits[i]);
            return true;
        }
    return false;
}

/* A feed that nobody keeps up to date says nothing of today's mail: that has to be seen somewhere. */
static bool feed_unread(const struct facts *f, struct finding *out)
{
    for (size_t i = 0; f->feeds != NULL && i < f->feeds->feed_count; i++) {
        const struct feed *feed = f->feeds->feeds[i];

        if (!feed->is_missing && !feed_is_stale(feed, f->now))
            continue;
        out->evidence = feed->is_missing ? arena_join(f->arena, (str[]){ feed->options.name, STR(" has no file") }, 2, (str){ 0 })
            : arena_printf(f->arena, "%.*s is %lld days old", STR_ARG(feed->options.name), (long long)((f->now - feed->as_of) / DAY));
        return true;
    }
    return false;
}

const struct rule feed_rules[] = {
    { "feed-link",    3.00, GROUP_FEED, SOFT, feed_link,
      "A link leads to where a feed of yours warns of." },
    { "feed-file",    4.00, GROUP_FEED, HARD, feed_file,
      "A file of the message is known to a feed of yours." },
    { "feed-author",  3.00, GROUP_FEED, SOFT, feed_author,
      "A feed of yours warns of the author's domain." },
    { "feed-client",  2.00, GROUP_FEED, SOFT, feed_client,
      "A feed of yours warns of the sending server's network." },
    { "feed-allowed", 0.00, GROUP_FEED, SOFT, feed_allowed,
      "A feed of yours warns of something that another one allows." },
    { "feed-unread",  0.00, GROUP_FEED, SOFT, feed_unread,
      "A feed of yours is missing or out of date: what it would say was not checked." },
};
const size_t feed_rule_count = ARRAY_LEN(feed_rules);
