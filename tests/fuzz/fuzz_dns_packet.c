/* DNS responses: records are no more and no larger than the packet allows; addresses have their size; a name is
 * plain text in lower case in which a strange octet is escaped; times to live fit. The name of a type is that of no other.
 * The reverse name of an address can be asked for, and is no other address's. The first two octets are the type asked.
 *
 * Covers: src/dns/packet.c */
#include "fuzz.h"

#include "base/ascii.h"
#include "base/domain.h"
#include "base/ip.h"
#include "dns/packet.h"

enum { NAME_TEXT_MAX_OCTETS = 4 * 255, RR_MIN_OCTETS = 11 };

static void check_name(str name)
{
    HOLDS(name.len <= NAME_TEXT_MAX_OCTETS);
    for (size_t i = 0; i < name.len; i++)
        HOLDS((ascii_is_alnum(name.ptr[i]) && !ascii_is_upper(name.ptr[i])) || str_has_char(STR("-_.\\"), name.ptr[i]));
}

static void check_record(const struct record *record, uint16_t type, str packet)
{
    switch (type) {
    case DNS_A:
        HOLDS(record->data.len == 4);
        break;
    case DNS_AAAA:
        HOLDS(record->data.len == 16);
        break;
    case DNS_MX: case DNS_NS: case DNS_PTR: case DNS_CNAME:
        check_name(record->data);
        break;
    default:
        HOLDS(record->data.len <= packet.len);
    }
}

static void check_type(uint16_t type)
{
    const char *name = dns_type_name(type);
    uint16_t    back;

    HOLDS(dns_type_from_name(str_of(name), &back) ? back == type : strcmp(name, "unknown") == 0);
}

/* The labels of the reverse name, from the right, are the octets or the nibbles of the address. */
static void check_reverse(struct arena *arena, str octets)
{
    uint8_t plain[16] = { 0 };

    if (octets.len > 0)
        memcpy(plain, octets.ptr, octets.len < sizeof plain ? octets.len : sizeof plain);
    for (enum ip_family family = IP_V4; family <= IP_V6; family++) {
        struct ip address = ip_from_octets(family, plain), other = address;
        str       name    = dns_reverse_name(arena, &address);
        bool      is_v4 = address.family == IP_V4;           /* a mapped one is, too */

        HOLDS(domain_is_queryable(name) && domain_label_count(name) == (is_v4 ? 6 : 34));
        other.octets[is_v4 ? 3 : 15] ^= 1;
        HOLDS(!str_equal(name, dns_reverse_name(arena, &other)));
    }
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE         arena    = { 0 };
    uint16_t            type     = (uint16_t)(fuzz_take_octet(&input) << 8);
    struct dns_response response;

    type |= (uint16_t)fuzz_take_octet(&input);
    check_type(type);
    check_reverse(&arena, input);
    if (!dns_response_parse(&response, &arena, input, type))
        return;
    HOLDS(response.count <= input.len / RR_MIN_OCTETS);
    HOLDS(response.ttl <= INT32_MAX && response.rcode <= 15);
    HOLDS(response.count == 0 || (response.rcode == 0 && !response.truncated));
    for (size_t i = 0; i < response.count; i++)
        check_record(&response.records[i], type, input);
}
