#include "auth/dmarc/evaluate.h"

#include "auth/dmarc/walk.h"
#include "base/ascii.h"
#include "base/domain.h"
#include "dns/packet.h"

/* One evaluation, from its start. What is asked of DNS comes in at most two rounds: the author's walk first, because
 * it tells which identifiers can be aligned at all; then their walks, and whether the author's domain exists. So a
 * stranger's signatures cost no question, and cannot use up those that the author needs. */
struct evaluation {
    const struct dmarc_request *request;
    struct arena               *arena;
    struct view                *view;
    struct dmarc_walk           walk;           /* of the author domain */
    const struct dmarc_record  *record;
    struct dmarc_result         result;
};

static struct dmarc_result conclude(struct evaluation *e, enum dmarc_status status, enum auth_reason reason)
{
    e->result.status = status;
    e->result.reason = reason;
    return e->result;
}

/* ---- policy discovery, §4.10.1 ---- */

enum discovery { DISCOVERY_PENDING, DISCOVERY_FAILED, DISCOVERY_ABSENT, DISCOVERY_FOUND };

/* The author's own record, else its Organizational Domain's, else its Public Suffix Domain's. The walk always starts
 * at the author: begun at its parent, a psd=y record there would make the suffix itself the organization. */
static enum discovery discover(struct evaluation *e)
{
    const struct dmarc_walk *walk = &e->walk;
    str                      domain;

    switch (walk->steps[0].state) {
    case DMARC_STEP_PENDING: return DISCOVERY_PENDING;
    case DMARC_STEP_FAILED:  return DISCOVERY_FAILED;
    case DMARC_STEP_EMPTY:   break;
    case DMARC_STEP_FOUND:
        e->record               = walk->steps[0].record;
        e->result.record_domain = walk->steps[0].domain;
        return DISCOVERY_FOUND;
    }
    switch (walk->status) {
    case DMARC_WALK_PENDING: return DISCOVERY_PENDING;
    case DMARC_WALK_FAILED:  return DISCOVERY_FAILED;
    case DMARC_WALK_DONE:    break;
    }
    domain    = walk->org_domain;
    e->record = dmarc_walk_record(walk, domain);
    if (e->record == NULL)
        e->record = dmarc_walk_suffix_record(walk, &domain);
    if (e->record == NULL)
        return DISCOVERY_ABSENT;
    e->result.record_domain = domain;
    return DISCOVERY_FOUND;
}

/* Several records at a name count as none (§4.10 step 2), but whoever published them means to have one. */
static enum auth_reason why_absent(struct evaluation *e)
{
    for (size_t i = 0; i < e->walk.count; i++)
        if (e->walk.steps[i].has_several) {
            e->result.record_domain = e->walk.steps[i].domain;
            return REASON_DMARC_SEVERAL_RECORDS;
        }
    return REASON_DMARC_NO_RECORD;
}

/* ---- the policy that applies, §4.7 and §4.10.1 ---- */

enum existence { EXISTENCE_PENDING, EXISTENCE_UNKNOWN, EXISTS, EXISTS_NOT };

/* NXDOMAIN of the name itself (§3.2.13, RFC 8020); no other answer is one. The question is for CNAME, the type that is
 * not followed: an alias that leads nowhere exists (RFC 6604 §2). */
static enum existence author_existence(struct evaluation *e)
{
    const struct answer *answer = view_ask(e->view, QUESTION_DNS, DNS_CNAME, e->result.author_domain, NULL);

    if (answer->state == ANSWER_PENDING)
        return EXISTENCE_PENDING;
    if (answer_state_is_failure(answer->state))
        return EXISTENCE_UNKNOWN;
    return answer->state == ANSWER_NXDOMAIN ? EXISTS_NOT : EXISTS;
}

static enum dmarc_policy first_stated(enum dmarc_policy a, enum dmarc_policy b)
{
    return a != DMARC_POLICY_ABSENT ? a : b;
}

/* Sets the policy; asks for the author's existence only where the answer makes a difference. While it is unknown the
 * policy of an existing domain stands in. */
static enum existence choose_policy(struct evaluation *e)
{
    const struct dmarc_record *record = e->record;

