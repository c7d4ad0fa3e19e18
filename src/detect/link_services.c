#include "detect/link_services.h"

#include "base/ascii.h"
#include "base/base64.h"
#include "base/domain.h"
#include "detect/domain_set.h"

enum {
    DECODINGS_MAX  = 3,                 /* percent-encoding of percent-encoding */
    PARAMETERS_MAX = 40,                /* of one query */
    BASE64_MIN     = 16,
};

struct link_services {
    const struct suffixes *suffixes;
    struct domain_set      shorteners, house_links, trackers, free_pages, odd_endings;
    struct redirector     *redirectors;
    size_t                 redirector_count;
    struct domain_set      redirector_hosts;    /* without those of any ending */
    struct hash_index      redirectors_by_host;
};

const char *link_service_name(enum link_service service)
{
    switch (service) {
    case SERVICE_SHORTENER:  return "shortener";
    case SERVICE_REDIRECTOR: return "redirector";
    case SERVICE_FILTER:     return "filter";
    case SERVICE_TRACKER:    return "tracker";
    case SERVICE_FREE_PAGE:  return "free-page";
    case SERVICE_ODD_ENDING: return "odd-ending";
    }
    UNREACHABLE();
}

/* ---- making ---- */

/* Free hosts have pages as well as mail. */
static void make_free_pages(struct link_services *services, struct arena *arena, const struct name_lists *files,
                            const struct link_lists *lists)
{
    struct names pages = names_joined(arena, LIST_FREE_PAGES, files, lists->free_pages, lists->free_page_count);

    names_set(&services->free_pages, arena, LIST_FREE_HOSTS, files, pages.items, pages.count);
}

static void add_redirectors(struct link_services *services, struct arena *arena, const struct name_lists *files,
                            const struct link_lists *lists)
{
    struct names all   = names_joined(arena, LIST_REDIRECTORS, files, lists->redirectors, lists->redirector_count);
    str         *hosts = ARENA_ARRAY(arena, str, all.count);
    size_t       plain = 0;

    services->redirectors = ARENA_ARRAY(arena, struct redirector, all.count);
    hash_index_init(&services->redirectors_by_host, arena, all.count);
    for (size_t i = 0; i < all.count; i++) {
        struct redirector *redirector = &services->redirectors[services->redirector_count];

        if (!redirector_of(all.items[i], redirector))
            continue;
        hash_index_add(&services->redirectors_by_host, redirector->host, (uint32_t)services->redirector_count++);
        if (!str_ends_nocase(redirector->host, STR(".*")))
            hosts[plain++] = redirector->host;
    }
    domain_set_init(&services->redirector_hosts, arena, hosts, plain);
}

struct link_services *link_services_new(struct arena *arena, const struct link_lists *lists, const struct name_lists *files,
                                        const struct suffixes *suffixes)
{
    static const struct link_lists none     = { 0 };
    struct link_services          *services = ARENA_NEW(arena, struct link_services);

    lists              = lists == NULL ? &none : lists;
    services->suffixes = suffixes;
    names_set(&services->shorteners, arena, LIST_SHORTENERS, files, lists->shorteners, lists->shortener_count);
    names_set(&services->house_links, arena, LIST_HOUSE_LINKS, files, NULL, 0);
    names_set(&services->trackers, arena, LIST_TRACKERS, files, lists->trackers, lists->tracker_count);
    names_set(&services->odd_endings, arena, LIST_ODD_ENDINGS, files, lists->odd_endings, lists->odd_ending_count);
    make_free_pages(services, arena, files, lists);
    add_redirectors(services, arena, files, lists);
    return services;
}

bool link_services_has_odd_ending(const struct link_services *services, str domain)
{
    return domain_set_covers(&services->odd_endings, domain_last_labels(domain, 1));
}

/* ---- the address in a value ---- */

static bool is_web_address(str text)
{
    return str_starts_nocase(text, STR("http://")) || str_starts_nocase(text, STR("https://")) ||
           str_starts_nocase(text, STR("http:\\\\")) || str_starts_nocase(text, STR("https:\\\\"));
}

