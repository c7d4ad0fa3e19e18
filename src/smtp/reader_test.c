#include "smtp/reader.h"

#include "unit.h"

static const struct {
    const char *name; str octets; enum smtp_reading want; int code; str enhanced, text, rest;
} cases[] = {
    { "one line",                   STR_INIT("250 2.1.0 Ok\r\n"), SMTP_READING_COMPLETE, 250, STR_INIT("2.1.0"), STR_INIT("Ok"), STR_INIT("") },
    { "a code alone",               STR_INIT("250\r\n"),    SMTP_READING_COMPLETE, 250, STR_INIT(""), STR_INIT(""), STR_INIT("") },
    { "a code and a blank",         STR_INIT("250 \r\n"),   SMTP_READING_COMPLETE, 250, STR_INIT(""), STR_INIT(""), STR_INIT("") },
    { "an enhanced code alone",     STR_INIT("250 2.0.0\r\n"), SMTP_READING_COMPLETE, 250, STR_INIT("2.0.0"), STR_INIT(""), STR_INIT("") },
    { "of another class it is text", STR_INIT("250 5.0.0 a\r\n"), SMTP_READING_COMPLETE, 250, STR_INIT(""), STR_INIT("5.0.0 a"), STR_INIT("") },
    { "a version number is text",   STR_INIT("220 2.0 a\r\n"), SMTP_READING_COMPLETE, 220, STR_INIT(""), STR_INIT("2.0 a"), STR_INIT("") },
    { "354 has none",               STR_INIT("354 3.0.0 a\r\n"), SMTP_READING_COMPLETE, 354, STR_INIT(""), STR_INIT("3.0.0 a"), STR_INIT("") },
    { "long numbers are text",      STR_INIT("550 5.1000.1 a\r\n"), SMTP_READING_COMPLETE, 550, STR_INIT(""), STR_INIT("5.1000.1 a"), STR_INIT("") },
    { "several lines",              STR_INIT("550-5.7.1 a\r\n550-5.7.1\r\n550 5.7.1 b\r\n"), SMTP_READING_COMPLETE, 550,
      STR_INIT("5.7.1"), STR_INIT("a\n\nb"), STR_INIT("") },
    { "the code on the first only", STR_INIT("550-5.7.1 a\r\n550 b\r\n"), SMTP_READING_COMPLETE, 550, STR_INIT("5.7.1"), STR_INIT("a\nb"), STR_INIT("") },
    { "a longer code is not it",    STR_INIT("550-5.7.1 a\r\n550 5.7.10 b\r\n"), SMTP_READING_COMPLETE, 550,
      STR_INIT("5.7.1"), STR_INIT("a\n5.7.10 b"), STR_INIT("") },
    { "one reply at a time",        STR_INIT("250 a\r\n550 b\r\n"), SMTP_READING_COMPLETE, 250, STR_INIT(""), STR_INIT("a"), STR_INIT("550 b\r\n") },
    { "an unfinished line",         STR_INIT("250 a\r"),    SMTP_READING_INCOMPLETE, 0, STR_INIT(""), STR_INIT(""), STR_INIT("250 a\r") },
    { "an unfinished reply",        STR_INIT("250-a\r\n"),  SMTP_READING_INCOMPLETE, 0, STR_INIT(""), STR_INIT(""), STR_INIT("") },
    { "two codes",                  STR_INIT("250-a\r\n550 b\r\n"), SMTP_READING_FAILED, 0, STR_INIT(""), STR_INIT(""), STR_INIT("") },
    { "bare LF",                    STR_INIT("250 a\n"),    SMTP_READING_FAILED, 0, STR_INIT(""), STR_INIT(""), STR_INIT("250 a\n") },
    { "bare CR",                    STR_INIT("250 a\rb\r\n"), SMTP_READING_FAILED, 0, STR_INIT(""), STR_INIT(""), STR_INIT("250 a\rb\r\n") },
    { "NUL",                        STR_INIT("250 a\0\r\n"), SMTP_READING_FAILED, 0, STR_INIT(""), STR_INIT(""), STR_INIT("250 a\0\r\n") },
    { "an empty line",              STR_INIT("\r\n"),       SMTP_READING_FAILED, 0, STR_INIT(""), STR_INIT(""), STR_INIT("") },
    { "two digits",                 STR_INIT("25\r\n"),     SMTP_READING_FAILED, 0, STR_INIT(""), STR_INIT(""), STR_INIT("") },
    { "four digits",                STR_INIT("2500 a\r\n"), SMTP_READING_FAILED, 0, STR_INIT(""), STR_INIT(""), STR_INIT("") },
    { "1yz",                        STR_INIT("150 a\r\n"),  SMTP_READING_FAILED, 0, STR_INIT(""), STR_INIT(""), STR_INIT("") },
    { "6yz",                        STR_INIT("650 a\r\n"),  SMTP_READING_FAILED, 0, STR_INIT(""), STR_INIT(""), STR_INIT("") },
    { "no digits",                  STR_INIT("HTTP/1.1 200 OK\r\n"), SMTP_READING_FAILED, 0, STR_INIT(""), STR_INIT(""), STR_INIT("") },
    { "no blank behind the code",   STR_INIT("250:a\r\n"),  SMTP_READING_FAILED, 0, STR_INIT(""), STR_INIT(""), STR_INIT("") },
};

