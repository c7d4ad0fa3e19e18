#include "store/db.h"

#include <limits.h>
#include <stdio.h>
#include <sqlite3.h>

#include "io/sys.h"

enum {
    CHECKPOINT_PAGES_MAX = 4000,
    LOG_MAX_OCTETS       = 32 << 20,    /* a log that once grew is cut to it */
    DEFAULT_PAGE_OCTETS  = 4096,
    FILE_MODE            = 0640,        /* as of the journal's segments */
};

str db_error(struct sqlite3 *db, struct arena *arena, const char *what)
{
    return arena_printf(arena, "%s: %s", what, db == NULL ? "out of memory" : sqlite3_errmsg(db));
}

bool db_run(struct sqlite3 *db, const char *sql)
{
    return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

struct sqlite3_stmt *db_prepare(struct sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement = NULL;

    if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK)
        return NULL;
    return statement;
}

bool db_step(struct sqlite3_stmt *statement)
{
    bool done = sqlite3_step(statement) == SQLITE_DONE;

    /* Reset repeats the error of the step; it is not another one. */
    sqlite3_reset(statement);
    return done;
}

void db_bind_str(struct sqlite3_stmt *statement, int parameter, str value)
{
    ASSERT(value.len <= INT_MAX);
    /* A null pointer would bind NULL, which equals nothing, not even the empty text. */
    const char *text   = value.len == 0 ? "" : value.ptr;
    int         result = sqlite3_bind_text(statement, parameter, text, (int)value.len, SQLITE_STATIC);

    ASSERT(result == SQLITE_OK);
}

str db_column_str(struct sqlite3_stmt *statement, int column, struct arena *arena)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);

    return arena_str(arena, (str){ text, text == NULL ? 0 : (size_t)sqlite3_column_bytes(statement, column) });
}

static bool read_version(struct sqlite3 *db, int *version)
{
    sqlite3_stmt *statement = db_prepare(db, "PRAGMA user_version");
    bool          ok        = statement != NULL && sqlite3_step(statement) == SQLITE_ROW;

    if (ok)
        *version = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    return ok;
}

static bool make_schema(struct sqlite3 *db, const struct db_options *options, int *version)
{
    char set_version[64];

    snprintf(set_version, sizeof set_version, "PRAGMA user_version = %d", options->schema_version);
    if (!db_run(db, "BEGIN IMMEDIATE"))
        return false;
    /* Another process may have made it since the version was read. */
    bool ok = read_version(db, version);

    if (ok && *version == 0) {
        ok       = db_run(db, options->schema) && db_run(db, set_version);
        *version = options->schema_version;
    }
    if (ok && db_run(db, "COMMIT"))
        return true;
    sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    return false;
}

/* What is damaged is no base for anything; better to say so than to carry it on. */
static bool is_sound(struct sqlite3 *db)
{
    sqlite3_stmt *statement = db_prepare(db, "PRAGMA quick_check(1)");
    bool          sound     = statement != NULL && sqlite3_step(statement) == SQLITE_ROW &&
                              strcmp((const char *)sqlite3_column_text(statement, 0), "ok") == 0;

    sqlite3_finalize(statement);
    return sound;
}

/* All versions in one transaction: it is the old file or the new one, whenever the power fails. */
static bool migrate(struct sqlite3 *db, const struct db_options *options, int *version)
{
    char set_version[64];

    if (!is_sound(db) || !db_run(db, "BEGIN IMMEDIATE"))
        return false;
    bool ok = read_version(db, version);        /* another process may have done it */

    for (int from = *version; ok && from < options->schema_version; from++)
        ok = options->migrate(db, from);
    snprintf(set_version, sizeof set_version, "PRAGMA user_version = %d", options->schema_version);
    if (ok && db_run(db, set_version) && db_run(db, "COMMIT")) {
        *version = options->schema_version;
        return true;
    }
    sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    return false;
}

/* Through no link: the folder is the server's user's, and root may be the one who opens it, to write and to give it away. */
static struct sqlite3 *open_file(const struct db_options *options)
{
    sqlite3 *db    = NULL;
    int      flags = options->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;

