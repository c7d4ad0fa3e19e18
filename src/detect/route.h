/* The way that a message says it has come: its Received fields (RFC 5321 §4.4), its Date and its Message-ID, read once for
 * all rules. What servers of ours wrote stands on top; all below are claims of strangers, and prove nothing but themselves. */
#ifndef DETECT_ROUTE_H
#define DETECT_ROUTE_H

#include "base/arena.h"
#include "base/ip.h"
#include "base/time.h"
#include "detect/organization.h"
#include "mail/date.h"
#include "mail/header.h"
#include "mail/message_id.h"

enum { ROUTE_HOPS_MAX = 50 };           /* claims that are read: servers take more for a loop (RFC 5321 §6.3) */

enum date_form { DATE_MISSING, DATE_UNREADABLE, DATE_READ };

/* Fields of the message, as evidence; NULL: there is none such. */
struct route {
    size_t               own_fields;    /* of the header, from the top, that servers of ours may have written */
    size_t               claims;        /* Received fields below those, as far as they are read */
    const struct header *out_of_order;  /* it was written long after the server above it had the message */
    const struct header *impossible;    /* it names a client by an address that no client can have */
    const struct header *in_our_name;   /* it says that a server of ours wrote it */
    bool                 has_first_seen;
    unix_seconds         first_seen;    /* when the lowest of them that has a date says that it had the message */
    enum date_form       date_form;
    struct date          date;          /* if it could be read */
    str                  date_text;     /* what stands in the field */
    bool                 has_id;
    str                  id_text;
    struct message_id    id;
};

struct route_options {
    const struct organization *organization;
    const str *own_names;               /* by which we sign our fields */
    size_t     own_name_count;
    struct ip  client;                  /* who gave the message to the first server of ours; IP_NONE: not known */
    size_t     hops;                    /* servers of ours that passed it on to us, each with a Received field of its own */
};

/* One pass over the fields; what it returns are slices of them, or live in the arena. */
RETURNS_NONNULL const struct route *route_of(struct arena *arena, const struct header_list *headers,
                                             const struct route_options *options);

#endif
