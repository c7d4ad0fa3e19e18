#include "compile.h"

#include <errno.h>
#include <stdlib.h>

enum { LIST_MAX_OCTETS = 1 << 20 };

void compile_fail(const char *what, str which)
{
    fprintf(stderr, "%s: %s%.*s\n", program_invocation_short_name, what, STR_ARG(which));
    exit(EXIT_FAILURE);
}

str compile_read(struct arena *arena, const char *path)
{
    char  *octets = arena_octets(arena, LIST_MAX_OCTETS);
    FILE  *file   = fopen(path, "rb");
    size_t len    = file == NULL ? 0 : fread(octets, 1, LIST_MAX_OCTETS, file);

    if (file == NULL || ferror(file) != 0 || len == LIST_MAX_OCTETS)
        compile_fail("cannot read ", str_of(path));
    fclose(file);
    return (str){ octets, len };
}

FILE *compile_open(const char *path)
{
    FILE *out = fopen(path, "w");

    if (out == NULL)
        compile_fail("cannot write ", str_of(path));
    return out;
}

void compile_close(FILE *out, const char *path)
{
    bool is_whole = ferror(out) == 0;

    if (fclose(out) != 0 || !is_whole)
        compile_fail("cannot write ", str_of(path));
}
