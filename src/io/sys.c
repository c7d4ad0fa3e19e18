#include "io/sys.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <linux/sockios.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include "io/fault.h"
#include "io/power_cut.h"

#define RETRY(result, call) do { (result) = (call); } while ((result) < 0 && errno == EINTR)

bool sys_faults_from_environment(void)
{
    const char *plan = getenv("FAULT");

    if (plan == NULL)
        return true;
#ifdef GATEPOST_FAULTS
    str bad = { 0 };

    if (fault_plan(str_of(plan), &bad))
        return true;
    fprintf(stderr, "FAULT: cannot understand \"%.*s\"\n", STR_ARG(bad));
#else
    fprintf(stderr, "FAULT is set, but this build has no fault injection\n");
#endif
    return false;
}

/* ---- clocks ---- */

static int64_t clock_ms(clockid_t clock)
{
    struct timespec t;

    ASSERT(clock_gettime(clock, &t) == 0);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t      sys_steady_ms(void) { return clock_ms(CLOCK_MONOTONIC); }
int64_t      sys_now_ms(void)    { return clock_ms(CLOCK_REALTIME) + fault_clock_error_ms(sys_steady_ms()); }
unix_seconds sys_now(void)       { return sys_now_ms() / 1000; }

/* ---- random ---- */

void sys_random(void *out, size_t size)
{
    char *at = out;

    while (size > 0) {
        ssize_t got;

        RETRY(got, getrandom(at, size, 0));
        ASSERT(got > 0);
        at   += got;
        size -= (size_t)got;
    }
}

struct hash_key sys_hash_key(void)
{
    struct hash_key key;

    sys_random(&key, sizeof key);
    return key;
}

/* ---- files ---- */

int sys_open(const char *path, int flags, mode_t mode)
{
    return sys_openat(AT_FDCWD, path, flags, mode);
}

static int open_at(int directory, const char *name, int flags, mode_t mode)
{
    int fd;

    POWER_CUT(begin_open(directory, name, flags));
    RETRY(fd, openat(directory, name, flags | O_CLOEXEC, mode));
    POWER_CUT_END();
    return fd;
}

int sys_openat(int directory, const char *name, int flags, mode_t mode)
{
    return fault_strikes(FAULT_OPEN) ? -1 : open_at(directory, name, flags, mode);
}

int sys_open_segment(const char *path, int flags, mode_t mode)
{
    return fault_strikes(FAULT_SEGMENT) ? -1 : open_at(AT_FDCWD, path, flags, mode);
}

/* Not again on EINTR: on Linux the descriptor is gone already, and perhaps somebody else's. */
int sys_close(int fd)
{
    int result = close(fd);

    if (result < 0 && errno == EINTR)
        result = 0;
    return fault_strikes(FAULT_CLOSE) ? -1 : result;
}

ssize_t sys_read(int fd, void *out, size_t size)
{
    ssize_t got;

    if (fault_strikes(FAULT_READ))
        return -1;
    RETRY(got, read(fd, out, size));
    return got;
}

ssize_t sys_write(int fd, const void *octets, size_t size)
{
    ssize_t put;

    if (fault_strikes(FAULT_WRITE))
        return -1;
    POWER_CUT(begin_write(fd, size));
    RETRY(put, write(fd, octets, size));
    POWER_CUT_END();
    return put;
}

int sys_fsync(int fd)
{
    int result;

    if (fault_strikes(FAULT_FSYNC))
        return -1;
    POWER_CUT(begin_fsync(fd));
    RETRY(result, fsync(fd));
    if (result == 0)
        POWER_CUT(fsync_succeeded(fd));
    POWER_CUT_END();
    return result;
}

ssize_t sys_pread(int fd, void *out, size_t size, off_t at)
{
    ssize_t got;

    if (fault_strikes(FAULT_PREAD))
        return -1;
    RETRY(got, pread(fd, out, size, at));
    return got;
}

UNUSED static size_t octets_in(const struct iovec *slices, int count)
{
    size_t octets = 0;

    for (int i = 0; i < count; i++)
        octets += slices[i].iov_len;
    return octets;
}

ssize_t sys_pwritev(int fd, const struct iovec *slices, int count, off_t at)
{
    ssize_t put;

    if (fault_strikes(FAULT_PWRITE))
        return -1;
    POWER_CUT(begin_write_at(fd, octets_in(slices, count), at));
    RETRY(put, pwritev(fd, slices, count, at));
    POWER_CUT_END();
    return put;
}

int sys_fdatasync(int fd)
{
    int result;

    if (fault_strikes(FAULT_FDATASYNC))
        return -1;
    POWER_CUT(begin_fsync(fd));
    RETRY(result, fdatasync(fd));
    if (result == 0)
        POWER_CUT(fsync_succeeded(fd));
    POWER_CUT_END();
    return result;
}

void sys_begin_sync(int fd, off_t at, size_t size)
{
    (void)sync_file_range(fd, at, (off_t)size, SYNC_FILE_RANGE_WRITE);
}

void sys_expect_read(int fd, off_t at, size_t size)
{
    (void)posix_fadvise(fd, at, (off_t)size, POSIX_FADV_WILLNEED);
}

void sys_discard(int fd, off_t at, size_t size)
{
    (void)fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, at, (off_t)size);
}

