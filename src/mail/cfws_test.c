#include "mail/cfws.h"

#include "unit.h"

TEST(cfws_skip)
{
    static const struct { const char *name, *text, *rest; } cases[] = {
        { "nothing to skip",            "a (b)",                "a (b)" },
        { "blanks and folds",           " \t\r\n a",            "a" },
        { "a comment",                  "(x) a",                "a" },
        { "comments one by one",        "(x) (y)(z)a",          "a" },
        { "nested comments",            "(x (y) z) a",          "a" },
        { "an escaped parenthesis",     "(x \\) y) a",          "a" },
        { "a comment without end",      "(x (y) a",             "" },
        { "a backslash at the end",     "(x\\",                 "" },
        { "a closing one alone",        ") a",                  ") a" },
        { "only blanks",                " \r\n ",               "" },
    };

    FOR_EACH_CASE(c, cases) {
        str rest = str_of(c->text);

        CHECK_EQ(cfws_skip(&rest), c->rest[0] != '\0');
        CHECK_CSTR(rest, c->rest);
    }
}
