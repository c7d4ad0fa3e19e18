/* One connection of a Postfix that asks us before it takes mail (check_policy_service): its requests between a stream and the checks
 * of the envelope that they name. Who is refused hears what the gate's own SMTP face, or its verdict, would say; all else is the
 * affair of the restrictions that follow, and of whoever sees the message.
 *
 * Requests about one message bear one instance: its envelope is judged at the first of them, its recipients are counted at each. */
#ifndef GATEWAY_POLICY_SESSION_H
#define GATEWAY_POLICY_SESSION_H

#include "gateway/worker.h"

void policy_session_open(struct worker *worker, size_t listener, int fd, const struct ip *server);

/* Ends who awaits no answer; the others behind theirs. Postfix keeps its connections for a quarter of an hour, and connects anew to
 * whoever has taken our place, or knows a newer configuration. */
void policy_sessions_shut(struct worker *worker);

#endif
