/* Networks and countries of addresses, from databases in MaxMind's form that the administrator has put there: one with AS
 * numbers, one with countries, or one with both. Read through a map of the file, by any thread at once; without libmaxminddb
 * no file can be opened. */
#ifndef IO_GEO_H
#define IO_GEO_H

#include "base/arena.h"
#include "base/ip.h"
#include "base/network.h"

struct geo;

/* NULL with a sentence for people in *error if one of the files is no such database. */
MUST_USE struct geo *geo_open(const char *const *files, size_t count, struct arena *arena, str *error);
void                 geo_close(struct geo *geo);        /* NULL is allowed */

/* By which one tells these databases from those of another day, without reading all of them. geo may be NULL. */
str geo_marks(const struct geo *geo, struct arena *arena);

/* What the files know of the address, text in arena; false if it is nothing. geo may be NULL. */
bool geo_find(const struct geo *geo, const struct ip *ip, struct arena *arena, struct network *out);

#endif
