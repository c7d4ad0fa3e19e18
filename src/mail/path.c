/* The envelope's half of address.h: the grammar of RFC 5321 §4.1.2, with RFC 6531 §3.3. */
#include "mail/address.h"

#include "base/ascii.h"
#include "base/ip.h"

enum { LOCAL_PART_MAX_OCTETS = 64, DOMAIN_MAX = 255, PATH_MAX_OCTETS = 256 };     /* RFC 5321 §4.5.3.1.1 to .3 */

static bool take_octet(str *rest, char c)
{
    if (rest->len == 0 || rest->ptr[0] != c)
        return false;
    *rest = str_from(*rest, 1);
    return true;
}

/* The octets of *rest as long as they belong to a class. */
static str take_while(str *rest, bool (*belongs)(char c))
{
    size_t len = 0;

    while (len < rest->len && belongs(rest->ptr[len]))
        len++;

    str taken = str_slice(*rest, 0, len);

    *rest = str_from(*rest, len);
    return taken;
}

/* atext of RFC 5321 §4.1.2 with RFC 6531 §3.3. */
static bool is_atext(char c)
{
    return ascii_is_atext(c) || ascii_is_8bit(c);
}

/* "_" is no host name's letter, but names with it send mail. */
static bool is_label_octet(char c)
{
    return ascii_is_alnum(c) || c == '-' || c == '_' || ascii_is_8bit(c);
}

/* Quoted-string, RFC 5321 §4.1.2: no empty one (erratum 5414). */
static bool take_quoted(str *rest, str *local_part)
{
    for (size_t i = 1; i < rest->len; i++) {
        char c = rest->ptr[i];

        if (c == '"') {
            *local_part = str_slice(*rest, 0, i + 1);
            *rest       = str_from(*rest, i + 1);
            return i > 1;
        }
        if (c == '\\' && ++i == rest->len)
            return false;
        if (ascii_is_control(rest->ptr[i]))
            return false;
    }
    return false;
}

static bool take_local_part(str *rest, str *local_part)
{
    const char *start = rest->ptr;

    if (rest->len > 0 && rest->ptr[0] == '"')
        return take_quoted(rest, local_part);
    do {
        if (take_while(rest, is_atext).len == 0)
            return false;
    } while (take_octet(rest, '.'));
    *local_part = (str){ start, (size_t)(rest->ptr - start) };
    return true;
}

static bool take_literal(str *rest, str *domain)
{
    ptrdiff_t close = str_find_char(*rest, ']');
    struct ip ip;

    if (close == STR_NOT_FOUND)
        return false;

    str text = str_slice(*rest, 1, (size_t)close);

    *domain = str_slice(*rest, 0, (size_t)close + 1);
    *rest   = str_from(*rest, (size_t)close + 1);
    if (str_starts_nocase(text, STR("IPv6:")))
        return ip_parse(str_from(text, 5), &ip) && str_has_char(str_from(text, 5), ':');
    return ip_parse(text, &ip) && !str_has_char(text, ':');
}

static bool take_domain(str *rest, str *domain)
{
    const char *start = rest->ptr;

    do {
        str label = take_while(rest, is_label_octet);

        if (label.len == 0 || label.ptr[0] == '-' || label.ptr[label.len - 1] == '-')
            return false;
    } while (take_octet(rest, '.'));
    *domain = (str){ start, (size_t)(rest->ptr - start) };
    return true;
}

/* A-d-l ":", RFC 5321 §4.1.2: must be accepted, is ignored. */
static bool skip_source_route(str *rest)
{
    str domain;

    do {
        if (!take_octet(rest, '@') || !take_domain(rest, &domain))
            return false;
    } while (take_octet(rest, ','));
    return take_octet(rest, ':');
}

static enum path_error read_path(struct path *path, str *rest)
{
    if (!take_octet(rest, '<'))
        return PATH_SYNTAX;
    if (take_octet(rest, '>')) {
        path->is_null = true;
        return PATH_OK;
    }
    if (rest->len > 0 && rest->ptr[0] == '@') {
        path->has_source_route = true;
        if (!skip_source_route(rest))
            return PATH_SYNTAX;
    }
    if (!take_local_part(rest, &path->local_part))
        return PATH_SYNTAX;
    if (take_octet(rest, '>'))
        return str_equal_nocase(path->local_part, STR("postmaster")) ? PATH_OK : PATH_NO_DOMAIN;
    if (!take_octet(rest, '@'))
        return PATH_SYNTAX;
    path->is_literal = rest->len > 0 && rest->ptr[0] == '[';
    if (!(path->is_literal ? take_literal(rest, &path->domain) : take_domain(rest, &path->domain)))
        return PATH_SYNTAX;
    return take_octet(rest, '>') ? PATH_OK : PATH_SYNTAX;
}

enum path_error path_parse(struct path *path, str *text)
{
    str rest = *text;

    *path = (struct path){ 0 };

    enum path_error error = read_path(path, &rest);
    str             whole = str_slice(*text, 0, text->len - rest.len);

    if (error != PATH_OK)
        return error;
    path->text    = str_slice(whole, 1, whole.len - 1);
    path->is_utf8 = str_has_8bit(whole);
    if (path->is_utf8 && !str_is_utf8(whole))
        return PATH_BAD_UTF8;
    if (path->local_part.len > LOCAL_PART_MAX_OCTETS)
        return PATH_LOCAL_PART_TOO_LONG;
    if (path->domain.len > DOMAIN_MAX)
        return PATH_DOMAIN_TOO_LONG;
    if (whole.len > PATH_MAX_OCTETS)
        return PATH_TOO_LONG;
    *text = rest;
    return PATH_OK;
}
