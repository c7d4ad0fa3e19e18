#include "io/local_socket.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "base/arena.h"
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

/* Under a name of its own until it listens and has its mode. */
static bool listen_at(int fd, const char *path, mode_t mode)
{
    ARENA_SCOPE             arena = { 0 };
    const char             *fresh = arena_cstr(&arena, arena_printf(&arena, "%s.new", path));
    struct sockaddr_storage address;
    socklen_t               len = address_of(fresh, &address);

    if (len == 0)
        return false;
    (void)!sys_unlinkat(AT_FDCWD, fresh);
    return sys_bind(fd, (const struct sockaddr *)&address, len) == 0 && chmod(fresh, mode) == 0 &&
           sys_listen(fd, LOCAL_BACKLOG) == 0 && sys_renameat(AT_FDCWD, fresh, AT_FDCWD, path) == 0;
}

int local_socket_bind(const char *path, mode_t mode)
{
    int fd = sys_socket(AF_UNIX, SOCK_STREAM);

    if (fd < 0 || listen_at(fd, path, mode))
        return fd;
    int why = errno;

    (void)!sys_close(fd);
    errno = why;
    return -1;
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
