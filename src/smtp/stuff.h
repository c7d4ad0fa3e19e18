/* Transparency towards the next hop (RFC 5321 §4.5.2): a line that starts with a dot gets one more. Nothing is
 * copied: content becomes slices to write, with dots of ours between them. content.h is the other direction. */
#ifndef SMTP_STUFF_H
#define SMTP_STUFF_H

#include "base/str.h"

struct smtp_stuffer { bool inside_line, after_cr; };     /* the zero value stands at the start of a line */

/* Stuffs the start of *content into slices (at most max, at least 1); moves *content past what they cover. Content
 * may come in any pieces; it is written octet for octet, so that its lines must end with CRLF (SMTP-6). */
size_t smtp_stuff(struct smtp_stuffer *stuffer, str *content, str *slices, size_t max);

/* What ends the message: ".CRLF", with a CRLF before it if the content did not end with one. */
str    smtp_stuff_end(const struct smtp_stuffer *stuffer);

#endif
