#include "gateway/next_hop_address.h"

#include "base/domain.h"
#include "io/address.h"

enum { SMTP_PORT = 25 };

bool host_and_port(str text, str *host, uint16_t *port)
{
    ptrdiff_t colon  = str_rfind_char(text, ':');
    uint64_t  number = *port;

    *host = text;
    if (text.len > 0 && text.ptr[0] == '[') {
        ptrdiff_t end = str_find_char(text, ']');

        if (end == STR_NOT_FOUND)
            return false;
        *host = str_slice(text, 1, (size_t)end);
        colon = (size_t)end + 1 < text.len ? end + 1 : STR_NOT_FOUND;
        if (colon != STR_NOT_FOUND && text.ptr[colon] != ':')
            return false;
    } else if (colon != STR_NOT_FOUND) {
        *host = str_slice(text, 0, (size_t)colon);
    }
    if (colon != STR_NOT_FOUND && !str_to_u64(str_from(text, (size_t)colon + 1), 65535, &number))
        return false;
    *port = (uint16_t)number;
    return true;
}

enum socket_file next_hop_address_socket(const struct next_hop_address *address)
{
    return address->path == NULL || address->kind == NEXT_HOP_MAILDIR ? SOCKET_FILE_GOOD : socket_file_check(address->path);
}

static bool read_kind(str *rest, enum next_hop_kind *kind)
{
    static const struct { str prefix; enum next_hop_kind kind; } kinds[] = {
        { STR_INIT("smtp:"), NEXT_HOP_SMTP }, { STR_INIT("lmtp:"), NEXT_HOP_LMTP }, { STR_INIT("maildir:"), NEXT_HOP_MAILDIR },
    };

    for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
        if (str_skip_prefix(rest, kinds[i].prefix)) {
            *kind = kinds[i].kind;
            return true;
        }
    return false;
}

static bool fail(const char **problem, const char *text)
{
    *problem = text;
    return false;
}

static bool read_path(struct arena *arena, str rest, struct next_hop_address *out, const char **problem)
{
    if (rest.len == 0 || rest.ptr[0] != '/')
        return fail(problem, "needs an absolute path");
    if (str_has_char(rest, '\0') || (out->kind != NEXT_HOP_MAILDIR && rest.len > SOCKET_PATH_MAX_OCTETS))
        return fail(problem, "is longer than the path of a socket can be (107 octets)");
    out->path = arena_cstr(arena, rest);
    return true;
}

/* RFC 2033 §5: LMTP must not be spoken at port 25, where it would be taken for SMTP, and deliver what was not accepted. */
static bool check_port(const struct next_hop_address *out, const char **problem)
{
    if (out->kind == NEXT_HOP_LMTP && out->port == 0)
        return fail(problem, "needs a port; LMTP has none of its own (24 is usual)");
    if (out->kind == NEXT_HOP_LMTP && out->port == SMTP_PORT)
        return fail(problem, "must not be port 25: that is SMTP's (RFC 2033 §5)");
    if (out->port == 0)
        return fail(problem, "has no port that one could connect to");
    return true;
}

static bool read_host(struct arena *arena, str rest, struct next_hop_address *out, const char **problem)
{
    static const char *const scheme[] = { [NEXT_HOP_SMTP] = "smtp", [NEXT_HOP_LMTP] = "lmtp", [NEXT_HOP_MAILDIR] = "maildir" };
    str                      host;

    out->port = out->kind == NEXT_HOP_SMTP ? SMTP_PORT : 0;
    if (!host_and_port(rest, &host, &out->port))
        return fail(problem, "is not ADDRESS:PORT, HOST:PORT or /PATH");
    if (!check_port(out, problem))
        return false;
    if (ip_parse(host, &out->ip)) {
        out->name = arena_printf(arena, out->ip.family == IP_V6 ? "%s:[%.*s]:%u" : "%s:%.*s:%u", scheme[out->kind],
                                 STR_ARG(ip_text(arena, &out->ip)), out->port);
        return true;
    }
    host = domain_without_dot(host);
    if (!domain_is_queryable(host) || !domain_is_hostname(host))
        return fail(problem, "is neither an address nor a host name");
    out->host = domain_lower(arena, host);
    out->name = arena_printf(arena, "%s:%.*s:%u", scheme[out->kind], STR_ARG(out->host), out->port);
    return true;
}

bool next_hop_address_parse(struct arena *arena, str text, struct next_hop_address *out, const char **problem)
{
    *out     = (struct next_hop_address){ .name = arena_str(arena, text) };
    str rest = out->name;               /* slices of it live as long as the arena */

    if (!read_kind(&rest, &out->kind))
        return fail(problem, "must begin with \"smtp:\", \"lmtp:\" or \"maildir:\"");
    if (str_starts(rest, STR("//")))
        return fail(problem, "is no URL; leave the \"//\" away");
    if (out->kind == NEXT_HOP_MAILDIR || (rest.len > 0 && rest.ptr[0] == '/'))
        return read_path(arena, rest, out, problem);
    return read_host(arena, rest, out, problem);
}
