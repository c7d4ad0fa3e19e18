#include "io/notify.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/str.h"
#include "io/sys.h"

enum { NOTIFY_MAX_OCTETS = 512 };

/* A path, or "@" and a name in Linux's own space of names, which begins with a NUL. 0 if it is neither. */
static socklen_t address_of(const char *name, struct sockaddr_un *address)
{
    size_t len = strlen(name);

    if ((name[0] != '/' && name[0] != '@') || len >= sizeof address->sun_path)
        return 0;
    *address = (struct sockaddr_un){ .sun_family = AF_UNIX };
    memcpy(address->sun_path, name, len);
    if (name[0] == '@')
        address->sun_path[0] = '\0';
    return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len);
}

void notify_manager(const char *format, ...)
{
    const char        *name = getenv("NOTIFY_SOCKET");
    struct sockaddr_un address;
    socklen_t          len = name == NULL ? 0 : address_of(name, &address);
    char               text[NOTIFY_MAX_OCTETS];
    va_list            args;

    if (len == 0)
        return;
    va_start(args, format);
    int size = vsnprintf(text, sizeof text, format, args);

    va_end(args);
    ASSERT(size > 0 && size < (int)sizeof text);
    int fd = sys_socket(AF_UNIX, SOCK_DGRAM);

    if (fd < 0)
        return;
    if (sys_connect(fd, (const struct sockaddr *)&address, len) == 0)
        (void)!sys_send(fd, text, (size_t)size);
    (void)!sys_close(fd);
}

int64_t notify_watchdog_ms(void)
{
    const char *usec = getenv("WATCHDOG_USEC"), *pid = getenv("WATCHDOG_PID");
    uint64_t    value, process;

    if (usec == NULL || !str_to_u64(str_of(usec), INT64_MAX, &value))
        return 0;
    if (pid != NULL && (!str_to_u64(str_of(pid), INT64_MAX, &process) || process != (uint64_t)getpid()))
        return 0;
    return (int64_t)value / 1000;
}
