#include "mail/url.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "base/domain.h"

/* ---- characters ---- */

static bool is_tab_or_line_end(char c) { return c == '\t' || c == '\n' || c == '\r'; }
static bool is_c0_or_space(char c)     { return (unsigned char)c <= 0x20; }

static bool is_slash(const struct url *url, char c)
{
    return c == '/' || (url->is_special && c == '\\');
}

/* Without what a browser strips at both ends, and without tabs and line ends wherever they are. */
static str stripped(struct arena *arena, str text, unsigned *notes)
{
    size_t kept = 0;
    char  *out;

    while (text.len > 0 && is_c0_or_space(text.ptr[0]))
        text = str_from(text, 1);
    while (text.len > 0 && is_c0_or_space(text.ptr[text.len - 1]))
        text.len--;
    if (!str_has_char(text, '\t') && !str_has_char(text, '\n') && !str_has_char(text, '\r'))
        return text;
    out = arena_octets(arena, text.len);
    for (size_t i = 0; i < text.len; i++)
        if (!is_tab_or_line_end(text.ptr[i]))
            out[kept++] = text.ptr[i];
    *notes |= URL_HAD_CONTROLS;
    return (str){ out, kept };
}

str url_percent_decode(struct arena *arena, str text)
{
    size_t len = 0;
    char  *out;

    if (!str_has_char(text, '%'))
        return text;
    out = arena_octets(arena, text.len);
    for (size_t i = 0; i < text.len; i++) {
        int high = i + 2 < text.len ? ascii_hex(text.ptr[i + 1]) : -1, low = high >= 0 ? ascii_hex(text.ptr[i + 2]) : -1;

        if (text.ptr[i] == '%' && low >= 0) {
            out[len++] = (char)(high * 16 + low);
            i += 2;
        } else {
            out[len++] = text.ptr[i];
        }
    }
    return (str){ out, len };
}

/* ---- the host ---- */

static bool is_all_digits(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!ascii_is_digit(s.ptr[i]))
            return false;
    return s.len > 0;
}

/* "IPv4 number parser": 0x and 0 in front choose hexadecimal and octal; "0x" alone is nought. Larger numbers than 32 bits read as
 * one that is too large for any place. */
static bool read_number(str text, uint64_t *number, bool *is_odd)
{
    int base = 10;

    if (text.len == 0)
        return false;
    if (text.len >= 2 && text.ptr[0] == '0' && ascii_lower(text.ptr[1]) == 'x') {
        base = 16;
        text = str_from(text, 2);
    } else if (text.len >= 2 && text.ptr[0] == '0') {
        base = 8;
        text = str_from(text, 1);
    }
    *is_odd |= base != 10;
    *number = 0;
    for (size_t i = 0; i < text.len; i++) {
        int digit = ascii_hex(text.ptr[i]);

        if (digit < 0 || digit >= base)
            return false;
        if (*number <= UINT32_MAX)
            *number = *number * (unsigned)base + (unsigned)digit;
    }
    return true;
}

/* "Ends in a number checker": such a host is an IPv4 address or none at all. */
static bool ends_in_number(str host)
{
    str      last = domain_last_labels(host, 1);
    uint64_t number;
    bool     is_odd = false;

    return is_all_digits(last) || (str_starts_nocase(last, STR("0x")) && read_number(last, &number, &is_odd));
}

/* "IPv4 parser": one to four numbers, of which the last fills the places that are left. */
static bool read_ipv4(str host, struct ip *ip, bool *is_odd)
{
    enum { PLACES = 4 };
    uint64_t numbers[PLACES], address;
    size_t   count = 0;
    str      part;
    uint8_t  octets[PLACES];

    for (str rest = host; str_cut(&rest, '.', &part); count++)
        if (count == PLACES || !read_number(part, &numbers[count], is_odd))
            return false;
    if (count == 0 || numbers[count - 1] >= UINT64_C(1) << 8 * (PLACES + 1 - count))
        return false;
    address = numbers[count - 1];
    for (size_t i = 0; i + 1 < count; i++) {
        if (numbers[i] > 255)
            return false;
        address |= numbers[i] << 8 * (PLACES - 1 - i);
    }
    for (size_t i = 0; i < PLACES; i++)
        octets[i] = (uint8_t)(address >> 8 * (PLACES - 1 - i));
    *ip = ip_from_octets(IP_V4, octets);
    *is_odd |= count != PLACES;
    return true;
}

