/* The only caller of system calls and clocks, so that faults can be injected in one place (a test checks that
 * nobody goes around it). Each sys_X is X(2) with its errno, restarted on EINTR.
 *
 * In test builds (GATEPOST_FAULTS) the environment variable FAULT makes calls fail:
 *   FAULT=fsync:2            the second fsync fails with EIO (also write, rename, open, unlink, accept, connect, ...:
 *                            fault.c lists the names; recv and send are those of sockets, read and write of files;
 *                            segment is the opening of a file of the journal's records, and pread, pwrite and fdatasync
 *                            are what is done with it: its thread goes at its own pace, so they are counted apart)
 *   FAULT=fsync:2+           the second and all later ones
 *   FAULT=fsync:2=ENOSPC     with that errno;  several, parted by commas
 *   FAULT=send:3=KILL        instead of the third send the process ends, as by SIGKILL: what was written stays, with status 137
 *   FAULT=power-cut:40       instead of the 40th call that changes or syncs a file or a name, what was not synced is
 *                            undone (contents written since the last fsync of the file, names since the last fsync of
 *                            their directory: power_cut.h), and the process ends with status 137
 *   FAULT=power-cut:signal   the same when SIGUSR2 arrives
 *   FAULT=clock:7200         the wall clock steps four times a second: right, 7200 seconds ahead, right, 7200 behind
 * Not followed, because it does not pass here: the input and output of libraries (SQLite, libunbound, libevent), and
 * what is written through a shared map. */
#ifndef IO_SYS_H
#define IO_SYS_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>

#include "base/attr.h"
#include "base/hash.h"
#include "base/time.h"

struct stat;

/* Reads FAULT once, at start. False if it cannot be understood (it says why on stderr). */
MUST_USE bool sys_faults_from_environment(void);

/* clocks */
unix_seconds sys_now(void);             /* wall clock */
int64_t      sys_now_ms(void);          /* wall clock, milliseconds since 1970 */
int64_t      sys_steady_ms(void);       /* only ever forward */

/* random */
void            sys_random(void *out, size_t size);             /* getrandom(2); ends the process if there is none */
struct hash_key sys_hash_key(void);

/* files; paths are NUL-terminated, *at calls take a directory descriptor */
MUST_USE int     sys_open(const char *path, int flags, mode_t mode);             /* with O_CLOEXEC */
MUST_USE int     sys_openat(int directory, const char *name, int flags, mode_t mode);
MUST_USE int     sys_close(int fd);
MUST_USE ssize_t sys_read(int fd, void *out, size_t size);
MUST_USE ssize_t sys_write(int fd, const void *octets, size_t size);
MUST_USE int     sys_fsync(int fd);
MUST_USE int     sys_open_segment(const char *path, int flags, mode_t mode);     /* is sys_open, counted apart */
MUST_USE ssize_t sys_pread(int fd, void *out, size_t size, off_t at);
MUST_USE ssize_t sys_pwritev(int fd, const struct iovec *slices, int count, off_t at);
MUST_USE int     sys_fdatasync(int fd);         /* of a folder, too: its names */
void             sys_begin_sync(int fd, off_t at, size_t size);        /* so that a later fdatasync waits less; promises nothing */
void             sys_expect_read(int fd, off_t at, size_t size);        /* so that a later pread waits less */
void             sys_discard(int fd, off_t at, size_t size);    /* makes a hole, where the file system can */
MUST_USE int     sys_renameat(int from_directory, const char *from, int to_directory, const char *to);
/* The same, but EEXIST if `to` exists; EINVAL where the file system cannot promise that. */
MUST_USE int     sys_renameat_new(int from_directory, const char *from, int to_directory, const char *to);
MUST_USE int     sys_linkat(int from_directory, const char *from, int to_directory, const char *to);
MUST_USE int     sys_unlinkat(int directory, const char *name);
MUST_USE int     sys_mkdirat(int directory, const char *name, mode_t mode);
/* An empty file, where there is none. Without a descriptor: closing one gives up what locks this process has on that file (fcntl(2)). */
MUST_USE int     sys_make_file(const char *path, mode_t mode);
MUST_USE int     sys_ftruncate(int fd, off_t size);
MUST_USE int     sys_fstat_size(int fd, off_t *size);
MUST_USE int     sys_stat(const char *path, struct stat *out);
MUST_USE int     sys_stat_at(int directory, const char *name, struct stat *out);         /* of a link: the link itself */
/* Octets of the disk that a file or folder is on: those that we may still write, and all. False: it does not tell. */
MUST_USE bool    sys_disk_room(int fd, uint64_t *free, uint64_t *all);
/* The path without symbolic links, "." and ".."; false with errno. */
MUST_USE bool    sys_real_path(const char *path, char real[PATH_MAX]);
/* What root makes in somebody's folder becomes theirs, as far as the system lets it: by its descriptor, or a file by its path. What
 * is there a link, or has another name elsewhere, is left alone: whoever owns the folder may have put it there to make a file of root's
 * their own. Does nothing for anybody else. */
