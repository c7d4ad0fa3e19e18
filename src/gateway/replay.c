#include "gateway/replay.h"

#include "auth/dkim/body_hashes.h"
#include "gateway/pipeline.h"
#include "gateway/record.h"

enum { SHOWN_OCTETS = 160 };

const char *replay_outcome_name(enum replay_outcome outcome)
{
    switch (outcome) {
    case REPLAY_SAME:             return "same";
    case REPLAY_FINDINGS_CHANGED: return "findings-changed";
    case REPLAY_CHANGED:          return "changed";
    case REPLAY_UNKNOWN:          return "unknown";
    case REPLAY_NOT_JUDGED:       return "not-judged";
    }
    UNREACHABLE();
}

/* ---- what cannot be known ---- */

/* A signal that was off then, is not now, and would have to read the body. */
static bool misses_signal(const struct transaction *tx)
{
    const struct extract *extract = tx->extract;
    const struct signal  *signals = tx->engine->model->signals;

    for (size_t i = 0; extract != NULL && i < rule_count(); i++)
        for (size_t k = 0; k < extract->signal_off_count; k++)
            if (rule_reads_body(i) && (signals == NULL || signals[i].mode != SIGNAL_OFF) &&
                str_equal(extract->signals_off[k], str_of(rule_at(i)->id)))
                return true;
    return false;
}

static void find_unknown(struct replay *out, const struct transaction *tx, struct arena *arena)
{
    if (tx->view.unrecorded > 0)
        out->why = arena_printf(arena, "%zu questions were not asked when the message came", tx->view.unrecorded);
    else if (tx->body_hashes != NULL && dkim_body_hashes_lack_any(tx->body_hashes))
        out->why = STR("a signature needs a hash of the body that was not computed then");
    else if (tx->extract != NULL && pipeline_wants_explanation(tx) && !tx->extract->was_explained)
        out->why = STR("whether a mailing list has altered the message was not looked for then");
    else if (tx->extract != NULL && !tx->extract->has_attachments)
        out->why = STR("which files the message carried was not kept then");
    else if (misses_signal(tx))
        out->why = STR("a signal that reads the body was off then");
    if (out->why.len > 0)
        out->outcome = REPLAY_UNKNOWN;
}

/* ---- what has changed ---- */

static bool has_finding(const struct findings *findings, const char *id)
{
    return findings_find(findings, id) != NULL;
}

/* Those of a that b has not. */
static str *list_missing(const struct findings *a, const struct findings *b, size_t *count, struct arena *arena)
{
    str *list = ARENA_ARRAY(arena, str, a->count);

    for (size_t i = 0; i < a->count; i++)
        if (!has_finding(b, a->items[i].id))
            list[(*count)++] = arena_str(arena, str_of(a->items[i].id));
    return list;
}

static struct replay_verdict verdict_of(const struct transaction *tx, struct arena *arena)
{
    const struct verdict *v = &tx->verdict;

    return (struct replay_verdict){
        .action = str_of(action_name(v->action)),
        .band   = str_of(band_name(v->band)),
        .step   = str_of(step_name(v->step)),
        .reason = str_of(verdict_reason(v)),
        .reply  = arena_printf(arena, "%d %.*s %.*s", v->reply_code, STR_ARG(v->reply_enhanced), STR_ARG(v->reply_text)),
    };
}

static struct replay_verdict verdict_then(const struct recorded *recorded, struct arena *arena)
{
    return (struct replay_verdict){
        .action = arena_str(arena, recorded->action),
        .band   = arena_str(arena, recorded->band),
        .step   = arena_str(arena, recorded->step),
        .reason = arena_str(arena, recorded->reason),
        .reply  = arena_str(arena, recorded->reply),
    };
}

static bool verdicts_equal(const struct replay_verdict *a, const struct replay_verdict *b)
{
    return str_equal(a->action, b->action) && str_equal(a->band, b->band) && str_equal(a->step, b->step) &&
           str_equal(a->reason, b->reason) && str_equal(a->reply, b->reply);
}

