#include "program/cli.h"

#include <stdarg.h>
#include <stdio.h>

#include "dns/cache.h"
#include "dns/zone.h"
#include "gateway/engine.h"
#include "io/file.h"
#include "io/loop.h"
#include "io/resolver.h"
#include "io/sys.h"

enum { MESSAGE_FILE_MAX_OCTETS = 1 << 30, CACHE_OCTETS = 16 << 20, DNS_TIMEOUT_MS = 5000, DNS_TTL_MAX = 86400 };

const char cli_default_config[] = "/etc/gatepost/gatepost.conf";

int cli_fail(const char *command, int status, const char *format, ...)
{
    va_list args;

    fprintf(stderr, "gatepost %s: ", command);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    return status;
}

bool cli_print(str text)
{
    if ((text.len == 0 || fwrite(text.ptr, 1, text.len, stdout) == text.len) && fflush(stdout) == 0)
        return true;
    perror("gatepost: cannot write to the standard output");
    return false;
}

bool cli_read(const char *command, const char *path, struct arena *arena, str *octets)
{
    str error = { 0 };

    if (file_read(path == NULL ? "-" : path, MESSAGE_FILE_MAX_OCTETS, arena, octets, &error))
        return true;
    cli_fail(command, EX_NOINPUT, "%.*s", STR_ARG(error));
    return false;
}

static bool is_bare_lf(str octets, size_t i)
{
    return octets.ptr[i] == '\n' && (i == 0 || octets.ptr[i - 1] != '\r');
}

/* A bare LF in the header tells that the file was kept by a system whose lines end so. One in the body alone may have been
 * sent like that, and is for the signatures to judge. */
static bool has_lf_in_header(str octets)
{
    for (size_t i = 0; i < octets.len; i++) {
        if (is_bare_lf(octets, i))
            return true;
        if (octets.ptr[i] == '\n' && octets.len - i > 2 && octets.ptr[i + 1] == '\r' && octets.ptr[i + 2] == '\n')
            return false;
    }
    return false;
}

str cli_as_on_the_wire(struct arena *arena, str octets)
{
    size_t lines = 0, len = 0;

    if (!has_lf_in_header(octets))
        return octets;
    for (size_t i = 0; i < octets.len; i++)
        lines += is_bare_lf(octets, i);
    char *out = arena_octets(arena, octets.len + lines);

    for (size_t i = 0; i < octets.len; i++) {
        if (is_bare_lf(octets, i))
            out[len++] = '\r';
        out[len++] = octets.ptr[i];
    }
    return (str){ out, len };
}

bool cli_parse_since(const char *command, const char *text, unix_seconds *out)
{
    int64_t ago;

    if (time_parse_rfc3339(str_of(text), out))
        return true;
    if (!time_parse_duration(str_of(text), &ago)) {
        cli_fail(command, EX_USAGE, "--since %s: write a time like 2026-11-25T09:30:00Z or a span like 2h", text);
        return false;
    }
    *out = sys_now() - ago;
    return true;
}

static struct engine *open_engine(const char *command, const char *file, enum engine_use use)
{
    ARENA_SCOPE    arena  = { 0 };
    str            error  = { 0 };
    struct engine *engine = engine_open(file, use, &arena, &error);

    if (engine == NULL)
        cli_fail(command, EX_CONFIG, "%.*s", STR_ARG(error));
    return engine;
}

struct engine *cli_open_engine(const char *command, const char *file)
{
    return open_engine(command, file, ENGINE_TOOL);
}

struct engine *cli_open_reader(const char *command, const char *file)
{
    return open_engine(command, file, ENGINE_READER);
}

static bool open_zone(struct cli_dns *dns)
{
    ARENA_SCOPE arena = { 0 };
    str         json, error = { 0 };

    if (!cli_read(dns->command, dns->zone_file, &arena, &json))
        return false;
    dns->zone = zone_load(json, &arena, &error);
    if (dns->zone == NULL)
        cli_fail(dns->command, EX_DATAERR, "%s: %.*s", dns->zone_file, STR_ARG(error));
    else if (zone_fault(dns->zone).len > 0)     /* a collected file: told, and gone on with */
        fprintf(stderr, "gatepost %s: %s: %.*s, left out\n", dns->command, dns->zone_file,
                STR_ARG(zone_fault(dns->zone)));
    return dns->zone != NULL;
}

static bool open_resolver(struct cli_dns *dns)
{
    const struct config    *config  = dns->engine == NULL ? NULL : dns->engine->config;
    const char             *error   = "the system gives no event loop";
    struct hash_key         key     = sys_hash_key();
    struct resolver_options options = { .timeout_ms = DNS_TIMEOUT_MS, .ttl_max = DNS_TTL_MAX };

    if (config != NULL) {
        options.forwarders        = config->forwarders;
        options.forwarder_count   = config->forwarder_count;
        options.trust_anchor_file = config->trust_anchor;
        options.timeout_ms        = config->dns_timeout * 1000;
    }
    dns->loop  = loop_new();
    dns->cache = dns_cache_new(CACHE_OCTETS, &key);
    if (dns->loop != NULL)
        dns->resolver = resolver_new(dns->loop, &options, dns->cache, &error);
    if (dns->resolver == NULL)
        cli_fail(dns->command, EX_OSERR, "%s", error);
    return dns->resolver != NULL;
}

bool cli_dns_open_zone(struct cli_dns *dns)
{
    return dns->zone_file == NULL || dns->zone != NULL || open_zone(dns);
}

bool cli_dns_answer(struct cli_dns *dns, struct view *view)
{
    if (dns->zone_file != NULL) {
        if (!cli_dns_open_zone(dns))
            return false;
        zone_answer(dns->zone, view);
        return true;
    }
    if (dns->engine != NULL && dns->engine->zone != NULL) {
        zone_answer(dns->engine->zone, view);
        return true;
    }
    if (dns->resolver == NULL && !open_resolver(dns))
        return false;
    int64_t started = loop_now_ms(dns->loop);

    resolver_fetch_blocking(dns->resolver, dns->loop, view);
    dns->waited_ms += loop_now_ms(dns->loop) - started;
    return true;
}

void cli_dns_close(struct cli_dns *dns)
{
    if (dns->resolver != NULL)
        resolver_free(dns->resolver);
    if (dns->cache != NULL)
        dns_cache_free(dns->cache);
    if (dns->loop != NULL)
        loop_free(dns->loop);
    zone_free(dns->zone);
    *dns = (struct cli_dns){ 0 };
}
