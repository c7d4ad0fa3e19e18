#include "gateway/config.h"

#include <errno.h>
#include <glob.h>
#include <stdio.h>

#include "base/ascii.h"
#include "base/domain.h"
#include "base/mistake.h"
#include "detect/edits.h"
#include "detect/other_filter.h"
#include "gateway/config_reader.h"
#include "gateway/config_scan.h"
#include "io/file.h"

/* ---- errors ---- */

/* libconfuse reports through a callback without a pointer of ours; a thread reads one configuration at a time. */
static _Thread_local struct loading {
    struct arena *arena;
    const char   *file;
    str           error;
    struct buf    text;
} *loading;

static const char *nearest_option(const cfg_opt_t *known, str name)
{
    const char *nearest = NULL;
    size_t      most    = name.len / 2 < 3 ? name.len / 2 : 3;          /* further away it is no help */

    for (; known->name != NULL; known++) {
        size_t edits = edits_between(name, str_of(known->name), most);

        if (edits < most || (edits == most && nearest == NULL)) {
            most    = edits;
            nearest = known->name;
        }
    }
    return nearest;
}

static bool has_option(const cfg_opt_t *known, str name)
{
    for (; known->name != NULL; known++)
        if (str_equal(str_of(known->name), name))
            return true;
    return false;
}

/* What to do about a name that cfg does not know: what stands elsewhere by this very name is more likely than a mistyped one. */
static str advice_on_name(struct arena *arena, const cfg_t *cfg, str name)
{
    const char *nearest = nearest_option(cfg->opts, name);

    if (str_equal(name, STR(";")))
        return STR(": no line needs a \";\" at its end");
    for (const cfg_opt_t *section = config_options; section->name != NULL; section++)
        if (section->type == CFGT_SEC && section->subopts != cfg->opts && has_option(section->subopts, name))
            return arena_printf(arena, " here; it belongs in section '%s'", section->name);
    if (has_option(config_options, name))
        return STR(" here; it stands outside of all sections");
    return nearest == NULL ? STR("") : arena_printf(arena, "; did you mean '%s'?", nearest);
}

/* What libconfuse does not say: how to write it right. format is libconfuse's, args what it prints. */
static str advice(struct arena *arena, const cfg_t *cfg, const char *format, va_list args)
{
    str said = str_of(format);

    if (str_starts(said, STR("no such option")))
        return advice_on_name(arena, cfg, str_of(va_arg(args, const char *)));
    if (str_starts(said, STR("invalid integer value")))
        return STR("; write a number without a unit");
    if (str_starts(said, STR("invalid boolean value")))
        return STR("; write true or false");
    return STR("");
}

PRINTF_LIKE(2, 0) static void on_error(cfg_t *cfg, const char *format, va_list args)
{
    va_list again;
    char    message[512];

    if (loading->error.len > 0)         /* the first one is the cause */
        return;
    va_copy(again, args);
    vsnprintf(message, sizeof message, format, args);

    str what_to_do = advice(loading->arena, cfg, format, again);

    va_end(again);
    loading->error = mistake_at(loading->arena, str_of(loading->file), (size_t)cfg->line,
                                arena_printf(loading->arena, "%s%.*s", message, STR_ARG(what_to_do)));
}

/* ---- sections ---- */

/* "192.0.2.1", or "192.0.2.1@5353" with a port: as libunbound wants it, which complains only once mail waits for an answer. */
static bool is_forwarder(str text)
{
    ptrdiff_t at = str_find_char(text, '@');
    struct ip ip;
    uint64_t  port;

    if (at == STR_NOT_FOUND)
        return ip_parse(text, &ip);
    return ip_parse(str_slice(text, 0, (size_t)at), &ip) && str_to_u64(str_from(text, (size_t)at + 1), 65535, &port) && port > 0;
}

