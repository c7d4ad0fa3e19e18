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

#endif
