/* Where a message came from, when it reaches us through servers of our own: a provider's filter, a backup MX. The
 * client that we see is then one of ours, and who gave it the message stands in the Received field that it wrote
 * (RFC 5321 §4.4). Fields further down are claims of strangers, and are not read. */
#ifndef MAIL_ORIGIN_H
#define MAIL_ORIGIN_H

#include "base/arena.h"
#include "base/ip.h"
#include "mail/header.h"

enum origin_status {
    ORIGIN_DIRECT,              /* the client is no hop of ours: it is the origin */
    ORIGIN_BEHIND_HOPS,         /* the outermost hop has recorded this client */
    ORIGIN_UNCLEAR,             /* a hop did not say from where: nobody knows, and nobody may be believed */
};
const char *origin_status_name(enum origin_status status);              /* "behind-hops" */

struct origin {
    enum origin_status status;
    struct ip          client;          /* IP_NONE if unclear */
    str                helo;            /* what that client called itself, as the hop recorded it; only behind hops */
    size_t             hops;            /* of ours that the message has passed */
};

/* client: who has connected to us. hops: the networks of servers that write a Received field on top of every message
 * that they pass on, with the address of their client. Walks the fields that such servers wrote, from the top. */
struct origin origin_find(const struct ip *client, const struct header_list *headers, const struct ip_network *hops,
                          size_t hop_count, struct arena *arena);

#endif
