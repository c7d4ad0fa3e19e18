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

/* Numbers by the million, as they stand in the memory of this machine: a compiler reads a string far faster than a list of numbers. */
static void print_memory(FILE *out, const char *type, const char *name, const void *memory, size_t len)
{
    const unsigned char *octets = memory;

    fprintf(out, "\nstatic const union { char octets[%zu]; %s items[%zu / sizeof(%s)]; } %s = {\n", len + 1, type, len, type, name);
    for (size_t i = 0; i < len; i++)
        fprintf(out, i % 64 == 0 ? "\"\\%03o" : i % 64 == 63 || i + 1 == len ? "\\%03o\"\n" : "\\%03o", octets[i]);
    fputs(len % 64 == 1 ? "\"\n};\n" : "};\n", out);
}

static void print_list(FILE *out, const struct phrase_list *list, size_t number)
{
    char name[64];

    snprintf(name, sizeof name, "states%zu", number);
    print_memory(out, "struct phrase_state", name, list->states, list->state_count * sizeof *list->states);
    snprintf(name, sizeof name, "arcs%zu", number);
    print_memory(out, "struct phrase_arc", name, list->arcs, list->arc_count * sizeof *list->arcs);
}

static void print_tables(FILE *out, const struct phrase_tables *tables)
{
    size_t octets = 0, entries = tables->first_entry[tables->word_count];

    for (size_t i = 0; i < tables->word_count; i++)
        octets += 8 * (size_t)tables->blocks[i];
    fputs("#include \"detect/phrase_tables.h\"\n", out);
    print_memory(out, "char", "octets", tables->octets, octets);
    print_memory(out, "uint8_t", "blocks", tables->blocks, tables->word_count);
    print_memory(out, "struct phrase_entry", "word_lists", tables->entries, entries * sizeof *tables->entries);
    print_memory(out, "uint32_t", "first_entry", tables->first_entry, (tables->word_count + 1) * sizeof *tables->first_entry);
    for (size_t i = 0; i < tables->list_count; i++)
        print_list(out, &tables->lists[i], i);
    fputs("\nstatic const struct phrase_list lists[] = {\n", out);
    for (size_t i = 0; i < tables->list_count; i++)
        fprintf(out, "    { states%zu.items, arcs%zu.items, %zu, %zu },\n", i, i, tables->lists[i].state_count, tables->lists[i].arc_count);
    fprintf(out, "};\n\nconst struct phrase_tables shipped_phrase_tables = {\n"
                 "    .octets = octets.items, .blocks = blocks.items, .word_count = %zu, .lists = lists, .list_count = %zu,\n"
                 "    .entries = word_lists.items, .first_entry = first_entry.items,\n};\n",
            tables->word_count, tables->list_count);
}

static void print_lexicon(FILE *out, const struct lexicon_tables *tables)
{
    fputs("\n#include \"detect/lexicon.h\"\n", out);
    print_memory(out, "uint8_t", "entries", tables->octets, tables->len);
    fputs("\nstatic const str languages[] = {\n", out);
    PRINT_ALL(out, tables->language_count, "STR_INIT(\"%.*s\")", STR_ARG(tables->languages[i]))
    fprintf(out, "};\n\nconst struct lexicon_tables shipped_lexicon_tables = { entries.items, %zu, %zu, languages, %zu };\n", tables->len,
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
