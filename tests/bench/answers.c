#include "answers.h"

#include "dns/cache.h"
#include "dns/zone.h"
#include "io/file.h"

enum { NOW = 1, CACHE_OCTETS = 64 << 20, ZONE_MAX_OCTETS = 1 << 24 };

struct answers {
    struct zone      *zone;
    struct dns_cache *cache;
};

struct answers *answers_open(const char *zone_file, struct arena *arena, str *error)
{
    struct answers *answers = ARENA_NEW(arena, struct answers);
    str             json;

    if (!file_read(zone_file, ZONE_MAX_OCTETS, arena, &json, error))
        return NULL;
    answers->zone  = zone_load(json, arena, error);
    answers->cache = dns_cache_new(CACHE_OCTETS, &(struct hash_key){ 1, 2 });
    return answers->zone == NULL ? NULL : answers;
}

static const struct answer *known(void *context, const struct question *question)
{
    const struct answers *answers = context;

    return dns_cache_peek(answers->cache, question, NOW);
}

void answers_init_view(struct answers *answers, struct view *view, struct arena *arena)
{
    view_init(view, arena, VIEW_QUESTIONS_DEFAULT);
    view->known         = known;
    view->known_context = answers;
}

void answers_give(struct answers *answers, struct view *view)
{
    for (struct question *q; (q = view_next_open(view, NULL)) != NULL; ) {
        const struct answer *found = NULL;

        if (dns_cache_ask(answers->cache, q, NOW, NULL, &found) == DNS_CACHE_ASK) {
            found = zone_lookup(answers->zone, q);
            dns_cache_store(answers->cache, q, NOW, found);
        }
        view_answer(view, q, found);
    }
}
