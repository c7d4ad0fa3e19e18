#include "policy/judged_test.h"

#define OWN  "From: Alex <alex@northwind.example>\n" PLAIN
#define LIST "List-Id: <dev.lists.example.org>\n" LEGIT PLAIN

TEST(step_authentication)
{
    static const struct {
        const char *name, *message, *auth; enum action want; const char *reason; int code;
    } cases[] = {
        { "a pass is delivered",
          LEGIT PLAIN, "dmarc=pass", ACTION_ACCEPT, NULL, 250 },
        { "no policy is no objection",
          LEGIT PLAIN, "dmarc=none", ACTION_ACCEPT, NULL, 250 },
        { "a record that cannot be used is none",
          LEGIT PLAIN, "dmarc=permerror", ACTION_ACCEPT, NULL, 250 },
        { "a failure whose domain asks for nothing",
          LEGIT PLAIN, "dmarc=fail/none", ACTION_ACCEPT, NULL, 250 },
        { "a failure to be held",
          LEGIT PLAIN, "dmarc=fail/quarantine", ACTION_QUARANTINE, "dmarc-quarantine", 250 },
        { "a failure to be refused",
          LEGIT PLAIN, "dmarc=fail/reject", ACTION_REJECT, "dmarc-reject", 550 },
        { "a late answer is no failure",
          LEGIT PLAIN, "dmarc=temperror", ACTION_DEFER, "dmarc-undecided", 451 },
        { "not asked is no pass",
          LEGIT PLAIN, "dmarc=pending", ACTION_DEFER, "authentication-not-checked", 451 },
        { "our own name, no policy, and a key that nobody answers for",
          OWN, "spf=pass@sender.example dkim=temperror@lame.northwind.example dmarc=none", ACTION_DEFER, "own-domain-undecided", 451 },
        { "the same with SPF",
          OWN, "spf=temperror@northwind.example dmarc=permerror", ACTION_DEFER, "own-domain-undecided", 451 },
        { "what proves the author decides",
          OWN, "dkim=temperror@lame.northwind.example dkim=pass@northwind.example dmarc=none", ACTION_ACCEPT, NULL, 250 },
        { "another's name may go on",
          LEGIT PLAIN, "dkim=temperror@lame.legit.example dmarc=none", ACTION_ACCEPT, NULL, 250 },
        { "a list that proves itself by SPF",
          LIST, "spf=pass@lists.example.org dmarc=fail/reject", ACTION_QUARANTINE, "dmarc-reject-list", 250 },
        { "a list that proves itself by DKIM",
          LIST, "dkim=pass@example.org dmarc=fail/reject", ACTION_QUARANTINE, "dmarc-reject-list", 250 },
        { "a list by its return address",
          LIST, "spf=pass@sender.example dmarc=fail/reject", ACTION_QUARANTINE, "dmarc-reject-list", 250 },
        { "a List-Id alone proves nothing",
          LIST, "spf=fail@sender.example dkim=fail@example.org dmarc=fail/reject", ACTION_REJECT, "dmarc-reject", 550 },
        { "a stranger's signature is not the list's",
          LIST, "dkim=pass@elsewhere.example dmarc=fail/reject", ACTION_REJECT, "dmarc-reject", 550 },
        { "a sender that proves itself is no list without List-Id",
          LEGIT PLAIN, "spf=pass@sender.example dmarc=fail/reject", ACTION_REJECT, "dmarc-reject", 550 },
        { "the author's signature leaves the subject to anybody",
          LEGIT PLAIN, "dkim=pass@legit.example+no-subject dmarc=fail/reject", ACTION_QUARANTINE,
          "dmarc-reject-partly-signed", 250 },
        { "and the domain asks to hold",
          LEGIT PLAIN, "dkim=pass@legit.example+no-subject dmarc=fail/quarantine", ACTION_QUARANTINE, "dmarc-quarantine",
          250 },
        { "and the domain asks for nothing",
          LEGIT PLAIN, "dkim=pass@legit.example+no-subject dmarc=fail/none", ACTION_ACCEPT, NULL, 250 },
    };

    FOR_EACH_CASE(c, cases) {
        struct judged judged;

        judge(&judged, &(struct story){ .message = c->message, .auth = c->auth });
        CHECK_EQ(judged.verdict.action, c->want);
        check_decided_by(&judged, STEP_AUTHENTICATION, c->reason);
        CHECK_EQ(judged.verdict.reply_code, c->code);
        judged_close(&judged);
    }
}

