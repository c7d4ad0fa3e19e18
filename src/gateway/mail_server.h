/* What the faces beside a mail server share, whatever protocol it speaks to them (milter_session.h, policy_session.h). */
#ifndef GATEWAY_MAIL_SERVER_H
#define GATEWAY_MAIL_SERVER_H

#include "gateway/worker.h"

/* Why a connection of this mail server is not served; NULL: it is. server: IP_NONE over a UNIX socket. */
const char *mail_server_refusal(const struct worker *worker, const struct config_listener *listener, const struct ip *server,
                                bool overloaded);

/* A client of the mail server that is inside, by its address. */
bool mail_server_has_submitted(const struct config_listener *listener, const struct ip *client);

/* A path in angle brackets, or an address without. What a mail server takes for one may be none to us: then it is read as far as it
 * goes, for the record. */
struct path mail_server_path(str text, struct arena *arena);

#endif
