#include "mail/address.h"

#include "unit.h"

TEST(path_parse)
{
    static const struct {
        const char *name; str text; enum path_error want; const char *local_part, *domain, *rest;
    } cases[] = {
        { "an address and parameters",   STR_INIT("<a@b.example> SIZE=1"),     PATH_OK, "a", "b.example", " SIZE=1" },
        { "the null path",               STR_INIT("<>"),                       PATH_OK, "", "", "" },
        { "postmaster needs no domain",  STR_INIT("<PostMaster>"),             PATH_OK, "PostMaster", "", "" },
        { "nobody else",                 STR_INIT("<root>"),                   PATH_NO_DOMAIN, "", "", "<root>" },
        { "a quoted local part",         STR_INIT("<\"a b\\\"@x\"@c.example>"), PATH_OK, "\"a b\\\"@x\"", "c.example",
          "" },
        { "an empty quoted string",      STR_INIT("<\"\"@c.example>"),         PATH_SYNTAX, "", "",
          "<\"\"@c.example>" },
        { "an IPv4 literal",             STR_INIT("<a@[192.0.2.1]>"),          PATH_OK, "a", "[192.0.2.1]", "" },
        { "an IPv6 literal",             STR_INIT("<a@[IPv6:2001:db8::1]>"),   PATH_OK, "a", "[IPv6:2001:db8::1]", "" },
        { "IPv6 without its tag",        STR_INIT("<a@[2001:db8::1]>"),        PATH_SYNTAX, "", "", NULL },
        { "IPv4 with the tag of IPv6",   STR_INIT("<a@[IPv6:192.0.2.1]>"),     PATH_SYNTAX, "", "", NULL },
        { "an unclosed literal",         STR_INIT("<a@[192.0.2.1>"),           PATH_SYNTAX, "", "", NULL },
        { "a source route is ignored",   STR_INIT("<@x.example,@y.example:a@b.example>"), PATH_OK, "a", "b.example",
          "" },
        { "UTF-8",                       STR_INIT("<\xc3\xa4@b\xc3\xbc.example>"), PATH_OK, "\xc3\xa4",
          "b\xc3\xbc.example", "" },
        { "Latin-1",                     STR_INIT("<\xe4@b.example>"),         PATH_BAD_UTF8, "", "", NULL },
        { "an underscore in the domain", STR_INIT("<a@b_c.example>"),          PATH_OK, "a", "b_c.example", "" },
        { "no brackets",                 STR_INIT("a@b.example"),              PATH_SYNTAX, "", "", NULL },
        { "a blank before the address",  STR_INIT("< a@b.example>"),           PATH_SYNTAX, "", "", NULL },
        { "a blank inside",              STR_INIT("<a b@c.example>"),          PATH_SYNTAX, "", "", NULL },
        { "two @",                       STR_INIT("<a@b@c.example>"),          PATH_SYNTAX, "", "", NULL },
        { "two dots",                    STR_INIT("<a..b@c.example>"),         PATH_SYNTAX, "", "", NULL },
        { "a dot at the end",            STR_INIT("<a@c.example.>"),           PATH_SYNTAX, "", "", NULL },
        { "a hyphen at the start",       STR_INIT("<a@-c.example>"),           PATH_SYNTAX, "", "", NULL },
        { "no local part",               STR_INIT("<@c.example>"),             PATH_SYNTAX, "", "", NULL },
        { "no end",                      STR_INIT("<a@c.example"),             PATH_SYNTAX, "", "", NULL },
        { "a NUL",                       STR_INIT("<a\0@c.example>"),          PATH_SYNTAX, "", "", NULL },
        { "a line end in quotes",        STR_INIT("<\"a\r\nb\"@c.example>"),   PATH_SYNTAX, "", "", NULL },
        { "a line end behind a backslash", STR_INIT("<\"a\\\nb\"@c.example>"), PATH_SYNTAX, "", "", NULL },
        { "a backslash at the end",      STR_INIT("<\"a\\"),                   PATH_SYNTAX, "", "", NULL },
        { "nothing",                     STR_INIT(""),                         PATH_SYNTAX, "", "", NULL },
        { "a local part of 64 octets",
          STR_INIT("<aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@c.example>"), PATH_OK,
          "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "c.example", "" },
        { "one of 65 octets",
          STR_INIT("<aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@c.example>"),
          PATH_LOCAL_PART_TOO_LONG, "", "", NULL },
    };

    FOR_EACH_CASE(c, cases) {
        struct path path;
        str         rest = c->text;

        if (!CHECK_EQ(path_parse(&path, &rest), c->want) || c->want != PATH_OK) {
            CHECK_STR(rest, c->text);           /* an error consumes nothing */
            continue;
        }
        CHECK_CSTR(path.local_part, c->local_part);
        CHECK_CSTR(path.domain, c->domain);
        CHECK_CSTR(rest, c->rest);
        CHECK_EQ(path.is_null, c->text.len == 2);
        CHECK_EQ(path.is_literal, str_starts(path.domain, STR("[")));
        CHECK_EQ(path.is_utf8, str_has_8bit(c->text));
    }
}

TEST(path_lengths)
{
    ARENA_SCOPE arena = { 0 };
    struct path path;
    str         label = STR("ddddddddddddddddddddddddddddddddddddddddddddddddd."), rest;        /* 50 octets */

    rest = arena_printf(&arena, "<a@%.*s%.*s%.*s%.*s%.*scom>", STR_ARG(label), STR_ARG(label), STR_ARG(label),
                        STR_ARG(label), STR_ARG(STR("dddddddddddddddddddddddddddddddddddddddddddddddd.")));
    CHECK_EQ(rest.len, 256);
    CHECK_EQ(path_parse(&path, &rest), PATH_OK);
    rest = arena_printf(&arena, "<aa@%.*s%.*s%.*s%.*s%.*scom>", STR_ARG(label), STR_ARG(label), STR_ARG(label),
                        STR_ARG(label), STR_ARG(STR("dddddddddddddddddddddddddddddddddddddddddddddddd.")));
    CHECK_EQ(path_parse(&path, &rest), PATH_TOO_LONG);
    rest = arena_printf(&arena, "<a@%.*s%.*s%.*s%.*s%.*sabcdef>", STR_ARG(label), STR_ARG(label), STR_ARG(label),
                        STR_ARG(label), STR_ARG(label));
    CHECK_EQ(path_parse(&path, &rest), PATH_DOMAIN_TOO_LONG);
}