TEST(step_authentication_options)
{
    struct policy_options strict = policy_options_default, kind = policy_options_default;
    struct judged         judged;

    strict.reject_mode   = REJECT_STRICT;
    kind.defer_undecided = false;

    judge_with(&judged, &(struct story){ .message = LIST, .auth = "spf=pass@sender.example dmarc=fail/reject" },
               &strict, NULL, 0);
    CHECK_EQ(judged.verdict.action, ACTION_REJECT);
    judged_close(&judged);

    judge_with(&judged, &(struct story){ .message = LEGIT PLAIN, .auth = "dmarc=temperror" }, &kind, NULL, 0);
    CHECK_EQ(judged.verdict.action, ACTION_TAG);        /* delivered, but never as if it were clean */
    CHECK_EQ(judged.verdict.band, BAND_BANNER);
    judged_close(&judged);

    judge_with(&judged, &(struct story){ .message = OWN, .auth = "dmarc=temperror" }, &kind, NULL, 0);
    CHECK_EQ(judged.verdict.action, ACTION_QUARANTINE); /* in our own name it is not let in on trust */
    judged_close(&judged);

    judge(&judged, &(struct story){ .message = LEGIT PLAIN, .auth = "dmarc=fail/reject", .trusted = true });
    CHECK_EQ(judged.verdict.action, ACTION_ACCEPT);     /* a server of ours cannot prove what it relays */
    judged_close(&judged);
}

/* What an administrator would send to a colleague, and what the sender's server gets to read. */
TEST(step_authentication_words)
{
    static const char         message[] = "From: CEO <ceo@corp.example>\n" PLAIN;
    struct judged             judged;
    const struct step_result *result = &judged.verdict.steps[STEP_AUTHENTICATION];

    judge(&judged,
          &(struct story){ .message = message, .auth = "dmarc=fail/reject", .mail_from = "bot@attacker.example" });
    CHECK_STR(result->sentence,
              STR("The message says it is from ceo@corp.example, but it was sent by attacker.example and nothing "
                  "proves that corp.example had a hand in it: neither SPF nor DKIM is aligned with corp.example, whose "
                  "DMARC policy asks to refuse such mail."));
    CHECK(str_find(result->advice, STR("corp.example")) != STR_NOT_FOUND);
    CHECK_STR(judged.verdict.reply_enhanced, STR("5.7.26"));
    CHECK_STR(judged.verdict.reply_text,
              STR("Neither SPF nor DKIM is aligned with corp.example, whose DMARC policy is reject"));
    judged_close(&judged);

    judge(&judged, &(struct story){ .message = message, .auth = "dkim=pass@corp.example+no-subject dmarc=fail/reject" });
    CHECK_STR(result->sentence,
              STR("The message says it is from ceo@corp.example, and a signature of corp.example verifies, but it leaves "
                  "out the subject, which anybody could have written: so it is no proof, and the DMARC policy of "
                  "corp.example asks to refuse such mail. The text under it is the author's, so the message is held "
                  "instead of refused."));
    judged_close(&judged);

    judge(&judged, &(struct story){ .message = message, .auth = "dmarc=fail/reject", .mail_from = "" });
    CHECK(str_find(result->sentence, STR("sent by mx.sender.example")) != STR_NOT_FOUND);
    judged_close(&judged);
}

/* A forwarder that nobody has named, and what only looks like one. */
TEST(step_authentication_usual_relay)
{
    enum { LONG_AGO = FIXTURE_NOW - 90 * 86400, YESTERDAY = FIXTURE_NOW - 86400 };
    static const struct { const char *name, *auth; size_t relayed; unix_seconds since; enum action want; } cases[] = {
        { "for three months",               "spf=pass@relay.example dmarc=fail/reject",     20, LONG_AGO,  ACTION_TAG        },
        { "where the domain asks to hold",  "spf=pass@relay.example dmarc=fail/quarantine", 20, LONG_AGO,  ACTION_TAG        },
        { "since yesterday",                "spf=pass@relay.example dmarc=fail/reject",     20, YESTERDAY, ACTION_REJECT     },
        { "twice in three months",          "spf=pass@relay.example dmarc=fail/reject",      2, LONG_AGO,  ACTION_REJECT     },
        { "by a server that nobody knows",  "spf=none@relay.example dmarc=fail/quarantine", 20, LONG_AGO,  ACTION_QUARANTINE },
    };

    FOR_EACH_CASE(c, cases) {
        struct judged judged;

        judge(&judged, &(struct story){ .message = LEGIT PLAIN, .auth = c->auth,
                                        .history = &(const struct history){ .relayed = c->relayed, .relayed_since = c->since } });
        CHECK_EQ(judged.verdict.action, c->want);
        judged_close(&judged);
    }
}

