#include "auth/taglist.h"

#include <stdio.h>

#include "unit.h"

/* The tags as "name=value|name=value", to compare with. */
static str flatten(const struct taglist *list, char *out, size_t size)
{
    size_t len = 0;

    for (size_t i = 0; i < list->count; i++) {
        const str parts[] = { i == 0 ? STR("") : STR("|"), list->tags[i].name, STR("="), list->tags[i].value };

        for (size_t p = 0; p < ARRAY_LEN(parts); p++) {
            ASSERT(len + parts[p].len <= size);
            if (parts[p].len > 0)
                memcpy(out + len, parts[p].ptr, parts[p].len);
            len += parts[p].len;
        }
    }
    return (str){ out, len };
}

TEST(taglist_strict)
{
    static const struct { const char *name; str text; enum taglist_error want; const char *tags; } cases[] = {
        { "one tag",                          STR_INIT("v=1"),                   TAGLIST_OK,        "v=1" },
        { "one semicolon may end the list",   STR_INIT("v=1; a=b;"),             TAGLIST_OK,        "v=1|a=b" },
        { "blanks around everything",         STR_INIT(" v = 1 ;\r\n\ta =\r\n b "), TAGLIST_OK,     "v=1|a=b" },
        { "inner folding is kept",            STR_INIT("b=AB\r\n CD"),           TAGLIST_OK,        "b=AB\r\n CD" },
        { "an empty value is a value",        STR_INIT("p=; k=rsa"),             TAGLIST_OK,        "p=|k=rsa" },
        { "only the first = separates",       STR_INIT("b=QQ=="),                TAGLIST_OK,        "b=QQ==" },
        { "names differ by case",             STR_INIT("b=1; B=2"),              TAGLIST_OK,        "b=1|B=2" },
        { "digits and _ within a name",       STR_INIT("r_2=x"),                 TAGLIST_OK,        "r_2=x" },
        { "UTF-8 in a value", STR_INIT("i=p\xc3\xa4@example.org"), TAGLIST_OK, "i=p\xc3\xa4@example.org" },
        { "no duplicates",                    STR_INIT("v=1; a=b; v=1"),         TAGLIST_DUPLICATE, NULL },
        { "nothing at all",                   STR_INIT(""),                      TAGLIST_SYNTAX,    NULL },
        { "only a semicolon",                 STR_INIT(";"),                     TAGLIST_SYNTAX,    NULL },
        { "an empty term inside",             STR_INIT("v=1;; a=b"),             TAGLIST_SYNTAX,    NULL },
        { "two semicolons at the end",        STR_INIT("v=1;;"),                 TAGLIST_SYNTAX,    NULL },
        { "no =",                             STR_INIT("v=1; junk"),             TAGLIST_SYNTAX,    NULL },
        { "no name",                          STR_INIT("=1"),                    TAGLIST_SYNTAX,    NULL },
        { "a name that starts with a digit",  STR_INIT("1v=1"),                  TAGLIST_SYNTAX,    NULL },
        { "a name with a blank inside",       STR_INIT("b h=1"),                 TAGLIST_SYNTAX,    NULL },
        { "NUL in a value",                   STR_INIT("v=1\0" "2"),             TAGLIST_SYNTAX,    NULL },
        { "a control octet in a value",       STR_INIT("v=1\x7f"),               TAGLIST_SYNTAX,    NULL },
        { "a bare LF inside a value",         STR_INIT("b=AB\n CD"),             TAGLIST_SYNTAX,    NULL },
        { "a CRLF that is no fold",           STR_INIT("b=AB\r\nCD"),            TAGLIST_SYNTAX,    NULL },
        { "8-bit octets that are not UTF-8",  STR_INIT("i=p\xe4@example.org"),   TAGLIST_SYNTAX,    NULL },
    };
    struct taglist list;
    char           flat[200];
    str            bad;

    FOR_EACH_CASE(c, cases) {
        CHECK_EQ(taglist_parse(&list, c->text, TAGLIST_STRICT, &bad), c->want);
        if (c->tags != NULL)
            CHECK_CSTR(flatten(&list, flat, sizeof flat), c->tags);
    }
}

