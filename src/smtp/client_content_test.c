#include "smtp/client_test.h"

#define LMTP_FULL   GREETING "|250-mx.example.org\r\n250-PIPELINING\r\n250 ENHANCEDSTATUSCODES\r\n|"
#define LMTP_OPENED "LHLO gate.example.org\r\n"
#define LMTP_SENT   MAIL_TWO "DATA\r\n.\r\nRSET\r\n"
#define TAKEN_BOTH  "SENDER 250  s\n0 RECIPIENT 250  r\n1 RECIPIENT 250  r\n"

/* RFC 2033 §4.2: one reply for each recipient that was accepted, in their order. */
TEST(client_lmtp)
{
    static const struct { const char *name; str replies; const char *sent, *story; } cases[] = {
        { "delivered to both",         S("250 s\r\n|250 r\r\n|250 r\r\n|354 go\r\n|250 2.1.5 b\r\n250 2.1.5 c\r\n|250 ok\r\n"), LMTP_SENT,
          TAKEN_BOTH "SEND\n0 DELIVERED 250 2.1.5 b\n1 DELIVERED 250 2.1.5 c\nACCEPTED 250 2.1.5 c\nREADY\n" },
        { "mixed",                     S("250 s\r\n|250 r\r\n|250 r\r\n|354 go\r\n|452 4.2.2 full\r\n250 c\r\n|250 ok\r\n"), LMTP_SENT,
          TAKEN_BOTH "SEND\n0 DELIVERED 452 4.2.2 full\n1 DELIVERED 250  c\nACCEPTED 250  c\nREADY\n" },
        { "delivered to nobody",       S("250 s\r\n|250 r\r\n|250 r\r\n|354 go\r\n|552 5.2.2 full\r\n|451 later\r\n|250 ok\r\n"), LMTP_SENT,
          TAKEN_BOTH "SEND\n0 DELIVERED 552 5.2.2 full\n1 DELIVERED 451  later\nDONE 451  later\nREADY\n" },
        { "one of them was refused: one reply", S("250 s\r\n|550 no\r\n|250 r\r\n|354 go\r\n|250 c\r\n|250 ok\r\n"), LMTP_SENT,
          "SENDER 250  s\n0 RECIPIENT 550  no\n1 RECIPIENT 250  r\nSEND\n1 DELIVERED 250  c\nACCEPTED 250  c\nREADY\n" },
        { "the last was refused",      S("250 s\r\n|250 r\r\n|550 no\r\n|354 go\r\n|250 b\r\n|250 ok\r\n"), LMTP_SENT,
          "SENDER 250  s\n0 RECIPIENT 250  r\n1 RECIPIENT 550  no\nSEND\n0 DELIVERED 250  b\nACCEPTED 250  b\nREADY\n" },
        { "a reply too many is taken for that to RSET, whose own then ends the connection", S("250 s\r\n|250 r\r\n|550 no\r\n|354 go\r\n|250 b\r\n250 c\r\n|250 ok\r\n"), LMTP_SENT,
          "SENDER 250  s\n0 RECIPIENT 250  r\n1 RECIPIENT 550  no\nSEND\n0 DELIVERED 250  b\nACCEPTED 250  b\nREADY\n"
          "FAILED 250: a reply to nothing\n" },
        { "421 after the first",       S("250 s\r\n|250 r\r\n|250 r\r\n|354 go\r\n|250 b\r\n421 4.3.2 bye\r\n"), MAIL_TWO "DATA\r\n.\r\n",
          TAKEN_BOTH "SEND\n0 DELIVERED 250  b\nFAILED 421: 421: the server closes\n" },
        { "354 to the content",        S("250 s\r\n|250 r\r\n|250 r\r\n|354 go\r\n|250 b\r\n354 go\r\n"), MAIL_TWO "DATA\r\n.\r\n",
          TAKEN_BOTH "SEND\n0 DELIVERED 250  b\nFAILED 354: the message is neither accepted nor refused\n" },
        { "no recipient, and DATA refused, as it must be", S("250 s\r\n|550 no\r\n|550 no\r\n|503 5.5.1 nobody\r\n|250 ok\r\n"), MAIL_TWO "DATA\r\nRSET\r\n",
          "SENDER 250  s\n0 RECIPIENT 550  no\n1 RECIPIENT 550  no\nDONE 550  no\nREADY\n" },
        { "no recipient, and 354",     S("250 s\r\n|550 no\r\n|550 no\r\n|354 go\r\n"), MAIL_TWO "DATA\r\n",
          "SENDER 250  s\n0 RECIPIENT 550  no\n1 RECIPIENT 550  no\nFAILED 354: 354 with nobody to deliver to\n" },
    };

    FOR_EACH_CASE(c, cases)
        for (int octet_by_octet = 0; octet_by_octet < 2; octet_by_octet++) {
            struct smtp_client_transaction transaction = to_two();
            struct talk                    t;

            talk_begin(&t, "gate.example.org", SMTP_CLIENT_TLS_NEVER);
            smtp_client_use_lmtp(t.client);
            hear_turns(&t, STR(LMTP_FULL));
            CHECK_CSTR(buf_str(&t.sent), LMTP_OPENED);
            CHECK_CSTR(buf_str(&t.story), "READY\n");
            buf_clear(&t.sent);
            buf_clear(&t.story);
            smtp_client_begin(t.client, &transaction);
            hear(&t, STR(""));
            if (octet_by_octet) {
                for (size_t i = 0; i < c->replies.len; i++)
                    if (c->replies.ptr[i] != '|')
                        hear(&t, str_slice(c->replies, i, i + 1));
            } else {
                hear_turns(&t, c->replies);
            }
            CHECK_CSTR(buf_str(&t.sent), c->sent);
            CHECK_CSTR(buf_str(&t.story), c->story);
            talk_end(&t);
        }
}

