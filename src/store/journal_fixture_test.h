/* A journal for tests: three rows, and what tests ask of a file. */
#ifndef STORE_JOURNAL_FIXTURE_TEST_H
#define STORE_JOURNAL_FIXTURE_TEST_H

#include "store/age_clock.h"
#include "store/journal.h"

extern const str                phrases;
extern const struct journal_row rows[3];        /* A1 and A2 of 1000, A3 of 3000 */

struct journal *open_journal(const char *file, bool read_only);
bool            start_writer(struct journal *journal, size_t queue_max, str by);        /* ages by the clock of the system */
void            write_all_rows(const char *file);       /* in a journal that is closed again */
void            write_one(const char *file, const struct journal_row *row, str by);

/* Waits until all that was queued has been dealt with. */
struct journal_counters settled(struct journal *journal, uint64_t rows_queued);
/* Waits until as many have been deleted. */
void                    await_expired(struct journal *journal, uint64_t expected);
/* Starts a writer that keeps rows for an hour, and has this one written, after which others go. */
void                    expire_with(struct journal *journal, const struct journal_row *fresh, uint64_t expected);

str find_ids(struct journal *journal, struct arena *arena, const struct journal_query *query);  /* parted by blanks */
str find_records(const char *file, struct arena *arena);        /* parted by bars */

void    run_sql(const char *file, const char *sql);
int64_t ask_sql(const char *file, const char *sql);

#endif
