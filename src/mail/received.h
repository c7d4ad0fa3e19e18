/* Received fields (RFC 5321 §4.4), read as far as they can be. Below our own they are claims of strangers. */
#ifndef MAIL_RECEIVED_H
#define MAIL_RECEIVED_H

#include "base/arena.h"
#include "base/ip.h"
#include "base/str.h"
#include "base/time.h"
#include "mail/header.h"

struct received {
    str          from_name;             /* what the client called itself */
    str          from_host;             /* the name in the TCP-info comment, as looked up by the receiver */
    struct ip    from_ip;               /* IP_NONE if none is given, or it is not certain which the server wrote */
    bool         from_ip_is_name;       /* it stands in the place of from_name: perhaps only what the client said */
    str          by, with, id, for_path;        /* the first word of each, id and for without < >; empty where absent */
    bool         has_date;
    unix_seconds date;
};

/* Reads what it can; a field that follows no known form has empty members. */
void received_parse(struct received *received, struct arena *arena, const struct header *h);

#endif
