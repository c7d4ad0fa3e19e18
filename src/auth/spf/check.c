#include "auth/spf/check.h"

#include "auth/spf/macro.h"
#include "auth/spf/record.h"
#include "base/ascii.h"
#include "base/domain.h"
#include "base/unicode.h"
#include "dns/packet.h"
#include "mail/envelope.h"

const struct spf_limits spf_limits_default = { .lookups = 10, .void_lookups = 2 };

enum { HOSTS_MAX = 10 };        /* addresses looked up for one mx, ptr or %{p}: RFC 7208 §4.6.4 */

/* What becomes of a term. MATCH_PENDING: an answer is not there yet, and nothing is decided. */
enum spf_match { MATCH, NO_MATCH, MATCH_TEMPERROR, MATCH_PERMERROR, MATCH_PENDING };

/* One evaluation, from its start. Counters begin at zero each time (base/view.h). */
struct spf_check {
    const struct spf_request *request;
    struct arena             *arena;
    struct view              *view;
    str                       sender, local_part, sender_domain;        /* of the message: the same in all records */
    str                       domain;                                   /* of the record under evaluation */
    str                       term;                                     /* of that record, as written */
    bool                      term_is_void;                             /* already counted as void */
    int                       includes;                                 /* nested around the record */
    const struct spf_macro   *explanation;                              /* exp= of the record that said fail, */
    str                       explanation_domain;                       /* and where that stands */
    struct spf_result         result;
};

/* Writes down why and where. What is decided further in is the more telling: callers do not write over it. */
static void blame(struct spf_check *check, enum auth_reason reason)
{
    check->result.reason        = reason;
    check->result.mechanism     = check->term;
    check->result.record_domain = check->domain;
}

static enum spf_match permerror(struct spf_check *check, enum auth_reason reason)
{
    blame(check, reason);
    return MATCH_PERMERROR;
}

/* ---- questions ---- */

/* What a resolver can put on the wire: labels of 1 to 63 octets, 253 in all. More than a host name may hold, since
 * names like "foo:bar/baz.example.org" are legal targets (§7.1), but no backslash: it would be read as an escape. */
static bool is_askable(str name)
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

static const struct answer *ask(struct spf_check *check, uint16_t type, str name, const struct record_kind *kind)
{
    return view_ask(check->view, QUESTION_DNS, type, domain_without_dot(name), kind);
}

static uint16_t address_type(const struct spf_check *check)
{
    return check->request->client.family == IP_V4 ? DNS_A : DNS_AAAA;
}

static enum auth_reason failure_reason(enum answer_state state)
{
    switch (state) {
    case ANSWER_TIMEOUT:    return REASON_SPF_DNS_TIMEOUT;
    case ANSWER_BOGUS:      return REASON_SPF_DNS_BOGUS;
    case ANSWER_REFUSED:    return REASON_SPF_DNS_BUDGET;
    case ANSWER_UNRECORDED: return REASON_SPF_UNRECORDED;
    case ANSWER_SERVFAIL:   return REASON_SPF_DNS_FAILED;
    case ANSWER_PENDING: case ANSWER_SECURE: case ANSWER_INSECURE: case ANSWER_NODATA: case ANSWER_NXDOMAIN: break;
    }
    UNREACHABLE();
}

/* Each include, a, mx, ptr, exists, redirect and %{p} costs one of the ten (§4.6.4). This bounds the recursion too. */
static bool within_lookups(struct spf_check *check)
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

/* MATCH if the answer has records, else what becomes of the term that asked (§5). */
static enum spf_match look_at(struct spf_check *check, const struct answer *answer)
{
    if (answer->state == ANSWER_PENDING)
        return MATCH_PENDING;
    if (answer_has_records(answer))
        return MATCH;
    if (!answer_state_is_failure(answer->state))
        return within_voids(check) ? NO_MATCH : permerror(check, REASON_SPF_TOO_MANY_VOIDS);
    blame(check, failure_reason(answer->state));
    return MATCH_TEMPERROR;
}

/* ---- addresses ---- */

static bool is_client_in(const struct spf_check *check, const struct ip *network, unsigned prefix4, unsigned prefix6)
{
    return ip_in(&check->request->client, network, network->family == IP_V4 ? prefix4 : prefix6);
}

