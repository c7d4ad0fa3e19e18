/* SPF records (RFC 7208 §4.5, §4.6.1, §12), read into a program: checked as a whole before any of it is evaluated. */
#ifndef AUTH_SPF_RECORD_H
#define AUTH_SPF_RECORD_H

#include "auth/results.h"
#include "auth/spf/macro.h"
#include "base/ip.h"
#include "base/view.h"

enum spf_mechanism { SPF_ALL, SPF_INCLUDE, SPF_A, SPF_MX, SPF_PTR, SPF_IP4, SPF_IP6, SPF_EXISTS };

struct spf_term {
    enum spf_mechanism mechanism;
    enum spf_status    result;          /* what its qualifier says if it matches */
    struct spf_macro   domain;          /* empty: the current domain */
    struct ip          network;         /* ip4, ip6 */
    unsigned           prefix4, prefix6;
    str                text;            /* as written, qualifier included */
};

enum { SPF_RECORD_MAX_OCTETS = 65535 };         /* ours: what one TXT record can hold at all (RFC 1035 §3.2.1) */

struct spf_record {
    enum auth_reason fault;             /* REASON_NONE, or why there is nothing to evaluate */
    str              bad;               /* the term at fault */
    struct spf_term *terms;             /* mechanisms, in order, up to and with "all" */
    size_t           count;
    struct spf_macro redirect;          /* empty: none, or made void by "all" (§5.1) */
    str              redirect_text;     /* the whole modifier, as written */
    struct spf_macro exp;               /* empty: none */
};

/* Reads one record that begins with its version. Slices are slices of text; the rest lives in the arena. */
void spf_record_parse(struct spf_record *record, struct arena *arena, str text);

/* For TXT questions: the record among the TXT records of a name, or in fault why there is none, or more than one.
 * answer->parsed is a struct spf_record. */
extern const struct record_kind spf_record_kind;

/* The one record to evaluate among those of a name. */
struct spf_selection {
    enum auth_reason fault;             /* REASON_NONE, or why there is none, or more than one */
    str              record, terms;     /* the whole, and what of it follows the version section */
};

/* For record kinds that choose otherwise (Sender ID, RFC 4406 §4.4): the program of the record that select picks. */
void  *spf_program_new(const struct answer *answer, struct spf_selection (*select)(const struct answer *answer));
size_t spf_program_size(const void *program);

/* Moves *text behind "v=spf1"; false if it does not begin with that and a space, or with that alone (§4.5). */
MUST_USE bool spf_take_version(str *text);

#endif
