/* The DMARC Policy Record, RFC 9989 §4.7 and §4.8. */
#ifndef AUTH_DMARC_RECORD_H
#define AUTH_DMARC_RECORD_H

#include "auth/results.h"
#include "base/view.h"

enum dmarc_alignment { DMARC_RELAXED, DMARC_STRICT };

/* psd=, by which the tree walk knows where to stop (§4.10). */
enum dmarc_psd { DMARC_PSD_UNSTATED, DMARC_PSD_YES, DMARC_PSD_NO };

/* fo=, bits (§4.7). Meaningful only beside ruf. */
enum dmarc_failure_option {
    DMARC_FO_ALL  = 1,          /* 0: no mechanism gave an aligned pass */
    DMARC_FO_ANY  = 2,          /* 1: some mechanism did not */
    DMARC_FO_DKIM = 4,          /* d */
    DMARC_FO_SPF  = 8,          /* s */
};

/* What RFC 7489 §6.3 reads otherwise: it has no np, and a pct (here 0 to 100). */
struct dmarc_rfc7489_tags {
    enum dmarc_policy p;
    bool              is_usable;
    unsigned          pct;
};

/* Slices live as long as the text they were read from. */
struct dmarc_record {
    enum dmarc_policy    p, sp, np;     /* DMARC_POLICY_ABSENT if the tag is not there */
    enum dmarc_alignment adkim, aspf;
    enum dmarc_psd       psd;
    bool                 is_test;       /* t=y */
    unsigned             fo;            /* enum dmarc_failure_option; 0 without ruf */
    str                  rua, ruf;      /* as written */
    bool                 is_usable;     /* false: a bad p, sp or np and nobody to report it to: no DMARC processing */
    struct dmarc_rfc7489_tags rfc7489;
    str                  bad;           /* the first term that was skipped, for reports (RFC 9990 error element) */
};

/* False if text is no DMARC Policy Record: its first tag must be v, its value DMARC1 in exactly these letters.
 * Whatever else is wrong is skipped in favour of the default (§4.8), except in p, sp and np (§4.10.1). */
MUST_USE bool dmarc_record_parse(struct dmarc_record *record, str text);

/* What one TXT answer holds: struct dmarc_published is what dmarc_record_kind makes of it. */
struct dmarc_published {
    size_t              count;          /* DMARC records; several count as none (§4.10 step 2) */
    struct dmarc_record record;         /* valid if count is 1; slices of the answer */
};
extern const struct record_kind dmarc_record_kind;

/* Moves the next URI out of *list (the value of rua or ruf), without an obsolete !size suffix. URIs that do not follow
 * RFC 3986 are passed over. False after the last. */
MUST_USE bool dmarc_next_uri(str *list, str *uri);

/* The policy one level below, which t=y asks for (§4.7). */
enum dmarc_policy dmarc_policy_lowered(enum dmarc_policy policy);

#endif