/* A list to which people here have posted. */
TEST(step_authentication_our_list)
{
    static const struct { const char *name, *message, *auth; size_t posts; enum action want; } cases[] = {
        { "under reject",                   LIST, "spf=pass@lists.example.org dmarc=fail/reject",     1, ACTION_TAG        },
        { "under quarantine",               LIST, "spf=pass@lists.example.org dmarc=fail/quarantine", 1, ACTION_TAG        },
        { "under none",                     LIST, "spf=pass@lists.example.org dmarc=fail/none",       1, ACTION_ACCEPT     },
        { "to which nobody has posted",     LIST, "spf=pass@lists.example.org dmarc=fail/quarantine", 0, ACTION_QUARANTINE },
        { "that does not prove itself",     LIST, "spf=fail@lists.example.org dmarc=fail/reject",     1, ACTION_REJECT     },
        { "in a name of ours",
          "List-Id: <dev.lists.example.org>\nFrom: Alex <alex@northwind.example>\n" PLAIN,
          "spf=pass@lists.example.org dmarc=fail/quarantine",                                         1, ACTION_QUARANTINE },
    };

    FOR_EACH_CASE(c, cases) {
        struct judged judged;

        judge(&judged, &(struct story){ .message = c->message, .auth = c->auth, .history = &(const struct history){ .posts = c->posts } });
        CHECK_EQ(judged.verdict.action, c->want);
        judged_close(&judged);
    }
}

/* What an honest explanation changes, and what it does not. */
TEST(step_authentication_explained)
{
    static const str    lists[] = { STR_INIT("lists.example.org") };
    static const struct {
        const char *name, *message, *auth; unsigned alterations; enum auth_reason spf; enum reject_mode mode;
        enum action want; const char *reason;
    } cases[] = {
        { "a trusted list under reject", LIST, "spf=pass@lists.example.org dmarc=fail/reject", 0, REASON_NONE,
          REJECT_STANDARD, ACTION_ACCEPT, NULL },
        { "a trusted list under quarantine", LIST, "spf=pass@lists.example.org dmarc=fail/quarantine", 0, REASON_NONE,
          REJECT_STANDARD, ACTION_ACCEPT, NULL },
        { "somebody who borrows its name", LIST, "spf=pass@sender.example dmarc=fail/reject", 0, REASON_NONE,
          REJECT_STANDARD, ACTION_QUARANTINE, "dmarc-reject-list" },
        { "strict refuses all the same", LIST, "spf=pass@lists.example.org dmarc=fail/reject", 0, REASON_NONE,
          REJECT_STRICT, ACTION_REJECT, "dmarc-reject" },
        { "strict is about reject only", LIST, "spf=pass@lists.example.org dmarc=fail/quarantine", 0, REASON_NONE,
          REJECT_STRICT, ACTION_ACCEPT, NULL },
        { "a signature that verifies without the footer", LEGIT PLAIN, "dkim=fail@legit.example dmarc=fail/reject",
          DKIM_FOOTER_ADDED | DKIM_SUBJECT_TAGGED, REASON_NONE, REJECT_STANDARD, ACTION_QUARANTINE,
          "dmarc-reject-altered" },
        { "one that does not verify at all", LEGIT PLAIN, "dkim=fail@legit.example dmarc=fail/reject", 0, REASON_NONE,
          REJECT_STANDARD, ACTION_REJECT, "dmarc-reject" },
        { "an explanation is no pass", LEGIT PLAIN, "dkim=fail@legit.example dmarc=fail/quarantine", DKIM_FOOTER_ADDED,
          REASON_NONE, REJECT_STANDARD, ACTION_QUARANTINE, "dmarc-quarantine" },
        { "a hop of ours that hides the client", LEGIT PLAIN, "spf=none@sender.example dmarc=fail/reject", 0,
          REASON_SPF_ORIGIN_UNCLEAR, REJECT_STANDARD, ACTION_QUARANTINE, "dmarc-reject-origin" },
    };

    FOR_EACH_CASE(c, cases) {
        struct policy_options options = policy_options_default;
        struct judged         judged;

        options.reject_mode      = c->mode;
        options.trust.lists      = lists;
        options.trust.list_count = ARRAY_LEN(lists);
        fixture_open(&judged.fixture, &(struct story){ .message = c->message, .auth = c->auth });
        judged.fixture.dkim[0].alterations = c->alterations;
        judged.fixture.auth.spf.reason     = c->spf;
        detect(&judged.fixture.facts, &judged.findings);
        judged.verdict = verdict_decide(&judged.fixture.facts, &judged.findings, &options, NULL, 0);
        CHECK_EQ(judged.verdict.action, c->want);
        check_decided_by(&judged, STEP_AUTHENTICATION, c->reason);
        judged_close(&judged);
    }
}

