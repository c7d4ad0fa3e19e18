/* Compiles phrase lists into C: compile_phrases OUT LIST... writes shipped_phrase_tables (detect/phrase_tables.h) of them. Part of
 * the build; compiling them took longer than all else that a start has to do. */
#include <stdio.h>
#include <stdlib.h>

#include "base/unicode.h"
#include "detect/phrase_tables.h"

enum { LIST_MAX_OCTETS = 1 << 20 };

static NORETURN void fail(const char *what, str which)
{
    fprintf(stderr, "compile_phrases: %s%.*s\n", what, STR_ARG(which));
    exit(EXIT_FAILURE);
}

static str read_list(struct arena *arena, const char *path)
{
    char  *octets = arena_octets(arena, LIST_MAX_OCTETS);
    FILE  *file   = fopen(path, "rb");
    size_t len    = file == NULL ? 0 : fread(octets, 1, LIST_MAX_OCTETS, file);

    if (file == NULL || ferror(file) != 0 || len == LIST_MAX_OCTETS)
        fail("cannot read ", str_of(path));
    fclose(file);
    return (str){ octets, len };
}

/* Elements of an array, with line ends among them. */
#define PRINT_ALL(out, count, ...)                                       \
    for (size_t i = 0; i < (count); i++) {                               \
        fprintf((out), __VA_ARGS__);                                     \
        fputs(i % 16 == 15 || i + 1 == (count) ? ",\n" : ",", (out));    \
    }

static void print_tables(FILE *out, const struct phrase_tables *tables)
{
    size_t octets = 0;

    for (size_t i = 0; i < tables->word_count; i++)
        octets += 8 * (size_t)tables->blocks[i];
    fputs("#include \"detect/phrase_tables.h\"\n\nstatic const unsigned char octets[] = {\n", out);
    PRINT_ALL(out, octets, "%d", (unsigned char)tables->octets[i])
    fputs("};\n\nstatic const uint8_t blocks[] = {\n", out);
    PRINT_ALL(out, tables->word_count, "%d", tables->blocks[i])
    fputs("};\n\nstatic const uint32_t beginnings[] = {\n", out);
    PRINT_ALL(out, tables->word_count, "%u", tables->beginnings[i])
    fputs("};\n\nstatic const struct phrase_state states[] = {\n", out);
    PRINT_ALL(out, tables->state_count, "{%u,%u,%u}", tables->states[i].first_arc, tables->states[i].arc_count, tables->states[i].topics)
    fputs("};\n\nstatic const struct phrase_arc arcs[] = {\n", out);
    PRINT_ALL(out, tables->arc_count, "{%u,%u}", tables->arcs[i].word, tables->arcs[i].to)
    fprintf(out, "};\n\nconst struct phrase_tables shipped_phrase_tables = {\n"
                 "    .octets = (const char *)octets, .blocks = blocks, .beginnings = beginnings, .word_count = %zu,\n"
                 "    .states = states, .state_count = %zu, .arcs = arcs, .arc_count = %zu,\n};\n",
            tables->word_count, tables->state_count, tables->arc_count);
}

static void write_tables(const char *path, const struct phrase_tables *tables)
{
    FILE *out = fopen(path, "w");

    if (out == NULL)
        fail("cannot write ", str_of(path));
    print_tables(out, tables);
    if (ferror(out) != 0 || fclose(out) != 0)
        fail("cannot write ", str_of(path));
}

int main(int argc, char **argv)
{
    ARENA_SCOPE           arena   = { 0 };
    str                   error   = { 0 };
    struct unicode       *unicode = unicode_open();
    struct phrase_source *sources = ARENA_ARRAY(&arena, struct phrase_source, (size_t)argc);
    size_t                count   = 0;

    if (argc < 3)
        fail("usage: compile_phrases OUT LIST...", (str){ 0 });
    if (unicode == NULL)
        fail("ICU's data cannot be loaded", (str){ 0 });
    for (int i = 2; i < argc; i++)
        sources[count++] = (struct phrase_source){ str_of(argv[i]), read_list(&arena, argv[i]) };

    const struct phrases *phrases = phrases_new(&arena, looks_new(&arena, unicode), sources, count, &error);

    if (phrases == NULL)
        fail("", error);
    write_tables(argv[1], phrases_tables(&arena, phrases));
    unicode_close(unicode);
    return EXIT_SUCCESS;
}
