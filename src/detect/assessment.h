/* What the findings of a message add up to (DETECTION "Putting signals together"), with every term, so that anybody can
 * add them up again:
 *
 *     score = bias + sum over groups min(cap, strongest + rest share * rest) + compounds - what speaks for the message
 *
 * What speaks for a message never takes the score below what hard findings alone amount to. */
#ifndef DETECT_ASSESSMENT_H
#define DETECT_ASSESSMENT_H

#include "detect/finding.h"
#include "detect/model.h"

/* Findings of one group, often of one cause. Threats and trust are added up and capped apart. */
struct group_sum { const char *group; double cap, threat, trust, hard; };

struct assessment {
    const struct model    *model;
    struct group_sum       groups[GROUPS_MAX];
    size_t                 group_count;
    const struct compound *compounds[COMPOUNDS_MAX];    /* that are there */
    bool                   compound_is_hard[COMPOUNDS_MAX];     /* by itself, or one of its signs is */
    size_t                 compound_count;
    double                 threat;      /* groups and compounds */
    double                 trust;       /* what is taken off, 0 or more */
    double                 hard;        /* what hard findings amount to alone: no trust goes below */
    double                 score;
    bool                   is_known;    /* an authenticated correspondent: content alone goes no further than the banner */
};

struct assessment assess(const struct model *model, const struct findings *findings);

#endif
