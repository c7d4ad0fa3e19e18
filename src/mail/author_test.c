#include "mail/author.h"

#include "base/unicode.h"
#include "unit.h"

TEST(author_find)
{
    static const struct {
        const char *name; str header; enum author_status want; const char *domain; size_t domains;
    } cases[] = {
        { "one mailbox",                 STR_INIT("From: A <a@Example.ORG>\r\n"),  AUTHOR_OK, "example.org", 1 },
        { "two of one domain",           STR_INIT("From: a@b.example, c@B.example.\r\n"), AUTHOR_OK, "b.example", 1 },
        { "a member of a group",         STR_INIT("From: G: a@b.example;\r\n"),    AUTHOR_OK, "b.example", 1 },
        { "a U-label",                   STR_INIT("From: <a@b\xc3\xbc" "cher.example>\r\n"), AUTHOR_OK,
          "xn--bcher-kva.example", 1 },
        { "an underscore",               STR_INIT("From: foo@zero_pct.example\r\n"), AUTHOR_OK, "zero_pct.example", 1 },
        { "on a second line",            STR_INIT("From:\r\n <a@b.example>\r\n"),  AUTHOR_OK, "b.example", 1 },
        { "a name with a comma",         STR_INIT("From: Doe, J <a@b.example>\r\n"), AUTHOR_OK, "b.example", 1 },
        { "From with a blank is From",   STR_INIT("From : <a@b.example>\r\n"),     AUTHOR_OK, "b.example", 1 },
        { "no From",                     STR_INIT("Sender: a@b.example\r\n"),      AUTHOR_NO_FROM, "", 0 },
        { "two From fields",             STR_INIT("From: a@b.example\r\nFROM : c@d.example\r\n"), AUTHOR_SEVERAL_FROM,
          "", 2 },
        { "two alike are still two",     STR_INIT("From: a@b.example\r\nFrom: a@b.example\r\n"), AUTHOR_SEVERAL_FROM,
          "", 1 },
        { "an empty field",              STR_INIT("From: \r\n"),                   AUTHOR_NO_MAILBOX, "", 0 },
        { "an empty group",              STR_INIT("From: G:;\r\n"),                AUTHOR_NO_MAILBOX, "", 0 },
        { "only words",                  STR_INIT("From: Mailer Daemon\r\n"),      AUTHOR_NO_MAILBOX, "", 0 },
        { "two domains",                 STR_INIT("From: a@b.example, a@c.example\r\n"), AUTHOR_SEVERAL_DOMAINS, "",
          2 },
        { "six domains, four are kept",
          STR_INIT("From: a@b.test,a@c.test,a@d.test,a@e.test,a@f.test,a@b.test\r\n"), AUTHOR_SEVERAL_DOMAINS, "", 4 },
        { "an address before the address", STR_INIT("From: x@y.example <a@b.example>\r\n"), AUTHOR_AMBIGUOUS, "", 1 },
        { "an encoded address",          STR_INIT("From: =?utf-8?Q?a@b.example?=\r\n"), AUTHOR_AMBIGUOUS, "", 0 },
        { "a NUL",                       STR_INIT("From: <a@b.example\0>\r\n"),    AUTHOR_AMBIGUOUS, "", 0 },
        { "a literal",                   STR_INIT("From: a@[192.0.2.1]\r\n"),      AUTHOR_BAD_DOMAIN, "", 0 },
        { "a single label",              STR_INIT("From: root@localhost\r\n"),     AUTHOR_BAD_DOMAIN, "", 0 },
        { "a hyphen at the edge",        STR_INIT("From: a@-b.example\r\n"),      AUTHOR_BAD_DOMAIN, "", 0 },
        { "an address as a name",        STR_INIT("From: a@192.0.2.1\r\n"),       AUTHOR_BAD_DOMAIN, "", 0 },
        { "one good, one bad",           STR_INIT("From: a@b.example, a@c\r\n"),   AUTHOR_BAD_DOMAIN, "", 1 },
        { "invisible characters",        STR_INIT("From: <a@b.example\xe2\x80\x80>\r\n"), AUTHOR_BAD_DOMAIN, "", 0 },
    };
    static const struct header_limits limits = { 1000, 131072 };
    struct unicode *unicode = unicode_open();

    if (!CHECK(unicode != NULL))
        return;
    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE        arena = { 0 };
        struct header_list headers;
        struct author      author;

        header_parse(&headers, &arena, c->header, false, &limits);
        author_find(&author, &arena, &headers, unicode);
        CHECK_EQ(author.status, c->want);
        CHECK_CSTR(author.domain, c->domain);
        CHECK_EQ(author.domain_count, c->domains);
    }
    unicode_close(unicode);
}
