/* From what people search for to SQL that an index serves. Apart from the journal so that a test can ask SQLite for
 * the plan of each kind of search. */
#ifndef STORE_JOURNAL_QUERY_H
#define STORE_JOURNAL_QUERY_H

#include "base/buf.h"
#include "base/hash.h"
#include "store/journal.h"

enum { JOURNAL_QUERY_VALUES_MAX = 8 };

struct journal_sql {
    const char *text;                   /* selects all columns, the newest first */
    str         values[JOURNAL_QUERY_VALUES_MAX];       /* of its parameters, from 1 */
    size_t      value_count;
};

/* key: of the journal's words (store/journal_terms.h). */
struct journal_sql journal_query_sql(struct arena *arena, const struct hash_key *key, const struct journal_query *query);

/* "SELECT at, number" and the texts of a row, which the table has had in every version; and from version 4 on, where its record
 * stands. */
void journal_select(struct buf *sql);
#define JOURNAL_SELECT_PLACE ", segment, place, octets"

/* The texts of a row, in the order of the columns of the table. */
struct journal_column { const char *name; size_t offset; };
enum { JOURNAL_COLUMNS = 20, JOURNAL_RECORD_COLUMN = JOURNAL_COLUMNS + 1, JOURNAL_SEGMENT_COLUMN, JOURNAL_PLACE_COLUMN,
       JOURNAL_OCTETS_COLUMN };
extern const struct journal_column journal_columns[JOURNAL_COLUMNS];

static inline str *journal_text(const struct journal_row *row, const struct journal_column *column)
{
    return (str *)((char *)row + column->offset);
}

#endif
