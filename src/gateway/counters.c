#include "gateway/counters.h"

#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>

#include "gateway/next_hop.h"
#include "gateway/server.h"
#include "gateway/transaction.h"
#include "gateway/worker.h"
#include "io/sys.h"
#include "store/age_clock.h"

/* ---- labels ---- */

static const char *const tls_versions[TLS_VERSIONS] = { "TLSv1.3", "TLSv1.2", "TLSv1.1", "TLSv1", "other" };

static const char *tls_version_label(size_t i) { return tls_versions[i]; }
static const char *action_label(size_t i) { return action_name((enum action)i); }
static const char *step_label(size_t i)   { return step_name((enum step)i); }
static const char *spf_label(size_t i)    { return spf_status_name((enum spf_status)i); }
static const char *dkim_label(size_t i)   { return dkim_status_name((enum dkim_status)i); }
static const char *arc_label(size_t i)    { return arc_status_name((enum arc_status)i); }
static const char *dmarc_label(size_t i)  { return dmarc_status_name((enum dmarc_status)i); }

static const char *reply_label(size_t i)
{
    static const char *const names[REPLY_COUNT] = {
#define REPLY(id, code, enhanced, text) [REPLY_##id] = #id,
#include "smtp/replies.def"
#undef REPLY
    };
    return names[i];
}

static const char *class_label(size_t i)
{
    static const char *const names[REPLY_CLASSES] = { [REPLY_CLASS_ACCEPTED] = "accepted", [REPLY_CLASS_LATER] = "later",
                                                      [REPLY_CLASS_REFUSED] = "refused", [REPLY_CLASS_LEFT] = "client-left" };
    return names[i];
}

static const char *dns_label(size_t i)
{
    static const char *const names[DNS_OUTCOMES] = { [DNS_OUTCOME_ANSWERED] = "answered", [DNS_OUTCOME_TIMEOUT] = "timeout",
                                                     [DNS_OUTCOME_FAILED] = "failed" };
    return names[i];
}

static const char *next_hop_label(size_t i)
{
    static const char *const names[NEXT_HOP_OUTCOMES] = { [NEXT_HOP_ACCEPTED] = "accepted", [NEXT_HOP_REFUSED] = "refused",
                                                          [NEXT_HOP_FAILED] = "failed" };
    return names[i];
}

static const char *pace_label(size_t i)
{
    static const char *const names[PACE_FAULTS] = { [PACE_OK] = "none", [PACE_COMMAND_SLOW] = "command", [PACE_CONTENT_SLOW] = "content",
                                                    [PACE_READER_SLOW] = "reader", [PACE_SESSION_LONG] = "session" };
    return names[i];
}

static const char *rate_label(size_t i)
{
    static const char *const names[RATE_KINDS] = { [RATE_CONNECTIONS] = "connections", [RATE_MESSAGES] = "messages",
                                                   [RATE_RECIPIENTS] = "recipients", [RATE_ERRORS] = "errors",
                                                   [RATE_UNKNOWN_RECIPIENTS] = "unknown-recipients" };
    return names[i];
}

static const char *done_label(size_t i)
{
    static const char *const names[DONE_OUTCOMES] = { [DONE_OK] = "written", [DONE_FAILED] = "failed" };
    return names[i];
}

#define CELL_OF(member) (offsetof(struct counters, member) / sizeof(uint64_t))

