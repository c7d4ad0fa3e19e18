#include "mail/address.h"

#include <stdio.h>

#include "unit.h"

/* The mailboxes as "name|address" with a "/" between, groups as "group:". */
static str print(struct arena *arena, const struct address_list *list)
{
    str out = { 0 };

    for (size_t i = 0; i < list->count; i++) {
        const struct mailbox *m = &list->mailboxes[i];

        out = arena_printf(arena, "%.*s%s%.*s%s%.*s|%.*s", STR_ARG(out), i == 0 ? "" : " / ", STR_ARG(m->group),
                           m->group.len > 0 ? ": " : "", STR_ARG(m->display_name), STR_ARG(m->address));
    }
    return out;
}

#define TWO   (ADDRESS_SYNTAX | ADDRESS_TWO_READINGS)

TEST(address_list)
{
    static const struct { const char *name; str value; const char *want; unsigned flaws; } cases[] = {
        { "a bare address",             STR_INIT(" a@b.example"),                   "|a@b.example", 0 },
        { "name and address",           STR_INIT("John Doe <j@m.example>"),         "John Doe|j@m.example", 0 },
        { "dots in a name",             STR_INIT("Joe Q. Public <j@x.example>"),    "Joe Q. Public|j@x.example", 0 },
        { "a quoted name",              STR_INIT("\"Doe, John\" <j@x.example>"),    "Doe, John|j@x.example", 0 },
        { "quoted-pairs",               STR_INIT("\"A \\\"B\\\\\" <j@x.example>"),  "A \"B\\|j@x.example", 0 },
        { "an encoded name",            STR_INIT("=?iso-8859-1?Q?J=F8rn?= S <j@x.example>"),
          "J\xc3\xb8rn S|j@x.example", 0 },
        { "encoded in quotes",          STR_INIT("\"=?utf-8?B?w6Q=?=\" <j@x.example>"), "\xc3\xa4|j@x.example", 0 },
        { "several",                    STR_INIT("a@b.example,\r\n C <c@d.example>"), "|a@b.example / C|c@d.example",
          0 },
        { "a quoted local part",        STR_INIT("<\"a b\"@x.example>"),            "|\"a b\"@x.example", 0 },
        { "a literal",                  STR_INIT("<a@[192.0.2.1]>"),                "|a@[192.0.2.1]", 0 },
        { "comments everywhere",        STR_INIT("Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>"),
          "Pete|pete@silly.test", 0 },
        { "a comment in the domain",    STR_INIT("<admin@legit.example(.attack.example)>"), "|admin@legit.example", 0 },
        { "nested comments",            STR_INIT("a@b.example (x (y) <c@d.example>)"), "|a@b.example", 0 },
        { "a group",                    STR_INIT("G:Ed <c@a.test>,joe@w.test;"),    "G: Ed|c@a.test / G: |joe@w.test",
          0 },
        { "a group, then an address",   STR_INIT("G: a@b.test;, c@d.test"),         "G: |a@b.test / |c@d.test", 0 },
        { "an empty group",             STR_INIT("undisclosed-recipients:;"),       "", ADDRESS_EMPTY_GROUP },
        { "nothing",                    STR_INIT(" \r\n "),                         "", 0 },
        { "a route",                    STR_INIT("<@x.test,@y.test:a@b.test>"),     "|a@b.test",
          ADDRESS_OBSOLETE | ADDRESS_TWO_READINGS },
        { "an address as local-part",   STR_INIT("\"a@x.test\"@b.test"),             "|\"a@x.test\"@b.test", ADDRESS_TWO_READINGS },
        { "blanks around dots",         STR_INIT("<a . b@c(x). test>"),             "|a.b@c.test", ADDRESS_OBSOLETE },
        { "blanks around @",            STR_INIT("a @ b.test"),                     "|a@b.test", ADDRESS_OBSOLETE },
        { "empty members",              STR_INIT("a@b.test,, c@d.test"),            "|a@b.test / |c@d.test",
          ADDRESS_OBSOLETE },
        { "an unquoted comma",          STR_INIT("Doe, John <j@x.test>"),           "Doe| / John|j@x.test",
          ADDRESS_NO_AT },
        { "a semicolon between",        STR_INIT("a@b.test; c@d.test"),             "|a@b.test / |c@d.test",
          ADDRESS_SYNTAX },
        { "no closing bracket",         STR_INIT("A <a@b.test"),                    "A|a@b.test", ADDRESS_SYNTAX },
        { "a comma in brackets ends them", STR_INIT("A <a@b.test, C <c@d.test>"),   "A|a@b.test / C|c@d.test",
          ADDRESS_SYNTAX },
        { "a dot at the end",           STR_INIT("<a@b.test.>"),                    "|a@b.test.", ADDRESS_SYNTAX },
        { "two dots",                   STR_INIT("<a..b@c.test>"),                  "|a..b@c.test", ADDRESS_SYNTAX },
        { "the same address as name",   STR_INIT("a@b.test <A@b.test>"),            "a@b.test|A@b.test",
          ADDRESS_SYNTAX },
        { "another address as name",    STR_INIT("a@b.test <c@d.test>"),            "a@b.test|c@d.test", TWO },
        { "in quotes it is only a name", STR_INIT("\"a@b.test\" <c@d.test>"),       "a@b.test|c@d.test", 0 },
        { "two angle addresses",        STR_INIT("<a@b.test> <c@d.test>"),          "|a@b.test", TWO },
        { "an address behind brackets", STR_INIT("<a@b.test> c@d.test"),            "|a@b.test", TWO },
        { "words behind brackets",      STR_INIT("<a@b.test> hello"),               "|a@b.test", ADDRESS_SYNTAX },
        { "brackets in brackets",       STR_INIT("<<a@b.test>c@d.test>"),           "|<a@b.test", TWO },
        { "two @",                      STR_INIT("<a@b.test@c.test>"),              "|a@b.test@c.test", TWO },
        { "words in the domain",        STR_INIT("<a@b.test c.test>"),              "|a@b.testc.test",
          TWO | ADDRESS_OBSOLETE },
        { "a name without brackets",    STR_INIT("John a@b.test"),                  "John|a@b.test", TWO },
        { "an unclosed quote",          STR_INIT("\"a@b.test <c@d.test>"),          "a@b.test <c@d.test>|",
          TWO | ADDRESS_NO_AT },
        { "an unclosed comment",        STR_INIT("a@b.test (c"),                    "|a@b.test", TWO },
        { "an unclosed literal",        STR_INIT("a@[192.0.2.1 \r\n "),             "|a@[192.0.2.1", TWO },
        { "an encoded address",         STR_INIT("=?utf-8?B?YWRtaW5AbGVnaXQuZXhhbXBsZQ==?="),
          "admin@legit.example|", ADDRESS_NO_AT | ADDRESS_TWO_READINGS },
        { "an encoded-word is no local part", STR_INIT("<=?utf-8?Q?admin?=@legit.test>"),
          "|=?utf-8?Q?admin?=@legit.test", 0 },
        { "unless it is decoded to more", STR_INIT("=?utf-8?q?ceo=40a.test=3E?=@b.test"), "|=?utf-8?q?ceo=40a.test=3E?=@b.test",
          ADDRESS_TWO_READINGS },
        { "a blank comes out of one",   STR_INIT("<a.=?utf-8?q?b_c?=@d.test>"), "|a.=?utf-8?q?b_c?=@d.test", ADDRESS_TWO_READINGS },
        { "an encoded name ends like an address", STR_INIT("=?utf-8?q?ceo=40a.test?=> <b@c.test>"), "ceo@a.test>|b@c.test", TWO },
        { "a name with an arrow",       STR_INIT("Sales -> Ops <b@c.test>"), "Sales -> Ops|b@c.test", ADDRESS_SYNTAX },
        { "a blank before a dot parts an encoded-word with the @ in it", STR_INIT("=?x .y?q?a@?=legit.test"),
          "|=?x.y?q?a@?=legit.test", ADDRESS_OBSOLETE | ADDRESS_TWO_READINGS },
        { "specials in an encoded-word", STR_INIT("=?utf-8?Q?Doe,_J?= <j@x.test>"), "Doe, J|j@x.test", ADDRESS_SYNTAX },
        { "an address in an encoded-word", STR_INIT("=?utf-8?Q?<a@b.test>,?= <j@x.test>"), "<a@b.test>,|j@x.test",
          TWO },
        { "an address as group name",   STR_INIT("ceo@b.test:;"),                   "", TWO | ADDRESS_EMPTY_GROUP },
        { "a group without end",        STR_INIT("G: a@b.test"),                    "G: |a@b.test", ADDRESS_SYNTAX },
        { "a group in a group",         STR_INIT("G: H: a@b.test;"),                "H: |a@b.test", ADDRESS_SYNTAX },
        { "a NUL",                      STR_INIT("<a\0@b.test>"),                   "|a", ADDRESS_CONTROL },
        { "only specials",              STR_INIT("<>"),                             "|", ADDRESS_NO_AT },
        { "a stray bracket",            STR_INIT("a) <c@d.test>"),                  "a)|c@d.test", ADDRESS_SYNTAX },
        { "a comment is not a name",    STR_INIT("(John) a@b.test"),                "|a@b.test", 0 },
        { "a comment before @",         STR_INIT("a(x)@b.test"),                    "|a@b.test", 0 },
        { "a URI",                      STR_INIT("<mailto:a@b.test>"),              "|mailto:a@b.test", TWO },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE         arena = { 0 };
        struct address_list list;

        address_list_parse(&list, &arena, c->value);
        CHECK_EQ(list.flaws, c->flaws);
        if (c->flaws != ADDRESS_CONTROL)        /* print stops at NUL */
            CHECK_CSTR(print(&arena, &list), c->want);
    }
}

