#include "smtp/line.h"

/* Where c is first, or s.len. */
static size_t first(str s, char c)
{
    ptrdiff_t at = str_find_char(s, c);

    return at == STR_NOT_FOUND ? s.len : (size_t)at;
}

enum smtp_line_status smtp_line_first(str octets, size_t max, str *line)
{
    bool   is_full = octets.len >= max;
    str    window  = is_full ? str_slice(octets, 0, max) : octets;
    size_t lf      = first(window, '\n');
    str    before  = str_slice(window, 0, lf);
    size_t cr      = first(before, '\r');
    size_t nul     = first(before, '\0');
    bool   ended   = lf < window.len;

    *line = (str){ 0 };
    /* The CR may be the last octet: its LF is there, or may still come. Anything earlier is bare. */
    if (nul < before.len || cr + 1 < before.len || (ended && cr == before.len)) {
        *line = str_slice(before, 0, nul < cr ? nul : cr);
        return SMTP_LINE_BAD_OCTET;
    }
    if (ended) {
        *line = str_slice(before, 0, cr);
        return SMTP_LINE_COMPLETE;
    }
    return is_full ? SMTP_LINE_TOO_LONG : SMTP_LINE_INCOMPLETE;
}
