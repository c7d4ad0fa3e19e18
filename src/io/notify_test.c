#include "io/notify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "unit.h"

/* A manager's socket, by a path or by a name of Linux's own. */
static int manager_at(const char *name)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int                fd      = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    size_t             len     = strlen(name);

    memcpy(address.sun_path, name, len);
    if (name[0] == '@')
        address.sun_path[0] = '\0';
    CHECK_EQ(bind(fd, (struct sockaddr *)&address, (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len)), 0);
    setenv("NOTIFY_SOCKET", name, 1);
    return fd;
}

TEST(notify_manager)
{
    char path[64], abstract[64], got[100];

    snprintf(path, sizeof path, "/tmp/gatepost-notify-%d", (int)getpid());
    snprintf(abstract, sizeof abstract, "@gatepost-notify-%d", (int)getpid());
    const struct { const char *name, *socket; } cases[] = { { "a path", path }, { "an abstract name", abstract } };

    FOR_EACH_CASE(c, cases) {
        int fd = manager_at(c->socket);

        notify_manager("MAINPID=%d\nREADY=1", 42);
        ssize_t len = recv(fd, got, sizeof got, 0);

        CHECK(len > 0 && str_equal((str){ got, (size_t)len }, STR("MAINPID=42\nREADY=1")));
        close(fd);
        notify_manager("nobody listens");       /* and nothing happens */
    }
    unlink(path);
    unsetenv("NOTIFY_SOCKET");
    notify_manager("nobody is there");
    setenv("NOTIFY_SOCKET", "relative", 1);
    notify_manager("no name of a socket");
    unsetenv("NOTIFY_SOCKET");
}

TEST(notify_watchdog_ms)
{
    char own[16];

    snprintf(own, sizeof own, "%d", (int)getpid());
    const struct { const char *name, *usec, *pid; int64_t want; } cases[] = {
        { "none",                NULL,       NULL, 0 },    { "for us",       "3000000", own,  3000 },
        { "for whoever it is",   "3000000",  NULL, 3000 }, { "for another",  "3000000", "1",  0 },
        { "no number",           "soon",     own,  0 },    { "no process",   "3000000", "me", 0 },
    };

    FOR_EACH_CASE(c, cases) {
        unsetenv("WATCHDOG_USEC");
        unsetenv("WATCHDOG_PID");
        if (c->usec != NULL)
            setenv("WATCHDOG_USEC", c->usec, 1);
        if (c->pid != NULL)
            setenv("WATCHDOG_PID", c->pid, 1);
        CHECK_EQ(notify_watchdog_ms(), c->want);
    }
    unsetenv("WATCHDOG_USEC");
    unsetenv("WATCHDOG_PID");
}
