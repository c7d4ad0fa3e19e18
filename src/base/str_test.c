#include "base/arena.h"
#include "base/str.h"

#include "unit.h"

TEST(str_cut)
{
    static const struct { const char *name, *text; size_t pieces; const char *last; } cases[] = {
        { "nothing has no pieces",               "",      0, "" },
        { "a text without separator is a piece", "a",     1, "a" },
        { "the last piece needs no separator",   "a,b",   2, "b" },
        { "a trailing separator adds none",      "a,b,",  2, "b" },
        { "pieces may be empty",                 ",,b",   3, "b" },
    };

    FOR_EACH_CASE(c, cases) {
        str    rest = str_of(c->text), piece = { 0 };
        size_t pieces = 0;

        while (str_cut(&rest, ',', &piece))
            pieces++;
        CHECK_EQ(pieces, c->pieces);
        CHECK_CSTR(piece, c->last);
    }
}

TEST(str_is_utf8)
{
    static const struct { const char *name; str text; bool want; } cases[] = {
        { "ASCII",                          STR_INIT("abc"),                true },
        { "NUL is a character",             STR_INIT("a\0b"),               true },
        { "two, three and four octets",     STR_INIT("\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80"), true },
        { "a lone continuation",            STR_INIT("\x80"),               false },
        { "cut short",                      STR_INIT("\xe2\x82"),           false },
        { "overlong slash",                 STR_INIT("\xc0\xaf"),           false },
        { "overlong in three octets",       STR_INIT("\xe0\x80\xaf"),       false },
        { "a surrogate",                    STR_INIT("\xed\xa0\x80"),       false },
        { "beyond U+10FFFF",                STR_INIT("\xf4\x90\x80\x80"),   false },
    };

    FOR_EACH_CASE(c, cases)
        CHECK_EQ(str_is_utf8(c->text), c->want);
}

TEST(str_to_u64)
{
    static const struct { const char *name, *text; bool ok; uint64_t value; } cases[] = {
        { "zero",                   "0",                    true,  0 },
        { "leading zeros",          "007",                  true,  7 },
        { "the largest",            "18446744073709551615", true,  UINT64_MAX },
        { "one more",               "18446744073709551616", false, 0 },
        { "no sign",                "+1",                   false, 0 },
        { "no space",               "1 ",                   false, 0 },
        { "nothing is no number",   "",                     false, 0 },
    };

    FOR_EACH_CASE(c, cases) {
        uint64_t value = 0;

        if (CHECK_EQ(str_to_u64(str_of(c->text), UINT64_MAX, &value), c->ok) && c->ok)
            CHECK_EQ(value, c->value);
    }
    uint64_t value;

    CHECK(!str_to_u64(STR("10"), 9, &value));
    CHECK(str_to_u64(STR("9"), 9, &value));
}

TEST(str_search)
{
    CHECK_EQ(str_find(STR("a needle"), STR("needle")), 2);
    CHECK_EQ(str_find(STR("need"), STR("needle")), STR_NOT_FOUND);
    CHECK_EQ(str_find_nocase(STR("A NEEDLE"), STR("needle")), 2);
    CHECK_EQ(str_rfind_char(STR("a@b@c"), '@'), 3);
    CHECK(str_ends_nocase(STR("Mail.Example.ORG"), STR(".example.org")));
    CHECK(str_ends_nocase((str){ 0 }, (str){ 0 }));            /* no octet is looked at, and none may be pointed to */
    CHECK_EQ(str_find_nocase((str){ 0 }, (str){ 0 }), 0);
    CHECK_STR(str_trim(STR(" \r\n a b\t")), STR("a b"));
}

TEST(str_is_printable)
{
    static const struct { const char *name; str text; bool want; } cases[] = {
        { "nothing",           STR_INIT(""),      true  },
        { "from SP to tilde",  STR_INIT(" a~"),   true  },
        { "a tab",             STR_INIT("a\tb"),  false },
        { "DEL",               STR_INIT("\x7f"),  false },
        { "NUL",               STR_INIT("a\0"),   false },
        { "an octet above 127", STR_INIT("\xe9"), false },
    };

    FOR_EACH_CASE(c, cases)
        CHECK_EQ(str_is_printable(c->text), c->want);
}

TEST(arena_printable)
{
    static const struct { const char *name; str text, want; } cases[] = {
        { "plain and wide text stay",      STR_INIT("\xc3\xbc \xe2\x82\xac"),           STR_INIT("\xc3\xbc \xe2\x82\xac") },
        { "an escape sequence",            STR_INIT("\x1b[2J\x7f\0\n"),                STR_INIT("?[2J???") },
        { "its one-octet form, as UTF-8",  STR_INIT("\xc2\x9b" "2J"),                  STR_INIT("?2J") },
        { "and as it is",                  STR_INIT("\x9b" "2J"),                      STR_INIT("?2J") },
        { "right-to-left override",        STR_INIT("a\xe2\x80\xae" "b\xe2\x81\xa9"), STR_INIT("a?b?") },
        { "a sequence cut short",          STR_INIT("\xe2\x82"),                       STR_INIT("??") },
        { "nothing",                       STR_INIT(""),                               STR_INIT("") },
    };
    ARENA_SCOPE arena = { 0 };

    FOR_EACH_CASE(c, cases)
        CHECK_STR(arena_printable(&arena, c->text), c->want);
}

TEST(arena_printable_line)
{
    static const struct { const char *name; str text, want; } cases[] = {
        { "lines one after the other",     STR_INIT("Dear Alex,\r\nhere they are.\n\nSam"), STR_INIT("Dear Alex, here they are. Sam") },
        { "a blank that is there already", STR_INIT("one \r\n\ttwo"),                     STR_INIT("one two") },
        { "none at its beginning",         STR_INIT("\r\none"),                           STR_INIT("one") },
        { "what moves a cursor",           STR_INIT("a\x1b[2J\n\v\0b"),                    STR_INIT("a?[2J ??b") },
        { "nothing",                       STR_INIT(""),                                  STR_INIT("") },
    };
    ARENA_SCOPE arena = { 0 };

    FOR_EACH_CASE(c, cases)
        CHECK_STR(arena_printable_line(&arena, c->text), c->want);
}
