/* What became of a message for each of its recipients. They share a verdict, but not what the server behind says of them, and not
 * what earlier transactions have done. */
#ifndef GATEWAY_FATES_H
#define GATEWAY_FATES_H

#include "gateway/record.h"

struct incoming;

/* Of each recipient of the envelope, once the sender is told reply_code; in the message's arena. */
const struct recipient_fate *fates_of(struct incoming *in, unsigned reply_code);

#endif
