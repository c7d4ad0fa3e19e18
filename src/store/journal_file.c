#include "store/journal_file.h"

#include <sqlite3.h>

#include "store/db.h"
#include "store/journal_index.h"
#include "store/journal_row.h"
#include "store/segments.h"

enum {
    WRITER_BUSY_MS = 1000,
    READER_BUSY_MS = 5000,
    SCHEMA_VERSION = 5,
    PAGE_OCTETS    = 16384,             /* a row without its record has some 400 octets */
};

/* Every index costs each row: one by time, one of words for all other searches (store/journal_terms.h), and two small ones
 * of what trials count. A packed record is the number of the phrases that it is packed by, and what store/packing.h makes of it.
 * It stands in a segment (store/segments.h); up to version 3 it stood in the row, as a BLOB. One that is TEXT is not packed. */
#define MESSAGE_TABLE \
    "CREATE TABLE message (" \
    "  number INTEGER PRIMARY KEY, at INTEGER NOT NULL, id TEXT NOT NULL UNIQUE, client TEXT NOT NULL," \
    "  helo TEXT NOT NULL, reverse_path TEXT NOT NULL, author TEXT NOT NULL, author_domain TEXT NOT NULL," \
    "  subject TEXT NOT NULL, recipients TEXT NOT NULL, action TEXT NOT NULL, step TEXT NOT NULL," \
    "  reason TEXT NOT NULL, would TEXT NOT NULL, would_step TEXT NOT NULL, would_reason TEXT NOT NULL," \
    "  other TEXT NOT NULL, other_said TEXT NOT NULL," \
    "  findings TEXT NOT NULL, reply TEXT NOT NULL, next_hop_reply TEXT NOT NULL, record TEXT NOT NULL);"
#define INDEXES \
    "CREATE INDEX message_at ON message (at);" \
    "CREATE INDEX message_would ON message (would, would_step, would_reason, action, at) WHERE would <> action;" \
    "CREATE INDEX message_other ON message (other, other_said, would, at) WHERE other <> '';" \
    "CREATE TABLE meta (k0 INTEGER NOT NULL, k1 INTEGER NOT NULL);" \
    "INSERT INTO meta VALUES (random(), random());" \
    "CREATE VIRTUAL TABLE term USING fts5(words, content='', detail=none, columnsize=0, tokenize='ascii');"
/* What version 3 has more. Words are written in larger groups, which are merged by eight: so each is written less often. */
#define PACKING \
    "CREATE TABLE phrases (number INTEGER PRIMARY KEY, text TEXT NOT NULL);" \
    "INSERT INTO term (term, rank) VALUES ('hashsize', 4194304), ('automerge', 8);"

/* And version 4. */
#define SEGMENTS \
    "ALTER TABLE message ADD COLUMN segment INTEGER; ALTER TABLE message ADD COLUMN place INTEGER;" \
    "ALTER TABLE message ADD COLUMN octets INTEGER;" \
    SEGMENTS_SCHEMA

/* And version 5: NULL where no mail server has asked, so that most rows cost nothing. */
#define QUEUE_IDS \
    "ALTER TABLE message ADD COLUMN queue_id TEXT;" \
    "CREATE INDEX message_queue_id ON message (queue_id, at) WHERE queue_id IS NOT NULL;"

static const char schema[] = MESSAGE_TABLE INDEXES PACKING SEGMENTS QUEUE_IDS;

/* Version 1 had tables of addresses; what it did not know is empty. */
static const char from_version_1[] =
    "ALTER TABLE message RENAME TO message_1;"
    "DROP INDEX message_at; DROP INDEX message_client; DROP INDEX message_action; DROP TABLE address;"
    MESSAGE_TABLE
    "INSERT INTO message SELECT number, at, id, client, helo, reverse_path, author, author_domain, subject, recipients, action,"
    " step, '', action, step, '', '', '', findings, reply, next_hop_reply, record FROM message_1;"
    "DROP TABLE message_1;"
    INDEXES;

static const char from_version_2[] = PACKING;
static const char from_version_3[] = SEGMENTS;
static const char from_version_4[] = QUEUE_IDS;

/* All rows, without their texts being in memory together. */
static bool index_all(struct sqlite3 *db, struct journal_index *index)
{
    struct sqlite3_stmt *all    = journal_prepare_select(db, STR(" FROM message"));
    int                  result = all == NULL ? SQLITE_ERROR : SQLITE_ROW;

    while (result == SQLITE_ROW && (result = sqlite3_step(all)) == SQLITE_ROW) {
        ARENA_SCOPE        scratch = { 0 };
        struct journal_row row     = journal_read_row(all, &scratch);

        if (!journal_index_add(index, &row, row.number))
            result = SQLITE_ERROR;
    }
    sqlite3_finalize(all);
    return result == SQLITE_DONE;
}

static bool make_index(struct sqlite3 *db)
{
    struct journal_index index;
    bool                 ok = journal_index_open(&index, db) && index_all(db, &index);

    journal_index_close(&index);
    return ok;
}

static bool migrate(struct sqlite3 *db, int from)
{
    if (from == 4)
        return db_run(db, from_version_4);
    if (from == 3)
        return db_run(db, from_version_3);
    if (from == 2)
        return db_run(db, from_version_2);
    ASSERT(from == 1);
    return db_run(db, from_version_1) && make_index(db);
}

static struct sqlite3 *open_file(const char *file, bool read_only, struct arena *arena, str *error)
{
    return db_open(&(struct db_options){
        .file = file, .what = "journal", .read_only = read_only, .sync_commits = true,
        .busy_ms = read_only ? READER_BUSY_MS : WRITER_BUSY_MS, .page_octets = PAGE_OCTETS,
        .schema_version = SCHEMA_VERSION, .schema = schema, .migrate = migrate,
    }, arena, error);
}

struct sqlite3 *journal_file_open_writer(const char *file, struct arena *arena, str *error)
{
    return open_file(file, false, arena, error);
}

struct sqlite3 *journal_file_open_reader(const char *file, struct arena *arena, str *error)
{
    return open_file(file, true, arena, error);
}