static void read_forwarders(struct config_reader *r, cfg_t *cfg, struct config *config)
{
    config->forwarder_count = cfg_size(cfg, "forwarders");
    config->forwarders      = ARENA_ARRAY(r->arena, const char *, config->forwarder_count);
    for (unsigned i = 0; i < config->forwarder_count; i++) {
        config->forwarders[i] = arena_cstr(r->arena, str_of(cfg_getnstr(cfg, "forwarders", i)));
        if (!is_forwarder(str_of(config->forwarders[i])))
            COMPLAIN(r, "%s: resolver: forwarders: \"%s\" is no address; write \"192.0.2.1\", or \"192.0.2.1@5353\" with a port",
                     r->file, config->forwarders[i]);
    }
}

static void read_resolver(struct config_reader *r, cfg_t *cfg, struct config *config)
{
    config->zone_file        = config_copied_cstr(r, cfg_getstr(cfg, "zone"));
    config->trust_anchor     = config_copied_cstr(r, cfg_getstr(cfg, "trust-anchor"));
    config->dns_timeout      = config_duration(r, cfg, "timeout");
    config->dns_cache_octets = config_positive(r, cfg, "cache-size", 1 << 16);
    read_forwarders(r, cfg, config);
}

static void read_journal(struct config_reader *r, cfg_t *cfg, struct config *config)
{
    enum { OCTETS_MIN = 16 << 20 };
    static const char *const personal[] = { "kept", "hashed" };

    config->journal_keep   = config_duration_or_none(r, cfg, "keep");
    config->journal_octets = config_positive(r, cfg, "size", 0);
    config->journal_impersonal = config_one_of(r, cfg, "personal-data", personal, ARRAY_LEN(personal)) == 1;
    if (config->journal_octets > 0 && config->journal_octets < OCTETS_MIN)
        COMPLAIN(r, "%s: journal: size = %zu: at least %d octets are needed, or 0 for any size", r->file, config->journal_octets,
                 OCTETS_MIN);
}

static void read_quarantine(struct config_reader *r, cfg_t *cfg, struct config *config)
{
    config->quarantine_octets = config_positive(r, cfg, "size", 0);
    config->quarantine_free   = config_positive(r, cfg, "free", 0);
    config->quarantine_keep   = config_duration_or_none(r, cfg, "keep-settled");
    if (config->quarantine_octets > 0 && config->quarantine_octets / 2 < config->message_max_octets)
        COMPLAIN(r, "%s: quarantine: size = %llu: at least twice limits.message-size is needed, or 0 for any size", r->file,
                 (unsigned long long)config->quarantine_octets);
}

static void read_log(struct config_reader *r, cfg_t *cfg, struct config *config)
{
    static const char *const formats[] = { "json", "key-value" };
    static const char *const levels[]  = { "info", "debug" };

    config->log_file     = arena_cstr(r->arena, str_of(cfg_getstr(cfg, "file")));
    config->log_format   = (enum log_format)config_one_of(r, cfg, "format", formats, ARRAY_LEN(formats));
    config->log_sessions = config_one_of(r, cfg, "level", levels, ARRAY_LEN(levels)) == 1;
}

/* Field names, RFC 5322 §2.2; a "*" that stands alone would take the message's own. */
static void read_remove_fields(struct config_reader *r, cfg_t *cfg, struct config *config)
{
    config->remove_fields = config_copied_list(r, cfg, "remove-fields", false, &config->remove_field_count);
    for (size_t i = 0; i < config->remove_field_count; i++) {
        str  pattern = config->remove_fields[i];
        bool good    = pattern.len > 1;

        for (size_t k = 0; k < pattern.len; k++)
            good &= ascii_is_vchar(pattern.ptr[k]) && pattern.ptr[k] != ':' && (pattern.ptr[k] != '*' || k + 1 == pattern.len);
        if (!good)
            COMPLAIN(r, "%s: remove-fields: \"%.*s\" is no field name; write \"X-Spam-Flag\", or \"X-Spam-*\"", r->file,
                     STR_ARG(pattern));
    }
}

