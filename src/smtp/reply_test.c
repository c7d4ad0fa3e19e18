#include "smtp/reply.h"

#include "unit.h"

#define S(octets) STR_INIT(octets)        /* short, for the tables */

#define TEN(x)     x x x x x x x x x x
#define HUNDRED(x) TEN(TEN(x))

TEST(reply_write)
{
    static const struct { const char *name; struct smtp_reply reply; bool utf8; str want; } cases[] = {
        { "code, enhanced code, text",      { 250, S("2.0.0"), S("Ok") },          false, S("250 2.0.0 Ok\r\n") },
        { "no enhanced code",               { 354, S(""), S("Go on") },            false, S("354 Go on\r\n") },
        { "the enhanced code on each line", { 550, S("5.7.1"), S("No\nNever") },   false,
          S("550-5.7.1 No\r\n550 5.7.1 Never\r\n") },
        { "a trailing LF adds no line",     { 550, S("5.7.1"), S("No\n") },        false, S("550 5.7.1 No\r\n") },
        { "an empty line in the middle",    { 250, S(""), S("a\n\nb") },           false,
          S("250-a\r\n250-\r\n250 b\r\n") },
        { "no text is one line",            { 250, S(""), S("") },                 false, S("250 \r\n") },
        { "CRLF from outside parts lines",  { 550, S("5.7.1"), S("a\r\n250 Ok") }, false,
          S("550-5.7.1 a\r\n550 5.7.1 250 Ok\r\n") },
        { "a CR cannot end a line",         { 550, S(""), S("a\rb") },             false, S("550 a?b\r\n") },
        { "control octets and NUL",         { 550, S(""), S("a\0\x1b[2Jb\x7f") },  false, S("550 a??[2Jb?\r\n") },
        { "a tab is a blank",               { 550, S(""), S("a\tb") },             false, S("550 a b\r\n") },
        { "UTF-8 without SMTPUTF8",         { 550, S(""), S("\xc3\xa4") },         false, S("550 ??\r\n") },
        { "UTF-8 with SMTPUTF8",            { 550, S(""), S("\xc3\xa4") },         true, S("550 \xc3\xa4\r\n") },
        { "C1 controls are dropped",        { 550, S(""), S("a\xc2\x9b" "1mb") },  true, S("550 a1mb\r\n") },
        { "broken UTF-8 with SMTPUTF8",     { 550, S(""), S("a\xc3") },            true, S("550 a?\r\n") },
        { "a long line is cut",             { 550, S(""), S(HUNDRED("aaaaa")) },   false,
          S("550 " HUNDRED("aaaa") "\r\n") },
    };

    FOR_EACH_CASE(c, cases) {
        BUF_SCOPE out = { 0 };

        smtp_reply_write(&out, &c->reply, c->utf8);
        CHECK_STR(buf_str(&out), c->want);
    }
}

TEST(reply_write_cuts_no_character)
{
    static const struct { const char *name; str text; size_t octets; } cases[] = {
        { "a character ends at the limit",    S(TEN(TEN("\xc3\xa4\xc3\xa4")) "\xc3\xa4"),     400 },
        { "a character stands across the limit", S("a" TEN(TEN("\xc3\xa4\xc3\xa4")) "\xc3\xa4"), 399 },
    };

    FOR_EACH_CASE(c, cases) {
        BUF_SCOPE         out   = { 0 };
        struct smtp_reply reply = { 550, { 0 }, c->text };

        smtp_reply_write(&out, &reply, true);
        CHECK_EQ(buf_len(&out), 4 + c->octets + 2);
        CHECK(str_is_utf8(buf_str(&out)));
    }
}

/* RFC 2034 §3 and §4, RFC 3463 §2: what every line of replies.def has to keep. */
TEST(reply_table)
{
    for (int id = 0; id < REPLY_COUNT; id++) {
        struct smtp_reply reply = smtp_reply_of((enum smtp_reply_id)id);

        unit_begin_case(reply.text.ptr);
        CHECK(reply.code >= 200 && reply.code <= 599 && reply.code / 100 != 1);
        CHECK(reply.text.len > 0 && reply.text.len <= SMTP_REPLY_TEXT_MAX_OCTETS);
        if (reply.code / 100 == 3 || id == REPLY_GREETING || id == REPLY_HELLO) {
            CHECK_EQ(reply.enhanced.len, 0);
        } else {
            CHECK(reply.enhanced.len >= 5 && reply.enhanced.ptr[0] - '0' == reply.code / 100);
            CHECK(reply.enhanced.ptr[1] == '.');
        }
    }
    unit_end_cases();
}

TEST(reply_classes)
{
    struct smtp_reply ok = smtp_reply_of(REPLY_OK), go_on = smtp_reply_of(REPLY_START_MAIL_INPUT);
    struct smtp_reply later = smtp_reply_of(REPLY_LOCAL_ERROR), never = smtp_reply_with(REPLY_RELAY_DENIED, STR("no"));

    CHECK(smtp_reply_is_positive(&ok) && smtp_reply_is_positive(&go_on));
    CHECK(!smtp_reply_is_positive(&later) && smtp_reply_is_temporary(&later));
    CHECK(!smtp_reply_is_positive(&never) && !smtp_reply_is_temporary(&never));
    CHECK_STR(never.text, STR("no"));
    CHECK_EQ(never.code, 550);
}
