#include "store/journal_writer.h"

#include <sqlite3.h>
#include <stdlib.h>

#include "store/db.h"
#include "store/journal_file.h"
#include "store/journal_index.h"
#include "store/journal_row.h"

struct journal_writer {
    char                *file;
    struct sqlite3      *db;
    struct sqlite3_stmt *insert_message, *delete_message;
    struct journal_index index;
    struct segments     *segments;
};

static const char insert_message[] =
    "INSERT INTO message (at, id, client, helo, reverse_path, author, author_domain, subject, recipients, action, step, reason,"
    " would, would_step, would_reason, other, other_said, findings, reply, next_hop_reply, record, segment, place, octets,"
    " queue_id)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

static const char delete_message[] = "DELETE FROM message WHERE number = ?";
static const char insert_phrases[] = "INSERT INTO phrases (text) SELECT ?1 WHERE NOT EXISTS (SELECT 1 FROM phrases WHERE text = ?1)";
static const char find_phrases[]   = "SELECT number FROM phrases WHERE text = ?";

/* ---- opening ---- */

static bool open_db(struct journal_writer *writer, struct arena *arena, str *error)
{
    writer->db = journal_file_open_writer(writer->file, arena, error);
    if (writer->db == NULL)
        return false;
    writer->insert_message = db_prepare(writer->db, insert_message);
    writer->delete_message = db_prepare(writer->db, delete_message);
    writer->segments       = segments_open(writer->db, writer->file);
    if (journal_index_open(&writer->index, writer->db) && writer->insert_message != NULL && writer->delete_message != NULL &&
        writer->segments != NULL)
        return true;
    *error = db_error(writer->db, arena, "journal");
    return false;
}

struct journal_writer *journal_writer_open(const char *file, struct arena *arena, str *error)
{
    struct journal_writer *writer = calloc(1, sizeof *writer);

    ASSERT(writer != NULL);
    writer->file = strdup(file);
    ASSERT(writer->file != NULL);
    if (open_db(writer, arena, error))
        return writer;
    journal_writer_close(writer);
    return NULL;
}

void journal_writer_close(struct journal_writer *writer)
{
    if (writer == NULL)
        return;
    sqlite3_finalize(writer->insert_message);
    sqlite3_finalize(writer->delete_message);
    journal_index_close(&writer->index);
    segments_close(writer->segments);
    db_close(writer->db);
    free(writer->file);
    free(writer);
}

bool journal_writer_number_phrases(struct journal_writer *writer, str phrases, uint32_t *number)
{
    struct sqlite3_stmt *insert = db_prepare(writer->db, insert_phrases), *find = db_prepare(writer->db, find_phrases);
    bool                 found  = false;

    if (insert != NULL && find != NULL) {
        db_bind_str(insert, 1, phrases);
        db_bind_str(find, 1, phrases);
        found = db_step(insert) && sqlite3_step(find) == SQLITE_ROW;
        if (found)
            *number = (uint32_t)sqlite3_column_int64(find, 0);
    }
    sqlite3_finalize(insert);
    sqlite3_finalize(find);
    return found;
}

/* ---- transactions ---- */

static bool in_transaction(const struct journal_writer *writer)
{
    return !sqlite3_get_autocommit(writer->db);
}

enum journal_begin journal_writer_begin(struct journal_writer *writer)
{
    if (db_run(writer->db, "BEGIN IMMEDIATE"))
        return JOURNAL_BEGUN;
    return sqlite3_errcode(writer->db) == SQLITE_BUSY ? JOURNAL_BUSY : JOURNAL_CANNOT_BEGIN;
}

/* Commits if all went well. */
static bool end_transaction(struct journal_writer *writer, bool ok)
{
    bool committed = ok && db_run(writer->db, "COMMIT");

    if (in_transaction(writer))
        sqlite3_exec(writer->db, "ROLLBACK", NULL, NULL, NULL);
    segments_end(writer->segments, committed);
    return committed;
}

/* ---- a group ---- */

static void bind_place(struct sqlite3_stmt *insert, struct record_place place)
{
    db_bind_str(insert, JOURNAL_RECORD_COLUMN, STR(""));
    sqlite3_bind_int64(insert, JOURNAL_SEGMENT_COLUMN, place.segment);
    sqlite3_bind_int64(insert, JOURNAL_PLACE_COLUMN, place.at);
    sqlite3_bind_int64(insert, JOURNAL_OCTETS_COLUMN, (int64_t)place.octets);
}

static bool write_row(struct journal_writer *writer, const struct queued_row *queued)
{
    struct sqlite3_stmt      *insert = writer->insert_message;
    const struct journal_row *row    = &queued->row;

    sqlite3_clear_bindings(insert);
    sqlite3_bind_int64(insert, 1, row->at);
    for (int i = 0; i < JOURNAL_COLUMNS; i++)
        db_bind_str(insert, i + 2, *journal_text(row, &journal_columns[i]));
    if (queued->is_packed)
        bind_place(insert, queued->place);
    if (row->queue_id.len > 0)
        db_bind_str(insert, JOURNAL_QUEUE_ID_COLUMN, row->queue_id);
    if (!db_step(insert))
        return false;
    /* From here on the row points to its record, even if nobody finds it by its words. */
    if (queued->is_packed)
        segments_refer(writer->segments, queued->place);
    return journal_index_add(&writer->index, row, sqlite3_last_insert_rowid(writer->db));
}

