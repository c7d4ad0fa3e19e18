/* Reads replies of a server, strictly (RFC 5321 §4.2): lines of three digits, a "-" on all but the last, the same
 * code on each, CRLF at their ends. A reply that could be read two ways is no reply. */
#ifndef SMTP_READER_H
#define SMTP_READER_H

#include "base/buf.h"
#include "smtp/reply.h"

enum { SMTP_CLIENT_REPLY_LINE_MAX_OCTETS = 2048, SMTP_CLIENT_REPLY_MAX_OCTETS = 65536 };

enum smtp_reading { SMTP_READING_INCOMPLETE, SMTP_READING_COMPLETE, SMTP_READING_FAILED };

struct smtp_reader {                    /* the zero value expects a reply's first line */
    int         code;                   /* of the lines so far; 0: none yet */
    struct buf  text;                   /* their texts, parted by LF */
    char        enhanced[sizeof "5.999.999"];
    size_t      enhanced_len;
    bool        complete;               /* the next line begins another reply */
    const char *problem;                /* after FAILED, for the log */
};

/* Consumes lines from in up to the end of one reply. Slices of *reply are valid until the next call. An enhanced
 * code (RFC 2034) is taken from the texts if the first has one of the reply's class. */
MUST_USE enum smtp_reading smtp_reader_read(struct smtp_reader *reader, struct buf *in, struct smtp_reply *reply);
void                       smtp_reader_free(struct smtp_reader *reader);

#endif
