#include "smtp/content.h"

#include "base/buf.h"
#include "unit.h"

enum { LINE_MAX_OCTETS = 40 };

/* Reads octets in two pieces, cut at cut; what is behind the end stays unread in *rest. */
static struct smtp_content read_cut(str octets, size_t cut, struct buf *message, str *rest)
{
    struct smtp_content content;
    str                 pieces[] = { str_slice(octets, 0, cut), str_from(octets, cut) };
    size_t              used     = 0;

    smtp_content_begin(&content, LINE_MAX_OCTETS);
    buf_clear(message);
    for (size_t i = 0; i < 2; i++) {
        while (pieces[i].len > 0 && !smtp_content_ended(&content)) {
            str    piece;
            size_t len = smtp_content_read(&content, pieces[i], &piece);

            CHECK(len > 0 && len <= pieces[i].len);
            buf_add(message, piece);
            pieces[i] = str_from(pieces[i], len);
            used += len;
        }
    }
    CHECK_EQ(content.octets, buf_len(message));
    *rest = str_from(octets, used);
    return content;
}

static const struct content_case {
    const char *name; str octets; bool ends; str message; unsigned flaws; str rest;
} cases[] = {
    { "an empty message",               STR_INIT(".\r\n"),              true,  STR_INIT(""),            0, STR_INIT("") },
    { "one line",                       STR_INIT("a\r\n.\r\n"),         true,  STR_INIT("a\r\n"),       0, STR_INIT("") },
    { "no line is added at the end",    STR_INIT("a\r\n\r\n.\r\n"),     true,  STR_INIT("a\r\n\r\n"),   0, STR_INIT("") },
    { "commands behind the end",        STR_INIT("a\r\n.\r\nQUIT\r\n"), true,  STR_INIT("a\r\n"),       0, STR_INIT("QUIT\r\n") },
    { "a stuffed dot goes",             STR_INIT("..a\r\n.\r\n"),       true,  STR_INIT(".a\r\n"),      0, STR_INIT("") },
    { "one dot only",                   STR_INIT("...\r\n.\r\n"),       true,  STR_INIT("..\r\n"),      0, STR_INIT("") },
    { "also where it was not needed",   STR_INIT(".a\r\n.\r\n"),        true,  STR_INIT("a\r\n"),       0, STR_INIT("") },
    { "a stuffed dot alone on a line",  STR_INIT("a\r\n..\r\n.\r\n"),   true,  STR_INIT("a\r\n.\r\n"),  0, STR_INIT("") },
    { "dots inside a line",             STR_INIT("a.\r\nb..c\r\n.\r\n"), true, STR_INIT("a.\r\nb..c\r\n"), 0, STR_INIT("") },
    { "a dot behind the end",           STR_INIT(".\r\n.\r\n"),         true,  STR_INIT(""),            0, STR_INIT(".\r\n") },
    { "not ended: a dot",               STR_INIT("a\r\n."),             false, STR_INIT("a\r\n"),       0, STR_INIT("") },
    { "not ended: a dot and CR",        STR_INIT("a\r\n.\r"),           false, STR_INIT("a\r\n"),       0, STR_INIT("") },
    { "not ended: CR",                  STR_INIT("a\r"),                false, STR_INIT("a\r"),         0, STR_INIT("") },
    { "VT, FF and NEL end no line",     STR_INIT("a\v.\v\f.\f\x85.\x85\r\n.\r\n"), true, STR_INIT("a\v.\v\f.\f\x85.\x85\r\n"), 0, STR_INIT("") },
    { "LF . LF",        STR_INIT("a\n.\nb\r\n.\r\n"),       true,  STR_INIT("a\n.\nb\r\n"),     SMTP_CONTENT_BARE_CR_OR_LF, STR_INIT("") },
    { "LF . CRLF",      STR_INIT("a\n.\r\nb\r\n.\r\n"),     true,  STR_INIT("a\n.\r\nb\r\n"),   SMTP_CONTENT_BARE_CR_OR_LF, STR_INIT("") },
    { "CRLF . LF",      STR_INIT("a\r\n.\nb\r\n.\r\n"),     true,  STR_INIT("a\r\n\nb\r\n"),    SMTP_CONTENT_BARE_CR_OR_LF, STR_INIT("") },
    { "CR . CR",        STR_INIT("a\r.\rb\r\n.\r\n"),       true,  STR_INIT("a\r.\rb\r\n"),     SMTP_CONTENT_BARE_CR_OR_LF, STR_INIT("") },
    { "CR . LF",        STR_INIT("a\r.\nb\r\n.\r\n"),       true,  STR_INIT("a\r.\nb\r\n"),     SMTP_CONTENT_BARE_CR_OR_LF, STR_INIT("") },
    { "LF . CR",        STR_INIT("a\n.\rb\r\n.\r\n"),       true,  STR_INIT("a\n.\rb\r\n"),     SMTP_CONTENT_BARE_CR_OR_LF, STR_INIT("") },
    { "CR . CRLF",      STR_INIT("a\r.\r\nb\r\n.\r\n"),     true,  STR_INIT("a\r.\r\nb\r\n"),   SMTP_CONTENT_BARE_CR_OR_LF, STR_INIT("") },
    { "CRLF . CR",      STR_INIT("a\r\n.\rb\r\n.\r\n"),     true,  STR_INIT("a\r\nb\r\n"),      SMTP_CONTENT_BARE_CR_OR_LF, STR_INIT("") },
    { "CRLF . CR CRLF", STR_INIT("a\r\n.\r\r\nb\r\n.\r\n"), true,  STR_INIT("a\r\n\r\nb\r\n"),  SMTP_CONTENT_BARE_CR_OR_LF, STR_INIT("") },
    { "CRLF . CR . CRLF", STR_INIT("a\r\n.\r.\r\n.\r\n"),   true,  STR_INIT("a\r\n.\r\n"),      SMTP_CONTENT_BARE_CR_OR_LF, STR_INIT("") },
    { "CRCRLF . CRCRLF", STR_INIT("a\r\r\n.\r\r\nb\r\n.\r\n"), true, STR_INIT("a\r\r\n\r\nb\r\n"), SMTP_CONTENT_BARE_CR_OR_LF, STR_INIT("") },
    { "a CR is all",    STR_INIT("\r\r\n.\r\n"),            true,  STR_INIT("\r\r\n"),          SMTP_CONTENT_BARE_CR_OR_LF, STR_INIT("") },
    { "a bare CR in the middle of much", STR_INIT("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\rb\r\n.\r\n"), true,
      STR_INIT("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\rb\r\n"), SMTP_CONTENT_BARE_CR_OR_LF, STR_INIT("") },
    { "CRLF NUL . CRLF", STR_INIT("a\r\n\0.\r\nb\r\n.\r\n"), true, STR_INIT("a\r\n\0.\r\nb\r\n"), SMTP_CONTENT_NUL, STR_INIT("") },
    { "CRLF . NUL CRLF", STR_INIT("a\r\n.\0\r\nb\r\n.\r\n"), true, STR_INIT("a\r\n\0\r\nb\r\n"), SMTP_CONTENT_NUL, STR_INIT("") },
    { "NUL between CR and LF", STR_INIT("a\r\0\n.\r\nb\r\n.\r\n"), true, STR_INIT("a\r\0\n.\r\nb\r\n"),
      SMTP_CONTENT_NUL | SMTP_CONTENT_BARE_CR_OR_LF, STR_INIT("") },
    { "the longest line",  STR_INIT("12345678901234567890123456789012345678\r\n.\r\n"), true,
      STR_INIT("12345678901234567890123456789012345678\r\n"), 0, STR_INIT("") },
    { "a stuffed dot does not count", STR_INIT("..2345678901234567890123456789012345678\r\n.\r\n"), true,
      STR_INIT(".2345678901234567890123456789012345678\r\n"), 0, STR_INIT("") },
    { "one octet longer",  STR_INIT("123456789012345678901234567890123456789\r\n.\r\n"), true,
      STR_INIT("123456789012345678901234567890123456789\r\n"), SMTP_CONTENT_LINE_TOO_LONG, STR_INIT("") },
    { "a line without end", STR_INIT("12345678901234567890123456789012345678901"), false,
      STR_INIT("12345678901234567890123456789012345678901"), SMTP_CONTENT_LINE_TOO_LONG, STR_INIT("") },
};

