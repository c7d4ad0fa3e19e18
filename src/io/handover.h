/* Sockets that one process opens and another serves: from the service manager at start (sd_listen_fds(3)), and from a
 * server to the binary that takes its place. Both go by the same convention: the environment says how many descriptors
 * there are from the fourth on (LISTEN_FDS), for which process (LISTEN_PID) and with what names (LISTEN_FDNAMES). */
#ifndef IO_HANDOVER_H
#define IO_HANDOVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/str.h"

enum { HANDOVER_FDS_MAX = 4096 };

struct handed_fd { int fd; str name; };

/* What this process was given, non-blocking and close-on-exec from now on; *count is 0 as a rule. The environment forgets
 * it: no child is to believe that it was meant. Once, at start. */
struct handed_fd *handover_take(struct arena *arena, size_t *count);

/* Starts a program with these descriptors, with nothing else open but 0 to 2. It is no child of this process: whoever adopts
 * orphans (the service manager) hears of its end, not we. -1 with errno. */
MUST_USE pid_t handover_start(const char *program, char *const *arguments, const struct handed_fd *fds, size_t count);

/* The program that runs, as it was called when it began: asked later, the name would follow a replaced file. NULL if the
 * system does not say. */
const char *handover_own_program(struct arena *arena);

/* ---- the words between the two processes, one octet each ---- */

/* Two ends, both for handover_start's list or a loop. False with errno. */
MUST_USE bool handover_channel(int ends[2]);
/* Waits for one word, at most so long. '\0': the other end has closed, or is silent. */
char          handover_hear(int fd, int64_t milliseconds);
void          handover_say(int fd, char word);

#endif
