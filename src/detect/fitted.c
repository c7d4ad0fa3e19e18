#include "detect/fitted.h"

#include <math.h>

#include "base/mistake.h"

enum { NUMBER_DIGITS_MAX = 9 };         /* before and behind the point: weights are small */

/* ---- what a line holds ---- */

bool fitted_fail(struct fitted_line *line, const char *what)
{
    line->error = str_of(what);
    return false;
}

bool fitted_word(struct fitted_line *line, str *word)
{
    bool found = str_cut(&line->rest, ' ', word);

    line->rest = str_trim(line->rest);
    return found;
}

static bool parse_digits(str digits, double *value)
{
    uint64_t number = 0;

    if (digits.len > NUMBER_DIGITS_MAX || !str_to_u64(digits, UINT32_MAX, &number))
        return false;
    *value = (double)number;
    return true;
}

/* "-1.50": in no locale's way, up to nine digits on each side. */
static bool parse_number(str text, double *value)
{
    bool   is_negative = str_skip_prefix(&text, STR("-"));
    double whole, part = 0;
    str    digits;

    if (!str_cut(&text, '.', &digits) || !parse_digits(digits, &whole) || (text.len > 0 && !parse_digits(text, &part)))
        return false;
    *value = whole + part / pow(10, (double)text.len);
    *value = is_negative ? -*value : *value;
    return true;
}

bool fitted_number(struct fitted_line *line, double *value)
{
    str word;

    return (fitted_word(line, &word) && parse_number(word, value)) || fitted_fail(line, "a number is expected, like 1.50");
}

/* ---- what all files say ---- */

static bool is_head(str keyword)
{
    return str_equal(keyword, STR("version")) || str_equal(keyword, STR("program")) || str_equal(keyword, STR("provenance")) ||
           str_equal(keyword, STR("bias"));
}

static void add_provenance(struct fitted_line *line, struct fitted_head *head)
{
    *ARENA_PUSH(line->arena, head->provenance, head->provenance_count, &head->provenance_capacity) = line->rest;
    head->provenance_count++;
}

static bool read_head(struct fitted_line *line, str keyword, struct fitted_head *head)
{
    if (str_equal(keyword, STR("bias")))
        return fitted_number(line, &head->bias);
    if (str_equal(keyword, STR("version")))
        head->version = line->rest;
    else if (str_equal(keyword, STR("program")))
        head->program = line->rest;
    else
        add_provenance(line, head);
    return true;
}

/* ---- lines ---- */

static bool read_first(const struct fitted_form *form, struct fitted_line *line, str keyword)
{
    if (!str_equal(keyword, str_of(form->kind)))
        line->error = arena_printf(line->arena, "the first line is \"%s 1\"", form->kind);
    else if (!str_equal(line->rest, STR("1")))
        line->error = arena_printf(line->arena, "this program reads a %s of form 1 alone", form->kind);
    return line->error.len == 0;
}

static bool read_line(const struct fitted_form *form, struct fitted_line *line, struct fitted_head *head, bool is_first)
{
    str keyword = { 0 };

    (void)fitted_word(line, &keyword);
    if (is_first)
        return read_first(form, line, keyword);
    if (is_head(keyword))
        return read_head(line, keyword, head);
    for (size_t i = 0; i < form->keyword_count; i++)
        if (str_equal(keyword, str_of(form->keywords[i].name)))
            return form->keywords[i].read(line);
    line->error = arena_printf(line->arena, "nothing of a %s begins with this word", form->kind);
    return false;
}

bool fitted_read(const struct fitted_form *form, struct arena *arena, str name, str text, struct fitted_head *head, void *into, str *error)
{
    bool is_first = true;
    str  octets;

    *head  = (struct fitted_head){ 0 };
    *error = (str){ 0 };
    for (size_t number = 1; str_cut(&text, '\n', &octets); number++) {
        struct fitted_line line = { .arena = arena, .rest = str_trim(octets), .into = into };

        if (line.rest.len == 0 || line.rest.ptr[0] == '#')
            continue;
        if (!read_line(form, &line, head, is_first)) {
            *error = mistake_at(arena, name, number, line.error);
            return false;
        }
        is_first = false;
    }
    if (head->version.len > 0 && head->provenance_count > 0)
        return true;
    *error = mistake_at(arena, name, 0, arena_printf(arena, "a %s has a version, and says where its numbers come from", form->kind));
    return false;
}
