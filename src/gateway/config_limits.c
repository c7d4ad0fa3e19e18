/* What a message, a session and a client may cost. */
#include "gateway/config_reader.h"

enum { DELIVERY_TIMEOUT_MAX = 570 };

void config_read_limits(struct config_reader *r, cfg_t *cfg, struct config *config)
{
    config->message_max_octets  = config_positive(r, cfg, "message-size", 65536);      /* RFC 5321 §4.5.3.1.7 */
    config->memory_octets       = config_positive(r, cfg, "memory", 1 << 20);
    config->recipients_max      = config_positive(r, cfg, "recipients", 100);          /* RFC 5321 §4.5.3.1.8 */
    config->errors_max          = config_positive(r, cfg, "errors", 1);
    config->commands_max        = config_positive(r, cfg, "commands", 100);
    config->connections_max     = config_positive(r, cfg, "connections", 1);
    config->header_octets_max   = config_positive(r, cfg, "header-size", 4096);
    config->header_fields_max   = config_positive(r, cfg, "header-fields", 50);
    config->mime_depth_max      = config_positive(r, cfg, "mime-depth", 1);
    config->mime_parts_max      = config_positive(r, cfg, "mime-parts", 1);
    config->policy.received_max = config_positive(r, cfg, "received", 10);
    config->questions_max       = config_positive(r, cfg, "dns-questions", 20);
    config->spf_voids_max       = config_positive(r, cfg, "spf-void-lookups", 0);
    config->spf_time            = config_duration(r, cfg, "spf-time");
    config->dns_time            = config_duration(r, cfg, "dns-time");
    config->signatures_max      = config_positive(r, cfg, "signatures", 1);
    config->idle_timeout        = config_duration(r, cfg, "idle-timeout");
    config->session_timeout     = config_duration(r, cfg, "session-timeout");
    config->connect_timeout     = config_duration(r, cfg, "connect-timeout");
    config->next_hop_timeout    = config_duration(r, cfg, "next-hop-timeout");
    config->delivery_timeout    = config_duration(r, cfg, "delivery-timeout");
    config->next_hop_retry      = config_duration(r, cfg, "next-hop-retry");
    config->duplicate_window    = config_duration(r, cfg, "duplicate-window");
    config->duplicate_records   = config_positive(r, cfg, "duplicate-records", 100);
    /* A sender waits ten minutes for the answer to its message (RFC 5321 §4.5.3.2.6), and then sends it again. */
    if (config->delivery_timeout > DELIVERY_TIMEOUT_MAX)
        COMPLAIN(r, "%s: delivery-timeout must be at most 570 seconds: after ten minutes the sender gives up and sends again", r->file);
    config->stop_timeout        = config_duration(r, cfg, "stop-timeout");
    config->drain_timeout       = config_duration(r, cfg, "drain-timeout");
    config->command_timeout     = config_duration(r, cfg, "command-timeout");
    config->content_rate        = config_positive(r, cfg, "content-rate", 0);
}

/* "300/1m": so many in each span of time; "none". */
static struct rate_limit rate(struct config_reader *r, cfg_t *cfg, const char *name)
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

static unsigned prefix(struct config_reader *r, cfg_t *cfg, const char *name, long least, long most)
{
    long value = cfg_getint(cfg, name);

    if ((value < least && value != 0) || value > most)
        COMPLAIN(r, "%s: %s = %ld: must lie between %ld and %ld", r->file, name, value, least, most);
    return (unsigned)value;
}

void config_read_clients(struct config_reader *r, cfg_t *cfg, struct config *config)
{
    enum { CONNECTIONS_MAX = 1000000, FACTOR_MAX = 1000, REMEMBERED_MAX = 1 << 24 };
    struct client_limits *of = &config->clients;

    of->exempt                           = config_networks(r, cfg, "exempt", &of->exempt_count);
    of->connections                      = (uint32_t)config_bounded(r, cfg, "connections", 0, CONNECTIONS_MAX);
    of->rates[RATE_CONNECTIONS]          = rate(r, cfg, "connection-rate");
    of->rates[RATE_MESSAGES]             = rate(r, cfg, "message-rate");
    of->rates[RATE_RECIPIENTS]           = rate(r, cfg, "recipient-rate");
    of->rates[RATE_ERRORS]               = rate(r, cfg, "error-rate");
    of->rates[RATE_UNKNOWN_RECIPIENTS]   = rate(r, cfg, "unknown-recipient-rate");
    of->ipv6_prefix                      = (unsigned)config_bounded(r, cfg, "ipv6-prefix", 32, 128);
    of->ipv4_network                     = prefix(r, cfg, "ipv4-network", 8, 32);
    of->ipv6_network                     = prefix(r, cfg, "ipv6-network", 16, 128);
    of->network_factor                   = (uint32_t)config_bounded(r, cfg, "network-factor", 1, FACTOR_MAX);
    config->clients_remembered           = config_bounded(r, cfg, "remembered", 1024, REMEMBERED_MAX);
}
