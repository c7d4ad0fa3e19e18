/* UNIX stream sockets by a path. */
#ifndef IO_LOCAL_SOCKET_H
#define IO_LOCAL_SOCKET_H

#include <sys/types.h>

#include "base/arena.h"

/* Listens at path, in place of whatever had that name: whoever connects finds the old one or the new one. -1 with errno. */
MUST_USE int local_socket_bind(const char *path, mode_t mode);
/* The same for the group with that name as well (NULL: our own). */
MUST_USE int local_socket_bind_for(const char *path, mode_t mode, const char *group);
/* Gives the socket at path another mode and group (NULL: our own). False with errno. */
MUST_USE bool local_socket_permit(const char *path, mode_t mode, const char *group);
/* Whether a socket has that name: whoever keeps a tmpfs clean may have removed ours. */
bool         local_socket_is_there(const char *path);
/* Where a socket that one of these has bound is found; NULL for anything else. */
const char  *local_socket_path(int fd, struct arena *arena);
/* Connects; -1 with errno: ENOENT or ECONNREFUSED if nobody is there. */
MUST_USE int local_socket_connect(const char *path);
void         local_socket_remove(const char *path);

#endif