static bool has_client(const struct spf_check *check, const struct answer *answer, unsigned prefix4, unsigned prefix6)
{
    struct ip address = { .family = check->request->client.family };
    size_t    size    = address.family == IP_V4 ? 4 : 16;

    for (size_t i = 0; i < answer->count; i++) {
        if (answer->records[i].data.len != size)
            continue;
        memcpy(address.octets, answer->records[i].data.ptr, size);
        if (is_client_in(check, &address, prefix4, prefix6))
            return true;
    }
    return false;
}

/* ---- the validated names of the client, §5.5 ---- */

struct names { str names[HOSTS_MAX]; size_t count; };

/* MATCH once *names is complete, be it empty. All names are asked together. Failures leave names out, since none of
 * this is in the sender's hands. */
static enum spf_match validate_names(struct spf_check *check, struct names *names)
{
    const struct answer *pointers = ask(check, DNS_PTR, dns_reverse_name(check->arena, &check->request->client), NULL);
    enum spf_match       seen     = look_at(check, pointers);
    bool                 pending  = false;

    names->count = 0;
    if (seen == MATCH_TEMPERROR || seen == NO_MATCH)
        return MATCH;
    if (seen != MATCH)
        return seen;
    for (size_t i = 0; i < pointers->count && i < HOSTS_MAX; i++) {
        str name = pointers->records[i].data;

        if (!domain_is_queryable(name))
            continue;
        const struct answer *addresses = ask(check, address_type(check), name, NULL);

        if (addresses->state == ANSWER_PENDING)
            pending = true;
        else if (answer_has_records(addresses) && has_client(check, addresses, 32, 128))
            names->names[names->count++] = name;
    }
    return pending ? MATCH_PENDING : MATCH;
}

/* The one for %{p}: the domain itself, else one below it, else any (§7.3). */
static str best_name(const struct names *names, str domain)
{
    str best = STR("unknown");

    for (size_t i = names->count; i > 0; i--)
        best = names->names[i - 1];
    for (size_t i = names->count; i > 0; i--)
        if (domain_is_or_below(names->names[i - 1], domain))
            best = names->names[i - 1];
    for (size_t i = 0; i < names->count; i++)
        if (domain_equal(names->names[i], domain))
            best = names->names[i];
    return best;
}

/* ---- macros ---- */

/* The context of one expansion. */
struct expansion {
    struct spf_check *check;
    enum spf_match    instead;          /* what becomes of the term if a value cannot be had */
};

/* §7.3: %{i} of IPv6 is 32 nibbles with dots between. Upper case as others print it; DNS does not care. */
static str dotted_client(const struct spf_check *check)
{
    static const char digits[] = "0123456789ABCDEF";
    const struct ip  *ip       = &check->request->client;
    char              nibbles[64];

    if (ip->family == IP_V4)
        return ip_text(check->arena, ip);
    for (size_t i = 0; i < 16; i++) {
        nibbles[4 * i]     = digits[ip->octets[i] >> 4];
        nibbles[4 * i + 2] = digits[ip->octets[i] & 0x0f];
        nibbles[4 * i + 1] = nibbles[4 * i + 3] = '.';
    }
    return arena_str(check->arena, (str){ nibbles, sizeof nibbles - 1 });
}

static bool validated_name(struct expansion *e, str *value)
{
    struct spf_check *check = e->check;
    struct names      names;

    if (!within_lookups(check)) {
        e->instead = permerror(check, REASON_SPF_TOO_MANY_LOOKUPS);
        return false;
    }
    e->instead = validate_names(check, &names);
    *value     = best_name(&names, check->domain);
    return e->instead == MATCH;
}

/* A local-part outside of ASCII cannot be part of a name, and matches nothing (RFC 8616 §4). */
static bool ascii_value(struct expansion *e, str text, str *value)
{
    e->instead = NO_MATCH;
    *value     = text;
    return !str_has_8bit(text);
}

/* The table of RFC 7208 §7.2. */
static bool macro_value(void *context, char letter, str *value)
{
    struct expansion         *e       = context;
    const struct spf_check   *check   = e->check;
    const struct spf_request *request = check->request;

    switch (letter) {
    case 's': return ascii_value(e, check->sender, value);
    case 'l': return ascii_value(e, check->local_part, value);
    case 'o': *value = check->sender_domain; break;
    case 'd': *value = check->domain; break;
    case 'i': *value = dotted_client(check); break;
    case 'p': return validated_name(e, value);
    case 'v': *value = request->client.family == IP_V4 ? STR("in-addr") : STR("ip6"); break;
    case 'h': *value = request->helo; break;
    case 'c': *value = ip_text(check->arena, &request->client); break;
    case 'r': *value = request->receiver.len > 0 ? request->receiver : STR("unknown"); break;
    case 't': *value = arena_printf(check->arena, "%lld", (long long)request->now); break;
    default:  UNREACHABLE();            /* macro.c lets no other through */
    }
    return true;
}

