/* One SPF evaluation while it runs: what the files of this folder share. Everybody else includes check.h.
 *
 *   check.c      from a domain to its record to a result       RFC 7208 §4, §6.1
 *   mechanism.c  does a term match?                            §5
 *   question.c   questions to DNS, their limits and failures   §4.6.4, §5
 *   names.c      the validated names of the client             §5.5
 *   expand.c     what macro letters stand for                  §7.2
 *   explain.c    the text that exp= leads to                   §6.2
 *   breadth.c    how many addresses a term lets in             §11.4 */
#ifndef AUTH_SPF_EVALUATION_H
#define AUTH_SPF_EVALUATION_H

#include "auth/spf/check.h"
#include "auth/spf/macro.h"
#include "auth/spf/record.h"

enum { SPF_HOSTS_MAX = 10 };    /* addresses looked up for one mx, ptr or %{p}: §4.6.4 */

/* What becomes of a term. MATCH_PENDING: an answer is not there yet, and nothing is decided. Where a function looks
 * for something on behalf of a term, MATCH says that it was found. */
enum spf_match { MATCH, NO_MATCH, MATCH_TEMPERROR, MATCH_PERMERROR, MATCH_PENDING };

/* Made anew each time: counters begin at zero (base/view.h). */
struct spf_check {
    const struct spf_request *request;
    struct arena             *arena;
    struct view              *view;
    str                       local_part, sender_domain;                /* of the message: the same in all records */
    str                       domain;                                   /* of the record under evaluation */
    str                       term;                                     /* of that record, as written */
    bool                      term_is_void;                             /* already counted as void */
    int                       includes;                                 /* nested around the record */
    bool                      is_late;                                  /* an answer has expired: no result holds */
    const struct spf_macro   *explanation;                              /* exp= of the record that said fail, */
    str                       explanation_domain;                       /* and where that stands */
    struct spf_result         result;
};

/* Writes down why and where. What is decided further in is the more telling: callers do not write over it. */
void           spf_blame(struct spf_check *check, enum auth_reason reason);
enum spf_match spf_permerror(struct spf_check *check, enum auth_reason reason);

/* ---- check.c ---- */

/* check_host(), §4, also for a domain that an include or redirect names: the caller's record stays the one under
 * evaluation. */
enum spf_status spf_check_host(struct spf_check *check, str domain);

/* ---- mechanism.c ---- */

enum spf_match spf_match_term(struct spf_check *check, const struct spf_term *term);

/* ---- breadth.c ---- */

/* How many bits of the client's address a term that matched leaves open: 0 for one host, 32 or 128 for everybody. Not of
 * an include, whose own term says it. */
unsigned spf_term_open_bits(const struct spf_check *check, const struct spf_term *term);

/* ---- question.c ---- */

/* What a resolver can put on the wire: labels of 1 to 63 octets, 253 in all. More than a host name may hold, since
 * names like "foo:bar/baz.example.org" are legal targets (§7.1), but no backslash: it would be read as an escape. */
bool                 spf_is_askable(str name);
const struct answer *spf_ask(struct spf_check *check, uint16_t type, str name, const struct record_kind *kind);
uint16_t             spf_address_type(const struct spf_check *check);    /* A or AAAA, by the client (§5) */
/* MATCH if the answer has records, else what becomes of the term that asked (§5). */
enum spf_match       spf_look_at(struct spf_check *check, const struct answer *answer);
enum auth_reason     spf_failure_reason(enum answer_state state);
/* Each include, a, mx, ptr, exists, redirect and %{p} costs one of the ten (§4.6.4). This bounds the recursion too. */
MUST_USE bool        spf_within_lookups(struct spf_check *check);
bool                 spf_is_client_in(const struct spf_check *check, const struct ip *network, unsigned prefix4,
                                      unsigned prefix6);
/* True if one of the A or AAAA records is in the client's network of that size. */
bool                 spf_has_client(const struct spf_check *check, const struct answer *answer, unsigned prefix4,
                                    unsigned prefix6);

/* ---- names.c ---- */

struct spf_names { str names[SPF_HOSTS_MAX]; size_t count; };

/* MATCH once *names is complete, be it empty. All names are asked together. Failures leave names out, since none of
 * this is in the sender's hands (§5.5). */
enum spf_match spf_validate_names(struct spf_check *check, struct spf_names *names);
/* The one for %{p}: the domain itself, else one below it, else any, else "unknown" (§7.3). */
str            spf_best_name(const struct spf_names *names, str domain);

/* ---- expand.c ---- */

/* The target-name (§4.8), the current domain for an empty spec. MATCH once it is in *target, whether or not it can be
 * asked for. */
enum spf_match spf_expand_domain(struct spf_check *check, const struct spf_macro *spec, str *target);
enum spf_match spf_expand_text(struct spf_check *check, const struct spf_macro *macro, str *text);

/* ---- explain.c ---- */

/* False while a question is open. Whatever is wrong with an explanation, there is just none. */
MUST_USE bool spf_explain(const struct spf_check *decided, str *explanation);

#endif
