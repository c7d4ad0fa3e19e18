/* UNIX sockets of other servers, looked at before mail depends on them. */
#ifndef IO_SOCKET_FILE_H
#define IO_SOCKET_FILE_H

#include "base/attr.h"

enum socket_file {
    SOCKET_FILE_GOOD,
    SOCKET_FILE_MISSING,        /* its server may not run yet */
    SOCKET_FILE_OTHER,          /* a file, a folder: no socket */
    SOCKET_FILE_FORBIDDEN,      /* we may not connect, or not look */
    SOCKET_FILE_UNSAFE,         /* everybody may put another one in its place, and read our mail */
};

/* path is absolute. What is found may change afterwards: this is for a sentence at start, not for safety later. */
enum socket_file socket_file_check(const char *path);
/* "there is no such socket"; NULL for SOCKET_FILE_GOOD. */
const char      *socket_file_problem(enum socket_file state);

#endif
