#include "store/journal.h"

#include <errno.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>

#include "io/sys.h"
#include "store/db.h"
#include "store/journal_query.h"
#include "store/journal_terms.h"
#include "store/packing.h"
#include "store/segments.h"

enum {
    COMMIT_WITHIN_MS = 100,             /* from the arrival of a group's first row */
    GROUP_ROWS       = 4000,            /* as many do not wait that long */
    WRITER_BUSY_MS   = 1000,
    READER_BUSY_MS   = 5000,
    SCHEMA_VERSION   = 4,
    PAGE_OCTETS      = 16384,           /* a row without its record has some 400 octets */
    LOOK_EVERY_MS    = 1000,            /* for rows that are too old or too many */
    IDLE_MS          = 10000,           /* nothing comes: time for that, too */
    EXPIRE_ROWS_MIN  = 500,             /* in one transaction: twice as many as have come, */
    EXPIRE_ROWS_MAX  = 5000,            /* but nobody who writes waits for long */
};

/* Rows are bounded by their number; this bounds them where records are large. */
static const size_t queue_max_octets = 64 << 20;

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

static const char schema[] = MESSAGE_TABLE INDEXES PACKING SEGMENTS;

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

static const char insert_message[] =
    "INSERT INTO message (at, id, client, helo, reverse_path, author, author_domain, subject, recipients, action, step, reason,"
    " would, would_step, would_reason, other, other_said, findings, reply, next_hop_reply, record, segment, place, octets)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

static const char insert_words[] = "INSERT INTO term (rowid, words) VALUES (?, ?)";
static const char insert_phrases[] = "INSERT INTO phrases (text) SELECT ?1 WHERE NOT EXISTS (SELECT 1 FROM phrases WHERE text = ?1)";
static const char find_phrases[]   = "SELECT number FROM phrases WHERE text = ?";
static const char select_phrases[] = "SELECT text FROM phrases WHERE number = ?";
static const char delete_words[] = "INSERT INTO term (term, rowid, words) VALUES ('delete', ?, ?)";
static const char delete_message[] = "DELETE FROM message WHERE number = ?";

/* A copy of a row that waits to be written: its texts follow it. */
struct queued {
    struct queued     *next;
    size_t             octets;
    bool               is_packed;
    struct record_place place;          /* the writer's */
    struct journal_row row;
    char               texts[];
};

struct journal {
    struct db_options options;
    char             *file;

    struct sqlite3      *writer;        /* NULL: read only; of the writer thread once it runs */
    struct sqlite3_stmt *insert_message, *insert_words, *delete_words, *delete_message;
    struct segments      *segments;
    struct hash_key      key;           /* of words */
    struct packing      *packing;       /* of records; NULL: they are written as they are */
    uint32_t             packed_by;     /* the number of its phrases */

    pthread_mutex_t     reader_lock;    /* over what searches use */
    struct sqlite3     *reader;
    struct sqlite3_stmt *read_phrases;
    struct segment_reader segment_reader;
    struct arena        phrases_arena;  /* those that were used last */
    uint32_t            phrases_number;
    str                 phrases;

    pthread_t       thread;
    bool            thread_runs;
    pthread_mutex_t lock;               /* over all that follows */
    pthread_cond_t  wake;               /* on the steady clock */
    bool            stopping;
    struct queued  *first, **last;
    size_t          waiting;            /* rows in the list */
    size_t          rows, octets;       /* in the list and being written */
    size_t          rows_max;
    struct journal_retention retention;
    int64_t         look_at_ms;         /* the writer's: when to look for old rows again */
    struct journal_counters counters;
};

static bool read_key(struct sqlite3 *db, struct hash_key *key)
{
    struct sqlite3_stmt *statement = db_prepare(db, "SELECT k0, k1 FROM meta");
    bool                 ok        = statement != NULL && sqlite3_step(statement) == SQLITE_ROW;

    if (ok)
        *key = (struct hash_key){ (uint64_t)sqlite3_column_int64(statement, 0), (uint64_t)sqlite3_column_int64(statement, 1) };
    sqlite3_finalize(statement);
    return ok;
}

/* The record as it stands in the row: packed, or empty where it stands elsewhere. */
static struct journal_row read_row(struct sqlite3_stmt *statement, struct arena *arena)
{
    struct journal_row row = { .at = sqlite3_column_int64(statement, 0), .number = sqlite3_column_int64(statement, 1) };