/* The target-name (§4.8): MATCH once it is in *target, whether or not it can be asked for. */
static enum spf_match expand_domain(struct spf_check *check, const struct spf_macro *spec, str *target)
{
    struct expansion              e      = { .check = check };
    const struct spf_macro_values values = { macro_value, &e };

    *target = check->domain;
    return spec->text.len == 0 || spf_macro_expand_domain(spec, check->arena, &values, target) ? MATCH : e.instead;
}

/* The answer for a term's target. NO_MATCH without a question for what can be no name: §4.8 leaves that open. */
static enum spf_match ask_target(struct spf_check *check, const struct spf_term *term, uint16_t type, const struct answer **answer)
{
    str            target;
    enum spf_match expanded = expand_domain(check, &term->domain, &target);

    if (expanded != MATCH)
        return expanded;
    if (!is_askable(target))
        return NO_MATCH;
    *answer = ask(check, type, target, NULL);
    return look_at(check, *answer);
}

/* ---- mechanisms, §5 ---- */

static enum spf_status check_host(struct spf_check *check, str domain);

static enum spf_match match_a(struct spf_check *check, const struct spf_term *term)
{
    const struct answer *addresses;
    enum spf_match       seen = ask_target(check, term, address_type(check), &addresses);

    if (seen != MATCH)
        return seen;
    return has_client(check, addresses, term->prefix4, term->prefix6) ? MATCH : NO_MATCH;
}

/* The addresses of one mail exchanger, asked for; NULL for what can be no name, as the null MX (RFC 7505). */
static const struct answer *ask_host(struct spf_check *check, const struct record *mx)
{
    return is_askable(mx->data) ? ask(check, address_type(check), mx->data, NULL) : NULL;
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
    if (hosts->count > HOSTS_MAX)
        return permerror(check, REASON_SPF_TOO_MANY_HOSTS);
    for (size_t i = 0; i < hosts->count; i++) {
        if ((addresses = ask_host(check, &hosts->records[i])) == NULL)
            continue;
        pending |= addresses->state == ANSWER_PENDING;
        matched |= has_client(check, addresses, term->prefix4, term->prefix6);
    }
    if (pending || matched)
        return pending ? MATCH_PENDING : MATCH;
    for (size_t i = 0; i < hosts->count; i++) {
        addresses = ask_host(check, &hosts->records[i]);
        seen      = addresses == NULL ? NO_MATCH : look_at(check, addresses);
        if (seen == MATCH_TEMPERROR || seen == MATCH_PERMERROR)
            return seen;
    }
    return NO_MATCH;
}

/* Erratum 4751: a name *below* the target matches; the first bullet of §5.5 has it the wrong way round. */
static enum spf_match match_ptr(struct spf_check *check, const struct spf_term *term)
{
    struct names   names;
    str            target;
    enum spf_match expanded = expand_domain(check, &term->domain, &target);

    if (expanded != MATCH)
        return expanded;
    if (!is_askable(target))
        return NO_MATCH;
    enum spf_match validated = validate_names(check, &names);

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
    return is_client_in(check, &term->network, term->prefix4, term->prefix6) ? MATCH : NO_MATCH;
}

/* include matches only on the other domain's pass: the table of §5.2. */
static enum spf_match match_include(struct spf_check *check, const struct spf_term *term)
{
    str            target;
    enum spf_match expanded = expand_domain(check, &term->domain, &target);

    if (expanded != MATCH)
        return expanded;
    check->includes++;
    enum spf_status status = check_host(check, target);

    check->includes--;
    switch (status) {
    case SPF_PASS:                                       return MATCH;
    case SPF_FAIL: case SPF_SOFTFAIL: case SPF_NEUTRAL:  return NO_MATCH;
    case SPF_TEMPERROR:                                  return MATCH_TEMPERROR;
    case SPF_PERMERROR:                                  return MATCH_PERMERROR;
    case SPF_NONE:                                       return permerror(check, REASON_SPF_INCLUDE_NO_RECORD);
    case SPF_PENDING:                                    return MATCH_PENDING;
    }
    UNREACHABLE();
}

