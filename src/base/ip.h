/* IP addresses and networks as values. An IPv4-mapped IPv6 address is the IPv4 address (RFC 7208 §5). */
#ifndef BASE_IP_H
#define BASE_IP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

enum ip_family { IP_NONE, IP_V4, IP_V6 };       /* IP_NONE: unknown, as for a message read from a file */

struct ip { enum ip_family family; uint8_t octets[16]; };       /* the first 4 of octets for IPv4 */

struct ip_network { struct ip address; unsigned prefix; };

/* Dotted quad without leading zeros, or RFC 4291 text. No zone, no brackets, no blanks. */
MUST_USE bool ip_parse(str text, struct ip *out);
MUST_USE bool ip_network_parse(str text, struct ip_network *out);       /* "ADDRESS" or "ADDRESS/PREFIX" */
struct ip     ip_from_octets(enum ip_family family, const void *octets); /* maps ::ffff:a.b.c.d to IPv4 */

str  ip_text(struct arena *arena, const struct ip *ip);         /* RFC 5952; "unknown" for IP_NONE */
bool ip_equal(const struct ip *a, const struct ip *b);
/* True if the first prefix bits agree. Addresses of different families never do. */
bool ip_in(const struct ip *ip, const struct ip *network, unsigned prefix);
bool ip_in_any(const struct ip *ip, const struct ip_network *networks, size_t count);

#endif