/* What DMARC cannot evaluate at all has two causes, and only one of them is a record. */
TEST(step_authentication_permerror)
{
    #define REPORT  "Auto-Submitted: auto-replied\n" PLAIN
    #define NOWHERE "The message says it is from foo.1x, which is no valid domain name: nothing could prove it, and nobody answers for it."
    static const struct {
        const char *name, *message, *mail_from; enum auth_reason reason; enum action want; const char *why, *sentence;
    } cases[] = {
        { "a record that cannot be used", LEGIT PLAIN, NULL, REASON_DMARC_UNUSABLE_RECORD, ACTION_ACCEPT, "dmarc-permerror",
          "legit.example publishes a DMARC policy that cannot be used, so nothing is asked of us." },
        { "a name that is none", "From: a@foo.1x\n" PLAIN, NULL, REASON_DMARC_BAD_AUTHOR_DOMAIN, ACTION_REJECT, "bad-author-domain",
          NOWHERE },
        { "of a report", "From: MAILER-DAEMON@foo.1x\n" REPORT, "", REASON_DMARC_BAD_AUTHOR_DOMAIN, ACTION_TAG, "bad-author-domain",
          NOWHERE },
        { "what only says that it is one", "From: a@foo.1x\n" REPORT, NULL, REASON_DMARC_BAD_AUTHOR_DOMAIN, ACTION_REJECT,
          "bad-author-domain",
          NOWHERE },
    };

    FOR_EACH_CASE(c, cases) {
        struct judged             judged;
        const struct step_result *result = &judged.verdict.steps[STEP_AUTHENTICATION];

        fixture_open(&judged.fixture, &(struct story){ .message = c->message, .auth = "dmarc=permerror", .mail_from = c->mail_from });
        judged.fixture.auth.dmarc.reason        = c->reason;
        judged.fixture.auth.dmarc.author_domain = judged.fixture.message.author.domain;
        detect(&judged.fixture.facts, &judged.findings);
        judged.verdict = verdict_decide(&judged.fixture.facts, &judged.findings, &policy_options_default, NULL, 0);
        CHECK_EQ(result->action, c->want);
        CHECK_CSTR(str_of(result->reason), c->why);
        CHECK_CSTR(result->sentence, c->sentence);
        CHECK_EQ(result->reply_code, c->want == ACTION_REJECT ? 550 : 0);
        judged_close(&judged);
    }
}

