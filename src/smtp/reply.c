#include "smtp/reply.h"

#include "base/ascii.h"

struct smtp_reply smtp_reply_of(enum smtp_reply_id id)
{
    static const struct smtp_reply replies[] = {
#define REPLY(name, code, enhanced, text) [REPLY_##name] = { code, STR_INIT(enhanced), STR_INIT(text) },
#include "smtp/replies.def"
#undef REPLY
    };

    ASSERT((unsigned)id < REPLY_COUNT);
    return replies[id];
}

struct smtp_reply smtp_reply_with(enum smtp_reply_id id, str text)
{
    struct smtp_reply reply = smtp_reply_of(id);

    reply.text = text;
    return reply;
}

static bool continues_character(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

/* The first octets of line, without half a character at the end. */
static str cut_short(str line, bool is_utf8)
{
    size_t len = SMTP_REPLY_TEXT_MAX_OCTETS;

    if (line.len <= len)
        return line;
    while (is_utf8 && len > 0 && continues_character(line.ptr[len]))
        len--;
    return str_slice(line, 0, len);
}

/* U+0080 to U+009F: to a terminal that shows a log they are as good as ESC sequences. */
static bool is_c1_control(str rest)
{
    return rest.len >= 2 && (unsigned char)rest.ptr[0] == 0xc2 && (unsigned char)rest.ptr[1] < 0xa0;
}

static void write_text(struct buf *out, str line, bool utf8)
{
    bool is_utf8 = utf8 && str_is_utf8(line);

    line = cut_short(line, is_utf8);
    for (size_t i = 0; i < line.len; i++) {
        char c = line.ptr[i];

        if (ascii_is_print(c))
            buf_add_char(out, c);
        else if (c == '\t')
            buf_add_char(out, ' ');
        else if (is_utf8 && is_c1_control(str_from(line, i)))
            i++;
        else
            buf_add_char(out, is_utf8 && ascii_is_8bit(c) ? c : '?');
    }
}

static void write_line(struct buf *out, const struct smtp_reply *reply, str line, bool is_last, bool utf8)
{
    buf_printf(out, "%03d%c", reply->code, is_last ? ' ' : '-');
    if (reply->enhanced.len > 0) {      /* on every line of a reply, RFC 2034 §4 */
        buf_add(out, reply->enhanced);
        buf_add_char(out, ' ');
    }
    write_text(out, str_trim_right(line), utf8);
    buf_add(out, STR("\r\n"));
}

void smtp_reply_write(struct buf *out, const struct smtp_reply *reply, bool utf8)
{
    str  rest = reply->text, line = { 0 };
    bool more;

    do {                                /* a reply without text has one line all the same */
        if (!str_cut(&rest, '\n', &line))
            line = (str){ 0 };
        more = rest.len > 0;
        write_line(out, reply, line, !more, utf8);
    } while (more);
}
