/* A record without personal data: results, findings, decision and times, under pseudonyms. What is not known to be harmless is
 * left out, so a new member of the record has to be let in here. */
#ifndef GATEWAY_RECORD_IMPERSONAL_H
#define GATEWAY_RECORD_IMPERSONAL_H

#include "base/buf.h"
#include "gateway/pseudonym.h"
#include "store/journal.h"

/* record is what record_write has written. Such a record cannot be judged again, and says so. */
void record_make_impersonal(struct buf *out, str record, const struct pseudonyms *names);

/* The same for what is searched by; the texts live in the arena. */
void journal_row_make_impersonal(struct journal_row *row, const struct pseudonyms *names, struct arena *arena);

#endif
