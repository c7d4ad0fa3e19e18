#include "auth/return_path/check.h"

#include "base/domain.h"
#include "base/unicode.h"
#include "dns/packet.h"

static struct return_path_result conclude(struct return_path_result *result, enum return_path_status status,
                                          enum auth_reason reason)
{
    result->status = status;
    result->reason = reason;
    return *result;
}

/* In A-labels; false if no name in DNS can be meant. */
static bool read_domain(const struct path *path, const struct unicode *unicode, struct arena *arena, str *domain)
{
    *domain = domain_without_dot(path->domain);
    if (str_has_8bit(*domain) && !unicode_domain_to_ascii(unicode, arena, *domain, domain))
        return false;
    return domain_is_queryable(*domain) && domain->ptr[domain->len - 1] != '.';
}

/* §3: a single record whose host is the root. Beside others it means nothing. */
static bool is_null_mx(const struct answer *exchangers)
{
    return exchangers->count == 1 && exchangers->records[0].data.len == 0;
}

/* Without MX the domain's own addresses are its mail server's (RFC 5321 §5.1). */
static struct return_path_result check_addresses(struct return_path_result *result, struct view *view)
{
    const struct answer *v4 = view_ask(view, QUESTION_DNS, DNS_A, result->domain, NULL);
    const struct answer *v6 = view_ask(view, QUESTION_DNS, DNS_AAAA, result->domain, NULL);

    if (answer_has_records(v4) || answer_has_records(v6))
        return conclude(result, RETURN_PATH_OK, REASON_RETURN_PATH_SERVED);
    if (v4->state == ANSWER_PENDING || v6->state == ANSWER_PENDING)
        return (struct return_path_result){ .status = RETURN_PATH_PENDING };
    return answer_state_is_failure(v4->state) || answer_state_is_failure(v6->state)
               ? conclude(result, RETURN_PATH_TEMPERROR, REASON_RETURN_PATH_UNANSWERED)
               : conclude(result, RETURN_PATH_NO_SERVER, REASON_RETURN_PATH_NO_SERVER);
}

struct return_path_result return_path_check(const struct path *path, const struct unicode *unicode, struct arena *arena,
                                            struct view *view)
{
    struct return_path_result result = { 0 };

    if (path->is_null)
        return conclude(&result, RETURN_PATH_NONE, REASON_RETURN_PATH_NULL);
    if (path->domain.len > 0 && path->domain.ptr[0] == '[')
        return conclude(&result, RETURN_PATH_NONE, REASON_RETURN_PATH_LITERAL);
    if (!read_domain(path, unicode, arena, &result.domain)) {
        result.domain = (str){ 0 };
        return conclude(&result, RETURN_PATH_NO_DOMAIN, REASON_RETURN_PATH_NO_DOMAIN);
    }
    const struct answer *exchangers = view_ask(view, QUESTION_DNS, DNS_MX, result.domain, NULL);

    if (exchangers->state == ANSWER_PENDING)
        return (struct return_path_result){ .status = RETURN_PATH_PENDING };
    if (answer_state_is_failure(exchangers->state))
        return conclude(&result, RETURN_PATH_TEMPERROR, REASON_RETURN_PATH_UNANSWERED);
    if (exchangers->state == ANSWER_NXDOMAIN)
        return conclude(&result, RETURN_PATH_NO_DOMAIN, REASON_RETURN_PATH_NO_DOMAIN);
    if (!answer_has_records(exchangers))
        return check_addresses(&result, view);
    return is_null_mx(exchangers) ? conclude(&result, RETURN_PATH_NULL_MX, REASON_RETURN_PATH_NULL_MX)
                                  : conclude(&result, RETURN_PATH_OK, REASON_RETURN_PATH_SERVED);
}
