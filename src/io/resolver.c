#include "io/resolver.h"

#include <stdlib.h>

#include "base/domain.h"
#include "dns/zone.h"
#include "io/unbound.h"

enum { RESOLVER_TIMEOUT_MS = 5000 };

struct resolver {
    struct loop                   *loop;
    const struct resolver_options *options;
    struct dns_cache              *cache;
    struct unbound                *unbound;     /* NULL: a zone answers */
    struct lookup                 *lookups;     /* all under way */
    int64_t                        timeout_ms;
    struct resolver_counters       counters;
};

/* A question put to libunbound: the only one for it in the process. It outlives who asked, for the cache and for those
 * who wait in it. */
struct lookup {
    struct lookup       *next, **at;            /* in the list of its resolver */
    struct resolver     *resolver;
    struct wait         *asker;                 /* NULL once that has given up */
    struct unbound_query query;
    struct loop_timer    timer;
    const struct answer *answer;
    bool                 starting;              /* inside unbound_ask, where the answer may come already */
    struct question      question;
    char                 name[DOMAIN_MAX_OCTETS];
};

/* A request's interest in one question. It ends in deliver, or as soon as nobody can wake it any more. */
struct wait {
    struct wait             *next, **at;        /* in the list of its request */
    struct dns_waiter        waiter;
    struct loop_task         task;
    struct loop             *loop;              /* to be woken in */
    struct loop_timer        timer;             /* where another's look-up is waited for */
    struct resolver_request *request;           /* NULL once cancelled */
    struct question         *question;          /* of the request's view */
    struct lookup           *lookup;            /* our own, while under way */
    bool                     in_cache;          /* registered there: another worker may wake us at any moment */
    const struct answer     *answer;
};

/* ---- waiting ---- */

static void forget_request(struct wait *wait)
{
    *wait->at = wait->next;
    if (wait->next != NULL)
        wait->next->at = wait->at;
    wait->request = NULL;
    loop_timer_stop(&wait->timer);
}

static void answer_request(struct wait *wait, const struct answer *answer)
{
    struct resolver_request *request = wait->request;

    view_answer(request->view, wait->question, answer);
    forget_request(wait);
    free(wait);
    if (--request->waiting == 0)
        request->done(request);
}

static void deliver(struct loop_task *task)
{
    struct wait *wait = (struct wait *)((char *)task - offsetof(struct wait, task));

    if (wait->request != NULL) {
        answer_request(wait, wait->answer);
    } else {
        answer_release(wait->answer);
        free(wait);
    }
}

/* Stores and posts, as from any thread, and as inside a callback of libunbound. */
static void wake(struct dns_waiter *waiter, const struct answer *answer)
{
    struct wait *wait = (struct wait *)((char *)waiter - offsetof(struct wait, waiter));

    wait->answer = answer;
    loop_post(wait->loop, &wait->task);
}

/* The look-up goes on, but this request has waited long enough. */
static void wait_expired(struct loop_timer *timer)
{
    struct wait     *wait     = (struct wait *)((char *)timer - offsetof(struct wait, timer));
    struct resolver *resolver = wait->request->resolver;

    if (!dns_cache_forget(resolver->cache, wait->question, &wait->waiter))
        return;                         /* the answer is on its way after all */
    resolver->counters.timeouts++;
    answer_request(wait, answer_new(ANSWER_TIMEOUT, 0, NULL, 0, wait->question->record_kind));
}

static struct wait *new_wait(struct resolver_request *request, struct question *question)
{
    struct wait  *wait = calloc(1, sizeof *wait);
    struct wait **list = (struct wait **)&request->lookups;

    ASSERT(wait != NULL);
    *wait = (struct wait){ .next = *list, .at = list, .request = request, .question = question, .waiter.wake = wake,
                           .task.run = deliver, .loop = request->resolver->loop, .timer.expired = wait_expired };
    if (wait->next != NULL)
        wait->next->at = &wait->next;
    *list = wait;
    request->waiting++;
    return wait;
}

/* ---- look-ups ---- */

static void count_answer(struct resolver_counters *counters, enum answer_state state)
{
    if (state == ANSWER_TIMEOUT)
        counters->timeouts++;
    else if (answer_state_is_failure(state))
        counters->failures++;
    else
        counters->answered++;
}

/* Tells the cache and the asker, and is gone. */
static void finish(struct lookup *lookup)
{
    struct resolver *resolver = lookup->resolver;

    loop_timer_stop(&lookup->timer);
    *lookup->at = lookup->next;
    if (lookup->next != NULL)
        lookup->next->at = lookup->at;
    count_answer(&resolver->counters, lookup->answer->state);
    dns_cache_store(resolver->cache, &lookup->question, loop_now_ms(resolver->loop) / 1000, lookup->answer);
    if (lookup->asker != NULL) {
        lookup->asker->lookup = NULL;
        wake(&lookup->asker->waiter, lookup->answer);
    } else {
        answer_release(lookup->answer);
    }
    free(lookup);
}

static void fail(struct lookup *lookup, enum answer_state state)
{
    lookup->answer = answer_new(state, 0, NULL, 0, lookup->question.record_kind);
    finish(lookup);
}

static void lookup_answered(struct unbound_query *query, const struct answer *answer)
{
    struct lookup *lookup = (struct lookup *)((char *)query - offsetof(struct lookup, query));

    lookup->answer = answer;
    if (!lookup->starting)
        finish(lookup);
}

static void lookup_expired(struct loop_timer *timer)
{
    struct lookup *lookup = (struct lookup *)((char *)timer - offsetof(struct lookup, timer));

    unbound_cancel(&lookup->query);
    fail(lookup, ANSWER_TIMEOUT);
}

