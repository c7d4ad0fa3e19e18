/* Sections route: which domains go where, and who is known there. */
#include <stdlib.h>

#include "base/ascii.h"
#include "base/domain.h"
#include "base/mistake.h"
#include "gateway/config_reader.h"
#include "io/file.h"

static int by_octets(const void *a, const void *b)
{
    return str_compare(*(const str *)a, *(const str *)b);
}

/* One that could be in RCPT. A quoted local part may hold blanks. */
static bool is_recipient(str text)
{
    bool is_quoted = text.len > 0 && text.ptr[0] == '"';

    for (size_t i = 0; i < text.len; i++)
        if (ascii_is_control(text.ptr[i]) || (ascii_is_blank(text.ptr[i]) && !is_quoted))
            return false;
    return str_rfind_char(text, '@') > 0 && domain_of_address(text).len > 0;
}

static void check_recipients(struct config_reader *r, const char *title, const char *where, const struct config_route *route)
{
    if (route->recipients == RECIPIENTS_LIST && route->recipient_count == 0)
        COMPLAIN(r, "%s: route %s: %s names nobody: mail for everybody would be refused", r->file, title, where);
}

static void complain_of_recipient(struct config_reader *r, const char *file, size_t number, str line)
{
    str what = arena_printf(r->arena, "\"%.*s\" is no mail address; write one address a line, and nothing else", STR_ARG(line));

    config_complain(r, mistake_at(r->arena, str_of(file), number, what));
}

/* One address a line; empty lines and lines that begin with "#" do not count. A list that Windows has written begins with a
 * byte order mark, and its lines end with CRLF. */
static void read_recipient_file(struct config_reader *r, const char *file, struct config_route *route)
{
    str    text, line, error = { 0 };
    size_t capacity = 0, number = 0;

    if (!file_read(file, CONFIG_FILE_MAX_OCTETS, r->arena, &text, &error)) {
        COMPLAIN(r, "%s: recipient-file: %.*s", r->file, STR_ARG(error));
        return;
    }
    route->recipient_list  = NULL;
    route->recipient_count = 0;
    (void)!str_skip_prefix(&text, STR(UTF8_BYTE_ORDER_MARK));
    while (str_cut(&text, '\n', &line)) {
        line = str_trim(line);
        number++;
        if (line.len == 0 || line.ptr[0] == '#')
            continue;
        if (is_recipient(line))
            *ARENA_PUSH(r->arena, route->recipient_list, route->recipient_count++, &capacity) =
                config_address_key(r->unicode, r->arena, line);
        else
            complain_of_recipient(r, file, number, line);
    }
}

/* All of one kind: what can be promised to a sender must not depend on which of them is up. */
static void check_next_hops(struct config_reader *r, cfg_t *cfg, const struct config_route *route)
{
    if (route->hop_count == 0)
        COMPLAIN(r, "%s: route %s has no next-hop; write next-hop = \"smtp:192.0.2.1:25\"", r->file, cfg_title(cfg));
    for (size_t i = 1; i < route->hop_count; i++)
        if (route->hops[i].kind != route->kind || route->kind == NEXT_HOP_MAILDIR)
            COMPLAIN(r, "%s: route %s: several next hops must be all smtp or all lmtp", r->file, cfg_title(cfg));
}

static void read_next_hops(struct config_reader *r, cfg_t *cfg, struct config_route *route)
{
    static const char *const orders[] = { "listed", "round-robin" };
    size_t                   count    = cfg_size(cfg, "next-hop");

    route->order           = (enum next_hop_order)config_one_of(r, cfg, "next-hop-order", orders, ARRAY_LEN(orders));
    route->connections_max = config_positive(r, cfg, "connections", 1);
    if (count > NEXT_HOPS_MAX) {
        COMPLAIN(r, "%s: route %s has more than %d next hops", r->file, cfg_title(cfg), NEXT_HOPS_MAX);
        return;
    }
    route->hops = ARENA_ARRAY(r->arena, struct next_hop_address, count);
    for (unsigned i = 0; i < count; i++) {
        const char *text = cfg_getnstr(cfg, "next-hop", i), *problem = NULL;

        if (!next_hop_address_parse(r->arena, str_of(text), &route->hops[route->hop_count++], &problem))
            COMPLAIN(r, "%s: route %s: next-hop \"%s\" %s", r->file, cfg_title(cfg), text, problem);
    }
    if (count > 0)
        route->kind = route->hops[0].kind;
    check_next_hops(r, cfg, route);
}

