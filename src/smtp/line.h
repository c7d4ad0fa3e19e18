/* Lines of the SMTP dialogue, commands and replies alike: they end at CRLF and at nothing else (RFC 5321 §2.3.8).
 * CR, LF and NUL have no other place in one. Content has a scanner of its own: content.h. */
#ifndef SMTP_LINE_H
#define SMTP_LINE_H

#include "base/str.h"

enum smtp_line_status {
    SMTP_LINE_INCOMPLETE,       /* no CRLF yet, nothing wrong yet */
    SMTP_LINE_COMPLETE,
    SMTP_LINE_BAD_OCTET,        /* a CR without LF, a LF without CR, or NUL */
    SMTP_LINE_TOO_LONG,         /* no CRLF among the first max octets */
};

/* Looks at the first max octets for the first line. *line is the line without its CRLF, or what stands before the
 * bad octet; empty otherwise. How the octets arrived makes no difference: what was told of a start of the octets
 * (other than INCOMPLETE) is told of them all. */
MUST_USE enum smtp_line_status smtp_line_first(str octets, size_t max, str *line);

#endif
