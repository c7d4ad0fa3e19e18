#include "gateway/config.h"

#include <confuse.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "base/domain.h"
#include "detect/other_filter.h"
#include "gateway/config_scan.h"
#include "io/file.h"
#include "smtp/extension.h"

/* A socket is bound under a longer name first (io/local_socket.h). */
enum { CONFIG_FILE_MAX_OCTETS = 16 << 20, SMTP_PORT = 25, DELIVERY_TIMEOUT_MAX = 570, LISTENER_PATH_MAX_OCTETS = 103 };

/* ---- the options, as a table ---- */

static cfg_opt_t listener_options[] = {
    CFG_STR("face",                "smtp", CFGF_NONE),
    CFG_STR("mode",                NULL,  CFGF_NONE),
    CFG_STR_LIST("address",        NULL,  CFGF_NONE),
    CFG_STR_LIST("tls-certificate", NULL, CFGF_NONE),
    CFG_STR_LIST("tls-key",        NULL,  CFGF_NONE),
    CFG_STR("tls",                 "starttls", CFGF_NONE),
    CFG_STR("tls-minimum",         "1.2", CFGF_NONE),
    CFG_STR_LIST("tls-required-from", NULL, CFGF_NONE),
    CFG_STR("tls-client-certificate", "never", CFGF_NONE),
    CFG_STR("tls-client-ca",       NULL,  CFGF_NONE),
    CFG_BOOL("lax-path-syntax",    cfg_false, CFGF_NONE),
    CFG_STR_LIST("withhold",       NULL,  CFGF_NONE),
    CFG_STR_LIST("proxy-from",     NULL,  CFGF_NONE),
    CFG_STR("proxy-timeout",       "5s",  CFGF_NONE),
    CFG_STR_LIST("xclient-from",   NULL,  CFGF_NONE),
    CFG_STR("greeting-delay",      "0s",  CFGF_NONE),
    CFG_STR("socket-mode",         "0660", CFGF_NONE),
    CFG_STR("socket-group",        NULL,  CFGF_NONE),
    CFG_STR_LIST("mail-servers",   "{\"127.0.0.0/8\", \"::1\"}", CFGF_NONE),
    CFG_STR_LIST("submitted-from", "{\"127.0.0.0/8\", \"::1\"}", CFGF_NONE),
    CFG_STR_LIST("reinjected-at",  NULL,  CFGF_NONE),
    CFG_STR("server-timeout",      "2h",  CFGF_NONE),
    CFG_STR_LIST("enforce-for",    NULL,  CFGF_NONE),
    CFG_STR("mixed-recipients",    "enforce", CFGF_NONE),
    CFG_END(),
};

static cfg_opt_t route_options[] = {
    CFG_STR_LIST("domains",        NULL,  CFGF_NONE),
    CFG_STR_LIST("next-hop",       NULL,  CFGF_NONE),
    CFG_STR("next-hop-order",      "listed", CFGF_NONE),
    CFG_INT("connections",         100,   CFGF_NONE),
    CFG_STR("tls",                 "opportunistic", CFGF_NONE),
    CFG_STR("tls-identity",        NULL,  CFGF_NONE),
    CFG_STR("recipients",          "probe", CFGF_NONE),
    CFG_STR_LIST("recipient-list", NULL,  CFGF_NONE),
    CFG_STR("recipient-file",      NULL,  CFGF_NONE),
    CFG_STR("recipient-delimiter", "+",   CFGF_NONE),
    CFG_STR("probe-ttl",           "10m", CFGF_NONE),
    CFG_END(),
};

static cfg_opt_t resolver_options[] = {
    CFG_STR("zone",                NULL,  CFGF_NONE),
    CFG_STR_LIST("forwarders",     NULL,  CFGF_NONE),
    CFG_STR("trust-anchor",        NULL,  CFGF_NONE),
    CFG_STR("timeout",             "5s",  CFGF_NONE),
    CFG_INT("cache-size",          64 << 20, CFGF_NONE),
    CFG_END(),
};

static cfg_opt_t person_options[] = {
    CFG_STR_LIST("addresses",      NULL,  CFGF_NONE),
    CFG_BOOL("staff",              cfg_false, CFGF_NONE),
    CFG_END(),
};

static cfg_opt_t sender_options[] = {
    CFG_STR_LIST("proved-by",      "{dkim, dmarc}", CFGF_NONE),
    CFG_BOOL("own-domains",        cfg_false, CFGF_NONE),
    CFG_END(),
};

static cfg_opt_t brand_options[] = {
    CFG_STR_LIST("domains",        NULL,  CFGF_NONE),
    CFG_END(),
};

static cfg_opt_t signal_options[] = {
    CFG_STR("mode",                "on",  CFGF_NONE),
    CFG_FLOAT("weight",            0,     CFGF_NODEFAULT),
    CFG_END(),
};

static cfg_opt_t step_options[] = {
    CFG_STR("mode",                "on",  CFGF_NONE),
    CFG_END(),
};

static cfg_opt_t policy_section[] = {
    CFG_STR("reject-mode",         "standard", CFGF_NONE),
    CFG_STR("undecided",           "defer",    CFGF_NONE),
    CFG_STR("sender-domain",       "refuse",   CFGF_NONE),
    CFG_STR_LIST("spf-refuse",     "{no-mail, helo}", CFGF_NONE),
    CFG_BOOL("own-domain-needs-authentication", cfg_true, CFGF_NONE),
    CFG_FLOAT("banner-score",      0,  CFGF_NONE),
    CFG_FLOAT("junk-score",        0,  CFGF_NONE),
    CFG_FLOAT("quarantine-score",  0,  CFGF_NONE),
    CFG_FLOAT("dns-lists-refuse",  0,  CFGF_NONE),
    CFG_END(),
};

static cfg_opt_t attachment_options[] = {
    CFG_STR_LIST("refuse",         NULL,  CFGF_NONE),
    CFG_STR_LIST("hold",           "{executable, installer, script, shortcut}", CFGF_NONE),
    CFG_STR_LIST("mark",           "{disk-image}", CFGF_NONE),
    CFG_END(),
};

static cfg_opt_t limit_options[] = {
    CFG_INT("message-size",        50 << 20,  CFGF_NONE),
    CFG_INT("memory",              1 << 30,   CFGF_NONE),
    CFG_INT("recipients",          100,       CFGF_NONE),
    CFG_INT("errors",              20,        CFGF_NONE),
    CFG_INT("commands",            1000,      CFGF_NONE),
    CFG_INT("connections",         10000,     CFGF_NONE),
    CFG_INT("header-size",         128 << 10, CFGF_NONE),
    CFG_INT("header-fields",       1000,      CFGF_NONE),
    CFG_INT("mime-depth",          32,        CFGF_NONE),
    CFG_INT("mime-parts",          1000,      CFGF_NONE),
    CFG_INT("received",            100,       CFGF_NONE),
    CFG_INT("dns-questions",       40,        CFGF_NONE),
    CFG_INT("spf-void-lookups",    2,         CFGF_NONE),
    CFG_STR("spf-time",            "20s",     CFGF_NONE),
    CFG_STR("dns-time",            "30s",     CFGF_NONE),
    CFG_INT("signatures",          10,        CFGF_NONE),
    CFG_STR("idle-timeout",        "5m",      CFGF_NONE),
    CFG_STR("session-timeout",     "1h",      CFGF_NONE),
    CFG_STR("connect-timeout",     "10s",     CFGF_NONE),
    CFG_STR("next-hop-timeout",    "5m",      CFGF_NONE),
    CFG_STR("delivery-timeout",    "9m",      CFGF_NONE),
    CFG_STR("next-hop-retry",      "30s",     CFGF_NONE),
    CFG_STR("duplicate-window",    "12h",     CFGF_NONE),
    CFG_INT("duplicate-records",   50000,     CFGF_NONE),
    CFG_STR("stop-timeout",        "30s",     CFGF_NONE),
    CFG_STR("drain-timeout",       "10m",     CFGF_NONE),
    CFG_STR("command-timeout",     "5m",      CFGF_NONE),
    CFG_INT("content-rate",        100,       CFGF_NONE),
    CFG_END(),
};

