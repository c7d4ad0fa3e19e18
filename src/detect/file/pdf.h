/* What a PDF document says in clear of what it does when it is opened or clicked (ISO 32000-1 §12.6): a scan for names, no reader.
 *
 * Newer documents pack most of their objects; what is packed is not seen, and the survey says so. */
#ifndef DETECT_FILE_PDF_H
#define DETECT_FILE_PDF_H

#include "base/arena.h"
#include "base/str.h"

/* Bits: names of a dictionary's keys and of actions. */
enum pdf_sign {
    PDF_URI        = 1 << 0,            /* a link */
    PDF_LAUNCH     = 1 << 1,            /* starts a program */
    PDF_JAVASCRIPT = 1 << 2,
    PDF_OPENS      = 1 << 3,            /* does something by itself: /OpenAction, /AA */
    PDF_EMBEDDED   = 1 << 4,            /* holds a file */
    PDF_SUBMITS    = 1 << 5,            /* sends a form */
    PDF_ENCRYPTED  = 1 << 6,
    PDF_PACKED     = 1 << 7,            /* objects are packed: there may be more than was seen */
};

enum { PDF_LINKS_MAX = 16, PDF_LINK_MAX_OCTETS = 2048 };

struct pdf_survey {
    unsigned signs;                     /* enum pdf_sign */
    str      links[PDF_LINKS_MAX];      /* what stands behind /URI, in the arena */
    size_t   link_count, links_dropped;
};

void pdf_survey(struct pdf_survey *survey, struct arena *arena, str octets);

#endif
