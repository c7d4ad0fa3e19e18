#include "program/stats_shadow.h"

#include "base/json.h"
#include "policy/verdict.h"
#include "program/cli.h"
#include "store/journal.h"

enum { EXAMPLES = 3 };

static bool holds(str action)
{
    return str_equal(action, str_of(action_name(ACTION_QUARANTINE))) || str_equal(action, str_of(action_name(ACTION_REJECT)));
}

/* ---- what would have been ---- */

static void write_shadow(struct buf *out, const struct journal_sum *sums, size_t count)
{
    if (count == 0)
        buf_add(out, STR("Shadow mode has kept nothing from happening: there is nothing of it in the journal.\n"));
    for (size_t i = 0; i < count; i++) {
        const struct journal_sum *s = &sums[i];

        buf_printf(out, "%7zu  %.*s at %.*s", s->messages, STR_ARG(s->would), STR_ARG(s->step));
        if (s->reason.len > 0)
            buf_printf(out, " (%.*s)", STR_ARG(s->reason));
        buf_printf(out, ", now %.*s\n", STR_ARG(s->action));
    }
}

static void write_shadow_json(struct buf *out, const struct journal_sum *sums, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct json json = { .out = out };

        json_open_object(&json, NULL);
        json_str(&json, "would", sums[i].would);
        json_str(&json, "step", sums[i].step);
        json_str(&json, "reason", sums[i].reason);
        json_str(&json, "action", sums[i].action);
        json_int(&json, "messages", (int64_t)sums[i].messages);
        json_close_object(&json);
        buf_add_char(out, '\n');
    }
}

/* ---- beside another filter ---- */

enum opinion { BOTH_HOLD, ONLY_WE, ONLY_THEY, NEITHER, OPINIONS };

static const char *const opinion_names[OPINIONS] = { "both", "only-we", "only-they", "neither" };
static const char *const opinion_words[OPINIONS] = { "both would hold it", "only we would", "only they would", "neither would" };

static enum opinion opinion_of(bool we, bool they)
{
    return we ? (they ? BOTH_HOLD : ONLY_WE) : (they ? ONLY_THEY : NEITHER);
}

static enum opinion opinion_of_sum(const struct journal_sum *s)
{
    return opinion_of(holds(s->would), str_equal(s->other, STR("hold")));
}

static size_t count_of(const struct journal_sum *sums, size_t count, enum opinion opinion)
{
    size_t messages = 0;

    for (size_t i = 0; i < count; i++)
        messages += opinion_of_sum(&sums[i]) == opinion ? sums[i].messages : 0;
    return messages;
}

/* The newest about whom we differ. */
static bool write_examples(struct buf *out, struct journal *journal, enum opinion opinion, unix_seconds since, struct arena *arena,
                           str *error)
{
    struct journal_query query = { .since = since, .limit = EXAMPLES,
                                   .disagreement = opinion == ONLY_WE ? JOURNAL_ONLY_WE_HOLD : JOURNAL_ONLY_THEY_HOLD };
    struct journal_row  *rows;
    size_t               count;

    if (opinion != ONLY_WE && opinion != ONLY_THEY)
        return true;
    if (!journal_find(journal, arena, &query, &rows, &count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        buf_printf(out, "      %.*s  %.*s  \"%.*s\"  (we: %.*s %.*s; they: %.*s)\n", STR_ARG(rows[i].id),
                   STR_ARG(arena_printable(arena, rows[i].author)), STR_ARG(arena_printable(arena, rows[i].subject)),
                   STR_ARG(rows[i].would), STR_ARG(rows[i].would_reason), STR_ARG(arena_printable(arena, rows[i].other_said)));
    return true;
}

static bool write_compared(struct buf *out, struct journal *journal, const struct journal_sum *sums, size_t count,
                           unix_seconds since, struct arena *arena, str *error)
{
    if (count == 0)
        buf_add(out, STR("No message in the journal carries results of another filter (compare-with in the configuration).\n"));
    for (enum opinion opinion = 0; opinion < OPINIONS && count > 0; opinion++) {
        buf_printf(out, "%7zu  %s\n", count_of(sums, count, opinion), opinion_words[opinion]);
        if (!write_examples(out, journal, opinion, since, arena, error))
            return false;
    }
    return true;
}

static void write_compared_json(struct buf *out, const struct journal_sum *sums, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct json json = { .out = out };

        json_open_object(&json, NULL);
        json_cstr(&json, "opinion", opinion_names[opinion_of_sum(&sums[i])]);
        json_str(&json, "we", sums[i].would);
        json_str(&json, "they", sums[i].other);
        json_str(&json, "they_said", sums[i].other_said);
        json_int(&json, "messages", (int64_t)sums[i].messages);
        json_close_object(&json);
        buf_add_char(out, '\n');
    }
}

/* ---- both ---- */

static bool tell(struct buf *out, struct journal *journal, const struct stats_request *request, struct arena *arena, str *error)
{
    struct journal_sum *sums;
    size_t              count;

    if (!journal_sums(journal, arena, request->compared, request->since, &sums, &count, error))
        return false;
    if (request->compared && request->json)
        write_compared_json(out, sums, count);
    else if (request->compared)
        return write_compared(out, journal, sums, count, request->since, arena, error);
    else if (request->json)
        write_shadow_json(out, sums, count);
    else
        write_shadow(out, sums, count);
    return true;
}

int stats_shadow(const struct engine *engine, const struct stats_request *request)
{
    ARENA_SCOPE     arena   = { 0 };
    BUF_SCOPE       out     = { 0 };
    str             error   = { 0 };
    struct journal *journal = journal_open(engine_state_path(engine, &arena, "journal.db"), true, &arena, &error);
    bool            ok      = journal != NULL && tell(&out, journal, request, &arena, &error);

    if (journal != NULL)
        journal_close(journal);
    if (!ok)
        return cli_fail(request->command, EX_NOINPUT, "%.*s", STR_ARG(error));
    return cli_print(buf_str(&out)) ? EX_OK : EX_IOERR;
}
