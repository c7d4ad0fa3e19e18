#include "policy/verdict.h"

#include <stdio.h>

#include "detect/rule.h"
#include "facts_fixture.h"
#include "unit.h"

#define TO    "To: alex.doe@northwind.example\n"
#define REST  "Date: Mon, 01 Jun 2026 10:00:00 +0000\nMessage-ID: <1@sender.example>\n"
#define BODY  "\nhello\n"
#define PLAIN TO REST "Subject: hello\n" BODY
#define LEGIT "From: Admin <admin@legit.example>\n"

/* The whole of what a test looks at; the fixture lives until judged_close. */
struct judged {
    struct fixture  fixture;
    struct findings findings;
    struct verdict  verdict;
};

static void judge_with(struct judged *judged, const struct story *story, const struct policy_options *options,
                       const struct list_entry *entries, size_t count)
{
    fixture_open(&judged->fixture, story);
    detect(&judged->fixture.facts, &judged->findings);
    judged->verdict = verdict_decide(&judged->fixture.facts, &judged->findings, options, entries, count);
}

static void judge(struct judged *judged, const struct story *story)
{
    judge_with(judged, story, &policy_options_default, NULL, 0);
}

static void judged_close(struct judged *judged)
{
    fixture_close(&judged->fixture);
}

static str reason_of(const struct verdict *verdict)
{
    return str_of(verdict->steps[verdict->step].reason);
}

TEST(verdict_dmarc)
{
    static const struct {
        const char *name, *auth, *more; enum action want; const char *reason; int code; const char *enhanced;
    } cases[] = {
        { "a pass is delivered",                  "dmarc=pass",                         "", ACTION_ACCEPT,     NULL, 250, "2.0.0" },
        { "no policy is no objection",            "dmarc=none",                         "", ACTION_ACCEPT,     NULL, 250, "2.0.0" },
        { "a record that cannot be used",         "dmarc=permerror",                    "", ACTION_ACCEPT,     NULL, 250, "2.0.0" },
        { "a failure that asks for nothing",      "dmarc=fail/none",                    "", ACTION_ACCEPT,     NULL, 250, "2.0.0" },
        { "a failure to be held",                 "dmarc=fail/quarantine",              "", ACTION_QUARANTINE, "dmarc-quarantine", 250, "2.0.0" },
        { "a failure to be refused",              "dmarc=fail/reject",                  "", ACTION_REJECT,     "dmarc-reject", 550, "5.7.26" },
        { "a late answer is no failure",          "dmarc=temperror",                    "", ACTION_DEFER,      "dmarc-undecided", 451, "4.7.0" },
        { "not asked is no pass",                 "dmarc=pending",                      "", ACTION_DEFER,      "authentication-not-checked", 451, "4.7.0" },
        { "a list that proves itself by SPF",     "spf=pass@lists.example.org dmarc=fail/reject", "List-Id: <dev.lists.example.org>\n",
          ACTION_QUARANTINE, "dmarc-reject-list", 250, "2.0.0" },
        { "a list that proves itself by DKIM",    "dkim=pass@example.org dmarc=fail/reject", "List-Id: <dev.lists.example.org>\n",
          ACTION_QUARANTINE, "dmarc-reject-list", 250, "2.0.0" },
        { "a list by its return address",         "spf=pass@sender.example dmarc=fail/reject", "List-Id: <dev.lists.example.org>\n",
          ACTION_QUARANTINE, "dmarc-reject-list", 250, "2.0.0" },
        { "a List-Id alone proves nothing",       "spf=fail@sender.example dkim=fail@example.org dmarc=fail/reject",
          "List-Id: <dev.lists.example.org>\n", ACTION_REJECT, "dmarc-reject", 550, "5.7.26" },
        { "a stranger's signature is no list's",  "dkim=pass@elsewhere.example dmarc=fail/reject", "List-Id: <dev.lists.example.org>\n",
          ACTION_REJECT, "dmarc-reject", 550, "5.7.26" },
        { "a list's identity without List-Id",    "spf=pass@sender.example dmarc=fail/reject", "", ACTION_REJECT, "dmarc-reject", 550, "5.7.26" },
    };

    FOR_EACH_CASE(c, cases) {
        struct judged judged;
        char          message[512];

        snprintf(message, sizeof message, "%s%s%s", c->more, LEGIT, PLAIN);
        judge(&judged, &(struct story){ .message = message, .auth = c->auth });
        CHECK_EQ(judged.verdict.action, c->want);
        if (c->reason != NULL && CHECK_EQ(judged.verdict.step, STEP_AUTHENTICATION))
            CHECK_CSTR(reason_of(&judged.verdict), c->reason);
        CHECK_EQ(judged.verdict.reply_code, c->code);
        CHECK_CSTR(judged.verdict.reply_enhanced, c->enhanced);
        judged_close(&judged);
    }
}

