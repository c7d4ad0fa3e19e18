#include "store/journal_index.h"

#include <sqlite3.h>

#include "store/db.h"
#include "store/journal_terms.h"

static const char add_words[]    = "INSERT INTO term (rowid, words) VALUES (?, ?)";
static const char remove_words[] = "INSERT INTO term (term, rowid, words) VALUES ('delete', ?, ?)";

bool journal_index_key(struct sqlite3 *db, struct hash_key *key)
{
    struct sqlite3_stmt *statement = db_prepare(db, "SELECT k0, k1 FROM meta");
    bool                 ok        = statement != NULL && sqlite3_step(statement) == SQLITE_ROW;

    if (ok)
        *key = (struct hash_key){ (uint64_t)sqlite3_column_int64(statement, 0), (uint64_t)sqlite3_column_int64(statement, 1) };
    sqlite3_finalize(statement);
    return ok;
}

bool journal_index_open(struct journal_index *index, struct sqlite3 *db)
{
    *index = (struct journal_index){ .add = db_prepare(db, add_words), .remove = db_prepare(db, remove_words) };
    return index->add != NULL && index->remove != NULL && journal_index_key(db, &index->key);
}

void journal_index_close(struct journal_index *index)
{
    sqlite3_finalize(index->add);
    sqlite3_finalize(index->remove);
}

static bool tell(struct sqlite3_stmt *statement, const struct hash_key *key, const struct journal_row *row, int64_t number)
{
    BUF_SCOPE words = { 0 };

    journal_terms_of(&words, key, row);
    sqlite3_bind_int64(statement, 1, number);
    db_bind_str(statement, 2, buf_str(&words));
    return db_step(statement);
}

bool journal_index_add(struct journal_index *index, const struct journal_row *row, int64_t number)
{
    return tell(index->add, &index->key, row, number);
}

bool journal_index_remove(struct journal_index *index, const struct journal_row *row, int64_t number)
{
    return tell(index->remove, &index->key, row, number);
}
