/* Text as a person sees it, while it is put together: runs of blanks are one, what has no width is left out. */
#ifndef DETECT_SEEN_TEXT_H
#define DETECT_SEEN_TEXT_H

#include <stdint.h>

#include "base/buf.h"

enum gap { GAP_NONE, GAP_BLANK, GAP_LINE };

struct seen_text {                      /* zero but for max; seen_text_free gives its memory back */
    struct buf out;
    size_t     max;                     /* octets kept; what comes behind is counted as cut */
    bool       is_cut;
    enum gap   gap;                     /* due before the next character */
    bool       after_letter, is_split, word_counted;
    size_t     split_words;             /* with an invisible character between two letters */
};

/* Appends UTF-8. A line end counts as line_end: between tags it is a blank like any other. */
void seen_text_add(struct seen_text *seen, str text, enum gap line_end);
/* Here ends a word or a line, whatever comes next. */
void seen_text_gap(struct seen_text *seen, enum gap gap);
void seen_text_free(struct seen_text *seen);

#endif
