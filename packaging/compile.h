/* What the programs of the build share that compile lists into C: files in, a file out, and an end with a word where one cannot be had. */
#ifndef COMPILE_H
#define COMPILE_H

#include <stdio.h>

#include "base/arena.h"
#include "base/str.h"

/* "PROGRAM: what which", and the end. */
NORETURN void compile_fail(const char *what, str which);

str   compile_read(struct arena *arena, const char *path);      /* up to a mebibyte */
FILE *compile_open(const char *path);
void  compile_close(FILE *out, const char *path);       /* with a look whether all was written */

#endif
