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

const char *answer_state_name(enum answer_state state)
{
    return state_names[state];
}

bool answer_state_from_name(str name, enum answer_state *out)
{
    for (size_t i = 0; i < ARRAY_LEN(state_names); i++)
        if (str_equal(name, str_of(state_names[i]))) {
            *out = (enum answer_state)i;
            return true;
        }
    return false;
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
    *view = (struct view){ .arena = arena, .limit = limit };
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

/* An open question whose time is over is answered by that, for good: the record shows it. */
static const struct answer *answer_to(struct view *view, struct question *q)
{
    static const struct answer pending = { .state = ANSWER_PENDING };

    if (q->answer == NULL && view->expired && q->kind == QUESTION_DNS)
        view_answer(view, q, answer_new(ANSWER_EXPIRED, 0, NULL, 0, q->record_kind));
    return q->answer != NULL ? q->answer : &pending;
}

const struct answer *view_ask(struct view *view, enum question_kind kind, uint16_t type, str name,
                              const struct record_kind *record_kind)
{
    static const struct answer refused    = { .state = ANSWER_REFUSED };
    static const struct answer unrecorded = { .state = ANSWER_UNRECORDED };

    ASSERT(name.len > 0);
    str    key    = arena_lower(view->arena, name);
    size_t bucket = bucket_of(kind, type, key);

    for (struct question *q = view->buckets[bucket]; q != NULL; q = q->next_in_bucket)
        if (q->kind == kind && q->type == type && q->record_kind == record_kind && str_equal(q->name, key))
            return answer_to(view, q);
    if (view->recorded)
        return &unrecorded;
    if (kind == QUESTION_DNS && view->count >= view->limit)
        return &refused;

    struct question *q = ARENA_NEW(view->arena, struct question);

    *q = (struct question){ .kind = kind, .type = type, .record_kind = record_kind, .next_in_bucket = view->buckets[bucket],
                            .name = key.ptr == name.ptr ? arena_str(view->arena, key) : key };
    view->buckets[bucket] = q;
    if (view->last == NULL)
        view->first = q;
    else
        view->last->next = q;
    view->last = q;
    view->count++;
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
