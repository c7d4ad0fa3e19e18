/* One connection of a mail server whose milter we are: the milter machine between a stream and the messages that it is shown.
 * A verdict becomes a decision of the protocol: accept and tag let the message go on with our fields in it, reject and defer are
 * said in our words, and what is held is written and synced here before the server is told to discard it. */
#ifndef GATEWAY_MILTER_SESSION_H
#define GATEWAY_MILTER_SESSION_H

#include "gateway/worker.h"

void milter_session_open(struct worker *worker, size_t listener, int fd, const struct ip *server);

/* Ends who is between messages; the others when theirs is decided, so that their mail server need not decide without us. */
void milter_sessions_shut(struct worker *worker);

#endif
