#include "store/journal_reader.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>

#include "store/db.h"
#include "store/journal_file.h"
#include "store/journal_index.h"
#include "store/journal_query.h"
#include "store/journal_row.h"
#include "store/packed_record.h"
#include "store/segments.h"

struct journal_reader {
    pthread_mutex_t       lock;         /* over all that follows */
    char                 *file;
    struct sqlite3       *db;
    struct hash_key       key;          /* of words */
    struct segment_reader records;
    struct sqlite3_stmt  *read_phrases;
    struct arena          phrases_arena;        /* those that were used last */
    uint32_t              phrases_number;
    str                   phrases;
};

static const char select_phrases[] = "SELECT text FROM phrases WHERE number = ?";

/* ---- opening ---- */

static bool open_db(struct journal_reader *reader, struct arena *arena, str *error)
{
    reader->db = journal_file_open_reader(reader->file, arena, error);
    if (reader->db == NULL)
        return false;
    reader->read_phrases = db_prepare(reader->db, select_phrases);
    if (reader->read_phrases != NULL && journal_index_key(reader->db, &reader->key))
        return true;
    *error = db_error(reader->db, arena, "journal");
    return false;
}

struct journal_reader *journal_reader_open(const char *file, struct arena *arena, str *error)
{
    struct journal_reader *reader = calloc(1, sizeof *reader);

    ASSERT(reader != NULL);
    reader->file = strdup(file);
    ASSERT(reader->file != NULL);
    reader->records = SEGMENT_READER(reader->file);
    pthread_mutex_init(&reader->lock, NULL);
    if (open_db(reader, arena, error))
        return reader;
    journal_reader_close(reader);
    return NULL;
}

void journal_reader_close(struct journal_reader *reader)
{
    if (reader == NULL)
        return;
    sqlite3_finalize(reader->read_phrases);
    segment_reader_close(&reader->records);
    arena_free(&reader->phrases_arena);
    db_close(reader->db);
    pthread_mutex_destroy(&reader->lock);
    free(reader->file);
    free(reader);
}

/* ---- records ---- */

/* Those of that number; NULL: there are none. */
static const str *phrases_of(struct journal_reader *reader, uint32_t number)
{
    if (reader->phrases_number == number)
        return &reader->phrases;
    arena_free(&reader->phrases_arena);
    reader->phrases_number = 0;
    sqlite3_bind_int64(reader->read_phrases, 1, number);
    if (sqlite3_step(reader->read_phrases) == SQLITE_ROW) {
        reader->phrases        = db_column_str(reader->read_phrases, 0, &reader->phrases_arena);
        reader->phrases_number = number;
    }
    sqlite3_reset(reader->read_phrases);
    return reader->phrases_number == number ? &reader->phrases : NULL;
}

/* A record that cannot be read or unpacked is damaged, and empty: what else is known of the message is found all the same. (So is
 * one that has been deleted for its age since its row was found.) */
static void unpack_record(struct journal_reader *reader, struct arena *arena, str *record)
{
    uint32_t   number;
    const str *phrases = packed_record_phrases(*record, &number) ? phrases_of(reader, number) : NULL;

    if (phrases == NULL || !packed_record_open(*record, *phrases, arena, record))
        *record = (str){ 0 };
}

static void read_record(struct journal_reader *reader, struct arena *arena, struct record_place place, str *record)
{
    ARENA_SCOPE scratch = { 0 };
    str         packed  = { 0 };

    if (!segment_read(&reader->records, place, &scratch, &packed))
        packed = (str){ 0 };
    unpack_record(reader, arena, &packed);
    *record = packed;
}

/* ---- searching ---- */

/* The rows as SQLite has them, and for each where its record stands. The disk looks for the records meanwhile, all at once. */
static bool find_rows(struct journal_reader *reader, struct arena *arena, const struct journal_sql *sql, struct journal_row **rows,
                      struct record_place **places, size_t *count)
{
    struct sqlite3_stmt *statement = db_prepare(reader->db, sql->text);
    size_t               room = 0, places_room = 0;
    int                  result;

