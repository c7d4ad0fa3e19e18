#include "base/json.h"

#include <math.h>

#include "base/arena.h"
#include "base/ip.h"
#include "unit.h"

TEST(json_strings)
{
    static const struct { const char *name; str text, want; } cases[] = {
        { "nothing",                       STR_INIT(""),                     STR_INIT("\"\"") },
        { "plain text goes as it is",      STR_INIT("a b/c"),                STR_INIT("\"a b/c\"") },
        { "quotes and backslashes",        STR_INIT("\"a\\"),                STR_INIT("\"\\\"a\\\\\"") },
        { "controls with a letter",        STR_INIT("a\r\n\tb"),             STR_INIT("\"a\\r\\n\\tb\"") },
        { "other controls, NUL and DEL",   STR_INIT("\0\x1b\x7f"),           STR_INIT("\"\\u0000\\u001b\\u007f\"") },
        { "UTF-8 goes as it is",           STR_INIT("a\xc3\xa9" "b\xe2\x82\xac"), STR_INIT("\"a\xc3\xa9" "b\xe2\x82\xac\"") },
        { "a control of eight bits is not", STR_INIT("\xc3\xa9\xc2\x9b" "2J\xc2\xa0"), STR_INIT("\"\xc3\xa9\\u009b2J\xc2\xa0\"") },
        { "with escapes between",          STR_INIT("\xc3\xa9\"\xc3\xa9"),   STR_INIT("\"\xc3\xa9\\\"\xc3\xa9\"") },
        { "what is no UTF-8, by octets",   STR_INIT("a\xc3\xa9\xff"),        STR_INIT("\"a\\u00c3\\u00a9\\u00ff\"") },
        { "the flaw is before",            STR_INIT("\xff\xc3\xa9"),         STR_INIT("\"\\u00ff\\u00c3\\u00a9\"") },
        { "a sequence cut short",          STR_INIT("a\xe2\x82"),            STR_INIT("\"a\\u00e2\\u0082\"") },
    };

    FOR_EACH_CASE(c, cases) {
        BUF_SCOPE out = { 0 };

        json_str(&(struct json){ .out = &out }, NULL, c->text);
        CHECK_STR(buf_str(&out), c->want);
    }
}

TEST(json_structure)
{
    BUF_SCOPE   out  = { 0 };
    struct json json = { .out = &out };

    json_open_object(&json, NULL);
    json_int(&json, "zero", 0);
    json_int(&json, "least", INT64_MIN);
    json_int(&json, "most", INT64_MAX);
    json_open_array(&json, "list");
    json_bool(&json, NULL, true);
    json_nothing(&json, NULL);
    json_open_object(&json, NULL);
    json_close_object(&json);
    json_close_array(&json);
    json_cstr(&json, "none", NULL);
    json_fixed(&json, "score", 1.5);
    json_close_object(&json);
    CHECK_STR(buf_str(&out), STR("{\"zero\":0,\"least\":-9223372036854775808,\"most\":9223372036854775807,"
                                 "\"list\":[true,null,{}],\"none\":null,\"score\":1.50}"));
}

/* Text that does not fit is written again, and all that stood before it stays. */
TEST(buf_add_fixed)
{
    static const double awkward[] = {
        0, -0.0, 0.005, 0.015, 0.125, 0.375, 0.145, 1.005, 2.675, -0.001, -0.005, -0.125, 0.994999999, 0.995, 0.999, 99.995, 12345678.905,
        1e11 + 0.125, 1e12, -3e15, 1e300, INFINITY, -INFINITY,
    };
    BUF_SCOPE by_us = { 0 }, by_printf = { 0 };
    uint64_t  bits = 1;

    for (size_t i = 0; i < ARRAY_LEN(awkward); i++) {
        buf_add_fixed(&by_us, awkward[i]);
        buf_printf(&by_printf, "%.2f", awkward[i]);
    }
    for (int i = -40000; i < 40000; i++) {              /* every half of a hundredth, and its neighbours */
        const double near[] = { i / 200.0, nextafter(i / 200.0, -INFINITY), nextafter(i / 200.0, INFINITY), i / 1024.0 };

        for (size_t k = 0; k < ARRAY_LEN(near); k++) {
            buf_add_fixed(&by_us, near[k]);
            buf_printf(&by_printf, "%.2f", near[k]);
        }
    }
    for (int i = 0; i < 20000; i++) {
        bits = bits * 6364136223846793005u + 1442695040888963407u;
        buf_add_fixed(&by_us, (double)(int64_t)bits / 1e15);
        buf_printf(&by_printf, "%.2f", (double)(int64_t)bits / 1e15);
    }
    CHECK(str_equal(buf_str(&by_us), buf_str(&by_printf)));
}

TEST(buf_printf_grows)
{
    BUF_SCOPE out = { 0 };
    size_t    len = 0;

    for (int i = 0; i < 600; i++) {
        buf_printf(&out, "%d,", i);
        len += i < 10 ? 2 : i < 100 ? 3 : 4;
    }
    CHECK_EQ(buf_len(&out), len);
    CHECK_STR(str_slice(buf_str(&out), 0, 10), STR("0,1,2,3,4,"));
    CHECK_STR(str_from(buf_str(&out), len - 8), STR("598,599,"));
}

TEST(ip_text)
{
    static const struct { const char *name, *text; } cases[] = {
        { "zero",               "0.0.0.0" },
        { "one, two, three digits", "1.20.255.100" },
        { "an inner zero",      "203.0.113.10" },
        { "IPv6",               "2001:db8::1" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        struct ip   ip;

        CHECK(ip_parse(str_of(c->text), &ip));
        CHECK_CSTR(ip_text(&arena, &ip), c->text);
    }
}