    for (int i = 0; i < JOURNAL_COLUMNS; i++)
        *journal_text(&row, &journal_columns[i]) = db_column_str(statement, i + 2, arena);
    return row;
}

static struct record_place read_place(struct sqlite3_stmt *statement)
{
    return (struct record_place){ sqlite3_column_int64(statement, JOURNAL_SEGMENT_COLUMN),
                                  sqlite3_column_int64(statement, JOURNAL_PLACE_COLUMN),
                                  (size_t)sqlite3_column_int64(statement, JOURNAL_OCTETS_COLUMN) };
}

/* Tells the index of a row, or to forget it. */
static bool tell_index(struct sqlite3_stmt *statement, const struct hash_key *key, const struct journal_row *row, int64_t number)
{
    BUF_SCOPE words = { 0 };

    journal_terms_of(&words, key, row);
    sqlite3_bind_int64(statement, 1, number);
    db_bind_str(statement, 2, buf_str(&words));
    return db_step(statement);
}

/* A statement that selects the texts of rows, and what the clause says. */
static struct sqlite3_stmt *prepare_select(struct sqlite3 *db, str clause)
{
    BUF_SCOPE sql = { 0 };

    journal_select(&sql);
    buf_add(&sql, clause);
    buf_add_char(&sql, '\0');
    return db_prepare(db, buf_str(&sql).ptr);
}

/* All rows, without their texts being in memory together. */
static bool index_all(struct sqlite3 *db, const struct hash_key *key, struct sqlite3_stmt *insert)
{
    struct sqlite3_stmt *all    = prepare_select(db, STR(" FROM message"));
    int                  result = all == NULL || insert == NULL ? SQLITE_ERROR : SQLITE_ROW;

    while (result == SQLITE_ROW && (result = sqlite3_step(all)) == SQLITE_ROW) {
        ARENA_SCOPE        scratch = { 0 };
        struct journal_row row     = read_row(all, &scratch);

        if (!tell_index(insert, key, &row, row.number))
            result = SQLITE_ERROR;
    }
    sqlite3_finalize(all);
    sqlite3_finalize(insert);
    return result == SQLITE_DONE;
}

static bool migrate(struct sqlite3 *db, int from)
{
    struct hash_key key;

    if (from == 3)
        return db_run(db, from_version_3);
    if (from == 2)
        return db_run(db, from_version_2);
    ASSERT(from == 1);
    return db_run(db, from_version_1) && read_key(db, &key) && index_all(db, &key, db_prepare(db, insert_words));
}

static bool open_connections(struct journal *journal, bool read_only, struct arena *arena, str *error)
{
    struct db_options options = journal->options;

    if (!read_only) {
        options.busy_ms = WRITER_BUSY_MS;
        journal->writer = db_open(&options, arena, error);
        if (journal->writer == NULL)
            return false;
        journal->insert_message = db_prepare(journal->writer, insert_message);
        journal->insert_words   = db_prepare(journal->writer, insert_words);
        journal->delete_words   = db_prepare(journal->writer, delete_words);
        journal->delete_message = db_prepare(journal->writer, delete_message);
        journal->segments        = segments_open(journal->writer, journal->file);
        if (journal->insert_message == NULL || journal->insert_words == NULL || journal->delete_words == NULL ||
            journal->delete_message == NULL || journal->segments == NULL) {
            *error = db_error(journal->writer, arena, "journal");
            return false;
        }
    }
    options.busy_ms   = READER_BUSY_MS;
    options.read_only = true;
    journal->reader   = db_open(&options, arena, error);
    if (journal->reader == NULL)
        return false;
    journal->read_phrases = db_prepare(journal->reader, select_phrases);
    if (journal->read_phrases != NULL && read_key(journal->reader, &journal->key))
        return true;
    *error = db_error(journal->reader, arena, "journal");
    return false;
}

struct journal *journal_open(const char *file, bool read_only, struct arena *arena, str *error)
{
    struct journal    *journal = calloc(1, sizeof *journal);
    pthread_condattr_t steady;

