/* Macro strings of RFC 7208 §7: read once with the record, expanded for each message. */
#ifndef AUTH_SPF_MACRO_H
#define AUTH_SPF_MACRO_H

#include "base/arena.h"
#include "base/str.h"

/* Literal octets, or one macro of %{...}. "%%", "%_" and "%-" are literals already. */
struct spf_macro_piece {
    str      literal;
    char     letter;            /* in lower case; NUL for a literal */
    bool     is_url_escaped;    /* the letter was written in upper case */
    bool     is_reversed;
    unsigned keep;              /* right-hand parts to keep; 0 for all */
    str      delimiters;        /* empty for "." */
};

struct spf_macro {
    str                     text;       /* as written; empty means absent: the grammar has no empty domain-spec */
    struct spf_macro_piece *pieces;
    size_t                  count;
    bool                    is_literal; /* one literal: nothing to expand */
};

enum spf_macro_use {
    SPF_DOMAIN_SPEC,            /* ends in a top label or a macro (§7.1) */
    SPF_MACRO_STRING,           /* of an unknown modifier */
    SPF_EXPLAIN_STRING,         /* spaces, and the letters c, r and t, may stand in it */
};

/* False if text does not follow the grammar. Pieces are slices of text. */
MUST_USE bool spf_macro_parse(struct spf_macro *macro, struct arena *arena, str text, enum spf_macro_use use);

/* What the letters stand for: the text to split, escape and join, in value; false if there is none to be had. */
struct spf_macro_values {
    bool (*value)(void *context, char letter, str *value);
    void  *context;
};

enum { SPF_EXPLANATION_MAX_OCTETS = 400 };      /* ours: it goes into an SMTP reply */

/* The right-hand labels that fit a name of 253 octets (§7.3). False if a value was not to be had. */
MUST_USE bool spf_macro_expand_domain(const struct spf_macro *macro, struct arena *arena,
                                      const struct spf_macro_values *values, str *domain);
/* The left-hand octets that fit SPF_EXPLANATION_MAX_OCTETS. */
MUST_USE bool spf_macro_expand_text(const struct spf_macro *macro, struct arena *arena,
                                    const struct spf_macro_values *values, str *text);

#endif
