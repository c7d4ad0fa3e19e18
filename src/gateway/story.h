/* A record told in words: what was claimed, what was seen, which step decided, and what can be done. */
#ifndef GATEWAY_STORY_H
#define GATEWAY_STORY_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

/* False with a sentence in *error if record is no record that we can read. */
MUST_USE bool story_write(struct buf *out, str record, struct arena *arena, str *error);

#endif
