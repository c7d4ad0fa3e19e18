/* The DNS Tree Walk, RFC 9989 §4.10, and the Organizational Domain that it finds (§4.10.2). */
#ifndef AUTH_DMARC_WALK_H
#define AUTH_DMARC_WALK_H

#include "auth/dmarc/record.h"
#include "base/arena.h"

enum { DMARC_WALK_MAX = 8 };            /* queries of one walk: §4.10 */

enum dmarc_step_state {
    DMARC_STEP_PENDING,
    DMARC_STEP_FAILED,          /* DNS gave no answer: there may be a record or not */
    DMARC_STEP_EMPTY,           /* no record, or several, which count as none */
    DMARC_STEP_FOUND,
};

struct dmarc_step {
    str                        domain;          /* of the walk; the query is for _dmarc.domain */
    enum dmarc_step_state      state;
    const struct dmarc_record *record;          /* if FOUND; lives as long as the view's answer */
    bool                       has_several;     /* EMPTY because of several records */
};

enum dmarc_walk_status {
    DMARC_WALK_PENDING,
    DMARC_WALK_FAILED,          /* the Organizational Domain hangs on a query that failed */
    DMARC_WALK_DONE,
};

struct dmarc_walk {
    enum dmarc_walk_status status;
    str                    org_domain;          /* if DONE */
    /* No Organizational Domain that this walk could still lead to lies above this name. A domain that is not at or
     * below it is not aligned, whatever DNS would have answered. */
    str                    ceiling;
    struct dmarc_step      steps[DMARC_WALK_MAX];       /* from the start up; the last is where the walk stopped */
    size_t                 count;
};

/* Walks from domain (A-labels, fit to ask, lower case). All names are asked for at once: a walk is one round. */
void dmarc_walk(struct dmarc_walk *walk, str domain, struct arena *arena, struct view *view);

/* The record at domain, or NULL if the walk found none there. */
const struct dmarc_record *dmarc_walk_record(const struct dmarc_walk *walk, str domain);
/* The record of the Public Suffix Domain that ended the walk: psd=y, not at the start. NULL if there is none; its
 * name is then in *domain. */
const struct dmarc_record *dmarc_walk_suffix_record(const struct dmarc_walk *walk, str *domain);

#endif
