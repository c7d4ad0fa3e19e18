/* Listening sockets: one per worker and address with SO_REUSEPORT, so that the kernel spreads the connections. */
#ifndef IO_LISTENER_H
#define IO_LISTENER_H

#include "base/ip.h"
#include "io/loop.h"

struct listener {
    /* A new connection, non-blocking; fd is the callee's. It may stop the listener, but not free it. */
    void             (*accepted)(struct listener *listener, int fd, const struct ip *peer, uint16_t peer_port);
    void             (*paused)(struct listener *listener);      /* accept fails for want of descriptors or memory; may be NULL */
    void              *owner;
    int                fd;
    struct loop_watch  watch;
    struct loop_timer  retry;           /* after EMFILE and the like: a pause, not a busy loop */
};

/* A bound and listening socket with SO_REUSEPORT, or -1 with errno. An IPv6 address takes no IPv4 connections. */
MUST_USE int listener_bind(const struct ip *address, uint16_t port);
/* Whether another socket listens there already, with SO_REUSEPORT or without; errno is EADDRINUSE then. */
MUST_USE bool listener_is_taken(const struct ip *address, uint16_t port);
/* The port that a socket bound to port 0 was given. */
uint16_t     listener_port(int fd);
/* accepted and owner are set by the caller before; fd is the listener's from now on. */
void         listener_start(struct listener *listener, struct loop *loop, int fd);
/* Accepts all who wait already: before a stop whose socket nobody else has, they would be reset. */
void         listener_drain(struct listener *listener);
void         listener_stop(struct listener *listener);          /* closes the socket; again is fine */

#endif
