#include "detect/stray_part.h"

#include "mail/content.h"
#include "mail/line.h"

static bool is_dashes(str line)
{
    return str_starts(str_trim(line), STR("--"));
}

/* The place of the first line from at on that begins with dashes; the end if there is none. */
static size_t find_dashes(str text, size_t at)
{
    while (at < text.len) {
        struct line line = line_at(text, at, true);

        if (is_dashes(line.text))
            return at;
        at = line.next;
    }
    return text.len;
}

/* The place of the first field behind the dashes at *at; *at moves on, to where to look next. */
static bool find_fields(str text, size_t *at)
{
    while (*at < text.len) {
        struct line line = line_at(text, *at, true);

        if (str_starts_nocase(line.text, STR("Content-")))
            return true;
        if (line.text.len > 0 && !is_dashes(line.text))
            return false;
        *at = line.next;
    }
    return false;
}

bool stray_part_next(str *text, struct arena *arena, const struct header_limits *limits, struct part *part)
{
    size_t at = 0;

    while ((at = find_dashes(*text, at)) < text->len) {
        if (!find_fields(*text, &at))
            continue;

        size_t end = find_dashes(*text, at);

        *part = (struct part){ 0 };
        header_parse(&part->headers, arena, str_slice(*text, at, end), true, limits);
        content_read(part, arena);
        part->raw = str_slice(*text, at + part->headers.body_at, end);
        *text     = str_from(*text, end);
        return true;
    }
    *text = (str){ 0 };
    return false;
}