static enum url_result read_domain(const struct unicode *unicode, struct arena *arena, str host, struct url *url)
{
    bool is_odd = false;

    if (str_has_char(host, '%')) {
        host = url_percent_decode(arena, host);
        url->notes |= URL_HOST_WAS_ENCODED;
    }
    if (str_has_8bit(host))
        url->notes |= URL_HOST_WAS_UNICODE;
    if (domain_without_dot(host).len != host.len)
        url->notes |= URL_HAD_FINAL_DOT;
    if (!unicode_link_host_to_ascii(unicode, arena, host, &url->host))
        return URL_BAD_HOST;
    if (!ends_in_number(url->host))
        return URL_OK;
    if (!read_ipv4(url->host, &url->ip, &is_odd))
        return URL_BAD_HOST;
    url->notes |= is_odd ? URL_ODD_NUMBER : 0;
    url->host = ip_text(arena, &url->ip);
    return URL_OK;
}

static enum url_result read_host(const struct unicode *unicode, struct arena *arena, str host, struct url *url)
{
    if (host.len >= 2 && host.ptr[0] == '[' && host.ptr[host.len - 1] == ']') {
        str inside = str_slice(host, 1, host.len - 1);

        if (!str_has_char(inside, ':') || !ip_parse(inside, &url->ip))
            return URL_BAD_HOST;
        url->host = ip_text(arena, &url->ip);
        return URL_OK;
    }
    if (url->is_special)
        return read_domain(unicode, arena, host, url);
    url->host = arena_lower(arena, host);
    return URL_OK;
}

/* ---- the parts ---- */

static const struct { str scheme; uint16_t port; } specials[] = {
    { STR_INIT("http"), 80 }, { STR_INIT("https"), 443 }, { STR_INIT("ws"), 80 }, { STR_INIT("wss"), 443 }, { STR_INIT("ftp"), 21 },
};

/* The scheme's own port; 0 if it is not special. */
static uint16_t port_of(str scheme)
{
    for (size_t i = 0; i < sizeof specials / sizeof *specials; i++)
        if (str_equal(scheme, specials[i].scheme))
            return specials[i].port;
    return 0;
}

/* "https:" at the front: a letter, then letters, digits, "+", "-", ".". */
static bool take_scheme(struct arena *arena, str *text, struct url *url)
{
    size_t len = 0;

    while (len < text->len && (ascii_is_alnum(text->ptr[len]) || str_has_char(STR("+-."), text->ptr[len])))
        len++;
    if (len == 0 || len == text->len || text->ptr[len] != ':' || !ascii_is_alpha(text->ptr[0]))
        return false;
    url->scheme     = arena_lower(arena, str_slice(*text, 0, len));
    url->is_special = port_of(url->scheme) != 0;
    *text           = str_from(*text, len + 1);
    return true;
}

/* The slashes at the front, as many as there are; for other schemes than special ones two or none. */
static bool take_slashes(str *text, struct url *url)
{
    size_t len = 0;

    while (len < text->len && is_slash(url, text->ptr[len])) {
        url->notes |= text->ptr[len] == '\\' ? URL_HAD_BACKSLASH : 0;
        len++;
    }
    if (!url->is_special) {
        if (len < 2)
            return false;
        len = 2;
    }
    url->notes |= len != 2 ? URL_ODD_SLASHES : 0;
    *text = str_from(*text, len);
    return true;
}

static enum url_result read_port(str text, struct url *url)
{
    uint64_t port;

    if (text.len == 0)
        return URL_OK;
    if (!str_to_u64(text, UINT16_MAX, &port))
        return URL_BAD_PORT;
    url->port = port == port_of(url->scheme) ? 0 : (uint16_t)port;
    return URL_OK;
}

/* "user:password@host:port", with the last "@" for the one that counts. */
static enum url_result read_authority(const struct unicode *unicode, struct arena *arena, str text, struct url *url)
{
    ptrdiff_t       at = str_rfind_char(text, '@'), colon;
    enum url_result result;