/* The view's question dies with its message, so the look-up has a copy. */
static struct lookup *new_lookup(struct resolver *resolver, struct wait *asker)
{
    const struct question *q      = asker->question;
    struct lookup         *lookup = calloc(1, sizeof *lookup);

    ASSERT(lookup != NULL && q->name.len <= sizeof lookup->name);
    *lookup = (struct lookup){
        .next = resolver->lookups, .at = &resolver->lookups, .resolver = resolver, .asker = asker,
        .query.answered = lookup_answered, .timer.expired = lookup_expired,
        .question = { .kind = q->kind, .type = q->type, .record_kind = q->record_kind },
    };
    memcpy(lookup->name, q->name.ptr, q->name.len);
    lookup->question.name = (str){ lookup->name, q->name.len };
    if (lookup->next != NULL)
        lookup->next->at = &lookup->next;
    resolver->lookups = lookup;
    return lookup;
}

static void look_up(struct resolver *resolver, struct wait *asker)
{
    struct lookup *lookup = new_lookup(resolver, asker);

    asker->lookup = lookup;
    resolver->counters.asked++;
    lookup->starting = true;
    bool asked       = unbound_ask(resolver->unbound, &lookup->query, &lookup->question);

    lookup->starting = false;
    if (!asked)
        fail(lookup, ANSWER_SERVFAIL);
    else if (lookup->answer != NULL)
        finish(lookup);
    else
        loop_timer_set(resolver->loop, &lookup->timer, resolver->timeout_ms);
}

/* ---- requests ---- */

static void ask(struct resolver_request *request, struct question *question)
{
    struct resolver     *resolver = request->resolver;
    struct wait         *wait     = new_wait(request, question);
    const struct answer *answer;

    switch (dns_cache_ask(resolver->cache, question, loop_now_ms(resolver->loop) / 1000, &wait->waiter, &answer)) {
    case DNS_CACHE_HIT:
        answer_request(wait, answer);
        return;
    case DNS_CACHE_ASK:
        look_up(resolver, wait);
        return;
    case DNS_CACHE_WAIT:
        wait->in_cache = true;
        loop_timer_set(resolver->loop, &wait->timer, resolver->timeout_ms);
        return;
    }
    UNREACHABLE();
}

const struct answer *resolver_known(void *context, const struct question *question)
{
    const struct resolver *resolver = context;

    if (question->kind != QUESTION_DNS)
        return NULL;
    return resolver->unbound == NULL ? zone_lookup(resolver->options->zone, question)
                                     : dns_cache_peek(resolver->cache, question, loop_now_ms(resolver->loop) / 1000);
}

void resolver_fetch(struct resolver *resolver, struct view *view, struct resolver_request *request)
{
    request->resolver = resolver;
    request->view     = view;
    request->lookups  = NULL;
    request->waiting  = 1;              /* ours, until all are asked: done comes once */
    for (struct question *q = view_next_open(view, NULL), *next; q != NULL; q = next) {
        next = view_next_open(view, q);
        if (q->kind != QUESTION_DNS)
            continue;
        if (resolver->unbound == NULL)
            view_answer(view, q, zone_lookup(resolver->options->zone, q));
        else
            ask(request, q);
    }
    if (--request->waiting == 0)
        request->done(request);
}

void resolver_cancel(struct resolver_request *request)
{
    struct resolver *resolver = request->resolver;

    for (struct wait *wait = request->lookups, *next; wait != NULL; wait = next) {
        next = wait->next;
        bool can_be_woken = wait->lookup == NULL;       /* by a task that is posted, or by the cache */

        if (wait->lookup != NULL)
            wait->lookup->asker = NULL;
        else if (wait->in_cache)
            can_be_woken = !dns_cache_forget(resolver->cache, wait->question, &wait->waiter);
        forget_request(wait);
        if (!can_be_woken)
            free(wait);                 /* else deliver does */
    }
    request->waiting = 0;
}

/* ---- blocking ---- */

struct blocking { struct resolver_request request; bool in_loop; };

static void fetched(struct resolver_request *request)
{
    if (((struct blocking *)request)->in_loop)
        loop_stop(request->resolver->loop);
}

void resolver_fetch_blocking(struct resolver *resolver, struct loop *loop, struct view *view)
{
    struct blocking blocking = { .request.done = fetched };

    resolver_fetch(resolver, view, &blocking.request);
    blocking.in_loop = true;
    while (blocking.request.waiting > 0)
        loop_run(loop);
}

/* ---- the resolver ---- */

struct resolver *resolver_new(struct loop *loop, const struct resolver_options *options, struct dns_cache *cache,
                              const char **error)
{
    struct unbound *unbound = options->zone == NULL ? unbound_new(loop, options, error) : NULL;

    if (options->zone == NULL && unbound == NULL)
        return NULL;
    struct resolver *resolver = calloc(1, sizeof *resolver);

    ASSERT(resolver != NULL);
    *resolver = (struct resolver){ .loop = loop, .options = options, .cache = cache, .unbound = unbound,
                                   .timeout_ms = options->timeout_ms > 0 ? options->timeout_ms : RESOLVER_TIMEOUT_MS };
    return resolver;
}

void resolver_free(struct resolver *resolver)
{
    if (resolver == NULL)
        return;
    /* Requests of other workers may wait for what we have under way. */
    while (resolver->lookups != NULL) {
        unbound_cancel(&resolver->lookups->query);
        fail(resolver->lookups, ANSWER_SERVFAIL);
    }
    unbound_free(resolver->unbound);
    free(resolver);
}

struct resolver_counters resolver_count(const struct resolver *resolver)
{
    return resolver->counters;
}