/* What a mail administrator would send to a colleague, and what the sender's server gets to read. */
TEST(verdict_words)
{
    struct judged             judged;
    const struct step_result *result = &judged.verdict.steps[STEP_AUTHENTICATION];

    judge(&judged, &(struct story){ .message = "From: CEO <ceo@corp.example>\n" PLAIN, .auth = "dmarc=fail/reject",
                                    .mail_from = "bot@attacker.example" });
    CHECK_STR(result->sentence,
              STR("The message says it is from ceo@corp.example, but it was sent by attacker.example and nothing proves that "
                  "corp.example had a hand in it: neither SPF nor DKIM is aligned with corp.example, whose DMARC policy asks "
                  "to refuse such mail."));
    CHECK(str_find(result->advice, STR("corp.example")) != STR_NOT_FOUND);
    CHECK_STR(judged.verdict.reply_text, STR("Neither SPF nor DKIM is aligned with corp.example, whose DMARC policy is reject"));
    judged_close(&judged);

    judge(&judged, &(struct story){ .message = "From: CEO <ceo@corp.example>\n" PLAIN, .auth = "dmarc=fail/reject", .mail_from = "" });
    CHECK(str_find(result->sentence, STR("sent by mx.sender.example")) != STR_NOT_FOUND);
    judged_close(&judged);
}

TEST(verdict_options)
{
    struct policy_options strict = policy_options_default, kind = policy_options_default, lax = policy_options_default;
    struct judged         judged;

    strict.reject_mode        = REJECT_STRICT;
    kind.defer_undecided      = false;
    lax.own_domain_needs_auth = false;
    lax.refuse_ambiguous_mime = false;

    judge_with(&judged, &(struct story){ .message = "List-Id: <l.sender.example>\n" LEGIT PLAIN,
                                         .auth = "spf=pass@sender.example dmarc=fail/reject" }, &strict, NULL, 0);
    CHECK_EQ(judged.verdict.action, ACTION_REJECT);
    judged_close(&judged);

    judge_with(&judged, &(struct story){ .message = LEGIT PLAIN, .auth = "dmarc=temperror" }, &kind, NULL, 0);
    CHECK_EQ(judged.verdict.action, ACTION_TAG);        /* delivered, but never as if it were clean */
    CHECK_EQ(judged.verdict.band, BAND_BANNER);
    judged_close(&judged);

    judge_with(&judged, &(struct story){ .message = "From: Alex <alex@northwind.example>\n" PLAIN, .auth = "dmarc=none" }, &lax, NULL, 0);
    CHECK(judged.verdict.steps[STEP_IMPERSONATION].reason == NULL);
    judged_close(&judged);

    judge_with(&judged, &(struct story){ .message = LEGIT "Content-Type: multipart/mixed; boundary=a; boundary=b\nMIME-Version: 1.0\n"
                                         TO REST "\n--b\n\nx\n--b--\n", .auth = "dmarc=pass" }, &lax, NULL, 0);
    CHECK_EQ(judged.verdict.action, ACTION_ACCEPT);
    CHECK(findings_find(&judged.findings, "mime-ambiguous") != NULL);
    judged_close(&judged);
}

