#include "base/view.h"

#include <stdlib.h>

static const char *const state_names[] = {
    [ANSWER_PENDING]    = "pending",
    [ANSWER_SECURE]     = "secure",
    [ANSWER_INSECURE]   = "insecure",
    [ANSWER_NODATA]     = "nodata",
    [ANSWER_NXDOMAIN]   = "nxdomain",
    [ANSWER_BOGUS]      = "bogus",
    [ANSWER_SERVFAIL]   = "servfail",
    [ANSWER_TIMEOUT]    = "timeout",
    [ANSWER_REFUSED]    = "refused",
    [ANSWER_EXPIRED]    = "expired",
    [ANSWER_UNRECORDED] = "unrecorded",
};

static const char *const kind_names[] = { [QUESTION_DNS] = "dns", [QUESTION_STATE] = "state", [QUESTION_SCAN] = "scan" };

/* The place of a name in a list of names; count if it is not there. */
static size_t find_name(str name, const char *const *names, size_t count)
{
    size_t i = 0;

    while (i < count && !str_equal(name, str_of(names[i])))
        i++;
    return i;
}

const char *question_kind_name(enum question_kind kind)
{
    return kind_names[kind];
}

bool question_kind_from_name(str name, enum question_kind *out)
{
    size_t i = find_name(name, kind_names, ARRAY_LEN(kind_names));

    *out = (enum question_kind)i;
    return i < ARRAY_LEN(kind_names);
}

const char *answer_state_name(enum answer_state state)
{
    return state_names[state];
}

bool answer_state_from_name(str name, enum answer_state *out)
{
    size_t i = find_name(name, state_names, ARRAY_LEN(state_names));

    *out = (enum answer_state)i;
    return i < ARRAY_LEN(state_names);
}

bool answer_state_is_failure(enum answer_state state)
{
    switch (state) {
    case ANSWER_PENDING: case ANSWER_SECURE: case ANSWER_INSECURE: case ANSWER_NODATA: case ANSWER_NXDOMAIN:
        return false;
    case ANSWER_BOGUS: case ANSWER_SERVFAIL: case ANSWER_TIMEOUT: case ANSWER_REFUSED: case ANSWER_EXPIRED:
    case ANSWER_UNRECORDED:
        return true;
    }
    UNREACHABLE();
}

bool answer_has_records(const struct answer *answer)
{
    return answer->state == ANSWER_SECURE || answer->state == ANSWER_INSECURE;
}

struct answer *answer_new(enum answer_state state, uint32_t ttl, const struct record *records, size_t count,
                          const struct record_kind *kind)
{
    size_t text = 0;

    for (size_t i = 0; i < count; i++)
        text += records[i].data.len;
    size_t         size   = sizeof(struct answer) + count * sizeof *records + text;
    struct answer *answer = malloc(size);

    ASSERT(answer != NULL && state != ANSWER_PENDING);
    struct record *copies = (struct record *)(answer + 1);
    char          *octets = (char *)(copies + count);

    for (size_t i = 0; i < count; i++) {
        copies[i] = (struct record){ records[i].preference, { octets, records[i].data.len } };
        if (records[i].data.len > 0)
            memcpy(octets, records[i].data.ptr, records[i].data.len);
        octets += records[i].data.len;
    }
    *answer = (struct answer){ .state = state, .ttl = ttl, .count = count, .records = copies, .kind = kind, .size = size };
    atomic_init(&answer->references, 1);
    if (kind != NULL && answer_has_records(answer)) {
        answer->parsed = kind->parse(answer);
        answer->size += kind->size(answer->parsed);
    }
    return answer;
}

/* The counter is the one member of a shared answer that changes. */
static atomic_uint *references(const struct answer *answer)
{
    return &((struct answer *)(uintptr_t)answer)->references;
}

const struct answer *answer_keep(const struct answer *answer)
{
    atomic_fetch_add_explicit(references(answer), 1, memory_order_relaxed);
    return answer;
}

void answer_release(const struct answer *answer)
{
    if (answer == NULL || atomic_fetch_sub_explicit(references(answer), 1, memory_order_acq_rel) != 1)
        return;
    if (answer->parsed != NULL)
        answer->kind->free(answer->parsed);
    free((void *)(uintptr_t)answer);
}

void view_init(struct view *view, struct arena *arena, size_t limit)
{
    *view = (struct view){ .arena = arena, .limit = limit, .share = SIZE_MAX };
}

/* Spreads the names of one message over the buckets. Strangers could make them collide, but only up to the
 * cap on questions, so a plain hash will do. */
