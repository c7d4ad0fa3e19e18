#include "io/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "io/sys.h"

/* ---- reading ---- */

enum { READ_OCTETS = 64 * 1024 };

/* errno: EFBIG if there is more than max. */
static bool read_to_end(int fd, size_t max, struct buf *out)
{
    for (;;) {
        char   *room = buf_reserve(out, READ_OCTETS);
        ssize_t got  = sys_read(fd, room, READ_OCTETS);

        if (got <= 0)
            return got == 0;
        buf_commit(out, (size_t)got);
        if (buf_len(out) > max) {
            errno = EFBIG;
            return false;
        }
    }
}

/* Closes fd, unless it is standard input; -1: it could not be opened, and errno says why. */
static bool read_and_close(int fd, const char *path, size_t max, struct arena *arena, str *octets, str *error)
{
    BUF_SCOPE content = { 0 };
    bool      ok      = fd >= 0 && read_to_end(fd, max, &content);
    int       why     = errno;

    if (fd > 0)
        (void)!sys_close(fd);
    if (ok)
        *octets = arena_str(arena, buf_str(&content));
    else if (why == EFBIG)
        *error = arena_printf(arena, "%s has more than %zu octets", path, max);
    else
        *error = arena_printf(arena, "cannot read %s: %s", path, strerrordesc_np(why));
    return ok;
}

bool file_read(const char *path, size_t max, struct arena *arena, str *octets, str *error)
{
    return read_and_close(strcmp(path, "-") == 0 ? 0 : sys_open(path, O_RDONLY, 0), path, max, arena, octets, error);
}

bool file_read_own(int folder, const char *name, size_t max, struct arena *arena, str *octets, str *error)
{
    return read_and_close(sys_openat(folder, name, O_RDONLY | O_NOFOLLOW, 0), name, max, arena, octets, error);
}

bool file_written_at(const char *path, unix_seconds *written_at)
{
    struct stat state;

    if (sys_stat(path, &state) != 0)
        return false;
    *written_at = state.st_mtime;
    return true;
}

/* ---- writing ---- */

static bool write_all(int fd, str octets)
{
    while (octets.len > 0) {
        ssize_t put = sys_write(fd, octets.ptr, octets.len);

        if (put < 0)
            return false;
        octets = str_from(octets, (size_t)put);
    }
    return true;
}

/* Contents first: a name must never lead to a file that a power cut leaves empty. */
static bool write_and_sync(int fd, const str *slices, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!write_all(fd, slices[i]))
            return false;
    return sys_fsync(fd) == 0;
}

static void take_back(int directory, const char *name)
{
    int why = errno;

    (void)!sys_unlinkat(directory, name);
    errno = why;
}

/* Gives the file its name, which must be new. Some network file systems cannot rename with that promise, but link. */
static bool publish(int tmp_directory, const char *temporary, int directory, const char *name)
{
    if (sys_renameat_new(tmp_directory, temporary, directory, name) == 0)
        return true;
    if (errno != EINVAL || sys_linkat(tmp_directory, temporary, directory, name) != 0)
        return false;
    if (sys_unlinkat(tmp_directory, temporary) == 0)
        return true;
    take_back(directory, name);
    return false;
}

static bool sync_names(int tmp_directory, int directory)
{
    return sys_fsync(directory) == 0 && (tmp_directory == directory || sys_fsync(tmp_directory) == 0);
}

/* A file of a name that nobody has, written and synced; *temporary is that name. On an error it is gone again. */
static bool write_temporary(int directory, const char *name, const str *slices, size_t count, char temporary[NAME_MAX + 1])
{
    uint64_t mark;

    sys_random(&mark, sizeof mark);
    if (snprintf(temporary, NAME_MAX + 1, ".%s.%016llx", name, (unsigned long long)mark) > NAME_MAX) {
        errno = ENAMETOOLONG;
        return false;
    }
    int fd = sys_openat(directory, temporary, O_WRONLY | O_CREAT | O_EXCL, 0600);

    if (fd < 0)
        return false;
    sys_own_as_folder(fd, directory);   /* an administrator may be root where the server is not */
    bool written = write_and_sync(fd, slices, count);
    int  why     = errno;
    bool closed  = sys_close(fd) == 0;

    if (!written)
        errno = why;
    if (!written || !closed)
        take_back(directory, temporary);
    return written && closed;
}

bool file_write_durably(int tmp_directory, int directory, const char *name, const str *slices, size_t count)
{
    char temporary[NAME_MAX + 1];

    if (!write_temporary(tmp_directory, name, slices, count, temporary))
        return false;
    if (!publish(tmp_directory, temporary, directory, name)) {
        take_back(tmp_directory, temporary);
        return false;
    }
    if (!sync_names(tmp_directory, directory)) {
        take_back(directory, name);
        return false;
    }
    return true;
}

