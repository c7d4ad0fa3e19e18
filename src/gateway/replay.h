/* Judging again from the record (DESIGN, promise 6). By the same program and configuration the verdict is the same, octet
 * for octet of the record, or there is a bug; by another configuration it says what would have been. */
#ifndef GATEWAY_REPLAY_H
#define GATEWAY_REPLAY_H

#include "gateway/record_read.h"

enum replay_outcome {
    REPLAY_SAME,
    REPLAY_FINDINGS_CHANGED,    /* the same verdict, from other findings or with another score */
    REPLAY_CHANGED,
    REPLAY_UNKNOWN,             /* it would take what was not asked or kept then: no guess is made */
    REPLAY_NOT_JUDGED,          /* the record does not fit */
};
const char *replay_outcome_name(enum replay_outcome outcome);   /* "same", "findings-changed", ... */

struct replay_verdict { str action, band, step, reason, reply; };

struct replay {
    enum replay_outcome   outcome;
    str                   id;
    str                   why;          /* of UNKNOWN and NOT_JUDGED, for people */
    bool                  same_judges;  /* program, configuration and lists are those of the record: then any change is a bug */
    bool                  other_lists;  /* the same program and configuration; but feeds, networks or public suffixes are others, or
                                           it is not on record which they were */
    struct replay_verdict then, now;
    str                  *came, *gone;  /* ids of findings */
    size_t                came_count, gone_count;
    str                   differs_then, differs_now;    /* with the same judges: both texts from where they differ */
};

/* octets: the message where it is held, else empty. All that *out points to lives in the arena. */
void replay_judge(struct replay *out, const struct engine *engine, str id, str record, str octets, struct arena *arena);

#endif