    e->result.is_test        = record->is_test;
    e->result.dkim_is_strict = record->adkim == DMARC_STRICT;
    e->result.spf_is_strict  = record->aspf == DMARC_STRICT;
    if (domain_equal(e->result.record_domain, e->result.author_domain)) {
        e->result.policy = record->p;
        return EXISTS;
    }
    enum dmarc_policy sp = first_stated(record->sp, record->p);
    enum dmarc_policy np = first_stated(record->np, sp);
    enum existence    existence = np == sp ? EXISTS : author_existence(e);

    e->result.policy = existence == EXISTS_NOT ? np : sp;
    return existence;
}

/* ---- identifier alignment, §4.10.2 ---- */

enum alignment { ALIGNMENT_PENDING, ALIGNMENT_UNKNOWN, ALIGNED, NOT_ALIGNED };

/* False if one walk has ended where the other, some of whose queries failed, cannot end any more. */
static bool may_meet(const struct dmarc_walk *a, const struct dmarc_walk *b)
{
    return (a->status != DMARC_WALK_DONE || domain_is_or_below(a->org_domain, b->ceiling)) &&
           (b->status != DMARC_WALK_DONE || domain_is_or_below(b->org_domain, a->ceiling));
}

static enum alignment compare_organizations(struct evaluation *e, str domain)
{
    struct dmarc_walk walk;

    if (e->walk.status == DMARC_WALK_PENDING)
        return ALIGNMENT_PENDING;
    if (!domain_is_or_below(domain, e->walk.ceiling))
        return NOT_ALIGNED;
    dmarc_walk(&walk, domain, e->arena, e->view);
    if (walk.status == DMARC_WALK_PENDING)
        return ALIGNMENT_PENDING;
    if (walk.status == DMARC_WALK_FAILED || e->walk.status == DMARC_WALK_FAILED)
        return may_meet(&walk, &e->walk) ? ALIGNMENT_UNKNOWN : NOT_ALIGNED;
    return domain_equal(walk.org_domain, e->walk.org_domain) ? ALIGNED : NOT_ALIGNED;
}

static enum alignment alignment_of(struct evaluation *e, const struct auth_identifier *id)
{
    enum dmarc_alignment mode = id->method == AUTH_SPF ? e->record->aspf : e->record->adkim;

    if (domain_equal(id->domain, e->result.author_domain))
        return ALIGNED;
    if (mode == DMARC_STRICT || !domain_is_queryable(id->domain))       /* as it came: "example.org.." is no name */
        return NOT_ALIGNED;
    return compare_organizations(e, domain_lower(e->arena, id->domain));
}

/* Adds the name of an identifier that passed; once for each name. */
static void add_name(str names[DMARC_ALIGNED_MAX], size_t *count, const struct auth_identifier *id, struct arena *arena)
{
    str domain = domain_lower(arena, id->domain);
    str name   = arena_printf(arena, "%s:%.*s", id->method == AUTH_SPF ? "spf" : "dkim", STR_ARG(domain));

    for (size_t i = 0; i < *count; i++)
        if (str_equal(names[i], name))
            return;
    if (*count < DMARC_ALIGNED_MAX)
        names[(*count)++] = name;
}

/* What neither verified nor might have needs no walk. */
static bool matters(const struct auth_identifier *id)
{
    return id->pass || id->temperror || id->is_partial;
}

/* §5.3.5: one aligned pass is enough. Short of that, what could still have been one makes the failure uncertain. */
static struct dmarc_result judge_identifiers(struct evaluation *e)
{
    struct dmarc_result *result  = &e->result;
    bool                 pending = false, passed = false, partial = false;
    enum auth_reason failure = REASON_DMARC_NOTHING_VERIFIED, doubt = REASON_NONE;

