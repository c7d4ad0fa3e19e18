/* Words in lines, for terminals and for texts. */
#ifndef BASE_FLOW_H
#define BASE_FLOW_H

#include "base/buf.h"

/* Writes words, parted by blanks, in lines of at most width octets (a longer word has one of its own): first stands before the first
 * line, indent before the others. Ends with a line end. */
void flow_write(struct buf *out, size_t width, str first, str indent, str words);

#endif