TEST(verdict_protocol)
{
    static const struct { const char *name, *message, *mail_from; enum action want; const char *reason; int code; const char *enhanced; } cases[] = {
        { "one author",                    LEGIT PLAIN, NULL, ACTION_ACCEPT, NULL, 250, "2.0.0" },
        { "no From",                       PLAIN, NULL, ACTION_REJECT, "no-from", 550, "5.6.0" },
        { "two From",                      LEGIT LEGIT PLAIN, NULL, ACTION_REJECT, "several-from", 550, "5.6.0" },
        { "two authors' domains",          "From: a@legit.example, b@sender.example\n" PLAIN, NULL, ACTION_REJECT, "several-domains", 550, "5.7.1" },
        { "a literal",                     "From: <a@[192.0.2.1]>\n" PLAIN, NULL, ACTION_REJECT, "bad-domain", 550, "5.7.1" },
        { "an empty group",                "From: x:;\n" PLAIN, NULL, ACTION_REJECT, "no-mailbox", 550, "5.6.0" },
        { "a blank before the colon",      "X-Note : x\n" LEGIT PLAIN, NULL, ACTION_REJECT, "header-blank-before-colon", 550, "5.6.0" },
        { "a line that is no field",       "garbage\n" LEGIT PLAIN, NULL, ACTION_REJECT, "header-no-colon", 550, "5.6.0" },
        { "a blank fold",                  "From: a@legit.example\n \n <b@sender.example>\n" PLAIN, NULL, ACTION_REJECT, "header-blank-fold", 550, "5.6.0" },
        { "two boundaries",                LEGIT "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=a; boundary=b\n" TO REST "\n--b\n\nx\n--b--\n",
          NULL, ACTION_REJECT, "mime-ambiguous", 550, "5.6.0" },
        { "no boundary",                   LEGIT "MIME-Version: 1.0\nContent-Type: multipart/mixed; ((((\n" TO REST "\nx\n",
          NULL, ACTION_REJECT, "mime-ambiguous", 550, "5.6.0" },
        { "a fragment",                    LEGIT "MIME-Version: 1.0\nContent-Type: message/partial; id=x; number=1; total=2\n" TO REST "\nx\n",
          NULL, ACTION_REJECT, "mime-elsewhere", 550, "5.6.0" },
        { "a report quotes what it returns", "From: MAILER-DAEMON@legit.example\nMIME-Version: 1.0\nContent-Type: multipart/report; boundary=r\n" TO REST
          "\n--r\n\nfailed\n--r\nContent-Type: message/rfc822\n\nFrom: a@b.example\nContent-Type: multipart/mixed; boundary=a; boundary=b\n\nx\n--r--\n",
          "", ACTION_ACCEPT, NULL, 250, "2.0.0" },
        { "a report needs a From, too",    "MIME-Version: 1.0\nContent-Type: multipart/report; boundary=r\n" TO REST "\n--r\n\nfailed\n--r--\n",
          "", ACTION_REJECT, "no-from", 550, "5.6.0" },
        { "an old report without domain",  "From: <MAILER-DAEMON@mail>\nMIME-Version: 1.0\nContent-Type: multipart/report; boundary=r\n" TO REST
          "\n--r\n\nfailed\n--r--\n", "", ACTION_TAG, "report-without-author", 250, "2.0.0" },
        { "which is no excuse for others", "From: <MAILER-DAEMON@mail>\n" PLAIN, NULL, ACTION_REJECT, "bad-domain", 550, "5.7.1" },
    };

    FOR_EACH_CASE(c, cases) {
        struct judged judged;

        judge(&judged, &(struct story){ .message = c->message, .auth = "dmarc=pass", .mail_from = c->mail_from });
        CHECK_EQ(judged.verdict.action, c->want);
        if (c->reason != NULL && CHECK_EQ(judged.verdict.step, STEP_PROTOCOL))
            CHECK_CSTR(reason_of(&judged.verdict), c->reason);
        CHECK_EQ(judged.verdict.reply_code, c->code);
        CHECK_CSTR(judged.verdict.reply_enhanced, c->enhanced);
        judged_close(&judged);
    }
}