#define BINARY_FULL GREETING "|250-mx.example.org\r\n250-PIPELINING\r\n250-CHUNKING\r\n250 BINARYMIME\r\n|"
#define BINARY_MAIL "MAIL FROM:<a@b.example> BODY=BINARYMIME\r\nRCPT TO:<b@victim.example>\r\nRCPT TO:<c@victim.example>\r\n"

/* By one BDAT, once somebody takes it. The owner of these tests sends ".CRLF" for want of a message. */
TEST(client_binary)
{
    static const struct { const char *name; bool pipelining; str replies; const char *sent, *story; } cases[] = {
        { "taken",                true, S("250 s\r\n250 r\r\n250 r\r\n|250 2.0.0 queued\r\n|250 ok\r\n"), BINARY_MAIL "BDAT 3 LAST\r\n.\r\nRSET\r\n",
          "SENDER 250  s\n0 RECIPIENT 250  r\n1 RECIPIENT 250  r\nSEND\nACCEPTED 250 2.0.0 queued\nREADY\n" },
        { "without PIPELINING",   false, S("250 s\r\n|250 r\r\n|250 r\r\n|250 2.0.0 queued\r\n|250 ok\r\n"), BINARY_MAIL "BDAT 3 LAST\r\n.\r\nRSET\r\n",
          "SENDER 250  s\n0 RECIPIENT 250  r\n1 RECIPIENT 250  r\nSEND\nACCEPTED 250 2.0.0 queued\nREADY\n" },
        { "refused",              true, S("250 s\r\n250 r\r\n250 r\r\n|554 5.6.0 no\r\n|250 ok\r\n"), BINARY_MAIL "BDAT 3 LAST\r\n.\r\nRSET\r\n",
          "SENDER 250  s\n0 RECIPIENT 250  r\n1 RECIPIENT 250  r\nSEND\nDONE 554 5.6.0 no\nREADY\n" },
        { "by nobody: nothing is sent", true, S("250 s\r\n550 r\r\n550 r\r\n|250 ok\r\n"), BINARY_MAIL "RSET\r\n",
          "SENDER 250  s\n0 RECIPIENT 550  r\n1 RECIPIENT 550  r\nDONE 550  r\nREADY\n" },
        { "the sender refused",   true, S("550 s\r\n503 r\r\n503 r\r\n|250 ok\r\n"), BINARY_MAIL "RSET\r\n", "SENDER 550  s\nDONE 550  s\nREADY\n" },
        { "354 is no answer to BDAT", true, S("250 s\r\n250 r\r\n250 r\r\n|354 go\r\n"), BINARY_MAIL "BDAT 3 LAST\r\n.\r\n",
          "SENDER 250  s\n0 RECIPIENT 250  r\n1 RECIPIENT 250  r\nSEND\nFAILED 354: the message is neither accepted nor refused\n" },
    };

    FOR_EACH_CASE(c, cases) {
        struct smtp_client_transaction transaction = to_two();

        transaction.body = BODY_BINARYMIME;
        transaction.size = 3;
        run_transaction(&transaction, c->pipelining ? STR(BINARY_FULL) : STR(GREETING "|250-a\r\n250-CHUNKING\r\n250 BINARYMIME\r\n|"),
                        c->replies, false, c->sent, c->story);
    }
}

/* A 250 that comes before the message has been sent cannot be about it. */
TEST(client_reply_before_the_end_of_the_message)
{
    static const struct { const char *name; str reply; const char *story; } cases[] = {
        { "250", S("250 2.0.0 ok\r\n"),  "SEND\nFAILED 250: a reply before the end of the message\n" },
        { "552", S("552 5.3.4 big\r\n"), "SEND\nFAILED 552: a reply before the end of the message\n" },
        { "421", S("421 4.3.2 bye\r\n"), "SEND\nFAILED 421: 421: the server closes\n" },
    };

    FOR_EACH_CASE(c, cases) {
        struct smtp_client_transaction transaction = to_two();
        struct talk                    t;

        talk_begin(&t, "gate.example.org", SMTP_CLIENT_TLS_NEVER);
        t.pause_at_content = true;
        hear_turns(&t, STR(FULL));
        smtp_client_begin(t.client, &transaction);
        hear_turns(&t, STR("250 s\r\n250 r\r\n250 r\r\n|"));
        buf_clear(&t.story);
        hear(&t, STR("354 go\r\n"));
        hear(&t, c->reply);
        CHECK_CSTR(buf_str(&t.story), c->story);
        smtp_client_content_sent(t.client);     /* the owner may not know yet: it stays failed */
        CHECK_EQ(smtp_client_next(t.client, &t.in).type, SMTP_CLIENT_FAILED);
        talk_end(&t);
    }
}
