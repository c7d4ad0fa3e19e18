#include "mail/parameter.h"

#include "base/buf.h"
#include "unit.h"

/* "name=value;" for each. */
static str print(struct arena *arena, const struct parameter_list *list)
{
    str out = { 0 };

    for (size_t i = 0; i < list->count; i++)
        out = arena_printf(arena, "%.*s%.*s=%.*s;", STR_ARG(out), STR_ARG(list->items[i].name),
                           STR_ARG(list->items[i].value));
    return out;
}

enum { BAD = MIME_BAD_CONTENT_TYPE, TWICE = MIME_DUPLICATE_PARAMETER };

TEST(parameter_list)
{
    static const struct { const char *name, *text, *want; unsigned flaws; } cases[] = {
        { "none",                       "",                                         "", 0 },
        { "tokens",                     "; Charset=us-ascii; format=flowed",        "charset=us-ascii;format=flowed;",
          0 },
        { "blanks and a comment",       ";\r\n charset = us-ascii (Plain)",         "charset=us-ascii;", 0 },
        { "a quoted value",             "; name=\"a;b \\\"c\\\"\"; x=y",            "name=a;b \"c\";x=y;", 0 },
        { "a fold in quotes",           "; name=\"a\r\n b\"",                       "name=a b;", 0 },
        { "a boundary unquoted",        "; boundary=----=_Part:1/2",                "boundary=----=_Part:1/2;", 0 },
        { "empty parameters",           ";;; ;a=b;",                                "a=b;", 0 },
        { "a blank in a token",         "; name=my file.pdf; a=b",                  "name=my file.pdf;a=b;", BAD },
        { "a quote without end",        "; name=\"a; b=c",                          "name=a; b=c;", BAD },
        { "text behind a quote",        "; name=\"a\"b; c=d",                       "name=a;c=d;", BAD },
        { "no value hides nothing",     "; bad; name=x",                            "name=x;", BAD },
        { "nor does rubbish",           "; bad/p()=1;; filename=x.exe",             "bad/p=1;filename=x.exe;", BAD },
        { "no name",                    "; =x; a=b",                                "a=b;", BAD },
        { "no semicolon",               " charset=utf-8",                           "charset=utf-8;", BAD },
        { "a comma for a semicolon",    ", a=b; c=d",                               "a=b;c=d;", BAD },
        { "the first of two",           "; a=1; A=2",                               "a=1;", TWICE },
        { "an extended value",          "; name*=iso-8859-1'en'%e4%20b",            "name=\xc3\xa4 b;", 0 },
        { "no charset means UTF-8",     "; name*=''%c3%a4",                         "name=\xc3\xa4;", 0 },
        { "extended without quotes",    "; name*=%c3%a4",                           "name=\xc3\xa4;", 0 },
        { "extended wins over plain",   "; name=x; name*=utf-8''y",                 "name=y;", 0 },
        { "sections",                   "; name*0=a; name*1=\"b c\"",               "name=ab c;", 0 },
        { "sections in any order",      "; name*1=b; name*0=a",                     "name=ab;", 0 },
        { "a gap ends them",            "; name*0=a; name*2=c",                     "name=a;", 0 },
        { "no first section",           "; name*1=b",                               "", BAD },
        { "some sections extended",     "; name*0*=utf-8''%c3; name*1*=%a4; name*2=%41", "name=\xc3\xa4%41;", 0 },
        { "a section twice",            "; name*0=a; name*0=b",                     "name=a;", TWICE },
        { "a bad escape stays",         "; name*=utf-8''%zz%4",                     "name=%zz%4;", 0 },
        { "sections without end",       "; a*99999999999999999999=b",               "a*99999999999999999999=b;", 0 },
        { "stars",                      "; 3**=b; *=c; **=d",                       "3**=b;*=c;**=d;", 0 },
        { "a comment without end",      "; a=b; (((c=d",                            "a=b;", 0 },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE           arena = { 0 };
        struct parameter_list list;

        parameter_list_parse(&list, &arena, str_of(c->text));
        CHECK_CSTR(print(&arena, &list), c->want);
        CHECK_EQ(list.flaws, c->flaws);
    }
}

/* What others read who know no RFC 2231, or know it otherwise. */
TEST(parameter_other_reading)
{
    static const struct { const char *name, *text, *value, *other; } cases[] = {
        { "one form",                    "; name=x",                                   "x",  "" },
        { "the plain one beside it",     "; name=x; name*=utf-8''y",                   "y",  "x" },
        { "before or behind",            "; name*=utf-8''y; name=x",                   "y",  "x" },
        { "beside sections",             "; name=x; name*0=y; name*1=z",               "yz", "x" },
        { "sections beside a whole",     "; name*=utf-8''x; name*0=y; name*1=z",       "x",  "yz" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE           arena = { 0 };
        struct parameter_list list;

        parameter_list_parse(&list, &arena, str_of(c->text));
        if (!CHECK_EQ(list.count, 1))
            continue;
        CHECK_CSTR(list.items[0].value, c->value);
        CHECK_CSTR(list.items[0].other, c->other);
    }
}

TEST(parameter_list_is_bounded)
{
    ARENA_SCOPE           arena = { 0 };
    struct parameter_list list;
    enum { MANY = 10000 };
    BUF_SCOPE             text = { 0 };

    for (int i = 0; i < MANY; i++)
        buf_printf(&text, ";a%d=b", i);
    parameter_list_parse(&list, &arena, buf_str(&text));
    CHECK_EQ(list.flaws, MIME_BAD_CONTENT_TYPE);
    CHECK_EQ(list.count, 128);
}
