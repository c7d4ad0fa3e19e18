#include "io/local_socket.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "io/address.h"
#include "io/sys.h"

enum { LOCAL_BACKLOG = 64 };

static socklen_t address_of(const char *path, struct sockaddr_storage *address)
{
    socklen_t len = address_of_path(path, address);

    if (len == 0)
        errno = ENAMETOOLONG;
    return len;
}

static const str fresh_suffix = STR_INIT(".new");

static bool give_to(const char *path, const char *group)
{
    const struct group *found = group == NULL ? NULL : getgrnam(group);

    if (group != NULL && found == NULL)
        errno = EINVAL;
    return group == NULL || (found != NULL && chown(path, (uid_t)-1, found->gr_gid) == 0);
}

/* Under a name of its own until it listens and has its mode. */
static bool listen_at(int fd, const char *path, mode_t mode, const char *group)
{
    ARENA_SCOPE             arena = { 0 };
    const char             *fresh = arena_cstr(&arena, arena_printf(&arena, "%s%.*s", path, STR_ARG(fresh_suffix)));
    struct sockaddr_storage address;
    socklen_t               len = address_of(fresh, &address);

    if (len == 0)
        return false;
    (void)!sys_unlinkat(AT_FDCWD, fresh);
    return sys_bind(fd, (const struct sockaddr *)&address, len) == 0 && give_to(fresh, group) && chmod(fresh, mode) == 0 &&
           sys_listen(fd, LOCAL_BACKLOG) == 0 && sys_renameat(AT_FDCWD, fresh, AT_FDCWD, path) == 0;
}

int local_socket_bind(const char *path, mode_t mode)
{
    return local_socket_bind_for(path, mode, NULL);
}

int local_socket_bind_for(const char *path, mode_t mode, const char *group)
{
    int fd = sys_socket(AF_UNIX, SOCK_STREAM);

    if (fd < 0 || listen_at(fd, path, mode, group))
        return fd;
    int why = errno;

    (void)!sys_close(fd);
    errno = why;
    return -1;
}

/* The system knows it by the name that it was bound under. */
const char *local_socket_path(int fd, struct arena *arena)
{
    struct sockaddr_storage own = { 0 };
    struct sockaddr_un      local;

    if (sys_getsockname(fd, &own) != 0 || own.ss_family != AF_UNIX)
        return NULL;
    memcpy(&local, &own, sizeof local);
    str path = { local.sun_path, strnlen(local.sun_path, sizeof local.sun_path) };

    if (path.len == 0)
        return NULL;
    return arena_cstr(arena, str_ends_nocase(path, fresh_suffix) ? str_slice(path, 0, path.len - fresh_suffix.len) : path);
}

bool local_socket_permit(const char *path, mode_t mode, const char *group)
{
    return (group == NULL ? chown(path, (uid_t)-1, getegid()) == 0 : give_to(path, group)) && chmod(path, mode) == 0;
}

bool local_socket_is_there(const char *path)
{
    struct stat found;

    return sys_stat(path, &found) == 0 && S_ISSOCK(found.st_mode);
}

int local_socket_connect(const char *path)
{
    struct sockaddr_storage address;
    socklen_t               len = address_of(path, &address);
    int                     fd  = len > 0 ? sys_socket(AF_UNIX, SOCK_STREAM) : -1;

    if (fd < 0 || sys_connect(fd, (const struct sockaddr *)&address, len) == 0)
        return fd;
    int why = errno;

    (void)!sys_close(fd);
    errno = why;
    return -1;
}

void local_socket_remove(const char *path)
{
    (void)!sys_unlinkat(AT_FDCWD, path);
}
