/* A fuzz target without libFuzzer: runs every file named, and every file in the folders named, through it once. For
 * measuring which lines a kept corpus reaches. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const char *octets, size_t size);

static size_t played;

static void die(const char *path)
{
    perror(path);
    exit(1);
}

/* The input lies on the heap in exactly its length, as libFuzzer has it. */
static void play_file(const char *path, FILE *file)
{
    long length = -1;

    if (fseek(file, 0, SEEK_END) != 0 || (length = ftell(file)) < 0 || fseek(file, 0, SEEK_SET) != 0)
        die(path);

    size_t size   = (size_t)length;
    char  *octets = malloc(size > 0 ? size : 1);

    if (octets == NULL || fread(octets, 1, size, file) != size)
        die(path);
    LLVMFuzzerTestOneInput(octets, size);
    free(octets);
    played++;
}

static void play_path(const char *path)
{
    FILE *file = fopen(path, "rb");

    if (file == NULL)
        die(path);
    play_file(path, file);
    fclose(file);
}

static void play_folder(const char *path, DIR *folder)
{
    char           inside[4096];
    struct dirent *entry;

    while ((entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        snprintf(inside, sizeof inside, "%s/%s", path, entry->d_name);
        play_path(inside);
    }
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        DIR *folder = opendir(argv[i]);

        if (folder == NULL) {
            play_path(argv[i]);
            continue;
        }
        play_folder(argv[i], folder);
        closedir(folder);
    }
    printf("%zu inputs played\n", played);
    return 0;
}