    if (at != STR_NOT_FOUND) {
        url->userinfo = str_slice(text, 0, (size_t)at);
        url->notes |= URL_HAD_USERINFO;
        text = str_from(text, (size_t)at + 1);
    }
    colon = str_rfind_char(text, ':');
    if (colon != STR_NOT_FOUND && str_rfind_char(text, ']') < colon) {
        result = read_port(str_from(text, (size_t)colon + 1), url);
        if (result != URL_OK)
            return result;
        text = str_slice(text, 0, (size_t)colon);
    }
    if (text.len == 0)
        return url->is_special ? URL_NO_HOST : URL_OK;
    return read_host(unicode, arena, text, url);
}

static size_t authority_len(const struct url *url, str text)
{
    size_t len = 0;

    while (len < text.len && !is_slash(url, text.ptr[len]) && text.ptr[len] != '?' && text.ptr[len] != '#')
        len++;
    return len;
}

static void read_rest(str text, struct url *url)
{
    ptrdiff_t at = str_find_char(text, '#');

    if (at != STR_NOT_FOUND) {
        url->fragment = str_from(text, (size_t)at + 1);
        text          = str_slice(text, 0, (size_t)at);
    }
    at = str_find_char(text, '?');
    if (at != STR_NOT_FOUND) {
        url->query = str_from(text, (size_t)at + 1);
        text       = str_slice(text, 0, (size_t)at);
    }
    url->path = text;
}

/* ---- by a base ---- */

/* "/x", "?x" and "x" on the base's host; dots in a path lead nowhere that matters here, and stay. */
static enum url_result read_relative(struct arena *arena, str text, const struct url *base, struct url *url)
{
    ptrdiff_t folder = str_rfind_char(base->path, '/');

    url->host = base->host;
    url->ip   = base->ip;
    url->port = base->port;
    read_rest(text, url);
    if (url->path.len == 0) {
        url->path = base->path;
        if (url->query.len == 0)
            url->query = base->query;
    } else if (!is_slash(url, url->path.ptr[0])) {
        str parts[] = { str_slice(base->path, 0, folder == STR_NOT_FOUND ? 0 : (size_t)folder + 1), url->path };

        url->path = arena_join(arena, parts, 2, (str){ 0 });
    }
    return URL_OK;
}

static size_t count_slashes(const struct url *url, str text)
{
    size_t len = 0;

    while (len < text.len && is_slash(url, text.ptr[len]))
        len++;
    return len;
}

enum url_result url_parse(const struct unicode *unicode, struct arena *arena, str text, const struct url *base, struct url *url)
{
    size_t          len;
    enum url_result result;
    bool            has_scheme;

    *url = (struct url){ 0 };
    if (text.len > URL_MAX_OCTETS)
        return URL_TOO_LONG;
    text       = stripped(arena, text, &url->notes);
    has_scheme = take_scheme(arena, &text, url);
    if (!has_scheme && base == NULL)
        return URL_RELATIVE;
    if (!has_scheme) {
        url->scheme     = base->scheme;
        url->is_special = base->is_special;
    }
    /* "https:x" beside a base of https is relative; and so is what has no scheme and does not begin with two slashes. */
    if (base != NULL && str_equal(base->scheme, url->scheme) && url->is_special && count_slashes(url, text) < 2)
        return read_relative(arena, text, base, url);
    if (!take_slashes(&text, url)) {
        if (!has_scheme)
            return read_relative(arena, text, base, url);
        read_rest(text, url);           /* "mailto:jo@example.org?subject=x", "cid:1", "javascript:..." */
        return URL_OK;
    }
    len    = authority_len(url, text);
    result = read_authority(unicode, arena, str_slice(text, 0, len), url);
    read_rest(str_from(text, len), url);
    return result;
}

str url_text(struct arena *arena, const struct url *url)
{
    BUF_SCOPE out     = { 0 };
    bool      is_ipv6 = url->ip.family == IP_V6;

    buf_printf(&out, "%.*s:", STR_ARG(url->scheme));
    if (url->is_special || url->host.len > 0)
        buf_add(&out, STR("//"));
    if (is_ipv6)
        buf_add_char(&out, '[');
    buf_add(&out, url->host);
    if (is_ipv6)
        buf_add_char(&out, ']');
    if (url->port != 0)
        buf_printf(&out, ":%u", url->port);
    for (size_t i = 0; i < url->path.len; i++)
        buf_add_char(&out, is_slash(url, url->path.ptr[i]) ? '/' : url->path.ptr[i]);
    if (url->query.len > 0) {
        buf_add_char(&out, '?');
        buf_add(&out, url->query);
    }
    return arena_printable(arena, buf_str(&out));
}
