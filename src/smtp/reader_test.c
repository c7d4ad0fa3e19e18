#include "smtp/reader.h"

#include "unit.h"

#define S(octets) STR_INIT(octets)        /* short, for the tables */

enum { MORE = SMTP_READING_INCOMPLETE, DONE = SMTP_READING_COMPLETE, BAD = SMTP_READING_FAILED };

static const struct {
    const char *name; str octets; int want, code; str enhanced, text, rest;
} cases[] = {
    { "one line",                     S("250 2.1.0 Ok\r\n"),                DONE, 250, S("2.1.0"), S("Ok"), S("") },
    { "a code alone",                 S("250\r\n"),                         DONE, 250, S(""), S(""), S("") },
    { "a code and a blank",           S("250 \r\n"),                        DONE, 250, S(""), S(""), S("") },
    { "an enhanced code alone",       S("250 2.0.0\r\n"),                   DONE, 250, S("2.0.0"), S(""), S("") },
    { "of another class it is text",  S("250 5.0.0 a\r\n"),                 DONE, 250, S(""), S("5.0.0 a"), S("") },
    { "a version number is text",     S("220 2.0 a\r\n"),                   DONE, 220, S(""), S("2.0 a"), S("") },
    { "354 has none",                 S("354 3.0.0 a\r\n"),                 DONE, 354, S(""), S("3.0.0 a"), S("") },
    { "long numbers are text",        S("550 5.1000.1 a\r\n"),              DONE, 550, S(""), S("5.1000.1 a"), S("") },
    { "several lines",                S("550-5.7.1 a\r\n550-5.7.1\r\n550 5.7.1 b\r\n"), DONE, 550,
      S("5.7.1"), S("a\n\nb"), S("") },
    { "the code on the first only",   S("550-5.7.1 a\r\n550 b\r\n"),        DONE, 550, S("5.7.1"), S("a\nb"), S("") },
    { "a longer code is not it",      S("550-5.7.1 a\r\n550 5.7.10 b\r\n"), DONE, 550,
      S("5.7.1"), S("a\n5.7.10 b"), S("") },
    { "one reply at a time",          S("250 a\r\n550 b\r\n"),              DONE, 250, S(""), S("a"), S("550 b\r\n") },
    { "an unfinished line",           S("250 a\r"),                         MORE, 0, S(""), S(""), S("250 a\r") },
    { "an unfinished reply",          S("250-a\r\n"),                       MORE, 0, S(""), S(""), S("") },
    { "two codes",                    S("250-a\r\n550 b\r\n"),              BAD, 0, S(""), S(""), S("") },
    { "bare LF",                      S("250 a\n"),                         BAD, 0, S(""), S(""), S("250 a\n") },
    { "bare CR",                      S("250 a\rb\r\n"),                    BAD, 0, S(""), S(""), S("250 a\rb\r\n") },
    { "NUL",                          S("250 a\0\r\n"),                     BAD, 0, S(""), S(""), S("250 a\0\r\n") },
    { "an empty line",                S("\r\n"),                            BAD, 0, S(""), S(""), S("") },
    { "two digits",                   S("25\r\n"),                          BAD, 0, S(""), S(""), S("") },
    { "four digits",                  S("2500 a\r\n"),                      BAD, 0, S(""), S(""), S("") },
    { "1yz",                          S("150 a\r\n"),                       BAD, 0, S(""), S(""), S("") },
    { "a second digit of no meaning", S("260 a\r\n"),                       BAD, 0, S(""), S(""), S("") },
    { "6yz",                          S("650 a\r\n"),                       BAD, 0, S(""), S(""), S("") },
    { "no digits",                    S("HTTP/1.1 200 OK\r\n"),             BAD, 0, S(""), S(""), S("") },
    { "no blank behind the code",     S("250:a\r\n"),                       BAD, 0, S(""), S(""), S("") },
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
