/* Lines of a message: they end at CRLF, and in files (lf_too) at a bare LF as well. */
#ifndef MAIL_LINE_H
#define MAIL_LINE_H

#include "base/str.h"

struct line { str text; size_t next; };         /* without its end; where the next line begins */

/* The line that begins at. On the wire a bare LF is an octet of the line (RFC 5321 §2.3.8). */
static inline struct line line_at(str octets, size_t at, bool lf_too)
{
    for (size_t from = at; from < octets.len; ) {
        const char *lf = memchr(octets.ptr + from, '\n', octets.len - from);

        if (lf == NULL)
            break;
        size_t end = (size_t)(lf - octets.ptr);
        bool   cr  = end > at && octets.ptr[end - 1] == '\r';

        if (cr || lf_too)
            return (struct line){ str_slice(octets, at, end - cr), end + 1 };
        from = end + 1;
    }
    return (struct line){ str_from(octets, at), octets.len };
}

#endif