TEST(content_read_however_it_is_cut)
{
    BUF_SCOPE message = { 0 };

    FOR_EACH_CASE(c, cases) {
        for (size_t cut = 0; cut <= c->octets.len; cut++) {
            str                 rest;
            struct smtp_content content = read_cut(c->octets, cut, &message, &rest);

            CHECK_EQ(smtp_content_ended(&content), c->ends);
            CHECK_EQ(content.flaws, c->flaws);
            CHECK_STR(buf_str(&message), c->message);
            CHECK_STR(rest, c->rest);
        }
    }
}

/* Octet by octet, as the grammar reads: what the scanner, which takes many at a time, has to agree with. */
static struct smtp_content read_slowly(str octets, struct buf *message)
{
    struct smtp_content content;

    smtp_content_begin(&content, LINE_MAX_OCTETS);
    buf_clear(message);
    for (size_t i = 0; i < octets.len && !smtp_content_ended(&content); i++) {
        str piece;

        CHECK_EQ(smtp_content_read(&content, str_slice(octets, i, i + 1), &piece), 1);
        buf_add(message, piece);
    }
    return content;
}

static uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

TEST(content_read_at_once_is_read_slowly)
{
    static const char alphabet[] = { '\r', '\n', '.', 'a', '\0', (char)0xe4 };
    BUF_SCOPE         fast = { 0 }, slow = { 0 };
    uint32_t          random = 1;

    for (int round = 0; round < 4000; round++) {
        char   octets[200];
        size_t len  = next_random(&random) % sizeof octets;
        /* Mostly CRLF lines of plain text, or the first flaw would be all that is ever seen. */
        size_t rare = round % 2 == 0 ? 4 : 40;

        for (size_t i = 0; i < len; i++) {
            octets[i] = next_random(&random) % rare == 0 ? alphabet[next_random(&random) % sizeof alphabet] : 'b';
            if (octets[i] == '\r' && i + 1 < len && next_random(&random) % rare != 0)
                octets[++i] = '\n';
        }
        str                 rest;
        struct smtp_content at_once  = read_cut((str){ octets, len }, next_random(&random) % (len + 1), &fast, &rest);
        struct smtp_content by_octet = read_slowly((str){ octets, len }, &slow);

        CHECK_EQ(at_once.at, by_octet.at);
        CHECK_EQ(at_once.flaws, by_octet.flaws);
        CHECK_EQ(at_once.octets, by_octet.octets);
        CHECK_EQ(at_once.saw_8bit, by_octet.saw_8bit);
        CHECK_STR(buf_str(&fast), buf_str(&slow));
    }
}

