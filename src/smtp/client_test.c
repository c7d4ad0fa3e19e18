#include "smtp/client_test.h"

static const struct transaction_case {
    const char *name; bool is_probe; str replies; const char *sent, *pipelined, *story;
} transactions[] = {
    { "a message to two",       false,
      S("250 2.1.0 s\r\n|250 2.1.5 r\r\n|250 2.1.5 r\r\n|354 go\r\n|250 2.0.0 queued\r\n|250 2.0.0 ok\r\n"),
      MAIL_TWO "DATA\r\n.\r\nRSET\r\n", MAIL_SIZED "DATA\r\n.\r\nRSET\r\n",
      "SENDER 250 2.1.0 s\n0 RECIPIENT 250 2.1.5 r\n1 RECIPIENT 250 2.1.5 r\nSEND\n"
      "ACCEPTED 250 2.0.0 queued\nREADY\n" },
    { "one recipient refused",  false,
      S("250 s\r\n|550 5.1.1 no\r\n|250 r\r\n|354 go\r\n|250 queued\r\n|250 ok\r\n"),
      MAIL_TWO "DATA\r\n.\r\nRSET\r\n", MAIL_SIZED "DATA\r\n.\r\nRSET\r\n",
      "SENDER 250  s\n0 RECIPIENT 550 5.1.1 no\n1 RECIPIENT 250  r\nSEND\nACCEPTED 250  queued\nREADY\n" },
    { "a recipient too many, in the old words", false,
      S("250 s\r\n|250 r\r\n|552 many\r\n|354 go\r\n|250 queued\r\n|250 ok\r\n"),
      MAIL_TWO "DATA\r\n.\r\nRSET\r\n", MAIL_SIZED "DATA\r\n.\r\nRSET\r\n",
      "SENDER 250  s\n0 RECIPIENT 250  r\n1 RECIPIENT 452 4.5.3 many\nSEND\nACCEPTED 250  queued\nREADY\n" },
    { "552 is not about too many where none was taken", false,
      S("250 s\r\n|552 5.2.2 full\r\n|250 r\r\n|354 go\r\n|250 queued\r\n|250 ok\r\n"),
      MAIL_TWO "DATA\r\n.\r\nRSET\r\n", MAIL_SIZED "DATA\r\n.\r\nRSET\r\n",
      "SENDER 250  s\n0 RECIPIENT 552 5.2.2 full\n1 RECIPIENT 250  r\nSEND\nACCEPTED 250  queued\nREADY\n" },
    { "the message refused",    false,
      S("250 s\r\n|250 r\r\n|250 r\r\n|354 go\r\n|554 5.7.1 spam\r\n|250 ok\r\n"),
      MAIL_TWO "DATA\r\n.\r\nRSET\r\n", MAIL_SIZED "DATA\r\n.\r\nRSET\r\n",
      "SENDER 250  s\n0 RECIPIENT 250  r\n1 RECIPIENT 250  r\nSEND\nDONE 554 5.7.1 spam\nREADY\n" },
    { "DATA refused",           false,
      S("250 s\r\n|250 r\r\n|250 r\r\n|451 4.3.0 later\r\n|250 ok\r\n"),
      MAIL_TWO "DATA\r\nRSET\r\n", MAIL_SIZED "DATA\r\nRSET\r\n",
      "SENDER 250  s\n0 RECIPIENT 250  r\n1 RECIPIENT 250  r\nDONE 451 4.3.0 later\nREADY\n" },
    { "a probe",                true,
      S("250 s\r\n|550 5.1.1 no\r\n|250 r\r\n|250 ok\r\n"),
      MAIL_TWO "RSET\r\n", MAIL_SIZED "RSET\r\n",
      "SENDER 250  s\n0 RECIPIENT 550 5.1.1 no\n1 RECIPIENT 250  r\nDONE 250  r\nREADY\n" },
    { "421 in the middle",      false, S("250 s\r\n|421 4.3.2 bye\r\n"),
      "MAIL FROM:<a@b.example>\r\nRCPT TO:<b@victim.example>\r\n", MAIL_SIZED "DATA\r\n",
      "SENDER 250  s\nFAILED 421: 421: the server closes\n" },
    { "354 to a recipient",     false, S("250 s\r\n|354 go\r\n"),
      "MAIL FROM:<a@b.example>\r\nRCPT TO:<b@victim.example>\r\n", MAIL_SIZED "DATA\r\n",
      "SENDER 250  s\nFAILED 354: 3yz to RCPT\n" },
    { "250 to DATA",            false, S("250 s\r\n|250 r\r\n|250 r\r\n|250 what?\r\n"),
      MAIL_TWO "DATA\r\n", MAIL_SIZED "DATA\r\n",
      "SENDER 250  s\n0 RECIPIENT 250  r\n1 RECIPIENT 250  r\nFAILED 250: DATA is neither begun nor refused\n" },
    { "354 to the message",     false, S("250 s\r\n|250 r\r\n|250 r\r\n|354 go\r\n|354 go\r\n"),
      MAIL_TWO "DATA\r\n.\r\n", MAIL_SIZED "DATA\r\n.\r\n",
      "SENDER 250  s\n0 RECIPIENT 250  r\n1 RECIPIENT 250  r\nSEND\n"
      "FAILED 354: the message is neither accepted nor refused\n" },
    { "RSET refused",           false, S("250 s\r\n|250 r\r\n|250 r\r\n|354 go\r\n|250 queued\r\n|500 what?\r\n"),
      MAIL_TWO "DATA\r\n.\r\nRSET\r\n", MAIL_SIZED "DATA\r\n.\r\nRSET\r\n",
      "SENDER 250  s\n0 RECIPIENT 250  r\n1 RECIPIENT 250  r\nSEND\nACCEPTED 250  queued\nFAILED 500: RSET refused\n" },
    { "two codes in one reply", false, S("250-s\r\n550 s\r\n"),
      "MAIL FROM:<a@b.example>\r\n", MAIL_SIZED "DATA\r\n", "FAILED 0: two codes in one reply\n" },
};

