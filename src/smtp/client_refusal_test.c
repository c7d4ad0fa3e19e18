#include "smtp/client_test.h"

TEST(client_refuses_what_cannot_go_there)
{
    static const struct {
        const char *name; str sender, recipient; enum envelope_body body; bool smtputf8; uint64_t size; bool full;
        const char *sent, *story;
    } cases[] = {
        { "8-bit where it is not taken",    S("a@b.example"),              S("c@d.example"), BODY_8BITMIME, false, 1, false, "",
          "DONE 554 5.6.3 The server behind takes no 8-bit messages\nREADY\n" },
        { "binary where it is not taken",   S("a@b.example"),              S("c@d.example"), BODY_BINARYMIME, false, 1, true, "",
          "DONE 554 5.6.3 The server behind takes no binary messages\nREADY\n" },
        { "SMTPUTF8 where it is not taken", S("a@b.example"),              S("c@d.example"), BODY_7BIT, true, 1, false, "",
          "DONE 554 5.6.9 The server behind takes no internationalised messages\nREADY\n" },
        { "an address that would need it",  S("a@b.example"), S("\xc3\xa4@d.example"), BODY_7BIT, false, 1, false, "",
          "DONE 554 5.6.7 The server behind takes no internationalised addresses\nREADY\n" },
        { "both where they are",            S("a@b.example"),              S("\xc3\xa4@d.example"), BODY_8BITMIME, true, 0, true,
          "MAIL FROM:<a@b.example> BODY=8BITMIME SMTPUTF8\r\nRCPT TO:<\xc3\xa4@d.example>\r\nDATA\r\n", "" },
        { "the null path",                  S(""), S("c@d.example"), BODY_7BIT, false, 0, false, "MAIL FROM:<>\r\n", "" },
        { "as large as the limit",          S("a@b.example"),              S("c@d.example"), BODY_7BIT, false, 1000, true,
          "MAIL FROM:<a@b.example> SIZE=1000\r\nRCPT TO:<c@d.example>\r\nDATA\r\n", "" },
        { "larger than the limit",          S("a@b.example"), S("c@d.example"), BODY_7BIT, false, 1001, true, "",
          "DONE 552 5.3.4 Message too big\nREADY\n" },
        { "CRLF in the sender",             S("a@b.example>\r\nQUIT\r\n"), S("c@d.example"), BODY_7BIT, false, 1, true, "",
          "DONE 501 5.1.7 Syntax error in the sender's address; it is MAIL FROM:<local@domain>\nREADY\n" },
        { "a bracket in the sender",        S("a@b.example> SIZE=1"),      S("c@d.example"), BODY_7BIT, false, 1, true, "",
          "DONE 501 5.1.7 Syntax error in the sender's address; it is MAIL FROM:<local@domain>\nREADY\n" },
        { "LF in a recipient",              S("a@b.example"), S("c\n@d.example"), BODY_7BIT, false, 1, true, "",
          "DONE 501 5.1.3 Syntax error in the recipient's address; it is RCPT TO:<local@domain>\nREADY\n" },
        { "NUL in a recipient",             S("a@b.example"), S("c\0@d.example"), BODY_7BIT, false, 1, true, "",
          "DONE 501 5.1.3 Syntax error in the recipient's address; it is RCPT TO:<local@domain>\nREADY\n" },
        { "a bracket in a recipient",       S("a@b.example"),              S("<c@d.example"), BODY_7BIT, false, 1, true, "",
          "DONE 501 5.1.3 Syntax error in the recipient's address; it is RCPT TO:<local@domain>\nREADY\n" },
        { "an empty recipient",             S("a@b.example"),              S(""), BODY_7BIT, false, 1, true, "",
          "DONE 501 5.1.3 Syntax error in the recipient's address; it is RCPT TO:<local@domain>\nREADY\n" },
    };

    FOR_EACH_CASE(c, cases) {
        struct smtp_client_transaction transaction = {
            .reverse_path = c->sender, .recipients = &c->recipient, .recipient_count = 1, .size = c->size,
            .body = c->body, .smtputf8 = c->smtputf8,
        };

        run_transaction(&transaction, c->full ? STR(FULL) : STR(PLAIN), STR(""), false, c->sent, c->story);
    }
}

