/* What a journal keeps no longer: rows that are too old, and the oldest of one that is too large. They go a few at a time, between
 * two groups that are written, so that nobody who writes waits for long. */
#ifndef STORE_JOURNAL_EXPIRY_H
#define STORE_JOURNAL_EXPIRY_H

#include "store/age_clock.h"
#include "store/journal_writer.h"

struct journal_expiry { int64_t look_at_ms; };          /* when to look again, by the steady clock; at first 0 */

struct journal_expired { size_t rows; bool failed; };

/* rows_written: how many have come since the last time; twice as many may go. Age is told by the clock of ages. Failed: rows could
 * not be deleted, and the journal would grow if nobody were told. */
struct journal_expired journal_expire(struct journal_expiry *expiry, struct journal_writer *writer, struct age_clock *ages,
                                      const struct journal_retention *retention, size_t rows_written);

#endif