static const struct metric table[] = {
#define PLAIN(member, kind, name, help) { name, help, METRIC_##kind, { { 0 } }, CELL_OF(member) },
#define LABEL(member, kind, name, label, values, count, help) { name, help, METRIC_##kind, { { label, values, count } }, CELL_OF(member) },
#define LABELS(member, kind, name, label1, values1, count1, label2, values2, count2, help) \
    { name, help, METRIC_##kind, { { label1, values1, count1 }, { label2, values2, count2 } }, CELL_OF(member) },
#define TIMES(member, name, help) { name, help, METRIC_HISTOGRAM, { { 0 } }, CELL_OF(member) },
#include "gateway/metrics.def"
#undef PLAIN
#undef LABEL
#undef LABELS
#undef TIMES
};

/* ---- counting ---- */

struct counters *counters_new(void)
{
    enum { LINE_OCTETS = 64 };
    size_t           octets   = (sizeof(struct counters) + LINE_OCTETS - 1) / LINE_OCTETS * LINE_OCTETS;
    struct counters *counters = aligned_alloc(LINE_OCTETS, octets);

    ASSERT(counters != NULL);
    memset(counters, 0, octets);
    return counters;
}

void count_tls(struct counters *counters, str version)
{
    size_t i = 0;

    while (i < TLS_VERSIONS - 1 && !str_equal(version, str_of(tls_versions[i])))
        i++;
    count_one(&counters->tls[i]);
}

static enum reply_class class_of(int code, bool client_left)
{
    if (client_left)
        return REPLY_CLASS_LEFT;
    return code < 400 ? REPLY_CLASS_ACCEPTED : code < 500 ? REPLY_CLASS_LATER : REPLY_CLASS_REFUSED;
}

void count_message(struct counters *counters, const struct transaction *tx, int reply_code, bool client_left, int64_t judge_ms,
                   int64_t total_ms)
{
    const struct auth_results *auth = &tx->auth;

    count_one(&counters->messages[(size_t)tx->verdict.action * STEP_COUNT + tx->verdict.step]);
    if (tx->verdict.would.action != tx->verdict.action)
        count_one(&counters->would[(size_t)tx->verdict.would.action * STEP_COUNT + tx->verdict.would.step]);
    count_one(&counters->answers[class_of(reply_code, client_left)]);
    metric_add(&counters->octets, tx->octets.len);
    count_one(&counters->spf[auth->spf.status]);
    for (size_t i = 0; i < auth->dkim_count; i++)
        count_one(&counters->dkim[auth->dkim[i].status]);
    count_one(&counters->arc[auth->arc.status]);
    count_one(&counters->dmarc[auth->dmarc.status]);
    metric_observe_ms(counters->judge, judge_ms);
    metric_observe_ms(counters->dns_wait, tx->waited_ms);
    metric_observe_ms(counters->act, total_ms - judge_ms);
    metric_observe_ms(counters->total, total_ms);
}

void count_dns(struct counters *counters, const struct resolver_counters *now, struct resolver_counters *told)
{
    metric_add(&counters->dns[DNS_OUTCOME_ANSWERED], now->answered - told->answered);
    metric_add(&counters->dns[DNS_OUTCOME_TIMEOUT], now->timeouts - told->timeouts);
    metric_add(&counters->dns[DNS_OUTCOME_FAILED], now->failures - told->failures);
    *told = *now;
}

/* ---- reading ---- */

/* The second figure of statm(5), in pages. */
static uint64_t resident_octets(void)
{
    char     text[128];
    int      fd   = sys_open("/proc/self/statm", O_RDONLY, 0);
    ssize_t  got  = fd < 0 ? -1 : sys_read(fd, text, sizeof text);
    str      rest = { text, got < 0 ? 0 : (size_t)got }, word = { 0 };
    uint64_t pages = 0;

    if (fd >= 0)
        (void)!sys_close(fd);
    if (!str_cut(&rest, ' ', &word) || !str_cut(&rest, ' ', &word) || !str_to_u64(word, UINT64_MAX >> 16, &pages))
        return 0;
    return pages * sys_page_octets();
}

static void read_process(struct counters *sum, const struct server *server)
{
    struct journal_counters   journal = journal_count(server->journal);
    struct dns_cache_counters cache   = dns_cache_count(server->cache);
    struct limits_counters    limits  = limits_count(server->limits);
    struct quarantine_usage   held    = quarantine_usage(server->quarantine);

    sum->sessions         = atomic_load(&server->connections);
    sum->memory           = atomic_load(&server->memory);
    for (size_t i = 0; i < RATE_KINDS; i++)
        sum->limited[i]   = limits.refused[i];
    sum->limited_at_once   = limits.refused_at_once;
    sum->clients_forgotten = limits.table.forgotten;
    sum->clients_untracked = limits.table.untracked;
    sum->resident         = resident_octets();
    sum->generation       = atomic_load(&server->generation_number);
    sum->certificates_end = (uint64_t)atomic_load(&server->certificates_end);
    sum->workers          = server->worker_count;
    sum->started          = (uint64_t)server->started_at;
    sum->journal_queue    = journal.queued;
    sum->journal_written  = journal.written;
    sum->journal_lost     = journal.lost;
    sum->journal_failures = journal.failed_commits;
    sum->journal_expired  = journal.expired;
    sum->journal_left_out = journal.without_record;
    sum->journal_losing   = (uint64_t)outage_watch_seconds(&server->outage_watch, OUTAGE_JOURNAL);
    sum->dns_silent       = (uint64_t)outage_watch_seconds(&server->outage_watch, OUTAGE_DNS);
    sum->clock_doubted    = (uint64_t)age_clock_doubted_seconds(server->ages);
    sum->quarantine_octets = held.octets;
    sum->quarantine_size  = held.octets_max;
    sum->quarantine_free  = held.free;
    sum->index_failures   = quarantine_index_failures(server->quarantine);
    sum->cache_hits       = cache.hits;
    sum->cache_misses     = cache.misses;
    sum->cache_entries    = cache.entries;
    sum->cache_octets     = cache.octets;
}

uint64_t counters_dns(const struct server *server, enum dns_outcome outcome)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < server->worker_count; i++)
        sum += atomic_load_explicit(&server->workers[i].counters->dns[outcome], memory_order_relaxed);
    return sum;
}

void counters_write(struct buf *out, const struct server *server)
{
    enum { CELLS = sizeof(struct counters) / sizeof(uint64_t) };
    struct counters   process = { 0 };
    _Atomic uint64_t *own     = (_Atomic uint64_t *)&process;
    uint64_t          sum[CELLS];

    read_process(&process, server);
    for (size_t cell = 0; cell < CELLS; cell++) {
        sum[cell] = atomic_load_explicit(&own[cell], memory_order_relaxed);
        for (size_t i = 0; i < server->worker_count; i++)
            sum[cell] += atomic_load_explicit((_Atomic uint64_t *)server->workers[i].counters + cell, memory_order_relaxed);
    }
    metrics_write(out, table, ARRAY_LEN(table), sum);
}
