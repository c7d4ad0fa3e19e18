#include "auth/dmarc/walk.h"

#include "base/domain.h"
#include "dns/packet.h"

static struct dmarc_step take_step(str domain, struct arena *arena, struct view *view)
{
    struct dmarc_step step = { .domain = domain, .state = DMARC_STEP_EMPTY };
    str               name = arena_printf(arena, "_dmarc.%.*s", STR_ARG(domain));

    if (!domain_is_queryable(name))     /* too long with its prefix: nothing can be published there */
        return step;
    const struct answer *answer = view_ask(view, QUESTION_DNS, DNS_TXT, name, &dmarc_record_kind);

    if (answer->state == ANSWER_PENDING) {
        step.state = DMARC_STEP_PENDING;
    } else if (answer_state_is_failure(answer->state)) {
        step.state = DMARC_STEP_FAILED;
    } else if (answer_has_records(answer)) {
        const struct dmarc_published *published = answer->parsed;

        step.has_several = published->count > 1;
        step.state       = published->count == 1 ? DMARC_STEP_FOUND : DMARC_STEP_EMPTY;
        step.record      = published->count == 1 ? &published->record : NULL;
    }
    return step;
}

/* Steps 1 and 3 to 7 of §4.10: the start, then at most seven labels, one fewer each time. */
static void ask_all(struct dmarc_walk *walk, str domain, struct arena *arena, struct view *view)
{
    size_t labels = domain_label_count(domain);

    walk->steps[walk->count++] = take_step(domain, arena, view);
    for (size_t left = labels < DMARC_WALK_MAX ? labels - 1 : DMARC_WALK_MAX - 1; left > 0; left--)
        walk->steps[walk->count++] = take_step(domain_last_labels(domain, left), arena, view);
}

/* Steps 2 and 6 of §4.10: psd=n and psd=y end the walk. What lies behind an answer not known yet may be one of them. */
static void stop_where_told(struct dmarc_walk *walk)
{
    for (size_t i = 0; i < walk->count; i++) {
        const struct dmarc_step *step = &walk->steps[i];

        if (step->state == DMARC_STEP_FOUND && step->record->psd != DMARC_PSD_UNSTATED)
            walk->count = i + 1;
    }
}

static bool any_step_is(const struct dmarc_walk *walk, enum dmarc_step_state state)
{
    for (size_t i = 0; i < walk->count; i++)
        if (walk->steps[i].state == state)
            return true;
    return false;
}

/* Of the names at which a record was found, or may stand, the one with the fewest labels; else the start. */
static str shortest_name(const struct dmarc_walk *walk)
{
    for (size_t i = walk->count; i-- > 0;)
        if (walk->steps[i].state != DMARC_STEP_EMPTY)
            return walk->steps[i].domain;
    return walk->steps[0].domain;
}

/* The three rules of §4.10.2. The first two can only hold for the last step. */
static str select_org_domain(const struct dmarc_walk *walk)
{
    str domain;

    if (dmarc_walk_suffix_record(walk, &domain) != NULL)
        return domain_last_labels(walk->steps[0].domain, domain_label_count(domain) + 1);
    return shortest_name(walk);
}

void dmarc_walk(struct dmarc_walk *walk, str domain, struct arena *arena, struct view *view)
{
    *walk = (struct dmarc_walk){ 0 };
    ask_all(walk, domain, arena, view);
    stop_where_told(walk);
    walk->ceiling = shortest_name(walk);
    if (any_step_is(walk, DMARC_STEP_PENDING)) {
        walk->status = DMARC_WALK_PENDING;
    } else if (any_step_is(walk, DMARC_STEP_FAILED)) {
        walk->status = DMARC_WALK_FAILED;
    } else {
        walk->status     = DMARC_WALK_DONE;
        walk->org_domain = walk->ceiling = select_org_domain(walk);
    }
}

const struct dmarc_record *dmarc_walk_record(const struct dmarc_walk *walk, str domain)
{
    for (size_t i = 0; i < walk->count; i++)
        if (domain_equal(walk->steps[i].domain, domain))
            return walk->steps[i].record;
    return NULL;
}

const struct dmarc_record *dmarc_walk_suffix_record(const struct dmarc_walk *walk, str *domain)
{
    const struct dmarc_step *last = &walk->steps[walk->count - 1];

    if (walk->count < 2 || last->state != DMARC_STEP_FOUND || last->record->psd != DMARC_PSD_YES)
        return NULL;
    *domain = last->domain;
    return last->record;
}
