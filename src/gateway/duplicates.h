/* The same message again (DESIGN §2 "Duplicates"): what was delivered although the sender may not know it. Nothing of this
 * costs a message anything as long as no such delivery is on record, and little where some are (store/deliveries.h). */
#ifndef GATEWAY_DUPLICATES_H
#define GATEWAY_DUPLICATES_H

#include "store/deliveries.h"

struct incoming;
struct server;

/* Of a message; the lists have one element for each recipient of the envelope, and live in its arena. */
struct duplicates {
    struct delivery_key *keys;          /* NULL: not needed yet */
    bool                 content_known; /* the keys are complete */
    bool                 doubted;       /* nobody may hear of the outcome: marked as in flight */
    bool                *known;         /* done by an earlier transaction; NULL: none is */
    size_t               known_count;
    struct id            by;            /* that transaction, or one of them */
};

enum duplicates_recall { DUPLICATES_NOT_ALL, DUPLICATES_ALL, DUPLICATES_IN_FLIGHT };

/* Before anything is done for the message: fills in known. */
enum duplicates_recall duplicates_recall(struct incoming *in);
/* The client is gone, or seems so, while the message is on its way: if it comes again meanwhile, that one has to wait. */
void                   duplicates_doubt(struct incoming *in);
/* These recipients are served (NULL: all), and a retry is not to serve them again. Written behind, or by duplicates_sync. */
void                   duplicates_note(struct incoming *in, const bool *served);
/* The outcome is there: ends the doubt. After duplicates_note, if that is called. */
void                   duplicates_settle(struct incoming *in);
/* Writes what was noted. Blocks: for the file pool. */
MUST_USE bool          duplicates_sync(struct incoming *in);

/* The keys of some recipients, by their numbers in the envelope; in the message's arena. */
const struct delivery_key *duplicates_keys_of(struct incoming *in, const size_t *whom, size_t count);
/* At the start: holds whose keys stand in the quarantine are remembered as if they had been noted, for we may have ended before. */
void                   duplicates_recall_holds(struct server *server);

/* The keys of a message that is given up: a copy for duplicates_note_keys, to be freed by the caller. */
struct delivery_key   *duplicates_keep_keys(struct incoming *in);
void                   duplicates_note_keys(struct server *server, const struct delivery_key *keys, size_t count, const struct id *id);

#endif