TEST(reader_read)
{
    FOR_EACH_CASE(c, cases) {
        struct smtp_reader reader = { 0 };
        struct smtp_reply  reply  = { 0 };
        BUF_SCOPE          in     = { 0 };

        buf_add(&in, c->octets);
        CHECK_EQ(smtp_reader_read(&reader, &in, &reply), c->want);
        CHECK_EQ(reply.code, c->code);
        CHECK_STR(reply.enhanced, c->enhanced);
        CHECK_STR(reply.text, c->text);
        CHECK_STR(buf_str(&in), c->rest);
        CHECK_EQ(reader.problem != NULL, c->want == SMTP_READING_FAILED);
        smtp_reader_free(&reader);
    }
}

TEST(reader_reads_the_same_octet_by_octet)
{
    FOR_EACH_CASE(c, cases) {
        struct smtp_reader reader  = { 0 };
        struct smtp_reply  reply   = { 0 };
        enum smtp_reading  reading = SMTP_READING_INCOMPLETE;
        BUF_SCOPE          in      = { 0 };

        for (size_t i = 0; i < c->octets.len && reading == SMTP_READING_INCOMPLETE; i++) {
            buf_add_char(&in, c->octets.ptr[i]);
            reading = smtp_reader_read(&reader, &in, &reply);
        }
        CHECK_EQ(reading, c->want);
        CHECK_EQ(reply.code, c->code);
        CHECK_STR(reply.text, c->text);
        smtp_reader_free(&reader);
    }
}

TEST(reader_is_bounded)
{
    struct smtp_reader reader = { 0 };
    struct smtp_reply  reply;
    BUF_SCOPE          in    = { 0 };
    size_t             lines = 0;

    while (lines < 100000) {
        buf_add(&in, STR("250-0123456789\r\n"));
        lines++;
        if (smtp_reader_read(&reader, &in, &reply) == SMTP_READING_FAILED)
            break;
    }
    CHECK(lines < 2 + SMTP_CLIENT_REPLY_MAX_OCTETS / 11);
    CHECK_CSTR(str_of(reader.problem), "reply too long");
    smtp_reader_free(&reader);

    reader = (struct smtp_reader){ 0 };
    buf_clear(&in);
    while (buf_len(&in) < SMTP_CLIENT_REPLY_LINE_MAX_OCTETS)
        buf_add_char(&in, '2');
    CHECK_EQ(smtp_reader_read(&reader, &in, &reply), SMTP_READING_FAILED);
    CHECK_CSTR(str_of(reader.problem), "reply line too long");
    smtp_reader_free(&reader);
}
