/* The scan of configuration files: an error names the file and a line of it; a text that passes keeps its lines,
 * has no comments left, passes again, and has as many "}" as "{" where none is quoted; behind a passing text an
 * open brace, or a quote, never passes.
 *
 * Covers: src/gateway/config_scan.c */
#include "fuzz.h"

#include "gateway/config_scan.h"

static size_t count_char(str s, char c)
{
    size_t count = 0;

    for (size_t i = 0; i < s.len; i++)
        count += s.ptr[i] == c;
    return count;
}

static void check_error(str error, size_t lines)
{
    uint64_t number = 0;
    str      piece;

    HOLDS(str_skip_prefix(&error, STR("gate.conf:")) && str_cut(&error, ':', &piece));
    HOLDS(str_to_u64(piece, lines, &number) && number >= 1 && error.len > 1);
}

static bool passes(struct arena *arena, str text)
{
    str error = { 0 };

    return config_scan(arena, "gate.conf", &text, &error);
}

/* The text with more behind it, out of any comment that the text leaves open. */
static bool passes_with(struct arena *arena, str text, const char *more)
{
    return passes(arena, arena_printf(arena, "%.*s\n*/\n%s", STR_ARG(text), more));
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE arena = { 0 };
    str         error = { 0 }, text = input;
    size_t      lines = count_char(input, '\n');

    if (!config_scan(&arena, "gate.conf", &text, &error)) {
        check_error(error, lines + 1);
        return;
    }
    HOLDS(text.len == input.len && count_char(text, '\n') == lines);
    HOLDS(passes(&arena, text));
    if (!str_has_char(text, '"') && !str_has_char(text, '\'')) {
        HOLDS(count_char(text, '{') == count_char(text, '}'));
        HOLDS(!str_has_char(text, '#') && str_find(text, STR("/*")) == STR_NOT_FOUND);
    }
    if (str_has_char(input, '\0'))      /* where printf would stop */
        return;
    HOLDS(!passes_with(&arena, input, "x {"));
    HOLDS(!passes_with(&arena, input, "\""));
}
