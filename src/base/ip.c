#include "base/ip.h"

#include <arpa/inet.h>

#include "base/ascii.h"

static size_t octets_in(enum ip_family family)
{
    return family == IP_V4 ? 4 : family == IP_V6 ? 16 : 0;
}

struct ip ip_from_octets(enum ip_family family, const void *octets)
{
    static const uint8_t mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
    struct ip            ip         = { .family = family };

    if (family == IP_V6 && memcmp(octets, mapped, sizeof mapped) == 0) {
        ip.family = IP_V4;
        memcpy(ip.octets, (const uint8_t *)octets + sizeof mapped, 4);
    } else {
        memcpy(ip.octets, octets, octets_in(family));
    }
    return ip;
}

/* inet_pton takes leading zeros in some C libraries and not in others; RFC 7208 §12 has none. */
static bool has_leading_zero(str text)
{
    for (size_t i = 0; i + 1 < text.len; i++)
        if (text.ptr[i] == '0' && ascii_is_digit(text.ptr[i + 1]) && (i == 0 || text.ptr[i - 1] == '.'))
            return true;
    return false;
}

bool ip_parse(str text, struct ip *out)
{
    char    cstr[INET6_ADDRSTRLEN + 1];
    uint8_t octets[16];

    if (text.len == 0 || (ascii_hex(text.ptr[0]) < 0 && text.ptr[0] != ':') || !str_to_cstr(text, cstr, sizeof cstr))
        return false;
    if (str_has_char(text, ':')) {
        if (inet_pton(AF_INET6, cstr, octets) != 1)
            return false;
        *out = ip_from_octets(IP_V6, octets);
        return true;
    }
    if (has_leading_zero(text) || inet_pton(AF_INET, cstr, octets) != 1)
        return false;
    *out = ip_from_octets(IP_V4, octets);
    return true;
}

bool ip_network_parse(str text, struct ip_network *out)
{
    ptrdiff_t slash  = str_find_char(text, '/');
    str       host   = slash == STR_NOT_FOUND ? text : str_slice(text, 0, (size_t)slash);
    uint64_t  prefix = 0;

    if (!ip_parse(host, &out->address))
        return false;
    unsigned bits = out->address.family == IP_V4 ? 32 : 128;

    if (slash != STR_NOT_FOUND && !str_to_u64(str_from(text, (size_t)slash + 1), bits, &prefix))
        return false;
    out->prefix = slash == STR_NOT_FOUND ? bits : (unsigned)prefix;
    return true;
}

/* inet_ntop goes by way of sprintf, and this one stands in every line of the log. */
static str ip4_text(struct arena *arena, const uint8_t octets[4])
{
    char  *text = arena_octets(arena, INET_ADDRSTRLEN);
    size_t len  = 0;

    for (size_t i = 0; i < 4; i++) {
        if (i > 0)
            text[len++] = '.';
        if (octets[i] >= 100)
            text[len++] = (char)('0' + octets[i] / 100);
        if (octets[i] >= 10)
            text[len++] = (char)('0' + octets[i] / 10 % 10);
        text[len++] = (char)('0' + octets[i] % 10);
    }
    return (str){ text, len };
}

str ip_text(struct arena *arena, const struct ip *ip)
{
    char text[INET6_ADDRSTRLEN];

    if (ip->family == IP_NONE)
        return STR("unknown");
    if (ip->family == IP_V4)
        return ip4_text(arena, ip->octets);
    if (inet_ntop(AF_INET6, ip->octets, text, sizeof text) == NULL)
        UNREACHABLE();
    return arena_str(arena, str_of(text));
}

bool ip_equal(const struct ip *a, const struct ip *b)
{
    return a->family == b->family && memcmp(a->octets, b->octets, octets_in(a->family)) == 0;
}

bool ip_in(const struct ip *ip, const struct ip *network, unsigned prefix)
{
    if (ip->family != network->family || ip->family == IP_NONE || prefix > octets_in(ip->family) * 8)
        return false;
    size_t   whole = prefix / 8;
    unsigned rest  = prefix % 8;

    if (memcmp(ip->octets, network->octets, whole) != 0)
        return false;
    return rest == 0 || (ip->octets[whole] ^ network->octets[whole]) >> (8 - rest) == 0;
}

bool ip_in_any(const struct ip *ip, const struct ip_network *networks, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (ip_in(ip, &networks[i].address, networks[i].prefix))
            return true;
    return false;
}