    for (size_t i = 0; i < e->request->count; i++) {
        const struct auth_identifier *id = &e->request->identifiers[i];

        if (!matters(id))
            continue;
        enum alignment alignment = alignment_of(e, id);

        pending |= alignment == ALIGNMENT_PENDING;
        if (id->is_partial) {
            partial |= alignment == ALIGNED;
            continue;
        }
        passed  |= alignment == ALIGNED && id->pass;
        if (alignment == ALIGNED && id->pass)
            add_name(result->aligned, &result->aligned_count, id, e->arena);
        else if (alignment == NOT_ALIGNED && id->pass)
            add_name(result->unaligned, &result->unaligned_count, id, e->arena);
        if (alignment == ALIGNED && id->pass)
            continue;
        if (alignment == ALIGNED)
            doubt = REASON_DMARC_UNCHECKED;
        else if (alignment == ALIGNMENT_UNKNOWN && doubt == REASON_NONE)
            doubt = REASON_DMARC_ALIGNMENT_UNKNOWN;
        else if (id->pass)
            failure = REASON_DMARC_NOT_ALIGNED;
    }
    if (pending)
        return conclude(e, DMARC_PENDING, REASON_NONE);
    if (passed)
        return conclude(e, DMARC_PASS, REASON_DMARC_ALIGNED);
    if (doubt != REASON_NONE)
        return conclude(e, DMARC_TEMPERROR, doubt);
    return conclude(e, DMARC_FAIL, partial ? REASON_DMARC_PARTLY_SIGNED : failure);
}

/* ---- the whole ---- */

/* Asks along with the author's own walk for the identifiers below it: mostly bounce and mailing hosts, in one round. */
static void ask_ahead(struct evaluation *e)
{
    for (size_t i = 0; i < e->request->count; i++) {
        const struct auth_identifier *id = &e->request->identifiers[i];
        struct dmarc_walk             walk;

        if (matters(id) && domain_is_queryable(id->domain) &&
            domain_is_or_below(id->domain, e->result.author_domain))
            dmarc_walk(&walk, domain_lower(e->arena, id->domain), e->arena, e->view);
    }
}

static struct dmarc_result apply_record(struct evaluation *e)
{
    if (!e->record->is_usable)
        return conclude(e, DMARC_PERMERROR, REASON_DMARC_UNUSABLE_RECORD);

    enum existence      existence = choose_policy(e);
    struct dmarc_result result    = judge_identifiers(e);

    if (existence == EXISTENCE_PENDING)
        return conclude(e, DMARC_PENDING, REASON_NONE);
    if (result.status != DMARC_FAIL)
        return result;
    if (existence == EXISTENCE_UNKNOWN)
        return conclude(e, DMARC_TEMPERROR, REASON_DMARC_EXISTENCE_UNKNOWN);
    result.disposition = result.is_test ? dmarc_policy_lowered(result.policy) : result.policy;
    return result;
}

/* A name that can be asked of DNS, below some top level. Wider than a host name: "_" is not for hosts, but domains with
 * it send mail, and one that is not evaluated could be anybody's. */
static bool may_be_author(str domain)
{
    str top = domain_last_labels(domain, 1);

    return domain_is_queryable(domain) && top.len < domain.len && ascii_is_alpha(top.ptr[0]);
}

struct dmarc_result dmarc_evaluate(const struct dmarc_request *request, struct arena *arena, struct view *view)
{
    struct evaluation e = { .request = request, .arena = arena, .view = view };

    e.result.author_domain = domain_lower(arena, request->author_domain);
    e.result.disposition   = DMARC_POLICY_NONE;
    /* As given: of two final dots only one may be left out. */
    if (!domain_is_queryable(request->author_domain) || !may_be_author(e.result.author_domain))
        return conclude(&e, DMARC_PERMERROR, REASON_DMARC_BAD_AUTHOR_DOMAIN);
    dmarc_walk(&e.walk, e.result.author_domain, arena, view);
    e.result.org_domain = e.walk.org_domain;

    switch (discover(&e)) {             /* a walk that could not finish is not "no record" */
    case DISCOVERY_PENDING:
        ask_ahead(&e);
        return conclude(&e, DMARC_PENDING, REASON_NONE);
    case DISCOVERY_FAILED:
        return conclude(&e, DMARC_TEMPERROR, REASON_DMARC_DISCOVERY_FAILED);
    case DISCOVERY_ABSENT:
        return conclude(&e, DMARC_NONE, why_absent(&e));
    case DISCOVERY_FOUND:
        return apply_record(&e);
    }
    UNREACHABLE();
}