/* From a little before the first octet that differs, for whoever looks for the bug. */
static void show_difference(struct replay *out, str then, str now, struct arena *arena)
{
    size_t at = 0;

    while (at < then.len && at < now.len && then.ptr[at] == now.ptr[at])
        at++;
    size_t from = at > SHOWN_OCTETS / 2 ? at - SHOWN_OCTETS / 2 : 0;

    out->differs_then = arena_str(arena, str_slice(then, from, at + SHOWN_OCTETS < then.len ? at + SHOWN_OCTETS : then.len));
    out->differs_now  = arena_str(arena, str_slice(now, from, at + SHOWN_OCTETS < now.len ? at + SHOWN_OCTETS : now.len));
}

static void compare(struct replay *out, const struct transaction *tx, const struct recorded *recorded, struct arena *arena)
{
    const struct findings *then = &recorded->extract.findings;
    BUF_SCOPE              text = { 0 };

    record_write(&text, tx, NULL);
    str  now   = record_judged_part(buf_str(&text));
    bool equal = str_equal(recorded->judged, now);

    out->came = list_missing(&tx->findings, then, &out->came_count, arena);
    out->gone = list_missing(then, &tx->findings, &out->gone_count, arena);
    if (!verdicts_equal(&out->then, &out->now))
        out->outcome = REPLAY_CHANGED;
    else if (out->came_count > 0 || out->gone_count > 0 || (out->same_judges && !equal))
        out->outcome = REPLAY_FINDINGS_CHANGED;
    else
        out->outcome = REPLAY_SAME;
    if (out->same_judges && !equal)
        show_difference(out, recorded->judged, now, arena);
}

/* ---- judging ---- */

static bool configuration_is(const struct recorded *recorded, const struct engine *engine)
{
    return str_equal(recorded->program, STR(GATEPOST_VERSION)) && str_equal(recorded->configuration, engine->config_digest);
}

/* Whether it would be in shadow now: as its listener is, where there is still one of that name. */
static bool is_in_shadow(const struct config *config, str listener)
{
    for (size_t i = 0; i < config->listener_count; i++)
        if (str_equal(config->listeners[i].name, listener))
            return config->listeners[i].in_shadow;
    return config->in_shadow;
}

static void judge(struct replay *out, struct transaction *tx, struct recorded *recorded, str octets, struct arena *arena)
{
    bool same_configuration = configuration_is(recorded, tx->engine), same_lists = str_equal(recorded->lists, tx->engine->lists_digest);

    out->same_judges = same_configuration && same_lists;
    out->other_lists = same_configuration && !same_lists;
    if (!out->same_judges) {
        tx->view.refused = false;       /* another budget might have asked: that is not known */
        tx->in_shadow    = is_in_shadow(tx->engine->config, tx->listener);
    }
    if (octets.len > 0) {
        tx->octets  = octets;
        tx->extract = NULL;
    }
    enum pipeline_outcome outcome = pipeline_run(tx);

    ASSERT(outcome == PIPELINE_DONE);   /* nothing is ever open in a recorded view */
    out->now = verdict_of(tx, arena);
    compare(out, tx, recorded, arena);
    if (!out->same_judges)
        find_unknown(out, tx, arena);
}

void replay_judge(struct replay *out, const struct engine *engine, str id, str record, str octets, struct arena *arena)
{
    struct transaction tx;
    struct recorded    recorded;
    struct id          of = { 0 };

    memcpy(of.text, id.ptr, id.len < ID_LEN ? id.len : ID_LEN);
    transaction_init(&tx, engine, of);
    record_read(&tx, record, &recorded);
    *out = (struct replay){ .outcome = REPLAY_NOT_JUDGED, .id = id, .then = verdict_then(&recorded, arena) };
    if (recorded.fit == RECORD_FIT)
        judge(out, &tx, &recorded, octets, arena);
    else
        out->why = str_of(record_fit_text(recorded.fit));
    transaction_free(&tx);
}
