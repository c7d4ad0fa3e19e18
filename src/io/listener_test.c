#include "io/listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "io/address.h"
#include "io/fault.h"
#include "io/loopback_test.h"
#include "unit.h"

struct seen { int count, stop_after, fds[256]; struct ip peer; uint16_t port; };

static void note_accepted(struct listener *listener, int fd, const struct ip *peer, uint16_t peer_port)
{
    struct seen *seen = listener->owner;

    seen->fds[seen->count++] = fd;
    seen->peer               = *peer;
    seen->port               = peer_port;
    if (seen->count == seen->stop_after)
        listener_stop(listener);
}

static int dial(const struct ip *to, uint16_t port)
{
    struct sockaddr_storage address;
    socklen_t               len = address_to_socket(to, port, &address);
    int                     fd  = socket(address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (connect(fd, (struct sockaddr *)&address, len) == 0)
        return fd;
    close(fd);
    return -1;
}

static bool has_three(void *context) { return ((struct seen *)context)->count >= 3; }

TEST(listener_accepts)
{
    struct loop    *loop     = loop_new();
    struct ip       address  = loopback();
    struct seen     seen     = { 0 };
    struct listener listener = { .accepted = note_accepted, .owner = &seen };
    int             fd       = listener_bind(&address, 0), dialled[3];

    if (!CHECK(fd >= 0))
        return;
    uint16_t port   = listener_port(fd);
    int      second = listener_bind(&address, port);    /* another worker's */

    CHECK(port != 0);
    CHECK(second >= 0);
    close(second);
    listener_start(&listener, loop, fd);
    for (int i = 0; i < 3; i++)
        CHECK((dialled[i] = dial(&address, port)) >= 0);
    CHECK(loop_until(loop, has_three, &seen));
    CHECK(ip_equal(&seen.peer, &address));
    CHECK(seen.port != 0 && seen.port != port);
    for (int i = 0; i < 3; i++) {
        close(dialled[i]);
        close(seen.fds[i]);
    }
    listener_stop(&listener);
    listener_stop(&listener);
    loop_free(loop);
}

TEST(listener_stopped_by_its_callee)
{
    struct loop    *loop     = loop_new();
    struct ip       address  = loopback();
    struct seen     seen     = { .stop_after = 1 };
    struct listener listener = { .accepted = note_accepted, .owner = &seen };
    int             fd       = listener_bind(&address, 0);
    uint16_t        port     = listener_port(fd);

    listener_start(&listener, loop, fd);
    int one = dial(&address, port), two = dial(&address, port);

    loop_for(loop, 30);
    CHECK_EQ(seen.count, 1);
    CHECK_EQ(listener.fd, -1);
    close(one);
    close(two);
    close(seen.fds[0]);
    loop_free(loop);
}

static bool has_one(void *context) { return ((struct seen *)context)->count >= 1; }

/* Without descriptors the connection stays in the queue: the loop must sleep, and accept once there are some again. */
TEST(listener_without_descriptors)
{
    struct loop    *loop     = loop_new();
    struct ip       address  = loopback();
    struct seen     seen     = { 0 };
    struct listener listener = { .accepted = note_accepted, .owner = &seen };
    struct rlimit   limit, none;
    int             fd     = listener_bind(&address, 0);
    int             client = dial(&address, listener_port(fd));

    CHECK_EQ(getrlimit(RLIMIT_NOFILE, &limit), 0);
    listener_start(&listener, loop, fd);
    none = (struct rlimit){ .rlim_cur = (rlim_t)client, .rlim_max = limit.rlim_max };
    CHECK_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
    loop_for(loop, 30);
    CHECK_EQ(seen.count, 0);
    CHECK(listener.retry.armed && !listener.watch.armed);
    CHECK_EQ(setrlimit(RLIMIT_NOFILE, &limit), 0);
    CHECK(loop_until(loop, has_one, &seen));
    close(client);
    close(seen.fds[0]);
    listener_stop(&listener);
    loop_free(loop);
}

TEST(listener_bind_errors)
{
    struct ip none = { .family = IP_NONE }, foreign = { .family = IP_V4, .octets = { 192, 0, 2, 1 } };

    CHECK_EQ(listener_bind(&none, 0), -1);
    CHECK_EQ(errno, EAFNOSUPPORT);
    CHECK_EQ(listener_bind(&foreign, 0), -1);
    CHECK_EQ(errno, EADDRNOTAVAIL);
}

TEST(listener_is_taken)
{
    struct ip address = loopback(), every = { .family = IP_V4 };
    int       fd      = listener_bind(&address, 0);
    uint16_t  port    = listener_port(fd);
    int       client  = dial(&address, port), session = accept(fd, NULL, NULL);

    CHECK(client >= 0 && session >= 0);
    CHECK(listener_is_taken(&address, port) && errno == EADDRINUSE);
    CHECK(listener_is_taken(&every, port));
    close(fd);
    CHECK(!listener_is_taken(&address, port));          /* a connection is left, and nobody who listens */
    close(client);
    close(session);
}

/* Who looks is not there for anybody: whoever it let in would be cut off. */
TEST(listener_is_taken_looks_without_listening)
{
    struct ip address = loopback();
    int       fd      = listener_bind(&address, 0);
    uint16_t  port    = listener_port(fd);
    str       bad;

    close(fd);
    if (!CHECK(fault_plan(STR("listen:1=EADDRINUSE"), &bad)))
        return;
    CHECK(!listener_is_taken(&address, port));
    CHECK_EQ(listener_bind(&address, port), -1);        /* the first that listens */
    CHECK_EQ(errno, EADDRINUSE);
    CHECK(fault_plan(STR(""), &bad));
}