static cfg_opt_t client_options[] = {
    CFG_STR_LIST("exempt",         "{\"127.0.0.0/8\", \"::1\"}", CFGF_NONE),
    CFG_INT("connections",         50,        CFGF_NONE),
    CFG_STR("connection-rate",     "300/1m",  CFGF_NONE),
    CFG_STR("message-rate",        "1000/1m", CFGF_NONE),
    CFG_STR("recipient-rate",      "5000/1m", CFGF_NONE),
    CFG_STR("error-rate",          "100/10m", CFGF_NONE),
    CFG_STR("unknown-recipient-rate", "50/10m", CFGF_NONE),
    CFG_INT("ipv6-prefix",         64,        CFGF_NONE),
    CFG_INT("ipv4-network",        0,         CFGF_NONE),
    CFG_INT("ipv6-network",        48,        CFGF_NONE),
    CFG_INT("network-factor",      8,         CFGF_NONE),
    CFG_INT("remembered",          65536,     CFGF_NONE),
    CFG_END(),
};

static cfg_opt_t dns_list_options[] = {
    CFG_STR("zone",                NULL,      CFGF_NONE),
    CFG_FLOAT("weight",            2.0,       CFGF_NONE),
    CFG_STR_LIST("answers",        NULL,      CFGF_NONE),
    CFG_BOOL("ipv4",               cfg_true,  CFGF_NONE),
    CFG_BOOL("ipv6",               cfg_true,  CFGF_NONE),
    CFG_END(),
};

static cfg_opt_t feed_options[] = {
    CFG_STR("file",                NULL,      CFGF_NONE),
    CFG_STR("kind",                "hosts",   CFGF_NONE),
    CFG_STR("format",              "plain",   CFGF_NONE),
    CFG_STR("says",                "block",   CFGF_NONE),
    CFG_FLOAT("weight",            3.0,       CFGF_NONE),
    CFG_STR("stale-after",         "7d",      CFGF_NONE),
    CFG_STR("entry-lifetime",      "0",       CFGF_NONE),
    CFG_INT("column",              1,         CFGF_NONE),
    CFG_INT("added-column",        0,         CFGF_NONE),
    CFG_INT("expires-column",      0,         CFGF_NONE),
    CFG_END(),
};

static cfg_opt_t journal_options[] = {
    CFG_STR("keep",                "90d",     CFGF_NONE),
    CFG_STR("personal-data",       "kept",    CFGF_NONE),
    CFG_INT("size",                0,         CFGF_NONE),
    CFG_END(),
};

static cfg_opt_t log_options[] = {
    CFG_STR("file",                "-",       CFGF_NONE),
    CFG_STR("format",              "json",    CFGF_NONE),
    CFG_STR("level",               "info",    CFGF_NONE),
    CFG_END(),
};

static cfg_opt_t admin_options[] = {
    CFG_STR_LIST("address",        NULL,      CFGF_NONE),
    CFG_END(),
};

static cfg_opt_t options[] = {
    CFG_STR("hostname",                 NULL,  CFGF_NONE),
    CFG_STR("authserv-id",              NULL,  CFGF_NONE),
    CFG_STR_LIST("authserv-aliases",    NULL,  CFGF_NONE),
    CFG_STR_LIST("remove-fields", "{\"X-Spam-*\", \"BIMI-Location\", \"BIMI-Indicator\", \"BIMI-Logo-Preference\"}", CFGF_NONE),
    CFG_STR_LIST("own-domains",         NULL,  CFGF_NONE),
    CFG_STR("mode",                     "on",  CFGF_NONE),
    CFG_BOOL("shadow-fields",           cfg_false, CFGF_NONE),
    CFG_STR_LIST("compare-with",        NULL,  CFGF_NONE),
    CFG_STR("state-dir",                "/var/lib/gatepost", CFGF_NONE),
    CFG_STR("user",                     NULL,  CFGF_NONE),
    CFG_STR("group",                    NULL,  CFGF_NONE),
    CFG_INT("workers",                  0,     CFGF_NONE),
    CFG_STR_LIST("trusted-networks",    NULL,  CFGF_NONE),
    CFG_STR_LIST("trusted-certificates", NULL, CFGF_NONE),
    CFG_STR_LIST("repair-line-ends",    NULL,  CFGF_NONE),
    CFG_STR_LIST("trusted-hops",        NULL,  CFGF_NONE),
    CFG_STR_LIST("trusted-forwarders",  NULL,  CFGF_NONE),
    CFG_STR_LIST("trusted-lists",       NULL,  CFGF_NONE),
    CFG_STR_LIST("trusted-sealers",     NULL,  CFGF_NONE),
    CFG_STR_LIST("free-mail",           NULL,  CFGF_NONE),
    CFG_STR_LIST("link-shorteners",     NULL,  CFGF_NONE),
    CFG_STR_LIST("link-redirectors",    NULL,  CFGF_NONE),
    CFG_STR_LIST("link-trackers",       NULL,  CFGF_NONE),
    CFG_STR_LIST("free-hosts",          NULL,  CFGF_NONE),
    CFG_STR_LIST("odd-endings",         NULL,  CFGF_NONE),
    CFG_STR("public-suffixes",          NULL,  CFGF_NONE),
    CFG_STR_LIST("network-databases",   NULL,  CFGF_NONE),
    CFG_STR("model",                    NULL,  CFGF_NONE),
    CFG_STR("vocabulary",                    NULL,  CFGF_NONE),
    CFG_STR_LIST("phrase-files",        NULL,  CFGF_NONE),
    CFG_BOOL("sender-id",               cfg_false, CFGF_NONE),
    CFG_BOOL("sender-id-spf1",          cfg_false, CFGF_NONE),
    CFG_BOOL("received-spf",            cfg_false, CFGF_NONE),
    CFG_STR("release-to",               NULL,  CFGF_NONE),
    CFG_SEC("listener",                 listener_options, CFGF_MULTI | CFGF_TITLE | CFGF_NO_TITLE_DUPES),
    CFG_SEC("route",                    route_options,    CFGF_MULTI | CFGF_TITLE | CFGF_NO_TITLE_DUPES),
    CFG_SEC("person",                   person_options,   CFGF_MULTI | CFGF_TITLE | CFGF_NO_TITLE_DUPES),
    CFG_SEC("brand",                    brand_options,    CFGF_MULTI | CFGF_TITLE | CFGF_NO_TITLE_DUPES),
    CFG_SEC("sender",                   sender_options,   CFGF_MULTI | CFGF_TITLE | CFGF_NO_TITLE_DUPES),
    CFG_SEC("step",                     step_options,     CFGF_MULTI | CFGF_TITLE | CFGF_NO_TITLE_DUPES),
    CFG_SEC("signal",                   signal_options,   CFGF_MULTI | CFGF_TITLE | CFGF_NO_TITLE_DUPES),
    CFG_SEC("resolver",                 resolver_options, CFGF_NONE),
    CFG_SEC("policy",                   policy_section,   CFGF_NONE),
    CFG_SEC("attachments",              attachment_options, CFGF_NONE),
    CFG_SEC("limits",                   limit_options,    CFGF_NONE),
    CFG_SEC("clients",                  client_options,   CFGF_NONE),
    CFG_SEC("dns-list",                 dns_list_options, CFGF_MULTI | CFGF_TITLE | CFGF_NO_TITLE_DUPES),
    CFG_SEC("feed",                     feed_options,     CFGF_MULTI | CFGF_TITLE | CFGF_NO_TITLE_DUPES),
    CFG_SEC("journal",                  journal_options,  CFGF_NONE),
    CFG_SEC("log",                      log_options,      CFGF_NONE),
    CFG_SEC("admin",                    admin_options,    CFGF_NONE),
    CFG_END(),
};

/* ---- errors ---- */

/* libconfuse reports through a callback without a pointer of ours; a thread reads one configuration at a time. */
static _Thread_local struct loading {
    struct arena *arena;
    const char   *file;
    str           error;
    struct buf    text;
} *loading;

/* Restricted Damerau-Levenshtein distance, for names of a few octets. */
static size_t edit_distance(str a, str b)
{
    size_t rows[3][64];

    if (a.len > 62 || b.len > 62)
        return 99;
    for (size_t j = 0; j <= b.len; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];

        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            size_t best = above[j - 1] + (a.ptr[i - 1] != b.ptr[j - 1]);

            if (above[j] + 1 < best)
                best = above[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] && a.ptr[i - 2] == b.ptr[j - 1] && two_above[j - 2] + 1 < best)
                best = two_above[j - 2] + 1;
            row[j] = best;
        }
    }
    return rows[a.len % 3][b.len];
}

