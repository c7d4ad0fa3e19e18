/* What the server keeps below its state directory: the quarantine, the journal, and what has been delivered. */
#ifndef GATEWAY_SERVER_STORES_H
#define GATEWAY_SERVER_STORES_H

#include "base/arena.h"
#include "base/str.h"

struct server;

/* Opens them, looks after what a crash has left, and starts the journal's thread. False with a sentence in *error. */
MUST_USE bool server_stores_open(struct server *server, struct arena *arena, str *error);
/* How long the newest configuration keeps the journal, and how large the quarantine may be. */
void          server_stores_retain(struct server *server);
/* Once nobody uses them any more. What is not open is nothing. */
void          server_stores_close(struct server *server);

#endif
