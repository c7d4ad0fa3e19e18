#include "policy/judged_test.h"

#define REPORT(from) from TO REST "MIME-Version: 1.0\nContent-Type: multipart/report; boundary=r\n\n--r\n\nfailed\n"

TEST(step_protocol)
{
    static const struct {
        const char *name, *message, *mail_from; enum action want; const char *reason, *enhanced;
    } cases[] = {
        { "one author",
          LEGIT PLAIN, NULL, ACTION_ACCEPT, NULL, "2.0.0" },
        { "no From",
          PLAIN, NULL, ACTION_REJECT, "no-from", "5.6.0" },
        { "two From",
          LEGIT LEGIT PLAIN, NULL, ACTION_REJECT, "several-from", "5.7.1" },
        { "authors in two domains",
          "From: a@legit.example, b@sender.example\n" PLAIN, NULL, ACTION_REJECT, "several-domains", "5.7.1" },
        { "an address literal",
          "From: <a@[192.0.2.1]>\n" PLAIN, NULL, ACTION_REJECT, "bad-domain", "5.7.1" },
        { "an empty group",
          "From: x:;\n" PLAIN, NULL, ACTION_REJECT, "no-mailbox", "5.6.0" },
        { "a blank before the colon",
          "X-Note : x\n" LEGIT PLAIN, NULL, ACTION_REJECT, "header-blank-before-colon", "5.6.0" },
        { "a line that is no field",
          "garbage\n" LEGIT PLAIN, NULL, ACTION_REJECT, "header-no-colon", "5.6.0" },
        { "a blank line inside of a field",
          "From: a@legit.example\n \n <b@sender.example>\n" PLAIN, NULL, ACTION_REJECT, "header-blank-fold", "5.6.0" },
        { "two boundaries",
          MIME("Content-Type: multipart/mixed; boundary=a; boundary=b\n", "--b\n\nx\n--b--\n"), NULL, ACTION_REJECT,
          "mime-ambiguous", "5.6.0" },
        { "a part whose header some readers end sooner",
          MIME("Content-Type: multipart/mixed; boundary=b\n", "--b\nContent-Type: text/html\n<p>x\n\ny\n--b--\n"), NULL, ACTION_REJECT,
          "mime-ambiguous", "5.6.0" },
        { "comments without end",
          MIME("Content-Type: multipart/mixed; ((((\n", "x\n"), NULL, ACTION_REJECT, "mime-ambiguous", "5.6.0" },
        { "a fragment",
          MIME("Content-Type: message/partial; id=x; number=1; total=2\n", "x\n"), NULL, ACTION_REJECT,
          "mime-elsewhere", "5.6.0" },
        { "the same word without what a fragment needs",
          MIME("Content-Type: message/partial\n", "x\n"), NULL, ACTION_ACCEPT, NULL, "2.0.0" },
        { "content that is left elsewhere",
          MIME("Content-Type: message/external-body; access-type=url\n", "Content-Type: text/plain\n\n"), NULL,
          ACTION_REJECT, "mime-elsewhere", "5.6.0" },
        { "a report may quote a malformed message",
          REPORT("From: MAILER-DAEMON@legit.example\n") "--r\nContent-Type: message/rfc822\n\nFrom: a@b.example\n"
          "Content-Type: multipart/mixed; boundary=a; boundary=b\n\nx\n--r--\n", "", ACTION_ACCEPT, NULL, "2.0.0" },
        { "a report needs a From, too",
          REPORT("") "--r--\n", "", ACTION_REJECT, "no-from", "5.6.0" },
        { "an old report without domain",
          REPORT("From: <MAILER-DAEMON@mail>\n") "--r--\n", "", ACTION_TAG, "report-without-author", "2.0.0" },
        { "or without address",
          REPORT("From: Mail System\n") "--r--\n", "", ACTION_TAG, "report-without-author", "2.0.0" },
        { "a domain that some decode is one that they read",
          REPORT("From: CEO <ceo@=?utf-8?q?legit.example?=>\n") "--r--\n", "", ACTION_REJECT, "bad-domain", "5.7.1" },
        { "and so is one in quotes, or with a dash too many",
          REPORT("From: CEO <ceo@legit.example->\n") "--r--\n", "", ACTION_REJECT, "bad-domain", "5.7.1" },
        { "which is no excuse for two authors",
          REPORT(LEGIT LEGIT) "--r--\n", "", ACTION_REJECT, "several-from", "5.7.1" },
        { "nor for a message with a return address",
          REPORT("From: <MAILER-DAEMON@mail>\n") "--r--\n", NULL, ACTION_REJECT, "bad-domain", "5.7.1" },
        { "nor for a name that shows an address",
          REPORT("From: \"ceo@legit.example\" <MAILER-DAEMON@mail>\n") "--r--\n", "", ACTION_REJECT, "bad-domain", "5.7.1" },
        { "letters that are no ASCII, without SMTPUTF8",
          "From: <a@m\303\274ller.example>\n" PLAIN, NULL, ACTION_REJECT, "author-not-ascii", "5.6.7" },
        { "the same name as DNS has it",
          "From: <a@xn--mller-kva.example>\n" PLAIN, NULL, ACTION_ACCEPT, NULL, "2.0.0" },
    };

    FOR_EACH_CASE(c, cases) {
        struct judged judged;

        judge(&judged, &(struct story){ .message = c->message, .auth = "dmarc=pass", .mail_from = c->mail_from });
        CHECK_EQ(judged.verdict.action, c->want);
        check_decided_by(&judged, STEP_PROTOCOL, c->reason);
        CHECK_CSTR(judged.verdict.reply_enhanced, c->enhanced);
        judged_close(&judged);
    }
}

