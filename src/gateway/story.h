/* A record told in words: what was claimed, what was seen, which step decided, and what can be done. */
#ifndef GATEWAY_STORY_H
#define GATEWAY_STORY_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

/* False with a sentence in *error if record is no record that we can read. */
MUST_USE bool story_write(struct buf *out, str record, struct arena *arena, str *error);

/* A line for each recipient, with what became of the message for it: "TO  held by next-hop (REPLY)". only: for this address
 * alone, or for this domain ("@example.org"), or for what `also` says in the same way; empty: for all. False if the record does
 * not say what became of it. */
MUST_USE bool story_recipients(struct buf *out, str record, str only, str also, struct arena *arena);

/* "reject at authentication": what would have been done without shadow mode; empty where that is what was done, or
 * the record cannot be read. */
str story_would(str record, struct arena *arena);

/* What the sender was told. Where a mail server has asked us as its milter and says yes, that is its own reply, which we do not hear:
 * words that say so. Empty if the record cannot be read. */
str story_reply(str record, struct arena *arena);
/* What that mail server calls the message; empty where none has asked, or it did not say. */
str story_queue_id(str record, struct arena *arena);

/* Whether the message was held when its record was written. */
bool story_was_held(str record);
/* What came after the record was written, below a heading of its own; nothing for an empty sentence. */
void story_write_since(struct buf *out, str sentence, struct arena *arena);

#endif