bool file_replace_durably(int directory, const char *name, const str *slices, size_t count)
{
    char temporary[NAME_MAX + 1];

    if (!write_temporary(directory, name, slices, count, temporary))
        return false;
    if (sys_renameat(directory, temporary, directory, name) != 0) {
        take_back(directory, temporary);
        return false;
    }
    return sys_fsync(directory) == 0;   /* if not: the old file or the new one, and the caller must not rely on either */
}

/* ---- folders ---- */

/* A parent that we may not read is not where we make folders: somebody else has made that name, long ago. */
static bool sync_parent(int folder)
{
    int parent = sys_openat(folder, "..", O_RDONLY | O_DIRECTORY, 0);

    if (parent < 0)
        return errno == EACCES;
    bool synced = sys_fsync(parent) == 0;
    int  why    = errno;

    (void)!sys_close(parent);
    errno = why;
    return synced;
}

int file_open_folder(const char *path, mode_t mode)
{
    if (sys_mkdirat(AT_FDCWD, path, mode) != 0 && errno != EEXIST)
        return -1;
    int folder = sys_open(path, O_RDONLY | O_DIRECTORY, 0);

    /* Also where it was there: whoever made it may have come no further. */
    if (folder < 0 || sync_parent(folder))
        return folder;
    int why = errno;

    (void)!sys_close(folder);
    errno = why;
    return -1;
}

static bool is_folder(const char *path)
{
    struct stat found;

    if (sys_stat(path, &found) != 0)
        return false;
    errno = ENOTDIR;
    return S_ISDIR(found.st_mode);
}

bool file_has_folder(const char *path)
{
    ARENA_SCOPE arena  = { 0 };
    const char *slash  = strrchr(path, '/');
    str         folder = slash == NULL ? STR(".") : slash == path ? STR("/") : (str){ path, (size_t)(slash - path) };

    return is_folder(arena_cstr(&arena, folder));
}

bool file_folder_can_be(const char *path)
{
    return is_folder(path) || (errno == ENOENT && file_has_folder(path));
}

/* ---- logs ---- */

static bool is_for_root_alone(const char *path)
{
    ARENA_SCOPE arena = { 0 };
    const char *slash = strrchr(path, '/');
    str         above = slash == NULL ? STR(".") : (str){ path, slash == path ? 1 : (size_t)(slash - path) };
    struct stat folder;

    return sys_stat(arena_cstr(&arena, above), &folder) == 0 && folder.st_uid == 0 && (folder.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

int file_open_log(const char *path, mode_t mode)
{
    int nofollow = geteuid() == 0 && !is_for_root_alone(path) ? O_NOFOLLOW : 0;

    return sys_open(path, O_WRONLY | O_CREAT | O_APPEND | nofollow, mode);
}

/* ---- the pool ---- */

struct file_pool {
    pthread_mutex_t  lock;
    pthread_cond_t   more;
    struct file_job *first, *last;
    bool             closing;
    size_t           thread_count;
    pthread_t        threads[];
};

/* The next job, or NULL when the pool closes and nothing is left. */
static struct file_job *take_job(struct file_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    while (pool->first == NULL && !pool->closing)
        pthread_cond_wait(&pool->more, &pool->lock);
    struct file_job *job = pool->first;

    if (job != NULL)
        pool->first = job->next;
    pthread_mutex_unlock(&pool->lock);
    return job;
}

static void job_done(struct loop_task *task)
{
    struct file_job *job = (struct file_job *)((char *)task - offsetof(struct file_job, task));

    job->done(job);
}

static void *work(void *context)
{
    struct file_pool *pool = context;

    for (struct file_job *job; (job = take_job(pool)) != NULL; ) {
        job->work(job);
        loop_post(job->loop, &job->task);
    }
    return NULL;
}

struct file_pool *file_pool_new(size_t threads)
{
    struct file_pool *pool = calloc(1, sizeof *pool + threads * sizeof *pool->threads);

    ASSERT(pool != NULL && threads > 0);
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->more, NULL);
    while (pool->thread_count < threads && pthread_create(&pool->threads[pool->thread_count], NULL, work, pool) == 0)
        pool->thread_count++;
    if (pool->thread_count == threads)
        return pool;
    file_pool_free(pool);
    return NULL;
}

void file_pool_submit(struct file_pool *pool, struct loop *loop, struct file_job *job)
{
    job->loop     = loop;
    job->next     = NULL;
    job->task.run = job_done;
    pthread_mutex_lock(&pool->lock);
    if (pool->first == NULL)
        pool->first = job;
    else
        pool->last->next = job;
    pool->last = job;
    pthread_cond_signal(&pool->more);
    pthread_mutex_unlock(&pool->lock);
}

void file_pool_free(struct file_pool *pool)
{
    if (pool == NULL)
        return;
    pthread_mutex_lock(&pool->lock);
    pool->closing = true;
    pthread_cond_broadcast(&pool->more);
    pthread_mutex_unlock(&pool->lock);
    for (size_t i = 0; i < pool->thread_count; i++)
        pthread_join(pool->threads[i], NULL);
    pthread_cond_destroy(&pool->more);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}
