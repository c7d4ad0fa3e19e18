/* Where the journal's records stand: in segments, files beside its own ("journal.db-records-7") that are only appended to. In
 * SQLite each record would be written twice, to the log and to the file, and records are nine tenths of all that is written.
 *
 * The table "segment" says which segments there are, and what live rows have in each. It changes in the transactions of those
 * rows, and a record is on the disk before its row is committed: whatever a crash leaves behind, at most there are octets that no
 * row points to. A segment belongs to the process that began it, and takes no more than one run of it: so several processes may
 * write to one journal. What deleted rows had is given back at once, if the file system can; the file goes after the last of them. */
#ifndef STORE_SEGMENTS_H
#define STORE_SEGMENTS_H

#include "base/arena.h"
#include "base/str.h"

struct sqlite3;

#define SEGMENTS_SCHEMA \
    "CREATE TABLE segment (number INTEGER PRIMARY KEY AUTOINCREMENT, rows INTEGER NOT NULL, octets INTEGER NOT NULL);"

struct record_place { int64_t segment /* 0: nowhere */; int64_t at; size_t octets; };

struct segments;

/* file is the journal's, on whose writing connection tables are changed; both must stay. NULL on error. */
MUST_USE struct segments *segments_open(struct sqlite3 *db, const char *file);
void                     segments_close(struct segments *segments);        /* NULL is nothing */

/* In a transaction, in this order. False: what was added is not kept, and the transaction must be rolled back. */
MUST_USE bool       segments_begin(struct segments *segments);
struct record_place segments_add(struct segments *segments, str record);          /* which must stay until it is written */
MUST_USE bool       segments_write(struct segments *segments);
void                segments_refer(struct segments *segments, struct record_place place);  /* a row does */
MUST_USE bool       segments_sync(struct segments *segments);
/* For rows that are deleted, in their transaction; and for segments that have none since an earlier one. */
MUST_USE bool       segments_forget(struct segments *segments, struct record_place place);
MUST_USE bool       segments_remove_empty(struct segments *segments);
/* After each transaction. */
void                segments_end(struct segments *segments, bool committed);

uint64_t segments_octets(struct segments *segments);       /* of all that rows point to */

/* For whoever reads, with or without a writer in this process. */
struct segment_reader { const char *file; int fd; int64_t segment; };
#define SEGMENT_READER(journal_file) ((struct segment_reader){ .file = (journal_file), .fd = -1 })
void          segment_reader_close(struct segment_reader *reader);
void          segment_expect(struct segment_reader *reader, struct record_place place);        /* that it will be read soon */
MUST_USE bool segment_read(struct segment_reader *reader, struct record_place place, struct arena *arena, str *record);

#endif
