#include "base/metrics.h"

/* From what a cache answers to what a sender waits for in vain (RFC 5321 §4.5.3.2.6: ten minutes). */
static const int64_t bounds_ms[METRIC_BUCKETS] = { 1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 5000, 15000, 60000, 300000 };

size_t metric_cells(const struct metric *metric)
{
    size_t cells = 1;

    if (metric->kind == METRIC_HISTOGRAM)
        return METRIC_HISTOGRAM_CELLS;
    for (size_t i = 0; i < METRIC_LABELS_MAX && metric->labels[i].name != NULL; i++)
        cells *= metric->labels[i].count;
    return cells;
}

void metric_observe_ms(_Atomic uint64_t *cells, int64_t milliseconds)
{
    size_t bucket = 0;

    if (milliseconds < 0)
        milliseconds = 0;
    while (bucket < METRIC_BUCKETS && milliseconds > bounds_ms[bucket])
        bucket++;
    metric_add(&cells[bucket], 1);
    metric_add(&cells[METRIC_BUCKETS + 1], (uint64_t)milliseconds);
}

static void write_labels(struct buf *out, const struct metric *metric, size_t cell)
{
    const struct metric_label *first = &metric->labels[0], *second = &metric->labels[1];

    if (first->name == NULL)
        return;
    size_t inner = second->name == NULL ? 1 : second->count;

    buf_printf(out, "{%s=\"%s\"", first->name, first->value(cell / inner));
    if (second->name != NULL)
        buf_printf(out, ",%s=\"%s\"", second->name, second->value(cell % inner));
    buf_add_char(out, '}');
}

/* Buckets hold all that is as short or shorter. */
static void write_histogram(struct buf *out, const char *name, const uint64_t *cells)
{
    uint64_t so_far = 0, sum = cells[METRIC_BUCKETS + 1];

    for (size_t i = 0; i < METRIC_BUCKETS; i++) {
        so_far += cells[i];
        buf_printf(out, "%s_bucket{le=\"%lld.%03lld\"} %llu\n", name, (long long)bounds_ms[i] / 1000, (long long)bounds_ms[i] % 1000,
                   (unsigned long long)so_far);
    }
    so_far += cells[METRIC_BUCKETS];
    buf_printf(out, "%s_bucket{le=\"+Inf\"} %llu\n", name, (unsigned long long)so_far);
    buf_printf(out, "%s_sum %llu.%03llu\n", name, (unsigned long long)sum / 1000, (unsigned long long)sum % 1000);
    buf_printf(out, "%s_count %llu\n", name, (unsigned long long)so_far);
}

static void write_metric(struct buf *out, const struct metric *metric, const uint64_t *cells)
{
    static const char *const types[] = { [METRIC_COUNTER] = "counter", [METRIC_GAUGE] = "gauge", [METRIC_HISTOGRAM] = "histogram" };

    buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n", metric->name, metric->help, metric->name, types[metric->kind]);
    if (metric->kind == METRIC_HISTOGRAM) {
        write_histogram(out, metric->name, cells);
        return;
    }
    for (size_t i = 0; i < metric_cells(metric); i++) {
        buf_add(out, str_of(metric->name));
        write_labels(out, metric, i);
        buf_printf(out, " %llu\n", (unsigned long long)cells[i]);
    }
}

void metrics_write(struct buf *out, const struct metric *table, size_t count, const uint64_t *cells)
{
    for (size_t i = 0; i < count; i++)
        write_metric(out, &table[i], cells + table[i].first);
}
