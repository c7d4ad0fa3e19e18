#include "detect/list_file.h"

#include "base/mistake.h"

struct list_file list_file_of(str name, str text)
{
    return (struct list_file){ .name = name, .rest = text };
}

static enum list_line mistake(str *text, const char *what)
{
    *text = str_of(what);
    return LIST_MISTAKE;
}

/* No entry begins with "[": what is no section is one that was mistyped. */
static enum list_line read_section(struct list_file *file, str *text)
{
    if (text->len < 3 || text->ptr[text->len - 1] != ']')
        return mistake(text, "a section is written \"[name]\"");
    *text            = str_slice(*text, 1, text->len - 1);
    file->in_section = true;
    return LIST_SECTION;
}

static enum list_line read_heading(str *text)
{
    static const char *const for_people[] = { "origin", "licence", "date" };
    str                      value = *text, key;

    if (str_has_char(value, ':') && str_cut(&value, ':', &key)) {
        if (str_equal(key, STR("language"))) {
            *text = str_trim(value);
            return LIST_LANGUAGE;
        }
        for (size_t i = 0; i < ARRAY_LEN(for_people); i++)
            if (str_equal(key, str_of(for_people[i])))
                return LIST_END;
    }
    return mistake(text, "an entry before the first [section], and neither language, origin, licence nor date");
}

/* LIST_END where the line tells only people something. */
static enum list_line read_line(struct list_file *file, str *text)
{
    *text = str_trim(*text);
    if (text->len == 0 || text->ptr[0] == ';')
        return LIST_END;
    if (!str_is_utf8(*text))
        return mistake(text, "the line is not UTF-8");
    if (text->ptr[0] == '[')
        return read_section(file, text);
    return file->in_section ? LIST_ENTRY : read_heading(text);
}

enum list_line list_file_next(struct list_file *file, str *text)
{
    while (str_cut(&file->rest, '\n', text)) {
        enum list_line line;

        file->line++;
        line = read_line(file, text);
        if (line != LIST_END)
            return line;
    }
    return LIST_END;
}

str list_file_mistake(struct arena *arena, const struct list_file *file, str what)
{
    return mistake_at(arena, file->name, file->line, what);
}
