#include "smtp/proxy.h"

const char *proxy_outcome_text(enum proxy_outcome outcome)
{
    switch (outcome) {
    case PROXY_INCOMPLETE:    return "the PROXY header did not come to its end";
    case PROXY_COMPLETE:      return "a PROXY header";
    case PROXY_MISSING:       return "no PROXY header";
    case PROXY_TOO_LONG:      return "the PROXY header is too long";
    case PROXY_BAD_SYNTAX:    return "the PROXY line is malformed";
    case PROXY_BAD_COMMAND:   return "unknown version or command in the PROXY header";
    case PROXY_BAD_FAMILY:    return "unknown address family or transport in the PROXY header";
    case PROXY_BAD_ADDRESS:   return "bad address in the PROXY header";
    case PROXY_BAD_PORT:      return "bad port in the PROXY header";
    case PROXY_BAD_EXTENSION: return "bad extension in the PROXY header";
    case PROXY_BAD_CHECKSUM:  return "the checksum of the PROXY header is wrong";
    }
    UNREACHABLE();
}

/* True while octets may still become something that begins with start. */
static bool may_begin(str octets, str start)
{
    size_t len = octets.len < start.len ? octets.len : start.len;

    return memcmp(octets.ptr, start.ptr, len) == 0;
}

/* ---- version 1: a line of text, §2.1 ---- */

enum { V1_MAX_OCTETS = 107 };           /* with CRLF, for two of the longest IPv6 addresses */

static bool read_port(str text, uint16_t *out)
{
    uint64_t port;

    if (!str_to_u64(text, 65535, &port) || (text.len > 1 && text.ptr[0] == '0'))
        return false;
    *out = (uint16_t)port;
    return true;
}

/* One blank stands between two words, so an empty word is an error of syntax. */
static bool take_word(str *rest, str *word)
{
    return str_cut(rest, ' ', word) && word->len > 0;
}

static bool read_v1_address(str text, bool is_v6, struct ip *out)
{
    return str_has_char(text, ':') == is_v6 && ip_parse(text, out);
}

static enum proxy_outcome read_v1_line(str line, struct proxy_header *header)
{
    str from, to, from_port, to_port, family;

    if (!take_word(&line, &family))
        return PROXY_BAD_SYNTAX;
    if (str_equal(family, STR("UNKNOWN")))
        return PROXY_COMPLETE;          /* what follows, if anything, means nothing */
    bool is_v6 = str_equal(family, STR("TCP6"));

    if (!is_v6 && !str_equal(family, STR("TCP4")))
        return PROXY_BAD_FAMILY;
    if (!take_word(&line, &from) || !take_word(&line, &to) || !take_word(&line, &from_port) || str_has_char(line, ' '))
        return PROXY_BAD_SYNTAX;
    to_port = line;
    if (!read_v1_address(from, is_v6, &header->client) || !read_v1_address(to, is_v6, &header->server))
        return PROXY_BAD_ADDRESS;
    return read_port(from_port, &header->client_port) && read_port(to_port, &header->server_port) ? PROXY_COMPLETE : PROXY_BAD_PORT;
}

static enum proxy_outcome read_v1(str octets, struct proxy_header *header)
{
    str       window = str_slice(octets, 0, octets.len < V1_MAX_OCTETS ? octets.len : V1_MAX_OCTETS);
    ptrdiff_t end    = str_find(window, STR("\r\n"));

    if (end == STR_NOT_FOUND)
        return octets.len < V1_MAX_OCTETS ? PROXY_INCOMPLETE : PROXY_TOO_LONG;
    header->len = (size_t)end + 2;
    return read_v1_line(str_slice(octets, STR("PROXY ").len, (size_t)end), header);
}

/* ---- version 2: binary, §2.2 ---- */

enum { V2_FIXED_OCTETS = 16, VERSION_2 = 2, COMMAND_LOCAL = 0, COMMAND_PROXY = 1 };

enum { TLV_HEADER_OCTETS = 3, TLV_CRC32C = 0x03, TLV_UNIQUE_ID = 0x05, TLV_SSL = 0x20, UNIQUE_ID_MAX = 128, SSL_FIXED_OCTETS = 5 };

/* §2.2: of byte 14, and the length of the addresses. Datagrams carry no SMTP. */
static const struct family { uint8_t value; enum ip_family family; uint8_t address_octets, block_octets; } families[] = {
    { 0x00, IP_NONE,  0,   0 },         /* UNSPEC */
    { 0x11, IP_V4,    4,  12 },         /* TCP over IPv4 */
    { 0x21, IP_V6,   16,  36 },         /* TCP over IPv6 */
    { 0x31, IP_NONE,  0, 216 },         /* UNIX stream: a peer without an address of use to us */
};

static unsigned octet_at(str s, size_t i) { return (unsigned char)s.ptr[i]; }
static unsigned u16_at(str s, size_t i)   { return octet_at(s, i) << 8 | octet_at(s, i + 1); }

static uint32_t u32_at(str s, size_t i)
{
    return (uint32_t)u16_at(s, i) << 16 | u16_at(s, i + 2);
}

