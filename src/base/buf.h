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

static inline void buf_add(struct buf *buf, str s);
static inline void buf_add_char(struct buf *buf, char c);
void buf_add_int(struct buf *buf, int64_t value);       /* decimal */
void buf_add_fixed(struct buf *buf, double value);      /* two decimals, as "%.2f" writes them */
void buf_printf(struct buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);

/* Room for at least size octets behind the end, for a read; then tell how many arrived. */
static inline char *buf_reserve(struct buf *buf, size_t size);
void buf_commit(struct buf *buf, size_t size);

void buf_consume(struct buf *buf, size_t size);         /* from the start */
void buf_truncate(struct buf *buf, size_t len);         /* keep the first len live octets */
void buf_clear(struct buf *buf);                        /* empty, memory kept */
void buf_free(struct buf *buf);                         /* empty, memory returned */

/* ---- how it is done: mostly there is room, and a call would cost more than the octets ---- */

RETURNS_NONNULL char *buf_grow(struct buf *buf, size_t size);

static inline char *buf_reserve(struct buf *buf, size_t size)
{
    return size <= buf->capacity - buf->end && buf->octets != NULL ? buf->octets + buf->end : buf_grow(buf, size);
}

static inline void buf_add(struct buf *buf, str s)
{
    if (s.len == 0)
        return;
    memcpy(buf_reserve(buf, s.len), s.ptr, s.len);
    buf->end += s.len;
}

static inline void buf_add_char(struct buf *buf, char c)
{
    *buf_reserve(buf, 1) = c;
    buf->end++;
}

#endif
