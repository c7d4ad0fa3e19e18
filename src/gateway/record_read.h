/* A record read back, so that its message can be judged again. Records of every version since the first are read for ever:
 * what an old one lacks is a reason to say so, never to guess. */
#ifndef GATEWAY_RECORD_READ_H
#define GATEWAY_RECORD_READ_H

#include "gateway/transaction.h"

enum record_fit {
    RECORD_FIT,                 /* can be judged again */
    RECORD_TOO_OLD,             /* version 1 kept the verdict, but not what it stands on */
    RECORD_TOO_LARGE,           /* the header, the structure or the answers were larger than a record keeps */
    RECORD_IMPERSONAL,          /* personal data was not kept */
    RECORD_TOO_NEW,             /* of a later version of this program */
    RECORD_UNREADABLE,
};
const char *record_fit_text(enum record_fit fit);       /* "the record was written by a version that ..." */

/* What the record says of the first judgement. */
struct recorded {
    enum record_fit fit;
    str             program, configuration, lists;      /* by which the message was judged; older records do not know the lists */
    str             action, band, step, reason, reply;
    str             judged;                     /* the text of the record up to the outcome */
    struct extract  extract;
};

/* Fills in tx as if the message had just come, all its questions answered, and tx->extract with what is on record of the
 * octets. tx was made by transaction_init with the id of the record. recorded and text outlive tx. Nothing but fit is set
 * where the record does not fit. */
void record_read(struct transaction *tx, str text, struct recorded *recorded);

/* What of a record's text is the same whenever its message is judged again: all up to what feeds of that day said, and the outcome. */
str record_judged_part(str record);

#endif
