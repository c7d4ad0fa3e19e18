#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>

enum { BUF_FIRST_OCTETS = 512 };

char *buf_reserve(struct buf *buf, size_t size)
{
    if (size <= buf->capacity - buf->end)
        return buf->octets + buf->end;

    size_t live = buf_len(buf);

    ASSERT(size < PTRDIFF_MAX - live);
    /* Moving what is alive to the front pays only while it is the smaller half. */
    if (live <= buf->capacity / 2 && size <= buf->capacity - live) {
        memmove(buf->octets, buf->octets + buf->start, live);
    } else {
        size_t capacity = buf->capacity < BUF_FIRST_OCTETS ? BUF_FIRST_OCTETS : buf->capacity;

        while (capacity - live < size)
            capacity *= 2;
        char *octets = malloc(capacity);

        ASSERT(octets != NULL);
        if (live > 0)
            memcpy(octets, buf->octets + buf->start, live);
        free(buf->octets);
        buf->octets   = octets;
        buf->capacity = capacity;
    }
    buf->start = 0;
    buf->end   = live;
    return buf->octets + buf->end;
}

void buf_commit(struct buf *buf, size_t size)
{
    ASSERT(size <= buf->capacity - buf->end);
    buf->end += size;
}

void buf_add(struct buf *buf, str s)
{
    if (s.len == 0)
        return;
    memcpy(buf_reserve(buf, s.len), s.ptr, s.len);
    buf->end += s.len;
}

void buf_add_char(struct buf *buf, char c)
{
    *buf_reserve(buf, 1) = c;
    buf->end++;
}

void buf_add_int(struct buf *buf, int64_t value)
{
    char     digits[20];
    size_t   first = sizeof digits;
    uint64_t rest  = value < 0 ? -(uint64_t)value : (uint64_t)value;

    do {
        digits[--first] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (value < 0)
        digits[--first] = '-';
    buf_add(buf, (str){ digits + first, sizeof digits - first });
}

void buf_printf(struct buf *buf, const char *format, ...)
{
    va_list args, again;
    size_t  room = buf->capacity - buf->end;

    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(room == 0 ? NULL : buf->octets + buf->end, room, format, args);         /* it mostly fits */

    ASSERT(len >= 0);
    if ((size_t)len >= room)
        vsnprintf(buf_reserve(buf, (size_t)len + 1), (size_t)len + 1, format, again);
    buf->end += (size_t)len;
    va_end(again);
    va_end(args);
}

void buf_consume(struct buf *buf, size_t size)
{
    ASSERT(size <= buf_len(buf));
    buf->start += size;
    if (buf->start == buf->end)
        buf->start = buf->end = 0;
}

void buf_truncate(struct buf *buf, size_t len)
{
    ASSERT(len <= buf_len(buf));
    buf->end = buf->start + len;
}

void buf_clear(struct buf *buf)
{
    buf->start = buf->end = 0;
}

void buf_free(struct buf *buf)
{
    free(buf->octets);
    *buf = (struct buf){ 0 };
}