    ASSERT(journal != NULL);
    journal->file = strdup(file);
    ASSERT(journal->file != NULL);
    journal->segment_reader = SEGMENT_READER(journal->file);
    journal->options = (struct db_options){
        .file = journal->file, .what = "journal", .sync_commits = true, .page_octets = PAGE_OCTETS,
        .schema_version = SCHEMA_VERSION, .schema = schema, .migrate = migrate,
    };
    journal->last = &journal->first;
    pthread_mutex_init(&journal->reader_lock, NULL);
    pthread_mutex_init(&journal->lock, NULL);
    pthread_condattr_init(&steady);
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_cond_init(&journal->wake, &steady);
    pthread_condattr_destroy(&steady);

    if (open_connections(journal, read_only, arena, error))
        return journal;
    journal_close(journal);
    return NULL;
}

/* ---- the queue: any thread ---- */

static size_t text_octets(const struct journal_row *row)
{
    size_t octets = 0;

    for (size_t i = 0; i < JOURNAL_COLUMNS; i++)
        octets += journal_text(row, &journal_columns[i])->len;
    return octets;
}

static struct queued *copy_texts(const struct journal_row *row)
{
    size_t         octets = sizeof(struct queued) + text_octets(row);
    struct queued *copy   = malloc(octets);

    ASSERT(copy != NULL);
    *copy      = (struct queued){ .octets = octets, .row = *row };
    char *next = copy->texts;

    for (size_t i = 0; i < JOURNAL_COLUMNS; i++) {
        str *text = journal_text(&copy->row, &journal_columns[i]);

        if (text->len > 0)
            memcpy(next, text->ptr, text->len);
        text->ptr = next;
        next += text->len;
    }
    return copy;
}

/* A lone record finds the phrases outside of the processor's cache, where most of its time would go; those of a group are packed
 * together by the writer. Where many come, whoever brings them packs: of those there may be several, and one writer. */
enum { NUMBER_OCTETS = 4, PACKED_TOGETHER_ROWS = 64, PACKED_TOGETHER_OCTETS = 64 * 1024 };

static void add_phrases_number(struct buf *out, uint32_t number)
{
    for (unsigned i = NUMBER_OCTETS; i-- > 0; )
        buf_add_char(out, (char)(number >> 8 * i & 255));
}

static uint32_t phrases_number(str packed)
{
    uint32_t number = 0;

    for (size_t i = 0; i < NUMBER_OCTETS; i++)
        number = number << 8 | (unsigned char)packed.ptr[i];
    return number;
}

static bool can_pack(const struct journal *journal, str record)
{
    return journal->packing != NULL && record.len <= PACKING_TEXT_MAX_OCTETS;
}

static str pack(const struct journal *journal, struct buf *out, str record)
{
    add_phrases_number(out, journal->packed_by);
    packing_pack(journal->packing, out, record);
    return buf_str(out);
}

static bool is_busy(struct journal *journal)
{
    pthread_mutex_lock(&journal->lock);
    bool is_busy = journal->waiting >= PACKED_TOGETHER_ROWS;

    pthread_mutex_unlock(&journal->lock);
    return is_busy;
}

static struct queued *copy_row(struct journal *journal, const struct journal_row *row)
{
    BUF_SCOPE          packed = { 0 };
    struct journal_row so     = *row;

    if (!can_pack(journal, row->record) || (row->record.len <= PACKED_TOGETHER_OCTETS && !is_busy(journal)))
        return copy_texts(row);
    so.record = pack(journal, &packed, row->record);

    struct queued *copy = copy_texts(&so);

    copy->is_packed = true;
    return copy;
}

bool journal_write(struct journal *journal, const struct journal_row *row)
{
    struct queued *queued = copy_row(journal, row);

    pthread_mutex_lock(&journal->lock);
    bool room = journal->rows < journal->rows_max && queued->octets <= queue_max_octets - journal->octets;

    if (room) {
        *journal->last = queued;
        journal->last  = &queued->next;
        journal->rows++;
        journal->waiting++;
        journal->octets += queued->octets;
        /* The writer sleeps until a group begins, and then until it is full or late. */
        if (journal->waiting == 1 || journal->waiting == GROUP_ROWS)
            pthread_cond_signal(&journal->wake);
    } else {
        journal->counters.lost++;
    }
    pthread_mutex_unlock(&journal->lock);
    if (!room)
        free(queued);
    return room;
}

struct journal_counters journal_count(struct journal *journal)
{
    pthread_mutex_lock(&journal->lock);
    struct journal_counters counters = journal->counters;

    counters.queued = journal->rows;
    pthread_mutex_unlock(&journal->lock);
    return counters;
}

/* ---- the writer thread ---- */

