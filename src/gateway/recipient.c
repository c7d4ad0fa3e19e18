#include "gateway/recipient.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/domain.h"
#include "io/sys.h"

enum { CACHE_SLOTS = 4096, CACHE_ADDRESS_MAX_OCTETS = 320 };

/* <postmaster> alone is nobody's to write in a case of his own. */
str recipient_address(const struct config *config, const struct path *path, struct arena *arena)
{
    str parts[] = { path->local_part, path->domain };

    if (path->domain.len == 0 && config->route_count > 0) {
        parts[0] = arena_lower(arena, path->local_part);
        parts[1] = config->routes[0].domains[0];
    }
    return arena_join(arena, parts, ARRAY_LEN(parts), STR("@"));
}

str recipient_key(const struct config *config, const struct path *path, struct arena *arena)
{
    return config_address_key(config->unicode, arena, domain_without_dot(recipient_address(config, path, arena)));
}

static int compare_key(const void *key, const void *item)
{
    return str_compare(*(const str *)key, *(const str *)item);
}

static bool is_listed(const struct config_route *route, str key)
{
    return route->recipient_count > 0 &&
           bsearch(&key, route->recipient_list, route->recipient_count, sizeof key, compare_key) != NULL;
}

/* user+tag@domain is user@domain to a list, where the route's delimiter is "+". */
static str without_tag(const struct config_route *route, str key, struct arena *arena)
{
    ptrdiff_t at  = str_rfind_char(key, '@');
    ptrdiff_t tag = str_find_char(str_slice(key, 0, (size_t)at), route->delimiter);

    if (route->delimiter == '\0' || tag <= 0)
        return key;
    return arena_printf(arena, "%.*s%.*s", (int)tag, key.ptr, STR_ARG(str_from(key, (size_t)at)));
}

/* Forms by which servers of old were told to pass a message on. A server behind us may still obey them. */
static bool could_route(str local_part)
{
    return str_has_char(local_part, '%') || str_has_char(local_part, '!') || str_has_char(local_part, '@');
}

enum recipient_outcome recipient_check(const struct config *config, const struct path *path, struct arena *arena,
                                       const struct config_route **route)
{
    if (path->is_literal)
        return RECIPIENT_FOREIGN;
    *route = path->domain.len == 0 && config->route_count > 0 ? &config->routes[0] : config_route_of(config, path->domain);
    if (*route == NULL)
        return RECIPIENT_FOREIGN;
    str key = recipient_key(config, path, arena);

    if (is_listed(*route, key) || is_listed(*route, without_tag(*route, key, arena)))
        return RECIPIENT_OURS;
    if (could_route(path->local_part))
        return RECIPIENT_ROUTING;
    if (str_starts_nocase(key, STR("postmaster@")))             /* RFC 5321 §4.5.1: always there */
        return RECIPIENT_OURS;
    switch ((*route)->recipients) {
    case RECIPIENTS_ANY:   return RECIPIENT_OURS;
    case RECIPIENTS_LIST:  return RECIPIENT_UNKNOWN;
    case RECIPIENTS_PROBE: return RECIPIENT_MUST_ASK;
    }
    UNREACHABLE();
}

/* ---- the cache: a table without chains, where a newcomer takes the slot of whoever is there ---- */

struct slot { int64_t expires_ms; uint16_t len; bool exists; char address[CACHE_ADDRESS_MAX_OCTETS]; };

struct recipient_cache { struct hash_key key; struct slot *slots[CACHE_SLOTS]; };

struct recipient_cache *recipient_cache_new(void)
{
    struct recipient_cache *cache = calloc(1, sizeof *cache);

    ASSERT(cache != NULL);
    cache->key = sys_hash_key();
    return cache;
}

void recipient_cache_free(struct recipient_cache *cache)
{
    for (size_t i = 0; i < CACHE_SLOTS; i++)
        free(cache->slots[i]);
    free(cache);
}

bool recipient_cache_find(struct recipient_cache *cache, str address, int64_t now_ms, bool *exists)
{
    const struct slot *slot = cache->slots[hash_str(&cache->key, address) % CACHE_SLOTS];

    if (slot == NULL || slot->expires_ms <= now_ms || !str_equal((str){ slot->address, slot->len }, address))
        return false;
    *exists = slot->exists;
    return true;
}

void recipient_cache_store(struct recipient_cache *cache, str address, bool exists, int64_t expires_ms)
{
    struct slot **slot = &cache->slots[hash_str(&cache->key, address) % CACHE_SLOTS];

    if (address.len > CACHE_ADDRESS_MAX_OCTETS)
        return;
    if (*slot == NULL)
        *slot = malloc(sizeof **slot);
    ASSERT(*slot != NULL);
    (*slot)->expires_ms = expires_ms;
    (*slot)->exists     = exists;
    (*slot)->len        = (uint16_t)address.len;
    memcpy((*slot)->address, address.ptr, address.len);
}