static bool is_loopback(const struct ip *ip)
{
    static const struct ip_network loopback[] = {
        { { IP_V4, { 127 } }, 8 },
        { { IP_V6, { [15] = 1 } }, 128 },
    };
    return ip_in_any(ip, loopback, ARRAY_LEN(loopback));
}

static void read_admin(struct config_reader *r, cfg_t *cfg, struct config *config)
{
    config->admin_address_count = cfg_size(cfg, "address");
    config->admin_addresses     = ARENA_ARRAY(r->arena, struct config_address, config->admin_address_count);
    for (unsigned i = 0; i < config->admin_address_count; i++) {
        struct config_address *address = &config->admin_addresses[i];

        if (!config_parse_address(str_of(cfg_getnstr(cfg, "address", i)), address) || !is_loopback(&address->ip))
            COMPLAIN(r, "%s: admin: address \"%s\" is not ADDRESS:PORT of this machine; write \"127.0.0.1:9125\", and put a reverse "
                        "proxy in front where others must reach it", r->file, cfg_getnstr(cfg, "address", i));
    }
}

static void read_compare_with(struct config_reader *r, cfg_t *cfg, struct config *config)
{
    config->compare_with = config_copied_list(r, cfg, "compare-with", false, &config->compare_count);
    for (size_t i = 0; i < config->compare_count; i++)
        if (!other_filter_is_source(config->compare_with[i]))
            COMPLAIN(r, "%s: compare-with: \"%.*s\" is not known; there are %.*s", r->file, STR_ARG(config->compare_with[i]),
                     STR_ARG(other_filter_sources(r->arena)));
}

static void read_names(struct config_reader *r, cfg_t *cfg, struct config *config)
{
    const char *hostname = cfg_getstr(cfg, "hostname"), *authserv_id = cfg_getstr(cfg, "authserv-id");

    config->hostname         = hostname == NULL ? STR("localhost") : config_copied(r, hostname);
    config->authserv_id      = authserv_id == NULL ? config->hostname : config_copied(r, authserv_id);
    config->authserv_aliases = config_copied_list(r, cfg, "authserv-aliases", false, &config->authserv_alias_count);
    read_remove_fields(r, cfg, config);
    config->in_shadow        = config_is_shadow(r, cfg);
    config->shadow_fields    = cfg_getbool(cfg, "shadow-fields");
    read_compare_with(r, cfg, config);
    config->state_dir        = arena_cstr(r->arena, str_of(cfg_getstr(cfg, "state-dir")));
    if (config->state_dir[0] != '/')
        COMPLAIN(r, "%s: state-dir = \"%s\": write the whole path, or each command would look elsewhere", r->file, config->state_dir);
    config->workers          = config_positive(r, cfg, "workers", 0);
    config->user             = config_copied_cstr(r, cfg_getstr(cfg, "user"));
    config->group            = config_copied_cstr(r, cfg_getstr(cfg, "group"));
    if (config->group != NULL && config->user == NULL)
        COMPLAIN(r, "%s: group = \"%s\": write user as well", r->file, config->group);
    config->sender_id        = cfg_getbool(cfg, "sender-id");
    config->sender_id_spf1   = cfg_getbool(cfg, "sender-id-spf1");
    config->received_spf     = cfg_getbool(cfg, "received-spf");
    config->suffix_file      = config_copied_cstr(r, cfg_getstr(cfg, "public-suffixes"));
    config->network_files    = config_file_names(r, cfg, "network-databases", &config->network_file_count);
    config->phrase_files     = config_file_names(r, cfg, "phrase-files", &config->phrase_file_count);
    config->lexicon_files    = config_file_names(r, cfg, "lexicon-files", &config->lexicon_file_count);
    config->list_files       = config_file_names(r, cfg, "list-files", &config->list_file_count);
    if (hostname != NULL && !domain_is_hostname(config->hostname))
        COMPLAIN(r, "%s: hostname = \"%s\" is no host name; write the whole one that DNS has for this machine, like \"mx.example.org\"",
                 r->file, hostname);
}