static const char *nearest_option(const cfg_opt_t *known, str name)
{
    const char *nearest = NULL;
    size_t      least   = 4;            /* further away it is no help */

    for (; known->name != NULL; known++) {
        size_t distance = edit_distance(name, str_of(known->name));

        if (distance < least) {
            least   = distance;
            nearest = known->name;
        }
    }
    return nearest;
}

PRINTF_LIKE(2, 0) static void on_error(cfg_t *cfg, const char *format, va_list args)
{
    va_list again;
    char    message[512];

    if (loading->error.len > 0)         /* the first one is the cause */
        return;
    va_copy(again, args);
    vsnprintf(message, sizeof message, format, args);

    const char *hint = NULL;

    if (strncmp(format, "no such option", strlen("no such option")) == 0)
        hint = nearest_option(cfg->opts, str_of(va_arg(again, const char *)));
    va_end(again);
    loading->error = arena_printf(loading->arena, "%s:%d: %s%s%s%s", loading->file, cfg->line, message,
                                  hint == NULL ? "" : "; did you mean '", hint == NULL ? "" : hint, hint == NULL ? "" : "'?");
}

/* The first complaint counts; each names what to do. */
static void complain(str *error, str text)
{
    if (error->len == 0)
        *error = text;
}

/* ---- values ---- */

struct reader { struct arena *arena; const char *file; str *error; };

#define COMPLAIN(r, ...) complain((r)->error, arena_printf((r)->arena, __VA_ARGS__))

static str copied(struct reader *r, const char *text)
{
    return arena_str(r->arena, str_of(text));
}

static const char *copied_cstr(struct reader *r, const char *text)
{
    return text == NULL || text[0] == '\0' ? NULL : arena_cstr(r->arena, str_of(text));
}

static str *copied_list(struct reader *r, cfg_t *cfg, const char *name, bool lower, size_t *count)
{
    *count     = cfg_size(cfg, name);
    str *items = ARENA_ARRAY(r->arena, str, *count);

    for (unsigned i = 0; i < *count; i++) {
        str item = copied(r, cfg_getnstr(cfg, name, i));

        items[i] = lower ? domain_lower(r->arena, item) : item;
    }
    return items;
}

static int64_t duration(struct reader *r, cfg_t *cfg, const char *name)
{
    int64_t seconds = 0;

    if (!time_parse_duration(str_of(cfg_getstr(cfg, name)), &seconds) || seconds == 0)
        COMPLAIN(r, "%s: %s = \"%s\": not a duration; write it like \"90s\", \"5m\" or \"1h\"", r->file, name,
                 cfg_getstr(cfg, name));
    return seconds;
}

/* The same where none at all is meant by "0s". */
static int64_t duration_or_none(struct reader *r, cfg_t *cfg, const char *name)
{
    int64_t seconds = 0;

    return time_parse_duration(str_of(cfg_getstr(cfg, name)), &seconds) && seconds == 0 ? 0 : duration(r, cfg, name);
}

/* "300/1m": so many in each span of time; "none". */
static struct rate_limit rate(struct reader *r, cfg_t *cfg, const char *name)
{
    enum { RATE_COUNT_MAX = 1000000 };
    const char *text    = cfg_getstr(cfg, name);
    str         rest    = str_of(text), number = { 0 };
    uint64_t    count   = 0;
    int64_t     seconds = 0;

    if (str_equal(rest, STR("none")))
        return (struct rate_limit){ 0 };
    if (!str_cut(&rest, '/', &number) || !str_to_u64(number, RATE_COUNT_MAX, &count) || count == 0 ||
        !time_parse_duration(rest, &seconds) || seconds == 0)
        COMPLAIN(r, "%s: %s = \"%s\": not a rate; write it like \"300/1m\", or \"none\"", r->file, name, text);
    return (struct rate_limit){ (uint32_t)count, seconds * 1000 };
}

static size_t positive(struct reader *r, cfg_t *cfg, const char *name, long least)
{
    long value = cfg_getint(cfg, name);

    if (value < least)
        COMPLAIN(r, "%s: %s = %ld: at least %ld is needed", r->file, name, value, least);
    return (size_t)value;
}

static size_t bounded(struct reader *r, cfg_t *cfg, const char *name, long least, long most)
{
    long value = cfg_getint(cfg, name);

    if (value < least || value > most)
        COMPLAIN(r, "%s: %s = %ld: must lie between %ld and %ld", r->file, name, value, least, most);
    return (size_t)value;
}

/* The place of the value among the words allowed; complains and returns 0 if it is none of them. */
static size_t one_of(struct reader *r, cfg_t *cfg, const char *name, const char *const *words, size_t count)
{
    const char *value = cfg_getstr(cfg, name);

    for (size_t i = 0; i < count; i++)
        if (strcmp(value, words[i]) == 0)
            return i;
    str list = { 0 };

    for (size_t i = 0; i < count; i++)
        list = arena_printf(r->arena, "%.*s%s\"%s\"", STR_ARG(list), i == 0 ? "" : ", ", words[i]);
    COMPLAIN(r, "%s: %s = \"%s\": must be one of %.*s", r->file, name, value, STR_ARG(list));
    return 0;
}

static bool parse_address(str text, struct config_address *out)
{
    str host;

    *out = (struct config_address){ .port = SMTP_PORT };
    return host_and_port(text, &host, &out->port) && ip_parse(host, &out->ip);
}

static struct ip_network *read_networks(struct reader *r, cfg_t *cfg, const char *name, size_t *count)
{
    *count                      = cfg_size(cfg, name);
    struct ip_network *networks = ARENA_ARRAY(r->arena, struct ip_network, *count);

    for (unsigned i = 0; i < *count; i++)
        if (!ip_network_parse(str_of(cfg_getnstr(cfg, name, i)), &networks[i]))
            COMPLAIN(r, "%s: %s: \"%s\" is no network; write \"192.0.2.0/24\"", r->file, name, cfg_getnstr(cfg, name, i));
    return networks;
}

/* Certificates and keys stand in two lists, in one order. */
static void read_pairs(struct reader *r, cfg_t *cfg, struct tls_server_options *tls)
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

static void read_listener_tls(struct reader *r, cfg_t *cfg, struct config_listener *listener)
{
    static const char *const modes[]    = { "starttls", "implicit" };
    static const char *const asking[]   = { "never", "request" };
    static const char *const minimums[] = { [TLS_MINIMUM_1_2] = "1.2", [TLS_MINIMUM_1_3] = "1.3", [TLS_MINIMUM_1_1] = "1.1",
                                            [TLS_MINIMUM_1_0] = "1.0" };
    struct tls_server_options *tls      = &listener->tls;

    read_pairs(r, cfg, tls);
    tls->minimum                 = (enum tls_minimum)one_of(r, cfg, "tls-minimum", minimums, ARRAY_LEN(minimums));
    tls->ask_for_certificate     = one_of(r, cfg, "tls-client-certificate", asking, ARRAY_LEN(asking)) == 1;
    tls->client_ca               = copied_cstr(r, cfg_getstr(cfg, "tls-client-ca"));
    listener->tls_at_once        = one_of(r, cfg, "tls", modes, ARRAY_LEN(modes)) == 1;
    listener->tls_required_from  = read_networks(r, cfg, "tls-required-from", &listener->tls_required_count);
    if (tls->client_ca != NULL && !tls->ask_for_certificate)
        COMPLAIN(r, "%s: listener %s: tls-client-ca needs tls-client-certificate = \"request\"", r->file, cfg_title(cfg));
    if (tls->pair_count == 0 && (listener->tls_at_once || listener->tls_required_count > 0 || tls->ask_for_certificate))
        COMPLAIN(r, "%s: listener %s: TLS needs tls-certificate and tls-key", r->file, cfg_title(cfg));
}

/* Extensions that are not to be offered, by their EHLO keywords. */
static unsigned read_withheld(struct reader *r, cfg_t *cfg)
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

static bool reads_shadow(struct reader *r, cfg_t *cfg)
{
    static const char *const modes[] = { "on", "shadow" };

    return one_of(r, cfg, "mode", modes, ARRAY_LEN(modes)) == 1;
}

