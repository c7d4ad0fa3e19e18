/* The options of a configuration file, as libconfuse wants them: every name and its default. */
#include "gateway/config_reader.h"

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

static cfg_opt_t quarantine_options[] = {
    CFG_INT("size",                10737418240, CFGF_NONE),
    CFG_INT("free",                268435456, CFGF_NONE),
    CFG_STR("keep-settled",        "30d",     CFGF_NONE),
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

cfg_opt_t config_options[] = {
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
    CFG_STR("vocabulary",               NULL,  CFGF_NONE),
    CFG_STR("intents",                  NULL,  CFGF_NONE),
    CFG_STR_LIST("phrase-files",        NULL,  CFGF_NONE),
    CFG_STR_LIST("lexicon-files",       NULL,  CFGF_NONE),
    CFG_STR_LIST("list-files",          NULL,  CFGF_NONE),
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
    CFG_SEC("quarantine",               quarantine_options, CFGF_NONE),
    CFG_SEC("log",                      log_options,      CFGF_NONE),
    CFG_SEC("admin",                    admin_options,    CFGF_NONE),
    CFG_END(),
};
