#include "io/local_socket.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "io/sys.h"

enum { LOCAL_BACKLOG = 64 };

static bool address_of(const char *path, const char *suffix, struct sockaddr_un *address)
{
    *address = (struct sockaddr_un){ .sun_family = AF_UNIX };
    if (snprintf(address->sun_path, sizeof address->sun_path, "%s%s", path, suffix) < (int)sizeof address->sun_path)
        return true;
    errno = ENAMETOOLONG;
    return false;
}

/* Under a name of its own until it listens and has its mode. */
static bool listen_at(int fd, const struct sockaddr_un *address, const char *path, mode_t mode)
{
    (void)!sys_unlinkat(AT_FDCWD, address->sun_path);
    return sys_bind(fd, (const struct sockaddr *)address, sizeof *address) == 0 && chmod(address->sun_path, mode) == 0 &&
           sys_listen(fd, LOCAL_BACKLOG) == 0 && sys_renameat(AT_FDCWD, address->sun_path, AT_FDCWD, path) == 0;
}

int local_socket_bind(const char *path, mode_t mode)
{
    struct sockaddr_un address;
    int                fd = address_of(path, ".new", &address) ? sys_socket(AF_UNIX, SOCK_STREAM) : -1;

    if (fd < 0 || listen_at(fd, &address, path, mode))
        return fd;
    int why = errno;

    (void)!sys_close(fd);
    errno = why;
    return -1;
}

int local_socket_connect(const char *path)
{
    struct sockaddr_un address;
    int                fd = address_of(path, "", &address) ? sys_socket(AF_UNIX, SOCK_STREAM) : -1;

    if (fd < 0 || sys_connect(fd, (const struct sockaddr *)&address, sizeof address) == 0)
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