/* "unix:/run/gatepost/milter.sock", or a port as everywhere. */
static bool parse_listener_address(struct reader *r, str text, struct config_address *out)
{
    str path = text;

    if (!str_skip_prefix(&path, STR("unix:")))
        return parse_address(text, out);
    *out = (struct config_address){ .path = arena_cstr(r->arena, path) };
    return path.len > 1 && path.ptr[0] == '/' && path.len <= LISTENER_PATH_MAX_OCTETS;
}

static void read_addresses(struct reader *r, cfg_t *cfg, struct config_listener *listener)
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
static unsigned read_mode(struct reader *r, cfg_t *cfg)
{
    const char *text = cfg_getstr(cfg, "socket-mode");
    char       *end  = NULL;
    long        mode = strtol(text, &end, 8);

    if (text[0] == '\0' || *end != '\0' || mode < 0 || mode > 0777)
        COMPLAIN(r, "%s: listener %s: socket-mode = \"%s\": not a mode; write \"0660\"", r->file, cfg_title(cfg), text);
    return (unsigned)mode;
}

static void read_milter(struct reader *r, cfg_t *cfg, struct config_milter *milter)
{
    static const char *const mixed[] = { [MIXED_ENFORCE] = "enforce", [MIXED_SHADOW] = "shadow", [MIXED_SPLIT] = "split" };

    milter->reinjected_at = copied_list(r, cfg, "reinjected-at", false, &milter->reinjected_count);
    milter->enforce_for   = copied_list(r, cfg, "enforce-for", true, &milter->enforce_count);
    milter->mixed         = (enum mixed_recipients)one_of(r, cfg, "mixed-recipients", mixed, ARRAY_LEN(mixed));
}

static void read_mail_server(struct reader *r, cfg_t *cfg, struct config_mail_server *server)
{
    server->servers        = read_networks(r, cfg, "mail-servers", &server->server_count);
    server->submitted_from = read_networks(r, cfg, "submitted-from", &server->submitted_count);
    server->timeout        = duration(r, cfg, "server-timeout");
}