static int rename_with(int from_directory, const char *from, int to_directory, const char *to, unsigned flags)
{
    int result;

    if (fault_strikes(FAULT_RENAME))
        return -1;
    POWER_CUT(begin_rename(from_directory, from, to_directory, to));
    RETRY(result, renameat2(from_directory, from, to_directory, to, flags));
    POWER_CUT_END();
    return result;
}

int sys_renameat(int from_directory, const char *from, int to_directory, const char *to)
{
    return rename_with(from_directory, from, to_directory, to, 0);
}

int sys_renameat_new(int from_directory, const char *from, int to_directory, const char *to)
{
    return rename_with(from_directory, from, to_directory, to, RENAME_NOREPLACE);
}

int sys_linkat(int from_directory, const char *from, int to_directory, const char *to)
{
    int result;

    if (fault_strikes(FAULT_LINK))
        return -1;
    POWER_CUT(begin_name(to_directory, to));
    RETRY(result, linkat(from_directory, from, to_directory, to, 0));
    POWER_CUT_END();
    return result;
}

int sys_unlinkat(int directory, const char *name)
{
    int result;

    if (fault_strikes(FAULT_UNLINK))
        return -1;
    POWER_CUT(begin_name(directory, name));
    RETRY(result, unlinkat(directory, name, 0));
    POWER_CUT_END();
    return result;
}

int sys_mkdirat(int directory, const char *name, mode_t mode)
{
    int result;

    if (fault_strikes(FAULT_MKDIR))
        return -1;
    POWER_CUT(begin_name(directory, name));
    RETRY(result, mkdirat(directory, name, mode));
    POWER_CUT_END();
    return result;
}

int sys_make_file(const char *path, mode_t mode)
{
    return mknod(path, S_IFREG | mode, 0) == 0 || errno == EEXIST ? 0 : -1;
}

int sys_ftruncate(int fd, off_t size)
{
    int result;

    if (fault_strikes(FAULT_TRUNCATE))
        return -1;
    POWER_CUT(begin_truncate(fd, size));
    RETRY(result, ftruncate(fd, size));
    POWER_CUT_END();
    return result;
}

int sys_fstat_size(int fd, off_t *size)
{
    struct stat st;

    if (fault_strikes(FAULT_STAT) || fstat(fd, &st) != 0)
        return -1;
    *size = st.st_size;
    return 0;
}

int sys_stat(const char *path, struct stat *out)
{
    return fault_strikes(FAULT_STAT) ? -1 : stat(path, out);
}

