/* The mechanisms of RFC 7208 §5. */
#include "auth/spf/evaluation.h"

#include "base/domain.h"
#include "dns/packet.h"

/* The answer for a term's target. NO_MATCH without a question for what can be no name: §4.8 leaves that open. */
static enum spf_match ask_target(struct spf_check *check, const struct spf_term *term, uint16_t type,
                                 const struct answer **answer)
{
    str            target;
    enum spf_match expanded = spf_expand_domain(check, &term->domain, &target);

    if (expanded != MATCH)
        return expanded;
    if (!spf_is_askable(target))
        return NO_MATCH;
    *answer = spf_ask(check, type, target, NULL);
    return spf_look_at(check, *answer);
}

static enum spf_match match_a(struct spf_check *check, const struct spf_term *term)
{
    const struct answer *addresses;
    enum spf_match       seen = ask_target(check, term, spf_address_type(check), &addresses);

    if (seen != MATCH)
        return seen;
    return spf_has_client(check, addresses, term->prefix4, term->prefix6) ? MATCH : NO_MATCH;
}

/* The addresses of one mail exchanger, asked for; NULL for what can be no name, as the null MX (RFC 7505). */
static const struct answer *ask_host(struct spf_check *check, const struct record *mx)
{
    return spf_is_askable(mx->data) ? spf_ask(check, spf_address_type(check), mx->data, NULL) : NULL;
}

/* Never the address of the domain itself where it has no MX (§5.4). All hosts are asked together; since their order is
 * no promise, one that matches counts before any that failed. */
static enum spf_match match_mx(struct spf_check *check, const struct spf_term *term)
{
    const struct answer *hosts, *addresses;
    enum spf_match       seen = ask_target(check, term, DNS_MX, &hosts);
    bool                 pending = false, matched = false;

    if (seen != MATCH)
        return seen;
    if (hosts->count > SPF_HOSTS_MAX)
        return spf_permerror(check, REASON_SPF_TOO_MANY_HOSTS);
    for (size_t i = 0; i < hosts->count; i++) {
        if ((addresses = ask_host(check, &hosts->records[i])) == NULL)
            continue;
        pending |= addresses->state == ANSWER_PENDING;
        matched |= spf_has_client(check, addresses, term->prefix4, term->prefix6);
    }
    if (pending || matched)
        return pending ? MATCH_PENDING : MATCH;
    for (size_t i = 0; i < hosts->count; i++) {
        addresses = ask_host(check, &hosts->records[i]);
        seen      = addresses == NULL ? NO_MATCH : spf_look_at(check, addresses);
        if (seen == MATCH_TEMPERROR || seen == MATCH_PERMERROR)
            return seen;
    }
    return NO_MATCH;
}

/* Erratum 4751: a name *below* the target matches; the first bullet of §5.5 has it the wrong way round. */
static enum spf_match match_ptr(struct spf_check *check, const struct spf_term *term)
{
    struct spf_names names;
    str              target;
    enum spf_match   expanded = spf_expand_domain(check, &term->domain, &target);

    if (expanded != MATCH)
        return expanded;
    if (!spf_is_askable(target))
        return NO_MATCH;
    enum spf_match validated = spf_validate_names(check, &names);

    if (validated != MATCH)
        return validated;
    for (size_t i = 0; i < names.count; i++)
        if (domain_is_or_below(names.names[i], target))
            return MATCH;
    return NO_MATCH;
}

/* Always A, even for an IPv6 client (§5.7). */
static enum spf_match match_exists(struct spf_check *check, const struct spf_term *term)
{
    const struct answer *any;

    return ask_target(check, term, DNS_A, &any);
}

static enum spf_match match_network(struct spf_check *check, const struct spf_term *term)
{
    return spf_is_client_in(check, &term->network, term->prefix4, term->prefix6) ? MATCH : NO_MATCH;
}

/* include matches only on the other domain's pass: the table of §5.2. */
static enum spf_match match_include(struct spf_check *check, const struct spf_term *term)
{
    str            target;
    enum spf_match expanded = spf_expand_domain(check, &term->domain, &target);

    if (expanded != MATCH)
        return expanded;
    check->includes++;
    enum spf_status status = spf_check_host(check, target);

    check->includes--;
    switch (status) {
    case SPF_PASS:                                       return MATCH;
    case SPF_FAIL: case SPF_SOFTFAIL: case SPF_NEUTRAL:  return NO_MATCH;
    case SPF_TEMPERROR:                                  return MATCH_TEMPERROR;
    case SPF_PERMERROR:                                  return MATCH_PERMERROR;
    case SPF_NONE:                                       return spf_permerror(check, REASON_SPF_INCLUDE_NO_RECORD);
    case SPF_PENDING:                                    return MATCH_PENDING;
    }
    UNREACHABLE();
}

enum spf_match spf_match_term(struct spf_check *check, const struct spf_term *term)
{
    check->term         = term->text;
    check->term_is_void = false;
    switch (term->mechanism) {          /* those that cost no lookup */
    case SPF_ALL:               return MATCH;
    case SPF_IP4: case SPF_IP6: return match_network(check, term);
    case SPF_INCLUDE: case SPF_A: case SPF_MX: case SPF_PTR: case SPF_EXISTS: break;
    }
    if (!spf_within_lookups(check))
        return spf_permerror(check, REASON_SPF_TOO_MANY_LOOKUPS);
    switch (term->mechanism) {
    case SPF_INCLUDE: return match_include(check, term);
    case SPF_A:       return match_a(check, term);
    case SPF_MX:      return match_mx(check, term);
    case SPF_PTR:     return match_ptr(check, term);
    case SPF_EXISTS:  return match_exists(check, term);
    case SPF_ALL: case SPF_IP4: case SPF_IP6: break;
    }
    UNREACHABLE();
}