TEST(verdict_limits)
{
    ARENA_SCOPE   arena = { 0 };
    struct buf    message = { 0 };
    struct judged judged;

    for (int i = 0; i < 101; i++)
        buf_add(&message, STR("Received: from a by b; Mon, 01 Jun 2026 10:00:00 +0000\n"));
    buf_add(&message, STR(LEGIT PLAIN));
    judge(&judged, &(struct story){ .message = arena_cstr(&arena, buf_str(&message)) });
    CHECK_STR(judged.verdict.reply_enhanced, STR("5.4.6"));
    CHECK_EQ(judged.verdict.reply_code, 554);
    judged_close(&judged);

    buf_clear(&message);
    for (int i = 0; i < 1001; i++)
        buf_add(&message, STR("X: y\n"));
    buf_add(&message, STR(LEGIT PLAIN));
    judge(&judged, &(struct story){ .message = arena_cstr(&arena, buf_str(&message)) });
    CHECK_EQ(judged.verdict.action, ACTION_REJECT);
    CHECK_EQ(judged.verdict.reply_code, 554);
    CHECK_STR(reason_of(&judged.verdict), STR("header-too-many-fields"));
    judged_close(&judged);

    buf_clear(&message);
    buf_add(&message, STR(LEGIT TO REST "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b0\n\n"));
    for (int i = 0; i < 60; i++)
        buf_printf(&message, "--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n", i, i + 1);
    judge(&judged, &(struct story){ .message = arena_cstr(&arena, buf_str(&message)) });
    CHECK_EQ(judged.verdict.reply_code, 554);
    CHECK_STR(reason_of(&judged.verdict), STR("mime-too-deep"));
    judged_close(&judged);
    buf_free(&message);
}

TEST(verdict_impersonation)
{
    static const struct { const char *name; struct story story; enum action want; const char *reason; bool releasable; } cases[] = {
        { "our domain, though it publishes no DMARC", { .message = "From: Alex <alex@northwind.example>\n" PLAIN, .auth = "spf=pass@sender.example dmarc=none" },
          ACTION_QUARANTINE, "own-domain-unauthenticated", false },
        { "our domain, signed",                 { .message = "From: Alex <alex@northwind.example>\n" PLAIN, .auth = "dmarc=pass" }, ACTION_ACCEPT, NULL, false },
        { "our domain from our own network",    { .message = "From: Alex <alex@northwind.example>\n" PLAIN, .auth = "dmarc=fail/reject", .trusted = true },
          ACTION_ACCEPT, NULL, false },
        { "our double alone is held",           { .message = "From: Alex <alex@northwnid.example>\n" PLAIN, .auth = "dmarc=pass" },
          ACTION_QUARANTINE, "own-domain-lookalike", false },
        { "our sister is not",                  { .message = "From: Alex <alex@northwinds.example>\n" PLAIN, .auth = "dmarc=pass" }, ACTION_ACCEPT, NULL, false },
        { "answers to our double",              { .message = "From: Kim <kim@sender.example>\nReply-To: <alex@n0rthwind.example>\n" PLAIN, .auth = "dmarc=pass" },
          ACTION_QUARANTINE, "replyto-lookalike", true },
        { "the director's name alone is marked", { .message = "From: Jane Roe <jane@sender.example>\n" PLAIN, .auth = "dmarc=pass" },
          ACTION_TAG, "vip-name", false },
        { "from her listed private address",    { .message = "From: Jane Roe <jroe.private@gmail.com>\n" PLAIN, .auth = "dmarc=pass" }, ACTION_ACCEPT, NULL, false },
        { "with answers going elsewhere",       { .message = "From: Jane Roe <jane@sender.example>\nReply-To: <j@other.example>\n" PLAIN, .auth = "dmarc=pass" },
          ACTION_QUARANTINE, "vip-name", true },
        { "marked as urgent",                   { .message = "From: Jane Roe <jane@sender.example>\nImportance: high\n" PLAIN, .auth = "dmarc=pass" },
          ACTION_QUARANTINE, "vip-name", true },
        { "a namesake without DMARC",           { .message = "From: Jane Roe <jane@sender.example>\n" PLAIN, .auth = "dmarc=none" },
          ACTION_TAG, "vip-name", false },
        { "a partner's double alone is marked", { .message = "From: Billing <b@harbour1ines.example>\n" PLAIN, .auth = "dmarc=pass" },
          ACTION_TAG, "partner-lookalike", false },
    };

    FOR_EACH_CASE(c, cases) {
        struct judged judged;

        judge(&judged, &c->story);
        CHECK_EQ(judged.verdict.action, c->want);
        if (c->reason != NULL && CHECK_EQ(judged.verdict.step, STEP_IMPERSONATION))
            CHECK_CSTR(reason_of(&judged.verdict), c->reason);
        CHECK_EQ(judged.verdict.releasable, c->releasable);
        judged_close(&judged);
    }
}

