#include "detect/ambiguity.h"

#include "facts_fixture.h"
#include "unit.h"

#define MIXED(boundary) "From: a@sender.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; " boundary "\n\n--b\n\nx\n--b--\n"

TEST(ambiguity_find)
{
    static const struct { const char *name, *message; bool structure, content; } cases[] = {
        { "a plain message",                "From: a@sender.example\n\nhello\n",            false, false },
        { "one boundary",                   MIXED("boundary=b"),                            false, false },
        { "two boundaries",                 MIXED("boundary=a; boundary=b"),                true,  false },
        { "plain and extended",             MIXED("boundary=a; boundary*0=\"b\""),          true,  false },
        { "a blank at its end",             MIXED("boundary=\"b \""),                       true,  false },
        { "an encoded word",                MIXED("boundary=\"=?us-ascii?Q?b?=\""),         true,  false },
        { "an empty one",                   MIXED("boundary=\"\""),                         true,  false },
        { "octets that all read alike",     "From: a@sender.example\nMIME-Version: 1.0\n"
          "Content-Type: multipart/mixed; boundary=\"==[b!]==\"\n\n--==[b!]==\n\nx\n--==[b!]==--\n", false, false },
        { "a multipart in base64",          "From: a@sender.example\nMIME-Version: 1.0\nContent-Transfer-Encoding: base64\n"
          "Content-Type: multipart/mixed; boundary=b\n\nLS1iDQo=\n",                        true,  false },
        { "an encoding nobody knows",       "From: a@sender.example\nMIME-Version: 1.0\nContent-Transfer-Encoding: x-uue\n\nx\n", false, true },
        { "in a message that is quoted",    "From: a@sender.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=r\n\n"
          "--r\nContent-Type: message/rfc822\n\n" MIXED("boundary=a; boundary=b") "--r--\n", false, false },
    };

    FOR_EACH_CASE(c, cases) {
        struct fixture fixture;
        enum mime_flaw flaw;

        fixture_open(&fixture, &(struct story){ .message = c->message });
        CHECK_EQ(ambiguity_find(&fixture.message, AMBIGUOUS_STRUCTURE, &flaw) != NULL, c->structure);
        CHECK_EQ(ambiguity_find(&fixture.message, AMBIGUOUS_CONTENT, &flaw) != NULL, c->content);
        fixture_close(&fixture);
    }
}
