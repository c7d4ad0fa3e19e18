#include "dns/packet.h"

#include "base/ascii.h"
#include "base/ip.h"

enum {
    NAME_MAX_OCTETS  = 255,     /* on the wire, RFC 1035 §3.1 */
    NAME_JUMPS_MAX   = 127,     /* compression pointers in one name: no name has more labels */
    NAME_TEXT_OCTETS = 4 * NAME_MAX_OCTETS,     /* every octet escaped as \DDD */
    CLASS_IN         = 1,
    FLAG_RESPONSE    = 0x8000,
    FLAG_TRUNCATED   = 0x0200,
    RCODE_MASK       = 0x000f,
    RCODE_NOERROR    = 0,
    RCODE_NXDOMAIN   = 3,
};

static const struct { uint16_t type; const char *name; } type_names[] = {
    { DNS_A,    "A"    }, { DNS_NS,  "NS"  }, { DNS_CNAME, "CNAME" }, { DNS_SOA,  "SOA"  }, { DNS_PTR, "PTR" },
    { DNS_MX,   "MX"   }, { DNS_TXT, "TXT" }, { DNS_AAAA,  "AAAA"  }, { DNS_TLSA, "TLSA" }, { DNS_SPF, "SPF" },
};

const char *dns_type_name(uint16_t type)
{
    for (size_t i = 0; i < ARRAY_LEN(type_names); i++)
        if (type_names[i].type == type)
            return type_names[i].name;
    return "unknown";
}

bool dns_type_from_name(str name, uint16_t *type)
{
    for (size_t i = 0; i < ARRAY_LEN(type_names); i++)
        if (str_equal_nocase(name, str_of(type_names[i].name))) {
            *type = type_names[i].type;
            return true;
        }
    return false;
}

/* ---- reading the wire ---- */

/* A place in the packet. The first read past the end spoils it, and everything read afterwards is zero or empty:
 * callers look at spoiled once, where it matters. */
struct reader { str packet; size_t at; bool spoiled; };

static str take(struct reader *r, size_t size)
{
    if (r->spoiled || size > r->packet.len - r->at) {
        r->spoiled = true;
        return (str){ 0 };
    }
    r->at += size;
    return str_slice(r->packet, r->at - size, r->at);
}

static uint32_t take_number(struct reader *r, size_t size)
{
    str      octets = take(r, size);
    uint32_t number = 0;

    for (size_t i = 0; i < octets.len; i++)
        number = number << 8 | (unsigned char)octets.ptr[i];
    return number;
}

static uint16_t take_u16(struct reader *r) { return (uint16_t)take_number(r, 2); }

/* The presentation form of a name, in lower case without final dot. */
struct name { char text[NAME_TEXT_OCTETS]; size_t len; };

static str name_str(const struct name *name) { return (str){ name->text, name->len }; }

static void add_octet(struct name *name, char c)
{
    unsigned char octet = (unsigned char)c;

    if (ascii_is_alnum(c) || c == '-' || c == '_') {
        name->text[name->len++] = ascii_lower(c);
        return;
    }
    name->text[name->len++] = '\\';
    name->text[name->len++] = (char)('0' + octet / 100);
    name->text[name->len++] = (char)('0' + octet / 10 % 10);
    name->text[name->len++] = (char)('0' + octet % 10);
}

/* Reads a name and moves behind it (RFC 1035 §4.1.4). Each pointer must lead before the run of labels that it ends,
 * so that no chain of pointers comes round again. */
static void take_name(struct reader *r, struct name *name)
{
    struct reader labels = *r;
    size_t        wire = 1, run_start = r->at;
    int           jumps = 0;

    name->len = 0;
    for (;;) {
        size_t octet = take_number(&labels, 1);

        if (jumps == 0)
            *r = labels;                /* behind what has been read, as long as it has been read in place */
        if (labels.spoiled || octet == 0)
            break;
        if (octet >= 0xc0) {
            size_t target = (octet & 0x3f) << 8 | take_number(&labels, 1);

            if (jumps == 0)
                *r = labels;
            if (labels.spoiled || target >= run_start || ++jumps > NAME_JUMPS_MAX) {
                labels.spoiled = true;
                break;
            }
            labels.at = run_start = target;
            continue;
        }
        wire += octet + 1;
        if (octet > 63 || wire > NAME_MAX_OCTETS) {     /* 0x40 and 0x80 lead no label, RFC 6891 §5 */
            labels.spoiled = true;
            break;
        }
        str label = take(&labels, octet);

        if (jumps == 0)
            *r = labels;
        if (name->len > 0)
            name->text[name->len++] = '.';
        for (size_t i = 0; i < label.len; i++)
            add_octet(name, label.ptr[i]);
    }
    r->spoiled |= labels.spoiled;
}

