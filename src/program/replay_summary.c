#include "program/replay_summary.h"

#include "base/json.h"

/* ---- counting ---- */

static struct summary_example example_of(struct arena *arena, const struct replayed *one)
{
    const struct journal_row *row = one->row;

    return (struct summary_example){
        .id      = arena_str(arena, row->id),
        .sender  = arena_str(arena, row->author.len > 0 ? row->author : row->reverse_path),
        .subject = arena_str(arena, row->subject),
        .was_released = one->was_released,
    };
}

static str kept(struct arena *arena, str text) { return arena_str(arena, text); }

static struct replay_verdict kept_verdict(struct arena *arena, const struct replay_verdict *v)
{
    return (struct replay_verdict){ kept(arena, v->action), kept(arena, v->band), kept(arena, v->step), kept(arena, v->reason),
                                    kept(arena, v->reply) };
}

/* Replies differ in words where a step names the domain: the same kind of change all the same. */
static bool is_same_kind(const struct replay_verdict *a, const struct replay_verdict *b)
{
    return str_equal(a->action, b->action) && str_equal(a->step, b->step) && str_equal(a->reason, b->reason);
}

static struct summary_change *change_of(struct summary *s, const struct replay *replay)
{
    for (size_t i = 0; i < s->change_count; i++)
        if (is_same_kind(&s->changes[i].then, &replay->then) && is_same_kind(&s->changes[i].now, &replay->now))
            return &s->changes[i];
    if (s->change_count == SUMMARY_KINDS_MAX)
        return NULL;
    struct summary_change *change = &s->changes[s->change_count++];

    *change = (struct summary_change){ .then = kept_verdict(&s->arena, &replay->then), .now = kept_verdict(&s->arena, &replay->now) };
    return change;
}

static void add_change(struct summary *s, const struct replayed *one)
{
    struct summary_change *change = change_of(s, &one->replay);

    if (change == NULL) {
        s->changes_left_out++;
        return;
    }
    /* Those that somebody has asked for are shown before others: the list is of three. */
    if (change->count < SUMMARY_EXAMPLES)
        change->examples[change->count] = example_of(&s->arena, one);
    else if (one->was_released && change->released < SUMMARY_EXAMPLES)
        change->examples[change->released] = example_of(&s->arena, one);
    change->count++;
    change->released += one->was_released;
}

static struct summary_finding *finding_of(struct summary *s, str id, const struct replayed *one)
{
    for (size_t i = 0; i < s->finding_count; i++)
        if (str_equal(s->findings[i].id, id))
            return &s->findings[i];
    if (s->finding_count == FINDINGS_MAX)
        return NULL;
    struct summary_finding *finding = &s->findings[s->finding_count++];

    *finding = (struct summary_finding){ .id = kept(&s->arena, id), .example = example_of(&s->arena, one) };
    return finding;
}

static void add_findings(struct summary *s, const struct replayed *one)
{
    struct summary_finding *finding;

    for (size_t i = 0; i < one->replay.came_count; i++)
        if ((finding = finding_of(s, one->replay.came[i], one)) != NULL)
            finding->came++;
    for (size_t i = 0; i < one->replay.gone_count; i++)
        if ((finding = finding_of(s, one->replay.gone[i], one)) != NULL)
            finding->gone++;
}

static void add_reason(struct summary *s, str why)
{
    for (size_t i = 0; i < s->reason_count; i++)
        if (str_equal(s->reasons[i].why, why)) {
            s->reasons[i].count++;
            return;
        }
    if (s->reason_count < SUMMARY_KINDS_MAX)
        s->reasons[s->reason_count++] = (struct summary_reason){ kept(&s->arena, why), 1 };
}

void summary_add(struct summary *s, const struct replayed *one)
{
    const struct replay *replay = &one->replay;

    s->total++;
    s->outcomes[replay->outcome]++;
    s->bugs += replay->differs_then.len > 0;
    s->other_lists += replay->other_lists;
    switch (replay->outcome) {
    case REPLAY_SAME:
        return;
    case REPLAY_CHANGED:
        add_change(s, one);
        add_findings(s, one);
        return;
    case REPLAY_FINDINGS_CHANGED:
        add_findings(s, one);
        return;
    case REPLAY_UNKNOWN:
    case REPLAY_NOT_JUDGED:
        add_reason(s, replay->why);
        return;
    }
    UNREACHABLE();
}

/* ---- telling ---- */

static void write_example(struct buf *out, const struct summary_example *e)
{
    ARENA_SCOPE arena = { 0 };

    buf_printf(out, "      %.*s  %.*s  \"%.*s\"%s\n", STR_ARG(e->id), STR_ARG(arena_printable(&arena, e->sender)),
               STR_ARG(arena_printable(&arena, e->subject)), e->was_released ? "  (was released)" : "");
}

static void write_verdict(struct buf *out, const struct replay_verdict *v)
{
    buf_printf(out, "%.*s at %.*s", STR_ARG(v->action), STR_ARG(v->step));
    if (v->reason.len > 0)
        buf_printf(out, " (%.*s)", STR_ARG(v->reason));
}

