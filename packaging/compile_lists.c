/* Compiles lists of names into C: compile_lists OUT LIST... writes shipped_name_lists (detect/name_lists.h) of them. Part of the build. */
#include <stdio.h>
#include <stdlib.h>

#include "compile.h"
#include "detect/name_lists.h"

static void print_literal(FILE *out, str text)
{
    fputs("    STR_INIT(\"", out);
    for (size_t i = 0; i < text.len; i++)
        fprintf(out, text.ptr[i] == '"' || text.ptr[i] == '\\' ? "\\%c" : "%c", text.ptr[i]);
    fputs("\"),\n", out);
}

static void print_lists(FILE *out, const struct name_lists *lists)
{
    fputs("#include \"detect/name_lists.h\"\n", out);
    for (size_t i = 0; i < NAME_LIST_COUNT; i++) {
        fprintf(out, "\n/* %s */\nstatic const str list_%zu[] = {\n", name_list_name((enum name_list)i), i);
        for (size_t k = 0; k < lists->of[i].count; k++)
            print_literal(out, lists->of[i].items[k]);
        fputs("};\n", out);
    }
    fputs("\nconst struct name_lists shipped_name_lists = { .of = {\n", out);
    for (size_t i = 0; i < NAME_LIST_COUNT; i++)
        fprintf(out, "    { list_%zu, %zu },\n", i, lists->of[i].count);
    fputs("} };\n", out);
}

int main(int argc, char **argv)
{
    ARENA_SCOPE           arena   = { 0 };
    struct phrase_source *sources = ARENA_ARRAY(&arena, struct phrase_source, (size_t)argc);
    struct name_lists     lists;
    str                   error;

    if (argc < 3)
        compile_fail("usage: compile_lists OUT LIST...", (str){ 0 });
    for (int i = 2; i < argc; i++)
        sources[i - 2] = (struct phrase_source){ str_of(argv[i]), compile_read(&arena, argv[i]) };
    if (!name_lists_read(&arena, sources, (size_t)argc - 2, &lists, &error))
        compile_fail("", error);
    if (lists.removals.count > 0)
        compile_fail("nothing can be taken out of the program's own lists: ", lists.removals.items[0].entry);

    FILE *out = compile_open(argv[1]);

    print_lists(out, &lists);
    compile_close(out, argv[1]);
    return EXIT_SUCCESS;
}
