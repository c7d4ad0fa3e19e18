#include "base/buf.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { BUF_FIRST_OCTETS = 512 };

char *buf_grow(struct buf *buf, size_t size)
{
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

/* The nearest; where two are equally near, the even one. The product is rounded, which decides only where it stands in the middle
 * between two: then what rounding has taken away tells which is nearer. */
static double nearest_hundredths(double value)
{
    double hundredths = value * 100, nearest = rint(hundredths), missed = fma(value, 100, -hundredths);

    if (fabs(hundredths - nearest) < 0.5 || !(missed < 0 || missed > 0))
        return nearest;
    return missed > 0 ? ceil(hundredths) : floor(hundredths);
}

void buf_add_fixed(struct buf *buf, double value)
{
    static const double exact_below = 1e12;     /* from there on a half may be lost */

    if (!(fabs(value) < exact_below)) {         /* no number of ours, or none at all */
        buf_printf(buf, "%.2f", value);
        return;
    }
    int64_t hundredths = (int64_t)fabs(nearest_hundredths(value));

    if (signbit(value))
        buf_add_char(buf, '-');
    buf_add_int(buf, hundredths / 100);
    buf_add_char(buf, '.');
    buf_add_char(buf, (char)('0' + hundredths / 10 % 10));
    buf_add_char(buf, (char)('0' + hundredths % 10));
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
