/* Single values of a configuration, and lists of them: checked, and copied out of what libconfuse holds. */
#include "base/ascii.h"
#include "base/domain.h"
#include "gateway/config_reader.h"

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
    str     text    = str_of(cfg_getstr(cfg, name));

    /* Of "90" nobody knows whether days or seconds were meant. */
    if (!time_parse_duration(text, &seconds) || seconds == 0 || ascii_is_digit(text.ptr[text.len - 1]))
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
    str  host;
    bool has_brackets = text.len > 0 && text.ptr[0] == '[';

    /* "::1:25" would be an address without a port. */
    *out = (struct config_address){ 0 };
    return host_and_port(text, &host, &out->port) && out->port > 0 && ip_parse(host, &out->ip) &&
           has_brackets == (out->ip.family == IP_V6);
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

/* The same as the name of a mail domain: in A-labels, or in letters of another script, which become A-labels. */
static bool is_mail_domain(const struct config_reader *r, str name, str *ascii)
{
    return unicode_domain_to_ascii(r->unicode, r->arena, name, ascii) && config_is_domain(*ascii);
}

/* What was probably meant by "@example.org", "*.example.org" and "jo@example.org": they would match nothing. */
static str meant_domain(str text)
{
    ptrdiff_t at = str_rfind_char(text, '@');

    if (at != STR_NOT_FOUND)
        text = str_from(text, (size_t)at + 1);
    (void)!str_skip_prefix(&text, STR("*"));
    (void)!str_skip_prefix(&text, STR("."));
    return text;
}

str *config_mail_domains(struct config_reader *r, cfg_t *cfg, const char *name, const char *hint, size_t *count)
{
    str *domains = config_copied_list(r, cfg, name, true, count);

    for (size_t i = 0; i < *count; i++) {
        str meant = meant_domain(domains[i]), ascii;

        if (is_mail_domain(r, domains[i], &ascii))
            domains[i] = ascii;
        else if (is_mail_domain(r, meant, &ascii))
            COMPLAIN(r, "%s: %s: \"%.*s\" is no domain name; write \"%.*s\": %s", r->file, name, STR_ARG(domains[i]), STR_ARG(meant), hint);
        else
            COMPLAIN(r, "%s: %s: \"%.*s\" is no domain name; write it like \"example.org\"", r->file, name, STR_ARG(domains[i]));
    }
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
