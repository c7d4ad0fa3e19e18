#include "io/socket_file.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "io/sys.h"

/* Whoever may write to the folder may rename the socket and bind one of their own; the sticky bit stops that. */
static bool everybody_may_replace(const char *path)
{
    ARENA_SCOPE arena = { 0 };
    const char *slash = strrchr(path, '/');
    str         above = { path, slash == NULL || slash == path ? 1 : (size_t)(slash - path) };
    struct stat folder;

    if (sys_stat(arena_cstr(&arena, above), &folder) != 0)
        return false;
    return (folder.st_mode & S_IWOTH) != 0 && (folder.st_mode & S_ISVTX) == 0;
}

enum socket_file socket_file_check(const char *path)
{
    struct stat found;

    if (sys_stat(path, &found) != 0)
        return errno == ENOENT || errno == ENOTDIR ? SOCKET_FILE_MISSING : SOCKET_FILE_FORBIDDEN;
    if (!S_ISSOCK(found.st_mode))
        return SOCKET_FILE_OTHER;
    if (sys_access(path, W_OK) != 0)            /* what connect(2) asks for (unix(7)) */
        return SOCKET_FILE_FORBIDDEN;
    return everybody_may_replace(path) ? SOCKET_FILE_UNSAFE : SOCKET_FILE_GOOD;
}

const char *socket_file_problem(enum socket_file state)
{
    static const char *const problems[] = {
        [SOCKET_FILE_GOOD]      = NULL,
        [SOCKET_FILE_MISSING]   = "there is no such socket; its server does not run, or has another place for it",
        [SOCKET_FILE_OTHER]     = "this is no socket",
        [SOCKET_FILE_FORBIDDEN] = "we may not connect to it: give our user write permission on the socket, and search permission on"
                                  " the folders above",
        [SOCKET_FILE_UNSAFE]    = "everybody may write to its folder, and so put a socket of their own in its place",
    };

    return problems[state];
}