/* ---- records ---- */

struct rr {
    uint16_t type, class;
    uint32_t ttl;
    size_t   owner_at, data_at, data_len;
};

static struct rr take_rr(struct reader *r)
{
    struct name owner;
    struct rr   rr = { .owner_at = r->at };

    take_name(r, &owner);
    rr.type     = take_u16(r);
    rr.class    = take_u16(r);
    rr.ttl      = take_number(r, 4);
    rr.data_len = take_u16(r);
    rr.data_at  = r->at;
    take(r, rr.data_len);
    if (rr.ttl > INT32_MAX)             /* RFC 2181 §8 */
        rr.ttl = 0;
    return rr;
}

/* A reader of one record's data: it sees the packet up to the end of the data, since names may point back. */
static struct reader data_reader(str packet, const struct rr *rr)
{
    return (struct reader){ .packet = str_slice(packet, 0, rr->data_at + rr->data_len), .at = rr->data_at };
}

/* True if all of the data has been read and was there: anything left over is as wrong as anything missing. */
static bool read_exactly(const struct reader *r)
{
    return !r->spoiled && r->at == r->packet.len;
}

static str joined_strings(struct reader *r, struct arena *arena)
{
    char  *text = arena_octets(arena, r->packet.len - r->at);
    size_t len  = 0;

    while (!r->spoiled && r->at < r->packet.len) {
        str piece = take(r, take_number(r, 1));

        if (piece.len > 0)
            memcpy(text + len, piece.ptr, piece.len);
        len += piece.len;
    }
    return (str){ text, len };
}

static bool read_record(struct arena *arena, str packet, const struct rr *rr, struct record *out)
{
    struct reader r = data_reader(packet, rr);
    struct name   name;

    switch (rr->type) {
    case DNS_A:
        out->data = take(&r, 4);
        break;
    case DNS_AAAA:
        out->data = take(&r, 16);
        break;
    case DNS_MX:
        out->preference = take_u16(&r);
        FALLTHROUGH;
    case DNS_NS: case DNS_PTR: case DNS_CNAME:
        take_name(&r, &name);
        out->data = arena_str(arena, name_str(&name));
        break;
    case DNS_TXT: case DNS_SPF:
        out->data = joined_strings(&r, arena);
        break;
    default:
        out->data = take(&r, rr->data_len);
    }
    return read_exactly(&r);
}

/* ---- the response ---- */

struct section { struct rr *rrs; size_t count; };

static struct section take_section(struct reader *r, struct arena *arena, size_t count)
{
    struct section section  = { 0 };
    size_t         capacity = 0;

    for (size_t i = 0; i < count && !r->spoiled; i++) {
        struct rr rr = take_rr(r);

        if (r->spoiled || rr.class != CLASS_IN)
            continue;
        *ARENA_PUSH(arena, section.rrs, section.count, &capacity) = rr;
        section.count++;
    }
    return section;
}

static bool is_owned_by(str packet, const struct rr *rr, const struct name *owner)
{
    struct reader r = { .packet = packet, .at = rr->owner_at };
    struct name   name;

    take_name(&r, &name);
    return str_equal(name_str(&name), name_str(owner));
}

static const struct rr *find_rr(str packet, const struct section *section, uint16_t type, const struct name *owner)
{
    for (size_t i = 0; i < section->count; i++)
        if (section->rrs[i].type == type && is_owned_by(packet, &section->rrs[i], owner))
            return &section->rrs[i];
    return NULL;
}

static uint32_t lesser(uint32_t a, uint32_t b) { return a < b ? a : b; }

/* Moves owner along the CNAMEs to the name that holds the records (RFC 1034 §3.6.2), in whatever order they came.
 * False for a broken record, and for a chain that has no end. */