/* CRC-32C (RFC 4960 appendix B), with the octets of the checksum itself taken for zero. */
static uint32_t crc32c(str header, size_t hole)
{
    uint32_t crc = UINT32_MAX;

    for (size_t i = 0; i < header.len; i++) {
        crc ^= i >= hole && i < hole + 4 ? 0 : octet_at(header, i);
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0x82f63b78u : 0);
    }
    return ~crc;
}

/* Moves the next TLV out of *rest. False if it does not fit. */
static bool take_tlv(str *rest, unsigned *type, str *value)
{
    if (rest->len < TLV_HEADER_OCTETS || u16_at(*rest, 1) > rest->len - TLV_HEADER_OCTETS)
        return false;
    size_t end = TLV_HEADER_OCTETS + u16_at(*rest, 1);

    *type  = octet_at(*rest, 0);
    *value = str_slice(*rest, TLV_HEADER_OCTETS, end);
    *rest  = str_from(*rest, end);
    return true;
}

/* The one TLV with others inside. Nothing of it is used, but what does not fit was not written by a balancer. */
static bool is_sound_ssl(str value)
{
    unsigned type;
    str      rest, inner;

    if (value.len < SSL_FIXED_OCTETS)
        return false;
    rest = str_from(value, SSL_FIXED_OCTETS);
    while (rest.len > 0)
        if (!take_tlv(&rest, &type, &inner))
            return false;
    return true;
}

static enum proxy_outcome check_extensions(str whole, size_t from)
{
    str      rest = str_from(whole, from), value;
    unsigned type;

    while (rest.len > 0) {
        if (!take_tlv(&rest, &type, &value) || (type == TLV_UNIQUE_ID && value.len > UNIQUE_ID_MAX) ||
            (type == TLV_SSL && !is_sound_ssl(value)) || (type == TLV_CRC32C && value.len != 4))
            return PROXY_BAD_EXTENSION;
        if (type == TLV_CRC32C && crc32c(whole, (size_t)(value.ptr - whole.ptr)) != u32_at(value, 0))
            return PROXY_BAD_CHECKSUM;
    }
    return PROXY_COMPLETE;
}

static const struct family *find_family(unsigned value)
{
    for (size_t i = 0; i < ARRAY_LEN(families); i++)
        if (families[i].value == value)
            return &families[i];
    return NULL;
}

static void take_addresses(str block, const struct family *family, struct proxy_header *header)
{
    size_t len = family->address_octets;

    header->client      = ip_from_octets(family->family, block.ptr);
    header->server      = ip_from_octets(family->family, block.ptr + len);
    header->client_port = (uint16_t)u16_at(block, 2 * len);
    header->server_port = (uint16_t)u16_at(block, 2 * len + 2);
}

/* Refuses as soon as the fixed part shows that it is to be refused: nothing is awaited of a liar. */
static enum proxy_outcome read_v2(str octets, struct proxy_header *header)
{
    if (octets.len < V2_FIXED_OCTETS)
        return PROXY_INCOMPLETE;
    unsigned             version = octet_at(octets, 12) >> 4, command = octet_at(octets, 12) & 0x0f;
    const struct family *family  = find_family(octet_at(octets, 13));
    size_t               len     = u16_at(octets, 14);

    if (version != VERSION_2 || command > COMMAND_PROXY)
        return PROXY_BAD_COMMAND;
    if (V2_FIXED_OCTETS + len > PROXY_MAX_OCTETS)
        return PROXY_TOO_LONG;
    /* A LOCAL connection is the balancer's own, whatever addresses stand in it. */
    if (command == COMMAND_PROXY && family == NULL)
        return PROXY_BAD_FAMILY;
    if (command == COMMAND_PROXY && len < family->block_octets)
        return PROXY_BAD_ADDRESS;
    if (octets.len < V2_FIXED_OCTETS + len)
        return PROXY_INCOMPLETE;
    header->len = V2_FIXED_OCTETS + len;
    if (command == COMMAND_LOCAL)
        return PROXY_COMPLETE;
    if (family->family != IP_NONE)
        take_addresses(str_from(octets, V2_FIXED_OCTETS), family, header);
    if (family->value == 0x00)
        return PROXY_COMPLETE;          /* UNSPEC: the receiver must ignore what follows */
    return check_extensions(str_slice(octets, 0, header->len), V2_FIXED_OCTETS + family->block_octets);
}

enum proxy_outcome proxy_read(str octets, struct proxy_header *header)
{
    static const str v1_start = STR_INIT("PROXY "), v2_start = STR_INIT("\r\n\r\n\0\r\nQUIT\n");

    *header = (struct proxy_header){ 0 };
    if (octets.len == 0)
        return PROXY_INCOMPLETE;
    if (may_begin(octets, v1_start))
        return octets.len < v1_start.len ? PROXY_INCOMPLETE : read_v1(octets, header);
    return may_begin(octets, v2_start) ? read_v2(octets, header) : PROXY_MISSING;
}
