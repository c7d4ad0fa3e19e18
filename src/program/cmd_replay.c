/* gatepost replay: the messages of the journal judged again from their records. */
#include <getopt.h>
#include <pthread.h>
#include <stdio.h>

#include "gateway/engine.h"
#include "io/sys.h"
#include "program/cli.h"
#include "program/replay_summary.h"

static const char usage[] =
    "Usage: gatepost replay [-c FILE] [--since T] [--json] [ID...]\n"
    "\n"
    "Judges messages of the journal again, from what their records hold: all, or those named. By the configuration that\n"
    "judged them the verdict is the same, or there is a bug. By another one it shows what would change: edit a copy, and\n"
    "replay with it before you switch it on. The journal is that of the configuration's state-dir. What was not asked then\n"
    "is not known now: where a verdict would take it, the answer is \"unknown\".\n"
    "\n"
    "  -c, --config FILE    the configuration to judge by (default /etc/gatepost/gatepost.conf)\n"
    "      --since T        messages since a time (2026-11-25T09:30:00Z), or of the last span (2h, 7d)\n"
    "      --threads N      at work at once (default: one for each core)\n"
    "      --json           an object for each message, and one with the sums\n";

enum { BATCH_ROWS = 1000, THREADS_MAX = 64, HELD_OCTETS_MAX = 64 << 20 };

struct work {
    const char              *command;
    const struct engine     *engine;
    struct journal          *journal;
    struct quarantine       *quarantine;        /* NULL: there is none, and so nothing is held */
    struct journal_query     query;
    size_t                   threads;
    bool                     json;
    struct summary           summary;
};

/* ---- a batch: judged by several threads, told by one ---- */

struct lane {
    pthread_t            thread;
    struct arena         arena;
    const struct engine *engine;
    struct replayed     *items;
    size_t               first, step, count;
};

static void *run_lane(void *argument)
{
    struct lane *lane = argument;

    for (size_t i = lane->first; i < lane->count; i += lane->step) {
        struct replayed *one = &lane->items[i];

        replay_judge(&one->replay, lane->engine, one->row->id, one->row->record, one->octets, &lane->arena);
    }
    return NULL;
}

/* What the quarantine knows of a message that was held: its octets, or that somebody has released it. */
static void ask_quarantine(struct work *w, struct replayed *one, struct arena *arena, size_t *octets_left)
{
    struct quarantine_entry entry = { 0 };
    str                     error;

    if (w->quarantine == NULL || !str_equal(one->row->action, str_of(action_name(ACTION_QUARANTINE))) ||
        !quarantine_find(w->quarantine, arena, one->row->id, &entry, &error))
        return;
    one->was_released = entry.state == QUARANTINE_RELEASED;
    if (entry.state == QUARANTINE_HELD && entry.size <= *octets_left &&
        quarantine_octets(w->quarantine, arena, one->row->id, &one->octets, &error))
        *octets_left -= one->octets.len;
}

static void judge_batch(struct work *w, struct replayed *items, size_t count, struct lane *lanes)
{
    for (size_t i = 0; i < w->threads; i++) {
        lanes[i] = (struct lane){ .engine = w->engine, .items = items, .first = i, .step = w->threads, .count = count };
        if (i == 0 || pthread_create(&lanes[i].thread, NULL, run_lane, &lanes[i]) != 0)
            lanes[i].thread = 0;        /* done here, below */
    }
    for (size_t i = 0; i < w->threads; i++)
        if (lanes[i].thread == 0)
            (void)run_lane(&lanes[i]);
    for (size_t i = 0; i < w->threads; i++)
        if (lanes[i].thread != 0)
            pthread_join(lanes[i].thread, NULL);
}

static bool tell_batch(struct work *w, const struct replayed *items, size_t count)
{
    BUF_SCOPE out = { 0 };

    for (size_t i = 0; i < count; i++) {
        summary_add(&w->summary, &items[i]);
        if (w->json)
            replayed_write_json(&out, &items[i]);
    }
    return cli_print(buf_str(&out));
}

static bool replay_rows(struct work *w, const struct journal_row *rows, size_t count, struct arena *arena)
{
    struct replayed *items       = ARENA_ARRAY(arena, struct replayed, count);
    struct lane      lanes[THREADS_MAX];
    size_t           octets_left = HELD_OCTETS_MAX;

    for (size_t i = 0; i < count; i++) {
        items[i].row = &rows[i];
        ask_quarantine(w, &items[i], arena, &octets_left);
    }
    judge_batch(w, items, count, lanes);
    bool told = tell_batch(w, items, count);

    for (size_t i = 0; i < w->threads; i++)
        arena_free(&lanes[i].arena);
    return told;
}

