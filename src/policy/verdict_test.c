#include "policy/verdict.h"

#include "policy/judged_test.h"

#define ALEX "From: Alex <alex@northwind.example>\n" PLAIN
#define LIST "List-Id: <l.sender.example>\n" LEGIT PLAIN

TEST(verdict_most_severe_wins)
{
    struct judged judged;

    /* Undecided would be deferred, but trying again does not mend a malformed message. Both are on record. */
    judge(&judged, &(struct story){ .message = "garbage\n" LEGIT PLAIN, .auth = "dmarc=temperror" });
    CHECK_EQ(judged.verdict.action, ACTION_REJECT);
    CHECK_EQ(judged.verdict.step, STEP_PROTOCOL);
    CHECK_CSTR(str_of(judged.verdict.steps[STEP_AUTHENTICATION].reason), "dmarc-undecided");
    judged_close(&judged);

    /* Held by two steps, of which one is not the recipient's to release. */
    judge(&judged, &(struct story){ .message = ALEX, .auth = "dmarc=fail/quarantine" });
    CHECK_EQ(judged.verdict.action, ACTION_QUARANTINE);
    CHECK_EQ(judged.verdict.step, STEP_AUTHENTICATION);
    CHECK(!judged.verdict.releasable);
    judged_close(&judged);
}

TEST(verdict_let_pass)
{
    static const enum passage passages[] = { PASSAGE_SUBMITTED, PASSAGE_REINJECTED, PASSAGE_RELEASED };

    for (size_t i = 0; i < ARRAY_LEN(passages); i++) {
        struct judged judged;

        judge(&judged, &(struct story){ .message = ALEX, .auth = "dmarc=fail/reject" });
        CHECK_EQ(judged.verdict.action, ACTION_REJECT);
        verdict_let_pass(&judged.verdict, passages[i]);
        CHECK_EQ(judged.verdict.action, ACTION_ACCEPT);
        CHECK_EQ(judged.verdict.reply_code, 250);
        check_decided_by(&judged, STEP_RELAY, passage_name(passages[i]));
        CHECK(judged.verdict.steps[STEP_AUTHENTICATION].suppressed);            /* what it would have been stays on record */
        CHECK_EQ(judged.verdict.steps[STEP_AUTHENTICATION].action, ACTION_REJECT);
        CHECK(!judged.verdict.releasable && judged.verdict.band == BAND_DELIVER);
        judged_close(&judged);
    }
}

/* An entry of each kind, for what a list fails by. */
#define ENTRY(bits, until) { .id = STR_INIT("a1"), .identity = LIST_SPF, .value = STR_INIT("sender.example"), \
                             .steps = (bits), .owner = STR_INIT("jo"), .expires_at = (until) }
#define FOREVER 4000000000
#define EXPIRED 1700000000
#define AUTHENTICATION (1u << STEP_AUTHENTICATION)
#define SCORE          (1u << STEP_SCORE)
#define IMPERSONATION  (1u << STEP_IMPERSONATION)

TEST(verdict_allow_entries)
{
    static const struct {
        const char *name, *message, *auth; struct list_entry entry; enum action want; bool used;
    } cases[] = {
        { "an entry for authentication lets a list's failure pass",
          LIST, "spf=pass@sender.example dmarc=fail/reject", ENTRY(AUTHENTICATION, FOREVER), ACTION_ACCEPT, true },
        { "one for the score does not",
          LIST, "spf=pass@sender.example dmarc=fail/reject", ENTRY(SCORE, FOREVER), ACTION_QUARANTINE, false },
        { "nor does one that has expired",
          LIST, "spf=pass@sender.example dmarc=fail/reject", ENTRY(AUTHENTICATION, EXPIRED), ACTION_QUARANTINE, false },
        { "none helps a malformed message",
          LEGIT LEGIT PLAIN, "spf=pass@sender.example dmarc=permerror", ENTRY(~SCORE, FOREVER), ACTION_REJECT, false },
        { "nor a claim to be us",
          ALEX, "spf=pass@sender.example dmarc=none", ENTRY(~SCORE, FOREVER), ACTION_QUARANTINE, false },
        { "nor our own domain's failure",
          ALEX, "spf=pass@sender.example dmarc=fail/reject", ENTRY(~SCORE, FOREVER), ACTION_REJECT, false },
        { "nor our double",
          "From: Alex <alex@northwnid.example>\n" PLAIN, "spf=pass@sender.example dmarc=pass", ENTRY(~SCORE, FOREVER),
          ACTION_QUARANTINE, false },
        { "one for impersonation helps a namesake",
          "From: Jane Roe <jane@sender.example>\n" PLAIN, "spf=pass@sender.example dmarc=pass",
          ENTRY(IMPERSONATION | SCORE, FOREVER), ACTION_ACCEPT, true },
    };

    FOR_EACH_CASE(c, cases) {
        struct judged judged;

        judge_with(&judged, &(struct story){ .message = c->message, .auth = c->auth }, &policy_options_default,
                   &c->entry, 1);
        CHECK_EQ(judged.verdict.action, c->want);
        CHECK_EQ(judged.verdict.allowed_by == &c->entry, c->used);
        CHECK_EQ(judged.verdict.steps[STEP_LISTS].reason != NULL, c->used);
        judged_close(&judged);
    }
}

