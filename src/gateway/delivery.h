/* What is done with a message once its verdict is there: passed on, held, or refused, for some recipients one and for others
 * another, and never twice for one. 250 is said when it is done (DESIGN §1.1). */
#ifndef GATEWAY_DELIVERY_H
#define GATEWAY_DELIVERY_H

#include "base/arena.h"
#include "mail/envelope.h"
#include "smtp/reply.h"

struct incoming;

/* Acts on the verdict; incoming_finish will be called, perhaps from inside this call. */
void delivery_act(struct incoming *in);
/* Of the SMTP face: to the next hop or the Maildir of the message's route. */
void delivery_pass_on(struct incoming *in);

/* Whether the content has to go on by SMTPUTF8: where the sender has declared it and nothing needs it, it may go to any server
 * (RFC 6531 §3.4). What the envelope needs the client sees itself. */
bool delivery_needs_smtputf8(const struct envelope *envelope, bool saw_8bit);

/* What the sender is told of a refusal by the server behind. */
struct smtp_reply delivery_passed_on(struct arena *arena, const struct smtp_reply *said);
/* What the server behind has said, as far as it is worth repeating. */
str  delivery_reply_text(struct arena *arena, const struct smtp_reply *reply);

#endif
