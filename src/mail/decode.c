/* Content-Transfer-Encodings undone (RFC 2045 §6). */
#include "base/ascii.h"
#include "base/base64.h"
#include "mail/mime.h"
#include "mail/uuencode.h"

static bool is_line_end(char c)
{
    return c == '\r' || c == '\n';
}

/* The blanks behind a soft break's "=", or at the end of a line, were added on the way (§6.7 rules 3 and 5):
 * the place of the line end behind them, or from itself if something else comes first. */
static size_t line_end_behind(str s, size_t from)
{
    size_t i = from;

    while (i < s.len && ascii_is_wsp(s.ptr[i]))
        i++;
    return i == s.len || is_line_end(s.ptr[i]) ? i : from;
}

/* Past CRLF, or a bare CR or LF. */
static size_t skip_line_end(str s, size_t at)
{
    if (at < s.len && s.ptr[at] == '\r')
        at++;
    if (at < s.len && s.ptr[at] == '\n')
        at++;
    return at;
}

/* "=" at s.ptr[i]: an octet, a soft break, or neither, which stays as it is. Returns what is behind it. */
static size_t decode_escape(str s, size_t i, char *out, size_t *len, bool *clean)
{
    size_t end = line_end_behind(s, i + 1);

    if (i + 2 < s.len && ascii_hex(s.ptr[i + 1]) >= 0 && ascii_hex(s.ptr[i + 2]) >= 0) {
        out[(*len)++] = (char)(ascii_hex(s.ptr[i + 1]) << 4 | ascii_hex(s.ptr[i + 2]));
        return i + 3;
    }
    if (end == s.len || is_line_end(s.ptr[end]))
        return skip_line_end(s, end);
    *clean        = false;
    out[(*len)++] = '=';
    return i + 1;
}

static str decode_quoted_printable(struct arena *arena, str s, bool *clean)
{
    char  *out = arena_octets(arena, s.len);
    size_t len = 0;

    *clean = true;
    for (size_t i = 0; i < s.len; ) {
        char c = s.ptr[i];

        if (c == '=') {
            i = decode_escape(s, i, out, &len, clean);
            continue;
        }
        if (ascii_is_wsp(c)) {
            size_t end = line_end_behind(s, i);

            if (end > i) {
                i = end;
                continue;
            }
            do {                        /* a run of blanks inside of a line is looked at once */
                out[len++] = s.ptr[i++];
            } while (i < s.len && ascii_is_wsp(s.ptr[i]));
            continue;
        }
        out[len++] = c;
        i++;
    }
    return (str){ out, len };
}

/* Who undoes it takes the first file that is there. */
static str decode_uuencode(struct arena *arena, str s)
{
    struct uuencoded file;
    str              rest = s;

    return uuencode_next(&rest, arena, &file) ? uuencode_decode(arena, &file) : s;
}

bool mime_is_encoded(const struct part *part)
{
    return part->encoding == MIME_BASE64 || part->encoding == MIME_QUOTED_PRINTABLE || part->encoding == MIME_UUENCODE;
}

str mime_decode(struct part *part, struct arena *arena)
{
    str  octets = part->raw;
    bool clean  = true;

    switch (part->encoding) {
    case MIME_BASE64:
        octets = base64_decode_lenient(arena, part->raw, &clean);
        part->flaws |= clean ? 0 : MIME_BAD_BASE64;
        break;
    case MIME_QUOTED_PRINTABLE:
        octets = decode_quoted_printable(arena, part->raw, &clean);
        part->flaws |= clean ? 0 : MIME_BAD_QP;
        break;
    case MIME_UUENCODE:
        octets = decode_uuencode(arena, part->raw);
        break;
    case MIME_7BIT: case MIME_8BIT: case MIME_BINARY: case MIME_OPAQUE:
        break;
    }
    return octets;
}