static bool follow_cnames(struct dns_response *response, str packet, const struct section *answers, struct name *owner)
{
    const struct rr *cname;

    for (int hop = 0; (cname = find_rr(packet, answers, DNS_CNAME, owner)) != NULL; hop++) {
        struct reader r = data_reader(packet, cname);

        take_name(&r, owner);
        response->ttl = lesser(response->ttl, cname->ttl);
        if (!read_exactly(&r) || hop == DNS_CNAME_HOPS_MAX)
            return false;
    }
    return true;
}

static bool collect_records(struct dns_response *response, struct arena *arena, str packet, uint16_t type,
                            const struct section *answers, const struct name *owner)
{
    size_t capacity = 0;

    for (size_t i = 0; i < answers->count; i++) {
        const struct rr *rr     = &answers->rrs[i];
        struct record    record = { 0 };

        if (rr->type != type || !is_owned_by(packet, rr, owner))
            continue;
        if (!read_record(arena, packet, rr, &record))
            return false;
        *ARENA_PUSH(arena, response->records, response->count, &capacity) = record;
        response->count++;
        response->ttl = lesser(response->ttl, rr->ttl);
    }
    return true;
}

/* How long "no such thing" holds: the SOA's own TTL or its MINIMUM, whichever ends first; without SOA not at all
 * (RFC 2308 §5). */
static uint32_t negative_ttl(str packet, const struct section *authority)
{
    for (size_t i = 0; i < authority->count; i++) {
        const struct rr *rr = &authority->rrs[i];
        struct reader    r  = data_reader(packet, rr);
        struct name      name;

        if (rr->type != DNS_SOA)
            continue;
        take_name(&r, &name);                   /* MNAME, RNAME */
        take_name(&r, &name);
        take(&r, 16);                           /* SERIAL, REFRESH, RETRY, EXPIRE */
        uint32_t minimum = take_number(&r, 4);

        return read_exactly(&r) ? lesser(rr->ttl, minimum) : 0;
    }
    return 0;
}

bool dns_response_parse(struct dns_response *response, struct arena *arena, str packet, uint16_t type)
{
    struct reader r = { .packet = packet };
    struct name   owner;

    take(&r, 2);                                /* ID: the resolver's business */
    unsigned flags      = take_u16(&r);
    size_t   questions  = take_u16(&r);
    size_t   answered   = take_u16(&r);
    size_t   authorised = take_u16(&r);

    take(&r, 2);                                /* what is in the additional section is no answer */
    *response = (struct dns_response){ .rcode = flags & RCODE_MASK, .truncated = (flags & FLAG_TRUNCATED) != 0,
                                       .ttl = INT32_MAX };
    if (r.spoiled || !(flags & FLAG_RESPONSE) || questions != 1)
        return false;
    take_name(&r, &owner);
    if (take_u16(&r) != type || take_u16(&r) != CLASS_IN || r.spoiled)
        return false;

    bool is_answer = response->rcode == RCODE_NOERROR || response->rcode == RCODE_NXDOMAIN;

    if (response->truncated || !is_answer) {    /* parts of a set are no set: RFC 2181 §9 */
        response->ttl = 0;
        return true;
    }
    struct section answers   = take_section(&r, arena, answered);
    struct section authority = take_section(&r, arena, authorised);

    if (r.spoiled || (type != DNS_CNAME && !follow_cnames(response, packet, &answers, &owner)))
        return false;
    if (response->rcode == RCODE_NOERROR && !collect_records(response, arena, packet, type, &answers, &owner))
        return false;
    if (response->count == 0)
        response->ttl = lesser(response->ttl, negative_ttl(packet, &authority));
    return true;
}

str dns_reverse_name(struct arena *arena, const struct ip *ip)
{
    static const char digits[] = "0123456789abcdef";
    const uint8_t    *o = ip->octets;
    char              nibbles[64];

    ASSERT(ip->family != IP_NONE);
    if (ip->family == IP_V4)
        return arena_printf(arena, "%u.%u.%u.%u.in-addr.arpa", o[3], o[2], o[1], o[0]);
    for (size_t i = 0; i < 16; i++) {
        nibbles[4 * i]     = digits[o[15 - i] & 0x0f];
        nibbles[4 * i + 1] = '.';
        nibbles[4 * i + 2] = digits[o[15 - i] >> 4];
        nibbles[4 * i + 3] = '.';
    }
    return arena_printf(arena, "%.*sip6.arpa", (int)sizeof nibbles, nibbles);
}
