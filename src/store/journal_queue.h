/* What waits to be written to a journal: copies of rows, in the order in which they came. Whoever has a row puts it in and never
 * waits; one thread takes them out in groups. What the queue holds is bounded in rows and in octets, and what is being written
 * counts until it is done: that is memory, too. */
#ifndef STORE_JOURNAL_QUEUE_H
#define STORE_JOURNAL_QUEUE_H

#include "store/journal.h"
#include "store/segments.h"

/* A copy of a row, with its texts behind it. Belongs to whoever made it until it is in the queue, and to whoever has taken it. */
struct queued_row {
    struct queued_row  *next;
    size_t              octets;         /* of memory: what it counts in the queue */
    bool                is_packed;      /* its record (store/packed_record.h) */
    struct record_place place;          /* for the thread that writes */
    struct journal_row  row;
    char                texts[];
};

struct queued_row *queued_row_copy(const struct journal_row *row);      /* for free() */

struct journal_queue;

struct journal_queue_limits {
    size_t rows;                        /* 0: it takes nothing */
    size_t octets;
    size_t group_rows;                  /* as many do not wait for more */
    int    group_ms;                    /* how long the first of a group waits for others */
};

struct journal_queue *journal_queue_new(const struct journal_queue_limits *limits);
void                  journal_queue_free(struct journal_queue *queue);  /* with what is left in it. NULL is nothing */

/* From any thread. False: there is no room; the row still belongs to the caller. */
MUST_USE bool journal_queue_put(struct journal_queue *queue, struct queued_row *row);
size_t        journal_queue_waiting(struct journal_queue *queue);       /* rows that nobody has taken yet */
size_t        journal_queue_rows(struct journal_queue *queue);          /* those, and the ones that are being written */

/* For the one thread that writes. Waits for a group: a list that is now the caller's. NULL if none came within idle_ms; or if none
 * will come any more, since the queue is closed and empty: *over. */
struct queued_row *journal_queue_take(struct journal_queue *queue, int idle_ms, bool *over);
/* The group has been dealt with: frees the list and makes room for as much. */
void               journal_queue_done(struct journal_queue *queue, struct queued_row *group);

/* The end is near: groups are given out at once, whatever is there. */
void journal_queue_close(struct journal_queue *queue);
bool journal_queue_is_closed(struct journal_queue *queue);

#endif