static void check_refused(struct buf *message, const char *reason, const char *enhanced)
{
    ARENA_SCOPE   arena = { 0 };
    struct judged judged;

    judge(&judged, &(struct story){ .message = arena_cstr(&arena, buf_str(message)) });
    CHECK_EQ(judged.verdict.action, ACTION_REJECT);
    check_decided_by(&judged, STEP_PROTOCOL, reason);
    CHECK_EQ(judged.verdict.reply_code, 554);
    CHECK_CSTR(judged.verdict.reply_enhanced, enhanced);
    judged_close(&judged);
    buf_clear(message);
}

TEST(step_protocol_limits)
{
    BUF_SCOPE message = { 0 };

    for (int i = 0; i < 101; i++)
        buf_add(&message, STR("Received: from a by b; Mon, 01 Jun 2026 10:00:00 +0000\n"));
    buf_add(&message, STR(LEGIT PLAIN));
    check_refused(&message, "received-loop", "5.4.6");

    for (int i = 0; i < 1001; i++)
        buf_add(&message, STR("X: y\n"));
    buf_add(&message, STR(LEGIT PLAIN));
    check_refused(&message, "header-too-many-fields", "5.6.0");

    buf_add(&message, STR(MIME("Content-Type: multipart/mixed; boundary=b0\n", "")));
    for (int i = 0; i < 60; i++)
        buf_printf(&message, "--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n", i, i + 1);
    check_refused(&message, "mime-too-deep", "5.6.0");

    buf_add(&message, STR(MIME("Content-Type: multipart/mixed; boundary=b\n", "")));
    for (int i = 0; i < 1100; i++)
        buf_add(&message, STR("--b\n\nx\n"));
    check_refused(&message, "mime-too-many-parts", "5.6.0");
}

TEST(step_protocol_ambiguity_allowed)
{
    static const char     message[] = MIME("Content-Type: multipart/mixed; boundary=a; boundary=b\n", "--b\n\nx\n");
    struct policy_options lax       = policy_options_default;
    struct judged         judged;

    lax.refuse_ambiguous_mime = false;
    judge_with(&judged, &(struct story){ .message = message, .auth = "dmarc=pass" }, &lax, NULL, 0);
    CHECK_EQ(judged.verdict.action, ACTION_ACCEPT);
    CHECK(findings_find(&judged.findings, "mime-ambiguous") != NULL);
    judged_close(&judged);
}
