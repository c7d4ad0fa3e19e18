#include "store/journal.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

#include "store/journal_expiry.h"
#include "store/journal_queue.h"
#include "store/journal_reader.h"
#include "store/journal_row.h"
#include "store/journal_writer.h"
#include "store/packed_record.h"

enum {
    COMMIT_WITHIN_MS = 100,             /* from the arrival of a group's first row */
    GROUP_ROWS       = 4000,            /* as many do not wait that long */
    IDLE_MS          = 10000,           /* nothing comes: time for what is kept no longer */
};

/* Rows are bounded by their number; this bounds them where records are large. */
enum { QUEUE_MAX_OCTETS = 64 << 20 };

static_assert((size_t)JOURNAL_ROW_MAX_OCTETS * 16 <= (size_t)QUEUE_MAX_OCTETS, "no stranger fills the queue with a handful of messages");

struct journal {
    struct journal_reader *reader;
    struct journal_writer *writer;      /* NULL: read only; of the writer thread once it runs */
    struct journal_expiry  expiry;      /* of that thread */
    struct record_packer   packer;
    struct journal_queue  *queue;       /* NULL: there is no thread to take what is in it */
    struct age_clock      *ages;
    pthread_t              thread;
    pthread_mutex_t        lock;        /* over all that follows */
    struct journal_retention retention;
    struct journal_counters  counters;  /* but for what is queued */
};

struct journal *journal_open(const char *file, bool read_only, struct arena *arena, str *error)
{
    struct journal *journal = calloc(1, sizeof *journal);

    ASSERT(journal != NULL);
    pthread_mutex_init(&journal->lock, NULL);
    if (!read_only)
        journal->writer = journal_writer_open(file, arena, error);
    if (read_only || journal->writer != NULL)
        journal->reader = journal_reader_open(file, arena, error);
    if (journal->reader != NULL)
        return journal;
    journal_close(journal);
    return NULL;
}

void journal_close(struct journal *journal)
{
    if (journal->queue != NULL) {
        journal_queue_close(journal->queue);
        pthread_join(journal->thread, NULL);
    }
    journal_queue_free(journal->queue);
    journal_reader_close(journal->reader);
    journal_writer_close(journal->writer);
    packing_close(journal->packer.packing);
    pthread_mutex_destroy(&journal->lock);
    free(journal);
}

void journal_retain(struct journal *journal, const struct journal_retention *retention)
{
    pthread_mutex_lock(&journal->lock);
    journal->retention = *retention;
    pthread_mutex_unlock(&journal->lock);
}

struct journal_counters journal_count(struct journal *journal)
{
    /* First: what is no longer queued has been counted by then. */
    size_t queued = journal->queue == NULL ? 0 : journal_queue_rows(journal->queue);

    pthread_mutex_lock(&journal->lock);
    struct journal_counters counters = journal->counters;

    pthread_mutex_unlock(&journal->lock);
    counters.queued = queued;
    return counters;
}

static void count(struct journal *journal, const struct journal_counters *more)
{
    pthread_mutex_lock(&journal->lock);
    journal->counters.written += more->written;
    journal->counters.lost += more->lost;
    journal->counters.without_record += more->without_record;
    journal->counters.failed_commits += more->failed_commits;
    journal->counters.expired += more->expired;
    pthread_mutex_unlock(&journal->lock);
}

/* ---- what comes: any thread ---- */

/* A lone record finds the phrases outside of the processor's cache, where most of its time would go; those of a group are packed
 * together by the writer. Where many come, whoever brings them packs: of those there may be several, and one writer. */
enum { PACKED_TOGETHER_ROWS = 64, PACKED_TOGETHER_OCTETS = 64 * 1024 };

static struct queued_row *copy_row(struct journal *journal, const struct journal_row *row)
{
    BUF_SCOPE          packed = { 0 };
    struct journal_row so     = *row;

    if (!packed_record_can_be(&journal->packer, row->record) ||
        (row->record.len <= PACKED_TOGETHER_OCTETS && journal_queue_waiting(journal->queue) < PACKED_TOGETHER_ROWS))
        return queued_row_copy(row);
    so.record = packed_record_make(&journal->packer, &packed, row->record);

    struct queued_row *copy = queued_row_copy(&so);

    copy->is_packed = true;
    return copy;
}

