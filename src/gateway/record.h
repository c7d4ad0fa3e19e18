/* The record: everything about one message that leaves the engine, as one object of JSON, versioned and flat enough to
 * be read without our structs. The journal keeps it, `check --json` prints it, `explain` tells it in words. */
#ifndef GATEWAY_RECORD_H
#define GATEWAY_RECORD_H

#include "base/buf.h"
#include "gateway/transaction.h"

/* Version 2 can be judged again (gateway/record_read.h). New members may come at any time, where readers find them by their
 * name; a new version is due only where a member changes its meaning or goes. What judging reads beyond the view belongs
 * into "extract" (gateway/extract.h), or replay does not agree, and its test says so. */
enum { RECORD_VERSION = 2 };

/* Of what is read: a record is ours, yet it comes back from a disk. The journal keeps none that is larger (store/journal.h). */
enum { RECORD_MAX_OCTETS = 4 << 20 };

/* What became of it for one recipient; record.c has the words. */
enum fate {
    FATE_DELIVERED,             /* the next hop has it */
    FATE_PASSED,                /* it is left to the mail server whose milter we are */
    FATE_HELD,
    FATE_DONE_BEFORE,           /* an earlier transaction has delivered or held the same message */
    FATE_REFUSED,               /* the sender has been told no */
    FATE_PUT_OFF,               /* the sender was told to come again */
};
struct recipient_fate {
    enum fate   fate;
    const char *by;             /* a step of the verdict; "next-hop", "earlier"; "gate": we could not */
    str         reply;          /* what the next hop said about this recipient; empty: nothing */
};

/* What became of the message after the verdict; all empty for a message from a file. */
struct outcome {
    str     reply;              /* what the client was told; empty: by the mail server whose milter we are, in its own words */
    str     next_hop;           /* "smtp:127.0.0.1:2525", empty if it was not asked */
    str     next_hop_reply;
    bool    delivered, held;
    str     delivered_as;       /* the id of an earlier transaction that has done all of this; empty: none */
    const struct recipient_fate *fates;         /* of each recipient of the envelope; NULL: not known */
    bool    client_left;        /* before it could be told */
    int64_t receive_ms;         /* from MAIL to the last octet */
    int64_t judge_ms, total_ms; /* from there to the verdict, to the reply */
};

/* What became of the message stands last, so that all before it can be compared with what a replay writes. */
void record_write(struct buf *out, const struct transaction *tx, const struct outcome *outcome);

/* The whole Authentication-Results field on one line, without its name. */
str record_authentication_results(const struct transaction *tx, struct arena *arena);

#endif
