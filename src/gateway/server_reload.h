/* A new configuration for a running server. Workers take it over one by one; sessions end with the one that they began with. */
#ifndef GATEWAY_SERVER_RELOAD_H
#define GATEWAY_SERVER_RELOAD_H

struct generation;
struct server;

/* Reads the configuration again; main thread only. One that is wrong changes nothing, and is an event of the log. */
void server_reload(struct server *server);
/* From a worker: it works by this generation now, or by a newer one. */
void generation_adopted(struct generation *generation);
/* What an administrator should be reminded of at each start and reload (RFC 8996): TLS as old as he allows it, certificates that
 * end soon. */
void server_warn(struct server *server);

#endif
