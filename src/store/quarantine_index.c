#include "store/quarantine_index.h"

#include <sqlite3.h>
#include <stdlib.h>

#include "store/db.h"

struct quarantine_index {
    struct sqlite3      *db;
    struct sqlite3_stmt *put, *remove, *states, *rows;
};

/* Its commits are not synced: after a power cut it is put right from the files like after any other mishap. */
static struct db_options options_for(const char *file, int busy_ms)
{
    return (struct db_options){
        .file = file, .what = "quarantine index", .busy_ms = busy_ms, .schema_version = 1,
        .schema = "CREATE TABLE message ("
                  "  id TEXT PRIMARY KEY, state INTEGER NOT NULL, held_at INTEGER NOT NULL, metadata TEXT NOT NULL);"
                  "CREATE INDEX message_held_at ON message (held_at);",
    };
}

static const char put[] = "INSERT OR REPLACE INTO message (id, state, held_at, metadata) VALUES (?, ?, ?, ?)";
static const char newest_first[] = "SELECT id, state, held_at, metadata FROM message ORDER BY held_at DESC, id DESC";

struct quarantine_index *index_open(const char *file, int busy_ms, struct arena *arena, str *error)
{
    struct db_options        options = options_for(file, busy_ms);
    struct quarantine_index *index   = calloc(1, sizeof *index);

    ASSERT(index != NULL);
    index->db = db_open(&options, arena, error);
    if (index->db == NULL) {
        free(index);
        return NULL;
    }
    index->put    = db_prepare(index->db, put);
    index->remove = db_prepare(index->db, "DELETE FROM message WHERE id = ?");
    index->states = db_prepare(index->db, "SELECT id, state, held_at, '' FROM message ORDER BY id");
    index->rows   = db_prepare(index->db, newest_first);
    if (index->put != NULL && index->remove != NULL && index->states != NULL && index->rows != NULL)
        return index;
    *error = db_error(index->db, arena, options.what);
    index_close(index);
    return NULL;
}

void index_close(struct quarantine_index *index)
{
    if (index == NULL)
        return;
    db_close(index->db);
    free(index);
}

bool index_reset(const char *file)
{
    struct db_options options = options_for(file, 5000);

    return db_reset(&options);
}

bool index_put(struct quarantine_index *index, const struct index_row *row)
{
    db_bind_str(index->put, 1, row->id);
    sqlite3_bind_int(index->put, 2, (int)row->state);
    sqlite3_bind_int64(index->put, 3, row->held_at);
    db_bind_str(index->put, 4, row->metadata);
    return db_step(index->put);
}

bool index_remove(struct quarantine_index *index, str id)
{
    db_bind_str(index->remove, 1, id);
    return db_step(index->remove);
}

bool index_begin(struct quarantine_index *index)
{
    return db_run(index->db, "BEGIN IMMEDIATE");
}

bool index_commit(struct quarantine_index *index)
{
    if (db_run(index->db, "COMMIT"))
        return true;
    index_rollback(index);
    return false;
}

void index_rollback(struct quarantine_index *index)
{
    sqlite3_exec(index->db, "ROLLBACK", NULL, NULL, NULL);
}

static bool read_all(struct sqlite3_stmt *statement, struct arena *arena, struct index_row **rows, size_t *count)
{
    size_t capacity = 0;
    int    result;

    *rows  = NULL;
    *count = 0;
    while ((result = sqlite3_step(statement)) == SQLITE_ROW) {
        *ARENA_PUSH(arena, *rows, *count, &capacity) = (struct index_row){
            .id       = db_column_str(statement, 0, arena),
            .state    = (enum quarantine_state)sqlite3_column_int(statement, 1),
            .held_at  = sqlite3_column_int64(statement, 2),
            .metadata = db_column_str(statement, 3, arena),
        };
        ++*count;
    }
    sqlite3_reset(statement);
    return result == SQLITE_DONE;
}

bool index_states(struct quarantine_index *index, struct arena *arena, struct index_row **rows, size_t *count)
{
    return read_all(index->states, arena, rows, count);
}

bool index_rows(struct quarantine_index *index, struct arena *arena, struct index_row **rows, size_t *count)
{
    return read_all(index->rows, arena, rows, count);
}

str index_error(struct quarantine_index *index, struct arena *arena)
{
    return db_error(index->db, arena, "quarantine index");
}
