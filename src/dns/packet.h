/* Reads a DNS response (RFC 1035 §4) into records. Names come out in lower case without final dot, octets that
 * are no letter, digit, "-" or "_" escaped as \DDD, so that a hostile label cannot pass for another name. */
#ifndef DNS_PACKET_H
#define DNS_PACKET_H

#include "base/arena.h"
#include "base/view.h"

enum {
    DNS_A = 1, DNS_NS = 2, DNS_CNAME = 5, DNS_SOA = 6, DNS_PTR = 12, DNS_MX = 15, DNS_TXT = 16, DNS_AAAA = 28,
    DNS_TLSA = 52,
    DNS_SPF = 99,       /* known by name, never asked: RFC 7208 §3.1 */
};
enum { DNS_CNAME_HOPS_MAX = 16 };

const char    *dns_type_name(uint16_t type);            /* "TXT"; "unknown" for a type not listed above */
MUST_USE bool  dns_type_from_name(str name, uint16_t *type);

struct dns_response {
    unsigned       rcode;
    bool           truncated;
    struct record *records;             /* of the type asked, behind any CNAMEs (at most DNS_CNAME_HOPS_MAX) */
    size_t         count;
    uint32_t       ttl;                 /* the least of all used; of a negative answer the SOA's (RFC 2308 §5) */
};

/* False if the packet is malformed: the server's fault, to be read as servfail. */
MUST_USE bool dns_response_parse(struct dns_response *response, struct arena *arena, str packet, uint16_t type);

/* The name under in-addr.arpa or ip6.arpa for a PTR question (RFC 1035 §3.5, RFC 3596 §2.5). */
struct ip;
str dns_reverse_name(struct arena *arena, const struct ip *ip);

#endif
