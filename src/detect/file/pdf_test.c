#include "detect/file/pdf.h"

#include "base/buf.h"
#include "unit.h"

TEST(pdf_survey)
{
    static const struct { const char *name, *octets; unsigned want; const char *link; } cases[] = {
        { "nothing",                        "",                                                   0, NULL },
        { "a link",                         "<</S/URI/URI(https://x.example/a)>>",                PDF_URI, "https://x.example/a" },
        { "with blanks and parentheses",    "<</URI\n (https://x.example/(a)b)>>",                PDF_URI, "https://x.example/(a)b" },
        { "with a backslash",               "/URI(https://x.example/\\)a)",                       PDF_URI, "https://x.example/)a" },
        { "its kind alone",                 "/S /URI",                                            PDF_URI, NULL },
        { "cut short",                      "/URI(https://x.exa",                                 PDF_URI, "https://x.exa" },
        { "an empty one",                   "/URI()",                                             PDF_URI, NULL },
        { "names written with numbers",     "/#4a#53(x) /La#75nch",                               PDF_JAVASCRIPT | PDF_LAUNCH, NULL },
        { "a number that is none",          "/JS#zz(x)",                                          0, NULL },
        { "two letters before no value",    "/JS%/AA",                                            0, NULL },
        { "something at once",              "/OpenAction 3 0 R",                                  PDF_OPENS, NULL },
        { "a name that begins so",          "/URIs(x)",                                           0, NULL },
        { "a name without end",             "/JavaScriptJavaScriptJavaScript",                    0, NULL },
        { "packed and locked",              "/Type/ObjStm /Encrypt 5 0 R",                        PDF_PACKED | PDF_ENCRYPTED, NULL },
        { "a file in it",                   "/Type /EmbeddedFile",                                PDF_EMBEDDED, NULL },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE       arena = { 0 };
        struct pdf_survey survey;

        pdf_survey(&survey, &arena, str_of(c->octets));
        CHECK_EQ(survey.signs, c->want);
        CHECK_EQ(survey.link_count, c->link != NULL);
        if (c->link != NULL && survey.link_count == 1)
            CHECK_CSTR(survey.links[0], c->link);
    }
}

TEST(pdf_survey_of_many_links)
{
    ARENA_SCOPE       arena  = { 0 };
    BUF_SCOPE         octets = { 0 };
    struct pdf_survey survey;

    for (size_t i = 0; i < 1000; i++)
        buf_add(&octets, STR("/URI(x)"));
    pdf_survey(&survey, &arena, buf_str(&octets));
    CHECK_EQ(survey.link_count, PDF_LINKS_MAX);
    CHECK_EQ(survey.links_dropped, 1000 - PDF_LINKS_MAX);
}
