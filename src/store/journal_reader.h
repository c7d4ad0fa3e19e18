/* Reads a journal, with or without a writer in this process: finds rows with their records, and sums them up. One search at a time;
 * who calls from several threads waits. */
#ifndef STORE_JOURNAL_READER_H
#define STORE_JOURNAL_READER_H

#include "store/journal.h"

struct journal_reader;

/* The file must be there, and of today's version. NULL with a sentence in *error. */
MUST_USE struct journal_reader *journal_reader_open(const char *file, struct arena *arena, str *error);
void                            journal_reader_close(struct journal_reader *reader);    /* NULL is nothing */

/* What journal_find and journal_sums promise (store/journal.h). */
MUST_USE bool journal_reader_find(struct journal_reader *reader, struct arena *arena, const struct journal_query *query,
                                  struct journal_row **rows, size_t *count, str *error);
MUST_USE bool journal_reader_sums(struct journal_reader *reader, struct arena *arena, bool compared, unix_seconds since,
                                  struct journal_sum **sums, size_t *count, str *error);

#endif