/* Proofpoint's second form: "https-3A__www.example.org_a-2Db". */
static str without_dashes(struct arena *arena, str value)
{
    char *out = arena_octets(arena, value.len);

    for (size_t i = 0; i < value.len; i++)
        out[i] = value.ptr[i] == '-' ? '%' : value.ptr[i] == '_' ? '/' : value.ptr[i];
    return url_percent_decode(arena, (str){ out, value.len });
}

static str from_base64(struct arena *arena, str value)
{
    char *standard = arena_octets(arena, value.len);
    bool  clean;

    for (size_t i = 0; i < value.len; i++)
        standard[i] = value.ptr[i] == '-' ? '+' : value.ptr[i] == '_' ? '/' : value.ptr[i];
    return base64_decode_lenient(arena, (str){ standard, value.len }, &clean);
}

/* "aHR0c" is how "http" begins in base64; before it some sites write a mark of two characters ("a1"). */
static bool looks_like_base64_address(str value, str *from)
{
    ptrdiff_t at = str_find(str_slice(value, 0, value.len < BASE64_MIN ? value.len : BASE64_MIN), STR("aHR0c"));

    if (at == STR_NOT_FOUND || at > 2)
        return false;
    *from = str_from(value, (size_t)at);
    return true;
}

static bool address_in(struct arena *arena, str value, str *inner)
{
    str encoded;

    for (int i = 0; i <= DECODINGS_MAX; i++) {
        if (is_web_address(value)) {
            *inner = value;
            return true;
        }
        if (!str_has_char(value, '%'))
            break;
        value = url_percent_decode(arena, value);
    }
    if (str_starts_nocase(value, STR("http-3A")) || str_starts_nocase(value, STR("https-3A")))
        *inner = without_dashes(arena, value);
    else if (str_starts(value, STR("//")) && value.len > 2)
        *inner = arena_join(arena, (str[]){ STR("https:"), value }, 2, (str){ 0 });
    else if (looks_like_base64_address(value, &encoded))
        *inner = from_base64(arena, encoded);
    else
        return false;
    return is_web_address(*inner);
}

/* ---- where it stands ---- */

/* The value of a parameter; of any, where name is "*", that is an address. */
static bool address_in_parameter(struct arena *arena, str query, str name, str *inner)
{
    str pair, key;

    for (int i = 0; i < PARAMETERS_MAX && str_cut(&query, '&', &pair); i++) {
        str value = pair;

        if (!str_cut(&value, '=', &key) || !(str_equal_nocase(key, name) || str_equal(name, STR("*"))))
            continue;
        if (address_in(arena, value, inner))
            return true;
    }
    return false;
}

/* "?domain=example.org": what is hidden is the rest of the address. */
static bool host_in_parameter(struct arena *arena, str query, str name, str *inner)
{
    str pair, key;

    for (int i = 0; i < PARAMETERS_MAX && str_cut(&query, '&', &pair); i++) {
        str value = pair;

        if (!str_cut(&value, '=', &key) || !str_equal_nocase(key, name) || !domain_is_hostname(value))
            continue;
        *inner = arena_join(arena, (str[]){ STR("https://"), value }, 2, (str){ 0 });
        return true;
    }
    return false;
}

/* "/web/2020/https://...", "/v3/__https://...__;", "/RU=https%3a%2f%2f...", and the pages that Google keeps: "/amp/s/HOST/...". */
static bool address_in_path(struct arena *arena, str path, str *inner)
{
    static const str kept[] = { STR_INIT("/amp/s/"), STR_INIT("/c/s/"), STR_INIT("/v/s/"), STR_INIT("/amp/"), STR_INIT("/c/"),
                                STR_INIT("/v/") };
    ptrdiff_t        at, end;

    path = url_percent_decode(arena, path);
    at   = str_find_nocase(path, STR("http"));
    if (at != STR_NOT_FOUND && address_in(arena, str_from(path, (size_t)at), inner)) {
        end    = str_find(*inner, STR("__;"));
        *inner = end == STR_NOT_FOUND ? *inner : str_slice(*inner, 0, (size_t)end);
        return true;
    }
    for (size_t i = 0; i < ARRAY_LEN(kept); i++)
        if (str_starts(path, kept[i])) {
            *inner = arena_join(arena, (str[]){ STR("https://"), str_from(path, kept[i].len) }, 2, (str){ 0 });
            return true;
        }
    return false;
}

