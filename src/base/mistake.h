/* Mistakes in files that people write, told in the form in which editors find their way to the line. */
#ifndef BASE_MISTAKE_H
#define BASE_MISTAKE_H

#include "base/arena.h"
#include "base/str.h"

/* "FILE:LINE: what"; line 0, where the file as a whole is wrong: "FILE: what". */
str mistake_at(struct arena *arena, str file, size_t line, str what);

#endif