/* The record where the arena keeps it, if it came without being packed. */
static str packed_record(const struct record_packer *packer, struct arena *arena, const struct queued_row *queued)
{
    BUF_SCOPE packed = { 0 };

    return queued->is_packed ? queued->row.record : arena_str(arena, packed_record_make(packer, &packed, queued->row.record));
}

/* The records go first: while rows are inserted, the disk has something to do. */
static bool write_records(struct journal_writer *writer, const struct record_packer *packer, struct queued_row *group)
{
    ARENA_SCOPE arena = { 0 };

    if (!segments_begin(writer->segments))
        return false;
    for (struct queued_row *q = group; q != NULL; q = q->next)
        if (q->is_packed || packed_record_can_be(packer, q->row.record)) {
            q->place     = segments_add(writer->segments, packed_record(packer, &arena, q));
            q->is_packed = true;
        }
    return segments_write(writer->segments);
}

/* A row that SQLite refuses costs itself, not its group; a full disk ends the transaction under our feet. */
static bool write_rows(struct journal_writer *writer, const struct queued_row *group, size_t *written)
{
    for (const struct queued_row *q = group; q != NULL && in_transaction(writer); q = q->next)
        *written += write_row(writer, q);
    return in_transaction(writer);
}

bool journal_writer_write(struct journal_writer *writer, const struct record_packer *packer, struct queued_row *group, size_t *written)
{
    *written = 0;
    bool ok = in_transaction(writer) && write_records(writer, packer, group) && write_rows(writer, group, written) &&
              segments_sync(writer->segments);

    if (end_transaction(writer, ok))
        return true;
    *written = 0;
    return false;
}

/* ---- deleting ---- */

static bool delete_row(struct journal_writer *writer, const struct journal_row *row, struct record_place place)
{
    sqlite3_bind_int64(writer->delete_message, 1, row->number);
    return journal_index_remove(&writer->index, row, row->number) && segments_forget(writer->segments, place) &&
           db_step(writer->delete_message);
}

/* The oldest rows, up to a time, and to so many of them; how many there were, in *count. */
static bool delete_oldest(struct journal_writer *writer, unix_seconds before, size_t max, size_t *count)
{
    ARENA_SCOPE          arena  = { 0 };
    struct journal_row  *rows   = ARENA_ARRAY(&arena, struct journal_row, max);
    struct record_place *places = ARENA_ARRAY(&arena, struct record_place, max);
    struct sqlite3_stmt *oldest = journal_prepare_select(writer->db, STR(JOURNAL_SELECT_PLACE
                                                                      " FROM message WHERE at < ? ORDER BY at, number LIMIT ?"));
    bool                 ok     = oldest != NULL;

    if (ok) {
        sqlite3_bind_int64(oldest, 1, before);
        sqlite3_bind_int64(oldest, 2, (int64_t)max);
    }
    while (ok && sqlite3_step(oldest) == SQLITE_ROW) {
        rows[*count]       = journal_read_row(oldest, &arena);
        places[(*count)++] = journal_read_place(oldest);
    }
    sqlite3_finalize(oldest);
    for (size_t i = 0; i < *count && ok; i++)
        ok = delete_row(writer, &rows[i], places[i]);
    return ok;
}

static void remove_empty_segments(struct journal_writer *writer)
{
    if (db_run(writer->db, "BEGIN IMMEDIATE"))
        (void)end_transaction(writer, segments_remove_empty(writer->segments));
}

enum journal_deletion journal_writer_delete(struct journal_writer *writer, unix_seconds before, size_t max, size_t *count)
{
    *count = 0;
    if (!db_run(writer->db, "BEGIN IMMEDIATE"))
        return JOURNAL_DELETES_LATER;
    if (!end_transaction(writer, delete_oldest(writer, before, max, count))) {
        *count = 0;
        return JOURNAL_CANNOT_DELETE;
    }
    if (*count > 0)
        remove_empty_segments(writer);
    return JOURNAL_DELETED;
}

/* ---- what there is ---- */

/* The one number that a statement gives; 0: none. */
static int64_t ask(struct sqlite3 *db, const char *sql)
{
    struct sqlite3_stmt *statement = db_prepare(db, sql);
    int64_t              value     = 0;

    if (statement != NULL && sqlite3_step(statement) == SQLITE_ROW)
        value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return value;
}

/* Pages that were freed are written again before the file grows: they do not count. */
static uint64_t octets_in_use(struct sqlite3 *db)
{
    return (uint64_t)((ask(db, "PRAGMA page_count") - ask(db, "PRAGMA freelist_count")) * ask(db, "PRAGMA page_size"));
}

uint64_t journal_writer_octets(struct journal_writer *writer)
{
    return octets_in_use(writer->db) + segments_octets(writer->segments);
}

unix_seconds journal_writer_last_at(struct journal_writer *writer)
{
    return (unix_seconds)ask(writer->db, "SELECT at FROM message ORDER BY number DESC LIMIT 1");
}
