#include "gateway/outage_watch.h"

#include "base/log.h"
#include "gateway/counters.h"
#include "gateway/server.h"
#include "io/sys.h"

enum { INTERVAL_MS = 2000 };

/* ---- what is looked at ---- */

static void read_journal(const struct server *server, uint64_t *worked, uint64_t *failed)
{
    struct journal_counters journal = journal_count(server->journal);

    *worked = journal.written;
    *failed = journal.lost;
}

/* A name that does not exist is an answer; a server that cannot find out, as one who reaches nobody, gives none. */
static void read_dns(const struct server *server, uint64_t *worked, uint64_t *failed)
{
    *worked = counters_dns(server, DNS_OUTCOME_ANSWERED);
    *failed = counters_dns(server, DNS_OUTCOME_TIMEOUT) + counters_dns(server, DNS_OUTCOME_FAILED);
}

/* One domain that answers nothing is not the DNS: a message of its has about ten questions, and others come with answers. */
static const struct {
    void               (*read)(const struct server *server, uint64_t *worked, uint64_t *failed);
    struct outage_limits limits;
    const char          *begins, *over;         /* events of the log, */
    const char          *counted, *problem;     /* and what they say: how many of what failed, and what that means */
} watched[] = {
    [OUTAGE_JOURNAL] = { read_journal, { .is_each_a_loss = true, .failures = 1, .calm_ms = 10000 },
                         "journal-losing", "journal-keeping", "records",
                         "the journal cannot be written, its disk is full or slow: mail goes on, but is not found by trace and explain" },
    [OUTAGE_DNS]     = { read_dns, { .failures = 20, .lasting_ms = 30000 },
                         "dns-silent", "dns-answers", "questions",
                         "no question to the DNS is answered: mail is put off (451), or passes unchecked where the policy has it so" },
};

/* ---- looking ---- */

static void tell(const struct outage_watch *watch, enum outage_kind kind, bool begins, int64_t now_ms)
{
    struct server       *server = watch->server;
    const struct outage *outage = &watch->outages[kind];
    BUF_SCOPE            out    = { 0 };
    struct log_line      line   = log_begin(&out, server->log_as_json, sys_now_ms(), begins ? watched[kind].begins : watched[kind].over);

    if (begins) {
        log_cstr(&line, "problem", watched[kind].problem);
        log_cstr(&line, "level", "alarm");
    }
    log_int(&line, watched[kind].counted, (int64_t)outage->failures);
    log_int(&line, "seconds", (now_ms - outage->first_ms) / 1000);
    log_end(&line);
    server_log(server, &out);
}

static void look(struct outage_watch *watch, enum outage_kind kind)
{
    int64_t  now_ms = loop_now_ms(watch->server->loop);
    uint64_t worked, failed;

    watched[kind].read(watch->server, &worked, &failed);
    switch (outage_look(&watch->outages[kind], &watched[kind].limits, worked, failed, now_ms)) {
    case OUTAGE_BEGINS:    tell(watch, kind, true, now_ms); return;
    case OUTAGE_OVER:      tell(watch, kind, false, now_ms); return;
    case OUTAGE_NO_CHANGE: return;
    }
}

static void note_seconds(struct outage_watch *watch, enum outage_kind kind)
{
    const struct outage *outage  = &watch->outages[kind];
    int64_t              seconds = (loop_now_ms(watch->server->loop) - outage->first_ms) / 1000;

    atomic_store(&watch->seconds[kind], outage->is_on ? seconds : 0);
}

static void on_timer(struct loop_timer *timer)
{
    struct outage_watch *watch = (struct outage_watch *)((char *)timer - offsetof(struct outage_watch, timer));

    for (enum outage_kind kind = 0; kind < OUTAGE_KINDS; kind++) {
        look(watch, kind);
        note_seconds(watch, kind);
    }
    loop_timer_set(watch->server->loop, timer, INTERVAL_MS);
}

int64_t outage_watch_seconds(const struct outage_watch *watch, enum outage_kind kind)
{
    return atomic_load(&watch->seconds[kind]);
}

void outage_watch_start(struct server *server)
{
    server->outage_watch.server        = server;
    server->outage_watch.timer.expired = on_timer;
    loop_timer_set(server->loop, &server->outage_watch.timer, INTERVAL_MS);
}

void outage_watch_stop(struct server *server)
{
    loop_timer_stop(&server->outage_watch.timer);
}