static bool is_one_line(str text, bool ascii)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];

        if (c < 0x20 || c == 0x7f || (ascii && c > 0x7f))
            return false;
    }
    return text.len > 0;
}

/* Whatever is refused, deferred or held has words for people, and a reply that is one line of ASCII. */
TEST(verdict_always_explains)
{
    static const struct { const char *name, *message, *auth; } cases[] = {
        { "an empty message",           "",                                                 "dmarc=permerror"   },
        { "a failure",                  LEGIT PLAIN,                                        "dmarc=fail/reject" },
        { "an author in U-labels",      "From: a@m\xc3\xbcnchen.example\n" PLAIN,           "dmarc=fail/reject" },
        { "control characters in From", "From: \"\x01\x02\" <a\x07@legit.example>\n" PLAIN, "dmarc=fail/reject" },
        { "undecided",                  LEGIT PLAIN,                                        "dmarc=temperror"   },
        { "not checked",                LEGIT PLAIN,                                        "dmarc=pending"     },
        { "our double",                 "From: a@northvvind.example\n" PLAIN,               "dmarc=pass"        },
        { "a hostile list",             "List-Id: <a\x1b[2J.sender.example>\n" LEGIT PLAIN,
          "spf=pass@sender.example dmarc=fail/reject" },
    };

    FOR_EACH_CASE(c, cases) {
        struct judged             judged;
        const struct step_result *decided;

        judge(&judged, &(struct story){ .message = c->message, .auth = c->auth });
        decided = &judged.verdict.steps[judged.verdict.step];
        CHECK(judged.verdict.action >= ACTION_QUARANTINE);
        CHECK(decided->reason != NULL);
        CHECK(is_one_line(decided->sentence, false) && is_one_line(decided->advice, false));
        CHECK(judged.verdict.reply_code >= 250);
        CHECK(is_one_line(judged.verdict.reply_text, true) && judged.verdict.reply_text.len < 400);
        judged_close(&judged);
    }
}

/* What is on trial speaks and has no effect; what would be is told beside what is. */
TEST(verdict_in_shadow)
{
    static const struct {
        const char *name, *message, *auth; bool all; enum step step; enum shadow shadow; enum action want; enum step decided;
        const char *reason; enum action would;
    } cases[] = {
        { "a step that objects alone", ALEX, "dmarc=none", false, STEP_IMPERSONATION, SHADOW_STEPS, ACTION_TAG, STEP_SCORE, NULL,
          ACTION_QUARANTINE },
        { "a step beside one that is milder", ALEX, "dmarc=fail/reject", false, STEP_AUTHENTICATION, SHADOW_STEPS,
          ACTION_QUARANTINE, STEP_IMPERSONATION, "own-domain-unauthenticated", ACTION_REJECT },
        { "a step that has nothing to object", LEGIT PLAIN, "spf=pass@legit.example dmarc=pass", false, STEP_AUTHENTICATION, SHADOW_NONE,
          ACTION_ACCEPT, STEP_SCORE, NULL, ACTION_ACCEPT },
        { "everything", ALEX, "dmarc=fail/reject", true, STEP_COUNT, SHADOW_ALL, ACTION_ACCEPT, STEP_SCORE, NULL, ACTION_REJECT },
        { "everything, and a good message", LEGIT PLAIN, "spf=pass@legit.example dmarc=pass", true, STEP_COUNT, SHADOW_ALL,
          ACTION_ACCEPT, STEP_SCORE, NULL, ACTION_ACCEPT },
    };

    FOR_EACH_CASE(c, cases) {
        struct policy_options options = policy_options_default;
        struct fixture        fixture;
        struct findings       findings;

        if (c->step < STEP_COUNT)
            options.steps_in_shadow[c->step] = true;
        fixture_open(&fixture, &(struct story){ .message = c->message, .auth = c->auth });
        fixture.facts.in_shadow = c->all;
        detect(&fixture.facts, &findings);
        struct verdict verdict = verdict_decide(&fixture.facts, &findings, &options, NULL, 0);

        CHECK_EQ(verdict.shadow, c->shadow);
        CHECK_EQ(verdict.action, c->want);
        CHECK_EQ(verdict.step, c->decided);
        if (c->reason != NULL)
            CHECK_CSTR(str_of(verdict_reason(&verdict)), c->reason);
        CHECK_EQ(verdict.would.action, c->would);
        CHECK_EQ(verdict.reply_code, 250);
        fixture_close(&fixture);
    }
}
