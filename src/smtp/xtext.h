/* xtext, RFC 3461 §4: any octets as printable ASCII, "+" and two hexadecimal digits for those that may not stand as they
 * are. */
#ifndef SMTP_XTEXT_H
#define SMTP_XTEXT_H

#include "base/arena.h"

/* False if text is no xtext: an octet outside "!" to "~", "=" in it, or a "+" that no two digits (A to F in capitals)
 * follow. *out is in the arena, or text itself where nothing was encoded, and may hold any octets. */
MUST_USE bool xtext_decode(struct arena *arena, str text, str *out);

#endif
