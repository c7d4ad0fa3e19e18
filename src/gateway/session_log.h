/* Lines of the log for what never became a message: a client turned away, a command refused, a handshake that failed. What
 * became of a message is told by gateway/message_log.h. */
#ifndef GATEWAY_SESSION_LOG_H
#define GATEWAY_SESSION_LOG_H

#include "base/str.h"
#include "smtp/reply.h"

struct session;

/* what: the line or the reason, of which 200 octets are kept. reply may be NULL: nothing was said. */
void session_log(struct session *session, const char *event, str what, const struct smtp_reply *reply);
/* The same where it was a next hop that decided: its name, and its words or what was wrong with it. */
void session_log_hop(struct session *session, const char *event, str what, const struct smtp_reply *reply, str next_hop,
                     str next_hop_reply);
void session_log_tls_failure(struct session *session);

#endif
