#include "smtp/client_test.h"

/* Where the two ways differ: commands that were sent ahead have to be answered before the transaction is over. */
TEST(client_refused_envelopes)
{
    static const struct {
        const char *name; bool pipelining, is_probe; str replies; const char *sent, *story;
    } cases[] = {
        { "the sender refused",          false, false, S("550 5.1.8 no\r\n|250 ok\r\n"),
          "MAIL FROM:<a@b.example>\r\nRSET\r\n", "SENDER 550 5.1.8 no\nDONE 550 5.1.8 no\nREADY\n" },
        { "the sender refused, the rest sent ahead", true,  false,
          S("550 5.1.8 no\r\n|503 a\r\n|503 b\r\n|503 c\r\n|250 ok\r\n"),
          MAIL_SIZED "DATA\r\nRSET\r\n", "SENDER 550 5.1.8 no\nDONE 550 5.1.8 no\nREADY\n" },
        { "a probe, its sender refused", true,  true, S("550 5.1.8 no\r\n|503 a\r\n|503 b\r\n|250 ok\r\n"),
          MAIL_SIZED "RSET\r\n", "SENDER 550 5.1.8 no\nDONE 550 5.1.8 no\nREADY\n" },
        { "no recipient left",           false, false, S("250 s\r\n|550 no\r\n|450 later\r\n|250 ok\r\n"),
          MAIL_TWO "RSET\r\n", "SENDER 250  s\n0 RECIPIENT 550  no\n1 RECIPIENT 450  later\nDONE 450  later\nREADY\n" },
        { "no recipient left, DATA sent ahead", true,  false,
          S("250 s\r\n|550 no\r\n|450 later\r\n|554 none\r\n|250 ok\r\n"),
          MAIL_SIZED "DATA\r\nRSET\r\n",
          "SENDER 250  s\n0 RECIPIENT 550  no\n1 RECIPIENT 450  later\nDONE 450  later\nREADY\n" },
        { "354 for nobody gets an empty message", true,  false,
          S("250 s\r\n|550 no\r\n|450 later\r\n|354 go\r\n|250 queued\r\n|250 ok\r\n"),
          MAIL_SIZED "DATA\r\n.\r\nRSET\r\n",
          "SENDER 250  s\n0 RECIPIENT 550  no\n1 RECIPIENT 450  later\nDONE 450  later\nREADY\n" },
    };

    FOR_EACH_CASE(c, cases) {
        struct smtp_client_transaction transaction = to_two();

        transaction.is_probe = c->is_probe;
        run_transaction(&transaction, c->pipelining ? STR(FULL) : STR(PLAIN), c->replies, false, c->sent, c->story);
    }
}

#define DSN_FULL GREETING "|250-mx.example.org\r\n250-PIPELINING\r\n250 DSN\r\n|"

/* RFC 3461 §5.2.1 and §5.2.2. */
TEST(client_dsn)
{
    static const struct { const char *name; bool offered; struct dsn_mail mail; struct dsn_rcpt rcpt[2]; const char *sent, *story; } cases[] = {
        { "passed on as given", true, { S("hdrs"), S("QQ+2B1") }, { { S("SUCCESS,delay"), S("rfc822;B@Victim.example"), true }, { S("NEVER"), S(""), false } },
          "MAIL FROM:<a@b.example> RET=hdrs ENVID=QQ+2B1\r\nRCPT TO:<b@victim.example> NOTIFY=SUCCESS,delay ORCPT=rfc822;B@Victim.example\r\n"
          "RCPT TO:<c@victim.example> NOTIFY=NEVER\r\nDATA\r\n", "" },
        { "nothing asked, nothing added", true, { S(""), S("") }, { { S(""), S(""), false }, { S(""), S(""), false } }, MAIL_TWO "DATA\r\n", "" },
        { "dropped where there is no DSN", false, { S("FULL"), S("x") }, { { S("NEVER"), S(""), false }, { S("FAILURE"), S("rfc822;a"), false } },
          MAIL_TWO "DATA\r\n", "" },
        { "but for a success, which somebody has to report", false, { S(""), S("") }, { { S(""), S(""), false }, { S("SUCCESS"), S(""), true } }, "",
          "DONE 451 4.3.0 The server behind cannot report a delivery now, try again later\nREADY\n" },
    };

    FOR_EACH_CASE(c, cases) {
        struct smtp_client_transaction transaction = to_two();

        transaction.size           = 0;
        transaction.dsn            = c->mail;
        transaction.dsn_recipients = c->rcpt;
        run_transaction(&transaction, c->offered ? STR(DSN_FULL) : STR(GREETING "|250-mx.example.org\r\n250 PIPELINING\r\n|"), STR(""), false,
                        c->sent, c->story);
    }
}