static bool in_transaction(const struct journal *journal)
{
    return !sqlite3_get_autocommit(journal->writer);
}

static void bind_place(struct sqlite3_stmt *insert, struct record_place place)
{
    db_bind_str(insert, JOURNAL_RECORD_COLUMN, STR(""));
    sqlite3_bind_int64(insert, JOURNAL_SEGMENT_COLUMN, place.segment);
    sqlite3_bind_int64(insert, JOURNAL_PLACE_COLUMN, place.at);
    sqlite3_bind_int64(insert, JOURNAL_OCTETS_COLUMN, (int64_t)place.octets);
}

static bool write_row(struct journal *journal, const struct queued *queued)
{
    struct sqlite3_stmt      *insert = journal->insert_message;
    const struct journal_row *row    = &queued->row;

    sqlite3_clear_bindings(insert);
    sqlite3_bind_int64(insert, 1, row->at);
    for (int i = 0; i < JOURNAL_COLUMNS; i++)
        db_bind_str(insert, i + 2, *journal_text(row, &journal_columns[i]));
    if (queued->is_packed)
        bind_place(insert, queued->place);
    if (!db_step(insert))
        return false;
    /* From here on the row points to its record, even if nobody finds it by its words. */
    if (queued->is_packed)
        segments_refer(journal->segments, queued->place);
    return tell_index(journal->insert_words, &journal->key, row, sqlite3_last_insert_rowid(journal->writer));
}

/* The record where the arena keeps it, if it came without being packed. */
static str packed_record(const struct journal *journal, struct arena *arena, const struct queued *queued)
{
    BUF_SCOPE packed = { 0 };

    return queued->is_packed ? queued->row.record : arena_str(arena, pack(journal, &packed, queued->row.record));
}

/* The records go first: while rows are inserted, the disk has something to do. */
static bool write_records(struct journal *journal, struct queued *list)
{
    ARENA_SCOPE arena = { 0 };

    if (!segments_begin(journal->segments))
        return false;
    for (struct queued *q = list; q != NULL; q = q->next)
        if (q->is_packed || can_pack(journal, q->row.record)) {
            q->place     = segments_add(journal->segments, packed_record(journal, &arena, q));
            q->is_packed = true;
        }
    return segments_write(journal->segments);
}

/* A row that SQLite refuses costs itself, not its group; a full disk ends the transaction under our feet. */
static bool write_rows(struct journal *journal, const struct queued *list, size_t *written)
{
    for (const struct queued *q = list; q != NULL && in_transaction(journal); q = q->next)
        *written += write_row(journal, q);
    return in_transaction(journal);
}

struct group { size_t rows, octets; };

/* Frees the list and tells what it was. */
static struct group free_list(struct queued *list)
{
    struct group group = { 0 };

    for (struct queued *next; list != NULL; list = next) {
        next = list->next;
        group.rows++;
        group.octets += list->octets;
        free(list);
    }
    return group;
}

/* Counts a failure; true if the writer is to end. */
static bool must_give_up(struct journal *journal)
{
    pthread_mutex_lock(&journal->lock);
    bool stopping = journal->stopping;

    journal->counters.failed_commits++;
    pthread_mutex_unlock(&journal->lock);
    return stopping;
}

/* Somebody else may hold the file: what waits is kept, and what comes finds room or is lost. */
static void begin_group(struct journal *journal)
{
    while (!db_run(journal->writer, "BEGIN IMMEDIATE"))
        if (sqlite3_errcode(journal->writer) != SQLITE_BUSY || must_give_up(journal))
            return;
}

/* Commits if all went well. */
static bool end_transaction(struct journal *journal, bool ok)
{
    bool committed = ok && db_run(journal->writer, "COMMIT");

    if (in_transaction(journal))
        sqlite3_exec(journal->writer, "ROLLBACK", NULL, NULL, NULL);
    segments_end(journal->segments, committed);
    return committed;
}

/* How many rows it had. */
static size_t write_group(struct journal *journal, struct queued *list)
{
    size_t written = 0;

    begin_group(journal);
    bool ok = in_transaction(journal) && write_records(journal, list) && write_rows(journal, list, &written) &&
              segments_sync(journal->segments);
    bool committed = end_transaction(journal, ok);

    if (!committed)
        written = 0;

    struct group group = free_list(list);

    pthread_mutex_lock(&journal->lock);
    journal->rows   -= group.rows;
    journal->octets -= group.octets;
    journal->counters.written        += written;
    journal->counters.lost           += group.rows - written;
    journal->counters.failed_commits += !committed;
    pthread_mutex_unlock(&journal->lock);
    return group.rows;
}

