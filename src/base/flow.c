#include "base/flow.h"

void flow_write(struct buf *out, size_t width, str first, str indent, str words)
{
    size_t column   = first.len;
    bool   at_start = true;
    str    word;

    buf_add(out, first);
    while (str_cut(&words, ' ', &word)) {
        if (!at_start && column + 1 + word.len > width) {
            buf_add_char(out, '\n');
            buf_add(out, indent);
            column = indent.len;
        } else if (!at_start) {
            buf_add_char(out, ' ');
            column++;
        }
        buf_add(out, word);
        column += word.len;
        at_start = false;
    }
    buf_add_char(out, '\n');
}
