/* The log of the server, a file or its standard output: whole lines, from any thread. It may be opened anew while lines are being
 * written; a log that cannot be written stops no mail. */
#ifndef GATEWAY_SERVER_LOG_H
#define GATEWAY_SERVER_LOG_H

#include "base/buf.h"

struct config;
struct server;

/* What this configuration names instead of what is open. False, with a sentence on standard error: it cannot be opened, and the
 * old one stays. */
MUST_USE bool server_log_open(struct server *server, const struct config *config);

void server_log(struct server *server, const struct buf *line);
/* A line of the main thread, with one field if name is given. */
void server_event(struct server *server, const char *event, const char *name, str value);

#endif