static void read_route(struct config_reader *r, cfg_t *cfg, struct config_route *route, size_t index)
{
    static const char *const sources[]   = { "any", "list", "probe", "file" };
    static const char *const tls_modes[] = { "never", "opportunistic", "required" };
    const char              *delimiter   = cfg_getstr(cfg, "recipient-delimiter");
    size_t                   source      = config_one_of(r, cfg, "recipients", sources, ARRAY_LEN(sources));

    *route = (struct config_route){
        .name       = config_copied(r, cfg_title(cfg)),
        .index      = index,
        .tls        = (enum next_hop_tls)config_one_of(r, cfg, "tls", tls_modes, ARRAY_LEN(tls_modes)),
        .recipients = source == 3 ? RECIPIENTS_LIST : (enum recipient_source)source,
        .delimiter  = delimiter[0],
        .probe_ttl  = config_duration(r, cfg, "probe-ttl"),
    };
    route->domains        = config_mail_domains(r, cfg, "domains", "a route is for the domains that it names, each by itself",
                                                &route->domain_count);
    route->recipient_list = config_copied_list(r, cfg, "recipient-list", true, &route->recipient_count);
    for (size_t i = 0; i < route->recipient_count; i++) {
        if (!is_recipient(route->recipient_list[i]))
            COMPLAIN(r, "%s: route %s: recipient-list: \"%.*s\" is no mail address; write \"jo@example.org\"", r->file, cfg_title(cfg),
                     STR_ARG(route->recipient_list[i]));
        route->recipient_list[i] = config_address_key(r->unicode, r->arena, route->recipient_list[i]);
    }
    if (route->domain_count == 0)
        COMPLAIN(r, "%s: route %s has no domains", r->file, cfg_title(cfg));
    if (cfg_getstr(cfg, "tls-identity") != NULL)
        route->tls_identity = config_certificate(r, "tls-identity", config_copied(r, cfg_getstr(cfg, "tls-identity")));
    if (route->tls_identity.len > 0 && route->tls != NEXT_HOP_TLS_REQUIRED)
        COMPLAIN(r, "%s: route %s: tls-identity needs tls = \"required\"", r->file, cfg_title(cfg));
    read_next_hops(r, cfg, route);
    if (route->recipients == RECIPIENTS_PROBE && route->kind == NEXT_HOP_MAILDIR)
        COMPLAIN(r, "%s: route %s: a Maildir cannot be asked for recipients; set recipients to \"list\", \"file\" or \"any\"",
                 r->file, cfg_title(cfg));
    if (source == 3) {
        const char *file = cfg_getstr(cfg, "recipient-file");

        if (file == NULL)
            COMPLAIN(r, "%s: route %s: recipients = \"file\" needs recipient-file", r->file, cfg_title(cfg));
        else
            read_recipient_file(r, file, route);
    }
    check_recipients(r, cfg_title(cfg), source == 3 ? "recipient-file" : "recipient-list", route);
    if (route->recipient_count > 0)
        qsort(route->recipient_list, route->recipient_count, sizeof *route->recipient_list, by_octets);
}

void config_read_routes(struct config_reader *r, cfg_t *cfg, struct config *config)
{
    config->route_count = cfg_size(cfg, "route");
    config->routes      = ARENA_ARRAY(r->arena, struct config_route, config->route_count);
    for (unsigned i = 0; i < config->route_count; i++)
        read_route(r, cfg_getnsec(cfg, "route", i), &config->routes[i], i);
}

/* Where released mail goes whose domain has no route: as a rule to the mail server that we are a milter of. */
void config_read_release_route(struct config_reader *r, cfg_t *cfg, struct config *config)
{
    const char              *text    = cfg_getstr(cfg, "release-to"), *problem = NULL;
    struct next_hop_address *hop     = ARENA_NEW(r->arena, struct next_hop_address);

    if (text == NULL)
        return;
    if (!next_hop_address_parse(r->arena, str_of(text), hop, &problem))
        COMPLAIN(r, "%s: release-to \"%s\" %s", r->file, text, problem);
    config->release_route  = ARENA_NEW(r->arena, struct config_route);
    *config->release_route = (struct config_route){
        .name = STR("release-to"), .index = config->route_count, .kind = hop->kind, .hops = hop, .hop_count = 1, .connections_max = 1,
        .tls = NEXT_HOP_TLS_OPPORTUNISTIC, .recipients = RECIPIENTS_ANY,
    };
}

str config_domain_key(const struct unicode *unicode, struct arena *arena, str domain)
{
    str ascii;

    return str_has_8bit(domain) && unicode_domain_to_ascii(unicode, arena, domain, &ascii) ? ascii : domain;
}

str config_address_key(const struct unicode *unicode, struct arena *arena, str address)
{
    str domain  = domain_of_address(address);
    str parts[] = { str_slice(address, 0, address.len - domain.len), config_domain_key(unicode, arena, domain) };

    return arena_lower(arena, arena_join(arena, parts, ARRAY_LEN(parts), (str){ 0 }));
}

bool config_has_domain(const struct config *config, const str *domains, size_t count, str domain)
{
    ARENA_SCOPE arena = { 0 };
    str         key   = config_domain_key(config->unicode, &arena, domain);

    for (size_t i = 0; i < count; i++)
        if (domain_equal(domains[i], key))
            return true;
    return false;
}

const struct config_route *config_route_of(const struct config *config, str domain)
{
    for (size_t i = 0; i < config->route_count; i++)
        if (config_has_domain(config, config->routes[i].domains, config->routes[i].domain_count, domain))
            return &config->routes[i];
    return NULL;
}
