#include "store/journal.h"

#include <errno.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>

#include "io/sys.h"
#include "store/db.h"
#include "store/journal_query.h"

enum {
    COMMIT_WITHIN_MS = 100,             /* from the arrival of a group's first row */
    GROUP_ROWS       = 1000,            /* as many do not wait that long */
    WRITER_BUSY_MS   = 1000,
    READER_BUSY_MS   = 5000,
    SCHEMA_VERSION   = 1,
};

/* Rows are bounded by their number; this bounds them where records are large. */
static const size_t queue_max_octets = 64 << 20;

/* Every index costs each row, so there is one for each kind of search and no more: addresses stand in the order in
 * which they are found by themselves and by their domains. The reverse-path and the author are both senders. */
static const char schema[] =
    "CREATE TABLE message ("
    "  number INTEGER PRIMARY KEY, at INTEGER NOT NULL, id TEXT NOT NULL UNIQUE, client TEXT NOT NULL,"
    "  helo TEXT NOT NULL, reverse_path TEXT NOT NULL, author TEXT NOT NULL, author_domain TEXT NOT NULL,"
    "  subject TEXT NOT NULL, recipients TEXT NOT NULL, action TEXT NOT NULL, step TEXT NOT NULL,"
    "  findings TEXT NOT NULL, reply TEXT NOT NULL, next_hop_reply TEXT NOT NULL, record TEXT NOT NULL);"
    "CREATE INDEX message_at ON message (at);"
    "CREATE INDEX message_client ON message (client, at);"
    "CREATE INDEX message_action ON message (action, at);"
    "CREATE TABLE address ("
    "  role INTEGER NOT NULL, domain TEXT NOT NULL, local TEXT NOT NULL, message INTEGER NOT NULL,"
    "  PRIMARY KEY (role, domain, local, message)) WITHOUT ROWID;";

static const char insert_message[] =
    "INSERT INTO message (at, id, client, helo, reverse_path, author, author_domain, subject, recipients, action,"
    " step, findings, reply, next_hop_reply, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

static const char insert_address[] =
    "INSERT OR IGNORE INTO address (role, domain, local, message) VALUES (?, ?, ?, ?)";

/* A copy of a row that waits to be written: its texts follow it. */
struct queued {
    struct queued     *next;
    size_t             octets;
    struct journal_row row;
    char               texts[];
};

struct journal {
    struct db_options options;

    struct sqlite3      *writer;        /* NULL: read only; of the writer thread once it runs */
    struct sqlite3_stmt *insert_message, *insert_address;

    pthread_mutex_t reader_lock;
    struct sqlite3 *reader;

    pthread_t       thread;
    bool            thread_runs;
    pthread_mutex_t lock;               /* over all that follows */
    pthread_cond_t  wake;               /* on the steady clock */
    bool            stopping;
    struct queued  *first, **last;
    size_t          waiting;            /* rows in the list */
    size_t          rows, octets;       /* in the list and being written */
    size_t          rows_max;
    struct journal_counters counters;
};

static bool open_connections(struct journal *journal, bool read_only, struct arena *arena, str *error)
{
    struct db_options options = journal->options;

    if (!read_only) {
        options.busy_ms = WRITER_BUSY_MS;
        journal->writer = db_open(&options, arena, error);
        if (journal->writer == NULL)
            return false;
        journal->insert_message = db_prepare(journal->writer, insert_message);
        journal->insert_address = db_prepare(journal->writer, insert_address);
        if (journal->insert_message == NULL || journal->insert_address == NULL) {
            *error = db_error(journal->writer, arena, "journal");
            return false;
        }
    }
    options.busy_ms   = READER_BUSY_MS;
    options.read_only = true;
    journal->reader   = db_open(&options, arena, error);
    return journal->reader != NULL;
}

struct journal *journal_open(const char *file, bool read_only, struct arena *arena, str *error)
{
    struct journal    *journal = calloc(1, sizeof *journal);
    pthread_condattr_t steady;

