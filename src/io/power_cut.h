/* What a power cut leaves behind: a disk that keeps only what was synced. Test builds only.
 *
 * The model is the least that POSIX promises. The contents of a file survive up to its last fsync; a name in a
 * directory means what it meant at the last fsync of that directory, whatever was synced elsewhere. So every change is
 * noted before it is made, with what undoes it; an fsync forgets the notes that it made permanent; at the cut the rest
 * is undone, newest first. What stood there when we first touched it counts as synced.
 *
 * Regular files and their names only. What is written through a shared map, and the names of renamed directories, are
 * not followed. While a cut is planned, all these calls take turns. */
#ifndef IO_POWER_CUT_H
#define IO_POWER_CUT_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/attr.h"
#include "base/str.h"

#ifdef GATEPOST_FAULTS

/* "N": at the Nth call that changes or syncs a file or a name; "signal": at SIGUSR2. Before other threads start. */
MUST_USE bool power_cut_plan(str when);

extern bool power_cut_planned;          /* set once at start, before other threads */

/* Each is called before the change that it names, and returns with the lock held; power_cut_end lets it go and keeps
 * errno. */
void power_cut_begin_write(int fd, size_t size);
void power_cut_begin_write_at(int fd, size_t size, off_t at);
void power_cut_begin_truncate(int fd, off_t size);
void power_cut_begin_fsync(int fd);
void power_cut_begin_name(int directory, const char *name);             /* its meaning is about to change */
void power_cut_begin_rename(int from_directory, const char *from, int to_directory, const char *to);
void power_cut_begin_open(int directory, const char *name, int flags);
void power_cut_fsync_succeeded(int fd);                                 /* between begin and end */
void power_cut_end(void);

/* POWER_CUT(write(fd, n)); ... the call ...; POWER_CUT_END(); */
#define POWER_CUT(begin)        do { if (power_cut_planned) power_cut_##begin; } while (0)
#define POWER_CUT_END()         do { if (power_cut_planned) power_cut_end(); } while (0)

#else

#define POWER_CUT(begin)        do { } while (0)
#define POWER_CUT_END()         do { } while (0)

#endif
#endif