/* ---- what is kept no longer ---- */

static uint64_t pragma(struct sqlite3 *db, const char *sql)
{
    struct sqlite3_stmt *statement = db_prepare(db, sql);
    uint64_t             value     = 0;

    if (statement != NULL && sqlite3_step(statement) == SQLITE_ROW)
        value = (uint64_t)sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return value;
}

/* Pages that were freed are written again before the file grows: they do not count. */
static uint64_t octets_in_use(struct sqlite3 *db)
{
    return (pragma(db, "PRAGMA page_count") - pragma(db, "PRAGMA freelist_count")) * pragma(db, "PRAGMA page_size");
}

static bool delete_row(struct journal *journal, const struct journal_row *row, struct record_place place)
{
    sqlite3_bind_int64(journal->delete_message, 1, row->number);
    return tell_index(journal->delete_words, &journal->key, row, row->number) && segments_forget(journal->segments, place) &&
           db_step(journal->delete_message);
}

/* The oldest rows, up to a time, and to so many of them; how many there were, in *count. */
static bool delete_oldest(struct journal *journal, unix_seconds before, size_t max, size_t *count)
{
    ARENA_SCOPE          arena  = { 0 };
    struct journal_row  *rows   = ARENA_ARRAY(&arena, struct journal_row, max);
    struct record_place *places = ARENA_ARRAY(&arena, struct record_place, max);
    struct sqlite3_stmt *oldest = prepare_select(journal->writer, STR(JOURNAL_SELECT_PLACE
                                                                      " FROM message WHERE at < ? ORDER BY at, number LIMIT ?"));
    bool                 ok     = oldest != NULL;

    if (ok) {
        sqlite3_bind_int64(oldest, 1, before);
        sqlite3_bind_int64(oldest, 2, (int64_t)max);
    }
    while (ok && sqlite3_step(oldest) == SQLITE_ROW) {
        rows[*count]       = read_row(oldest, &arena);
        places[(*count)++] = read_place(oldest);
    }
    sqlite3_finalize(oldest);
    for (size_t i = 0; i < *count && ok; i++)
        ok = delete_row(journal, &rows[i], places[i]);
    return ok;
}

static size_t expire_rows(size_t rows_written)
{
    size_t max = 2 * rows_written;

    return max < EXPIRE_ROWS_MIN ? EXPIRE_ROWS_MIN : max > EXPIRE_ROWS_MAX ? EXPIRE_ROWS_MAX : max;
}

static void remove_empty_segments(struct journal *journal)
{
    if (db_run(journal->writer, "BEGIN IMMEDIATE"))
        (void)end_transaction(journal, segments_remove_empty(journal->segments));
}

static void expire(struct journal *journal, const struct journal_retention *retention, size_t rows_written)
{
    unix_seconds before = retention->seconds > 0 ? sys_now() - retention->seconds : 0;
    int64_t      now    = sys_steady_ms();
    size_t       count  = 0, max = expire_rows(rows_written);

    if ((before == 0 && retention->octets == 0) || now < journal->look_at_ms)
        return;
    if (retention->octets > 0 && octets_in_use(journal->writer) + segments_octets(journal->segments) > retention->octets)
        before = INT64_MAX;
    bool begun = before != 0 && db_run(journal->writer, "BEGIN IMMEDIATE");
    bool ok    = begun && end_transaction(journal, delete_oldest(journal, before, max, &count));

    if (ok && count > 0)
        remove_empty_segments(journal);
    journal->look_at_ms = ok && count == max ? now : now + LOOK_EVERY_MS;        /* there is more of it */
    pthread_mutex_lock(&journal->lock);
    journal->counters.expired        += ok ? count : 0;
    journal->counters.failed_commits += begun && !ok;    /* or a journal that cannot delete would grow, and nobody be told */
    pthread_mutex_unlock(&journal->lock);
}

void journal_retain(struct journal *journal, const struct journal_retention *retention)
{
    pthread_mutex_lock(&journal->lock);
    journal->retention = *retention;
    pthread_mutex_unlock(&journal->lock);
}

static struct timespec after_ms(int64_t milliseconds)
{
    int64_t at = sys_steady_ms() + milliseconds;

