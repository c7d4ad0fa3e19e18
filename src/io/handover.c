#include "io/handover.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "io/sys.h"

enum { FIRST_FD = 3, PROGRAM_MAX_OCTETS = 4096, PID_DIGITS_MAX = 12 };

/* ---- taking ---- */

static bool number_of(const char *name, uint64_t max, uint64_t *value)
{
    const char *text = getenv(name);

    return text != NULL && str_to_u64(str_of(text), max, value);
}

static bool make_ours(int fd)
{
    int flags = fcntl(fd, F_GETFL);

    return flags >= 0 && fcntl(fd, F_SETFL, flags | O_NONBLOCK) == 0 && fcntl(fd, F_SETFD, FD_CLOEXEC) == 0;
}

struct handed_fd *handover_take(struct arena *arena, size_t *count)
{
    const char *names  = getenv("LISTEN_FDNAMES");
    str         rest   = arena_str(arena, names == NULL ? (str){ 0 } : str_of(names));
    uint64_t    number = 0, process = 0;
    bool        ours   = number_of("LISTEN_PID", INT32_MAX, &process) && process == (uint64_t)getpid() &&
                number_of("LISTEN_FDS", HANDOVER_FDS_MAX, &number);
    struct handed_fd *fds = ARENA_ARRAY(arena, struct handed_fd, ours ? number : 0);

    *count = 0;
    for (uint64_t i = 0; ours && i < number; i++) {
        struct handed_fd one = { .fd = FIRST_FD + (int)i };

        (void)str_cut(&rest, ':', &one.name);
        if (make_ours(one.fd))
            fds[(*count)++] = one;
    }
    unsetenv("LISTEN_PID");
    unsetenv("LISTEN_FDS");
    unsetenv("LISTEN_FDNAMES");
    return fds;
}

/* ---- giving ---- */

/* Between fork and exec of a program with threads nothing may be called that could wait for a lock of another thread, so
 * all that allocates is done before. */
struct start {
    const char  *program;
    char *const *arguments;
    char       **environment;
    char        *pid_digits;            /* in the environment: where LISTEN_PID is to be written */
    int         *fds;
    size_t       count;
};

static void write_pid(char *out, pid_t pid)
{
    char digits[PID_DIGITS_MAX];
    int  count = 0;

    do
        digits[count++] = (char)('0' + pid % 10);
    while ((pid /= 10) > 0);
    while (count > 0)
        *out++ = digits[--count];
    *out = '\0';
}

/* First out of the way of each other, then in their places, where they stay open over exec. */
static bool put_in_place(int *fds, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if ((fds[i] = fcntl(fds[i], F_DUPFD_CLOEXEC, FIRST_FD + (int)count)) < 0)
            return false;
    for (size_t i = 0; i < count; i++)
        if (dup2(fds[i], FIRST_FD + (int)i) < 0)
            return false;
    return true;
}

static void become(const struct start *start)
{
    sigset_t none;

    write_pid(start->pid_digits, getpid());
    sigemptyset(&none);
    if (put_in_place(start->fds, start->count) && sigprocmask(SIG_SETMASK, &none, NULL) == 0) {
        (void)close_range(FIRST_FD + (unsigned)start->count, UINT_MAX, 0);      /* libunbound's sockets would stay open */
        execve(start->program, start->arguments, start->environment);
    }
    _exit(127);
}

/* WATCHDOG_PID names the process that is to be replaced. */
static bool is_inherited(const char *variable)
{
    str name = str_of(variable);

    return !str_starts(name, STR("LISTEN_")) && !str_starts(name, STR("WATCHDOG_PID="));
}

static char *text_of(struct arena *arena, str text)
{
    char *copy = arena_octets(arena, text.len + 1);

    memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    return copy;
}

static void make_environment(struct arena *arena, struct start *start, const struct handed_fd *fds)
{
    size_t    count = 0;
    BUF_SCOPE names = { 0 };

    while (environ[count] != NULL)
        count++;
    start->environment = ARENA_ARRAY(arena, char *, count + 4);
    count              = 0;
    for (size_t i = 0; environ[i] != NULL; i++)
        if (is_inherited(environ[i]))
            start->environment[count++] = environ[i];
    for (size_t i = 0; i < start->count; i++)
        buf_printf(&names, "%s%.*s", i == 0 ? "" : ":", STR_ARG(fds[i].name));
    char *pid = text_of(arena, STR("LISTEN_PID=            "));         /* room for the digits */

    start->pid_digits           = pid + strlen("LISTEN_PID=");
    start->environment[count++] = pid;
    start->environment[count++] = text_of(arena, arena_printf(arena, "LISTEN_FDS=%zu", start->count));
    start->environment[count++] = text_of(arena, arena_printf(arena, "LISTEN_FDNAMES=%.*s", STR_ARG(buf_str(&names))));
}

/* By a child in between, which tells who its own child is, and ends. */
static pid_t start_orphan(const struct start *start)
{
    int   ends[2];
    pid_t orphan = -1;

    if (pipe2(ends, O_CLOEXEC) != 0)
        return -1;
    pid_t between = fork();

    if (between == 0) {
        orphan = fork();
        if (orphan == 0)
            become(start);
        _exit(write(ends[1], &orphan, sizeof orphan) == sizeof orphan ? 0 : 1);
    }
    int why = errno;

    (void)!sys_close(ends[1]);
    if (between > 0 && sys_read(ends[0], &orphan, sizeof orphan) != sizeof orphan)
        orphan = -1;
    (void)!sys_close(ends[0]);
    while (between > 0 && waitpid(between, NULL, 0) < 0 && errno == EINTR)
        ;
    errno = between < 0 ? why : EAGAIN;
    return orphan;
}

pid_t handover_start(const char *program, char *const *arguments, const struct handed_fd *fds, size_t count)
{
    ARENA_SCOPE  arena = { 0 };
    struct start start = { .program = program, .arguments = arguments, .fds = ARENA_ARRAY(&arena, int, count), .count = count };

    for (size_t i = 0; i < count; i++)
        start.fds[i] = fds[i].fd;
    make_environment(&arena, &start, fds);
    return start_orphan(&start);
}

const char *handover_own_program(struct arena *arena)
{
    char    path[PROGRAM_MAX_OCTETS];
    ssize_t len = readlink("/proc/self/exe", path, sizeof path);

    return len <= 0 || len == sizeof path ? NULL : arena_cstr(arena, (str){ path, (size_t)len });
}

/* ---- words ---- */

bool handover_channel(int ends[2])
{
    return socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) == 0;
}

char handover_hear(int fd, int64_t milliseconds)
{
    int64_t end = sys_steady_ms() + milliseconds;
    char    word;

    for (;;) {
        ssize_t got = sys_recv(fd, &word, 1);

        if (got >= 0 || errno != EAGAIN)
            return got == 1 ? word : '\0';
        int64_t left = end - sys_steady_ms();

        if (left <= 0)
            return '\0';
        (void)!poll(&(struct pollfd){ .fd = fd, .events = POLLIN }, 1, (int)left);
    }
}

void handover_say(int fd, char word)
{
    (void)!sys_send(fd, &word, 1);
}