static bool address_at(struct arena *arena, const struct url *url, str place, str *inner)
{
    if (str_equal(place, STR("/")))
        return address_in_path(arena, url->path, inner);
    if (str_equal(place, STR("?")))
        return address_in(arena, url->query, inner);
    if (str_starts(place, STR("@")))
        return host_in_parameter(arena, url->query, str_from(place, 1), inner);
    return address_in_parameter(arena, url->query, place, inner);
}

static str inner_of(const struct redirector *redirector, struct arena *arena, const struct url *url)
{
    str where = redirector->where, place, inner;

    while (str_cut(&where, ' ', &place))
        if (address_at(arena, url, place, &inner))
            return inner;
    return (str){ 0 };
}

/* ---- asking ---- */

static const struct redirector *redirector_at(const struct link_services *services, str host, str path)
{
    struct hash_index_walk walk = hash_index_walk(&services->redirectors_by_host, host);

    for (uint32_t i; hash_index_next(&walk, &i); ) {
        const struct redirector *redirector = &services->redirectors[i];

        if (str_equal(redirector->host, host) && str_starts_nocase(path.len == 0 ? STR("/") : path, redirector->path))
            return redirector;
    }
    return NULL;
}

/* "google.de" is "google.*"; "google.evil.example" is not. */
static str of_any_ending(struct arena *arena, str registrable)
{
    str label;

    if (!str_cut(&registrable, '.', &label))
        return (str){ 0 };
    return arena_join(arena, (str[]){ label, STR(".*") }, 2, (str){ 0 });
}

/* Who rents out names has registered one: what they stand under has two labels or more. */
static bool is_rented(const struct link_services *services, str registrable)
{
    return str_has_char(domain_parent(registrable), '.') && suffix_is_rented(services->suffixes, registrable);
}

static unsigned services_of_host(const struct link_services *services, str host, str registrable)
{
    unsigned kinds = 0;

    kinds |= domain_set_covers(&services->shorteners, host) && !domain_set_covers(&services->house_links, host)
                 ? SERVICE_SHORTENER : 0;
    kinds |= domain_set_covers(&services->trackers, host) ? SERVICE_TRACKER : 0;
    kinds |= domain_set_covers(&services->free_pages, host) || is_rented(services, registrable) ? SERVICE_FREE_PAGE : 0;
    kinds |= domain_set_covers(&services->odd_endings, domain_last_labels(host, 1)) ? SERVICE_ODD_ENDING : 0;
    return kinds;
}

struct link_host link_host_of(const struct link_services *services, struct arena *arena, const struct url *url)
{
    str host = url->host, registrable;

    if (host.len == 0 || url->ip.family != IP_NONE)
        return (struct link_host){ .host = host, .registrable = host };
    registrable = suffix_registrable(services->suffixes, host);
    return (struct link_host){
        .host        = host,
        .registrable = registrable.len > 0 ? registrable : host,
        .services    = services_of_host(services, host, registrable),
        .redirector  = domain_set_covering(&services->redirector_hosts, host),
        .any_ending  = of_any_ending(arena, registrable),
    };
}

static const struct redirector *find_redirector(const struct link_services *services, const struct link_host *host, str path)
{
    for (str name = host->redirector; name.len > 0; name = domain_set_covering(&services->redirector_hosts, domain_parent(name))) {
        const struct redirector *redirector = redirector_at(services, name, path);

        if (redirector != NULL)
            return redirector;
    }
    return redirector_at(services, host->any_ending, path);
}

unsigned link_services_of(const struct link_services *services, struct arena *arena, const struct url *url,
                          const struct link_host *host, str *inner)
{
    const struct redirector *redirector = find_redirector(services, host, url->path);

    *inner = (str){ 0 };
    if (redirector == NULL)
        return host->services;
    *inner = inner_of(redirector, arena, url);
    return host->services | redirector->kind;
}
