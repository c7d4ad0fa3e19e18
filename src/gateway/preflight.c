#include "gateway/preflight.h"

#include <errno.h>
#include <string.h>

#include "base/domain.h"
#include "base/mistake.h"
#include "io/file.h"
#include "io/privileges.h"
#include "io/sys.h"

/* ---- what would stop it ---- */

static bool has_accounts(const struct config *config, struct arena *arena, str *error)
{
    struct account account;

    if (config->user != NULL && !account_find(config->user, config->group, arena, &account, error)) {
        *error = arena_printf(arena, "%s: user: %.*s", config->file, STR_ARG(*error));
        return false;
    }
    for (size_t i = 0; i < config->listener_count; i++) {
        const struct config_listener *listener = &config->listeners[i];

        if (listener->socket_group == NULL || account_has_group(listener->socket_group))
            continue;
        *error = arena_printf(arena, "%s: listener %.*s: socket-group: there is no group \"%s\"", config->file, STR_ARG(listener->name),
                              listener->socket_group);
        return false;
    }
    return true;
}

static bool has_socket_folders(const struct config *config, struct arena *arena, str *error)
{
    for (size_t l = 0; l < config->listener_count; l++)
        for (size_t a = 0; a < config->listeners[l].address_count; a++) {
            const char *path = config->listeners[l].addresses[a].path;

            if (path == NULL || file_has_folder(path))
                continue;
            *error = arena_printf(arena, "%s: listener %.*s: there is no folder for %s; make it, and let it belong to Gatepost's user",
                                  config->file, STR_ARG(config->listeners[l].name), path);
            return false;
        }
    return true;
}

bool preflight_check(const struct config *config, struct arena *arena, str *error)
{
    unix_seconds written;

    if (!file_folder_can_be(config->state_dir)) {
        *error = arena_printf(arena, "%s: state-dir %s: %s", config->file, config->state_dir,
                              errno == ENOENT ? "the folder above it is missing" : strerror(errno));
        return false;
    }
    if (strcmp(config->log_file, "-") != 0 && !file_has_folder(config->log_file)) {
        *error = arena_printf(arena, "%s: log: there is no folder for %s", config->file, config->log_file);
        return false;
    }
    if (config->zone_file == NULL && config->trust_anchor != NULL && !file_written_at(config->trust_anchor, &written)) {
        *error = arena_printf(arena, "%s: resolver: trust-anchor: %s: %s", config->file, config->trust_anchor, strerror(errno));
        return false;
    }
    return has_accounts(config, arena, error) && has_socket_folders(config, arena, error);
}

/* ---- what may not be meant ---- */

struct notes { struct arena *arena; str *items; size_t count, capacity; };

#define NOTE(notes, ...) (*ARENA_PUSH((notes)->arena, (notes)->items, (notes)->count++, &(notes)->capacity) = \
                          arena_printf((notes)->arena, __VA_ARGS__))

static bool is_own(const struct config *config, str domain)
{
    const struct organization_lists *lists = &config->organization;

    for (size_t i = 0; i < lists->own_domain_count; i++)
        if (domain_is_or_below(domain, lists->own_domains[i]))
            return true;
    return false;
}

static void note_domains(struct notes *notes, const struct config *config)
{
    if (config->organization.own_domain_count == 0) {
        NOTE(notes, "own-domains names nobody: mail that claims to be from you is not asked for a proof");
        return;
    }
    for (size_t r = 0; r < config->route_count; r++)
        for (size_t d = 0; d < config->routes[r].domain_count; d++)
            if (!is_own(config, config->routes[r].domains[d]))
                NOTE(notes, "route %.*s: %.*s is not among own-domains: mail that claims to be from there is not asked for a proof",
                     STR_ARG(config->routes[r].name), STR_ARG(config->routes[r].domains[d]));
}

