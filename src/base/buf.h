/* A growing run of octets of our own: what a socket has brought and is not yet read, what is still to be
 * sent, text under construction. Appends at the end, consumes at the start. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/str.h"

/* The zero value is empty and owns nothing. */
struct buf {
    char  *octets;
    size_t start, end, capacity;        /* the live octets are [start, end) */
};

#define BUF_SCOPE CLEANUP(buf_free) struct buf

static inline str buf_str(const struct buf *buf)
{
    return buf->octets == NULL ? (str){ 0 } : (str){ buf->octets + buf->start, buf->end - buf->start };
}
static inline size_t buf_len(const struct buf *buf) { return buf->end - buf->start; }

void buf_add(struct buf *buf, str s);
void buf_add_char(struct buf *buf, char c);
void buf_add_int(struct buf *buf, int64_t value);       /* decimal */
void buf_printf(struct buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);

/* Room for at least size octets behind the end, for a read; then tell how many arrived. */
RETURNS_NONNULL char *buf_reserve(struct buf *buf, size_t size);
void buf_commit(struct buf *buf, size_t size);

void buf_consume(struct buf *buf, size_t size);         /* from the start */
void buf_truncate(struct buf *buf, size_t len);         /* keep the first len live octets */
void buf_clear(struct buf *buf);                        /* empty, memory kept */
void buf_free(struct buf *buf);                         /* empty, memory returned */

#endif
