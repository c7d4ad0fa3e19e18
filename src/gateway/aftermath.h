/* What became of a held message afterwards. Its record is written once, when its sender gets the reply, and says that it is held for
 * ever; the quarantine knows better, as long as it keeps what was released or deleted. */
#ifndef GATEWAY_AFTERMATH_H
#define GATEWAY_AFTERMATH_H

#include "gateway/engine.h"
#include "store/quarantine.h"

/* In a sentence; at least that it is still held, and for whom. */
str aftermath_sentence(struct arena *arena, const struct quarantine_entry *entry);

/* Where it is asked for: the quarantine of the configuration, opened when the first message turns out to have been held, for opening it
 * costs what a disk takes to sync. */
struct aftermath {
    const struct engine *engine;
    struct quarantine   *quarantine;    /* NULL: not yet, or it cannot be opened */
};

/* The same of the message of a record; a sentence as well where the quarantine cannot be read. Empty if the record does not say that
 * it was held. Blocks; for the command line. */
str  aftermath_of(struct aftermath *aftermath, str id, str record, struct arena *arena);
void aftermath_end(struct aftermath *aftermath);

#endif