/* ---- the journal, piece by piece ---- */

static int replay_found(struct work *w)
{
    for (;;) {
        ARENA_SCOPE         arena = { 0 };
        struct journal_row *rows;
        size_t              count;
        str                 error = { 0 };

        if (!journal_find(w->journal, &arena, &w->query, &rows, &count, &error))
            return cli_fail(w->command, EX_IOERR, "%.*s", STR_ARG(error));
        if (w->query.id.len > 0 && count == 0)
            return cli_fail(w->command, EX_DATAERR, "no message %.*s is in the journal of %s", STR_ARG(w->query.id),
                            w->engine->config->state_dir);
        if (!replay_rows(w, rows, count, &arena))
            return EX_IOERR;
        if (count < BATCH_ROWS)
            return EX_OK;
        w->query.behind_at     = rows[count - 1].at;
        w->query.behind_number = rows[count - 1].number;
    }
}

static int replay_ids(struct work *w, char **ids, size_t count)
{
    int status = EX_OK;

    for (size_t i = 0; i < count && status == EX_OK; i++) {
        w->query.id = str_of(ids[i]);
        status      = replay_found(w);
    }
    return status;
}

static int finish(struct work *w, int64_t began_ms)
{
    BUF_SCOPE out = { 0 };
    double    ms  = (double)(sys_steady_ms() - began_ms);

    if (w->json)
        summary_write_json(&out, &w->summary);
    else
        summary_write(&out, &w->summary);
    if (w->summary.total > 1)
        fprintf(stderr, "%zu messages in %.1f s, %.2f ms each\n", w->summary.total, ms / 1000, ms / (double)w->summary.total);
    if (!cli_print(buf_str(&out)))
        return EX_IOERR;
    return w->summary.bugs > 0 ? EX_SOFTWARE : EX_OK;
}

static int replay(struct work *w, char **ids, size_t count)
{
    ARENA_SCOPE arena = { 0 };
    str         error = { 0 }, ignored;
    int64_t     began = sys_steady_ms();

    w->journal = journal_open(engine_state_path(w->engine, &arena, "journal.db"), true, &arena, &error);
    if (w->journal == NULL)
        return cli_fail(w->command, EX_NOINPUT, "%.*s", STR_ARG(error));
    w->quarantine = quarantine_open(engine_state_path(w->engine, &arena, "quarantine"), &arena, &ignored);
    int status    = count > 0 ? replay_ids(w, ids, count) : replay_found(w);

    if (status == EX_OK)
        status = finish(w, began);
    if (w->quarantine != NULL)
        quarantine_close(w->quarantine);
    journal_close(w->journal);
    arena_free(&w->summary.arena);
    return status;
}

int cmd_replay(int argc, char **argv)
{
    static const struct option options[] = {
        { "config",  required_argument, NULL, 'c' },
        { "since",   required_argument, NULL, 'w' },
        { "threads", required_argument, NULL, 't' },
        { "json",    no_argument,       NULL, 'j' },
        { "help",    no_argument,       NULL, 'h' },
        { 0 },
    };
    struct work        w       = { .query = { .limit = BATCH_ROWS } };
    const char        *file    = cli_default_config;
    uint64_t           threads = (uint64_t)sys_cores();

    w.command = argv[0];
    for (int c; (c = getopt_long(argc, argv, "c:", options, NULL)) != -1; )
        switch (c) {
        case 'c': file = optarg; break;
        case 'w':
            if (!cli_parse_since(argv[0], optarg, &w.query.since))
                return EX_USAGE;
            break;
        case 't':
            if (!str_to_u64(str_of(optarg), THREADS_MAX, &threads) || threads == 0)
                return cli_fail(argv[0], EX_USAGE, "--threads %s: a number from 1 to %d is needed", optarg, THREADS_MAX);
            break;
        case 'j': w.json = true; break;
        case 'h': return cli_print(str_of(usage)) ? EX_OK : EX_IOERR;
        default:  return EX_USAGE;
        }
    for (int i = optind; i < argc; i++)
        if (!id_is_valid(str_of(argv[i])))
            return cli_fail(argv[0], EX_USAGE, "'%s' is no id", argv[i]);
    struct engine *engine = cli_open_engine(argv[0], file);

    if (engine == NULL)
        return EX_CONFIG;
    w.engine   = engine;
    w.threads  = threads < THREADS_MAX ? (size_t)threads : THREADS_MAX;
    int status = replay(&w, argv + optind, (size_t)(argc - optind));

    engine_close(engine);
    return status;
}
