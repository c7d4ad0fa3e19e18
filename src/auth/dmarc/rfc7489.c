#include "auth/dmarc/rfc7489.h"

#include "auth/dmarc/record.h"
#include "base/domain.h"
#include "dns/packet.h"

static const struct dmarc_rfc7489 pending = { DMARC_PENDING, DMARC_POLICY_NONE };

/* §3.2. A public suffix has no registrable part: it is its own. */
static str org_domain(const struct suffixes *suffixes, str domain)
{
    str registrable = suffix_registrable(suffixes, domain);

    return registrable.len > 0 ? registrable : domain;
}

/* ---- policy discovery, §6.6.3 ---- */

enum found { FOUND_PENDING, FOUND_FAILURE, FOUND_NOTHING, FOUND_SEVERAL, FOUND_RECORD };

static enum found look_at(str domain, struct arena *arena, struct view *view, const struct dmarc_record **record)
{
    str name = arena_printf(arena, "_dmarc.%.*s", STR_ARG(domain));

    if (!domain_is_queryable(name))
        return FOUND_NOTHING;
    const struct answer *answer = view_ask(view, QUESTION_DNS, DNS_TXT, name, &dmarc_record_kind);

    if (answer->state == ANSWER_PENDING)
        return FOUND_PENDING;
    if (answer_state_is_failure(answer->state))
        return FOUND_FAILURE;
    if (!answer_has_records(answer))
        return FOUND_NOTHING;
    const struct dmarc_published *published = answer->parsed;

    if (published->count != 1)
        return published->count == 0 ? FOUND_NOTHING : FOUND_SEVERAL;
    *record = &published->record;
    return FOUND_RECORD;
}

/* ---- alignment, §3.1 ---- */

static bool is_aligned(const struct auth_identifier *id, const struct dmarc_record *record, str author,
                       const struct suffixes *suffixes)
{
    enum dmarc_alignment mode = id->method == AUTH_SPF ? record->aspf : record->adkim;

    if (domain_equal(id->domain, author))
        return true;
    return mode == DMARC_RELAXED && domain_equal(org_domain(suffixes, domain_without_dot(id->domain)),
                                                 org_domain(suffixes, author));
}

static enum dmarc_status judge_identifiers(const struct dmarc_request *request, const struct dmarc_record *record,
                                           const struct suffixes *suffixes, str author)
{
    enum dmarc_status status = DMARC_FAIL;

    for (size_t i = 0; i < request->count; i++) {
        const struct auth_identifier *id = &request->identifiers[i];

        if ((!id->pass && !id->temperror) || !is_aligned(id, record, author, suffixes))
            continue;
        if (id->pass)
            return DMARC_PASS;
        status = DMARC_TEMPERROR;
    }
    return status;
}

/* ---- the policy, §6.3 and §6.6.4 ---- */

/* pct=0 samples nobody. Between 1 and 99 receivers draw lots; shown is what is asked of the messages that are drawn. */
static enum dmarc_policy asked_for(const struct dmarc_record *record, bool is_own)
{
    enum dmarc_policy p      = record->rfc7489.p;
    enum dmarc_policy policy = is_own || record->sp == DMARC_POLICY_ABSENT ? p : record->sp;

    return record->rfc7489.pct == 0 ? dmarc_policy_lowered(policy) : policy;
}

struct dmarc_rfc7489 dmarc_evaluate_rfc7489(const struct dmarc_request *request, const struct suffixes *suffixes,
                                            struct arena *arena, struct view *view)
{
    str                        author  = domain_lower(arena, request->author_domain);
    str                        org     = org_domain(suffixes, author);
    bool                       is_own  = true;
    const struct dmarc_record *record  = NULL;
    struct dmarc_rfc7489       result  = { DMARC_NONE, DMARC_POLICY_NONE };
    enum found                 found   = look_at(author, arena, view, &record);

    if (found == FOUND_NOTHING && !domain_equal(org, author)) {
        found  = look_at(org, arena, view, &record);
        is_own = false;
    }
    switch (found) {
    case FOUND_PENDING: return pending;
    case FOUND_FAILURE: result.status = DMARC_TEMPERROR; return result;
    case FOUND_NOTHING:
    case FOUND_SEVERAL: return result;
    case FOUND_RECORD:  break;
    }
    if (!record->rfc7489.is_usable) {
        result.status = DMARC_PERMERROR;
        return result;
    }
    result.status = judge_identifiers(request, record, suffixes, author);
    if (result.status == DMARC_FAIL)
        result.disposition = asked_for(record, is_own);
    return result;
}

bool dmarc_rfc7489_differs(const struct dmarc_result *result)
{
    const struct dmarc_rfc7489 *old = &result->rfc7489;

    return old->status != DMARC_PENDING && result->status != DMARC_PENDING &&
           (old->status != result->status || old->disposition != result->disposition);
}
