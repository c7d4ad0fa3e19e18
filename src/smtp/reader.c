#include "smtp/reader.h"

#include "base/ascii.h"
#include "smtp/line.h"

/* Reply-code of RFC 5321 §4.2; 0 if there is none. No server may send 1yz (§4.2.1). */
static int read_code(str line)
{
    if (line.len < 3 || line.ptr[0] < '2' || line.ptr[0] > '5' || line.ptr[1] < '0' || line.ptr[1] > '5' ||
        !ascii_is_digit(line.ptr[2]))
        return 0;
    return (line.ptr[0] - '0') * 100 + (line.ptr[1] - '0') * 10 + (line.ptr[2] - '0');
}

static bool take_number(str *text)
{
    size_t digits = 0;

    while (digits < text->len && ascii_is_digit(text->ptr[digits]))
        digits++;
    *text = str_from(*text, digits);
    return digits >= 1 && digits <= 3;
}

/* status-code of RFC 2034 §4 at the start of text, of the class of the reply; empty if there is none. */
static str enhanced_code(str text, int code)
{
    str rest = text;

    if (code / 100 == 3 || rest.len == 0 || rest.ptr[0] != '0' + code / 100)
        return (str){ 0 };
    rest = str_from(rest, 1);
    if (!str_skip_prefix(&rest, STR(".")) || !take_number(&rest) || !str_skip_prefix(&rest, STR(".")) ||
        !take_number(&rest) || (rest.len > 0 && rest.ptr[0] != ' '))
        return (str){ 0 };
    return str_slice(text, 0, text.len - rest.len);
}

static bool fail(struct smtp_reader *reader, const char *problem)
{
    reader->problem = problem;
    return false;
}

static void begin_reply(struct smtp_reader *reader, int code, str status)
{
    buf_clear(&reader->text);
    reader->complete     = false;
    reader->code         = code;
    reader->enhanced_len = status.len;
    if (status.len > 0)
        memcpy(reader->enhanced, status.ptr, status.len);
}

static str enhanced(const struct smtp_reader *reader)
{
    return (str){ reader->enhanced, reader->enhanced_len };
}

static bool take_line(struct smtp_reader *reader, str line)
{
    int  code     = read_code(line);
    bool is_first = reader->code == 0 || reader->complete;
    bool is_last  = line.len <= 3 || line.ptr[3] == ' ';
    str  text     = line.len > 4 ? str_from(line, 4) : (str){ 0 };
    str  status   = enhanced_code(text, code);

    if (code == 0 || !(is_last || line.ptr[3] == '-'))
        return fail(reader, "not a reply");
    if (!is_first && code != reader->code)
        return fail(reader, "two codes in one reply");
    if (is_first)
        begin_reply(reader, code, status);
    else
        buf_add_char(&reader->text, '\n');
    if (status.len > 0 && str_equal(status, enhanced(reader)))
        text = str_trim(str_from(text, status.len));
    buf_add(&reader->text, text);
    reader->complete = is_last;
    return buf_len(&reader->text) <= SMTP_CLIENT_REPLY_MAX_OCTETS || fail(reader, "reply too long");
}

/* Another line of the reply, if there is one. */
static enum smtp_reading read_line(struct smtp_reader *reader, struct buf *in)
{
    str line;

    switch (smtp_line_first(buf_str(in), SMTP_CLIENT_REPLY_LINE_MAX_OCTETS, &line)) {
    case SMTP_LINE_INCOMPLETE:
        return SMTP_READING_INCOMPLETE;
    case SMTP_LINE_COMPLETE:
        buf_consume(in, line.len + 2);  /* its memory stays as it is */
        return take_line(reader, line) ? SMTP_READING_COMPLETE : SMTP_READING_FAILED;
    case SMTP_LINE_BAD_OCTET:
        (void)fail(reader, "bare CR, bare LF or NUL in a reply");
        return SMTP_READING_FAILED;
    case SMTP_LINE_TOO_LONG:
        (void)fail(reader, "reply line too long");
        return SMTP_READING_FAILED;
    }
    UNREACHABLE();
}

enum smtp_reading smtp_reader_read(struct smtp_reader *reader, struct buf *in, struct smtp_reply *reply)
{
    enum smtp_reading reading;

    do
        reading = read_line(reader, in);
    while (reading == SMTP_READING_COMPLETE && !reader->complete);
    if (reading == SMTP_READING_COMPLETE)
        *reply = (struct smtp_reply){ reader->code, enhanced(reader), buf_str(&reader->text) };
    return reading;
}

void smtp_reader_free(struct smtp_reader *reader)
{
    buf_free(&reader->text);
}