static void read_all(struct config_reader *r, cfg_t *cfg, struct config *config)
{
    read_names(r, cfg, config);
    config_read_listeners(r, cfg, config);
    config_read_routes(r, cfg, config);
    config_read_release_route(r, cfg, config);
    config_read_organization(r, cfg, &config->organization);
    read_resolver(r, cfg_getsec(cfg, "resolver"), config);
    config_read_policy(r, cfg_getsec(cfg, "policy"), &config->policy);
    config_read_steps(r, cfg, &config->policy);
    config_read_signals(r, cfg, config);
    config_read_attachments(r, cfg_getsec(cfg, "attachments"), &config->policy);
    config_read_trust(r, cfg, config);
    config_read_limits(r, cfg_getsec(cfg, "limits"), config);
    config_read_clients(r, cfg_getsec(cfg, "clients"), config);
    config_read_dns_lists(r, cfg, config);
    config_read_feeds(r, cfg, config);
    read_journal(r, cfg_getsec(cfg, "journal"), config);
    read_quarantine(r, cfg_getsec(cfg, "quarantine"), config);
    read_log(r, cfg_getsec(cfg, "log"), config);
    read_admin(r, cfg_getsec(cfg, "admin"), config);
}

static bool has_smtp_face(const struct config *config)
{
    for (size_t i = 0; i < config->listener_count; i++)
        if (config->listeners[i].face == FACE_SMTP)
            return true;
    return config->listener_count == 0;
}

/* Whether what is sent to the next hop comes in here again. */
static bool leads_to(const struct next_hop_address *hop, const struct config_address *own)
{
    static const struct ip any[] = { { .family = IP_V4 }, { .family = IP_V6 } };

    if (own->path != NULL || hop->ip.family != own->ip.family || hop->port != own->port)
        return false;
    return ip_equal(&hop->ip, &own->ip) || (is_loopback(&hop->ip) && (ip_equal(&own->ip, &any[0]) || ip_equal(&own->ip, &any[1])));
}

/* A message would go around in a circle until it had a hundred Received fields. */
static void check_loops(struct config_reader *r, const struct config *config, const struct config_route *route)
{
    for (size_t h = 0; h < route->hop_count; h++)
        for (size_t l = 0; l < config->listener_count; l++)
            for (size_t a = 0; a < config->listeners[l].address_count; a++)
                if (route->kind == NEXT_HOP_SMTP && config->listeners[l].face == FACE_SMTP &&
                    leads_to(&route->hops[h], &config->listeners[l].addresses[a]))
                    COMPLAIN(r, "%s: route %.*s: next-hop \"%.*s\" is listener %.*s of this gate itself", r->file, STR_ARG(route->name),
                             STR_ARG(route->hops[h].name), STR_ARG(config->listeners[l].name));
}

/* What only a server needs. */
static void check_server(struct config_reader *r, cfg_t *cfg, const struct config *config)
{
    if (cfg_getstr(cfg, "hostname") == NULL)
        COMPLAIN(r, "%s: hostname is missing; write hostname = \"mx.example.org\"", r->file);
    if (config->listener_count == 0)
        COMPLAIN(r, "%s: there is no listener; write listener mx { address = \"0.0.0.0:25\" }", r->file);
    if (config->route_count == 0 && has_smtp_face(config))
        COMPLAIN(r, "%s: there is no route; mail needs somewhere to go", r->file);
    config_check_addresses(r, config);
    for (size_t i = 0; i < config->route_count; i++)
        check_loops(r, config, &config->routes[i]);
    for (size_t i = 0; i < config->route_count; i++)
        for (size_t d = 0; d < config->routes[i].domain_count; d++)
            if (config_route_of(config, config->routes[i].domains[d]) != &config->routes[i])
                COMPLAIN(r, "%s: domain %.*s stands in two routes", r->file, STR_ARG(config->routes[i].domains[d]));
}

