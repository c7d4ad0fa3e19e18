/* What the Content-* fields of one part say (RFC 2045, 2183, 2231). */
#ifndef MAIL_CONTENT_H
#define MAIL_CONTENT_H

#include "base/arena.h"
#include "mail/mime.h"

/* Fills in type, parameters, charset, disposition, file name, id and encoding from part->headers, and the flaws of
 * these. part->parent must be set: it decides the default type, and whether MIME-Version is due. */
void content_read(struct part *part, struct arena *arena);

bool content_is_multipart(const struct part *part);
/* message/rfc822, message/global, message/news: a message stands inside. */
bool content_is_message(const struct part *part);

/* The boundary, without the blanks at its end (RFC 2046 §5.1.1); empty if there is none. Notes MIME_NO_BOUNDARY and
 * MIME_BAD_BOUNDARY. */
str content_boundary(struct part *part);

#endif
