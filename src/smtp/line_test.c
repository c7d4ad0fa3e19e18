#include "smtp/line.h"

#include "unit.h"

enum { MAX = 10 };

static const struct { const char *name; str octets; enum smtp_line_status want; str line; } cases[] = {
    { "nothing",                       STR_INIT(""),              SMTP_LINE_INCOMPLETE, STR_INIT("") },
    { "a start",                       STR_INIT("NOO"),           SMTP_LINE_INCOMPLETE, STR_INIT("") },
    { "a CR that may get its LF",      STR_INIT("NOOP\r"),        SMTP_LINE_INCOMPLETE, STR_INIT("") },
    { "a line",                        STR_INIT("NOOP\r\n"),      SMTP_LINE_COMPLETE, STR_INIT("NOOP") },
    { "the first of two",              STR_INIT("A\r\nB\r\n"),    SMTP_LINE_COMPLETE, STR_INIT("A") },
    { "an empty line",                 STR_INIT("\r\nB"),         SMTP_LINE_COMPLETE, STR_INIT("") },
    { "what follows is not looked at", STR_INIT("A\r\n\n\0"),     SMTP_LINE_COMPLETE, STR_INIT("A") },
    { "the longest line",              STR_INIT("12345678\r\n"),  SMTP_LINE_COMPLETE, STR_INIT("12345678") },
    { "one octet longer",              STR_INIT("123456789\r\n"), SMTP_LINE_TOO_LONG, STR_INIT("") },
    { "longer, and no end in sight",   STR_INIT("1234567890"),    SMTP_LINE_TOO_LONG, STR_INIT("") },
    { "bare LF",                       STR_INIT("A\nB\r\n"),      SMTP_LINE_BAD_OCTET, STR_INIT("A") },
    { "bare LF at the start",          STR_INIT("\n"),            SMTP_LINE_BAD_OCTET, STR_INIT("") },
    { "bare CR",                       STR_INIT("A\rB\r\n"),      SMTP_LINE_BAD_OCTET, STR_INIT("A") },
    { "CR CR LF",                      STR_INIT("A\r\r\n"),       SMTP_LINE_BAD_OCTET, STR_INIT("A") },
    { "bare CR without an end",        STR_INIT("A\rB"),          SMTP_LINE_BAD_OCTET, STR_INIT("A") },
    { "NUL",                           STR_INIT("AB\0C\r\n"),     SMTP_LINE_BAD_OCTET, STR_INIT("AB") },
    { "NUL between CR and LF",         STR_INIT("A\r\0\n"),       SMTP_LINE_BAD_OCTET, STR_INIT("A") },
    { "NUL before CR",                 STR_INIT("A\0\r\n"),       SMTP_LINE_BAD_OCTET, STR_INIT("A") },
    { "bare CR before NUL",            STR_INIT("\rA\0"),         SMTP_LINE_BAD_OCTET, STR_INIT("") },
};

TEST(line_first)
{
    FOR_EACH_CASE(c, cases) {
        str line;

        CHECK_EQ(smtp_line_first(c->octets, MAX, &line), c->want);
        CHECK_STR(line, c->line);
    }
}

TEST(line_first_reads_the_same_however_octets_arrive)
{
    FOR_EACH_CASE(c, cases) {
        enum smtp_line_status status = SMTP_LINE_INCOMPLETE;
        str                   line   = { 0 };

        for (size_t len = 0; len <= c->octets.len && status == SMTP_LINE_INCOMPLETE; len++)
            status = smtp_line_first(str_slice(c->octets, 0, len), MAX, &line);
        CHECK_EQ(status, c->want);
        CHECK_STR(line, c->line);
    }
}
