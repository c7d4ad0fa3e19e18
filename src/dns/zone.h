/* A zone file: answers for tests, for vectors and for evaluating a message without a network. JSON:
 *   { "name": { "TXT": [["chunk", "chunk"], ...], "A": [...], "AAAA": [...], "MX": [[pref, "host"], ...],
 *     "PTR": [...], "CNAME": ["target"], ... } }
 * Chunks of one TXT record are joined without a space. A type whose value is a string answers with that state:
 * SERVFAIL, TIMEOUT, NXDOMAIN, NODATA, BOGUS. Type "*": the answer for every type not listed; name "*": for every
 * name not listed. An absent name is NXDOMAIN, unless it has names below it (an empty non-terminal: NODATA). */
#ifndef DNS_ZONE_H
#define DNS_ZONE_H

#include "base/view.h"

struct zone;

/* NULL on error; *error then says where and what, and lives in the arena. */
MUST_USE struct zone *zone_load(str json, struct arena *arena, str *error);
void                  zone_free(struct zone *zone);

/* The first record under A or AAAA that is no address of that family, and where it stands; empty if there is none. Such
 * a record is left out, as a server that publishes the rest would not have it: what was collected from the world may
 * hold one. In a file that an administrator wrote it is a slip that would go unnoticed: the gate does not start. */
str               zone_fault(const struct zone *zone);

/* A counted answer to one question of kind DNS. */
struct answer *zone_lookup(const struct zone *zone, const struct question *question);
/* Answers every open DNS question of the view. */
void zone_answer(const struct zone *zone, struct view *view);

#endif
