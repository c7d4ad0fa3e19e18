/* SQLite as the store uses it: write-ahead log, so that readers and the one writer never wait for each other (in one
 * process or several); a schema with a version that is checked at opening; text bound and read as slices.
 *
 * A connection belongs to one thread at a time: it is opened without SQLite's own locks. */
#ifndef STORE_DB_H
#define STORE_DB_H

#include "base/arena.h"
#include "base/str.h"

struct sqlite3;
struct sqlite3_stmt;

struct db_options {
    const char *file;
    const char *what;                   /* for sentences: "journal" */
    bool        read_only;              /* the file must exist */
    bool        sync_commits;           /* a commit survives a power cut; else only a checkpoint does */
    int         busy_ms;                /* how long to wait for another writer */
    int         page_octets;            /* of a new file; 0: SQLite's 4,096. Larger ones are fewer writes where rows are large */
    int         schema_version;         /* PRAGMA user_version; not 0 */
    const char *schema;                 /* what makes that version out of an empty file */
    /* Brings a file of an older version one version on, inside of a transaction; NULL: older files are refused. The file was
     * checked before. False on error. */
    bool      (*migrate)(struct sqlite3 *db, int from);
};

/* NULL with a sentence in *error: the file cannot be opened or read, or its schema is of another version. */
MUST_USE struct sqlite3 *db_open(const struct db_options *options, struct arena *arena, str *error);
/* Closes the connection and all statements prepared on it. NULL is nothing. Where there is a virtual table, the caller has
 * finalized its own. */
void                     db_close(struct sqlite3 *db);
/* Empties a file whatever is in it, under the locks of SQLite: other processes may have it open. No schema is left. */
MUST_USE bool            db_reset(const struct db_options *options);

MUST_USE bool db_run(struct sqlite3 *db, const char *sql);      /* without parameters and rows */
/* Lives as long as db; NULL on error. Meant to be kept. */
MUST_USE struct sqlite3_stmt *db_prepare(struct sqlite3 *db, const char *sql);
/* Runs a statement that returns no rows and makes it ready for its next use. */
MUST_USE bool db_step(struct sqlite3_stmt *statement);

/* The octets must stay until the statement has run. */
void db_bind_str(struct sqlite3_stmt *statement, int parameter, str value);
str  db_column_str(struct sqlite3_stmt *statement, int column, struct arena *arena);
str  db_error(struct sqlite3 *db, struct arena *arena, const char *what);       /* "journal: disk I/O error" */

#endif
