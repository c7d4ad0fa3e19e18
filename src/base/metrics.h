/* Metrics as a table over cells: what a figure is called, what it means, by which labels it is told apart, and where its
 * cells are. Written as Prometheus reads it (text exposition format 0.0.4). The cells are the owner's; adding to one costs
 * a load and a store, so each is written by one thread only, and sums are made when somebody reads. */
#ifndef BASE_METRICS_H
#define BASE_METRICS_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

enum metric_kind { METRIC_COUNTER, METRIC_GAUGE, METRIC_HISTOGRAM };

/* A label with its values in the order of their cells. They are words of ours: few, and none from outside. */
struct metric_label { const char *name; const char *(*value)(size_t i); size_t count; };

enum { METRIC_LABELS_MAX = 2, METRIC_BUCKETS = 14, METRIC_HISTOGRAM_CELLS = METRIC_BUCKETS + 2 };

struct metric {
    const char         *name, *help;
    enum metric_kind    kind;
    struct metric_label labels[METRIC_LABELS_MAX];      /* name NULL: no more */
    size_t              first;          /* cell; then one for each value, the last label's fastest */
};

/* How many cells a metric has. */
size_t metric_cells(const struct metric *metric);

/* For the one thread that writes this cell. */
static inline void metric_add(_Atomic uint64_t *cell, uint64_t value)
{
    atomic_store_explicit(cell, atomic_load_explicit(cell, memory_order_relaxed) + value, memory_order_relaxed);
}

/* Counts a span of time in a histogram's cells: one for each bucket, one for what is longer than all, and the sum in
 * milliseconds. */
void metric_observe_ms(_Atomic uint64_t *cells, int64_t milliseconds);

/* All of them, in the order of the table. */
void metrics_write(struct buf *out, const struct metric *table, size_t count, const uint64_t *cells);

#endif
