#include "auth/spf/evaluation.h"

#include "base/ascii.h"
#include "base/domain.h"
#include "dns/packet.h"

void spf_blame(struct spf_check *check, enum auth_reason reason)
{
    check->result.reason        = reason;
    check->result.mechanism     = check->term;
    check->result.record_domain = check->domain;
}

enum spf_match spf_permerror(struct spf_check *check, enum auth_reason reason)
{
    spf_blame(check, reason);
    return MATCH_PERMERROR;
}

bool spf_is_askable(str name)
{
    size_t label = 0;

    name = domain_without_dot(name);
    if (name.len == 0 || name.len > DOMAIN_MAX_OCTETS)
        return false;
    for (size_t i = 0; i < name.len; i++) {
        if (name.ptr[i] == '.' ? label == 0 : !ascii_is_print(name.ptr[i]) || name.ptr[i] == '\\')
            return false;
        label = name.ptr[i] == '.' ? 0 : label + 1;
        if (label > DOMAIN_LABEL_MAX_OCTETS)
            return false;
    }
    return label > 0;
}

const struct answer *spf_ask(struct spf_check *check, uint16_t type, str name, const struct record_kind *kind)
{
    const struct answer *answer = view_ask(check->view, QUESTION_DNS, type, domain_without_dot(name), kind);

    check->is_late |= answer->state == ANSWER_EXPIRED;
    return answer;
}

uint16_t spf_address_type(const struct spf_check *check)
{
    return check->request->client.family == IP_V4 ? DNS_A : DNS_AAAA;
}

enum auth_reason spf_failure_reason(enum answer_state state)
{
    switch (state) {
    case ANSWER_TIMEOUT:    return REASON_SPF_DNS_TIMEOUT;
    case ANSWER_BOGUS:      return REASON_SPF_DNS_BOGUS;
    case ANSWER_REFUSED:    return REASON_SPF_DNS_BUDGET;
    case ANSWER_EXPIRED:    return REASON_SPF_TIME_LIMIT;
    case ANSWER_UNRECORDED: return REASON_SPF_UNRECORDED;
    case ANSWER_SERVFAIL:   return REASON_SPF_DNS_FAILED;
    case ANSWER_PENDING: case ANSWER_SECURE: case ANSWER_INSECURE: case ANSWER_NODATA: case ANSWER_NXDOMAIN: break;
    }
    UNREACHABLE();
}

bool spf_within_lookups(struct spf_check *check)
{
    return ++check->result.lookups <= check->request->limits.lookups;
}

/* Void lookups are counted by the term, as §4.6.4 has it: an mx of three hosts without IPv6 is one. */
static bool within_voids(struct spf_check *check)
{
    if (check->term_is_void)
        return true;
    check->term_is_void = true;
    return ++check->result.void_lookups <= check->request->limits.void_lookups;
}

enum spf_match spf_look_at(struct spf_check *check, const struct answer *answer)
{
    if (answer->state == ANSWER_PENDING)
        return MATCH_PENDING;
    if (answer_has_records(answer))
        return MATCH;
    if (!answer_state_is_failure(answer->state))
        return within_voids(check) ? NO_MATCH : spf_permerror(check, REASON_SPF_TOO_MANY_VOIDS);
    spf_blame(check, spf_failure_reason(answer->state));
    return MATCH_TEMPERROR;
}

bool spf_is_client_in(const struct spf_check *check, const struct ip *network, unsigned prefix4, unsigned prefix6)
{
    return ip_in(&check->request->client, network, network->family == IP_V4 ? prefix4 : prefix6);
}

bool spf_has_client(const struct spf_check *check, const struct answer *answer, unsigned prefix4, unsigned prefix6)
{
    struct ip address = { .family = check->request->client.family };
    size_t    size    = address.family == IP_V4 ? 4 : 16;

    for (size_t i = 0; i < answer->count; i++) {
        if (answer->records[i].data.len != size)
            continue;
        memcpy(address.octets, answer->records[i].data.ptr, size);
        if (spf_is_client_in(check, &address, prefix4, prefix6))
            return true;
    }
    return false;
}