static size_t bucket_of(enum question_kind kind, uint16_t type, str name)
{
    uint32_t h = (uint32_t)kind * 31 + type;

    for (size_t i = 0; i < name.len; i++)
        h = h * 31 + (unsigned char)name.ptr[i];
    return h % VIEW_BUCKETS;
}

static const struct answer pending = { .state = ANSWER_PENDING };

/* An open question whose time is over is answered by that, for good: the record shows it. */
static const struct answer *answer_to(struct view *view, struct question *q)
{
    if (q->answer == NULL && view->expired && q->kind == QUESTION_DNS)
        view_answer(view, q, answer_new(ANSWER_EXPIRED, 0, NULL, 0, q->record_kind));
    return q->answer != NULL ? q->answer : &pending;
}

/* A copy of what is given, behind all that were asked before. */
static struct question *add_question(struct view *view, size_t bucket, const struct question *given)
{
    struct question *q = ARENA_NEW(view->arena, struct question);

    *q                    = *given;
    q->next_in_bucket     = view->buckets[bucket];
    view->buckets[bucket] = q;
    if (view->last == NULL)
        view->first = q;
    else
        view->last->next = q;
    view->last = q;
    view->count++;
    return q;
}

/* A recorded answer is text; whoever asks first for it has it parsed. */
static void take_up(struct question *q, const struct record_kind *kind)
{
    const struct answer *text = q->answer;

    q->answer        = answer_new(text->state, text->ttl, text->records, text->count, kind);
    q->record_kind   = kind;
    q->recorded_kind = (str){ 0 };
    answer_release(text);
}

static bool asks_for(const struct question *q, const struct record_kind *kind)
{
    return q->recorded_kind.len > 0 ? kind != NULL && str_equal(q->recorded_kind, str_of(kind->name)) : q->record_kind == kind;
}

/* The question was not asked when the message came, or was one too many for it. */
static const struct answer *answer_unrecorded(struct view *view, enum question_kind kind)
{
    static const struct answer refused    = { .state = ANSWER_REFUSED };
    static const struct answer unrecorded = { .state = ANSWER_UNRECORDED };

    if (kind == QUESTION_DNS && view->refused)
        return &refused;
    view->unrecorded++;
    return &unrecorded;
}

const struct answer *view_ask(struct view *view, enum question_kind kind, uint16_t type, str name,
                              const struct record_kind *record_kind)
{
    static const struct answer refused = { .state = ANSWER_REFUSED };

    ASSERT(name.len > 0);
    str    key    = arena_lower(view->arena, name);
    size_t bucket = bucket_of(kind, type, key);

    for (struct question *q = view->buckets[bucket]; q != NULL; q = q->next_in_bucket)
        if (q->kind == kind && q->type == type && asks_for(q, record_kind) && str_equal(q->name, key)) {
            if (q->recorded_kind.len > 0)
                take_up(q, record_kind);
            return answer_to(view, q);
        }
    if (view->recorded)
        return answer_unrecorded(view, kind);
    if (kind == QUESTION_DNS && view->count >= view->limit) {
        view->refused = true;
        return &refused;
    }
    if (kind == QUESTION_DNS && view->count >= view->share && !view->expired)
        return &pending;

    struct question *q = add_question(view, bucket, &(struct question){
        .kind = kind, .type = type, .record_kind = record_kind, .name = key.ptr == name.ptr ? arena_str(view->arena, key) : key,
    });

    if (view->known != NULL)
        q->answer = view->known(view->known_context, q);
    if (q->answer != NULL)
        return q->answer;
    view->open++;
    return answer_to(view, q);
}

struct question *view_next_open(const struct view *view, const struct question *after)
{
    struct question *q = after == NULL ? view->first : after->next;

    while (q != NULL && q->answer != NULL)
        q = q->next;
    return q;
}

void view_answer(struct view *view, struct question *question, const struct answer *answer)
{
    ASSERT(question->answer == NULL && view->open > 0 && answer->state != ANSWER_PENDING);
    question->answer = answer;
    view->open--;
}

void view_record(struct view *view, enum question_kind question, uint16_t type, str name, str kind, const struct answer *answer)
{
    add_question(view, bucket_of(question, type, name), &(struct question){
        .kind = question, .type = type, .name = name, .recorded_kind = kind, .answer = answer,
    });
}

str question_record_kind(const struct question *question)
{
    return question->record_kind == NULL ? question->recorded_kind : str_of(question->record_kind->name);
}

void view_expire(struct view *view)
{
    view->expired = true;
    for (struct question *q = NULL; (q = view_next_open(view, q)) != NULL; )
        (void)answer_to(view, q);
}

void view_free(struct view *view)
{
    for (struct question *q = view->first; q != NULL; q = q->next)
        answer_release(q->answer);
    *view = (struct view){ 0 };
}
