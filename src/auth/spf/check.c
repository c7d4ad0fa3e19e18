#include "auth/spf/check.h"

#include "auth/spf/evaluation.h"
#include "base/ascii.h"
#include "base/domain.h"
#include "base/unicode.h"
#include "dns/packet.h"

const struct spf_limits spf_limits_default = { .lookups = 10, .void_lookups = 2 };

/* ---- records, §4 and §6.1 ---- */

/* §6.1: the other domain's result is ours, but its absence is an error of the record that names it. */
static enum spf_status redirect(struct spf_check *check, const struct spf_record *record)
{
    str target;

    check->term         = record->redirect_text;
    check->term_is_void = false;
    if (!spf_within_lookups(check)) {
        spf_blame(check, REASON_SPF_TOO_MANY_LOOKUPS);
        return SPF_PERMERROR;
    }
    enum spf_match expanded = spf_expand_domain(check, &record->redirect, &target);

    if (expanded == MATCH_PENDING)
        return SPF_PENDING;
    if (expanded == MATCH_PERMERROR)
        return SPF_PERMERROR;
    enum spf_status status = expanded == MATCH ? spf_check_host(check, target) : SPF_NONE;

    if (status != SPF_NONE)
        return status;
    spf_blame(check, REASON_SPF_REDIRECT_NO_RECORD);
    return SPF_PERMERROR;
}

/* A mechanism matched (§4.6.2). The explanation is that of the record which said fail: reached through redirects from
 * the sender's domain, never through an include (§6.2). */
static enum spf_status decide(struct spf_check *check, const struct spf_record *record, const struct spf_term *term)
{
    /* The term inside of an include that made it match is written down already. It says who lets the client in, but
     * where the include itself makes something else of that ("-include:", "?include:"), its own record is to be mended. */
    if (term->mechanism != SPF_INCLUDE || term->result != SPF_PASS)
        spf_blame(check, REASON_SPF_MATCHED);
    if (term->mechanism != SPF_INCLUDE)
        check->result.open_bits = spf_term_open_bits(check, term);
    if (term->result == SPF_FAIL && check->includes == 0) {
        check->result.sends_no_mail = term->mechanism == SPF_ALL && term == record->terms;
        check->explanation        = &record->exp;
        check->explanation_domain = check->domain;
    }
    return term->result;
}

/* §4.6.2, §4.7. */
static enum spf_status evaluate(struct spf_check *check, const struct spf_record *record)
{
    for (size_t i = 0; i < record->count; i++)
        switch (spf_match_term(check, &record->terms[i])) {
        case MATCH:           return decide(check, record, &record->terms[i]);
        case NO_MATCH:        break;
        case MATCH_TEMPERROR: return SPF_TEMPERROR;
        case MATCH_PERMERROR: return SPF_PERMERROR;
        case MATCH_PENDING:   return SPF_PENDING;
        }
    if (record->redirect.text.len > 0)
        return redirect(check, record);
    check->term = (str){ 0 };
    spf_blame(check, REASON_SPF_NOTHING_MATCHED);
    return SPF_NEUTRAL;
}

/* §4.3 to §4.5: from a domain to its record. */
static enum spf_status check_record(struct spf_check *check)
{
    check->term = (str){ 0 };
    if (!spf_is_askable(check->domain) || domain_label_count(check->domain) < 2) {
        spf_blame(check, REASON_SPF_NOT_A_DOMAIN);
        return SPF_NONE;
    }
    const struct record_kind *records = check->request->records == NULL ? &spf_record_kind : check->request->records;
    const struct answer      *answer  = spf_ask(check, DNS_TXT, check->domain, records);

    if (answer->state == ANSWER_PENDING)
        return SPF_PENDING;
    if (answer_state_is_failure(answer->state)) {
        spf_blame(check, spf_failure_reason(answer->state));
        return SPF_TEMPERROR;
    }
    if (!answer_has_records(answer)) {
        bool exists = answer->state != ANSWER_NXDOMAIN;

        spf_blame(check, exists ? REASON_SPF_NO_RECORD : REASON_SPF_NO_SUCH_DOMAIN);
        return exists || check->request->scope != SPF_PRA ? SPF_NONE : SPF_FAIL;        /* RFC 4406 §4.3 */
    }
    const struct spf_record *record = answer->parsed;

