#include "gateway/mail_server.h"

#include "unit.h"

static void check_path(const struct path *got, const struct path *want)
{
    CHECK_STR(got->text, want->text);
    CHECK_STR(got->local_part, want->local_part);
    CHECK_STR(got->domain, want->domain);
    CHECK_EQ(got->is_null, want->is_null);
    CHECK_EQ(got->is_literal, want->is_literal);
    CHECK_EQ(got->is_utf8, want->is_utf8);
}

/* What a record says of a path reads as it did when it came. */
TEST(mail_server_path)
{
    static const struct { const char *name, *given, *text, *local_part, *domain; bool is_null; } cases[] = {
        { "a path",                            "<jo@a.example>",        "jo@a.example",        "jo",          "a.example",   false },
        { "the null path",                     "<>",                    "",                    "",            "",            true  },
        { "nothing",                           "",                      "",                    "",            "",            true  },
        { "an address without brackets",       "jo@a.example",          "jo@a.example",        "jo",          "a.example",   false },
        { "a literal",                         "<jo@[127.0.0.1]>",      "jo@[127.0.0.1]",      "jo",          "[127.0.0.1]", false },
        { "a bracket in quotes",               "<\"a>b\"@a.example>",   "\"a>b\"@a.example",   "\"a>b\"",     "a.example",   false },
        { "two dots in a row",                 "<jo..doe@a.example>",   "jo..doe@a.example",   "jo..doe",     "a.example",   false },
        { "a dot at the end",                  "<jo.@a.example>",       "jo.@a.example",       "jo.",         "a.example",   false },
        { "no domain",                         "<jo>",                  "jo",                  "jo",          "",            false },
        { "a blank",                           "<a b@a.example>",       "a b@a.example",       "a b",         "a.example",   false },
        { "a bracket where none can be",       "jo@a.example>x",        "jo@a.example>x",      "jo",          "a.example>x", false },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        struct path path  = mail_server_path(str_of(c->given), &arena), again = mail_server_path_again(path.text, &arena);

        CHECK_CSTR(path.text, c->text);
        CHECK_CSTR(path.local_part, c->local_part);
        CHECK_CSTR(path.domain, c->domain);
        CHECK_EQ(path.is_null, c->is_null);
        check_path(&again, &path);
    }
}
