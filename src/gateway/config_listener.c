/* Sections listener: where we listen, who speaks there, and what is offered. */
#include <stdlib.h>

#include "gateway/config_reader.h"
#include "smtp/extension.h"

/* A socket is bound under a longer name first (io/local_socket.h). */
enum { LISTENER_PATH_MAX_OCTETS = 103 };

/* Certificates and keys stand in two lists, in one order. */
static void read_pairs(struct config_reader *r, cfg_t *cfg, struct tls_server_options *tls)
{
    size_t           count = cfg_size(cfg, "tls-certificate");
    struct tls_pair *pairs = ARENA_ARRAY(r->arena, struct tls_pair, count);

    if (count != cfg_size(cfg, "tls-key")) {
        COMPLAIN(r, "%s: listener %s: tls-certificate and tls-key go together, one key for each certificate", r->file,
                 cfg_title(cfg));
        return;
    }
    for (unsigned i = 0; i < count; i++)
        pairs[i] = (struct tls_pair){ arena_cstr(r->arena, str_of(cfg_getnstr(cfg, "tls-certificate", i))),
                                      arena_cstr(r->arena, str_of(cfg_getnstr(cfg, "tls-key", i))) };
    tls->pairs      = pairs;
    tls->pair_count = count;
}

static void read_listener_tls(struct config_reader *r, cfg_t *cfg, struct config_listener *listener)
{
    static const char *const modes[]    = { "starttls", "implicit" };
    static const char *const asking[]   = { "never", "request" };
    static const char *const minimums[] = { [TLS_MINIMUM_1_2] = "1.2", [TLS_MINIMUM_1_3] = "1.3", [TLS_MINIMUM_1_1] = "1.1",
                                            [TLS_MINIMUM_1_0] = "1.0" };
    struct tls_server_options *tls      = &listener->tls;

    read_pairs(r, cfg, tls);
    tls->minimum                 = (enum tls_minimum)config_one_of(r, cfg, "tls-minimum", minimums, ARRAY_LEN(minimums));
    tls->ask_for_certificate     = config_one_of(r, cfg, "tls-client-certificate", asking, ARRAY_LEN(asking)) == 1;
    tls->client_ca               = config_copied_cstr(r, cfg_getstr(cfg, "tls-client-ca"));
    listener->tls_at_once        = config_one_of(r, cfg, "tls", modes, ARRAY_LEN(modes)) == 1;
    listener->tls_required_from  = config_networks(r, cfg, "tls-required-from", &listener->tls_required_count);
    if (tls->client_ca != NULL && !tls->ask_for_certificate)
        COMPLAIN(r, "%s: listener %s: tls-client-ca needs tls-client-certificate = \"request\"", r->file, cfg_title(cfg));
    if (tls->pair_count == 0 && (listener->tls_at_once || listener->tls_required_count > 0 || tls->ask_for_certificate))
        COMPLAIN(r, "%s: listener %s: TLS needs tls-certificate and tls-key", r->file, cfg_title(cfg));
}

/* Extensions that are not to be offered, by their EHLO keywords. */
static unsigned read_withheld(struct config_reader *r, cfg_t *cfg)
{
    unsigned withheld = 0;

    for (unsigned i = 0; i < cfg_size(cfg, "withhold"); i++) {
        unsigned extension = smtp_extension_of(str_of(cfg_getnstr(cfg, "withhold", i)));

        if (extension == 0)
            COMPLAIN(r, "%s: listener %s: withhold: \"%s\" is no extension that is offered here", r->file, cfg_title(cfg),
                     cfg_getnstr(cfg, "withhold", i));
        withheld |= extension;
    }
    return withheld;
}

/* "unix:/run/gatepost/milter.sock", or a port as everywhere. */
static bool parse_listener_address(struct config_reader *r, str text, struct config_address *out)
{
    str path = text;

    if (!str_skip_prefix(&path, STR("unix:")))
        return config_parse_address(text, out);
    *out = (struct config_address){ .path = arena_cstr(r->arena, path) };
    return path.len > 1 && path.ptr[0] == '/' && path.len <= LISTENER_PATH_MAX_OCTETS;
}

static void read_addresses(struct config_reader *r, cfg_t *cfg, struct config_listener *listener)
{
    size_t count = cfg_size(cfg, "address");

    listener->addresses     = ARENA_ARRAY(r->arena, struct config_address, count);
    listener->address_count = count;
    if (count == 0)
        COMPLAIN(r, "%s: listener %s has no address; write address = \"0.0.0.0:25\"", r->file, cfg_title(cfg));
    for (unsigned i = 0; i < count; i++)
        if (!parse_listener_address(r, str_of(cfg_getnstr(cfg, "address", i)), &listener->addresses[i]))
            COMPLAIN(r, "%s: listener %s: address \"%s\" is not ADDRESS:PORT; write \"0.0.0.0:25\" or \"[::]:25\", or "
                        "\"unix:/run/gatepost/milter.sock\"", r->file, cfg_title(cfg), cfg_getnstr(cfg, "address", i));
}

/* Three octal digits, perhaps behind a 0. */
static unsigned read_mode(struct config_reader *r, cfg_t *cfg)
{
    const char *text = cfg_getstr(cfg, "socket-mode");
    char       *end  = NULL;
    long        mode = strtol(text, &end, 8);

    if (text[0] == '\0' || *end != '\0' || mode < 0 || mode > 0777)
        COMPLAIN(r, "%s: listener %s: socket-mode = \"%s\": not a mode; write \"0660\"", r->file, cfg_title(cfg), text);
    return (unsigned)mode;
}