    if (statement == NULL)
        return false;
    for (size_t i = 0; i < sql->value_count; i++)
        db_bind_str(statement, (int)i + 1, sql->values[i]);
    while ((result = sqlite3_step(statement)) == SQLITE_ROW) {
        struct journal_row *row       = ARENA_PUSH(arena, *rows, *count, &room);
        struct record_place place     = journal_read_place(statement);
        bool                is_packed = sqlite3_column_type(statement, JOURNAL_RECORD_COLUMN) == SQLITE_BLOB;

        *row = journal_read_row(statement, arena);
        if (is_packed)
            unpack_record(reader, arena, &row->record);
        if (place.segment != 0)
            segment_expect(&reader->records, place);
        *ARENA_PUSH(arena, *places, (*count)++, &places_room) = place;
    }
    sqlite3_finalize(statement);
    return result == SQLITE_DONE;
}

static bool find(struct journal_reader *reader, struct arena *arena, const struct journal_sql *sql, struct journal_row **rows,
                 size_t *count)
{
    struct record_place *places = NULL;

    if (!find_rows(reader, arena, sql, rows, &places, count))
        return false;
    for (size_t i = 0; i < *count; i++)
        if (places[i].segment != 0)
            read_record(reader, arena, places[i], &(*rows)[i].record);
    return true;
}

bool journal_reader_find(struct journal_reader *reader, struct arena *arena, const struct journal_query *query,
                         struct journal_row **rows, size_t *count, str *error)
{
    struct journal_sql sql = journal_query_sql(arena, &reader->key, query);

    *rows  = NULL;
    *count = 0;
    pthread_mutex_lock(&reader->lock);
    bool ok = find(reader, arena, &sql, rows, count);

    if (!ok)
        *error = db_error(reader->db, arena, "journal");
    pthread_mutex_unlock(&reader->lock);
    return ok;
}

/* ---- sums ---- */

static const char sums_of_shadow[] =
    "SELECT would, would_step, would_reason, '', '', action, count(*) FROM message WHERE would <> action AND at >= ?"
    " GROUP BY would, would_step, would_reason, action ORDER BY 7 DESC";
static const char sums_compared[] =
    "SELECT would, '', '', other, other_said, '', count(*) FROM message WHERE other <> '' AND at >= ?"
    " GROUP BY other, other_said, would ORDER BY 7 DESC";

static bool sum(struct journal_reader *reader, struct arena *arena, const char *sql, unix_seconds since, struct journal_sum **sums,
                size_t *count)
{
    struct sqlite3_stmt *statement = db_prepare(reader->db, sql);
    size_t               capacity  = 0;
    int                  result    = SQLITE_ERROR;

    if (statement == NULL)
        return false;
    sqlite3_bind_int64(statement, 1, since);
    while ((result = sqlite3_step(statement)) == SQLITE_ROW) {
        *ARENA_PUSH(arena, *sums, *count, &capacity) = (struct journal_sum){
            .would = db_column_str(statement, 0, arena), .step  = db_column_str(statement, 1, arena),
            .reason = db_column_str(statement, 2, arena), .other = db_column_str(statement, 3, arena),
            .other_said = db_column_str(statement, 4, arena), .action = db_column_str(statement, 5, arena),
            .messages = (size_t)sqlite3_column_int64(statement, 6),
        };
        ++*count;
    }
    sqlite3_finalize(statement);
    return result == SQLITE_DONE;
}

bool journal_reader_sums(struct journal_reader *reader, struct arena *arena, bool compared, unix_seconds since,
                         struct journal_sum **sums, size_t *count, str *error)
{
    *sums  = NULL;
    *count = 0;
    pthread_mutex_lock(&reader->lock);
    bool ok = sum(reader, arena, compared ? sums_compared : sums_of_shadow, since, sums, count);

    if (!ok)
        *error = db_error(reader->db, arena, "journal");
    pthread_mutex_unlock(&reader->lock);
    return ok;
}
