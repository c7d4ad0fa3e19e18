/* From what people search for to SQL that an index serves. Apart from the journal so that a test can ask SQLite for
 * the plan of each kind of search. */
#ifndef STORE_JOURNAL_QUERY_H
#define STORE_JOURNAL_QUERY_H

#include "store/journal.h"

enum { JOURNAL_QUERY_VALUES_MAX = 8 };

struct journal_sql {
    const char *text;                   /* selects the columns of journal_columns, the newest first */
    str         values[JOURNAL_QUERY_VALUES_MAX];       /* of its parameters, from 1 */
    size_t      value_count;
};

struct journal_sql journal_query_sql(struct arena *arena, const struct journal_query *query);

/* An address as the table of addresses holds it: in lower case, cut at its last "@". */
enum journal_role { JOURNAL_FROM, JOURNAL_TO };
struct journal_address { str local, domain; };
struct journal_address journal_address(struct arena *arena, str text);

/* The texts of a row, in the order of the columns of the table; "at" and "number" stand before them. */
struct journal_column { const char *name; size_t offset; };
enum { JOURNAL_COLUMNS = 14 };
extern const struct journal_column journal_columns[JOURNAL_COLUMNS];

static inline str *journal_text(const struct journal_row *row, const struct journal_column *column)
{
    return (str *)((char *)row + column->offset);
}

#endif
