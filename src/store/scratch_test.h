/* A folder of their own for the tests of this folder. */
#ifndef STORE_SCRATCH_TEST_H
#define STORE_SCRATCH_TEST_H

#include "base/arena.h"

/* Made below TMPDIR, and removed with all in it when the scope ends. */
struct scratch { char path[256]; };

struct scratch scratch_open(void);
void           scratch_close(struct scratch *scratch);
const char    *scratch_file(struct arena *arena, const struct scratch *scratch, const char *name);
size_t         scratch_count(const struct scratch *scratch, const char *folder);       /* files in it */
void           scratch_write(const char *path, str octets);

#define SCRATCH_SCOPE CLEANUP(scratch_close) struct scratch

#endif
