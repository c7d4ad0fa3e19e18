#include "io/listener.h"

#include <errno.h>
#include <netinet/in.h>

#include "io/address.h"
#include "io/sys.h"

enum {
    LISTENER_BACKLOG   = 1024,
    LISTENER_PER_TURN  = 64,            /* then the sessions get their turn */
    LISTENER_RETRY_MS  = 100,
};

/* Closes fd and keeps errno: what was wrong is not the closing. */
static int give_up(int fd)
{
    int why = errno;

    (void)!sys_close(fd);
    errno = why;
    return -1;
}

static int bind_socket(const struct ip *address, uint16_t port, bool beside_others)
{
    struct sockaddr_storage to;
    socklen_t               len = address_to_socket(address, port, &to);

    if (len == 0) {
        errno = EAFNOSUPPORT;
        return -1;
    }
    int fd = sys_socket(to.ss_family, SOCK_STREAM);

    if (fd < 0)
        return -1;
    /* "::" is IPv6 alone: IPv4 has a listener of its own, and one address never comes in two shapes. */
    if (sys_setsockopt_int(fd, SOL_SOCKET, SO_REUSEADDR, 1) == 0 &&
        sys_setsockopt_int(fd, SOL_SOCKET, SO_REUSEPORT, beside_others) == 0 &&
        (to.ss_family != AF_INET6 || sys_setsockopt_int(fd, IPPROTO_IPV6, IPV6_V6ONLY, 1) == 0) &&
        sys_bind(fd, (struct sockaddr *)&to, len) == 0)
        return fd;
    return give_up(fd);
}

int listener_bind(const struct ip *address, uint16_t port)
{
    int fd = bind_socket(address, port, true);

    return fd < 0 || sys_listen(fd, LISTENER_BACKLOG) == 0 ? fd : give_up(fd);
}

/* Never listens itself: a client that came in this moment would be connected, and cut off. The kernel refuses to bind beside a
 * socket that listens unless both have SO_REUSEPORT; SO_REUSEADDR is for the connections that a stopped server has left. */
bool listener_is_taken(const struct ip *address, uint16_t port)
{
    int fd = bind_socket(address, port, false);

    if (fd >= 0)
        (void)!sys_close(fd);
    return fd < 0 && errno == EADDRINUSE;
}

uint16_t listener_port(int fd)
{
    struct sockaddr_storage own  = { 0 };
    uint16_t                port = 0;

    if (sys_getsockname(fd, &own) == 0)
        address_from_socket(&own, &port);
    return port;
}

/* One connection; false when there is none left, or none can be had now. */
static bool accept_one(struct listener *listener)
{
    struct sockaddr_storage from = { 0 };
    socklen_t               len  = sizeof from;
    uint16_t                port;
    int                     fd = sys_accept(listener->fd, &from, &len);

    if (fd >= 0) {
        struct ip peer = address_from_socket(&from, &port);

        listener->accepted(listener, fd, &peer, port);
        return true;
    }
    switch (errno) {
    case EAGAIN:
        return false;
    case ECONNABORTED: case EPERM: case EPROTO: case ENOPROTOOPT: case EOPNOTSUPP: case ENETDOWN: case ENETUNREACH:
    case EHOSTDOWN: case EHOSTUNREACH: case ENONET: case ETIMEDOUT:
        return true;    /* this one failed on its way (accept(2), "Error handling"); the next may not */
    }
    /* No descriptors, no memory: the connection stays in the queue and would wake us for ever. */
    loop_watch_stop(&listener->watch);
    loop_timer_set(listener->watch.loop, &listener->retry, LISTENER_RETRY_MS);
    if (listener->paused != NULL)
        listener->paused(listener);
    return false;
}

void listener_drain(struct listener *listener)
{
    enum { AT_MOST = 4 * LISTENER_BACKLOG };            /* who comes faster than that is no queue */

    for (int i = 0; i < AT_MOST && listener->fd >= 0 && accept_one(listener); i++)
        ;
}

static void connections_wait(struct loop_watch *watch, int what UNUSED)
{
    struct listener *listener = (struct listener *)((char *)watch - offsetof(struct listener, watch));

    for (int i = 0; i < LISTENER_PER_TURN && listener->fd >= 0 && accept_one(listener); i++)
        ;
}

static void try_again(struct loop_timer *timer)
{
    struct listener *listener = (struct listener *)((char *)timer - offsetof(struct listener, retry));

    loop_watch_set(timer->loop, &listener->watch, listener->fd, LOOP_READ);
}

void listener_start(struct listener *listener, struct loop *loop, int fd)
{
    listener->fd    = fd;
    listener->watch = (struct loop_watch){ .ready = connections_wait };
    listener->retry = (struct loop_timer){ .expired = try_again };
    loop_watch_set(loop, &listener->watch, fd, LOOP_READ);
}

void listener_stop(struct listener *listener)
{
    loop_watch_stop(&listener->watch);
    loop_timer_stop(&listener->retry);
    if (listener->fd >= 0)
        (void)!sys_close(listener->fd);
    listener->fd = -1;
}