TEST(address_list_members)
{
    ARENA_SCOPE         arena = { 0 };
    struct address_list list;
    str                 value = STR(" Pete (A) <\"p q\"@silly.test>(B) , x@y.test");

    address_list_parse(&list, &arena, value);
    if (!CHECK_EQ(list.count, 2))
        return;
    CHECK_STR(list.mailboxes[0].text, STR("Pete (A) <\"p q\"@silly.test>(B)"));
    CHECK_STR(list.mailboxes[0].local_part, STR("\"p q\""));
    CHECK_STR(list.mailboxes[0].domain, STR("silly.test"));
    CHECK_STR(list.mailboxes[0].comment, STR("A B"));
    CHECK(list.mailboxes[1].address.ptr == value.ptr + 34);     /* a slice */
}

TEST(address_list_limits)
{
    ARENA_SCOPE         arena = { 0 };
    struct address_list list;
    enum { ASKED = ADDRESS_LIST_MAX + 5 };
    char               *value = arena_octets(&arena, ASKED * 4);

    for (size_t i = 0; i < ASKED; i++)
        memcpy(value + 4 * i, "a@b,", 4);
    address_list_parse(&list, &arena, (str){ value, ASKED * 4 });
    CHECK_EQ(list.count, ADDRESS_LIST_MAX);
    CHECK_EQ(list.flaws, ADDRESS_TOO_MANY);

    memset(value, '.', ASKED * 4);              /* one member of thousands of tokens */
    address_list_parse(&list, &arena, (str){ value, ASKED * 4 });
    CHECK_EQ(list.count, 1);
    CHECK(list.flaws & ADDRESS_TWO_READINGS);

    memset(value, '(', ASKED * 4);
    address_list_parse(&list, &arena, (str){ value, ASKED * 4 });
    CHECK_EQ(list.count, 0);
    CHECK_EQ(list.flaws, TWO);
}

TEST(mailbox_find)
{
    static const struct { const char *name, *text, *want; } cases[] = {
        { "in a sentence",              "Your account (ceo@corp.example), now",  "ceo@corp.example" },
        { "a full stop behind it",      "Write to a.b@corp.example.",           "a.b@corp.example" },
        { "an IDN",                     "x@b\xc3\xbc" "cher.example",           "x@b\xc3\xbc" "cher.example" },
        { "no dot in the domain",       "user@localhost",                       "" },
        { "a Twitter name",             "by @someone",                          "" },
        { "a price",                    "2@1.50",                               "" },
        { "the second one is good",     "a@b @@ c@d.example",                   "c@d.example" },
        { "nothing",                    "",                                     "" },
    };

    FOR_EACH_CASE(c, cases) {
        struct mailbox m = { 0 };

        CHECK_EQ(mailbox_find(str_of(c->text), &m), c->want[0] != '\0');
        CHECK_CSTR(m.address, c->want);
    }
}
