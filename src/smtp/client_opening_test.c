#include "smtp/client_test.h"

TEST(client_opens)
{
    enum { NEVER = SMTP_CLIENT_TLS_NEVER, OFFERED = SMTP_CLIENT_TLS_IF_OFFERED, REQUIRED = SMTP_CLIENT_TLS_REQUIRED };
    static const struct {
        const char *name; int tls; str replies; const char *sent, *story;
    } cases[] = {
        { "a greeting and EHLO",             NEVER,    S(PLAIN), OPENED, "READY\n" },
        { "a greeting of two lines",         NEVER,    S("220-a\r\n220 b\r\n|250 a\r\n"), OPENED, "READY\n" },
        { "HELO where EHLO is unknown",      OFFERED,  S(GREETING "|502 no\r\n|250 a\r\n"),
          OPENED "HELO gate.example.org\r\n", "READY\n" },
        { "no SMTP here",                    NEVER,    S("554 5.7.1 no\r\n"), "", "FAILED 554: not greeted\n" },
        { "the server is busy",              NEVER,    S("421 4.3.2 no\r\n"), "",
          "FAILED 421: 421: the server closes\n" },
        { "another protocol",                NEVER,    S("SSH-2.0-OpenSSH\r\n"), "",
          "FAILED 0: not a reply\n" },
        { "bare LF in a reply",              NEVER,    S("220 a\n"), "",
          "FAILED 0: bare CR, bare LF or NUL in a reply\n" },
        { "HELO refused too",                NEVER,    S(GREETING "|502 no\r\n|550 no\r\n"),
          OPENED "HELO gate.example.org\r\n", "FAILED 550: HELO refused\n" },
        { "TLS as offered",                  OFFERED,
          S(GREETING "|250-a\r\n250 STARTTLS\r\n|220 go\r\n|250 a\r\n"),
          OPENED "STARTTLS\r\n" OPENED, "STARTTLS\nREADY\n" },
        { "TLS is not done twice",           REQUIRED,
          S(GREETING "|250-a\r\n250 STARTTLS\r\n|220 go\r\n|250-a\r\n250 STARTTLS\r\n"),
          OPENED "STARTTLS\r\n" OPENED, "STARTTLS\nREADY\n" },
        { "TLS is not wanted",               NEVER,    S(GREETING "|250-a\r\n250 STARTTLS\r\n"), OPENED,
          "READY\n" },
        { "TLS-017: required, not offered",  REQUIRED, S(PLAIN), OPENED,
          "FAILED 250: TLS is required and not offered\n" },
        { "required, and only HELO",         REQUIRED, S(GREETING "|502 no\r\n"), OPENED,
          "FAILED 502: EHLO refused, and without it there is no TLS\n" },
        { "required and refused",            REQUIRED, S(GREETING "|250-a\r\n250 STARTTLS\r\n|454 no\r\n"),
          OPENED "STARTTLS\r\n", "FAILED 454: STARTTLS refused\n" },
        { "wished and refused",              OFFERED,  S(GREETING "|250-a\r\n250 STARTTLS\r\n|454 no\r\n"),
          OPENED "STARTTLS\r\n", "READY\n" },
        { "TLS-018: a reply in clear behind the 220", REQUIRED,
          S(GREETING "|250-a\r\n250 STARTTLS\r\n|220 go\r\n250 a\r\n"),
          OPENED "STARTTLS\r\n", "FAILED 220: octets in clear behind the reply to STARTTLS\n" },
        { "a reply to nothing",              NEVER,    S(PLAIN "250 a\r\n"), OPENED,
          "READY\nFAILED 250: a reply to nothing\n" },
        { "two replies to EHLO",             NEVER,    S(GREETING "|250 a\r\n250 b\r\n"), OPENED,
          "FAILED 250: a reply to nothing\n" },
        { "the server leaves",               NEVER,    S(PLAIN "421 4.4.2 idle\r\n"), OPENED,
          "READY\nFAILED 421: 421: the server closes\n" },
    };

    FOR_EACH_CASE(c, cases) {
        struct talk t;

        talk_begin(&t, "gate.example.org", (enum smtp_client_tls)c->tls);
        hear_turns(&t, c->replies);
        CHECK_CSTR(buf_str(&t.sent), c->sent);
        CHECK_CSTR(buf_str(&t.story), c->story);
        talk_end(&t);
    }
}

TEST(client_forgets_under_tls_what_was_offered_in_clear)
{
    struct talk t;

    talk_begin(&t, "gate.example.org", SMTP_CLIENT_TLS_IF_OFFERED);
    hear_turns(&t, STR(GREETING "|250-a\r\n250-STARTTLS\r\n250-SIZE 5\r\n250-LIMITS RCPTMAX=1\r\n250 PIPELINING\r\n|"));
    CHECK_EQ(smtp_client_size_limit(t.client), 5);
    CHECK_EQ(smtp_client_limits(t.client).recipients, 1);
    hear_turns(&t, STR("220 go\r\n|250-a\r\n250 8BITMIME\r\n"));
    CHECK_EQ(smtp_client_extensions(t.client), SMTP_EXT_8BITMIME);
    CHECK_EQ(smtp_client_size_limit(t.client), 0);
    CHECK_EQ(smtp_client_limits(t.client).recipients, 0);
    talk_end(&t);
}

TEST(client_lmtp_has_no_helo)
{
    struct talk t;

    talk_begin(&t, "gate.example.org", SMTP_CLIENT_TLS_IF_OFFERED);
    smtp_client_use_lmtp(t.client);
    hear_turns(&t, STR(GREETING "|500 what?\r\n"));
    CHECK_CSTR(buf_str(&t.sent), "LHLO gate.example.org\r\n");
    CHECK_CSTR(buf_str(&t.story), "FAILED 500: LHLO refused\n");
    talk_end(&t);
}

TEST(client_host_name_is_checked)
{
    static const struct { const char *name, *helo; } cases[] = {
        { "CRLF", "a\r\nQUIT" },
        { "none", "" },
    };

    FOR_EACH_CASE(c, cases) {
        struct talk t;

        talk_begin(&t, c->helo, SMTP_CLIENT_TLS_NEVER);
        hear_turns(&t, STR(PLAIN));
        CHECK_EQ(buf_len(&t.sent), 0);
        CHECK_STR(buf_str(&t.story), STR("FAILED 220: the name to greet with is no host name\n"));
        talk_end(&t);
    }
}