/* A list that may be one, were its proof to be had: it waits, whatever else may pass undecided, if the sender can bring that about. */
TEST(step_authentication_unchecked_trust)
{
    static const str lists[] = { STR_INIT("lists.example.org") };
    static const struct {
        const char *name, *message, *auth; size_t trusted; bool accepts; enum reject_mode mode; enum action want; const char *reason;
    } cases[] = {
        { "a trusted list under reject",      LIST, "dkim=temperror@example.org dmarc=fail/reject",      1, false, REJECT_STANDARD,
          ACTION_DEFER, "dmarc-trust-undecided" },
        { "a trusted list under quarantine",  LIST, "dkim=temperror@example.org dmarc=fail/quarantine",  1, false, REJECT_STANDARD,
          ACTION_DEFER, "dmarc-trust-undecided" },
        { "where the undecided passes",       LIST, "dkim=temperror@example.org dmarc=fail/reject",      1, true, REJECT_STANDARD,
          ACTION_TAG, "dmarc-trust-undecided" },
        { "under none nothing is to decide",  LIST, "dkim=temperror@example.org dmarc=fail/none",        1, false, REJECT_STANDARD,
          ACTION_ACCEPT, NULL },
        { "strict trusts nobody",             LIST, "dkim=temperror@example.org dmarc=fail/reject",      1, false, REJECT_STRICT,
          ACTION_REJECT, "dmarc-reject" },
        { "a list that nobody trusts",        LIST, "dkim=temperror@example.org dmarc=fail/reject",      0, false, REJECT_STANDARD,
          ACTION_DEFER, "dmarc-trust-undecided" },
        { "it would be held at best",         LIST, "dkim=temperror@example.org dmarc=fail/quarantine",  0, false, REJECT_STANDARD,
          ACTION_QUARANTINE, "dmarc-quarantine" },
        { "and never passes undecided",       LIST, "spf=temperror@sender.example dmarc=fail/reject",    0, true, REJECT_STANDARD,
          ACTION_DEFER, "dmarc-trust-undecided" },
        { "what is no list",                  LEGIT PLAIN, "spf=temperror@sender.example dmarc=fail/reject", 1, false, REJECT_STANDARD,
          ACTION_REJECT, "dmarc-reject" },
    };

    FOR_EACH_CASE(c, cases) {
        struct policy_options options = policy_options_default;
        struct judged         judged;

        options.reject_mode      = c->mode;
        options.defer_undecided  = !c->accepts;
        options.trust.lists      = lists;
        options.trust.list_count = c->trusted;
        judge_with(&judged, &(struct story){ .message = c->message, .auth = c->auth }, &options, NULL, 0);
        CHECK_EQ(judged.verdict.action, c->want);
        CHECK_EQ(judged.verdict.reply_code, c->want == ACTION_DEFER ? 451 : c->want == ACTION_REJECT ? 550 : 250);
        check_decided_by(&judged, STEP_AUTHENTICATION, c->reason);
        judged_close(&judged);
    }
}

TEST(step_authentication_unchecked_words)
{
    static const str      lists[] = { STR_INIT("lists.example.org") };
    struct policy_options options = policy_options_default;
    struct judged         judged;

    options.trust.lists      = lists;
    options.trust.list_count = ARRAY_LEN(lists);
    fixture_open(&judged.fixture, &(struct story){ .message = LIST, .auth = "dkim=temperror@example.org dmarc=fail/reject" });
    judged.fixture.dkim[0].reason = REASON_DKIM_KEY_UNAVAILABLE;
    detect(&judged.fixture.facts, &judged.findings);
    judged.verdict = verdict_decide(&judged.fixture.facts, &judged.findings, &options, NULL, 0);
    CHECK_STR(judged.verdict.steps[STEP_AUTHENTICATION].sentence,
              arena_printf(&judged.fixture.arena, "Nothing proves that legit.example had a hand in the message. It may have been passed on "
                           "by the mailing list dev.lists.example.org, which could not be checked: %s",
                           auth_reason_sentence(REASON_DKIM_KEY_UNAVAILABLE)));
    CHECK_STR(judged.verdict.reply_text, STR("Who has passed on this message cannot be checked now, try again later"));
    judged_close(&judged);
}

TEST(step_authentication_alteration_words)
{
    struct judged judged;

    fixture_open(&judged.fixture,
                 &(struct story){ .message = LEGIT PLAIN, .auth = "dkim=fail@legit.example dmarc=fail/reject" });
    judged.fixture.dkim[0].alterations = DKIM_FOOTER_ADDED | DKIM_SUBJECT_TAGGED;
    detect(&judged.fixture.facts, &judged.findings);
    judged.verdict = verdict_decide(&judged.fixture.facts, &judged.findings, &policy_options_default, NULL, 0);
    CHECK(str_find(judged.verdict.steps[STEP_AUTHENTICATION].sentence,
                   STR("the signature of legit.example verifies once the tag in the subject and the footer is taken "
                       "away"))
          != STR_NOT_FOUND);
    judged_close(&judged);
}
