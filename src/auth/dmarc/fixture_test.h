/* DMARC records for a test, a line each, instead of a zone file:
 *     "example.org  v=DMARC1; p=reject"      a TXT record at _dmarc.example.org; two such lines are two records
 *     "example.org  SERVFAIL"                the query for it ends so (any state of dns/zone.h)
 *     "@www.example.org  192.0.2.1"          the name itself, with an address or a state
 * Names that are not listed do not exist, unless there are names below them. */
#ifndef AUTH_DMARC_FIXTURE_TEST_H
#define AUTH_DMARC_FIXTURE_TEST_H

#include "base/view.h"

struct zone;

struct zone *fixture_zone(struct arena *arena, const char *lines);

#endif
