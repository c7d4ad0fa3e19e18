/* Parts that other programs find where ours finds text. A boundary that one compares without regard to case, or with its quotes, or
 * only by its beginning, a type that one reads and another does not: however the two readings come about, what stands there are lines
 * that begin with "--", the fields of a part, and a file. So these are looked for, instead of each way to part two readers. */
#ifndef DETECT_STRAY_PART_H
#define DETECT_STRAY_PART_H

#include "mail/message.h"

/* Moves past the next one: "--" at the start of a line (or behind blanks), blank lines or none, then "Content-". Its header is read as
 * of any part, its body goes up to the next line of "--". False if there is none in *text. Linear in the text. */
bool stray_part_next(str *text, struct arena *arena, const struct header_limits *limits, struct part *part);

#endif
