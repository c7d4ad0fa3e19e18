/* A message in a file, or in a scenario case, from its name to what is told of its verdict: for `check` and `explain`. */
#ifndef PROGRAM_JUDGE_FILE_H
#define PROGRAM_JUDGE_FILE_H

#include "program/judge.h"

/* Tells of a message that was judged; returns the exit status. */
typedef int judge_tell(const struct transaction *tx, const void *how);

/* file "-": what comes by the standard input. Both return what tell does, or an exit status of sysexits.h, which was told. */
int judge_file(const struct judge_request *request, const struct engine *engine, const char *file, judge_tell *tell, const void *how);
/* The case of the file name; nothing is asked of the DNS. file NULL: the case's own message. The engine stands for the case's
 * organisation afterwards. */
int judge_case(struct judge_request *request, struct engine *engine, const char *name, const char *file, judge_tell *tell,
               const void *how);

#endif
