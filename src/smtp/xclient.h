/* XCLIENT (Postfix, XCLIENT_README): a proxy that speaks SMTP itself tells in whose name. Offered to named peers only,
 * because whoever may say it is whoever he likes.
 *
 * LOGIN is not offered and refused: a name that somebody else has checked would open the gate. NAME is read and not
 * believed: the client's name is looked up from its address, as for everybody. */
#ifndef SMTP_XCLIENT_H
#define SMTP_XCLIENT_H

#include "base/arena.h"
#include "base/ip.h"

#define XCLIENT_ATTRIBUTES "NAME ADDR PORT PROTO HELO"

struct xclient {                /* what was given; the rest stays as it is */
    bool      names_client;     /* ADDR was given: whom we knew until now is not the client */
    struct ip client;           /* IP_NONE: not given, or said to be unknown */
    uint16_t  port;             /* 0: not given */
    str       helo;             /* empty: not given. In the arena; not checked to be a name */
    bool      is_smtp;          /* PROTO=SMTP: the client said HELO */
};

/* Reads the argument of the command. False if it has no attribute, one that was not offered, one twice, or a bad value. */
MUST_USE bool xclient_read(struct xclient *xclient, struct arena *arena, str argument);

#endif