    /* SQLite would let everybody read who may look into the folder, and that has to keep nobody out if somebody else made it.
     * The files beside it get its mode. Where it cannot be made, SQLite says why. */
    if (!options->read_only)
        (void)!sys_make_file(options->file, FILE_MODE);
    if (sqlite3_open_v2(options->file, &db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW, NULL) == SQLITE_OK)
        sqlite3_busy_timeout(db, options->busy_ms);
    if (!options->read_only)
        sys_own_as_folder_of(options->file);    /* SQLite gives the files beside it the same owner */
    return db;                          /* with its error, if it has one */
}

static bool set_number(struct sqlite3 *db, const char *name, int value)
{
    char pragma[64];

    snprintf(pragma, sizeof pragma, "PRAGMA %s = %d", name, value);
    return db_run(db, pragma);
}

/* Before anything is written: a file keeps what it began with. */
static bool set_page_size(struct sqlite3 *db, const struct db_options *options)
{
    return options->page_octets == 0 || set_number(db, "page_size", options->page_octets);
}

/* Seldom, so that a page in demand is copied back less often; but no log grows beyond what it is cut to, or it would be made anew each
 * time. */
static bool set_checkpoints(struct sqlite3 *db, const struct db_options *options)
{
    int pages = LOG_MAX_OCTETS / (options->page_octets == 0 ? DEFAULT_PAGE_OCTETS : options->page_octets);

    return set_number(db, "wal_autocheckpoint", pages < CHECKPOINT_PAGES_MAX ? pages : CHECKPOINT_PAGES_MAX)
        && set_number(db, "journal_size_limit", LOG_MAX_OCTETS);
}

static bool prepare_connection(struct sqlite3 *db, const struct db_options *options, int *version)
{
    if (sqlite3_errcode(db) != SQLITE_OK)
        return false;
    if (options->read_only)
        return read_version(db, version);
    return set_page_size(db, options)
        && db_run(db, "PRAGMA journal_mode = WAL")
        && db_run(db, "PRAGMA cache_size = -16384")             /* KiB: addresses land all over their index */
        && set_checkpoints(db, options)
        && db_run(db, options->sync_commits ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL")
        && read_version(db, version)
        && (*version != 0 || make_schema(db, options, version))
        && (*version >= options->schema_version || options->migrate == NULL || migrate(db, options, version));
}

static const char *problem_of(struct sqlite3 *db)
{
    if (db == NULL)
        return "out of memory";
    switch (sqlite3_extended_errcode(db)) {
    case SQLITE_CANTOPEN_SYMLINK: return "its path leads through a symbolic link";
    case SQLITE_NOTADB:           return "file is not a database; restore it, or move it away, and a new one is begun";
    default:                      return sqlite3_errmsg(db);
    }
}

struct sqlite3 *db_open(const struct db_options *options, struct arena *arena, str *error)
{
    struct sqlite3 *db      = open_file(options);
    int             version = 0;

    if (db == NULL || !prepare_connection(db, options, &version)) {
        *error = arena_printf(arena, "the %s %s cannot be opened: %s", options->what, options->file, problem_of(db));
    } else if (version != options->schema_version) {
        *error = arena_printf(arena, "the %s %s has schema version %d; this program knows version %d", options->what,
                              options->file, version, options->schema_version);
    } else {
        return db;
    }
    db_close(db);
    return NULL;
}

void db_close(struct sqlite3 *db)
{
    /* A virtual table has statements of its own, which go with it, and are not ours to finalize. */
    if (db == NULL || sqlite3_close(db) == SQLITE_OK)
        return;
    for (sqlite3_stmt *statement; (statement = sqlite3_next_stmt(db, NULL)) != NULL; )
        sqlite3_finalize(statement);
    int result = sqlite3_close(db);

    ASSERT(result == SQLITE_OK);
}

bool db_reset(const struct db_options *options)
{
    struct sqlite3 *db = open_file(options);
    int             version;

    if (db == NULL)
        return false;
    /* Reading anything first, even in vain, lets SQLite see that the file is in WAL mode and keep it so. */
    if (!read_version(db, &version))
        version = 0;
    bool ok = sqlite3_db_config(db, SQLITE_DBCONFIG_RESET_DATABASE, 1, NULL) == SQLITE_OK && db_run(db, "VACUUM");

    db_close(db);
    return ok;
}