static enum spf_match match_term(struct spf_check *check, const struct spf_term *term)
{
    check->term         = term->text;
    check->term_is_void = false;
    switch (term->mechanism) {          /* those that cost no lookup */
    case SPF_ALL:               return MATCH;
    case SPF_IP4: case SPF_IP6: return match_network(check, term);
    case SPF_INCLUDE: case SPF_A: case SPF_MX: case SPF_PTR: case SPF_EXISTS: break;
    }
    if (!within_lookups(check))
        return permerror(check, REASON_SPF_TOO_MANY_LOOKUPS);
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

/* ---- records ---- */

/* §6.1: the other domain's result is ours, but its absence is an error of the record that names it. */
static enum spf_status redirect(struct spf_check *check, const struct spf_record *record)
{
    str target;

    check->term         = record->redirect_text;
    check->term_is_void = false;
    if (!within_lookups(check)) {
        blame(check, REASON_SPF_TOO_MANY_LOOKUPS);
        return SPF_PERMERROR;
    }
    enum spf_match expanded = expand_domain(check, &record->redirect, &target);

    if (expanded == MATCH_PENDING)
        return SPF_PENDING;
    if (expanded == MATCH_PERMERROR)
        return SPF_PERMERROR;
    enum spf_status status = expanded == MATCH ? check_host(check, target) : SPF_NONE;

    if (status != SPF_NONE)
        return status;
    blame(check, REASON_SPF_REDIRECT_NO_RECORD);
    return SPF_PERMERROR;
}

/* A mechanism matched (§4.6.2). The explanation is that of the record which said fail: reached through redirects from
 * the sender's domain, never through an include (§6.2). */
static enum spf_status decide(struct spf_check *check, const struct spf_record *record, const struct spf_term *term)
{
    if (term->mechanism != SPF_INCLUDE)         /* whose own match is written down already */
        blame(check, REASON_SPF_MATCHED);
    if (term->result == SPF_FAIL && check->includes == 0) {
        check->explanation        = &record->exp;
        check->explanation_domain = check->domain;
    }
    return term->result;
}

/* §4.6.2, §4.7. */
static enum spf_status evaluate(struct spf_check *check, const struct spf_record *record)
{
    for (size_t i = 0; i < record->count; i++)
        switch (match_term(check, &record->terms[i])) {
        case MATCH:           return decide(check, record, &record->terms[i]);
        case NO_MATCH:        break;
        case MATCH_TEMPERROR: return SPF_TEMPERROR;
        case MATCH_PERMERROR: return SPF_PERMERROR;
        case MATCH_PENDING:   return SPF_PENDING;
        }
    if (record->redirect.text.len > 0)
        return redirect(check, record);
    check->term = (str){ 0 };
    blame(check, REASON_SPF_NOTHING_MATCHED);
    return SPF_NEUTRAL;
}

/* §4.3 to §4.5: from a domain to its record. */
static enum spf_status check_record(struct spf_check *check)
{
    check->term = (str){ 0 };
    if (!is_askable(check->domain) || domain_label_count(check->domain) < 2) {
        blame(check, REASON_SPF_NOT_A_DOMAIN);
        return SPF_NONE;
    }
    const struct answer *answer = ask(check, DNS_TXT, check->domain, &spf_record_kind);

    if (answer->state == ANSWER_PENDING)
        return SPF_PENDING;
    if (answer_state_is_failure(answer->state)) {
        blame(check, failure_reason(answer->state));
        return SPF_TEMPERROR;
    }
    if (!answer_has_records(answer)) {
        blame(check, answer->state == ANSWER_NXDOMAIN ? REASON_SPF_NO_SUCH_DOMAIN : REASON_SPF_NO_RECORD);
        return SPF_NONE;
    }
    const struct spf_record *record = answer->parsed;

    if (record->fault == REASON_NONE)
        return evaluate(check, record);
    check->term = record->bad;
    blame(check, record->fault);
    return record->fault == REASON_SPF_NO_RECORD ? SPF_NONE : SPF_PERMERROR;
}

/* check_host(), §4. The domain and term of the caller's record are restored behind it. */
static enum spf_status check_host(struct spf_check *check, str domain)
{
    str             outer_domain = check->domain, outer_term = check->term;
    enum spf_status status;

    check->domain = domain_without_dot(domain);
    status        = check_record(check);
    check->domain = outer_domain;
    check->term   = outer_term;
    return status;
}

/* ---- explanations, §6.2 ---- */

/* MATCH with the text that exp= leads to. Whatever is wrong with it, there is just none. */
static enum spf_match fetch_explanation(struct spf_check *check, struct spf_macro *text)
{
    str            target;
    enum spf_match expanded = expand_domain(check, check->explanation, &target);

