/* Whether a client has heard the 250 to its message: yes, if anything comes from it afterwards, or if it has taken all we
 * said and then ended the connection in order. If the connection breaks before, it will send the message again, so the
 * delivery is put on record (duplicates.h).
 *
 * In the usual case, a client that goes on talking, this costs two links of a list. The message stays as it is until then,
 * but no longer than a second: of a client that is silent only the keys are kept. */
#ifndef GATEWAY_CONFIRMATION_H
#define GATEWAY_CONFIRMATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "io/loop.h"

struct delivery_key;
struct incoming;
struct session;

/* Of a session. */
struct confirmation {
    bool                 expected;
    struct incoming     *message;               /* whole, for a second at most; NULL: keys alone are left */
    struct delivery_key *keys;
    size_t               count;
    struct id            id;
    int64_t              since_ms;
    struct session      *next, *previous;       /* of those with a message, the oldest first */
};

/* Of a worker: whose message is still whole. */
struct confirmations { struct session *first, *last; struct loop_timer timer; };

/* The 250 is about to be said. The message belongs to the confirmation from now on. */
void confirmation_expect(struct session *session, struct incoming *message);
/* Each ends what is expected, if anything is. */
void confirmation_received(struct session *session);
void confirmation_missed(struct session *session);

#endif
