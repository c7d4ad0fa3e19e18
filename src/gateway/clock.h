/* The clock of a session: one timer for all that a client has to do in time (smtp/pace.h), and for what comes before the
 * greeting. */
#ifndef GATEWAY_CLOCK_H
#define GATEWAY_CLOCK_H

#include "gateway/session.h"

void clock_init(struct session *session);
void clock_set(struct session *session, int64_t milliseconds);         /* before the greeting: admission_expired will be called */
void clock_begin(struct session *session);                              /* the dialogue begins */
/* Input was read, perhaps answered. May not end the session: that is for the timer. */
void clock_moved(struct session *session, bool replied);
void clock_stop(struct session *session);

#endif
