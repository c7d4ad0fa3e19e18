#include "io/power_cut.h"

#ifdef GATEPOST_FAULTS

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { POWER_CUT_STATUS = 137, COPY_OCTETS = 64 * 1024, PROC_PATH_OCTETS = 64 };

/* Contents as they were before one write or truncation. */
struct change {
    struct change *older;
    off_t          size, offset;        /* size of the file; where the octets belong */
    size_t         len;
    char           octets[];
};

/* A file with changes that no fsync has made permanent. */
struct dirty_file {
    struct dirty_file *next;
    dev_t              device;
    ino_t              inode;
    int                fd;              /* our own, readable and writable */
    struct change     *newest;
};

/* A name whose directory was not synced since the name began to mean something else. */
struct dirty_name {
    struct dirty_name *older;
    dev_t              device;          /* of the directory */
    ino_t              inode;
    int                directory;       /* our own */
    int                meant;           /* the file that it named, or -1 for none */
    char               name[];
};

/* One disk for the process, as there is one in the machine. */
static pthread_mutex_t    turn = PTHREAD_MUTEX_INITIALIZER;
static struct dirty_file *dirty_files;
static struct dirty_name *dirty_names;
static uint64_t           calls_left;   /* until the cut; 0: only a signal cuts */
bool                      power_cut_planned;

/* ---- undoing ---- */

static void undo_contents(const struct dirty_file *file)
{
    for (const struct change *c = file->newest; c != NULL; c = c->older)
        if (ftruncate(file->fd, c->size) != 0 || pwrite(file->fd, c->octets, c->len, c->offset) != (ssize_t)c->len)
            perror("power cut: undoing contents");
}

static int remove_entry(const char *path, const struct stat *st UNUSED, int kind UNUSED, struct FTW *at UNUSED)
{
    return remove(path);
}

