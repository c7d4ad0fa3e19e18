#include "mail/message.h"

#include "base/unicode.h"
#include "unit.h"

TEST(message_parse)
{
    ARENA_SCOPE     arena   = { 0 };
    struct unicode *unicode = unicode_open();
    struct message  m;
    str             octets  = STR("From: =?utf-8?B?w4Q=?= <a@Example.org>\r\n"
                                  "To: x@y.test, z@y.test\r\n"
                                  "CC : c@y.test\r\n"
                                  "to: hidden@y.test\r\n"
                                  "Reply-To: <r@other.test>\r\n"
                                  "Sender: s@example.org\r\n"
                                  "Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r\n =?utf-8?Q?_an?= alle\r\n"
                                  "Date: Fri, 21 Nov 1997 09:55:06 -0600\r\n"
                                  "Message-ID: \r\n <1@example.org> (ours)\r\n"
                                  "List-Id: A list <b> <dev.lists.example>\r\n"
                                  "MIME-Version: 1.0\r\n"
                                  "Content-Type: multipart/mixed; boundary=b\r\n"
                                  "\r\n"
                                  "--b\r\n\r\none\r\n"
                                  "--b\r\nContent-Type: text/html; charset=a; charset=b\r\n\r\ntwo\r\n--b--\r\n");

    message_parse(&m, &arena, octets, false, &message_limits_default, unicode);
    CHECK_EQ(m.author.status, AUTHOR_OK);
    CHECK_STR(m.author.domain, STR("example.org"));
    CHECK_STR(m.author.mailbox.display_name, STR("\xc3\x84"));
    CHECK_EQ(m.to.count, 3);
    CHECK_STR(m.to.mailboxes[2].address, STR("hidden@y.test"));
    CHECK_EQ(m.cc.count, 1);
    CHECK_STR(m.reply_to.mailboxes[0].domain, STR("other.test"));
    CHECK_EQ(m.sender.count, 1);
    CHECK_STR(m.subject, STR("Gr\xc3\xbc\xc3\x9f" "e an alle"));
    CHECK(m.has_date);
    CHECK_EQ(m.date, 880127706);
    CHECK_STR(m.message_id, STR("<1@example.org>"));
    CHECK_STR(m.list_id, STR("dev.lists.example"));
    CHECK_EQ(m.part_count, 3);
    CHECK_EQ(m.mime_flaws, MIME_DUPLICATE_PARAMETER);
    CHECK_STR(m.root->first_child->next->raw, STR("two"));
    unicode_close(unicode);
}

TEST(message_of_nothing)
{
    ARENA_SCOPE    arena = { 0 };
    struct message m;

    message_parse(&m, &arena, STR(""), false, &message_limits_default, NULL);
    CHECK_EQ(m.author.status, AUTHOR_NO_FROM);
    CHECK_EQ(m.part_count, 1);
    CHECK_EQ(m.to.count, 0);
    CHECK_EQ(m.subject.len, 0);
    CHECK(!m.has_date);
    CHECK_STR(m.root->type, STR("text"));
}