/* What only one of the faces knows must not be believed to work at the other. */
static void read_face(struct reader *r, cfg_t *cfg, struct config_listener *listener)
{
    static const char *const faces[]  = { [FACE_SMTP] = "smtp", [FACE_MILTER] = "milter", [FACE_POLICY] = "policy" };
    struct config_milter    *milter   = &listener->milter;

    listener->face           = (enum listener_face)one_of(r, cfg, "face", faces, ARRAY_LEN(faces));
    listener->socket_mode    = read_mode(r, cfg);
    listener->socket_group   = copied_cstr(r, cfg_getstr(cfg, "socket-group"));
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

static void read_listener(struct reader *r, cfg_t *cfg, bool all_in_shadow, struct config_listener *listener)
{
    *listener = (struct config_listener){
        .name            = copied(r, cfg_title(cfg)),
        .in_shadow       = cfg_getstr(cfg, "mode") == NULL ? all_in_shadow : reads_shadow(r, cfg),
        .lax_path_syntax = cfg_getbool(cfg, "lax-path-syntax"),
        .withheld        = read_withheld(r, cfg),
    };
    read_addresses(r, cfg, listener);
    read_listener_tls(r, cfg, listener);
    listener->proxy_from     = read_networks(r, cfg, "proxy-from", &listener->proxy_count);
    listener->proxy_timeout  = duration(r, cfg, "proxy-timeout");
    listener->xclient_from   = read_networks(r, cfg, "xclient-from", &listener->xclient_count);
    listener->greeting_delay = duration_or_none(r, cfg, "greeting-delay");
    read_face(r, cfg, listener);
}

static int by_octets(const void *a, const void *b)
{
    return str_compare(*(const str *)a, *(const str *)b);
}

/* One address a line; empty lines and lines that begin with "#" do not count. */
static void read_recipient_file(struct reader *r, const char *file, struct config_route *route)
{
    str    text, line, error = { 0 };
    size_t capacity = 0;

    if (!file_read(file, CONFIG_FILE_MAX_OCTETS, r->arena, &text, &error)) {
        COMPLAIN(r, "%s: recipient-file: %.*s", r->file, STR_ARG(error));
        return;
    }
    route->recipient_list  = NULL;
    route->recipient_count = 0;
    while (str_cut(&text, '\n', &line)) {
        line = str_trim(line);
        if (line.len > 0 && line.ptr[0] != '#')
            *ARENA_PUSH(r->arena, route->recipient_list, route->recipient_count++, &capacity) = arena_lower(r->arena, line);
    }
}

/* All of one kind: what can be promised to a sender must not depend on which of them is up. */
static void check_next_hops(struct reader *r, cfg_t *cfg, const struct config_route *route)
{
    if (route->hop_count == 0)
        COMPLAIN(r, "%s: route %s has no next-hop; write next-hop = \"smtp:192.0.2.1:25\"", r->file, cfg_title(cfg));
    for (size_t i = 1; i < route->hop_count; i++)
        if (route->hops[i].kind != route->kind || route->kind == NEXT_HOP_MAILDIR)
            COMPLAIN(r, "%s: route %s: several next hops must be all smtp or all lmtp", r->file, cfg_title(cfg));
}

static void read_next_hops(struct reader *r, cfg_t *cfg, struct config_route *route)
{
    static const char *const orders[] = { "listed", "round-robin" };
    size_t                   count    = cfg_size(cfg, "next-hop");

    route->order           = (enum next_hop_order)one_of(r, cfg, "next-hop-order", orders, ARRAY_LEN(orders));
    route->connections_max = positive(r, cfg, "connections", 1);
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

/* A domain of one label would trust a whole top level. */
static bool is_domain(str name)
{
    return domain_is_queryable(name) && domain_label_count(name) > 1;
}

/* "sha256:" and a fingerprint, with or without colons, or a host name. */
static str read_certificate(struct reader *r, const char *name, str item)
{
    str    lower = arena_lower(r->arena, item), digits = lower;
    size_t count = 0;

    if (!str_skip_prefix(&digits, STR("sha256:"))) {
        if (!is_domain(lower) || !domain_is_hostname(lower))
            COMPLAIN(r, "%s: %s: \"%.*s\" is neither a fingerprint (\"sha256:...\") nor a host name", r->file, name, STR_ARG(item));
        return lower;
    }
    char *plain = arena_octets(r->arena, lower.len);

    for (size_t i = 0; i < lower.len; i++)
        if (i < STR("sha256:").len || lower.ptr[i] != ':')
            plain[count++] = lower.ptr[i];
    str  fingerprint = { plain, count };
    bool ok          = count == STR("sha256:").len + TLS_FINGERPRINT_DIGITS;

    for (size_t i = STR("sha256:").len; i < count; i++)
        ok = ok && ascii_hex(plain[i]) >= 0;
    if (!ok)
        COMPLAIN(r, "%s: %s: \"%.*s\" is no SHA-256 fingerprint: it has 64 hexadecimal digits", r->file, name, STR_ARG(item));
    return fingerprint;
}

static void read_route(struct reader *r, cfg_t *cfg, struct config_route *route, size_t index)
{
    static const char *const sources[]   = { "any", "list", "probe", "file" };
    static const char *const tls_modes[] = { "never", "opportunistic", "required" };
    const char              *delimiter   = cfg_getstr(cfg, "recipient-delimiter");
    size_t                   source      = one_of(r, cfg, "recipients", sources, ARRAY_LEN(sources));

    *route = (struct config_route){
        .name       = copied(r, cfg_title(cfg)),
        .index      = index,
        .tls        = (enum next_hop_tls)one_of(r, cfg, "tls", tls_modes, ARRAY_LEN(tls_modes)),
        .recipients = source == 3 ? RECIPIENTS_LIST : (enum recipient_source)source,
        .delimiter  = delimiter[0],
        .probe_ttl  = duration(r, cfg, "probe-ttl"),
    };
    route->domains        = copied_list(r, cfg, "domains", true, &route->domain_count);
    route->recipient_list = copied_list(r, cfg, "recipient-list", true, &route->recipient_count);
    if (route->domain_count == 0)
        COMPLAIN(r, "%s: route %s has no domains", r->file, cfg_title(cfg));
    if (cfg_getstr(cfg, "tls-identity") != NULL)
        route->tls_identity = read_certificate(r, "tls-identity", copied(r, cfg_getstr(cfg, "tls-identity")));
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
    if (route->recipient_count > 0)
        qsort(route->recipient_list, route->recipient_count, sizeof *route->recipient_list, by_octets);
}

/* Where released mail goes whose domain has no route: as a rule to the mail server that we are a milter of. */
static void read_release_route(struct reader *r, cfg_t *cfg, struct config *config)
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

static str *read_domains(struct reader *r, cfg_t *cfg, const char *name, size_t *count)
{
    str *domains = copied_list(r, cfg, name, true, count);

    for (size_t i = 0; i < *count; i++)
        if (!is_domain(domains[i]))
            COMPLAIN(r, "%s: %s: \"%.*s\" is no domain name", r->file, name, STR_ARG(domains[i]));
    return domains;
}

/* Networks and host names, in one list for the administrator and in two for us. */
static void read_forwarders(struct reader *r, cfg_t *cfg, struct trust *trust)
{
    const char        *name     = "trusted-forwarders";
    size_t             count    = cfg_size(cfg, name);
    struct ip_network *networks = ARENA_ARRAY(r->arena, struct ip_network, count);
    str               *names    = ARENA_ARRAY(r->arena, str, count);

    for (unsigned i = 0; i < count; i++) {
        str item = copied(r, cfg_getnstr(cfg, name, i));

        if (ip_network_parse(item, &networks[trust->forwarder_network_count]))
            trust->forwarder_network_count++;
        else if (is_domain(item) && domain_is_hostname(item))
            names[trust->forwarder_count++] = domain_lower(r->arena, item);
        else
            COMPLAIN(r, "%s: %s: \"%.*s\" is neither a network (\"192.0.2.0/24\") nor a host name", r->file, name,
                     STR_ARG(item));
    }
    trust->forwarder_networks = networks;
    trust->forwarders         = names;
}

static void read_trusted_certificates(struct reader *r, cfg_t *cfg, struct config *config)
{
    config->trusted_certificate_count = cfg_size(cfg, "trusted-certificates");
    config->trusted_certificates      = ARENA_ARRAY(r->arena, str, config->trusted_certificate_count);
    for (unsigned i = 0; i < config->trusted_certificate_count; i++)
        config->trusted_certificates[i] =
            read_certificate(r, "trusted-certificates", copied(r, cfg_getnstr(cfg, "trusted-certificates", i)));
}

static void read_trust(struct reader *r, cfg_t *cfg, struct config *config)
{
    struct trust *trust = &config->policy.trust;

    config->trusted_networks = read_networks(r, cfg, "trusted-networks", &config->trusted_network_count);
    config->repair_networks  = read_networks(r, cfg, "repair-line-ends", &config->repair_network_count);
    config->trusted_hops     = read_networks(r, cfg, "trusted-hops", &config->trusted_hop_count);
    trust->lists             = read_domains(r, cfg, "trusted-lists", &trust->list_count);
    trust->sealers           = read_domains(r, cfg, "trusted-sealers", &trust->sealer_count);
    read_forwarders(r, cfg, trust);
    read_trusted_certificates(r, cfg, config);
}

static void read_link_lists(struct reader *r, cfg_t *cfg, struct link_lists *lists)
{
    lists->shorteners  = copied_list(r, cfg, "link-shorteners", true, &lists->shortener_count);
    lists->redirectors = copied_list(r, cfg, "link-redirectors", false, &lists->redirector_count);
    lists->trackers    = copied_list(r, cfg, "link-trackers", true, &lists->tracker_count);
    lists->free_pages  = copied_list(r, cfg, "free-hosts", true, &lists->free_page_count);
    lists->odd_endings = copied_list(r, cfg, "odd-endings", true, &lists->odd_ending_count);
}

/* The proofs that are named, as bits. */
static unsigned read_proofs(struct reader *r, cfg_t *cfg)
{
    static const struct { const char *word; enum sender_proof proof; } words[] = {
        { "spf", SENDER_BY_SPF }, { "dkim", SENDER_BY_DKIM }, { "dmarc", SENDER_BY_DMARC }, { "arc", SENDER_BY_ARC },
    };
    unsigned proofs = 0;

    for (unsigned i = 0; i < cfg_size(cfg, "proved-by"); i++) {
        const char *said  = cfg_getnstr(cfg, "proved-by", i);
        unsigned    found = 0;

        for (size_t k = 0; k < ARRAY_LEN(words); k++)
            if (strcmp(said, words[k].word) == 0)
                found = words[k].proof;
        if (found == 0)
            COMPLAIN(r, "%s: sender %s: proved-by: '%s' is none of spf, dkim, dmarc, arc", r->file, cfg_title(cfg), said);
        proofs |= found;
    }
    if (proofs == 0)
        COMPLAIN(r, "%s: sender %s: proved-by names nothing: From alone proves nobody", r->file, cfg_title(cfg));
    return proofs;
}

static void read_senders(struct reader *r, cfg_t *cfg, struct organization_lists *lists)
{
    size_t               count   = cfg_size(cfg, "sender");
    struct known_sender *senders = ARENA_ARRAY(r->arena, struct known_sender, count);

    for (unsigned i = 0; i < count; i++) {
        cfg_t *section = cfg_getnsec(cfg, "sender", i);

        senders[i].domain             = arena_lower(r->arena, copied(r, cfg_title(section)));
        senders[i].proofs             = read_proofs(r, section);
        senders[i].may_use_own_domain = cfg_getbool(section, "own-domains");
    }
    lists->senders      = senders;
    lists->sender_count = count;
}

static const char **read_file_names(struct reader *r, cfg_t *cfg, const char *name, size_t *count)
{
    const char **files = ARENA_ARRAY(r->arena, const char *, cfg_size(cfg, name));

    *count = cfg_size(cfg, name);
    for (unsigned i = 0; i < *count; i++)
        files[i] = copied_cstr(r, cfg_getnstr(cfg, name, i));
    return files;
}

static void read_organization(struct reader *r, cfg_t *cfg, struct organization_lists *lists)
{
    size_t         people = cfg_size(cfg, "person"), brands = cfg_size(cfg, "brand");
    struct person *person = ARENA_ARRAY(r->arena, struct person, people);
    struct brand  *brand  = ARENA_ARRAY(r->arena, struct brand, brands);

    for (unsigned i = 0; i < people; i++) {
        cfg_t *section = cfg_getnsec(cfg, "person", i);

        person[i].name      = copied(r, cfg_title(section));
        person[i].addresses = copied_list(r, section, "addresses", true, &person[i].address_count);
        person[i].is_staff  = cfg_getbool(section, "staff");
    }
    for (unsigned i = 0; i < brands; i++) {
        cfg_t *section = cfg_getnsec(cfg, "brand", i);

        brand[i].name    = copied(r, cfg_title(section));
        brand[i].domains = copied_list(r, section, "domains", true, &brand[i].domain_count);
    }
    *lists = (struct organization_lists){ .people = person, .person_count = people, .brands = brand, .brand_count = brands };
    lists->own_domains = copied_list(r, cfg, "own-domains", true, &lists->own_domain_count);
    lists->free_mail   = copied_list(r, cfg, "free-mail", true, &lists->free_mail_count);
    read_link_lists(r, cfg, &lists->links);
    read_senders(r, cfg, lists);
}

static void read_resolver(struct reader *r, cfg_t *cfg, struct config *config)
{
    config->zone_file        = copied_cstr(r, cfg_getstr(cfg, "zone"));
    config->trust_anchor     = copied_cstr(r, cfg_getstr(cfg, "trust-anchor"));
    config->dns_timeout      = duration(r, cfg, "timeout");
    config->dns_cache_octets = positive(r, cfg, "cache-size", 1 << 16);
    config->forwarder_count  = cfg_size(cfg, "forwarders");
    config->forwarders       = ARENA_ARRAY(r->arena, const char *, config->forwarder_count);
    for (unsigned i = 0; i < config->forwarder_count; i++)
        config->forwarders[i] = arena_cstr(r->arena, str_of(cfg_getnstr(cfg, "forwarders", i)));
}

/* What SPF says that is refused before there is a message, as bits. */
static unsigned read_spf_refusals(struct reader *r, cfg_t *cfg)
{
    unsigned refusals = 0;

    for (unsigned i = 0; i < cfg_size(cfg, "spf-refuse"); i++) {
        unsigned one = spf_refusal_from_name(str_of(cfg_getnstr(cfg, "spf-refuse", i)));

        if (one == 0)
            COMPLAIN(r, "%s: policy: spf-refuse: \"%s\" is none of no-mail, helo, fail, permerror, temperror", r->file,
                     cfg_getnstr(cfg, "spf-refuse", i));
        refusals |= one;
    }
    return refusals;
}

static void read_policy(struct reader *r, cfg_t *cfg, struct policy_options *policy)
{
    static const char *const modes[]     = { "standard", "strict" };
    static const char *const undecided[] = { "defer", "accept" };
    static const char *const senders[]   = { "refuse", "accept" };
    static const struct { const char *name; size_t at; } scores[] = {
        { "banner-score",     offsetof(struct policy_options, banner_score) },
        { "junk-score",       offsetof(struct policy_options, junk_score) },
        { "quarantine-score", offsetof(struct policy_options, quarantine_score) },
    };

    *policy = policy_options_default;
    policy->reject_mode           = (enum reject_mode)one_of(r, cfg, "reject-mode", modes, ARRAY_LEN(modes));
    policy->defer_undecided       = one_of(r, cfg, "undecided", undecided, ARRAY_LEN(undecided)) == 0;
    policy->refuse_unanswerable   = one_of(r, cfg, "sender-domain", senders, ARRAY_LEN(senders)) == 0;
    policy->spf_refusals          = read_spf_refusals(r, cfg);
    policy->own_domain_needs_auth = cfg_getbool(cfg, "own-domain-needs-authentication");
    for (size_t i = 0; i < ARRAY_LEN(scores); i++)
        if (cfg_getfloat(cfg, scores[i].name) > 0)
            memcpy((char *)policy + scores[i].at, &(double){ cfg_getfloat(cfg, scores[i].name) }, sizeof(double));
}

static void read_steps(struct reader *r, cfg_t *cfg, struct policy_options *policy)
{
    for (unsigned i = 0; i < cfg_size(cfg, "step"); i++) {
        cfg_t    *section = cfg_getnsec(cfg, "step", i);
        enum step step;

        if (step_from_name(str_of(cfg_title(section)), &step))
            policy->steps_in_shadow[step] = reads_shadow(r, section);
        else
            COMPLAIN(r, "%s: step %s: there is no such step; there are protocol, relay, authentication, sender, lists, "
                     "attachment, impersonation, score",
                     r->file, cfg_title(section));
    }
}

/* Whether there is a signal of that name the model knows (gateway/engine.c). */
static void read_signals(struct reader *r, cfg_t *cfg, struct config *config)
{
    static const char *const modes[] = { [SIGNAL_ON] = "on", [SIGNAL_SHADOW] = "shadow", [SIGNAL_OFF] = "off" };

    config->model_file   = copied_cstr(r, cfg_getstr(cfg, "model"));
    config->vocabulary_file   = copied_cstr(r, cfg_getstr(cfg, "vocabulary"));
    config->signal_count = cfg_size(cfg, "signal");
    config->signals      = ARENA_ARRAY(r->arena, struct signal_option, config->signal_count);
    for (unsigned i = 0; i < config->signal_count; i++) {
        cfg_t *section = cfg_getnsec(cfg, "signal", i);

        config->signals[i] = (struct signal_option){
            .id         = copied(r, cfg_title(section)),
            .mode       = (enum signal_mode)one_of(r, section, "mode", modes, ARRAY_LEN(modes)),
            .has_weight = cfg_size(section, "weight") > 0,
        };
        if (config->signals[i].has_weight)
            config->signals[i].weight = cfg_getfloat(section, "weight");
    }
}

static str file_class_list(struct arena *arena)
{
    str names[FILE_CLASS_COUNT];

    for (size_t i = 0; i < FILE_CLASS_COUNT; i++)
        names[i] = str_of(file_class_name((enum file_class)i));
    return arena_join(arena, names, FILE_CLASS_COUNT, STR(", "));
}

/* ".exe" is an ending, "executable" a kind of files. */
static void read_files(struct reader *r, cfg_t *cfg, const char *name, struct file_selection *selection)
{
    size_t count;
    str   *words   = copied_list(r, cfg, name, true, &count);
    str   *endings = ARENA_ARRAY(r->arena, str, count);

    *selection = (struct file_selection){ .endings = endings };
    for (size_t i = 0; i < count; i++) {
        enum file_class class;

        if (words[i].len > 1 && str_starts(words[i], STR(".")))
            endings[selection->ending_count++] = str_from(words[i], 1);
        else if (file_class_find(words[i], &class))
            selection->classes |= 1u << class;
        else
            COMPLAIN(r, "%s: attachments: %s = \"%.*s\": neither an ending (\".exe\") nor a kind of files, which are %.*s",
                     r->file, name, STR_ARG(words[i]), STR_ARG(file_class_list(r->arena)));
    }
}

static void read_attachments(struct reader *r, cfg_t *cfg, struct policy_options *policy)
{
    read_files(r, cfg, "refuse", &policy->refuse_files);
    read_files(r, cfg, "hold",   &policy->hold_files);
    read_files(r, cfg, "mark",   &policy->mark_files);
}

static void read_limits(struct reader *r, cfg_t *cfg, struct config *config)
{
    config->message_max_octets  = positive(r, cfg, "message-size", 65536);      /* RFC 5321 §4.5.3.1.7 */
    config->memory_octets       = positive(r, cfg, "memory", 1 << 20);
    config->recipients_max      = positive(r, cfg, "recipients", 100);          /* RFC 5321 §4.5.3.1.8 */
    config->errors_max          = positive(r, cfg, "errors", 1);
    config->commands_max        = positive(r, cfg, "commands", 100);
    config->connections_max     = positive(r, cfg, "connections", 1);
    config->header_octets_max   = positive(r, cfg, "header-size", 4096);
    config->header_fields_max   = positive(r, cfg, "header-fields", 50);
    config->mime_depth_max      = positive(r, cfg, "mime-depth", 1);
    config->mime_parts_max      = positive(r, cfg, "mime-parts", 1);
    config->policy.received_max = positive(r, cfg, "received", 10);
    config->questions_max       = positive(r, cfg, "dns-questions", 20);
    config->spf_voids_max       = positive(r, cfg, "spf-void-lookups", 0);
    config->spf_time            = duration(r, cfg, "spf-time");
    config->dns_time            = duration(r, cfg, "dns-time");
    config->signatures_max      = positive(r, cfg, "signatures", 1);
    config->idle_timeout        = duration(r, cfg, "idle-timeout");
    config->session_timeout     = duration(r, cfg, "session-timeout");
    config->connect_timeout     = duration(r, cfg, "connect-timeout");
    config->next_hop_timeout    = duration(r, cfg, "next-hop-timeout");
    config->delivery_timeout    = duration(r, cfg, "delivery-timeout");
    config->next_hop_retry      = duration(r, cfg, "next-hop-retry");
    config->duplicate_window    = duration(r, cfg, "duplicate-window");
    config->duplicate_records   = positive(r, cfg, "duplicate-records", 100);
    /* A sender waits ten minutes for the answer to its message (RFC 5321 §4.5.3.2.6), and then sends it again. */
    if (config->delivery_timeout > DELIVERY_TIMEOUT_MAX)
        COMPLAIN(r, "%s: delivery-timeout must be at most 570 seconds: after ten minutes the sender gives up and sends again", r->file);
    config->stop_timeout        = duration(r, cfg, "stop-timeout");
    config->drain_timeout       = duration(r, cfg, "drain-timeout");
    config->command_timeout     = duration(r, cfg, "command-timeout");
    config->content_rate        = positive(r, cfg, "content-rate", 0);
}

static unsigned prefix(struct reader *r, cfg_t *cfg, const char *name, long least, long most)
{
    long value = cfg_getint(cfg, name);

    if ((value < least && value != 0) || value > most)
        COMPLAIN(r, "%s: %s = %ld: must lie between %ld and %ld", r->file, name, value, least, most);
    return (unsigned)value;
}

static void read_clients(struct reader *r, cfg_t *cfg, struct config *config)
{
    enum { CONNECTIONS_MAX = 1000000, FACTOR_MAX = 1000, REMEMBERED_MAX = 1 << 24 };
    struct client_limits *of = &config->clients;

    of->exempt                           = read_networks(r, cfg, "exempt", &of->exempt_count);
    of->connections                      = (uint32_t)bounded(r, cfg, "connections", 0, CONNECTIONS_MAX);
    of->rates[RATE_CONNECTIONS]          = rate(r, cfg, "connection-rate");
    of->rates[RATE_MESSAGES]             = rate(r, cfg, "message-rate");
    of->rates[RATE_RECIPIENTS]           = rate(r, cfg, "recipient-rate");
    of->rates[RATE_ERRORS]               = rate(r, cfg, "error-rate");
    of->rates[RATE_UNKNOWN_RECIPIENTS]   = rate(r, cfg, "unknown-recipient-rate");
    of->ipv6_prefix                      = (unsigned)bounded(r, cfg, "ipv6-prefix", 32, 128);
    of->ipv4_network                     = prefix(r, cfg, "ipv4-network", 8, 32);
    of->ipv6_network                     = prefix(r, cfg, "ipv6-network", 16, 128);
    of->network_factor                   = (uint32_t)bounded(r, cfg, "network-factor", 1, FACTOR_MAX);
    config->clients_remembered           = bounded(r, cfg, "remembered", 1024, REMEMBERED_MAX);
}

static void read_dns_list(struct reader *r, cfg_t *cfg, struct dnsxl *list)
{
    const char         *zone   = cfg_getstr(cfg, "zone") == NULL ? cfg_title(cfg) : cfg_getstr(cfg, "zone");
    size_t              count  = cfg_size(cfg, "answers");
    struct dnsxl_range *ranges = ARENA_ARRAY(r->arena, struct dnsxl_range, count);

    *list = (struct dnsxl){
        .name = copied(r, cfg_title(cfg)), .zone = domain_lower(r->arena, copied(r, zone)), .weight = cfg_getfloat(cfg, "weight"),
        .answers = &dnsxl_default_answers, .answer_count = 1, .ipv4 = cfg_getbool(cfg, "ipv4"), .ipv6 = cfg_getbool(cfg, "ipv6"),
    };
    for (unsigned i = 0; i < count; i++)
        if (!dnsxl_range_parse(str_of(cfg_getnstr(cfg, "answers", i)), &ranges[i]))
            COMPLAIN(r, "%s: dns-list %s: answers: \"%s\" is no answer of a list; write \"127.0.0.2\" or \"127.0.0.2-127.0.0.11\"",
                     r->file, cfg_title(cfg), cfg_getnstr(cfg, "answers", i));
    if (count > 0) {
        list->answers      = ranges;
        list->answer_count = count;
    }
    if (!is_domain(list->zone))
        COMPLAIN(r, "%s: dns-list %s: zone \"%s\" is no domain name", r->file, cfg_title(cfg), zone);
    if (!(list->weight > -100 && list->weight < 100) || list->weight == 0)
        COMPLAIN(r, "%s: dns-list %s: weight must be above 0 for a block list and below 0 for an allow list", r->file, cfg_title(cfg));
}

static void read_dns_lists(struct reader *r, cfg_t *cfg, struct config *config)
{
    config->dns_list_count   = cfg_size(cfg, "dns-list");
    config->dns_lists        = ARENA_ARRAY(r->arena, struct dnsxl, config->dns_list_count);
    config->dns_lists_refuse = cfg_getfloat(cfg_getsec(cfg, "policy"), "dns-lists-refuse");
    if (config->dns_list_count > DNSXL_MAX)
        COMPLAIN(r, "%s: %zu sections dns-list; at most %d", r->file, config->dns_list_count, DNSXL_MAX);
    for (unsigned i = 0; i < config->dns_list_count; i++)
        read_dns_list(r, cfg_getnsec(cfg, "dns-list", i), &config->dns_lists[i]);
}

/* A column of CSV, from 1; 0: there is none. */
static size_t column(struct reader *r, cfg_t *cfg, const char *name)
{
    long number = cfg_getint(cfg, name);

    if (number < 0 || number > FEED_COLUMNS_MAX)
        COMPLAIN(r, "%s: feed %s: %s = %ld: columns are counted from 1 to %d", r->file, cfg_title(cfg), name, number, FEED_COLUMNS_MAX);
    return number < 0 ? 0 : (size_t)number;
}

static void read_feed(struct reader *r, cfg_t *cfg, struct config_feed *feed)
{
    static const char *const kinds[]   = { "hosts", "urls", "networks", "hashes" };
    static const char *const formats[] = { "plain", "csv", "rpz" };
    static const char *const says[]    = { "block", "allow" };

    feed->file    = copied_cstr(r, cfg_getstr(cfg, "file"));
    feed->options = (struct feed_options){
        .name           = copied(r, cfg_title(cfg)),
        .kind           = (enum feed_kind)one_of(r, cfg, "kind", kinds, ARRAY_LEN(kinds)),
        .format         = (enum feed_format)one_of(r, cfg, "format", formats, ARRAY_LEN(formats)),
        .is_allow       = one_of(r, cfg, "says", says, ARRAY_LEN(says)) == 1,
        .weight         = cfg_getfloat(cfg, "weight"),
        .stale_after    = duration_or_none(r, cfg, "stale-after"),
        .entry_lifetime = duration_or_none(r, cfg, "entry-lifetime"),
        .value_column   = column(r, cfg, "column"),
        .added_column   = column(r, cfg, "added-column"),
        .expires_column = column(r, cfg, "expires-column"),
    };
    if (feed->file == NULL)
        COMPLAIN(r, "%s: feed %s needs a file", r->file, cfg_title(cfg));
    if (!(feed->options.weight >= 0 && feed->options.weight < 100))
        COMPLAIN(r, "%s: feed %s: weight must be 0 or more; says = \"allow\" makes an allow feed", r->file, cfg_title(cfg));
}

static void read_feeds(struct reader *r, cfg_t *cfg, struct config *config)
{
    config->feed_count = cfg_size(cfg, "feed");
    config->feeds      = ARENA_ARRAY(r->arena, struct config_feed, config->feed_count);
    if (config->feed_count > FEEDS_MAX)
        COMPLAIN(r, "%s: %zu sections feed; at most %d", r->file, config->feed_count, FEEDS_MAX);
    for (unsigned i = 0; i < config->feed_count; i++)
        read_feed(r, cfg_getnsec(cfg, "feed", i), &config->feeds[i]);
}

static void read_journal(struct reader *r, cfg_t *cfg, struct config *config)
{
    enum { OCTETS_MIN = 16 << 20 };
    static const char *const personal[] = { "kept", "hashed" };

    config->journal_keep   = duration_or_none(r, cfg, "keep");
    config->journal_octets = positive(r, cfg, "size", 0);
    config->journal_impersonal = one_of(r, cfg, "personal-data", personal, ARRAY_LEN(personal)) == 1;
    if (config->journal_octets > 0 && config->journal_octets < OCTETS_MIN)
        COMPLAIN(r, "%s: journal: size = %zu: at least %d octets are needed, or 0 for any size", r->file, config->journal_octets,
                 OCTETS_MIN);
}

static void read_log(struct reader *r, cfg_t *cfg, struct config *config)
{
    static const char *const formats[] = { "json", "key-value" };
    static const char *const levels[]  = { "info", "debug" };

    config->log_file     = arena_cstr(r->arena, str_of(cfg_getstr(cfg, "file")));
    config->log_format   = (enum log_format)one_of(r, cfg, "format", formats, ARRAY_LEN(formats));
    config->log_sessions = one_of(r, cfg, "level", levels, ARRAY_LEN(levels)) == 1;
}

/* Field names, RFC 5322 §2.2; a "*" that stands alone would take the message's own. */
static void read_remove_fields(struct reader *r, cfg_t *cfg, struct config *config)
{
    config->remove_fields = copied_list(r, cfg, "remove-fields", false, &config->remove_field_count);
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

static void read_admin(struct reader *r, cfg_t *cfg, struct config *config)
{
    config->admin_address_count = cfg_size(cfg, "address");
    config->admin_addresses     = ARENA_ARRAY(r->arena, struct config_address, config->admin_address_count);
    for (unsigned i = 0; i < config->admin_address_count; i++) {
        struct config_address *address = &config->admin_addresses[i];

        if (!parse_address(str_of(cfg_getnstr(cfg, "address", i)), address) || !is_loopback(&address->ip))
            COMPLAIN(r, "%s: admin: address \"%s\" is not ADDRESS:PORT of this machine; write \"127.0.0.1:9125\", and put a reverse "
                        "proxy in front where others must reach it", r->file, cfg_getnstr(cfg, "address", i));
    }
}

static void read_compare_with(struct reader *r, cfg_t *cfg, struct config *config)
{
    config->compare_with = copied_list(r, cfg, "compare-with", false, &config->compare_count);
    for (size_t i = 0; i < config->compare_count; i++)
        if (!other_filter_is_source(config->compare_with[i]))
            COMPLAIN(r, "%s: compare-with: \"%.*s\" is not known; there are %.*s", r->file, STR_ARG(config->compare_with[i]),
                     STR_ARG(other_filter_sources(r->arena)));
}

static void read_names(struct reader *r, cfg_t *cfg, struct config *config)
{
    const char *hostname = cfg_getstr(cfg, "hostname"), *authserv_id = cfg_getstr(cfg, "authserv-id");

    config->hostname         = hostname == NULL ? STR("localhost") : copied(r, hostname);
    config->authserv_id      = authserv_id == NULL ? config->hostname : copied(r, authserv_id);
    config->authserv_aliases = copied_list(r, cfg, "authserv-aliases", false, &config->authserv_alias_count);
    read_remove_fields(r, cfg, config);
    config->in_shadow        = reads_shadow(r, cfg);
    config->shadow_fields    = cfg_getbool(cfg, "shadow-fields");
    read_compare_with(r, cfg, config);
    config->state_dir        = arena_cstr(r->arena, str_of(cfg_getstr(cfg, "state-dir")));
    config->workers          = positive(r, cfg, "workers", 0);
    config->user             = copied_cstr(r, cfg_getstr(cfg, "user"));
    config->group            = copied_cstr(r, cfg_getstr(cfg, "group"));
    if (config->group != NULL && config->user == NULL)
        COMPLAIN(r, "%s: group = \"%s\": write user as well", r->file, config->group);
    config->sender_id        = cfg_getbool(cfg, "sender-id");
    config->sender_id_spf1   = cfg_getbool(cfg, "sender-id-spf1");
    config->received_spf     = cfg_getbool(cfg, "received-spf");
    config->suffix_file      = copied_cstr(r, cfg_getstr(cfg, "public-suffixes"));
    config->network_files    = read_file_names(r, cfg, "network-databases", &config->network_file_count);
    config->phrase_files     = read_file_names(r, cfg, "phrase-files", &config->phrase_file_count);
    if (hostname != NULL && !domain_is_queryable(config->hostname))
        COMPLAIN(r, "%s: hostname = \"%s\" is no host name", r->file, hostname);
}

static void read_all(struct reader *r, cfg_t *cfg, struct config *config)
{
    read_names(r, cfg, config);
    config->listener_count = cfg_size(cfg, "listener");
    config->listeners      = ARENA_ARRAY(r->arena, struct config_listener, config->listener_count);
    for (unsigned i = 0; i < config->listener_count; i++)
        read_listener(r, cfg_getnsec(cfg, "listener", i), config->in_shadow, &config->listeners[i]);
    config->route_count = cfg_size(cfg, "route");
    config->routes      = ARENA_ARRAY(r->arena, struct config_route, config->route_count);
    for (unsigned i = 0; i < config->route_count; i++)
        read_route(r, cfg_getnsec(cfg, "route", i), &config->routes[i], i);
    read_release_route(r, cfg, config);
    read_organization(r, cfg, &config->organization);
    read_resolver(r, cfg_getsec(cfg, "resolver"), config);
    read_policy(r, cfg_getsec(cfg, "policy"), &config->policy);
    read_steps(r, cfg, &config->policy);
    read_signals(r, cfg, config);
    read_attachments(r, cfg_getsec(cfg, "attachments"), &config->policy);
    read_trust(r, cfg, config);
    read_limits(r, cfg_getsec(cfg, "limits"), config);
    read_clients(r, cfg_getsec(cfg, "clients"), config);
    read_dns_lists(r, cfg, config);
    read_feeds(r, cfg, config);
    read_journal(r, cfg_getsec(cfg, "journal"), config);
    read_log(r, cfg_getsec(cfg, "log"), config);
    read_admin(r, cfg_getsec(cfg, "admin"), config);
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
static void check_addresses(struct reader *r, const struct config *config)
{
    for (size_t l = 0; l < config->listener_count; l++)
        for (size_t a = 0; a < config->listeners[l].address_count; a++)
            if (has_address_before(config, l, a))
                COMPLAIN(r, "%s: listener %.*s: %.*s stands twice", r->file, STR_ARG(config->listeners[l].name),
                         STR_ARG(config_address_text(r->arena, &config->listeners[l].addresses[a])));
}

static bool has_smtp_face(const struct config *config)
{
    for (size_t i = 0; i < config->listener_count; i++)
        if (config->listeners[i].face == FACE_SMTP)
            return true;
    return config->listener_count == 0;
}

/* What only a server needs. */
static void check_server(struct reader *r, cfg_t *cfg, const struct config *config)
{
    if (cfg_getstr(cfg, "hostname") == NULL)
        COMPLAIN(r, "%s: hostname is missing; write hostname = \"mx.example.org\"", r->file);
    if (config->listener_count == 0)
        COMPLAIN(r, "%s: there is no listener; write listener mx { address = \"0.0.0.0:25\" }", r->file);
    if (config->route_count == 0 && has_smtp_face(config))
        COMPLAIN(r, "%s: there is no route; mail needs somewhere to go", r->file);
    check_addresses(r, config);
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

static bool parse_directory(cfg_t *cfg, struct arena *arena, const char *file, str *error)
{
    const char *slash   = strrchr(file, '/');
    str         folder  = slash == NULL ? STR(".") : (str){ file, (size_t)(slash - file) };
    const char *pattern = arena_cstr(arena, arena_printf(arena, "%.*s/conf.d/*.conf", STR_ARG(folder)));
    glob_t      found   = { 0 };
    bool        ok      = true;

    if (glob(pattern, 0, NULL, &found) == 0)
        for (size_t i = 0; ok && i < found.gl_pathc; i++)
            ok = parse_file(cfg, arena, arena_cstr(arena, str_of(found.gl_pathv[i])), error);
    globfree(&found);
    return ok;
}

struct config *config_load(struct arena *arena, const char *file, str *error)
{
    struct config *config = ARENA_NEW(arena, struct config);
    struct loading state  = { .arena = arena, .file = file };
    cfg_t         *cfg    = cfg_init(options, CFGF_NONE);

    *error = (str){ 0 };
    ASSERT(cfg != NULL);
    cfg_set_error_function(cfg, on_error);
    loading = &state;
    if (parse_file(cfg, arena, file, error) && parse_directory(cfg, arena, file, error)) {
        struct reader r = { arena, file, error };

        config->file = arena_cstr(arena, str_of(file));
        config->text = arena_str(arena, buf_str(&state.text));
        read_all(&r, cfg, config);
        check_server(&r, cfg, config);
    }
    loading = NULL;
    buf_free(&state.text);
    cfg_free(cfg);
    return error->len == 0 ? config : NULL;
}

struct config *config_default(struct arena *arena)
{
    struct config *config = ARENA_NEW(arena, struct config);
    cfg_t         *cfg    = cfg_init(options, CFGF_NONE);
    str            error  = { 0 };
    struct reader  r      = { arena, "defaults", &error };

    ASSERT(cfg != NULL);
    read_all(&r, cfg, config);
    ASSERT(error.len == 0);
    cfg_free(cfg);
    return config;
}

const struct config_route *config_route_of(const struct config *config, str domain)
{
    for (size_t i = 0; i < config->route_count; i++)
        for (size_t d = 0; d < config->routes[i].domain_count; d++)
            if (domain_equal(config->routes[i].domains[d], domain))
                return &config->routes[i];
    return NULL;
}