/* ---- files ---- */

static bool parse_file(cfg_t *cfg, struct arena *arena, const char *file, str *error)
{
    str text;

    if (!file_read(file, CONFIG_FILE_MAX_OCTETS, arena, &text, error))
        return false;
    buf_add(&loading->text, text);
    (void)!str_skip_prefix(&text, STR(UTF8_BYTE_ORDER_MARK));
    /* What libconfuse lets pass: a missing brace, an option written twice. */
    if (!config_scan(arena, file, &text, error))
        return false;
    if (text.len == 0)
        return true;
    loading->file = file;
    FILE *in      = fmemopen((void *)(uintptr_t)text.ptr, text.len, "r");

    if (in == NULL) {
        *error = arena_printf(arena, "%s: out of memory", file);
        return false;
    }
    cfg->line  = 1;
    int result = cfg_parse_fp(cfg, in);

    fclose(in);
    if (result != CFG_SUCCESS)
        *error = loading->error.len > 0 ? loading->error : arena_printf(arena, "%s: cannot be parsed", file);
    return result == CFG_SUCCESS;
}

static int is_unreadable(const char *folder UNUSED, int why)
{
    return why != ENOENT;
}

/* A folder that is there and cannot be read is none without files: after a reload as another user, half of the configuration would
 * be gone without a word. */
static bool parse_directory(cfg_t *cfg, struct arena *arena, const char *file, str *error)
{
    const char *slash   = strrchr(file, '/');
    str         folder  = slash == NULL ? STR(".") : (str){ file, (size_t)(slash - file) };
    const char *pattern = arena_cstr(arena, arena_printf(arena, "%.*s/conf.d/*.conf", STR_ARG(folder)));
    glob_t      found   = { 0 };
    int         result  = glob(pattern, 0, is_unreadable, &found);
    bool        ok      = result == 0 || result == GLOB_NOMATCH;

    if (!ok)
        *error = arena_printf(arena, "%.*s/conf.d cannot be read: %s", STR_ARG(folder), strerrordesc_np(errno));
    for (size_t i = 0; ok && i < found.gl_pathc; i++)
        ok = parse_file(cfg, arena, arena_cstr(arena, str_of(found.gl_pathv[i])), error);
    globfree(&found);
    return ok;
}

struct config *config_load(struct arena *arena, const struct unicode *unicode, const char *file, str *error)
{
    struct config *config = ARENA_NEW(arena, struct config);
    struct loading state  = { .arena = arena, .file = file };
    cfg_t         *cfg    = cfg_init(config_options, CFGF_NONE);

    *error = (str){ 0 };
    ASSERT(cfg != NULL);
    cfg_set_error_function(cfg, on_error);
    loading = &state;
    if (parse_file(cfg, arena, file, error) && parse_directory(cfg, arena, file, error)) {
        struct config_reader r = { arena, file, error, unicode };

        config->unicode = unicode;
        config->file    = arena_cstr(arena, str_of(file));
        config->text    = arena_str(arena, buf_str(&state.text));
        read_all(&r, cfg, config);
        check_server(&r, cfg, config);
    }
    loading = NULL;
    buf_free(&state.text);
    cfg_free(cfg);
    return error->len == 0 ? config : NULL;
}

struct config *config_default(struct arena *arena, const struct unicode *unicode)
{
    struct config *config = ARENA_NEW(arena, struct config);
    cfg_t         *cfg    = cfg_init(config_options, CFGF_NONE);
    str            error  = { 0 };
    struct config_reader  r      = { arena, "defaults", &error, unicode };

    ASSERT(cfg != NULL);
    config->unicode = unicode;
    read_all(&r, cfg, config);
    ASSERT(error.len == 0);
    cfg_free(cfg);
    return config;
}
