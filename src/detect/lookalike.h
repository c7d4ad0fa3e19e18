/* Domains that imitate a protected one (DETECTION "Lookalike and Unicode").
 *
 * The protected names stand in hash tables: by the form that people see, by the domain written in one word, and by
 * what is left after deletions. So the cost of a question depends on the length of the name asked about, never on how
 * many names are protected. */
#ifndef DETECT_LOOKALIKE_H
#define DETECT_LOOKALIKE_H

#include "base/arena.h"
#include "base/str.h"
#include "base/unicode.h"
#include "dns/suffix.h"

enum lookalike_kind {           /* from the strongest sign to the weakest */
    LOOKALIKE_NONE,
    LOOKALIKE_SKELETON,         /* reads the same: homoglyphs, other alphabets, an added hyphen */
    LOOKALIKE_TYPO,             /* a slip away: letters swapped, left out, doubled, replaced; a flipped bit, a plural */
    LOOKALIKE_ENDING,           /* the same name under another ending or below a country's second level */
    LOOKALIKE_EMBEDDED,         /* the whole domain as part of another: corp.example.evil.net, corp-example.net */
    LOOKALIKE_COMBO,            /* the name with a word: corp-login.net, securecorp.net */
    LOOKALIKE_SUBDOMAIN,        /* the name as a label: corp.evil.net, but also corp.service.net of an honest service */
};
const char *lookalike_kind_text(enum lookalike_kind kind);              /* "reads the same as", ... */

struct lookalike {
    enum lookalike_kind kind;
    str                 imitated;       /* the protected domain */
    bool                is_common;      /* its label is one that others have by chance */
};

/* A label in the forms in which people see it (detect/look.h). */
struct lookalike_label { str written, plain, wide, strict; };
/* A domain as it is looked up: made once, for any number of indexes. */
struct lookalike_name {
    str                    domain, registrable;
    struct lookalike_label label;       /* of the registrable domain, without its public suffix */
};
/* domain: A-labels, lower case. registrable: empty if it has none, and then it is taken as a whole. */
struct lookalike_name lookalike_name_of(struct arena *arena, const struct unicode *unicode, str domain, str registrable);

struct lookalikes;              /* the index */

/* domains: protected, in A-labels, lower case. are_common: those whose label is a word or some letters that others have by chance; such a
 * label is imitated by its look, by one slip if it is long, and with a word that lures ("login"), and no more. NULL: none. shortest_typo:
 * labels shorter than that have no typos (5 at least, for short words are all neighbours). Kept: the array of domains. */
struct lookalikes *lookalikes_new(struct arena *arena, const str *domains, const bool *are_common, size_t count, size_t shortest_typo,
                                  const struct unicode *unicode, const struct suffixes *suffixes);

/* True if the name imitates a protected one. One that is protected itself, or that belongs to the same registrable domain,
 * imitates none. */
bool lookalike_find(const struct lookalikes *lookalikes, struct arena *arena, const struct lookalike_name *name, struct lookalike *out);

#endif
