/* The "iprev" check, RFC 8601 §3: the name of a client's address, if the name leads back to the address. What stands
 * in a PTR record alone is written by whoever owns the address, and may be anybody's name. */
#ifndef AUTH_IPREV_CHECK_H
#define AUTH_IPREV_CHECK_H

#include "auth/results.h"
#include "base/arena.h"
#include "base/view.h"

/* Names looked up for one address. An honest server has one or two, and a hostile one shall not use up the questions
 * that SPF and DKIM need. */
enum { IPREV_NAMES_MAX = 4 };

/* Evaluates from the start; asks for all names together. IPREV_PENDING: the view has open questions. The client is
 * known (not IP_NONE). The name lives in the arena, in lower case. */
struct iprev_result iprev_check(const struct ip *client, struct arena *arena, struct view *view);

#endif
