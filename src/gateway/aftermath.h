/* What became of a held message afterwards. Its record is written once, when its sender gets the reply, and says that it is held for
 * ever; the quarantine knows better, as long as it keeps what was released or deleted. */
#ifndef GATEWAY_AFTERMATH_H
#define GATEWAY_AFTERMATH_H

#include "gateway/engine.h"
#include "store/quarantine.h"

/* In a sentence; at least that it is still held, and for whom. */
str aftermath_sentence(struct arena *arena, const struct quarantine_entry *entry);

/* The same of the message of a record, from the quarantine of the configuration; a sentence as well where that cannot be read. Empty
 * if the record does not say that it was held. Blocks; for the command line. */
str aftermath_of(const struct engine *engine, str id, str record, struct arena *arena);

#endif
