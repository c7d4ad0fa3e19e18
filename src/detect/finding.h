/* A rule that fired, and the slice of the message that proves it. */
#ifndef DETECT_FINDING_H
#define DETECT_FINDING_H

#include "detect/model.h"

struct finding {
    const char *id;                     /* kebab-case, stable: "address-in-display" */
    double      weight;                 /* log-odds; 0 for a finding that only informs, below 0 for trust */
    str         evidence;               /* a slice of the message, or text about it; shown to people */
    const char *sentence;               /* for whoever asks why */
    const char *group;                  /* findings of one group are capped together */
    bool        is_hard;                /* no trust cancels it (DETECTION "Putting signals together") */
    enum weight_origin origin;          /* who says what it weighs */
    bool        is_graded;              /* the check itself, case by case */
};

enum { FINDINGS_MAX = 256 };
struct findings {
    struct finding  items[FINDINGS_MAX];
    size_t          count;
    struct finding *shadows;            /* of signals in shadow mode: on the record, and nothing follows from them */
    size_t          shadow_count;
};

const struct finding *findings_find(const struct findings *findings, const char *id);    /* NULL if it did not fire */

#endif
