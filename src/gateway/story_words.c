#include "gateway/story_parts.h"

#include "base/flow.h"

enum { LINE_WIDTH = 78 };

void story_heading(struct story *story, const char *title)
{
    buf_printf(story->out, "\n%s\n", title);
}

void story_line(struct story *story, const char *name, str value)
{
    if (value.len > 0)
        buf_printf(story->out, "  %-10s %.*s\n", name, STR_ARG(arena_printable(story->arena, value)));
}

void story_flow(struct story *story, const char *first_indent, str words)
{
    str first = str_of(first_indent), blanks = arena_printf(story->arena, "%*s", (int)first.len, "");

    flow_write(story->out, LINE_WIDTH, first, blanks, arena_printable_line(story->arena, words));
}