static bool put(struct journal *journal, const struct journal_row *row)
{
    if (journal->queue == NULL || journal_row_octets(row) > JOURNAL_ROW_MAX_OCTETS)
        return false;
    struct queued_row *queued = copy_row(journal, row);

    if (journal_queue_put(journal->queue, queued))
        return true;
    free(queued);
    return false;
}

bool journal_write(struct journal *journal, const struct journal_row *row)
{
    struct journal_row so        = *row;
    bool               too_large = journal_row_octets(row) > JOURNAL_ROW_MAX_OCTETS;

    if (too_large)
        so.record = (str){ 0 };
    if (put(journal, &so)) {
        if (too_large)
            count(journal, &(struct journal_counters){ .without_record = 1 });
        return true;
    }
    count(journal, &(struct journal_counters){ .lost = 1 });
    return false;
}

/* ---- the writer thread ---- */

/* Somebody else may hold the file: what waits is kept, and what comes finds room or is lost. */
static void begin(struct journal *journal)
{
    while (journal_writer_begin(journal->writer) == JOURNAL_BUSY) {
        count(journal, &(struct journal_counters){ .failed_commits = 1 });
        if (journal_queue_is_closed(journal->queue))
            return;
    }
}

static size_t count_rows(const struct queued_row *group)
{
    size_t rows = 0;

    for (; group != NULL; group = group->next)
        rows++;
    return rows;
}

/* How many rows it had. */
static size_t write_group(struct journal *journal, struct queued_row *group)
{
    size_t rows = count_rows(group), written;

    begin(journal);
    bool committed = journal_writer_write(journal->writer, &journal->packer, group, &written);

    count(journal, &(struct journal_counters){ .written = written, .lost = rows - written, .failed_commits = !committed });
    journal_queue_done(journal->queue, group);
    return rows;
}

static void expire(struct journal *journal, size_t rows_written)
{
    pthread_mutex_lock(&journal->lock);
    struct journal_retention retention = journal->retention;

    pthread_mutex_unlock(&journal->lock);
    struct journal_expired gone = journal_expire(&journal->expiry, journal->writer, journal->ages, &retention, rows_written);

    if (gone.rows > 0 || gone.failed)
        count(journal, &(struct journal_counters){ .expired = gone.rows, .failed_commits = gone.failed });
}

static void *run_writer(void *argument)
{
    struct journal *journal = argument;

    for (;;) {
        bool               over;
        struct queued_row *group = journal_queue_take(journal->queue, IDLE_MS, &over);

        if (over)
            return NULL;
        expire(journal, group == NULL ? 0 : write_group(journal, group));
    }
}

/* The phrases get their number, or have it from before. If that fails, records are written as they are. */
static void start_packing(struct journal *journal, str phrases)
{
    if (phrases.len > 0 && journal_writer_number_phrases(journal->writer, phrases, &journal->packer.phrases_number))
        journal->packer.packing = packing_open(phrases);
}

bool journal_start_writer(struct journal *journal, size_t queue_max, str phrases, struct age_clock *ages)
{
    ASSERT(journal->writer != NULL && journal->queue == NULL);
    start_packing(journal, phrases);
    journal->ages  = ages;
    journal->queue = journal_queue_new(&(struct journal_queue_limits){
        .rows = queue_max, .octets = QUEUE_MAX_OCTETS, .group_rows = GROUP_ROWS, .group_ms = COMMIT_WITHIN_MS,
    });
    if (pthread_create(&journal->thread, NULL, run_writer, journal) == 0)
        return true;
    journal_queue_free(journal->queue);
    journal->queue = NULL;
    return false;
}

unix_seconds journal_last_at(struct journal *journal)
{
    ASSERT(journal->writer != NULL && journal->queue == NULL);
    return journal_writer_last_at(journal->writer);
}

/* ---- reading ---- */

bool journal_find(struct journal *journal, struct arena *arena, const struct journal_query *query,
                  struct journal_row **rows, size_t *found, str *error)
{
    return journal_reader_find(journal->reader, arena, query, rows, found, error);
}

bool journal_sums(struct journal *journal, struct arena *arena, bool compared, unix_seconds since, struct journal_sum **sums,
                  size_t *found, str *error)
{
    return journal_reader_sums(journal->reader, arena, compared, since, sums, found, error);
}
