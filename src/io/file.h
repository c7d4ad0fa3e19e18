/* Files: whole-file helpers, and the pool of threads on which everything that may wait for a disk runs, so that no
 * worker ever does. */
#ifndef IO_FILE_H
#define IO_FILE_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/time.h"
#include "io/loop.h"

/* Reads a whole file ("-": standard input) of at most max octets. False with a sentence in *error. */
MUST_USE bool file_read(const char *path, size_t max, struct arena *arena, str *octets, str *error);

/* The same for a file of our own: a name in a folder (AT_FDCWD: a path) that is no symbolic link. Where root reads what the server's
 * user has written, a link could lead to what only root may read. */
MUST_USE bool file_read_own(int folder, const char *name, size_t max, struct arena *arena, str *octets, str *error);

/* When the file was written last; false if there is none that could be asked. */
MUST_USE bool file_written_at(const char *path, unix_seconds *written_at);

/* Writes slices to a new file NAME in the directory so that it survives a power cut once true is returned: written
 * under a temporary name in tmp_directory (of the same file system, perhaps the same), synced, renamed, both
 * directories synced. On any error everything is taken back (unlinked) and errno tells: EEXIST if there is such a file;
 * a failed fsync is never tried again. Mode 0600. A crash may leave ".NAME.*" in tmp_directory. Blocks. */
MUST_USE bool file_write_durably(int tmp_directory, int directory, const char *name, const str *slices, size_t count);

/* The same for a file that may exist: whoever opens it, before or after a power cut, finds the old one or the new one whole. */
MUST_USE bool file_replace_durably(int directory, const char *name, const str *slices, size_t count);

/* Opens a directory, making it (but not its parents) if it is not there. What is stored below it survives a power cut
 * only with its name, so the parent is synced. -1 with errno. Blocks. */
MUST_USE int file_open_folder(const char *path, mode_t mode);

/* Whether file_open_folder could find or make it, as far as names tell; errno says why not. */
MUST_USE bool file_folder_can_be(const char *path);

/* Whether there is a folder in which a file of that path stands or could stand. */
MUST_USE bool file_has_folder(const char *path);

/* Opens a file of the administrator's to append to, making it if need be. Root follows a link in its place only where nobody else
 * could have put one. -1 with errno. */
MUST_USE int file_open_log(const char *path, mode_t mode);

struct file_pool;

struct file_job {
    void           (*work)(struct file_job *job);       /* on a thread of the pool; may block */
    void           (*done)(struct file_job *job);       /* back on the loop of the caller */
    struct loop     *loop;
    struct loop_task task;
    struct file_job *next;
};

MUST_USE struct file_pool *file_pool_new(size_t threads);       /* at least 1; NULL if the system refuses a thread */
/* The job belongs to the pool until done is called. Jobs start in the order given; any thread may submit. */
void                       file_pool_submit(struct file_pool *pool, struct loop *loop, struct file_job *job);
/* Works off what was submitted. Before the loops are freed. */
void                       file_pool_free(struct file_pool *pool);

#endif
