/* The face for administrators and their monitoring: HTTP on a UNIX socket in the state directory, and on loopback where the
 * configuration says so, in a thread of its own. It reads the server and changes nothing.
 *   /metrics   all figures (gateway/metrics.def)
 *   /healthz   200 while the main thread and all workers take turns, else 503
 *   /readyz    200 while new mail is accepted, 503 once the server stops or a successor has taken over */
#ifndef ADMIN_FACE_H
#define ADMIN_FACE_H

#include "gateway/server.h"

/* For server_run. */
extern const struct server_hooks admin_face;

/* Where the UNIX socket of a state directory is. */
const char *admin_socket_path(const char *state_dir, struct arena *arena);

#endif
