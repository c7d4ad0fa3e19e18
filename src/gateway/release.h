/* Lets a held message go: the original octets to the next hop, under our trace fields and without forged results. */
#ifndef GATEWAY_RELEASE_H
#define GATEWAY_RELEASE_H

#include "gateway/engine.h"
#include "store/journal.h"
#include "store/quarantine.h"

/* Delivers to the recipients for whom the message is held and then settles it as released. Blocks; for the command line.
 * False with a sentence in *error; the message is then still held, for those who have not got it. *said is what the next hop answered;
 * it is kept with the name of who asked. */
MUST_USE bool release_message(const struct engine *engine, struct quarantine *quarantine, struct journal *journal, str id,
                              str released_by, struct arena *arena, str *said, str *error);

#endif