    if (expanded != MATCH || !is_askable(target))
        return expanded == MATCH_PENDING ? MATCH_PENDING : NO_MATCH;
    const struct answer *answer = ask(check, DNS_TXT, target, NULL);

    if (answer->state == ANSWER_PENDING)
        return MATCH_PENDING;
    if (!answer_has_records(answer) || answer->count != 1 || answer->records[0].data.len > SPF_RECORD_MAX_OCTETS)
        return NO_MATCH;
    return spf_macro_parse(text, check->arena, answer->records[0].data, SPF_EXPLAIN_STRING) ? MATCH : NO_MATCH;
}

/* False while a question is open. */
static bool explain(const struct spf_check *decided, str *explanation)
{
    struct spf_check              check  = *decided;    /* a copy: looking for words changes nothing about the result, */
    struct expansion              e      = { .check = &check };
    const struct spf_macro_values values = { macro_value, &e };
    struct spf_macro              text;
    str                           expanded;

    if (check.explanation == NULL || check.explanation->text.len == 0)
        return true;
    check.domain         = check.explanation_domain;
    check.result.lookups = check.result.void_lookups = 0;       /* and its questions are not those of the ten (§4.6.4) */
    enum spf_match fetched = fetch_explanation(&check, &text);

    if (fetched != MATCH)
        return fetched != MATCH_PENDING;
    if (!spf_macro_expand_text(&text, check.arena, &values, &expanded))
        return e.instead != MATCH_PENDING;
    if (str_is_printable(expanded))         /* it may go into an SMTP reply, whatever a HELO put into %{h} */
        *explanation = expanded;
    return true;
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
    check->sender = arena_printf(check->arena, "%.*s@%.*s", STR_ARG(check->local_part), STR_ARG(check->sender_domain));
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
    if (!domain_is_queryable(check->result.domain) || ip_parse(check->result.domain, &address))
        return REASON_SPF_NOT_A_DOMAIN;
    return request->client.family == IP_NONE ? REASON_SPF_NO_CLIENT : REASON_NONE;
}

struct spf_result spf_check(const struct spf_request *request, struct arena *arena, struct view *view)
{
    struct spf_check check = { .request = request, .arena = arena, .view = view, .result.scope = request->scope };

    check.result.status = SPF_NONE;
    check.result.reason = read_domain(&check);
    if (check.result.reason != REASON_NONE)
        return check.result;
    check.domain = check.result.domain;
    read_sender(&check);
    check.result.status = check_host(&check, check.domain);
    if (check.result.status == SPF_FAIL && !explain(&check, &check.result.explanation))
        check.result.status = SPF_PENDING;
    if (check.result.status == SPF_PENDING)
        return (struct spf_result){ .status = SPF_PENDING, .scope = request->scope };
    check.result.mechanism     = arena_str(arena, check.result.mechanism);         /* until now slices of answers */
    check.result.record_domain = arena_str(arena, check.result.record_domain);
    return check.result;
}

static struct spf_request request_for(const struct envelope *envelope, str receiver, const struct unicode *unicode)
{
    return (struct spf_request){
        .client = envelope->client, .helo = envelope->helo, .receiver = receiver, .now = envelope->arrived_at,
        .limits = spf_limits_default, .unicode = unicode,
    };
}

struct spf_request spf_request_helo(const struct envelope *envelope, struct arena *arena, str receiver, const struct unicode *unicode)
{
    struct spf_request request = request_for(envelope, receiver, unicode);

    request.scope  = SPF_HELO;
    request.domain = envelope->helo;
    request.sender = arena_printf(arena, "postmaster@%.*s", STR_ARG(envelope->helo));
    return request;
}

struct spf_request spf_request_mail_from(const struct envelope *envelope, struct arena *arena, str receiver,
                                         const struct unicode *unicode)
{
    const struct path *path    = &envelope->reverse_path;
    struct spf_request request = path->is_null ? spf_request_helo(envelope, arena, receiver, unicode)
                                               : request_for(envelope, receiver, unicode);

    request.scope = SPF_MFROM;
    if (!path->is_null) {
        request.domain = path->domain;
        request.sender = arena_printf(arena, "%.*s@%.*s", STR_ARG(path->local_part), STR_ARG(path->domain));
    }
    return request;
}
