/* Where two programs would read a message in two ways, so that one checks what the other does not show (STANDARDS
 * MSG-10). Messages that are only quoted, as a report quotes what it returns, do not count. */
#ifndef DETECT_AMBIGUITY_H
#define DETECT_AMBIGUITY_H

#include "mail/message.h"

enum ambiguity {
    AMBIGUOUS_STRUCTURE,        /* which parts there are, and of what kind */
    AMBIGUOUS_CONTENT,          /* how a part is called or decoded, or whether more stands behind the end */
};

/* The first part that is ambiguous in that way, with its flaw; NULL if there is none. */
const struct part *ambiguity_find(const struct message *message, enum ambiguity ambiguity, enum mime_flaw *flaw);

/* True for a part of a message that a message/rfc822 (or the like) carries. */
bool ambiguity_is_quoted(const struct part *part);

#endif
