/* Where mail goes on to, as the configuration names it:
 *
 *   smtp:192.0.2.1:25  smtp:[2001:db8::1]  smtp:mail.example.org:2525     SMTP; port 25 if none is given
 *   lmtp:192.0.2.1:24  lmtp:mail.example.org:24                           LMTP (RFC 2033), never at port 25
 *   smtp:/run/mail.sock  lmtp:/run/dovecot/lmtp                           either of them at a UNIX socket
 *   maildir:/var/mail/incoming
 *
 * A host name is looked up when a connection is opened: its A and AAAA records, no MX. The name is the administrator's,
 * who means that host. */
#ifndef GATEWAY_NEXT_HOP_ADDRESS_H
#define GATEWAY_NEXT_HOP_ADDRESS_H

#include "base/arena.h"
#include "base/ip.h"
#include "base/str.h"
#include "io/socket_file.h"

enum next_hop_kind { NEXT_HOP_SMTP, NEXT_HOP_LMTP, NEXT_HOP_MAILDIR };

/* One of ip, host and path says where. */
struct next_hop_address {
    str                name;            /* the whole, as logs show it and pools know it: "smtp:192.0.2.1:25" */
    enum next_hop_kind kind;
    struct ip          ip;              /* IP_NONE: a host or a path */
    uint16_t           port;
    str                host;            /* lower case; empty: none */
    const char        *path;            /* of the socket, or of the Maildir; NULL: none */
};

/* False with what is wrong, as the end of a sentence that begins with the text. */
MUST_USE bool next_hop_address_parse(struct arena *arena, str text, struct next_hop_address *out, const char **problem);

/* What is at its path now; SOCKET_FILE_GOOD for one that is no UNIX socket. */
enum socket_file next_hop_address_socket(const struct next_hop_address *address);

/* Splits "HOST", "HOST:PORT", "[IPv6]" and "[IPv6]:PORT"; *port stays as it is where none is given. */
MUST_USE bool host_and_port(str text, str *host, uint16_t *port);

#endif