/* A new directory that was not made permanent is lost with all that is in it. */
static void remove_whatever_is_at(int directory, const char *name)
{
    char path[PROC_PATH_OCTETS + NAME_MAX];

    if (unlinkat(directory, name, 0) == 0 || errno != EISDIR)
        return;
    snprintf(path, sizeof path, "/proc/self/fd/%d/%s", directory, name);
    nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

static bool is_same_file(int directory, const char *name, int fd)
{
    struct stat now, then;

    return fstatat(directory, name, &now, AT_SYMLINK_NOFOLLOW) == 0 && fstat(fd, &then) == 0 &&
           now.st_dev == then.st_dev && now.st_ino == then.st_ino;
}

/* The file may have no name left, and then it cannot be linked again: so the name gets a copy. */
static void copy_to_name(int from, int directory, const char *name)
{
    char        octets[COPY_OCTETS];
    struct stat st;
    ssize_t     got = 0;
    off_t       at = 0;

    if (fstat(from, &st) != 0)
        return;
    int to = openat(directory, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, st.st_mode & 07777);

    while (to >= 0 && (got = pread(from, octets, sizeof octets, at)) > 0 && write(to, octets, (size_t)got) == got)
        at += got;
    if (to < 0 || got != 0)
        perror("power cut: restoring a name");
    if (to >= 0)
        close(to);
}

static void undo_name(const struct dirty_name *n)
{
    if (n->meant >= 0 && is_same_file(n->directory, n->name, n->meant))
        return;
    remove_whatever_is_at(n->directory, n->name);
    if (n->meant >= 0)
        copy_to_name(n->meant, n->directory, n->name);
}

NORETURN static void cut(void)
{
    for (const struct dirty_file *f = dirty_files; f != NULL; f = f->next)
        undo_contents(f);
    for (const struct dirty_name *n = dirty_names; n != NULL; n = n->older)
        undo_name(n);
    _exit(POWER_CUT_STATUS);
}

/* ---- noting ---- */

static void count_call(void)
{
    if (calls_left > 0 && --calls_left == 0)
        cut();
}

/* Our own descriptor of the same file, whatever the caller's may do. */
static int reopen(int fd)
{
    char path[PROC_PATH_OCTETS];

    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    return open(path, O_RDWR | O_CLOEXEC);
}

/* NULL if fd is not a regular file that can be read and written, or if it has no name: that is gone after a power cut,
 * whatever it holds; and to cut it short under a thread that has it mapped would end the process before its time. */
static struct dirty_file *find_or_add_file(int fd, struct stat *st)
{
    if (fstat(fd, st) != 0 || !S_ISREG(st->st_mode) || st->st_nlink == 0)
        return NULL;
    for (struct dirty_file *f = dirty_files; f != NULL; f = f->next)
        if (f->device == st->st_dev && f->inode == st->st_ino)
            return f;
    int own = reopen(fd);

    if (own < 0)
        return NULL;
    struct dirty_file *f = malloc(sizeof *f);

    ASSERT(f != NULL);
    *f = (struct dirty_file){ .next = dirty_files, .device = st->st_dev, .inode = st->st_ino, .fd = own };
    return dirty_files = f;
}

/* Keeps the octets that a change of [offset, offset + len) will destroy. */
static void note_change(struct dirty_file *f, off_t size, off_t offset, size_t len)
{
    size_t         old  = offset >= size ? 0 : (size_t)(size - offset);
    size_t         kept = len < old ? len : old;
    struct change *c    = malloc(sizeof *c + kept);

    ASSERT(c != NULL);
    *c         = (struct change){ .older = f->newest, .size = size, .offset = offset, .len = kept };
    f->newest  = c;
    ssize_t got = pread(f->fd, c->octets, kept, offset);

    c->len = got < 0 ? 0 : (size_t)got;
}

/* The turn is taken, whatever file it is: power_cut_end gives it back. */
static struct dirty_file *begin_change(int fd, struct stat *st)
{
    pthread_mutex_lock(&turn);
    struct dirty_file *f = find_or_add_file(fd, st);

    if (f != NULL)
        count_call();
    return f;
}

void power_cut_begin_write(int fd, size_t size)
{
    struct stat        st;
    struct dirty_file *f = begin_change(fd, &st);

    if (f == NULL)
        return;
    bool  appends = (fcntl(fd, F_GETFL) & O_APPEND) != 0;
    off_t offset  = appends ? st.st_size : lseek(fd, 0, SEEK_CUR);

    note_change(f, st.st_size, offset, size);
}

void power_cut_begin_write_at(int fd, size_t size, off_t at)
{
    struct stat        st;
    struct dirty_file *f = begin_change(fd, &st);

    if (f == NULL)
        return;
    note_change(f, st.st_size, at, size);
}

void power_cut_begin_truncate(int fd, off_t size)
{
    struct stat        st;
    struct dirty_file *f = begin_change(fd, &st);

    if (f == NULL)
        return;
    note_change(f, st.st_size, size, size < st.st_size ? (size_t)(st.st_size - size) : 0);
}

/* Splits a path into its directory, opened, and the last name. -1 if there is no such directory. */
static int open_parent(int directory, const char *path, const char **name)
{
    const char *slash = strrchr(path, '/');
    char        parent[PATH_MAX];

    *name = slash == NULL ? path : slash + 1;
    if (slash == NULL)
        return openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (!str_to_cstr((str){ path, slash == path ? 1 : (size_t)(slash - path) }, parent, sizeof parent))
        return -1;
    return openat(directory, parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static bool is_noted(const struct stat *directory, const char *name)
{
    for (const struct dirty_name *n = dirty_names; n != NULL; n = n->older)
        if (n->device == directory->st_dev && n->inode == directory->st_ino && strcmp(n->name, name) == 0)
            return true;
    return false;
}

/* Notes what a name means, unless it is noted already: the oldest meaning is the one on the disk. */
static void note_name(int directory, const char *path)
{
    const char *name;
    struct stat st, file;
    int         parent = open_parent(directory, path, &name);

    if (parent < 0)
        return;
    int  meant = openat(parent, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    bool other = meant >= 0 && (fstat(meant, &file) != 0 || !S_ISREG(file.st_mode));

    if (other || fstat(parent, &st) != 0 || is_noted(&st, name)) {
        close(parent);
        if (meant >= 0)
            close(meant);
        return;
    }
    struct dirty_name *n = malloc(sizeof *n + strlen(name) + 1);

    ASSERT(n != NULL);
    *n = (struct dirty_name){ .older = dirty_names, .device = st.st_dev, .inode = st.st_ino,
                              .directory = parent, .meant = meant };
    strcpy(n->name, name);
    dirty_names = n;
}

void power_cut_begin_name(int directory, const char *name)
{
    pthread_mutex_lock(&turn);
    count_call();
    note_name(directory, name);
}

void power_cut_begin_rename(int from_directory, const char *from, int to_directory, const char *to)
{
    power_cut_begin_name(from_directory, from);
    note_name(to_directory, to);
}

void power_cut_begin_open(int directory, const char *name, int flags)
{
    struct stat st;

    pthread_mutex_lock(&turn);
    if ((flags & O_TMPFILE) == O_TMPFILE)
        return;
    int old = openat(directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

    if (old < 0 && (flags & O_CREAT)) {
        count_call();
        note_name(directory, name);
    } else if (old >= 0 && (flags & O_TRUNC)) {
        struct dirty_file *f = find_or_add_file(old, &st);

        if (f != NULL) {
            count_call();
            note_change(f, st.st_size, 0, (size_t)st.st_size);
        }
    }
    if (old >= 0)
        close(old);
}

/* ---- forgetting what an fsync has made permanent ---- */

static void forget_changes(struct dirty_file **at)
{
    struct dirty_file *f = *at;

    for (struct change *c = f->newest, *older; c != NULL; c = older) {
        older = c->older;
        free(c);
    }
    *at = f->next;
    close(f->fd);
    free(f);
}

static void forget_name(struct dirty_name **at)
{
    struct dirty_name *n = *at;

    *at = n->older;
    close(n->directory);
    if (n->meant >= 0)
        close(n->meant);
    free(n);
}

void power_cut_begin_fsync(int fd UNUSED)
{
    pthread_mutex_lock(&turn);
    count_call();
}

void power_cut_fsync_succeeded(int fd)
{
    struct stat st;

    if (fstat(fd, &st) != 0)
        return;
    for (struct dirty_file **at = &dirty_files; *at != NULL; )
        if ((*at)->device == st.st_dev && (*at)->inode == st.st_ino)
            forget_changes(at);
        else
            at = &(*at)->next;
    for (struct dirty_name **at = &dirty_names; *at != NULL; )
        if ((*at)->device == st.st_dev && (*at)->inode == st.st_ino)
            forget_name(at);
        else
            at = &(*at)->older;
}

void power_cut_end(void)
{
    int kept = errno;

    pthread_mutex_unlock(&turn);
    errno = kept;
}

/* ---- planning ---- */

static void *cut_at_signal(void *unused UNUSED)
{
    sigset_t usr2;
    int      number;

    sigemptyset(&usr2);
    sigaddset(&usr2, SIGUSR2);
    while (sigwait(&usr2, &number) != 0)
        ;
    pthread_mutex_lock(&turn);
    cut();
}

/* A thread takes the signal, because undoing is nothing for a handler. */
static bool plan_signal(void)
{
    sigset_t  usr2;
    pthread_t thread;

    sigemptyset(&usr2);
    sigaddset(&usr2, SIGUSR2);
    return pthread_sigmask(SIG_BLOCK, &usr2, NULL) == 0 && pthread_create(&thread, NULL, cut_at_signal, NULL) == 0 &&
           pthread_detach(thread) == 0;
}

bool power_cut_plan(str when)
{
    if (str_equal(when, STR("signal")))
        power_cut_planned = plan_signal();
    else
        power_cut_planned = str_to_u64(when, UINT32_MAX, &calls_left) && calls_left > 0;
    return power_cut_planned;
}

#endif
