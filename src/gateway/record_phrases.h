/* What records say again and again: names of members, reasons and what can be done about them, sentences of rules. The journal
 * packs records by it (store/packing.h). It holds nothing of anybody's message or configuration, and is the same for one version
 * of the program; what it lacks costs room, and nothing else. */
#ifndef GATEWAY_RECORD_PHRASES_H
#define GATEWAY_RECORD_PHRASES_H

#include "base/buf.h"
#include "gateway/engine.h"

/* engine lends its tools (digests, Unicode), and is not in it. */
void record_phrases(struct buf *out, const struct engine *engine);

#endif
