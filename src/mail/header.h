/* The header of a message as a list of slices, octet for octet as received (RFC 5322 §2.2).
 *
 * Nothing is repaired. What readers could take in two ways is noted (enum header_flaw), so that signatures are
 * verified over what was sent and the gate can refuse what is ambiguous. */
#ifndef MAIL_HEADER_H
#define MAIL_HEADER_H

#include "base/arena.h"
#include "base/str.h"

/* Bits. */
enum header_flaw {
    HEADER_BLANK_BEFORE_COLON = 1,      /* "From :", obsolete syntax (RFC 5322 §4.5.8): still counts as that field */
    HEADER_NO_COLON           = 2,      /* a line that is neither field nor continuation */
    HEADER_BAD_NAME           = 4,      /* empty name, or an octet outside 33..126 in it */
    HEADER_BARE_CR_OR_LF      = 8,      /* in the value */
    HEADER_NUL                = 16,
    HEADER_8BIT               = 32,     /* octets above 127 in the value */
    HEADER_BAD_UTF8           = 64,     /* such octets that are not UTF-8 */
    HEADER_BLANK_FOLD         = 128,    /* a folded line of white space alone: some readers end the header there */
    HEADER_LONG_LINE          = 256,    /* over 998 octets */
};

const char *header_flaw_name(enum header_flaw flaw);            /* of one bit: "blank-before-colon" */

struct header {
    str      field;             /* the whole field as received, with its folds and its final CRLF (or end) */
    str      name;              /* without the blanks before the colon */
    str      value;             /* behind the colon, up to the final CRLF exclusive; keeps its folds */
    unsigned flaws;             /* enum header_flaw */
};

enum header_overflow { HEADER_WITHIN_LIMITS, HEADER_TOO_MANY_FIELDS, HEADER_TOO_LARGE };

struct header_limits { size_t fields, octets; };                /* 1,000 fields and 128 KiB by default */

struct header_list {
    struct header       *fields;        /* from the top */
    size_t               count;
    unsigned             flaws;         /* of all fields together */
    enum header_overflow overflow;      /* not HEADER_WITHIN_LIMITS: fields past the limit are not in the list */
    str                  block;         /* all of the header, without the empty line that ends it */
    size_t               body_at;       /* where the body begins in the octets parsed */
    bool                 has_end;       /* an empty line was there; without one all octets are header */
};

/* Splits octets into header and body. A line ends at CRLF; lf_too lets a bare LF end one as well, for files
 * from a disk (never for what came over the wire). */
void header_parse(struct header_list *list, struct arena *arena, str octets, bool lf_too,
                  const struct header_limits *limits);

/* Walks the fields called name (any case) from the bottom up, the order in which signers and verifiers pair h=
 * with repeated fields (RFC 6376 §5.4.2), or from the top down. */
struct header_walk { const struct header_list *list; str name; size_t next; bool up; };
struct header_walk   header_walk_up(const struct header_list *list, str name);
struct header_walk   header_walk_down(const struct header_list *list, str name);
const struct header *header_next(struct header_walk *walk);                     /* NULL after the last */

const struct header *header_find(const struct header_list *list, str name);     /* the topmost, or NULL */
size_t               header_count(const struct header_list *list, str name);

/* The value on one line, every CRLF of a fold removed (RFC 5322 §2.2.3), blanks at both ends trimmed.
 * A slice of the message where nothing is folded. */
str header_unfold(struct arena *arena, const struct header *h);

#endif
