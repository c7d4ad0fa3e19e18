/* A journal's row (struct journal_row, store/journal.h) as its parts handle it: its texts in the order of the table's columns, and
 * how they are read back. */
#ifndef STORE_JOURNAL_ROW_H
#define STORE_JOURNAL_ROW_H

#include "base/buf.h"
#include "store/journal.h"
#include "store/segments.h"

struct sqlite3;
struct sqlite3_stmt;

/* The texts of a row, in the order of the columns of the table. */
struct journal_column { const char *name; size_t offset; };
enum { JOURNAL_COLUMNS = 20, JOURNAL_RECORD_COLUMN = JOURNAL_COLUMNS + 1, JOURNAL_SEGMENT_COLUMN, JOURNAL_PLACE_COLUMN,
       JOURNAL_OCTETS_COLUMN, JOURNAL_QUEUE_ID_COLUMN };
extern const struct journal_column journal_columns[JOURNAL_COLUMNS];

static inline str *journal_text(const struct journal_row *row, const struct journal_column *column)
{
    return (str *)((char *)row + column->offset);
}

size_t journal_row_octets(const struct journal_row *row);       /* of all its texts */

/* "SELECT at, number" and the texts of a row, which the table has had in every version; and from version 4 on, where its record
 * stands. */
void journal_select(struct buf *sql);
#define JOURNAL_SELECT_PLACE ", segment, place, octets"

/* Prepares journal_select with what follows it, as " FROM message". NULL on error; the caller finalizes it. */
MUST_USE struct sqlite3_stmt *journal_prepare_select(struct sqlite3 *db, str clause);
/* The row that such a statement has come to, copied to the arena. Its record is as it stands in the row: packed
 * (store/packed_record.h), text, or empty where it stands in a segment. */
struct journal_row  journal_read_row(struct sqlite3_stmt *statement, struct arena *arena);
struct record_place journal_read_place(struct sqlite3_stmt *statement);         /* segment 0: it stands in no segment */

#endif
