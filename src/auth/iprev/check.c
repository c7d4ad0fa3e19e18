#include "auth/iprev/check.h"

#include "base/domain.h"
#include "dns/packet.h"

static bool holds(const struct answer *addresses, const struct ip *client)
{
    size_t size = client->family == IP_V4 ? 4 : 16;

    for (size_t i = 0; i < addresses->count; i++)
        if (addresses->records[i].data.len == size && memcmp(addresses->records[i].data.ptr, client->octets, size) == 0)
            return true;
    return false;
}

static struct iprev_result conclude(struct iprev_result *result, enum iprev_status status, enum auth_reason reason)
{
    result->status = status;
    result->reason = reason;
    return *result;
}

/* The forward look-ups. The order of PTR records is no promise: all are awaited, and the first that fits counts. */
static struct iprev_result confirm(struct iprev_result *result, const struct answer *names, struct arena *arena,
                                   struct view *view)
{
    uint16_t type    = result->client.family == IP_V4 ? DNS_A : DNS_AAAA;
    bool     pending = false;
    str     *unanswered = ARENA_ARRAY(arena, str, IPREV_NAMES_MAX);

    result->unanswered = unanswered;
    for (size_t i = 0; i < names->count && i < IPREV_NAMES_MAX; i++) {
        str name = names->records[i].data;

        if (!domain_is_queryable(name))
            continue;
        const struct answer *addresses = view_ask(view, QUESTION_DNS, type, domain_without_dot(name), NULL);

        pending |= addresses->state == ANSWER_PENDING;
        if (answer_state_is_failure(addresses->state))
            unanswered[result->unanswered_count++] = domain_lower(arena, arena_str(arena, name));
        if (result->name.len == 0 && answer_has_records(addresses) && holds(addresses, &result->client))
            result->name = domain_lower(arena, arena_str(arena, name));
    }
    if (pending)
        return (struct iprev_result){ .status = IPREV_PENDING };
    if (result->name.len > 0)
        return conclude(result, IPREV_PASS, REASON_IPREV_CONFIRMED);
    return result->unanswered_count > 0 ? conclude(result, IPREV_TEMPERROR, REASON_IPREV_UNANSWERED)
                                        : conclude(result, IPREV_FAIL, REASON_IPREV_NOT_CONFIRMED);
}

struct iprev_result iprev_check(const struct ip *client, struct arena *arena, struct view *view)
{
    struct iprev_result  result = { .client = *client };
    const struct answer *names  = view_ask(view, QUESTION_DNS, DNS_PTR, dns_reverse_name(arena, client), NULL);

    if (names->state == ANSWER_PENDING)
        return (struct iprev_result){ .status = IPREV_PENDING };
    if (answer_state_is_failure(names->state))
        return conclude(&result, IPREV_TEMPERROR, REASON_IPREV_UNANSWERED);
    if (!answer_has_records(names))
        return conclude(&result, IPREV_PERMERROR, REASON_IPREV_NO_NAME);
    return confirm(&result, names, arena, view);
}
