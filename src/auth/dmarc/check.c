/* DMARC for a message: its author or authors, and the identifiers that SPF and DKIM have left (RFC 9989 §5.3). */
#include "auth/dmarc/evaluate.h"
#include "auth/dmarc/rfc7489.h"
#include "mail/message.h"

/* §3.2.4 and §4.4: d= of each signature, and the MAIL FROM identity (postmaster@HELO for the null reverse-path,
 * RFC 7208 §2.4). A pass of HELO alone is none. */
static size_t list_identifiers(const struct auth_results *results, struct auth_identifier *ids)
{
    size_t count = 0;

    ids[count++] = (struct auth_identifier){
        .method = AUTH_SPF, .domain = results->spf.domain, .pass = results->spf.status == SPF_PASS,
        .temperror = results->spf.status == SPF_TEMPERROR,
    };
    for (size_t i = 0; i < results->dkim_count; i++) {
        const struct dkim_result *signature = &results->dkim[i];

        ids[count++] = (struct auth_identifier){
            .method = AUTH_DKIM, .domain = signature->domain, .pass = dkim_result_vouches(signature),
            .temperror  = signature->status == DKIM_TEMPERROR,
            .is_partial = signature->status == DKIM_PASS && !dkim_result_vouches(signature),
        };
    }
    return count;
}

static enum auth_reason author_reason(enum author_status status)
{
    switch (status) {
    case AUTHOR_OK:              return REASON_NONE;
    case AUTHOR_NO_FROM:         return REASON_DMARC_NO_FROM;
    case AUTHOR_SEVERAL_FROM:    return REASON_DMARC_SEVERAL_FROM;
    case AUTHOR_NO_MAILBOX:      return REASON_DMARC_NO_MAILBOX;
    case AUTHOR_SEVERAL_DOMAINS: return REASON_DMARC_SEVERAL_AUTHOR_DOMAINS;
    case AUTHOR_AMBIGUOUS:       return REASON_DMARC_AMBIGUOUS_AUTHOR;
    case AUTHOR_BAD_DOMAIN:      return REASON_DMARC_BAD_AUTHOR_DOMAIN;
    }
    UNREACHABLE();
}

/* How much a result weighs against a message that shows several authors. Only failures and doubts do. */
static int badness(const struct dmarc_result *result)
{
    switch (result->status) {
    case DMARC_FAIL:                                                            return 2 + (int)result->disposition;
    case DMARC_TEMPERROR:                                                       return 1;
    case DMARC_PENDING: case DMARC_NONE: case DMARC_PASS: case DMARC_PERMERROR: return 0;
    }
    UNREACHABLE();
}

/* No single author: every domain that readers could be shown is evaluated, and the strictest failure counts (§11.5).
 * Without one the result is permerror: no pass speaks for an author that is not known, and none would hide that. */
static struct dmarc_result evaluate_each(const struct author *author, struct dmarc_request request, struct arena *arena,
                                         struct view *view)
{
    struct dmarc_result worst   = { .status = DMARC_PERMERROR, .reason = author_reason(author->status),
                                    .author_domain = author->domain_count > 0 ? author->domains[0] : (str){ 0 },
                                    .disposition = DMARC_POLICY_NONE };
    bool                pending = false;

    for (size_t i = 0; i < author->domain_count; i++) {
        request.author_domain = author->domains[i];
        struct dmarc_result result = dmarc_evaluate(&request, arena, view);

        pending |= result.status == DMARC_PENDING;
        if (badness(&result) > badness(&worst))
            worst = result;
    }
    if (pending)
        worst.status = DMARC_PENDING;
    return worst;
}

bool dmarc_check(struct auth_results *results, const struct message *message, struct arena *arena, struct view *view)
{
    const struct author    *author  = &message->author;
    struct auth_identifier *ids     = ARENA_ARRAY(arena, struct auth_identifier, results->dkim_count + 1);
    struct dmarc_request    request = { author->domain, ids, list_identifiers(results, ids) };

    results->dmarc = author->status == AUTHOR_OK ? dmarc_evaluate(&request, arena, view)
                                                 : evaluate_each(author, request, arena, view);
    /* An open question of SPF or DKIM may still bring an identifier: nothing counts before it is answered. */
    return results->dmarc.status != DMARC_PENDING && !view_has_open_questions(view);
}

bool dmarc_compare_rfc7489(struct auth_results *results, const struct message *message,
                           const struct suffixes *suffixes, struct arena *arena, struct view *view)
{
    const struct author    *author  = &message->author;
    struct auth_identifier *ids     = ARENA_ARRAY(arena, struct auth_identifier, results->dkim_count + 1);
    struct dmarc_request    request = { author->domain, ids, list_identifiers(results, ids) };

    if (author->status != AUTHOR_OK) {          /* RFC 7489 §6.6.1: such messages are refused, not evaluated */
        results->dmarc.rfc7489 = (struct dmarc_rfc7489){ DMARC_PERMERROR, DMARC_POLICY_NONE };
        return true;
    }
    results->dmarc.rfc7489 = dmarc_evaluate_rfc7489(&request, suffixes, arena, view);
    return results->dmarc.rfc7489.status != DMARC_PENDING;
}
