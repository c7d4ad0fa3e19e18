#include "smtp/content.h"

#include "base/buf.h"
#include "unit.h"

#define S(octets) STR_INIT(octets)        /* short, for the tables */

enum { LINE_MAX_OCTETS = 40 };
enum { BARE = SMTP_CONTENT_BARE_CR_OR_LF, NUL = SMTP_CONTENT_NUL, TOO_LONG = SMTP_CONTENT_LINE_TOO_LONG };

/* Reads octets in two pieces, cut at cut; what is behind the end stays unread in *rest. */
static struct smtp_content read_cut(str octets, size_t cut, struct buf *message, str *rest)
{
    struct smtp_content content;
    str                 pieces[] = { str_slice(octets, 0, cut), str_from(octets, cut) };
    size_t              used     = 0;

    smtp_content_begin(&content, SMTP_CONTENT_DATA, false, LINE_MAX_OCTETS);
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
    { "an empty message",                S(".\r\n"),                         true, S(""), 0, S("") },
    { "one line",                        S("a\r\n.\r\n"),                    true, S("a\r\n"), 0, S("") },
    { "no line is added at the end",     S("a\r\n\r\n.\r\n"),                true, S("a\r\n\r\n"), 0, S("") },
    { "commands behind the end",         S("a\r\n.\r\nQUIT\r\n"),            true, S("a\r\n"), 0, S("QUIT\r\n") },
    { "a stuffed dot goes",              S("..a\r\n.\r\n"),                  true, S(".a\r\n"), 0, S("") },
    { "one dot only",                    S("...\r\n.\r\n"),                  true, S("..\r\n"), 0, S("") },
    { "also where it was not needed",    S(".a\r\n.\r\n"),                   true, S("a\r\n"), 0, S("") },
    { "a stuffed dot alone on a line",   S("a\r\n..\r\n.\r\n"),              true, S("a\r\n.\r\n"), 0, S("") },
    { "dots inside a line",              S("a.\r\nb..c\r\n.\r\n"),           true, S("a.\r\nb..c\r\n"), 0, S("") },
    { "a dot behind the end",            S(".\r\n.\r\n"),                    true, S(""), 0, S(".\r\n") },
    { "not ended: a dot",                S("a\r\n."),                        false, S("a\r\n"), 0, S("") },
    { "not ended: a dot and CR",         S("a\r\n.\r"),                      false, S("a\r\n"), 0, S("") },
    { "not ended: CR",                   S("a\r"),                           false, S("a\r"), 0, S("") },
    { "VT, FF and NEL end no line",      S("a\v.\v\f.\f\x85.\x85\r\n.\r\n"), true, S("a\v.\v\f.\f\x85.\x85\r\n"), 0,
      S("") },
    { "LF . LF",                         S("a\n.\nb\r\n.\r\n"),              true, S("a\n.\nb\r\n"), BARE, S("") },
    { "LF . CRLF",                       S("a\n.\r\nb\r\n.\r\n"),            true, S("a\n.\r\nb\r\n"), BARE, S("") },
    { "CRLF . LF",                       S("a\r\n.\nb\r\n.\r\n"),            true, S("a\r\n\nb\r\n"), BARE, S("") },
    { "CR . CR",                         S("a\r.\rb\r\n.\r\n"),              true, S("a\r.\rb\r\n"), BARE, S("") },
    { "CR . LF",                         S("a\r.\nb\r\n.\r\n"),              true, S("a\r.\nb\r\n"), BARE, S("") },
    { "LF . CR",                         S("a\n.\rb\r\n.\r\n"),              true, S("a\n.\rb\r\n"), BARE, S("") },
    { "CR . CRLF",                       S("a\r.\r\nb\r\n.\r\n"),            true, S("a\r.\r\nb\r\n"), BARE, S("") },
    { "CRLF . CR",                       S("a\r\n.\rb\r\n.\r\n"),            true, S("a\r\nb\r\n"), BARE, S("") },
    { "CRLF . CR CRLF",                  S("a\r\n.\r\r\nb\r\n.\r\n"),        true, S("a\r\n\r\nb\r\n"), BARE, S("") },
    { "CRLF . CR . CRLF",                S("a\r\n.\r.\r\n.\r\n"),            true, S("a\r\n.\r\n"), BARE, S("") },
    { "CRCRLF . CRCRLF",                 S("a\r\r\n.\r\r\nb\r\n.\r\n"),      true, S("a\r\r\n\r\nb\r\n"), BARE, S("") },
    { "a CR is all",                     S("\r\r\n.\r\n"),                   true, S("\r\r\n"), BARE, S("") },
    { "a bare CR in the middle of much", S("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\rb\r\n.\r\n"), true,
      S("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\rb\r\n"), BARE, S("") },
    { "CRLF NUL . CRLF",                 S("a\r\n\0.\r\nb\r\n.\r\n"),        true, S("a\r\n\0.\r\nb\r\n"), NUL, S("") },
    { "CRLF . NUL CRLF",                 S("a\r\n.\0\r\nb\r\n.\r\n"),        true, S("a\r\n\0\r\nb\r\n"), NUL, S("") },
    { "NUL between CR and LF",           S("a\r\0\n.\r\nb\r\n.\r\n"),        true, S("a\r\0\n.\r\nb\r\n"),
      NUL | BARE, S("") },
    { "the longest line",                S("12345678901234567890123456789012345678\r\n.\r\n"), true,
      S("12345678901234567890123456789012345678\r\n"), 0, S("") },
    { "a stuffed dot does not count",    S("..2345678901234567890123456789012345678\r\n.\r\n"), true,
      S(".2345678901234567890123456789012345678\r\n"), 0, S("") },
    { "one octet longer",                S("123456789012345678901234567890123456789\r\n.\r\n"), true,
      S("123456789012345678901234567890123456789\r\n"), TOO_LONG, S("") },
    { "a line without end",              S("12345678901234567890123456789012345678901"), false,
      S("12345678901234567890123456789012345678901"), TOO_LONG, S("") },
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

    smtp_content_begin(&content, SMTP_CONTENT_DATA, false, LINE_MAX_OCTETS);
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
    smtp_content_begin(&content, SMTP_CONTENT_DATA, false, LINE_MAX_OCTETS);
    CHECK_EQ(smtp_content_read(&content, buf_str(&text), &piece), LINES * LINE);
    CHECK_EQ(content.crs, LINES);
    CHECK_EQ(content.flaws, 0);

    buf_clear(&text);
    for (int i = 0; i < LINES; i++)
        buf_add(&text, STR("01234567\r9abcd\r\n"));
    smtp_content_begin(&content, SMTP_CONTENT_DATA, false, LINE_MAX_OCTETS);
    CHECK_EQ(smtp_content_read(&content, buf_str(&text), &piece), LINES * LINE);
    CHECK_EQ(content.flaws, SMTP_CONTENT_BARE_CR_OR_LF);
}

TEST(content_sees_8bit_octets)
{
    static const struct { const char *name; str octets; bool want; } table[] = {
        { "none",               S("0123456789abcdef0123456789abcdef\r\n.\r\n"), false },
        { "in a lane",          S("0123456789abcde\xff" "0123456789abcdef\r\n.\r\n"), true },
        { "in the tail",        S("0123456789abcdef\xe4\r\n.\r\n"), true },
        { "not behind the end", S("a\r\n.\r\n\xe4"),                false },
    };

    FOR_EACH_CASE(c, table) {
        BUF_SCOPE           message = { 0 };
        str                 rest;
        struct smtp_content content = read_cut(c->octets, 0, &message, &rest);

        CHECK_EQ(content.saw_8bit, c->want);
    }
}