    return (struct timespec){ .tv_sec = at / 1000, .tv_nsec = at % 1000 * 1000000 };
}

/* Waits for a group: NULL if none has come for a while, or the journal is closing and nothing is left. Called with the lock
 * held. */
static struct queued *wait_for_group(struct journal *journal)
{
    struct timespec idle = after_ms(IDLE_MS);

    while (journal->waiting == 0 && !journal->stopping)
        if (pthread_cond_timedwait(&journal->wake, &journal->lock, &idle) == ETIMEDOUT)
            return NULL;

    struct timespec late = after_ms(COMMIT_WITHIN_MS);

    while (journal->waiting < GROUP_ROWS && !journal->stopping)
        if (pthread_cond_timedwait(&journal->wake, &journal->lock, &late) == ETIMEDOUT)
            break;

    struct queued *group = journal->first;

    journal->first   = NULL;
    journal->last    = &journal->first;
    journal->waiting = 0;
    return group;
}

static void *run_writer(void *argument)
{
    struct journal *journal = argument;

    for (;;) {
        pthread_mutex_lock(&journal->lock);
        struct queued           *group     = wait_for_group(journal);
        bool                     over      = group == NULL && journal->stopping;
        struct journal_retention retention = journal->retention;

        pthread_mutex_unlock(&journal->lock);
        if (over)
            return NULL;
        size_t rows = group == NULL ? 0 : write_group(journal, group);

        expire(journal, &retention, rows);
    }
}

/* The phrases get their number, or have it from before. If that fails, records are written as they are. */
static void start_packing(struct journal *journal, str phrases)
{
    struct sqlite3_stmt *insert = db_prepare(journal->writer, insert_phrases), *find = db_prepare(journal->writer, find_phrases);

    if (insert != NULL && find != NULL) {
        db_bind_str(insert, 1, phrases);
        db_bind_str(find, 1, phrases);
        if (db_step(insert) && sqlite3_step(find) == SQLITE_ROW) {
            journal->packed_by = (uint32_t)sqlite3_column_int64(find, 0);
            journal->packing   = packing_open(phrases);
        }
    }
    sqlite3_finalize(insert);
    sqlite3_finalize(find);
}

bool journal_start_writer(struct journal *journal, size_t queue_max, str phrases)
{
    ASSERT(journal->writer != NULL && !journal->thread_runs);
    if (phrases.len > 0)
        start_packing(journal, phrases);
    journal->rows_max    = queue_max;
    journal->thread_runs = pthread_create(&journal->thread, NULL, run_writer, journal) == 0;
    if (!journal->thread_runs)
        journal->rows_max = 0;
    return journal->thread_runs;
}

void journal_close(struct journal *journal)
{
    if (journal->thread_runs) {
        pthread_mutex_lock(&journal->lock);
        journal->stopping = true;
        pthread_cond_signal(&journal->wake);
        pthread_mutex_unlock(&journal->lock);
        pthread_join(journal->thread, NULL);
    }
    sqlite3_finalize(journal->insert_message);
    sqlite3_finalize(journal->insert_words);
    sqlite3_finalize(journal->delete_words);
    sqlite3_finalize(journal->delete_message);
    sqlite3_finalize(journal->read_phrases);
    segments_close(journal->segments);
    segment_reader_close(&journal->segment_reader);
    packing_close(journal->packing);
    arena_free(&journal->phrases_arena);
    db_close(journal->reader);
    db_close(journal->writer);
    pthread_cond_destroy(&journal->wake);
    pthread_mutex_destroy(&journal->lock);
    pthread_mutex_destroy(&journal->reader_lock);
    free(journal->file);
    free(journal);
}

/* ---- searching ---- */

/* Those of that number; NULL: there are none. */
static const str *phrases_of(struct journal *journal, uint32_t number)
{
    if (journal->phrases_number == number)
        return &journal->phrases;
    arena_free(&journal->phrases_arena);
    journal->phrases_number = 0;
    sqlite3_bind_int64(journal->read_phrases, 1, number);
    if (sqlite3_step(journal->read_phrases) == SQLITE_ROW) {
        journal->phrases        = db_column_str(journal->read_phrases, 0, &journal->phrases_arena);
        journal->phrases_number = number;
    }
    sqlite3_reset(journal->read_phrases);
    return journal->phrases_number == number ? &journal->phrases : NULL;
}

