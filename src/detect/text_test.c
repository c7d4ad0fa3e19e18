#include "detect/text.h"

#include "unit.h"

TEST(text_next_character)
{
    str      rest = STR("a\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\xff\xc3");
    uint32_t want[] = { 'a', 0xe4, 0x20ac, 0x1f600, 0xfffd, 0xfffd }, character;

    for (size_t i = 0; i < ARRAY_LEN(want); i++)
        if (CHECK(text_next_character(&rest, &character)))
            CHECK_EQ(character, want[i]);
    CHECK(!text_next_character(&rest, &character));
}

TEST(text_find_domain)
{
    static const struct { const char *name, *text, *want; } cases[] = {
        { "a domain between words",             "Billing example.com team",     "example.com" },
        { "with a final dot",                   "Write to shop.example.org.",   "shop.example.org" },
        { "below a country's second level",     "Shop example.co.uk",           "example.co.uk" },
        { "an initial is no domain",            "J.de Boer",                    "" },
        { "a program's name is no domain",      "Node.js Weekly",               "" },
        { "an abbreviation is no domain",       "St.Mary e.V.",                 "" },
        { "an address is another rule's",       "jo@example.com",               "" },
        { "digits with a dot",                  "Release 1.2",                  "" },
        { "nothing",                            "",                             "" },
        { "dots only",                          "...",                          "" },
    };

    FOR_EACH_CASE(c, cases) {
        str domain = { 0 };

        CHECK_EQ(text_find_domain(str_of(c->text), &domain), c->want[0] != '\0');
        CHECK_CSTR(domain, c->want);
    }
}

TEST(text_tells_person)
{
    static const struct { const char *name, *local_part; bool want; } cases[] = {
        { "a person's",                 "alex.doe",     true  },
        { "a person's with a number",   "doe1977",      true  },
        { "a desk's",                   "buchhaltung",  false },
        { "too short to tell",          "hr-1",         false },
        { "nobody's",                   "",             false },
    };

    FOR_EACH_CASE(c, cases)
        CHECK_EQ(text_tells_person(str_of(c->local_part)), c->want);
}

TEST(text_printable)
{
    static const struct { const char *name; str text; size_t max; const char *want; } cases[] = {
        { "plain text stays",                   STR_INIT("jo@example.org"),     40, "jo@example.org" },
        { "no line can be added to a reply",    STR_INIT("a\r\n250 ok"),        40, "a??250 ok" },
        { "NUL and broken UTF-8",               STR_INIT("a\0b\xff"),           40, "a?b?" },
        { "a control of another kind",          STR_INIT("a\xc2\x9b" "2J"),   40, "a?2J" },
        { "cut at a character",                 STR_INIT("ab\xc3\xa4"),          3, "ab..." },
    };
    ARENA_SCOPE arena = { 0 };

    FOR_EACH_CASE(c, cases)
        CHECK_CSTR(text_printable(&arena, c->text, c->max), c->want);
}