void             sys_own_as_folder(int fd, int folder);
void             sys_own_as_folder_of(const char *path);
MUST_USE int     sys_access(const char *path, int how);                          /* W_OK and the like, for the process as it runs */

/* sockets: always non-blocking and close-on-exec */
MUST_USE int     sys_socket(int family, int type);
MUST_USE int     sys_bind(int fd, const struct sockaddr *address, socklen_t len);
MUST_USE int     sys_listen(int fd, int backlog);
MUST_USE int     sys_accept(int fd, struct sockaddr_storage *peer, socklen_t *len);
MUST_USE int     sys_connect(int fd, const struct sockaddr *address, socklen_t len);     /* EINPROGRESS as usual */
MUST_USE ssize_t sys_recv(int fd, void *out, size_t size);              /* never waits, whatever the socket's mode */
MUST_USE ssize_t sys_send(int fd, const void *octets, size_t size);    /* never waits, never raises SIGPIPE */
MUST_USE int     sys_setsockopt_int(int fd, int level, int option, int value);
MUST_USE int     sys_socket_error(int fd);      /* SO_ERROR: 0 or an errno */
/* SO_ACCEPTCONN: the socket listens. */
bool             sys_is_listening(int fd);
MUST_USE int     sys_duplicate(int fd);         /* the same open socket or file by another descriptor */
MUST_USE int     sys_getsockname(int fd, struct sockaddr_storage *own);
MUST_USE int     sys_shutdown_write(int fd);
MUST_USE int     sys_unacknowledged(int fd);    /* octets that the peer's system has not confirmed; -1: not known */
MUST_USE int     sys_eventfd(void);
void             sys_eventfd_raise(int fd);     /* makes it readable */
void             sys_eventfd_clear(int fd);     /* and quiet again */

/* messages too large for memory */
int              sys_release_memory(void *at, size_t size);     /* what sys_map_file has given */
MUST_USE void   *sys_map_file(int fd, size_t size, bool writable);     /* MAP_SHARED if writable; NULL on error */
MUST_USE int     sys_anonymous_file(const char *directory);    /* O_TMPFILE, or created and unlinked */

/* processes: an exclusive lock on an open file, until the process ends */
MUST_USE int     sys_lock(int fd);              /* EAGAIN: another process has it */
MUST_USE pid_t   sys_lock_owner(int fd);        /* 0: nobody */
MUST_USE int     sys_kill(pid_t process, int number);
pid_t            sys_process(void);
void             sys_ignore_broken_pipes(void); /* a write to a peer that is gone is an error, not a signal */
void             sys_tell_system_log(const char *as, str line);  /* syslog, facility mail; lost where nobody listens */
size_t           sys_page_octets(void);
long             sys_cores(void);               /* at least 1 */

#endif