/* A lane of the counting loop could overflow after 255 rounds. */
TEST(content_counts_many_cr_in_one_column)
{
    enum { LINES = 1000, LINE = 16 };
    BUF_SCOPE           text = { 0 };
    struct smtp_content content;
    str                 piece;

    for (int i = 0; i < LINES; i++)
        buf_add(&text, STR("0123456789abcd\r\n"));
    smtp_content_begin(&content, LINE_MAX_OCTETS);
    CHECK_EQ(smtp_content_read(&content, buf_str(&text), &piece), LINES * LINE);
    CHECK_EQ(content.crs, LINES);
    CHECK_EQ(content.flaws, 0);

    buf_clear(&text);
    for (int i = 0; i < LINES; i++)
        buf_add(&text, STR("01234567\r9abcd\r\n"));
    smtp_content_begin(&content, LINE_MAX_OCTETS);
    CHECK_EQ(smtp_content_read(&content, buf_str(&text), &piece), LINES * LINE);
    CHECK_EQ(content.flaws, SMTP_CONTENT_BARE_CR_OR_LF);
}

TEST(content_sees_8bit_octets)
{
    static const struct { const char *name; str octets; bool want; } table[] = {
        { "none",                STR_INIT("0123456789abcdef0123456789abcdef\r\n.\r\n"),     false },
        { "in a lane",           STR_INIT("0123456789abcde\xff" "0123456789abcdef\r\n.\r\n"), true },
        { "in the tail",         STR_INIT("0123456789abcdef\xe4\r\n.\r\n"),                 true },
        { "not behind the end",  STR_INIT("a\r\n.\r\n\xe4"),                                false },
    };

    FOR_EACH_CASE(c, table) {
        BUF_SCOPE           message = { 0 };
        str                 rest;
        struct smtp_content content = read_cut(c->octets, 0, &message, &rest);

        CHECK_EQ(content.saw_8bit, c->want);
    }
}
