/* From what people search for to SQL that an index serves. Apart from the journal so that a test can ask SQLite for
 * the plan of each kind of search. */
#ifndef STORE_JOURNAL_QUERY_H
#define STORE_JOURNAL_QUERY_H

#include "base/hash.h"
#include "store/journal.h"

enum { JOURNAL_QUERY_VALUES_MAX = 8 };

struct journal_sql {
    const char *text;                   /* selects the columns of journal_columns, the newest first */
    str         values[JOURNAL_QUERY_VALUES_MAX];       /* of its parameters, from 1 */
    size_t      value_count;
};

/* key: of the journal's words (store/journal_terms.h). */
struct journal_sql journal_query_sql(struct arena *arena, const struct hash_key *key, const struct journal_query *query);

/* The texts of a row, in the order of the columns of the table; "at" and "number" stand before them. */
struct journal_column { const char *name; size_t offset; };
enum { JOURNAL_COLUMNS = 20, JOURNAL_RECORD_COLUMN = JOURNAL_COLUMNS + 1 };
extern const struct journal_column journal_columns[JOURNAL_COLUMNS];

static inline str *journal_text(const struct journal_row *row, const struct journal_column *column)
{
    return (str *)((char *)row + column->offset);
}

#endif