int sys_stat_at(int directory, const char *name, struct stat *out)
{
    return fault_strikes(FAULT_STAT) ? -1 : fstatat(directory, name, out, AT_SYMLINK_NOFOLLOW);
}

bool sys_disk_room(int fd, uint64_t *free, uint64_t *all)
{
    struct statvfs disk;

    if (fault_strikes(FAULT_STAT) || fstatvfs(fd, &disk) != 0 || disk.f_blocks == 0)
        return false;
    *free = (uint64_t)disk.f_bavail * disk.f_frsize;
    *all  = (uint64_t)disk.f_blocks * disk.f_frsize;
    return true;
}

void sys_own_as_folder(int fd, int folder)
{
    struct stat of;

    if (geteuid() == 0 && fstat(folder, &of) == 0)
        (void)!fchown(fd, of.st_uid, of.st_gid);
}

/* The folder first, and the file in it: between two looks at a path somebody may have put another folder there. */
static int open_name_in(int folder, const char *path)
{
    const char *slash = strrchr(path, '/');

    return folder < 0 ? -1 : openat(folder, slash == NULL ? path : slash + 1, O_PATH | O_NOFOLLOW | O_CLOEXEC);
}

void sys_own_as_folder_of(const char *path)
{
    char        copy[PATH_MAX];
    struct stat of, found;

    if (geteuid() != 0 || snprintf(copy, sizeof copy, "%s", path) >= (int)sizeof copy)
        return;
    int folder = open(dirname(copy), O_PATH | O_DIRECTORY | O_CLOEXEC);
    int fd     = open_name_in(folder, path);

    /* Closing a descriptor of this kind drops no lock of SQLite's. */
    if (fd >= 0 && fstat(folder, &of) == 0 && fstat(fd, &found) == 0 && S_ISREG(found.st_mode) && found.st_nlink == 1)
        (void)!fchownat(fd, "", of.st_uid, of.st_gid, AT_EMPTY_PATH);
    if (fd >= 0)
        (void)close(fd);
    if (folder >= 0)
        (void)close(folder);
}

bool sys_real_path(const char *path, char real[PATH_MAX])
{
    return realpath(path, real) != NULL;
}

int sys_access(const char *path, int how)
{
    return fault_strikes(FAULT_STAT) ? -1 : faccessat(AT_FDCWD, path, how, AT_EACCESS);
}

/* ---- sockets ---- */

int sys_socket(int family, int type)
{
    return fault_strikes(FAULT_SOCKET) ? -1 : socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

int sys_bind(int fd, const struct sockaddr *address, socklen_t len)
{
    return fault_strikes(FAULT_BIND) ? -1 : bind(fd, address, len);
}

int sys_listen(int fd, int backlog)
{
    return fault_strikes(FAULT_LISTEN) ? -1 : listen(fd, backlog);
}

int sys_accept(int fd, struct sockaddr_storage *peer, socklen_t *len)
{
    int accepted;

    if (fault_strikes(FAULT_ACCEPT))
        return -1;
    RETRY(accepted, accept4(fd, (struct sockaddr *)peer, len, SOCK_NONBLOCK | SOCK_CLOEXEC));
    return accepted;
}

/* An interrupted connect goes on by itself, and asking again would read EALREADY. */
int sys_connect(int fd, const struct sockaddr *address, socklen_t len)
{
    int result = fault_strikes(FAULT_CONNECT) ? -1 : connect(fd, address, len);

    if (result < 0 && errno == EINTR)
        errno = EINPROGRESS;
    return result;
}

ssize_t sys_recv(int fd, void *out, size_t size)
{
    ssize_t got;

    if (fault_strikes(FAULT_RECV))
        return -1;
    RETRY(got, recv(fd, out, size, MSG_DONTWAIT));
    return got;
}

ssize_t sys_send(int fd, const void *octets, size_t size)
{
    ssize_t put;

    if (fault_strikes(FAULT_SEND))
        return -1;
    RETRY(put, send(fd, octets, size, MSG_DONTWAIT | MSG_NOSIGNAL));
    return put;
}

int sys_setsockopt_int(int fd, int level, int option, int value)
{
    return fault_strikes(FAULT_OPTION) ? -1 : setsockopt(fd, level, option, &value, sizeof value);
}

int sys_socket_error(int fd)
{
    int       error = 0;
    socklen_t len   = sizeof error;

    return getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &len) == 0 ? error : errno;
}