/* A record that cannot be read or unpacked is damaged, and empty: what else is known of the message is found all the same. (So is
 * one that has been deleted for its age since its row was found.) */
static void unpack_record(struct journal *journal, struct arena *arena, str *record)
{
    const str *phrases = record->len < NUMBER_OCTETS ? NULL : phrases_of(journal, phrases_number(*record));

    if (phrases == NULL || !packing_unpack(*phrases, str_from(*record, NUMBER_OCTETS), arena, record))
        *record = (str){ 0 };
}

static void read_record(struct journal *journal, struct arena *arena, struct record_place place, str *record)
{
    ARENA_SCOPE scratch = { 0 };
    str         packed  = { 0 };

    if (!segment_read(&journal->segment_reader, place, &scratch, &packed))
        packed = (str){ 0 };
    unpack_record(journal, arena, &packed);
    *record = packed;
}

/* The rows as SQLite has them, and for each where its record stands. The disk looks for the records meanwhile, all at once. */
static bool find_rows(struct journal *journal, struct arena *arena, const struct journal_sql *sql, struct journal_row **rows,
                      struct record_place **places, size_t *count)
{
    struct sqlite3_stmt *statement = db_prepare(journal->reader, sql->text);
    size_t               room = 0, places_room = 0;
    int                  result;

    if (statement == NULL)
        return false;
    for (size_t i = 0; i < sql->value_count; i++)
        db_bind_str(statement, (int)i + 1, sql->values[i]);
    while ((result = sqlite3_step(statement)) == SQLITE_ROW) {
        struct journal_row *row       = ARENA_PUSH(arena, *rows, *count, &room);
        struct record_place place     = read_place(statement);
        bool                is_packed = sqlite3_column_type(statement, JOURNAL_RECORD_COLUMN) == SQLITE_BLOB;

        *row = read_row(statement, arena);
        if (is_packed)
            unpack_record(journal, arena, &row->record);
        if (place.segment != 0)
            segment_expect(&journal->segment_reader, place);
        *ARENA_PUSH(arena, *places, (*count)++, &places_room) = place;
    }
    sqlite3_finalize(statement);
    return result == SQLITE_DONE;
}

static bool find(struct journal *journal, struct arena *arena, const struct journal_sql *sql, struct journal_row **rows,
                 size_t *count)
{
    struct record_place *places = NULL;

    if (!find_rows(journal, arena, sql, rows, &places, count))
        return false;
    for (size_t i = 0; i < *count; i++)
        if (places[i].segment != 0)
            read_record(journal, arena, places[i], &(*rows)[i].record);
    return true;
}

bool journal_find(struct journal *journal, struct arena *arena, const struct journal_query *query,
                  struct journal_row **rows, size_t *count, str *error)
{
    struct journal_sql sql = journal_query_sql(arena, &journal->key, query);

    *rows  = NULL;
    *count = 0;
    pthread_mutex_lock(&journal->reader_lock);
    bool ok = find(journal, arena, &sql, rows, count);

    if (!ok)
        *error = db_error(journal->reader, arena, "journal");
    pthread_mutex_unlock(&journal->reader_lock);
    return ok;
}

/* ---- sums ---- */

static const char sums_of_shadow[] =
    "SELECT would, would_step, would_reason, '', '', action, count(*) FROM message WHERE would <> action AND at >= ?"
    " GROUP BY would, would_step, would_reason, action ORDER BY 7 DESC";
static const char sums_compared[] =
    "SELECT would, '', '', other, other_said, '', count(*) FROM message WHERE other <> '' AND at >= ?"
    " GROUP BY other, other_said, would ORDER BY 7 DESC";

static bool sum(struct journal *journal, struct arena *arena, const char *sql, unix_seconds since, struct journal_sum **sums,
                size_t *count)
{
    struct sqlite3_stmt *statement = db_prepare(journal->reader, sql);
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

bool journal_sums(struct journal *journal, struct arena *arena, bool compared, unix_seconds since, struct journal_sum **sums,
                  size_t *count, str *error)
{
    *sums  = NULL;
    *count = 0;
    pthread_mutex_lock(&journal->reader_lock);
    bool ok = sum(journal, arena, compared ? sums_compared : sums_of_shadow, since, sums, count);

    if (!ok)
        *error = db_error(journal->reader, arena, "journal");
    pthread_mutex_unlock(&journal->reader_lock);
    return ok;
}
