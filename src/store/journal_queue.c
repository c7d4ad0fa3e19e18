#include "store/journal_queue.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#include "io/sys.h"
#include "store/journal_row.h"

struct journal_queue {
    struct journal_queue_limits limits;
    pthread_mutex_t    lock;            /* over all that follows */
    pthread_cond_t     wake;            /* of the thread that writes; on the steady clock */
    bool               closed;
    struct queued_row *first, **last;
    size_t             waiting;         /* rows in the list */
    size_t             rows, octets;    /* in the list and being written */
};

/* Where the next text may stand. */
static char *move(str *text, char *to)
{
    if (text->len > 0)
        memcpy(to, text->ptr, text->len);
    text->ptr = to;
    return to + text->len;
}

struct queued_row *queued_row_copy(const struct journal_row *row)
{
    size_t             octets = sizeof(struct queued_row) + journal_row_octets(row);
    struct queued_row *copy   = malloc(octets);

    ASSERT(copy != NULL);
    *copy      = (struct queued_row){ .octets = octets, .row = *row };
    char *next = copy->texts;

    for (size_t i = 0; i < JOURNAL_COLUMNS; i++)
        next = move(journal_text(&copy->row, &journal_columns[i]), next);
    (void)move(&copy->row.queue_id, next);
    return copy;
}

struct journal_queue *journal_queue_new(const struct journal_queue_limits *limits)
{
    struct journal_queue *queue = calloc(1, sizeof *queue);
    pthread_condattr_t    steady;

    ASSERT(queue != NULL);
    queue->limits = *limits;
    queue->last   = &queue->first;
    pthread_mutex_init(&queue->lock, NULL);
    pthread_condattr_init(&steady);
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_cond_init(&queue->wake, &steady);
    pthread_condattr_destroy(&steady);
    return queue;
}

/* ---- putting in: any thread ---- */

bool journal_queue_put(struct journal_queue *queue, struct queued_row *row)
{
    pthread_mutex_lock(&queue->lock);
    bool room = queue->rows < queue->limits.rows && row->octets <= queue->limits.octets - queue->octets;

    if (room) {
        row->next    = NULL;
        *queue->last = row;
        queue->last  = &row->next;
        queue->rows++;
        queue->waiting++;
        queue->octets += row->octets;
        /* The writer sleeps until a group begins, and then until it is full or late. */
        if (queue->waiting == 1 || queue->waiting == queue->limits.group_rows)
            pthread_cond_signal(&queue->wake);
    }
    pthread_mutex_unlock(&queue->lock);
    return room;
}

size_t journal_queue_waiting(struct journal_queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    size_t waiting = queue->waiting;

    pthread_mutex_unlock(&queue->lock);
    return waiting;
}

size_t journal_queue_rows(struct journal_queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    size_t rows = queue->rows;

    pthread_mutex_unlock(&queue->lock);
    return rows;
}

/* ---- taking out: the thread that writes ---- */

static struct timespec after_ms(int64_t milliseconds)
{
    int64_t at = sys_steady_ms() + milliseconds;

    return (struct timespec){ .tv_sec = at / 1000, .tv_nsec = at % 1000 * 1000000 };
}

/* Sleeps until so many rows wait, the queue is closed or the time is over. Called with the lock held. */
static void wait_for_rows(struct journal_queue *queue, size_t rows, int milliseconds)
{
    struct timespec late = after_ms(milliseconds);

    while (queue->waiting < rows && !queue->closed)
        if (pthread_cond_timedwait(&queue->wake, &queue->lock, &late) == ETIMEDOUT)
            return;
}

struct queued_row *journal_queue_take(struct journal_queue *queue, int idle_ms, bool *over)
{
    pthread_mutex_lock(&queue->lock);
    wait_for_rows(queue, 1, idle_ms);
    if (queue->waiting > 0)
        wait_for_rows(queue, queue->limits.group_rows, queue->limits.group_ms);
    struct queued_row *group = queue->first;

    queue->first   = NULL;
    queue->last    = &queue->first;
    queue->waiting = 0;
    *over          = group == NULL && queue->closed;
    pthread_mutex_unlock(&queue->lock);
    return group;
}

struct group { size_t rows, octets; };

/* Frees the list and tells what it was. */
static struct group free_list(struct queued_row *list)
{
    struct group group = { 0 };

    for (struct queued_row *next; list != NULL; list = next) {
        next = list->next;
        group.rows++;
        group.octets += list->octets;
        free(list);
    }
    return group;
}

void journal_queue_done(struct journal_queue *queue, struct queued_row *list)
{
    struct group group = free_list(list);

    pthread_mutex_lock(&queue->lock);
    queue->rows -= group.rows;
    queue->octets -= group.octets;
    pthread_mutex_unlock(&queue->lock);
}

/* ---- the end ---- */

void journal_queue_close(struct journal_queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    queue->closed = true;
    pthread_cond_signal(&queue->wake);
    pthread_mutex_unlock(&queue->lock);
}

bool journal_queue_is_closed(struct journal_queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    bool closed = queue->closed;

    pthread_mutex_unlock(&queue->lock);
    return closed;
}

void journal_queue_free(struct journal_queue *queue)
{
    if (queue == NULL)
        return;
    (void)free_list(queue->first);
    pthread_cond_destroy(&queue->wake);
    pthread_mutex_destroy(&queue->lock);
    free(queue);
}
