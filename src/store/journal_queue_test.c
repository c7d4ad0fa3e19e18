#include "store/journal_queue.h"

#include <pthread.h>
#include <stdlib.h>

#include "unit.h"

enum { NO_TIME = 0, PLENTY_MS = 60000 };

static struct queued_row *row_of(const char *id, size_t record_octets)
{
    static const char octets[4096];

    ASSERT(record_octets <= sizeof octets);
    return queued_row_copy(&(struct journal_row){ .id = str_of(id), .record = { octets, record_octets } });
}

static bool put(struct journal_queue *queue, const char *id, size_t record_octets)
{
    struct queued_row *row = row_of(id, record_octets);

    if (journal_queue_put(queue, row))
        return true;
    free(row);
    return false;
}

static size_t octets_of(size_t record_octets)
{
    struct queued_row *row    = row_of("1", record_octets);
    size_t             octets = row->octets;

    free(row);
    return octets;
}

/* Rows whose records have so many octets each are put in one after the other. */
TEST(journal_queue_bounds)
{
    const size_t row = octets_of(0);
    const struct { const char *name; size_t rows_max, octets_max, records[4], taken; } cases[] = {
        { "a queue of nothing",                     0, SIZE_MAX,        { 0 },                0 },
        { "as many rows as it may have",            3, SIZE_MAX,        { 0, 0, 0, 0 },       3 },
        { "as many octets",                         9, 3 * row,         { 0, 0, 0, 0 },       3 },
        { "records count",                          9, 3 * row + 1999,  { 1000, 1000, 0, 0 }, 2 },
        { "what is too large leaves room to others", 9, 3 * row + 500,  { 0, 4000, 0, 0 },    3 },
        { "one that is larger than all",            9, 2 * row,         { 4000, 0, 0, 0 },    2 },
    };

    FOR_EACH_CASE(c, cases) {
        struct journal_queue *queue = journal_queue_new(&(struct journal_queue_limits){ c->rows_max, c->octets_max, 9, NO_TIME });
        size_t                taken = 0;

        for (size_t i = 0; i < ARRAY_LEN(c->records); i++)
            taken += put(queue, "1", c->records[i]);
        CHECK_EQ(taken, c->taken);
        CHECK_EQ(journal_queue_rows(queue), c->taken);
        CHECK_EQ(journal_queue_waiting(queue), c->taken);
        journal_queue_free(queue);      /* with what is left in it */
    }
}

/* What is being written is in memory, too. */
TEST(journal_queue_counts_what_is_being_written)
{
    struct journal_queue *queue = journal_queue_new(&(struct journal_queue_limits){ 2, 2 * octets_of(100), 9, NO_TIME });
    bool                  over;

    CHECK(put(queue, "1", 100));
    CHECK(put(queue, "2", 100));
    struct queued_row *group = journal_queue_take(queue, NO_TIME, &over);

    if (CHECK(group != NULL) && CHECK(group->next != NULL)) {
        CHECK_STR(group->row.id, STR("1"));
        CHECK_STR(group->next->row.id, STR("2"));
        CHECK(group->next->next == NULL);
    }
    CHECK(!over);
    CHECK_EQ(journal_queue_waiting(queue), 0);
    CHECK_EQ(journal_queue_rows(queue), 2);
    CHECK(!put(queue, "3", 100));
    journal_queue_done(queue, group);
    CHECK_EQ(journal_queue_rows(queue), 0);
    CHECK(put(queue, "3", 100));
    CHECK(put(queue, "4", 100));
    journal_queue_free(queue);
}

TEST(journal_queue_keeps_every_text)
{
    struct queued_row *copy;
    char               id[] = "A1", record[] = "{\0}";

    copy = queued_row_copy(&(struct journal_row){ .id = { id, 2 }, .at = 7, .findings = STR("x"), .record = { record, 3 } });
    memset(id, '-', 2);
    memset(record, '-', 3);
    CHECK_STR(copy->row.id, STR("A1"));
    CHECK_STR(copy->row.findings, STR("x"));
    CHECK_STR(copy->row.record, STR("{\0}"));
    CHECK_STR(copy->row.subject, STR(""));
    CHECK_EQ(copy->row.at, 7);
    CHECK_EQ(copy->octets, sizeof *copy + 6);
    free(copy);
}

/* A full group and a closed queue are not waited for. */
TEST(journal_queue_take)
{
    struct journal_queue *queue = journal_queue_new(&(struct journal_queue_limits){ 9, SIZE_MAX, 2, PLENTY_MS });
    bool                  over  = true;

    CHECK(journal_queue_take(queue, NO_TIME, &over) == NULL);   /* nothing came */
    CHECK(!over);
    CHECK(put(queue, "1", 0));
    CHECK(put(queue, "2", 0));
    CHECK(put(queue, "3", 0));
    struct queued_row *group = journal_queue_take(queue, PLENTY_MS, &over);

    CHECK(group != NULL && !over);
    journal_queue_done(queue, group);
    CHECK(put(queue, "4", 0));
    CHECK(!journal_queue_is_closed(queue));
    journal_queue_close(queue);
    CHECK(journal_queue_is_closed(queue));
    group = journal_queue_take(queue, PLENTY_MS, &over);
    CHECK(group != NULL && !over);      /* what was in it is still given out */
    journal_queue_done(queue, group);
    CHECK(journal_queue_take(queue, PLENTY_MS, &over) == NULL);
    CHECK(over);
    journal_queue_free(queue);
}

enum { THREADS = 4, ROWS = 2000 };

struct bringer { struct journal_queue *queue; int64_t number; };

static void *bring(void *argument)
{
    struct bringer *b = argument;

    for (int64_t i = 0; i < ROWS; i++) {
        struct queued_row *row = queued_row_copy(&(struct journal_row){ .at = i, .number = b->number });

        while (!journal_queue_put(b->queue, row))
            sched_yield();              /* full: it is being emptied */
    }
    return NULL;
}

/* All that several threads put in comes out once, and what one of them put in in its order. */
TEST(journal_queue_of_threads)
{
    struct journal_queue *queue = journal_queue_new(&(struct journal_queue_limits){ 100, SIZE_MAX, 50, 1 });
    struct bringer        bringers[THREADS];
    pthread_t             threads[THREADS];
    int64_t               next[THREADS] = { 0 };
    size_t                came = 0, in_order = 0;

    for (int64_t i = 0; i < THREADS; i++) {
        bringers[i] = (struct bringer){ queue, i };
        ASSERT(pthread_create(&threads[i], NULL, bring, &bringers[i]) == 0);
    }
    while (came < THREADS * ROWS) {
        bool               over;
        struct queued_row *group = journal_queue_take(queue, PLENTY_MS, &over);

        ASSERT(group != NULL && !over);
        for (const struct queued_row *q = group; q != NULL; q = q->next, came++)
            in_order += q->row.at == next[q->row.number]++;
        journal_queue_done(queue, group);
    }
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    CHECK_EQ(came, THREADS * ROWS);
    CHECK_EQ(in_order, came);
    CHECK_EQ(journal_queue_rows(queue), 0);
    journal_queue_free(queue);
}
