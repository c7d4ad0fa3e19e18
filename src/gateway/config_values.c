/* Single values of a configuration, and lists of them: checked, and copied out of what libconfuse holds. */
#include "base/ascii.h"
#include "base/domain.h"
#include "gateway/config_reader.h"

enum { SMTP_PORT = 25 };

void config_complain(struct config_reader *r, str text)
{
    if (r->error->len == 0)
        *r->error = text;
}

str config_copied(struct config_reader *r, const char *text)
{
    return arena_str(r->arena, str_of(text));
}

const char *config_copied_cstr(struct config_reader *r, const char *text)
{
    return text == NULL || text[0] == '\0' ? NULL : arena_cstr(r->arena, str_of(text));
}

str *config_copied_list(struct config_reader *r, cfg_t *cfg, const char *name, bool lower, size_t *count)
{
    *count     = cfg_size(cfg, name);
    str *items = ARENA_ARRAY(r->arena, str, *count);

    for (unsigned i = 0; i < *count; i++) {
        str item = config_copied(r, cfg_getnstr(cfg, name, i));

        items[i] = lower ? domain_lower(r->arena, item) : item;
    }
    return items;
}

const char **config_file_names(struct config_reader *r, cfg_t *cfg, const char *name, size_t *count)
{
    const char **files = ARENA_ARRAY(r->arena, const char *, cfg_size(cfg, name));

    *count = cfg_size(cfg, name);
    for (unsigned i = 0; i < *count; i++)
        files[i] = config_copied_cstr(r, cfg_getnstr(cfg, name, i));
    return files;
}

int64_t config_duration(struct config_reader *r, cfg_t *cfg, const char *name)
{
    int64_t seconds = 0;

    if (!time_parse_duration(str_of(cfg_getstr(cfg, name)), &seconds) || seconds == 0)
        COMPLAIN(r, "%s: %s = \"%s\": not a duration; write it like \"90s\", \"5m\" or \"1h\"", r->file, name,
                 cfg_getstr(cfg, name));
    return seconds;
}

/* The same where none at all is meant by "0s". */
int64_t config_duration_or_none(struct config_reader *r, cfg_t *cfg, const char *name)
{
    int64_t seconds = 0;

    return time_parse_duration(str_of(cfg_getstr(cfg, name)), &seconds) && seconds == 0 ? 0 : config_duration(r, cfg, name);
}

size_t config_positive(struct config_reader *r, cfg_t *cfg, const char *name, long least)
{
    long value = cfg_getint(cfg, name);

    if (value < least)
        COMPLAIN(r, "%s: %s = %ld: at least %ld is needed", r->file, name, value, least);
    return (size_t)value;
}

size_t config_bounded(struct config_reader *r, cfg_t *cfg, const char *name, long least, long most)
{
    long value = cfg_getint(cfg, name);

    if (value < least || value > most)
        COMPLAIN(r, "%s: %s = %ld: must lie between %ld and %ld", r->file, name, value, least, most);
    return (size_t)value;
}

/* The place of the value among the words allowed; complains and returns 0 if it is none of them. */
size_t config_one_of(struct config_reader *r, cfg_t *cfg, const char *name, const char *const *words, size_t count)
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

bool config_is_shadow(struct config_reader *r, cfg_t *cfg)
{
    static const char *const modes[] = { "on", "shadow" };

    return config_one_of(r, cfg, "mode", modes, ARRAY_LEN(modes)) == 1;
}

bool config_parse_address(str text, struct config_address *out)
{
    str host;

    *out = (struct config_address){ .port = SMTP_PORT };
    return host_and_port(text, &host, &out->port) && ip_parse(host, &out->ip);
}

struct ip_network *config_networks(struct config_reader *r, cfg_t *cfg, const char *name, size_t *count)
{
    *count                      = cfg_size(cfg, name);
    struct ip_network *networks = ARENA_ARRAY(r->arena, struct ip_network, *count);

    for (unsigned i = 0; i < *count; i++)
        if (!ip_network_parse(str_of(cfg_getnstr(cfg, name, i)), &networks[i]))
            COMPLAIN(r, "%s: %s: \"%s\" is no network; write \"192.0.2.0/24\"", r->file, name, cfg_getnstr(cfg, name, i));
    return networks;
}

/* A domain of one label would trust a whole top level. */
bool config_is_domain(str name)
{
    return domain_is_queryable(name) && domain_label_count(name) > 1;
}

str *config_domains(struct config_reader *r, cfg_t *cfg, const char *name, size_t *count)
{
    str *domains = config_copied_list(r, cfg, name, true, count);

    for (size_t i = 0; i < *count; i++)
        if (!config_is_domain(domains[i]))
            COMPLAIN(r, "%s: %s: \"%.*s\" is no domain name", r->file, name, STR_ARG(domains[i]));
    return domains;
}

/* "sha256:" and a fingerprint, with or without colons, or a host name. */
str config_certificate(struct config_reader *r, const char *name, str item)
{
    str    lower = arena_lower(r->arena, item), digits = lower;
    size_t count = 0;

    if (!str_skip_prefix(&digits, STR("sha256:"))) {
        if (!config_is_domain(lower) || !domain_is_hostname(lower))
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