bool sys_is_listening(int fd)
{
    int       listens = 0;
    socklen_t len     = sizeof listens;

    return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &len) == 0 && listens != 0;
}

int sys_duplicate(int fd)
{
    return fcntl(fd, F_DUPFD_CLOEXEC, 0);
}

int sys_getsockname(int fd, struct sockaddr_storage *own)
{
    socklen_t len = sizeof *own;

    return getsockname(fd, (struct sockaddr *)own, &len);
}

int sys_unacknowledged(int fd)
{
    int octets = 0;

    return ioctl(fd, SIOCOUTQ, &octets) == 0 ? octets : -1;
}

int sys_shutdown_write(int fd)
{
    return fault_strikes(FAULT_SHUTDOWN) ? -1 : shutdown(fd, SHUT_WR);
}

int sys_eventfd(void)
{
    return fault_strikes(FAULT_EVENTFD) ? -1 : eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
}

void sys_eventfd_raise(int fd)
{
    ssize_t put;

    RETRY(put, write(fd, &(uint64_t){ 1 }, sizeof(uint64_t)));
    ASSERT(put == sizeof(uint64_t) || errno == EAGAIN);         /* EAGAIN: raised as high as it can be */
}

void sys_eventfd_clear(int fd)
{
    uint64_t times;
    ssize_t  got;

    RETRY(got, read(fd, &times, sizeof times));
    ASSERT(got == sizeof times || errno == EAGAIN);
}

/* ---- memory ---- */

int sys_release_memory(void *at, size_t size)
{
    return munmap(at, size);
}

void *sys_map_file(int fd, size_t size, bool writable)
{
    if (fault_strikes(FAULT_MAP))
        return NULL;
    int   protection = writable ? PROT_READ | PROT_WRITE : PROT_READ;
    void *at         = mmap(NULL, size, protection, writable ? MAP_SHARED : MAP_PRIVATE, fd, 0);

    return at == MAP_FAILED ? NULL : at;
}

/* For file systems without O_TMPFILE. */
static int create_and_unlink(const char *directory)
{
    char path[4096];

    if (snprintf(path, sizeof path, "%s/.anonymous-XXXXXX", directory) >= (int)sizeof path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    int fd = mkostemp(path, O_CLOEXEC);

    if (fd >= 0)
        unlink(path);
    return fd;
}

int sys_anonymous_file(const char *directory)
{
    int fd = sys_open(directory, O_TMPFILE | O_RDWR, 0600);

    return fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR) ? create_and_unlink(directory) : fd;
}

int sys_lock(int fd)
{
    struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

    return fcntl(fd, F_SETLK, &whole);
}

pid_t sys_lock_owner(int fd)
{
    struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

    return fcntl(fd, F_GETLK, &whole) != 0 || whole.l_type == F_UNLCK ? 0 : whole.l_pid;
}

int sys_kill(pid_t process, int number)
{
    return kill(process, number);
}

pid_t sys_process(void)
{
    return getpid();
}

void sys_tell_system_log(const char *as, str line)
{
    openlog(as, LOG_PID, LOG_MAIL);
    syslog(LOG_INFO, "%.*s", STR_ARG(line));
    closelog();
}

void sys_ignore_broken_pipes(void)
{
    signal(SIGPIPE, SIG_IGN);
}

size_t sys_page_octets(void)
{
    return (size_t)sysconf(_SC_PAGESIZE);
}

long sys_cores(void)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);

    return cores < 1 ? 1 : cores;
}