TEST(client_transactions)
{
    FOR_EACH_CASE(c, transactions) {
        struct smtp_client_transaction transaction = to_two();

        transaction.is_probe = c->is_probe;
        run_transaction(&transaction, STR(PLAIN), c->replies, false, c->sent, c->story);
        run_transaction(&transaction, STR(FULL), c->replies, false, c->pipelined, c->story);
        run_transaction(&transaction, STR(FULL), c->replies, true, c->pipelined, c->story);
    }
}

/* Each of them begins as if it were the first. */
TEST(client_carries_one_transaction_after_another)
{
    static const struct { const char *name; bool is_probe; str replies; const char *sent, *story; } cases[] = {
        { "a message",                   false, S("250 s\r\n250 r\r\n250 r\r\n354 go\r\n|250 queued\r\n|250 ok\r\n"),
          MAIL_SIZED "DATA\r\n.\r\nRSET\r\n",
          "SENDER 250  s\n0 RECIPIENT 250  r\n1 RECIPIENT 250  r\nSEND\nACCEPTED 250  queued\nREADY\n" },
        { "nobody takes the second",     false,
          S("250 s\r\n550 no\r\n550 no\r\n354 go\r\n|250 queued\r\n|250 ok\r\n"), MAIL_SIZED "DATA\r\n.\r\nRSET\r\n",
          "SENDER 250  s\n0 RECIPIENT 550  no\n1 RECIPIENT 550  no\nDONE 550  no\nREADY\n" },
        { "a sender refused",            false, S("550 no\r\n503 a\r\n503 b\r\n503 c\r\n|250 ok\r\n"),
          MAIL_SIZED "DATA\r\nRSET\r\n", "SENDER 550  no\nDONE 550  no\nREADY\n" },
        { "a probe, all in one arrival", true,  S("250 s\r\n250 r\r\n250 r\r\n250 ok\r\n"), MAIL_SIZED "RSET\r\n",
          "SENDER 250  s\n0 RECIPIENT 250  r\n1 RECIPIENT 250  r\nDONE 250  r\nREADY\n" },
    };
    struct smtp_client_transaction transaction = to_two();
    struct talk                    t;

    talk_begin(&t, "gate.example.org", SMTP_CLIENT_TLS_NEVER);
    hear_turns(&t, STR(FULL));
    FOR_EACH_CASE(c, cases) {
        buf_clear(&t.sent);
        buf_clear(&t.story);
        transaction.is_probe = c->is_probe;
        smtp_client_begin(t.client, &transaction);
        hear_turns(&t, c->replies);
        CHECK_CSTR(buf_str(&t.sent), c->sent);
        CHECK_CSTR(buf_str(&t.story), c->story);
    }
    talk_end(&t);
}

TEST(client_quits)
{
    struct talk t;

    talk_begin(&t, "gate.example.org", SMTP_CLIENT_TLS_NEVER);
    hear_turns(&t, STR(PLAIN));
    buf_clear(&t.sent);
    smtp_client_quit(t.client);
    smtp_client_quit(t.client);
    hear(&t, STR("221 2.0.0 bye\r\n"));
    CHECK_STR(buf_str(&t.sent), STR("QUIT\r\n"));
    CHECK_STR(buf_str(&t.story), STR("READY\nFAILED 221: QUIT was said\n"));
    talk_end(&t);
}

static uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

TEST(client_survives_garbage)
{
    static const str fragments[] = {
        S(GREETING), S("250 a\r\n"), S("250-a\r\n"), S("354 go\r\n"), S("550 5.1.1 no\r\n"),
        S("250 PIPELINING\r\n"), S("250 a\r\n"), S("250 ok\r\n"), S("421 bye\r\n"), S("\r"),
        S("\n"), S("2"), S("\0"), S("250-SIZE 99999999999999999999999\r\n"), S("452 \xff\r\n"),
    };
    struct smtp_client_transaction transaction = to_two();
    uint32_t                       random = 3;
    size_t                         begun = 0;

    for (int round = 0; round < 3000; round++) {
        struct talk t;

        talk_begin(&t, "gate.example.org", SMTP_CLIENT_TLS_IF_OFFERED);
        hear(&t, STR(GREETING));
        for (int i = 0; i < 40 && !t.over; i++) {
            bool is_ready = str_ends_nocase(buf_str(&t.story), STR("READY\n"));

            if (is_ready && next_random(&random) % 2 == 0) {
                transaction.is_probe = next_random(&random) % 2 == 0;
                smtp_client_begin(t.client, &transaction);
                buf_add(&t.story, STR("BEGIN\n"));
                begun++;
            }
            hear(&t, fragments[next_random(&random) % (next_random(&random) % 8 == 0 ? ARRAY_LEN(fragments) : 6)]);
        }
        CHECK(buf_len(&t.sent) < 40 * 200);
        talk_end(&t);
    }
    CHECK(begun > 100);
}