static void read_milter(struct config_reader *r, cfg_t *cfg, struct config_milter *milter)
{
    static const char *const mixed[] = { [MIXED_ENFORCE] = "enforce", [MIXED_SHADOW] = "shadow", [MIXED_SPLIT] = "split" };

    milter->reinjected_at = config_copied_list(r, cfg, "reinjected-at", false, &milter->reinjected_count);
    milter->enforce_for   = config_mail_domains(r, cfg, "enforce-for", "each domain is named by itself", &milter->enforce_count);
    milter->mixed         = (enum mixed_recipients)config_one_of(r, cfg, "mixed-recipients", mixed, ARRAY_LEN(mixed));
}

static void read_mail_server(struct config_reader *r, cfg_t *cfg, struct config_mail_server *server)
{
    server->servers        = config_networks(r, cfg, "mail-servers", &server->server_count);
    server->submitted_from = config_networks(r, cfg, "submitted-from", &server->submitted_count);
    server->timeout        = config_duration(r, cfg, "server-timeout");
}

/* What only one of the faces knows must not be believed to work at the other. */
static void read_face(struct config_reader *r, cfg_t *cfg, struct config_listener *listener)
{
    static const char *const faces[]  = { [FACE_SMTP] = "smtp", [FACE_MILTER] = "milter", [FACE_POLICY] = "policy" };
    struct config_milter    *milter   = &listener->milter;

    listener->face           = (enum listener_face)config_one_of(r, cfg, "face", faces, ARRAY_LEN(faces));
    listener->socket_mode    = read_mode(r, cfg);
    listener->socket_group   = config_copied_cstr(r, cfg_getstr(cfg, "socket-group"));
    read_mail_server(r, cfg, &listener->mail_server);
    read_milter(r, cfg, milter);
    if (listener->face != FACE_SMTP && (listener->tls.pair_count > 0 || listener->proxy_count > 0 || listener->xclient_count > 0))
        COMPLAIN(r, "%s: listener %s: TLS, proxy-from and xclient-from are the mail server's affair where face = \"milter\" or \"policy\"",
                 r->file, cfg_title(cfg));
    if (listener->face != FACE_MILTER && milter->reinjected_count + milter->enforce_count > 0)
        COMPLAIN(r, "%s: listener %s: reinjected-at and enforce-for need face = \"milter\"", r->file, cfg_title(cfg));
    for (size_t i = 0; listener->face == FACE_SMTP && i < listener->address_count; i++)
        if (listener->addresses[i].path != NULL)
            COMPLAIN(r, "%s: listener %s: a UNIX socket needs face = \"milter\" or \"policy\"", r->file, cfg_title(cfg));
}

static void read_listener(struct config_reader *r, cfg_t *cfg, bool all_in_shadow, struct config_listener *listener)
{
    *listener = (struct config_listener){
        .name            = config_copied(r, cfg_title(cfg)),
        .in_shadow       = cfg_getstr(cfg, "mode") == NULL ? all_in_shadow : config_is_shadow(r, cfg),
        .lax_path_syntax = cfg_getbool(cfg, "lax-path-syntax"),
        .withheld        = read_withheld(r, cfg),
    };
    read_addresses(r, cfg, listener);
    read_listener_tls(r, cfg, listener);
    listener->proxy_from     = config_networks(r, cfg, "proxy-from", &listener->proxy_count);
    listener->proxy_timeout  = config_duration(r, cfg, "proxy-timeout");
    listener->xclient_from   = config_networks(r, cfg, "xclient-from", &listener->xclient_count);
    listener->greeting_delay = config_duration_or_none(r, cfg, "greeting-delay");
    read_face(r, cfg, listener);
}

void config_read_listeners(struct config_reader *r, cfg_t *cfg, struct config *config)
{
    config->listener_count = cfg_size(cfg, "listener");
    config->listeners      = ARENA_ARRAY(r->arena, struct config_listener, config->listener_count);
    for (unsigned i = 0; i < config->listener_count; i++)
        read_listener(r, cfg_getnsec(cfg, "listener", i), config->in_shadow, &config->listeners[i]);
}

bool config_same_address(const struct config_address *a, const struct config_address *b)
{
    if (a->path != NULL || b->path != NULL)
        return a->path != NULL && b->path != NULL && strcmp(a->path, b->path) == 0;
    return ip_equal(&a->ip, &b->ip) && a->port == b->port;
}

str config_address_text(struct arena *arena, const struct config_address *address)
{
    return address->path != NULL ? str_of(address->path)
                                 : arena_printf(arena, "%.*s port %u", STR_ARG(ip_text(arena, &address->ip)), address->port);
}

static bool has_address_before(const struct config *config, size_t listener, size_t address)
{
    const struct config_address *one = &config->listeners[listener].addresses[address];

    for (size_t l = 0; l <= listener; l++)
        for (size_t a = 0; a < (l == listener ? address : config->listeners[l].address_count); a++)
            if (config_same_address(&config->listeners[l].addresses[a], one))
                return true;
    return false;
}

/* The kernel would let us listen twice (SO_REUSEPORT), and then give a client the one or the other. */
void config_check_addresses(struct config_reader *r, const struct config *config)
{
    for (size_t l = 0; l < config->listener_count; l++)
        for (size_t a = 0; a < config->listeners[l].address_count; a++)
            if (has_address_before(config, l, a))
                COMPLAIN(r, "%s: listener %.*s: %.*s stands twice", r->file, STR_ARG(config->listeners[l].name),
                         STR_ARG(config_address_text(r->arena, &config->listeners[l].addresses[a])));
}