    ASSERT(journal != NULL);
    journal->options = (struct db_options){
        .file = file, .what = "journal", .sync_commits = true, .schema_version = SCHEMA_VERSION, .schema = schema,
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

static struct queued *copy_row(const struct journal_row *row)
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

bool journal_write(struct journal *journal, const struct journal_row *row)
{
    struct queued *queued = copy_row(row);

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

/* Cuts the next address from a list parted by blanks. A quoted local-part may hold blanks (RFC 5321 §4.1.2). */
static bool cut_address(str *list, str *address)
{
    bool   quoted = false;
    size_t i      = 0;

    *list = str_trim(*list);
    for (; i < list->len && (quoted || list->ptr[i] != ' '); i++) {
        if (list->ptr[i] == '"')
            quoted = !quoted;
        else if (list->ptr[i] == '\\' && quoted && i + 1 < list->len)
            i++;
    }
    *address = str_slice(*list, 0, i);
    *list    = str_from(*list, i);
    return address->len > 0;
}

static bool write_address(struct journal *journal, enum journal_role role, str text, int64_t message)
{
    ARENA_SCOPE            arena   = { 0 };
    struct journal_address address = journal_address(&arena, text);

    if (text.len == 0)
        return true;
    sqlite3_bind_int(journal->insert_address, 1, (int)role);
    db_bind_str(journal->insert_address, 2, address.domain);
    db_bind_str(journal->insert_address, 3, address.local);
    sqlite3_bind_int64(journal->insert_address, 4, message);
    return db_step(journal->insert_address);
}

static bool write_row(struct journal *journal, const struct journal_row *row)
{
    sqlite3_bind_int64(journal->insert_message, 1, row->at);
    for (int i = 0; i < JOURNAL_COLUMNS; i++)
        db_bind_str(journal->insert_message, i + 2, *journal_text(row, &journal_columns[i]));
    if (!db_step(journal->insert_message))
        return false;

    int64_t message = sqlite3_last_insert_rowid(journal->writer);
    bool    ok      = write_address(journal, JOURNAL_FROM, row->reverse_path, message)
           && (str_equal(row->author, row->reverse_path) || write_address(journal, JOURNAL_FROM, row->author, message));
    str     list    = row->recipients, address;

    while (ok && cut_address(&list, &address))
        ok = write_address(journal, JOURNAL_TO, address, message);
    return ok;
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

static bool in_transaction(const struct journal *journal)
{
    return !sqlite3_get_autocommit(journal->writer);
}

static void write_group(struct journal *journal, struct queued *list)
{
    size_t written = 0;

    sqlite3_exec(journal->writer, "BEGIN IMMEDIATE", NULL, NULL, NULL);

    /* A row that SQLite refuses costs itself, not its group; a full disk ends the transaction under our feet. */
    for (const struct queued *q = list; q != NULL && in_transaction(journal); q = q->next)
        written += write_row(journal, &q->row);
    bool committed = in_transaction(journal) && db_run(journal->writer, "COMMIT");

    if (in_transaction(journal))
        sqlite3_exec(journal->writer, "ROLLBACK", NULL, NULL, NULL);
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
}

static struct timespec after_ms(int64_t milliseconds)
{
    int64_t at = sys_steady_ms() + milliseconds;

    return (struct timespec){ .tv_sec = at / 1000, .tv_nsec = at % 1000 * 1000000 };
}

/* Waits for a group: NULL once the journal is closing and nothing is left. Called with the lock held. */
static struct queued *wait_for_group(struct journal *journal)
{
    while (journal->waiting == 0 && !journal->stopping)
        pthread_cond_wait(&journal->wake, &journal->lock);

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
        struct queued *group = wait_for_group(journal);

        pthread_mutex_unlock(&journal->lock);
        if (group == NULL)
            return NULL;
        write_group(journal, group);
    }
}

bool journal_start_writer(struct journal *journal, size_t queue_max)
{
    ASSERT(journal->writer != NULL && !journal->thread_runs);
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
    db_close(journal->reader);
    db_close(journal->writer);
    pthread_cond_destroy(&journal->wake);
    pthread_mutex_destroy(&journal->lock);
    pthread_mutex_destroy(&journal->reader_lock);
    free(journal);
}

/* ---- searching ---- */

static struct journal_row read_row(struct sqlite3_stmt *statement, struct arena *arena)
{
    struct journal_row row = { .at = sqlite3_column_int64(statement, 0), .number = sqlite3_column_int64(statement, 1) };

    for (int i = 0; i < JOURNAL_COLUMNS; i++)
        *journal_text(&row, &journal_columns[i]) = db_column_str(statement, i + 2, arena);
    return row;
}

static bool find(struct journal *journal, struct arena *arena, const struct journal_sql *sql, struct journal_row **rows,
                 size_t *count)
{
    struct sqlite3_stmt *statement = db_prepare(journal->reader, sql->text);
    size_t               capacity  = 0;
    int                  result;

    if (statement == NULL)
        return false;
    for (size_t i = 0; i < sql->value_count; i++)
        db_bind_str(statement, (int)i + 1, sql->values[i]);
    while ((result = sqlite3_step(statement)) == SQLITE_ROW) {
        *ARENA_PUSH(arena, *rows, *count, &capacity) = read_row(statement, arena);
        ++*count;
    }
    sqlite3_finalize(statement);
    return result == SQLITE_DONE;
}

bool journal_find(struct journal *journal, struct arena *arena, const struct journal_query *query,
                  struct journal_row **rows, size_t *count, str *error)
{
    struct journal_sql sql = journal_query_sql(arena, query);

    *rows  = NULL;
    *count = 0;
    pthread_mutex_lock(&journal->reader_lock);
    bool ok = find(journal, arena, &sql, rows, count);

    if (!ok)
        *error = db_error(journal->reader, arena, "journal");
    pthread_mutex_unlock(&journal->reader_lock);
    return ok;
}
