#include "base/metrics.h"

#include "unit.h"

static const char *colour(size_t i) { return (const char *const[]){ "red", "blue" }[i]; }
static const char *size_of(size_t i) { return (const char *const[]){ "s", "m", "l" }[i]; }

enum { PLAIN, COLOURED, BOTH = COLOURED + 2, TIMES = BOTH + 6, CELLS = TIMES + METRIC_HISTOGRAM_CELLS };

static const struct metric table[] = {
    { "plain", "One figure.", METRIC_GAUGE, { { 0 } }, PLAIN },
    { "coloured_total", "By colour.", METRIC_COUNTER, { { "colour", colour, 2 } }, COLOURED },
    { "both_total", "By both.", METRIC_COUNTER, { { "colour", colour, 2 }, { "size", size_of, 3 } }, BOTH },
    { "wait_seconds", "How long.", METRIC_HISTOGRAM, { { 0 } }, TIMES },
};

TEST(metrics_write)
{
    uint64_t  cells[CELLS] = { [PLAIN] = 7, [COLOURED + 1] = 2, [BOTH + 1 * 3 + 2] = 5 };
    BUF_SCOPE out          = { 0 };

    metrics_write(&out, table, 3, cells);
    CHECK_CSTR(buf_str(&out), "# HELP plain One figure.\n# TYPE plain gauge\nplain 7\n"
                              "# HELP coloured_total By colour.\n# TYPE coloured_total counter\n"
                              "coloured_total{colour=\"red\"} 0\ncoloured_total{colour=\"blue\"} 2\n"
                              "# HELP both_total By both.\n# TYPE both_total counter\n"
                              "both_total{colour=\"red\",size=\"s\"} 0\nboth_total{colour=\"red\",size=\"m\"} 0\n"
                              "both_total{colour=\"red\",size=\"l\"} 0\nboth_total{colour=\"blue\",size=\"s\"} 0\n"
                              "both_total{colour=\"blue\",size=\"m\"} 0\nboth_total{colour=\"blue\",size=\"l\"} 5\n");
}

TEST(metrics_histogram)
{
    static const struct { const char *name; int64_t ms; const char *first; } cases[] = {
        { "at once",                    0,      "{le=\"0.001\"} 1" },
        { "a bound belongs to its own", 5,      "{le=\"0.002\"} 0\nwait_seconds_bucket{le=\"0.005\"} 1" },
        { "just above a bound",         6,      "{le=\"0.005\"} 0\nwait_seconds_bucket{le=\"0.010\"} 1" },
        { "longer than all",            400000, "{le=\"300.000\"} 0\nwait_seconds_bucket{le=\"+Inf\"} 1" },
        { "a clock that went back",     -3,     "{le=\"0.001\"} 1" },
    };

    FOR_EACH_CASE(c, cases) {
        _Atomic uint64_t cells[CELLS] = { 0 };
        uint64_t         read[CELLS];
        BUF_SCOPE        out          = { 0 };

        metric_observe_ms(&cells[TIMES], c->ms);
        for (size_t i = 0; i < CELLS; i++)
            read[i] = cells[i];
        metrics_write(&out, &table[3], 1, read);
        CHECK(str_find(buf_str(&out), str_of(c->first)) != STR_NOT_FOUND);
        CHECK(str_find(buf_str(&out), STR("wait_seconds_count 1\n")) != STR_NOT_FOUND);
    }
    CHECK_EQ(metric_cells(&table[2]), 6);
    CHECK_EQ(metric_cells(&table[3]), METRIC_HISTOGRAM_CELLS);
}
