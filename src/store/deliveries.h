/* Deliveries that a sender may ask for again although they are done (DESIGN §2 "Duplicates"): those whose 250 may not have
 * arrived, and those to some recipients of a message of which the others were put off. A retry finds them and is not
 * delivered a second time.
 *
 * A table in memory, loaded from SQLite at opening and written behind: a note counts at once, and survives kill -9 and power
 * cuts once a sync has written it. Bounded in number and age, in memory and on disk. Thread-safe. Two processes may have it
 * open, but neither sees what the other notes after it has opened. */
#ifndef STORE_DELIVERIES_H
#define STORE_DELIVERIES_H

#include "base/id.h"
#include "base/time.h"
#include "store/delivery_key.h"

struct deliveries;

/* max: how many are remembered; past it the oldest is forgotten. longest: seconds; what the file says to be remembered for
 * longer (a clock was set back) is not. NULL with a sentence in *error. */
MUST_USE struct deliveries *deliveries_open(const char *file, size_t max, int64_t longest, unix_seconds now, struct arena *arena,
                                            str *error);
void                        deliveries_close(struct deliveries *deliveries);    /* what was not synced is lost */

enum delivery_state { DELIVERY_UNKNOWN, DELIVERY_IN_FLIGHT, DELIVERY_DONE };

/* Whether there is anything to be found: one load, for the way of every message. */
bool                deliveries_is_empty(const struct deliveries *deliveries);
/* False: no key with this envelope is known, so that its content need not be computed. */
bool                deliveries_know_envelope(struct deliveries *deliveries, const struct delivery_key *key);
/* *id is the transaction that did it, for DELIVERY_DONE. */
enum delivery_state deliveries_find(struct deliveries *deliveries, const struct delivery_key *key, unix_seconds now, struct id *id);

/* Marks deliveries that are under way without anybody to tell; end takes the marks back. */
void deliveries_begin(struct deliveries *deliveries, const struct delivery_key *keys, size_t count);
void deliveries_end(struct deliveries *deliveries, const struct delivery_key *keys, size_t count);

/* They are done, by transaction id. True if nobody has been asked yet to sync: the caller is to see to it. */
bool deliveries_note(struct deliveries *deliveries, const struct delivery_key *keys, size_t count, const struct id *id,
                     unix_seconds now, unix_seconds expires);
/* Writes what was noted so that it survives a power cut. Blocks: for the file pool. False if the disk refuses; it is tried
 * again with the next sync. */
MUST_USE bool deliveries_sync(struct deliveries *deliveries, unix_seconds now);

size_t deliveries_count(struct deliveries *deliveries);

#endif
