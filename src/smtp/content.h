/* Reads the content of a message. Behind DATA it finds the end and takes stuffed dots away (RFC 5321 §4.1.1.4, §4.5.2);
 * behind BDAT dots mean nothing and the sender has said where the end is (RFC 3030). Of text either way it notes what
 * must not be there.
 *
 * Behind DATA the message ends at CRLF "." CRLF and at nothing else. Octets that some reader might take for a line end,
 * a CR or a LF alone, do not end a line here; they make the message one to refuse, and reading goes on to its true end.
 * For clients of one's own they can be repaired instead (SMTP-4): a bare LF becomes CRLF, a bare CR a blank. What is
 * repaired begins no line in which a dot would mean anything, and ends no message. */
#ifndef SMTP_CONTENT_H
#define SMTP_CONTENT_H

#include "base/str.h"

enum smtp_content_flaw {                /* bits */
    SMTP_CONTENT_BARE_CR_OR_LF = 1,
    SMTP_CONTENT_NUL           = 2,
    SMTP_CONTENT_LINE_TOO_LONG = 4,
};

enum smtp_content_kind {
    SMTP_CONTENT_DATA,
    SMTP_CONTENT_CHUNKS,                /* text behind BDAT */
    SMTP_CONTENT_BINARY,                /* behind BDAT with BODY=BINARYMIME: any octets, and no lines */
};

enum smtp_content_at { SMTP_CONTENT_LINE_START, SMTP_CONTENT_DOT, SMTP_CONTENT_DOT_CR, SMTP_CONTENT_IN_LINE,
                       SMTP_CONTENT_CR, SMTP_CONTENT_ENDED };

struct smtp_content {
    enum smtp_content_kind kind;
    bool     repairs;                   /* bare CR and LF, instead of noting them */
    enum smtp_content_at at;            /* behind which octets of a line the next one comes */
    uint64_t octets;                    /* of the message: with CRLF, without stuffed dots and the final line (SIZ-3) */
    uint64_t crs, crlfs;                /* as many of one as of the other: no CR was alone */
    size_t   line_octets;               /* so far in the current line */
    size_t   line_max_octets;           /* with CRLF, without a stuffed dot (RFC 5321 §4.5.3.1.6) */
    unsigned flaws;                     /* enum smtp_content_flaw, as far as read */
    bool     saw_8bit;                  /* octets above 127 */
};

void smtp_content_begin(struct smtp_content *content, enum smtp_content_kind kind, bool repairs, size_t line_max_octets);

/* Reads a start of octets and returns its length. *piece is what it adds to the message, perhaps nothing: a slice of
 * octets, or of a literal where something is repaired. Where there are octets, at least one is read or something is
 * added. Nothing is read once smtp_content_ended. */
size_t smtp_content_read(struct smtp_content *content, str octets, str *piece);

/* The last chunk has been read. Returns what ends the last line if that is missing: text consists of lines (RFC 5321
 * §2.3.8), and the next hop gets it by DATA. Empty as a rule, and for binary content always. */
str smtp_content_end(struct smtp_content *content);

static inline bool smtp_content_ended(const struct smtp_content *content) { return content->at == SMTP_CONTENT_ENDED; }

#endif
