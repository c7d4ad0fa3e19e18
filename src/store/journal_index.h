/* The journal's index of words (store/journal_terms.h), by which its rows are found: one FTS5 table, which keeps no texts. So it
 * must be told the same words again to forget a row. */
#ifndef STORE_JOURNAL_INDEX_H
#define STORE_JOURNAL_INDEX_H

#include "base/hash.h"
#include "store/journal.h"

struct sqlite3;
struct sqlite3_stmt;

struct journal_index {
    struct hash_key      key;           /* of the words of this file */
    struct sqlite3_stmt *add, *remove;
};

/* The key by which the words of this file are hashed; it is made with the file, and stays. */
MUST_USE bool journal_index_key(struct sqlite3 *db, struct hash_key *key);

/* For the connection that writes. False on error; it is to be closed all the same. */
MUST_USE bool journal_index_open(struct journal_index *index, struct sqlite3 *db);
void          journal_index_close(struct journal_index *index);        /* all zero is nothing */

/* In the transaction of the row itself. */
MUST_USE bool journal_index_add(struct journal_index *index, const struct journal_row *row, int64_t number);
MUST_USE bool journal_index_remove(struct journal_index *index, const struct journal_row *row, int64_t number);

#endif
