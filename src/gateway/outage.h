/* When something stops working and when it works again, from two figures that only grow: how often it went well and how often it
 * failed. Pure: whoever watches looks now and then, and says what the time is. */
#ifndef GATEWAY_OUTAGE_H
#define GATEWAY_OUTAGE_H

#include <stdbool.h>
#include <stdint.h>

struct outage_limits {
    bool     is_each_a_loss;    /* it fails although it also goes well; else an outage is when nothing does any more */
    uint64_t failures;          /* as many begin one, */
    int64_t  lasting_ms;        /* if the first of them is as old; */
    int64_t  calm_ms;           /* it is over when it has gone well, and the last failure is as old */
};

struct outage {                 /* zero: nothing is known yet */
    bool     is_on, went_well;
    uint64_t worked, failed;    /* when it was last looked at */
    uint64_t failures;          /* those that belong together */
    int64_t  first_ms, last_ms; /* of them */
};

enum outage_change { OUTAGE_NO_CHANGE, OUTAGE_BEGINS, OUTAGE_OVER };

/* After a change failures and first_ms tell of the outage that it is about, until the next look. */
enum outage_change outage_look(struct outage *outage, const struct outage_limits *limits, uint64_t worked, uint64_t failed, int64_t now_ms);

#endif
