#include "detect/ambiguity.h"

#include "facts_fixture.h"
#include "unit.h"

#define MIME(fields, body) "From: a@sender.example\nMIME-Version: 1.0\n" fields "\n" body
#define MIXED(boundary)    MIME("Content-Type: multipart/mixed; " boundary "\n", "--b\n\nx\n--b--\n")

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
        { "octets that all read alike",
          MIME("Content-Type: multipart/mixed; boundary=\"=[b!]=\"\n", "--=[b!]=\n\nx\n--=[b!]=--\n"), false, false },
        { "a multipart in base64",
          MIME("Content-Transfer-Encoding: base64\nContent-Type: multipart/mixed; boundary=b\n", "LS1iDQo=\n"),
          true, false },
        { "a message in base64",
          MIME("Content-Transfer-Encoding: base64\nContent-Type: message/rfc822; name=a.eml\n", "RnJvbTogYUBiLmV4YW1wbGUKCmhlbGxvCg==\n"),
          false, false },
        { "an encoding nobody knows",
          MIME("Content-Transfer-Encoding: x-uue\n", "x\n"), false, true },
        { "in a message that is quoted",
          MIME("Content-Type: multipart/mixed; boundary=r\n",
               "--r\nContent-Type: message/rfc822\n\n" MIXED("boundary=a; boundary=b") "--r--\n"), false, false },
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
