/* Compiles phrase lists and lexicons into C: compile_words OUT LIST... -- LEXICON... writes shipped_phrase_tables
 * (detect/phrase_tables.h) and shipped_lexicon_tables (detect/lexicon.h) of them. Part of the build; compiling them took longer than
 * all else that a start has to do. */
#include <stdio.h>
#include <stdlib.h>

#include "base/unicode.h"
#include "compile.h"
#include "detect/lexicon.h"
#include "detect/phrase_tables.h"

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

static void print_lexicon(FILE *out, const struct lexicon_tables *tables)
{
    fputs("\n#include \"detect/lexicon.h\"\n\nstatic const uint8_t entries[] = {\n", out);
    PRINT_ALL(out, tables->len, "%d", tables->octets[i])
    fputs("};\n\nstatic const str languages[] = {\n", out);
    PRINT_ALL(out, tables->language_count, "STR_INIT(\"%.*s\")", STR_ARG(tables->languages[i]))
    fprintf(out, "};\n\nconst struct lexicon_tables shipped_lexicon_tables = { entries, %zu, %zu, languages, %zu };\n", tables->len,
            tables->entry_count, tables->language_count);
}

static void write_tables(const char *path, const struct phrase_tables *phrases, const struct lexicon_tables *lexicon)
{
    FILE *out = compile_open(path);

    print_tables(out, phrases);
    print_lexicon(out, lexicon);
    compile_close(out, path);
}

/* The files up to "--" or the end; returns how many. */
static size_t read_lists(struct arena *arena, char **paths, struct phrase_source *sources)
{
    size_t count = 0;

    for (; paths[count] != NULL && strcmp(paths[count], "--") != 0; count++)
        sources[count] = (struct phrase_source){ str_of(paths[count]), compile_read(arena, paths[count]) };
    return count;
}

int main(int argc, char **argv)
{
    ARENA_SCOPE           arena   = { 0 };
    str                   error   = { 0 };
    struct unicode       *unicode = unicode_open();
    struct phrase_source *sources = ARENA_ARRAY(&arena, struct phrase_source, (size_t)argc);
    size_t                lists   = argc < 3 ? 0 : read_lists(&arena, argv + 2, sources);
    struct lexicon_tables lexicon;

    if (lists == 0 || argv[2 + lists] == NULL)
        compile_fail("usage: compile_words OUT LIST... -- LEXICON...", (str){ 0 });
    if (unicode == NULL)
        compile_fail("ICU's data cannot be loaded", (str){ 0 });

    const struct phrases *phrases = phrases_new(&arena, looks_new(&arena, unicode), sources, lists, &error);

    if (phrases == NULL ||
        !lexicon_compile(&arena, phrases, NULL, sources, read_lists(&arena, argv + 2 + lists + 1, sources), &lexicon, &error))
        compile_fail("", error);
    write_tables(argv[1], phrases_tables(&arena, phrases), &lexicon);
    unicode_close(unicode);
    return EXIT_SUCCESS;
}
