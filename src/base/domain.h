/* Domain names as text: without case, and one final dot means nothing. Names here are in A-labels (ASCII);
 * unicode.h turns U-labels into them. */
#ifndef BASE_DOMAIN_H
#define BASE_DOMAIN_H

#include "base/arena.h"
#include "base/str.h"

enum { DOMAIN_MAX_OCTETS = 253, DOMAIN_LABEL_MAX_OCTETS = 63 };

bool   domain_equal(str a, str b);                      /* two empty names are not equal: no domain matches none */
bool   domain_is_or_below(str name, str ancestor);
str    domain_parent(str name);                         /* without its left-most label; empty for a single label */
str    domain_last_labels(str name, size_t count);      /* the right-hand count labels, or all */
size_t domain_label_count(str name);
str    domain_of_address(str address);                  /* what follows the last "@"; empty without one */
str    domain_without_dot(str name);                    /* without one final dot */
str    domain_lower(struct arena *arena, str name);     /* lower case, without the final dot: the form of keys */

/* What may be asked of DNS: 1 to 253 octets, labels of 1 to 63 octets, letters, digits, "-" and "_". */
bool   domain_is_queryable(str name);
/* A host name of at least two labels (LDH, RFC 1123 §2.1), the last not all digits: what may stand for an author. */
bool   domain_is_hostname(str name);

#endif
