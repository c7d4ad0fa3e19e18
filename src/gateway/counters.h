/* What the server counts (metrics.def). Each worker has counters of its own, which it alone writes; whoever reads adds them
 * up, so counting costs no lock and no shared cache line. */
#ifndef GATEWAY_COUNTERS_H
#define GATEWAY_COUNTERS_H

#include "auth/results.h"
#include "base/metrics.h"
#include "io/resolver.h"
#include "policy/rate.h"
#include "policy/verdict.h"
#include "smtp/pace.h"
#include "smtp/reply.h"

struct server;
struct transaction;

/* How many values the labels have. */
enum {
    TLS_VERSIONS = 5, ACTIONS = ACTION_REJECT + 1, SPF_RESULTS = SPF_PERMERROR + 1, DKIM_RESULTS = DKIM_PERMERROR + 1,
    ARC_RESULTS = ARC_FAIL + 1, DMARC_RESULTS = DMARC_PERMERROR + 1,
};
enum reply_class { REPLY_CLASS_ACCEPTED, REPLY_CLASS_LATER, REPLY_CLASS_REFUSED, REPLY_CLASS_LEFT, REPLY_CLASSES };
enum dns_outcome { DNS_OUTCOME_ANSWERED, DNS_OUTCOME_TIMEOUT, DNS_OUTCOME_FAILED, DNS_OUTCOMES };
enum { NEXT_HOP_OUTCOMES = 3 };         /* enum next_hop_outcome */
enum done_outcome { DONE_OK, DONE_FAILED, DONE_OUTCOMES };

struct counters {
#define PLAIN(member, kind, name, help) _Atomic uint64_t member;
#define LABEL(member, kind, name, label, values, count, help) _Atomic uint64_t member[count];
#define LABELS(member, kind, name, label1, values1, count1, label2, values2, count2, help) _Atomic uint64_t member[(count1) * (count2)];
#define TIMES(member, name, help) _Atomic uint64_t member[METRIC_HISTOGRAM_CELLS];
#include "gateway/metrics.def"
#undef PLAIN
#undef LABEL
#undef LABELS
#undef TIMES
};

/* On cache lines of its own, all zero; free with free. */
struct counters *counters_new(void);

/* ---- by the worker ---- */

static inline void count_one(_Atomic uint64_t *cell) { metric_add(cell, 1); }
void count_tls(struct counters *counters, str version);
/* A message that has come to its end: verdict, results, times; judged is false where it did not come to a verdict. */
void count_message(struct counters *counters, const struct transaction *tx, int reply_code, bool client_left, int64_t judge_ms,
                   int64_t total_ms);
/* What a resolver has done since it was last told; *told is the owner's to keep. */
void count_dns(struct counters *counters, const struct resolver_counters *now, struct resolver_counters *told);

/* ---- by whoever reads; from any thread, while the server runs ---- */

/* Questions that went to the DNS and came to this, so far. */
uint64_t counters_dns(const struct server *server, enum dns_outcome outcome);
/* All metrics as Prometheus reads them. */
void counters_write(struct buf *out, const struct server *server);

#endif