#define SECURED(keywords) GREETING "|250-a\r\n250 STARTTLS\r\n|220 go\r\n|250-a\r\n" keywords "|"

/* RFC 8689 §4.2.1, and §5 for reports. */
TEST(client_requiretls)
{
    static const struct { const char *name; bool trusted; str opening; bool is_report; const char *sent, *story; } cases[] = {
        { "to one that promises the same", true,  S(SECURED("250 REQUIRETLS\r\n")), false, "MAIL FROM:<a@b.example> REQUIRETLS\r\n", "" },
        { "not to one that does not",      true,  S(SECURED("250 8BITMIME\r\n")), false, "",
          "DONE 550 5.7.30 The server behind does not promise REQUIRETLS\nREADY\n" },
        { "nor to a stranger who does",    false, S(SECURED("250 REQUIRETLS\r\n")), false, "",
          "DONE 550 5.7.30 The server behind does not promise REQUIRETLS\nREADY\n" },
        { "nor in clear",                  true,  S(GREETING "|250-a\r\n250 REQUIRETLS\r\n|"), false, "",
          "DONE 550 5.7.30 The server behind does not promise REQUIRETLS\nREADY\n" },
        { "a report goes all the same",    false, S(SECURED("250 8BITMIME\r\n")), true, "MAIL FROM:<>\r\n", "" },
        { "with the promise where there is one", true, S(SECURED("250 REQUIRETLS\r\n")), true, "MAIL FROM:<> REQUIRETLS\r\n", "" },
    };

    FOR_EACH_CASE(c, cases) {
        struct smtp_client_transaction transaction = to_two();
        struct talk                    t;

        transaction.size         = 0;
        transaction.require_tls  = true;
        transaction.reverse_path = c->is_report ? STR("") : STR("a@b.example");
        talk_begin(&t, "gate.example.org", SMTP_CLIENT_TLS_IF_OFFERED);
        if (c->trusted)
            smtp_client_trust(t.client);
        hear_turns(&t, c->opening);
        buf_clear(&t.sent);
        buf_clear(&t.story);
        smtp_client_begin(t.client, &transaction);
        hear(&t, STR(""));
        CHECK_CSTR(buf_str(&t.sent), c->sent);
        CHECK_CSTR(buf_str(&t.story), c->story);
        talk_end(&t);
    }
}

TEST(client_keeps_to_limits)
{
    static const struct { const char *name; str limits; bool refused, spent; } cases[] = {
        { "none",                     S("VRFY"), false, false },
        { "recipients that suffice",  S("LIMITS RCPTMAX=2"), false, false },
        { "too few",                  S("LIMITS RCPTMAX=1"), true, false },
        { "the last message",         S("LIMITS MAILMAX=1"), false, true },
        { "not the last",             S("LIMITS MAILMAX=2"), false, false },
        { "domains of a session",     S("LIMITS RCPTDOMAINMAX=5"), false, true },
    };

    FOR_EACH_CASE(c, cases) {
        struct smtp_client_transaction transaction = to_two();
        BUF_SCOPE                      replies = { 0 };
        struct talk                    t;

        buf_printf(&replies, GREETING "|250-a\r\n250-PIPELINING\r\n250 %.*s\r\n", STR_ARG(c->limits));
        talk_begin(&t, "gate.example.org", SMTP_CLIENT_TLS_NEVER);
        hear_turns(&t, buf_str(&replies));
        CHECK(!smtp_client_is_spent(t.client));
        buf_clear(&t.story);
        smtp_client_begin(t.client, &transaction);
        hear(&t, STR(""));
        CHECK_EQ(str_starts(buf_str(&t.story), STR("DONE 452 4.5.3 ")), c->refused);
        CHECK_EQ(smtp_client_is_spent(t.client), c->spent);
        talk_end(&t);
    }
}
