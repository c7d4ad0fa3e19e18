#include "detect/file/page.h"

#include "detect/files_test.h"
#include "unit.h"

#define DECODED  "var d=atob('" RUN_OF_1200 "');"
#define BUILT    "var b=new Blob([d]);var u=URL.createObjectURL(b);"
#define SAVED    "a.href=u;a.download='x.zip';a.click();"

enum verdict { SMUGGLES = 1, UNPACKS = 2, LEADS_ON = 4 };

static unsigned judge(const struct page_survey *survey)
{
    return (page_smuggles(survey) ? SMUGGLES : 0) | (page_unpacks_itself(survey) ? UNPACKS : 0) |
           (page_only_leads_on(survey) ? LEADS_ON : 0);
}

TEST(page_survey)
{
    static const struct { const char *name, *page; unsigned want; } cases[] = {
        { "nothing",                          "",                                                            0 },
        { "a text",                           "<p>hello",                                                    0 },
        { "a file built and saved",           "<script>" DECODED BUILT SAVED "</script>",                    SMUGGLES },
        { "in pieces of the page",            "<script>" DECODED "</script><p>x<script>" BUILT "</script><img onerror=\"" SAVED "\">", SMUGGLES },
        { "of numbers",                       "<script>var n=new Uint8Array([77,90,144,0,3,0,0,0,4,0,0,0,255,255,0,0,184,0,0,0,0x4d,0x5a,0x90,0x00]);"
                                              BUILT SAVED "</script>", SMUGGLES },
        { "by a library in a page to be read", "<p>" RUN_OF_400 "<script>var k='" RUN_OF_400 "';function f(d){d=atob(d);" BUILT SAVED "}</script>", 0 },
        { "a file built of nothing brought along", "<script>var d=atob(x);" BUILT SAVED "</script>",         0 },
        { "decoded and never saved",          "<script>" DECODED "</script>",                                0 },
        { "a file in a link",                 "<a download=x.zip href='data:application/zip;base64," RUN_OF_1200 "'>x</a>", SMUGGLES },
        { "a table in a link",                "<a download=x.csv href='data:text/csv;base64," RUN_OF_1200 "'>x</a>", 0 },
        { "a picture in a link",              "<a download=x.png href='data:image/png;base64," RUN_OF_1200 "'>x</a>", 0 },
        { "octets in a link",                 "<a download=x.png href='data:application/octet-stream;base64," RUN_OF_400 "'>x</a>", SMUGGLES },
        { "a page in a frame",                "<iframe src='data:text/html;base64," RUN_OF_1200 "'></iframe>", SMUGGLES },
        { "a picture",                        "<img src='data:image/png;base64," RUN_OF_1200 "'>",           0 },
        { "a page in itself",                 "<script>" DECODED "document.write(d)</script>",               UNPACKS },
        { "in a link of script",              "<a href=\"javascript:" DECODED "eval(d)\">x</a>",             UNPACKS },
        { "references in a drawing's script", "<svg><script>&#97;tob('" RUN_OF_1200 "');document.write(d)</script></svg>", UNPACKS },
        { "leads on by itself",               "<meta http-equiv=Refresh content='0; URL=https://x.example/'>", LEADS_ON },
        { "by script",                        "<body onload=\"location='https://x.example/'\">",             LEADS_ON },
        { "only loads again",                 "<meta http-equiv=refresh content=30>",                        0 },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE        arena = { 0 };
        struct page_survey survey;

        page_survey(&survey, &arena, str_of(c->page));
        CHECK_EQ(judge(&survey), c->want);
        CHECK(survey.is_whole);
    }
}

TEST(page_survey_signs)
{
    static const struct { const char *name; str page; unsigned want; } cases[] = {
        { "a field for a password",    STR_INIT("<form><input type=' PassWord '>"),        PAGE_HAS_FORM | PAGE_ASKS_PASSWORD },
        { "a script from elsewhere",   STR_INIT("<script src=https://x.example/a.js>"),    PAGE_HAS_SCRIPT | PAGE_LOADS_SCRIPT },
        { "one from beside it",        STR_INIT("<script src=a.js>"),                      PAGE_HAS_SCRIPT },
        { "in a drawing",              STR_INIT("<svg><script href='//x.example/a'/>"),    PAGE_HAS_SCRIPT | PAGE_LOADS_SCRIPT },
        { "in UTF-16",                 STR_INIT("\xff\xfe<\0f\0o\0r\0m\0>\0"),             PAGE_HAS_FORM },
        { "a word in a longer one",    STR_INIT("<script>matoba()</script>"),              PAGE_HAS_SCRIPT },
        { "names by a machine",        STR_INIT("<script>_0x1a2b _0x1a2c _0x1a2d _0x1a2e _0x1a2b _0x1a2c _0x1a2d _0x1a2e _0x1a2b _0x1a2c _0x1a2d "
                                                "_0x1a2e _0x1a2b _0x1a2c _0x1a2d _0x1a2e _0x1a2b _0x1a2c _0x1a2d _0x1a2e _0x1a2b _0x1a2c _0x1a2d _0x1a2e"),
          PAGE_HAS_SCRIPT | PAGE_OBFUSCATED },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE        arena = { 0 };
        struct page_survey survey;

        page_survey(&survey, &arena, c->page);
        CHECK_EQ(survey.signs, c->want);
    }
}

TEST(page_sends_to)
{
    static const struct { const char *name; str page, want; } cases[] = {
        { "a form",                  STR_INIT("<form action=' https://x.example/a '>"),                        STR_INIT("https://x.example/a") },
        { "two for one place",       STR_INIT("<form action=//x.example></form><form action=//x.example>"),   STR_INIT("//x.example") },
        { "for two",                 STR_INIT("<form action=//x.example></form><form action=//y.example>"),   STR_INIT("") },
        { "for itself, and for one", STR_INIT("<form></form><form action=//y.example>"),                       STR_INIT("") },
        { "a button for another",    STR_INIT("<form action=//x.example><input formaction=//y.example>"),     STR_INIT("") },
        { "a script",                STR_INIT("<form action=//x.example><script>f()</script>"),               STR_INIT("") },
        { "in an attribute",         STR_INIT("<form action=//x.example onsubmit='f()'>"),                     STR_INIT("") },
        { "behind javascript:",      STR_INIT("<form action=//x.example><a href=javascript:f()>"),            STR_INIT("") },
        { "a frame",                 STR_INIT("<form action=//x.example><iframe src=a.html>"),                STR_INIT("") },
        { "no form",                 STR_INIT("<p action=//x.example>"),                                       STR_INIT("") },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE        arena = { 0 };
        struct page_survey survey;

        page_survey(&survey, &arena, c->page);
        CHECK_STR(page_sends_to(&survey), c->want);
    }
}

TEST(page_survey_of_a_long_one)
{
    ARENA_SCOPE        arena = { 0 };
    struct page_survey survey;
    str                page = { arena_alloc(&arena, PAGE_MAX_OCTETS + 1), PAGE_MAX_OCTETS + 1 };

    page_survey(&survey, &arena, page);
    CHECK(!survey.is_whole);
}
