#include "smtp/stuff.h"

/* How far content goes without needing a dot: to the start of a line that has one, or to the end. */
static size_t plain_octets(struct smtp_stuffer *stuffer, str content)
{
    const char *at = content.ptr, *end = content.ptr + content.len;

    while (at < end) {
        const char *lf = memchr(at, '\n', (size_t)(end - at));

        if (lf == NULL) {
            stuffer->inside_line = true;
            stuffer->after_cr    = end[-1] == '\r';
            return content.len;
        }
        bool ends_line = lf > at ? lf[-1] == '\r' : stuffer->after_cr;

        stuffer->inside_line = !ends_line;
        stuffer->after_cr    = false;
        at = lf + 1;
        if (ends_line && at < end && *at == '.')
            break;
    }
    return (size_t)(at - content.ptr);
}

size_t smtp_stuff(struct smtp_stuffer *stuffer, str *content, str *slices, size_t max)
{
    size_t count = 0;

    while (content->len > 0 && count < max) {
        if (!stuffer->inside_line && content->ptr[0] == '.') {
            slices[count++]      = STR(".");
            stuffer->inside_line = true;
            continue;
        }
        size_t plain = plain_octets(stuffer, *content);

        slices[count++] = str_slice(*content, 0, plain);
        *content        = str_from(*content, plain);
    }
    return count;
}

str smtp_stuff_end(const struct smtp_stuffer *stuffer)
{
    return stuffer->inside_line ? STR("\r\n.\r\n") : STR(".\r\n");
}