TEST(verdict_score)
{
    static const struct { const char *name; double a; const char *group_b; double b; enum band band; enum action want; } cases[] = {
        { "nothing found",                          0.0, "header", 0.0, BAND_DELIVER,    ACTION_ACCEPT     },
        { "a weak sign",                            1.0, "header", 0.0, BAND_DELIVER,    ACTION_ACCEPT     },
        { "a banner",                               2.5, "header", 0.0, BAND_BANNER,     ACTION_TAG        },
        { "junk",                                   3.5, "header", 0.5, BAND_JUNK,       ACTION_TAG        },
        { "two kinds of signs hold",                4.0, "header", 1.0, BAND_QUARANTINE, ACTION_QUARANTINE },
        { "one kind, however strong, does not",     9.0, "author", 9.0, BAND_JUNK,       ACTION_TAG        },
        { "content never refuses",                  9.0, "header", 9.0, BAND_QUARANTINE, ACTION_QUARANTINE },
    };

    FOR_EACH_CASE(c, cases) {
        struct judged   judged;
        struct findings findings = { { { .id = "a", .weight = c->a, .group = "author", .sentence = "A." },
                                       { .id = "b", .weight = c->b, .group = c->group_b, .sentence = "B." } }, 2 };

        fixture_open(&judged.fixture, &(struct story){ .message = LEGIT PLAIN, .auth = "dmarc=pass" });
        judged.verdict = verdict_decide(&judged.fixture.facts, &findings, &policy_options_default, NULL, 0);
        CHECK_EQ(judged.verdict.band, c->band);
        CHECK_EQ(judged.verdict.action, c->want);
        CHECK_EQ(judged.verdict.reply_code, 250);
        judged_close(&judged);
    }
}

TEST(verdict_most_severe_wins)
{
    struct judged judged;

    /* Undecided would be deferred, but a malformed message is refused for good: trying again would not help. */
    judge(&judged, &(struct story){ .message = "garbage\n" LEGIT PLAIN, .auth = "dmarc=temperror" });
    CHECK_EQ(judged.verdict.action, ACTION_REJECT);
    CHECK_EQ(judged.verdict.step, STEP_PROTOCOL);
    CHECK_CSTR(str_of(judged.verdict.steps[STEP_AUTHENTICATION].reason), "dmarc-undecided");        /* and is on record all the same */
    judged_close(&judged);

    /* Held by two steps, of which one is not the recipient's to release. */
    judge(&judged, &(struct story){ .message = "From: Alex <alex@northwind.example>\n" PLAIN, .auth = "dmarc=fail/quarantine" });
    CHECK_EQ(judged.verdict.action, ACTION_QUARANTINE);
    CHECK_EQ(judged.verdict.step, STEP_AUTHENTICATION);
    CHECK(!judged.verdict.releasable);
    judged_close(&judged);
}

#define ENTRY(bits, until) { .id = STR_INIT("a1"), .identity = LIST_SPF, .value = STR_INIT("sender.example"), \
                             .steps = (bits), .owner = STR_INIT("jo"), .expires_at = (until) }
#define FOREVER 4000000000

