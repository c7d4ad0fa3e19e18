/* Writes a journal: rows with their records in one transaction for a group, and deletes rows again. Of one thread at a time; it
 * counts nothing and waits for nobody but the disk, and at most a second for another writer. */
#ifndef STORE_JOURNAL_WRITER_H
#define STORE_JOURNAL_WRITER_H

#include "store/journal_queue.h"
#include "store/packed_record.h"

struct journal_writer;

/* Makes the file, or takes over an older one. NULL with a sentence in *error. */
MUST_USE struct journal_writer *journal_writer_open(const char *file, struct arena *arena, str *error);
void                            journal_writer_close(struct journal_writer *writer);    /* NULL is nothing */

/* The number that these phrases have in the file from now on, or had before. */
MUST_USE bool journal_writer_number_phrases(struct journal_writer *writer, str phrases, uint32_t *number);

enum journal_begin { JOURNAL_BEGUN, JOURNAL_BUSY /* somebody else is writing */, JOURNAL_CANNOT_BEGIN };
/* Begins the transaction of a group. Whatever comes of it, journal_writer_write must follow once it was not busy. */
enum journal_begin journal_writer_begin(struct journal_writer *writer);
/* Writes the group and ends its transaction. A row that SQLite refuses (its id is there) costs itself alone; how many are in the
 * file now, in *written. False: the group is not, and *written is 0. Records that can be are packed. */
MUST_USE bool      journal_writer_write(struct journal_writer *writer, const struct record_packer *packer, struct queued_row *group,
                                        size_t *written);

/* Deletes the oldest rows of a time before this one, at most max, in a transaction of its own; how many, in *count. */
enum journal_deletion { JOURNAL_DELETED, JOURNAL_DELETES_LATER /* another writer was there */, JOURNAL_CANNOT_DELETE };
enum journal_deletion journal_writer_delete(struct journal_writer *writer, unix_seconds before, size_t max, size_t *count);

uint64_t     journal_writer_octets(struct journal_writer *writer);      /* of all that is kept, records included */
unix_seconds journal_writer_last_at(struct journal_writer *writer);     /* of the row that was written last; 0: there is none */

#endif
