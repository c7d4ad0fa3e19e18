#include "gateway/config_scan.h"

#include "base/ascii.h"
#include "base/mistake.h"

enum { SECTION_DEPTH_MAX = 8, OPTIONS_MAX = 64 };

struct section {
    size_t opened_at;                   /* line */
    str    options[OPTIONS_MAX];        /* assigned so far */
    size_t option_count;
};

struct scan {
    struct arena  *arena;
    const char    *file;
    str            text;
    char          *without_comments;    /* a copy of text */
    size_t         at, line;
    str            word;                /* the last bare word read */
    struct section sections[SECTION_DEPTH_MAX];
    size_t         depth;
};

static bool fail(struct scan *scan, str *error, size_t line, const char *what, str name)
{
    *error = mistake_at(scan->arena, str_of(scan->file), line, arena_printf(scan->arena, "%s%.*s", what, STR_ARG(name)));
    return false;
}

static char peek(const struct scan *scan, size_t ahead)
{
    return scan->at + ahead < scan->text.len ? scan->text.ptr[scan->at + ahead] : '\0';
}

static void blank(struct scan *scan, size_t from)
{
    for (size_t i = from; i < scan->at; i++)
        if (scan->without_comments[i] != '\n')
            scan->without_comments[i] = ' ';
}

static void skip_line_comment(struct scan *scan)
{
    size_t start = scan->at;

    while (scan->at < scan->text.len && peek(scan, 0) != '\n')
        scan->at++;
    blank(scan, start);
}

static void skip_block_comment(struct scan *scan)
{
    size_t start = scan->at;

    for (scan->at += 2; scan->at < scan->text.len && !(peek(scan, 0) == '*' && peek(scan, 1) == '/'); scan->at++)
        scan->line += peek(scan, 0) == '\n';
    scan->at = scan->at + 2 < scan->text.len ? scan->at + 2 : scan->text.len;
    blank(scan, start);
}

static bool skip_quoted(struct scan *scan, str *error)
{
    char   quote  = peek(scan, 0);
    size_t opened = scan->line;

    for (scan->at++; scan->at < scan->text.len && peek(scan, 0) != quote; scan->at++) {
        if (peek(scan, 0) == '\\')
            scan->at++;
        else if (quote == '"' && peek(scan, 0) == '$' && peek(scan, 1) == '{')
            return fail(scan, error, scan->line, "\"${\" would be replaced from the environment; use single quotes", (str){ 0 });
        scan->line += peek(scan, 0) == '\n';
    }
    if (scan->at >= scan->text.len)
        return fail(scan, error, opened, "a quote is opened here and never closed", (str){ 0 });
    scan->at++;
    return true;
}

static bool is_word(char c)
{
    return ascii_is_alnum(c) || c == '-' || c == '_';
}

static void take_word(struct scan *scan)
{
    size_t start = scan->at;

    while (is_word(peek(scan, 0)))
        scan->at++;
    scan->word = str_slice(scan->text, start, scan->at);
}

static bool on_assign(struct scan *scan, str *error)
{
    struct section *section = &scan->sections[scan->depth];

    for (size_t i = 0; i < section->option_count; i++)
        if (str_equal(section->options[i], scan->word))
            return fail(scan, error, scan->line, "this option stands twice in one section: ", scan->word);
    if (section->option_count < OPTIONS_MAX)
        section->options[section->option_count++] = scan->word;
    return true;
}

static bool on_open(struct scan *scan, str *error)
{
    if (scan->depth + 1 == SECTION_DEPTH_MAX)
        return fail(scan, error, scan->line, "sections are nested too deeply", (str){ 0 });
    scan->sections[++scan->depth] = (struct section){ .opened_at = scan->line };
    return true;
}

bool config_scan(struct arena *arena, const char *file, str *text, str *error)
{
    struct scan scan = { .arena = arena, .file = file, .text = *text, .line = 1 };

    scan.without_comments = arena_octets(arena, text->len);
    if (text->len > 0)
        memcpy(scan.without_comments, text->ptr, text->len);
    while (scan.at < text->len) {
        char c = peek(&scan, 0);

        if (c == '\n')
            scan.line++;
        if (c == '\n' || ascii_is_wsp(c) || c == '\r') {
            scan.at++;
            continue;
        }
        if (c == '#' || (c == '/' && peek(&scan, 1) == '/')) {
            skip_line_comment(&scan);
        } else if (c == '/' && peek(&scan, 1) == '*') {
            skip_block_comment(&scan);
        } else if (c == '"' || c == '\'') {
            if (!skip_quoted(&scan, error))
                return false;
        } else if (is_word(c)) {
            take_word(&scan);
        } else {
            scan.at++;
            if ((c == '=' && !on_assign(&scan, error)) || (c == '{' && !on_open(&scan, error)))
                return false;
            if (c == '}' && scan.depth-- == 0)
                return fail(&scan, error, scan.line, "a \"}\" closes nothing", (str){ 0 });
        }
    }
    if (scan.depth > 0)
        return fail(&scan, error, scan.sections[scan.depth].opened_at, "this \"{\" is never closed", (str){ 0 });
    text->ptr = scan.without_comments;
    return true;
}