static void write_change(struct buf *out, const struct summary_change *c)
{
    buf_printf(out, "%7zu  ", c->count);
    write_verdict(out, &c->then);
    buf_add(out, STR(" -> "));
    write_verdict(out, &c->now);
    if (c->released > 0)
        buf_printf(out, "; %zu of them were released", c->released);
    buf_add_char(out, '\n');
    for (size_t i = 0; i < SUMMARY_EXAMPLES && i < c->count; i++)
        write_example(out, &c->examples[i]);
}

static const struct { enum replay_outcome outcome; const char *words; } outcome_words[] = {
    { REPLAY_SAME,             "judged as they were" },
    { REPLAY_FINDINGS_CHANGED, "the same verdict, from other findings or another score" },
    { REPLAY_CHANGED,          "another verdict" },
    { REPLAY_UNKNOWN,          "unknown: it would take what was not asked or kept then" },
    { REPLAY_NOT_JUDGED,       "not judged again" },
};

void summary_write(struct buf *out, const struct summary *s)
{
    buf_printf(out, "%7zu  messages\n", s->total);
    for (size_t i = 0; i < ARRAY_LEN(outcome_words); i++)
        if (s->outcomes[outcome_words[i].outcome] > 0)
            buf_printf(out, "%7zu  %s\n", s->outcomes[outcome_words[i].outcome], outcome_words[i].words);
    if (s->reason_count > 0)
        buf_add(out, STR("\nWhy not\n"));
    for (size_t i = 0; i < s->reason_count; i++)
        buf_printf(out, "%7zu  %.*s\n", s->reasons[i].count, STR_ARG(s->reasons[i].why));
    if (s->change_count > 0)
        buf_add(out, STR("\nVerdicts that change\n"));
    for (size_t i = 0; i < s->change_count; i++)
        write_change(out, &s->changes[i]);
    if (s->changes_left_out > 0)
        buf_printf(out, "%7zu  more, of further kinds\n", s->changes_left_out);
    if (s->finding_count > 0)
        buf_add(out, STR("\nFindings that change\n"));
    for (size_t i = 0; i < s->finding_count; i++) {
        buf_printf(out, "  %.*s: new in %zu, gone from %zu\n", STR_ARG(s->findings[i].id), s->findings[i].came, s->findings[i].gone);
        write_example(out, &s->findings[i].example);
    }
    if (s->other_lists > 0)
        buf_printf(out, "\n%zu of them were judged by this program and configuration with other lists: feeds, network databases or public\n"
                        "suffixes have changed since, or are not on record. What differs there may come from that.\n", s->other_lists);
    if (s->bugs > 0)
        buf_printf(out, "\n%zu of them were judged by this very program, configuration and lists, and should be the same: this is a bug.\n"
                        "'gatepost replay --json ID' shows where they differ.\n", s->bugs);
}

/* ---- JSON ---- */

static void verdict_json(struct json *json, const char *name, const struct replay_verdict *v)
{
    json_open_object(json, name);
    json_str(json, "action", v->action);
    json_str(json, "band", v->band);
    json_str(json, "step", v->step);
    json_str(json, "reason", v->reason);
    json_str(json, "reply", v->reply);
    json_close_object(json);
}

static void ids_json(struct json *json, const char *name, const str *ids, size_t count)
{
    json_open_array(json, name);
    for (size_t i = 0; i < count; i++)
        json_str(json, NULL, ids[i]);
    json_close_array(json);
}

void replayed_write_json(struct buf *out, const struct replayed *one)
{
    const struct replay *r    = &one->replay;
    struct json          json = { .out = out };

    json_open_object(&json, NULL);
    json_str(&json, "id", r->id);
    json_cstr(&json, "outcome", replay_outcome_name(r->outcome));
    if (r->why.len > 0)
        json_str(&json, "why", r->why);
    json_bool(&json, "same_judges", r->same_judges);
    json_bool(&json, "other_lists", r->other_lists);
    json_bool(&json, "whole_message", one->octets.len > 0);
    json_bool(&json, "released", one->was_released);
    verdict_json(&json, "then", &r->then);
    if (r->outcome != REPLAY_UNKNOWN && r->outcome != REPLAY_NOT_JUDGED) {
        verdict_json(&json, "now", &r->now);
        ids_json(&json, "findings_new", r->came, r->came_count);
        ids_json(&json, "findings_gone", r->gone, r->gone_count);
    }
    if (r->differs_then.len > 0) {
        json_str(&json, "record_then", r->differs_then);
        json_str(&json, "record_now", r->differs_now);
    }
    json_close_object(&json);
    buf_add_char(out, '\n');
}

void summary_write_json(struct buf *out, const struct summary *s)
{
    struct json json = { .out = out };

    json_open_object(&json, NULL);
    json_int(&json, "messages", (int64_t)s->total);
    for (enum replay_outcome outcome = 0; outcome <= REPLAY_NOT_JUDGED; outcome++)
        json_int(&json, replay_outcome_name(outcome), (int64_t)s->outcomes[outcome]);
    json_int(&json, "bugs", (int64_t)s->bugs);
    json_int(&json, "other_lists", (int64_t)s->other_lists);
    json_close_object(&json);
    buf_add_char(out, '\n');
}
