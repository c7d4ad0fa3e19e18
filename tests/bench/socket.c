#include "socket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { READ_OCTETS = 64 * 1024, EXIT_SOFTWARE = 70 };

void die(const char *format, ...)
{
    int     why = errno;
    va_list args;

    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fprintf(stderr, why == 0 ? "\n" : ": %s\n", strerror(why));
    exit(EXIT_SOFTWARE);
}

double now_seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

uint64_t number_option(const char *name, const char *text, uint64_t max)
{
    uint64_t value;

    errno = 0;
    if (!str_to_u64(str_of(text), max, &value))
        die("--%s wants a number of at most %llu, not \"%s\"", name, (unsigned long long)max, text);
    return value;
}

static struct sockaddr_in address_of(const char *address, uint16_t port)
{
    struct sockaddr_in out = { .sin_family = AF_INET, .sin_port = htons(port) };

    errno = 0;
    if (inet_pton(AF_INET, address, &out.sin_addr) != 1)
        die("\"%s\" is no IPv4 address", address);
    return out;
}

static void set_option(int fd, int level, int option)
{
    int on = 1;

    if (setsockopt(fd, level, option, &on, sizeof on) != 0)
        die("setsockopt");
}

int listen_on(const char *address, uint16_t port, uint16_t *chosen)
{
    struct sockaddr_in at  = address_of(address, port);
    socklen_t          len = sizeof at;
    int                fd  = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    if (fd < 0)
        die("socket");
    set_option(fd, SOL_SOCKET, SO_REUSEADDR);
    if (bind(fd, (struct sockaddr *)&at, sizeof at) != 0 || listen(fd, SOMAXCONN) != 0)
        die("cannot listen on %s:%u", address, port);
    if (getsockname(fd, (struct sockaddr *)&at, &len) != 0)
        die("getsockname");
    *chosen = ntohs(at.sin_port);
    return fd;
}

int accept_from(int listener)
{
    int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

    if (fd >= 0)
        set_option(fd, IPPROTO_TCP, TCP_NODELAY);
    else if (errno != EAGAIN && errno != ECONNABORTED && errno != EINTR)
        die("accept");
    return fd;
}

int connect_to(const char *address, uint16_t port)
{
    struct sockaddr_in at = address_of(address, port);
    int                fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    if (fd < 0)
        die("socket");
    set_option(fd, IPPROTO_TCP, TCP_NODELAY);
    if (connect(fd, (struct sockaddr *)&at, sizeof at) == 0 || errno == EINPROGRESS)
        return fd;
    close(fd);
    return -1;
}

int read_into(int fd, struct buf *in)
{
    ssize_t got = recv(fd, buf_reserve(in, READ_OCTETS), READ_OCTETS, 0);

    if (got > 0)
        buf_commit(in, (size_t)got);
    else if (got == 0 || (errno != EAGAIN && errno != EINTR))
        return -1;
    return got > 0;
}

bool write_from(int fd, str *rest)
{
    while (rest->len > 0) {
        ssize_t put = send(fd, rest->ptr, rest->len, MSG_NOSIGNAL);

        if (put < 0)
            return errno == EAGAIN || errno == EINTR;
        *rest = str_from(*rest, (size_t)put);
    }
    return true;
}
