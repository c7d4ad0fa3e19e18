#include "store/journal_expiry.h"

#include "io/sys.h"

enum {
    LOOK_EVERY_MS   = 1000,
    EXPIRE_ROWS_MIN = 500,              /* in one transaction: twice as many as have come, */
    EXPIRE_ROWS_MAX = 5000,             /* but nobody who writes waits for long */
};

static size_t rows_at_most(size_t rows_written)
{
    size_t max = 2 * rows_written;

    return max < EXPIRE_ROWS_MIN ? EXPIRE_ROWS_MIN : max > EXPIRE_ROWS_MAX ? EXPIRE_ROWS_MAX : max;
}

/* The time before which rows go; 0: none do. */
static unix_seconds limit_of(struct journal_writer *writer, const struct journal_retention *retention, unix_seconds now)
{
    if (retention->octets > 0 && journal_writer_octets(writer) > retention->octets)
        return INT64_MAX;
    return retention->seconds > 0 ? now - retention->seconds : 0;
}

struct journal_expired journal_expire(struct journal_expiry *expiry, struct journal_writer *writer, struct age_clock *ages,
                                      const struct journal_retention *retention, size_t rows_written)
{
    int64_t      now   = sys_steady_ms();
    size_t       count = 0, max = rows_at_most(rows_written);
    unix_seconds before;

    if ((retention->seconds == 0 && retention->octets == 0) || now < expiry->look_at_ms)
        return (struct journal_expired){ 0 };
    before = limit_of(writer, retention, age_clock_now(ages));
    enum journal_deletion done = before == 0 ? JOURNAL_DELETED : journal_writer_delete(writer, before, max, &count);

    expiry->look_at_ms = count == max ? now : now + LOOK_EVERY_MS;      /* there is more of it */
    return (struct journal_expired){ count, done == JOURNAL_CANNOT_DELETE };
}
