/* Replies: whatever text goes into one, its lines are short, printable and end at CRLF, and our reader reads back
 * one reply with the same codes and as many lines; the reader takes the same replies from a stream however it is
 * cut. Every reply of the table is one that our reader takes as it is. The first octet chooses the cuts.
 *
 * Covers: src/smtp/reply.c src/smtp/reader.c */
#include "fuzz.h"

#include "smtp/reader.h"

enum { LINE_MAX_OCTETS = 512 };

static void check_writing(str text, bool utf8)
{
    struct smtp_reply  reply  = { 550, STR("5.7.1"), text }, back = { 0 };
    struct smtp_reader reader = { 0 };
    BUF_SCOPE          out    = { 0 };
    str                all, line;

    smtp_reply_write(&out, &reply, utf8);
    all = buf_str(&out);
    HOLDS(str_ends_nocase(all, STR("\r\n")));
    for (str rest = all; str_cut(&rest, '\n', &line); ) {
        HOLDS(line.len <= LINE_MAX_OCTETS - 1 && line.len > 4 && line.ptr[line.len - 1] == '\r');
        HOLDS(!fuzz_has_control(str_slice(line, 0, line.len - 1)));
        HOLDS(line.ptr[3] == (rest.len > 0 ? '-' : ' '));
        HOLDS(utf8 ? str_is_utf8(line) : !str_has_8bit(line));
    }
    HOLDS(smtp_reader_read(&reader, &out, &back) == SMTP_READING_COMPLETE && buf_len(&out) == 0);
    HOLDS(back.code == 550 && str_equal(back.enhanced, STR("5.7.1")));
    smtp_reader_free(&reader);
}

/* The text of a table's reply, with any other text in its place as well. */
static void check_table(enum smtp_reply_id id, str text)
{
    struct smtp_reply  reply  = smtp_reply_of(id), with = smtp_reply_with(id, text), back = { 0 };
    struct smtp_reader reader = { 0 };
    BUF_SCOPE          out    = { 0 };

    HOLDS(with.code == reply.code && str_equal(with.enhanced, reply.enhanced) && str_equal(with.text, text));
    smtp_reply_write(&out, &reply, false);
    HOLDS(smtp_reader_read(&reader, &out, &back) == SMTP_READING_COMPLETE && back.code == reply.code);
    HOLDS(smtp_reply_is_positive(&back) + smtp_reply_is_temporary(&back) + (back.code >= 500) == 1);
    smtp_reader_free(&reader);
}

static void read_all(struct buf *story, str stream, struct fuzz_cuts *cuts)
{
    struct smtp_reader reader  = { 0 };
    BUF_SCOPE          in      = { 0 };
    enum smtp_reading  reading = SMTP_READING_INCOMPLETE;
    struct smtp_reply  reply;

    while (stream.len > 0 && reading != SMTP_READING_FAILED) {
        buf_add(&in, cuts == NULL ? stream : fuzz_cut(cuts, &stream));
        if (cuts == NULL)
            stream = (str){ 0 };
        while ((reading = smtp_reader_read(&reader, &in, &reply)) == SMTP_READING_COMPLETE) {
            HOLDS(reply.code >= 200 && reply.code <= 599);
            HOLDS(!str_has_char(reply.text, '\r') && !str_has_char(reply.text, '\0'));
            HOLDS(reply.enhanced.len == 0 || reply.enhanced.ptr[0] == '0' + reply.code / 100);
            buf_printf(story, "%d %.*s %.*s\n", reply.code, STR_ARG(reply.enhanced), STR_ARG(reply.text));
        }
    }
    if (reading == SMTP_READING_FAILED)
        buf_printf(story, "%s", reader.problem);
    smtp_reader_free(&reader);
}

FUZZ_TARGET(input)
{
    struct fuzz_cuts cuts  = { fuzz_take_octet(&input) };
    BUF_SCOPE        whole = { 0 }, pieces = { 0 };

    check_writing(input, false);
    check_writing(input, true);
    check_table(cuts.state % REPLY_COUNT, input);
    read_all(&whole, input, NULL);
    read_all(&pieces, input, &cuts);
    HOLDS(str_equal(buf_str(&whole), buf_str(&pieces)));
}