TEST(taglist_names_what_is_bad)
{
    struct taglist list;
    str            bad;

    CHECK_EQ(taglist_parse(&list, STR("v=1; junk; a=b"), TAGLIST_STRICT, &bad), TAGLIST_SYNTAX);
    CHECK_STR(str_trim(bad), STR("junk"));
    CHECK_EQ(taglist_parse(&list, STR("v=1; v=2"), TAGLIST_STRICT, &bad), TAGLIST_DUPLICATE);
    CHECK_STR(str_trim(bad), STR("v=2"));
}

TEST(taglist_lenient)
{
    static const struct { const char *name; str text; const char *tags, *bad; } cases[] = {
        { "what is good is as in the strict reading", STR_INIT("v=DMARC1; p=none;"),    "v=DMARC1|p=none", "" },
        { "the first of duplicates counts",           STR_INIT("p=none; P=reject"),     "p=none",          "P=reject" },
        { "a bad term is skipped and told",           STR_INIT("v=DMARC1; junk; p=none"), "v=DMARC1|p=none", "junk" },
        { "the first bad term is told",               STR_INIT("x; y; p=none"),         "p=none",          "x" },
        { "empty terms mean nothing",                 STR_INIT("v=DMARC1;;;p=none; ;"), "v=DMARC1|p=none", "" },
        { "nothing at all",                           STR_INIT(""),                     "",                "" },
        { "NUL spoils its term only", STR_INIT("v=DMARC1; p=no\0" "ne; sp=none"), "v=DMARC1|sp=none", NULL },
    };
    struct taglist list;
    char           flat[200];
    str            bad;

    FOR_EACH_CASE(c, cases) {
        CHECK_EQ(taglist_parse(&list, c->text, TAGLIST_LENIENT, &bad), TAGLIST_OK);
        CHECK_CSTR(flatten(&list, flat, sizeof flat), c->tags);
        if (c->bad != NULL)
            CHECK_CSTR(str_trim(bad), c->bad);
    }
}

TEST(taglist_find)
{
    struct taglist list;
    str            bad;

    CHECK_EQ(taglist_parse(&list, STR("p=; K=rsa"), TAGLIST_STRICT, &bad), TAGLIST_OK);
    CHECK(taglist_find(&list, STR("p")) != NULL && taglist_find(&list, STR("p"))->len == 0);
    CHECK(taglist_find(&list, STR("k")) == NULL);
    CHECK_EQ(taglist_parse(&list, STR("P=none"), TAGLIST_LENIENT, &bad), TAGLIST_OK);
    CHECK(taglist_find(&list, STR("p")) != NULL);
}

TEST(taglist_is_bounded)
{
    char           text[TAGLIST_MAX * 6 + 16];
    size_t         len = 0;
    struct taglist list;
    str            bad;

    for (int i = 0; i < TAGLIST_MAX; i++)
        len += (size_t)snprintf(text + len, sizeof text - len, "t%d=1;", i);
    CHECK_EQ(taglist_parse(&list, (str){ text, len }, TAGLIST_STRICT, &bad), TAGLIST_OK);
    CHECK_EQ(list.count, TAGLIST_MAX);
    len += (size_t)snprintf(text + len, sizeof text - len, "more=1;");
    CHECK_EQ(taglist_parse(&list, (str){ text, len }, TAGLIST_STRICT, &bad), TAGLIST_TOO_MANY);
    CHECK_STR(bad, STR("more=1"));
    CHECK_EQ(taglist_parse(&list, (str){ text, len }, TAGLIST_LENIENT, &bad), TAGLIST_OK);
    CHECK_EQ(list.count, TAGLIST_MAX);
}
