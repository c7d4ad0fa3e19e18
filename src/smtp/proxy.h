/* The PROXY protocol, versions 1 and 2 ("The PROXY protocol", HAProxy project; STANDARDS PRX-1 to PRX-4): what a load
 * balancer writes ahead of everything else to say whose connection it passes on. Whoever writes such a header is
 * whoever he says he is: it is read only from peers that the administrator has named. */
#ifndef SMTP_PROXY_H
#define SMTP_PROXY_H

#include "base/ip.h"

/* Of a whole header: what fits into the smallest segment that TCP must carry, so that it comes in one piece. A header
 * that is longer brings extensions that nobody needs in front of a mail server. */
enum { PROXY_MAX_OCTETS = 536 };

enum proxy_outcome {
    PROXY_INCOMPLETE,           /* a header so far: more has to come */
    PROXY_COMPLETE,
    /* no header, or one that is not believed: close without a word (PRX-1) */
    PROXY_MISSING,
    PROXY_TOO_LONG,
    PROXY_BAD_SYNTAX,           /* v1: blanks, words, end of line */
    PROXY_BAD_COMMAND,          /* v2: neither LOCAL nor PROXY, or another version */
    PROXY_BAD_FAMILY,           /* of addresses or transport: unknown, or datagrams */
    PROXY_BAD_ADDRESS,
    PROXY_BAD_PORT,
    PROXY_BAD_EXTENSION,        /* v2: a TLV that does not fit */
    PROXY_BAD_CHECKSUM,
};
const char *proxy_outcome_text(enum proxy_outcome outcome);     /* for the log */

struct proxy_header {
    struct ip client;           /* IP_NONE: the header tells of none (UNKNOWN, LOCAL, UNIX): the socket's address counts */
    uint16_t  client_port;
    struct ip server;           /* the address that the client has connected to */
    uint16_t  server_port;
    size_t    len;              /* octets of the header; what follows is SMTP */
};

/* Reads the header at the start of octets. *header is set when it is complete. */
MUST_USE enum proxy_outcome proxy_read(str octets, struct proxy_header *header);

#endif