static void note_routes(struct notes *notes, const struct config *config)
{
    for (size_t r = 0; r < config->route_count; r++) {
        const struct config_route *route = &config->routes[r];

        if (route->recipients == RECIPIENTS_ANY)
            NOTE(notes, "route %.*s: recipients = \"any\": mail for people who do not exist is taken, too", STR_ARG(route->name));
        for (size_t h = 0; h < route->hop_count; h++) {
            enum socket_file state = next_hop_address_socket(&route->hops[h]);

            if (state != SOCKET_FILE_GOOD)
                NOTE(notes, "route %.*s: %.*s: %s", STR_ARG(route->name), STR_ARG(route->hops[h].name), socket_file_problem(state));
        }
    }
}

static void note_tls(struct notes *notes, const struct config_listener *listener, const struct tls_context *tls)
{
    enum { SOON_SECONDS = 14 * 86400 };

    if (tls == NULL) {
        if (listener->face == FACE_SMTP)
            NOTE(notes, "listener %.*s has no tls-certificate: STARTTLS is not offered, and mail comes in clear", STR_ARG(listener->name));
        return;
    }
    unix_seconds end = tls_context_end(tls);

    if (end < sys_now())
        NOTE(notes, "listener %.*s: a certificate ended on %.*s", STR_ARG(listener->name), STR_ARG(time_rfc3339(notes->arena, end)));
    else if (end < sys_now() + SOON_SECONDS)
        NOTE(notes, "listener %.*s: a certificate ends on %.*s", STR_ARG(listener->name), STR_ARG(time_rfc3339(notes->arena, end)));
}

static void note_listeners(struct notes *notes, const struct config *config, struct tls_context *const *tls)
{
    for (size_t i = 0; i < config->listener_count; i++) {
        note_tls(notes, &config->listeners[i], tls[i]);
        if (config->listeners[i].in_shadow)
            NOTE(notes, "listener %.*s is in shadow mode: nothing is refused, held or changed for what it is",
                 STR_ARG(config->listeners[i].name));
    }
}

/* RFC 2606: names that nobody has, as they stand in what is copied. Such a list is told of as failing, at each start and each hour. */
static void note_dns_lists(struct notes *notes, const struct config *config)
{
    static const str nobodys[] = { STR_INIT("example"), STR_INIT("example.com"), STR_INIT("example.net"), STR_INIT("example.org"),
                                   STR_INIT("test"), STR_INIT("invalid") };

    for (size_t i = 0; i < config->dns_list_count; i++)
        for (size_t n = 0; n < ARRAY_LEN(nobodys); n++)
            if (domain_is_or_below(config->dns_lists[i].zone, nobodys[n]))
                NOTE(notes, "dns-list %.*s: %.*s is a name for examples: no list is there, and it will be told of as failing",
                     STR_ARG(config->dns_lists[i].name), STR_ARG(config->dns_lists[i].zone));
}

static void note_lists(struct notes *notes, const struct engine *engine)
{
    struct removals vain = names_removed_in_vain(notes->arena, engine->name_lists);

    for (size_t i = 0; i < vain.count; i++) {
        str what = arena_printf(notes->arena, "nothing is taken out, for %s of the program has no \"%.*s\"",
                                name_list_name(vain.items[i].list), STR_ARG(arena_printable(notes->arena, vain.items[i].entry)));

        NOTE(notes, "%.*s", STR_ARG(mistake_at(notes->arena, vain.items[i].file, vain.items[i].line, what)));
    }
}

str *preflight_notes(const struct engine *engine, struct tls_context *const *tls, struct arena *arena, size_t *count)
{
    const struct config *config = engine->config;
    struct notes         notes  = { .arena = arena };

    note_domains(&notes, config);
    note_listeners(&notes, config, tls);
    note_routes(&notes, config);
    note_lists(&notes, engine);
    note_dns_lists(&notes, config);
    for (size_t i = 0; i < engine->feed_count; i++)
        if (engine->feeds[i]->is_missing)
            NOTE(&notes, "feed %.*s: %s is missing: it says nothing", STR_ARG(config->feeds[i].options.name), config->feeds[i].file);
    if (config->zone_file != NULL)
        NOTE(&notes, "resolver: all answers come from %s: that is for tests", config->zone_file);
    if (account_is_root() && config->user == NULL)
        NOTE(&notes, "user is not set: started by root, it stays root; set user, or let the service manager start it as another");
    *count = notes.count;
    return notes.items;
}
