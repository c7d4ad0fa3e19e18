/* Replies as values, from the one table replies.def. */
#ifndef SMTP_REPLY_H
#define SMTP_REPLY_H

#include "base/buf.h"
#include "base/str.h"

enum smtp_reply_id {
#define REPLY(id, code, enhanced, text) REPLY_##id,
#include "smtp/replies.def"
#undef REPLY
    REPLY_COUNT
};

enum { SMTP_REPLY_TEXT_MAX_OCTETS = 400 };      /* of a line: with code and CRLF below 512 (RFC 5321 §4.5.3.1.5) */

/* A reply to send or one received. text may have several lines, parted by LF. */
struct smtp_reply { int code; str enhanced, text; };

struct smtp_reply smtp_reply_of(enum smtp_reply_id id);
/* The same codes with a text of the moment, in the arena or longer-lived. */
struct smtp_reply smtp_reply_with(enum smtp_reply_id id, str text);

static inline bool smtp_reply_is_positive(const struct smtp_reply *r)  { return r->code >= 200 && r->code < 400; }
static inline bool smtp_reply_is_temporary(const struct smtp_reply *r) { return r->code >= 400 && r->code < 500; }

/* Writes all lines. Text that comes from outside is made harmless: printable ASCII (valid UTF-8 if utf8), never CR,
 * LF or control octets inside a line, cut to SMTP_REPLY_TEXT_MAX_OCTETS (STANDARDS COD-39, LIM-2). */
void smtp_reply_write(struct buf *out, const struct smtp_reply *reply, bool utf8);

#endif