    if (record->fault == REASON_NONE)
        return evaluate(check, record);
    check->term = record->bad;
    spf_blame(check, record->fault);
    return record->fault == REASON_SPF_NO_RECORD ? SPF_NONE : SPF_PERMERROR;
}

enum spf_status spf_check_host(struct spf_check *check, str domain)
{
    str             outer_domain = check->domain, outer_term = check->term;
    enum spf_status status;

    check->domain = domain_without_dot(domain);
    status        = check_record(check);
    check->domain = outer_domain;
    check->term   = outer_term;
    return status;
}

/* ---- the request ---- */

/* In A-labels (RFC 8616 §4); false if it is no domain name. */
static bool to_ascii(struct spf_check *check, str name, str *ascii)
{
    const struct unicode *unicode = check->request->unicode;

    *ascii = domain_without_dot(name);
    if (!str_has_8bit(name))
        return true;
    return unicode != NULL && unicode_domain_to_ascii(unicode, check->arena, name, ascii);
}

/* §4.3: without local-part it is postmaster. */
static void read_sender(struct spf_check *check)
{
    str       sender = check->request->sender;
    ptrdiff_t at     = str_rfind_char(sender, '@');
    str       domain = sender.len == 0 ? check->domain : str_from(sender, at == STR_NOT_FOUND ? 0 : (size_t)at + 1);

    check->local_part = at == STR_NOT_FOUND ? (str){ 0 } : str_slice(sender, 0, (size_t)at);
    if (check->local_part.len == 0)
        check->local_part = STR("postmaster");
    if (!to_ascii(check, domain, &check->sender_domain))
        check->sender_domain = domain;
}

/* A dot-atom that DNS can hold: more than host names, since an address may have any of them behind its @ (RFC 5322
 * §3.4.1), and §4.3 calls only what breaks the rules of DNS malformed. */
static bool is_address_domain(str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (!ascii_is_atext(name.ptr[i]) && name.ptr[i] != '.')
            return false;
    return spf_is_askable(name);
}

/* What can be said without a question. REASON_NONE: ask. */
static enum auth_reason read_domain(struct spf_check *check)
{
    const struct spf_request *request = check->request;
    struct ip                 address;

    if (request->domain.len == 0 || request->domain.ptr[0] == '[')
        return REASON_SPF_NO_DOMAIN;
    if (!to_ascii(check, request->domain, &check->result.domain))
        return REASON_SPF_NOT_A_DOMAIN;
    if (!is_address_domain(check->result.domain) || ip_parse(check->result.domain, &address))
        return REASON_SPF_NOT_A_DOMAIN;
    return request->client.family == IP_NONE ? REASON_SPF_NO_CLIENT : REASON_NONE;
}

struct spf_result spf_check(const struct spf_request *request, struct arena *arena, struct view *view)
{
    struct spf_check check = { .request = request, .arena = arena, .view = view, .result.scope = request->scope };

    check.result.status = SPF_NONE;
    check.result.reason = read_domain(&check);
    if (check.result.reason == REASON_SPF_NOT_A_DOMAIN)
        check.result.domain = (str){ 0 };
    if (check.result.reason != REASON_NONE)
        return check.result;
    check.domain = check.result.domain;
    read_sender(&check);
    check.result.status = spf_check_host(&check, check.domain);
    if (check.is_late) {                        /* §4.6.4, even where the term that was cut short would only not match */
        check.result.status = SPF_TEMPERROR;
        check.result.reason = REASON_SPF_TIME_LIMIT;
    }
    if (check.result.status == SPF_FAIL && !spf_explain(&check, &check.result.explanation))
        check.result.status = SPF_PENDING;
    if (check.result.status == SPF_PENDING)
        return (struct spf_result){ .status = SPF_PENDING, .scope = request->scope };
    check.result.mechanism     = arena_str(arena, check.result.mechanism);         /* until now slices of answers */
    check.result.record_domain = arena_str(arena, check.result.record_domain);
    return check.result;
}
