#include "smtp/stuff.h"

#include "base/buf.h"
#include "smtp/content.h"
#include "unit.h"

/* Stuffs content, given in pieces of the size that next_size tells, with room for max slices a time. */
static void stuff_all(struct buf *out, str content, size_t piece_octets, size_t max)
{
    struct smtp_stuffer stuffer = { 0 };
    str                 slices[8];

    while (content.len > 0) {
        str piece = str_slice(content, 0, piece_octets < content.len ? piece_octets : content.len);

        content = str_from(content, piece.len);
        while (piece.len > 0) {
            size_t count = smtp_stuff(&stuffer, &piece, slices, max);

            if (!CHECK(count > 0 && count <= max))
                return;
            for (size_t i = 0; i < count; i++)
                buf_add(out, slices[i]);
        }
    }
    buf_add(out, smtp_stuff_end(&stuffer));
}

TEST(stuff)
{
    static const struct { const char *name; str content, want; } cases[] = {
        { "nothing",                      STR_INIT(""),                 STR_INIT(".\r\n") },
        { "a line",                       STR_INIT("a\r\n"),            STR_INIT("a\r\n.\r\n") },
        { "a dot at the very start",      STR_INIT(".a\r\n"),           STR_INIT("..a\r\n.\r\n") },
        { "a dot at the start of a line", STR_INIT("a\r\n.\r\nb\r\n"),  STR_INIT("a\r\n..\r\nb\r\n.\r\n") },
        { "dots on each line",            STR_INIT(".\r\n..\r\n.\r\n"), STR_INIT("..\r\n...\r\n..\r\n.\r\n") },
        { "dots inside lines stay",       STR_INIT("a.\r\nb.c\r\n"),    STR_INIT("a.\r\nb.c\r\n.\r\n") },
        { "a last line without CRLF",     STR_INIT("a\r\nb"),           STR_INIT("a\r\nb\r\n.\r\n") },
        { "a dot as the last line",       STR_INIT("a\r\n."),           STR_INIT("a\r\n..\r\n.\r\n") },
        { "empty lines",                  STR_INIT("\r\n\r\n"),         STR_INIT("\r\n\r\n.\r\n") },
    };

    FOR_EACH_CASE(c, cases) {
        for (size_t piece = 1; piece <= c->content.len + 1; piece++) {
            for (size_t max = 1; max <= 3; max++) {
                BUF_SCOPE out = { 0 };

                stuff_all(&out, c->content, piece, max);
                CHECK_STR(buf_str(&out), c->want);
            }
        }
    }
}

static uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

/* Lines of any octets but CR, LF and NUL, many of them beginning with dots. */
static void add_random_lines(struct buf *content, uint32_t *random)
{
    for (uint32_t lines = next_random(random) % 12; lines > 0; lines--) {
        for (uint32_t dots = next_random(random) % 4; dots > 1; dots--)
            buf_add_char(content, '.');
        for (uint32_t len = next_random(random) % 60; len > 0; len--) {
            char c = (char)next_random(random);

            buf_add_char(content, c == '\r' || c == '\n' || c == '\0' ? '.' : c);
        }
        buf_add(content, STR("\r\n"));
    }
}

static void read_back(str wire, struct buf *message, uint32_t *random)
{
    struct smtp_content content;

    smtp_content_begin(&content, SMTP_CONTENT_DATA, false, 1000);
    while (wire.len > 0 && !smtp_content_ended(&content)) {
        size_t len   = 1 + next_random(random) % wire.len;
        str    piece;
        size_t used  = smtp_content_read(&content, str_slice(wire, 0, len), &piece);

        buf_add(message, piece);
        wire = str_from(wire, used);
    }
    CHECK(smtp_content_ended(&content));
    CHECK_EQ(content.flaws, 0);
    CHECK_EQ(wire.len, 0);
}

TEST(stuffed_content_is_read_back)
{
    uint32_t random = 7;

    for (int round = 0; round < 2000; round++) {
        BUF_SCOPE content = { 0 }, wire = { 0 }, message = { 0 };

        add_random_lines(&content, &random);
        stuff_all(&wire, buf_str(&content), 1 + next_random(&random) % 100, 1 + next_random(&random) % 8);
        read_back(buf_str(&wire), &message, &random);
        CHECK_STR(buf_str(&message), buf_str(&content));
    }
}
