/* noop_milter: a milter that looks at everything and does nothing, to show what the protocol alone costs a mail server. A thread
 * for each connection. Prints "port N", and runs until it is killed. */
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "milter/machine.h"
#include "socket.h"

enum { READ_OCTETS = 1 << 16 };

static bool write_all(int fd, struct buf *out)
{
    while (buf_len(out) > 0) {
        ssize_t written = write(fd, buf_str(out).ptr, buf_len(out));

        if (written <= 0)
            return false;
        buf_consume(out, (size_t)written);
    }
    return true;
}

/* False once the mail server has taken its leave. */
static bool obey(struct milter *milter, struct buf *in)
{
    struct milter_event event;

    while ((event = milter_next(milter, in)).type != MILTER_EVENT_NONE) {
        if (event.type == MILTER_EVENT_CLOSE)
            return false;
        if (milter->awaiting)
            milter_decide(milter, MILTER_CONTINUE, NULL);
    }
    return true;
}

static void *serve(void *argument)
{
    int           fd = (int)(intptr_t)argument;
    struct milter milter;
    struct buf    in = { 0 };
    ssize_t       got;

    milter_init(&milter);
    do {
        got = read(fd, buf_reserve(&in, READ_OCTETS), READ_OCTETS);
        if (got > 0)
            buf_commit(&in, (size_t)got);
    } while (got > 0 && obey(&milter, &in) && write_all(fd, &milter.out));
    milter_free(&milter);
    buf_free(&in);
    close(fd);
    return NULL;
}

int main(void)
{
    uint16_t port;
    int      listener = listen_on("127.0.0.1", 0, &port), on = 1;

    if (fcntl(listener, F_SETFL, 0) != 0)       /* each thread waits for itself */
        die("fcntl");
    printf("port %u\n", port);
    fflush(stdout);
    for (;;) {
        int       fd = accept(listener, NULL, NULL);
        pthread_t thread;

        if (fd >= 0 && setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) == 0 &&
            pthread_create(&thread, NULL, serve, (void *)(intptr_t)fd) == 0)
            pthread_detach(thread);
    }
}
