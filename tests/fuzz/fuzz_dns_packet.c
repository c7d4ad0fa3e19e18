/* DNS responses: records are no more and no larger than the packet allows; addresses have their size; a name is
 * plain text in lower case in which a strange octet is escaped; times to live fit. The first two octets are the
 * type asked. */
#include "fuzz.h"

#include "base/ascii.h"
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

FUZZ_TARGET(input)
{
    ARENA_SCOPE         arena    = { 0 };
    uint16_t            type     = (uint16_t)(fuzz_take_octet(&input) << 8);
    struct dns_response response;

    type |= (uint16_t)fuzz_take_octet(&input);
    if (!dns_response_parse(&response, &arena, input, type))
        return;
    HOLDS(response.count <= input.len / RR_MIN_OCTETS);
    HOLDS(response.ttl <= INT32_MAX && response.rcode <= 15);
    HOLDS(response.count == 0 || (response.rcode == 0 && !response.truncated));
    for (size_t i = 0; i < response.count; i++)
        check_record(&response.records[i], type, input);
}
