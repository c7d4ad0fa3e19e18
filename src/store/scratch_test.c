#include "store/scratch_test.h"

#include <dirent.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

struct scratch scratch_open(void)
{
    struct scratch scratch;
    const char    *tmp = getenv("TMPDIR");
    int            len = snprintf(scratch.path, sizeof scratch.path, "%s/store.XXXXXX", tmp == NULL ? "/tmp" : tmp);

    ASSERT(len > 0 && (size_t)len < sizeof scratch.path && mkdtemp(scratch.path) != NULL);
    return scratch;
}

static int remove_one(const char *path, const struct stat *stat UNUSED, int kind UNUSED, struct FTW *walk UNUSED)
{
    return remove(path);
}

void scratch_close(struct scratch *scratch)
{
    nftw(scratch->path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const char *scratch_file(struct arena *arena, const struct scratch *scratch, const char *name)
{
    return arena_cstr(arena, arena_printf(arena, "%s/%s", scratch->path, name));
}

size_t scratch_count(const struct scratch *scratch, const char *folder)
{
    ARENA_SCOPE arena = { 0 };
    DIR        *dir   = opendir(scratch_file(&arena, scratch, folder));
    size_t      count = 0;

    ASSERT(dir != NULL);
    for (const struct dirent *entry; (entry = readdir(dir)) != NULL; )
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(dir);
    return count;
}

void scratch_write(const char *path, str octets)
{
    FILE *file = fopen(path, "w");

    ASSERT(file != NULL && fwrite(octets.ptr, 1, octets.len, file) == octets.len && fclose(file) == 0);
}