TEST(verdict_allow_entries)
{
    static const struct {
        const char *name; struct story story; struct list_entry entry; enum action want; bool used;
    } cases[] = {
        { "an entry for authentication lets a list's failure pass",
          { .message = "List-Id: <l.sender.example>\n" LEGIT PLAIN, .auth = "spf=pass@sender.example dmarc=fail/reject" },
          ENTRY(1u << STEP_AUTHENTICATION, FOREVER), ACTION_ACCEPT, true },
        { "one for the score does not",
          { .message = "List-Id: <l.sender.example>\n" LEGIT PLAIN, .auth = "spf=pass@sender.example dmarc=fail/reject" },
          ENTRY(1u << STEP_SCORE, FOREVER), ACTION_QUARANTINE, false },
        { "an expired one does not",
          { .message = "List-Id: <l.sender.example>\n" LEGIT PLAIN, .auth = "spf=pass@sender.example dmarc=fail/reject" },
          ENTRY(1u << STEP_AUTHENTICATION, 1700000000), ACTION_QUARANTINE, false },
        { "none helps a malformed message",
          { .message = LEGIT LEGIT PLAIN, .auth = "spf=pass@sender.example dmarc=permerror" },
          ENTRY(~0u, FOREVER), ACTION_REJECT, false },
        { "none helps a claim to be us",
          { .message = "From: Alex <alex@northwind.example>\n" PLAIN, .auth = "spf=pass@sender.example dmarc=none" },
          ENTRY(~(1u << STEP_SCORE), FOREVER), ACTION_QUARANTINE, false },
        { "nor our own domain's failure",
          { .message = "From: Alex <alex@northwind.example>\n" PLAIN, .auth = "spf=pass@sender.example dmarc=fail/reject" },
          ENTRY(~(1u << STEP_SCORE), FOREVER), ACTION_REJECT, false },
        { "nor our double",
          { .message = "From: Alex <alex@northwnid.example>\n" PLAIN, .auth = "spf=pass@sender.example dmarc=pass" },
          ENTRY(~(1u << STEP_SCORE), FOREVER), ACTION_QUARANTINE, false },
        { "one for impersonation helps a namesake",
          { .message = "From: Jane Roe <jane@sender.example>\n" PLAIN, .auth = "spf=pass@sender.example dmarc=pass" },
          ENTRY(1u << STEP_IMPERSONATION | 1u << STEP_SCORE, FOREVER), ACTION_ACCEPT, true },
    };

    FOR_EACH_CASE(c, cases) {
        struct judged judged;

        judge_with(&judged, &c->story, &policy_options_default, &c->entry, 1);
        CHECK_EQ(judged.verdict.action, c->want);
        CHECK_EQ(judged.verdict.allowed_by == &c->entry, c->used);
        CHECK_EQ(judged.verdict.steps[STEP_LISTS].reason != NULL, c->used);
        judged_close(&judged);
    }
}

/* Whatever is refused, deferred or held has words for people, and a reply that is one line of ASCII. */
TEST(verdict_always_explains)
{
    static const struct { const char *name; struct story story; } cases[] = {
        { "an empty message",           { .message = "", .auth = "dmarc=permerror" } },
        { "a failure",                  { .message = LEGIT PLAIN, .auth = "dmarc=fail/reject" } },
        { "an author in U-labels",      { .message = "From: a@m\xc3\xbcnchen.example\n" PLAIN, .auth = "dmarc=fail/reject" } },
        { "control characters in From", { .message = "From: \"\x01\x02\" <a\x07@legit.example>\n" PLAIN, .auth = "dmarc=fail/reject" } },
        { "undecided",                  { .message = LEGIT PLAIN, .auth = "dmarc=temperror" } },
        { "our double",                 { .message = "From: a@northvvind.example\n" PLAIN, .auth = "dmarc=pass" } },
        { "the null reverse-path",      { .message = LEGIT PLAIN, .auth = "dmarc=fail/reject", .mail_from = "", .helo = "" } },
    };

    FOR_EACH_CASE(c, cases) {
        struct judged             judged;
        const struct step_result *decided = &judged.verdict.steps[0];

        judge(&judged, &c->story);
        decided = &judged.verdict.steps[judged.verdict.step];
        CHECK(judged.verdict.action >= ACTION_QUARANTINE);
        CHECK(decided->reason != NULL && decided->sentence.len > 0 && decided->advice.len > 0);
        CHECK(judged.verdict.reply_code >= 250 && judged.verdict.reply_text.len > 0 && judged.verdict.reply_text.len < 400);
        for (size_t i = 0; i < judged.verdict.reply_text.len; i++)
            CHECK(judged.verdict.reply_text.ptr[i] >= 0x20 && judged.verdict.reply_text.ptr[i] < 0x7f);
        for (size_t i = 0; i < decided->sentence.len; i++)
            CHECK((unsigned char)decided->sentence.ptr[i] >= 0x20 && decided->sentence.ptr[i] != 0x7f);
        judged_close(&judged);
    }
}
