#include "policy/judged_test.h"

TEST(step_impersonation)
{
    static const struct {
        const char *name, *from, *more, *auth; enum action want; const char *reason; bool releasable;
    } cases[] = {
        { "our domain, though it publishes no DMARC",
          "Alex <alex@northwind.example>", "", "spf=pass@sender.example dmarc=none", ACTION_QUARANTINE,
          "own-domain-unauthenticated", false },
        { "our domain, and a key of somebody else's that nobody answers for",
          "Alex <alex@northwind.example>", "", "dkim=temperror@elsewhere.example dmarc=none", ACTION_QUARANTINE,
          "own-domain-unauthenticated", false },
        { "our domain, signed",
          "Alex <alex@northwind.example>", "", "dmarc=pass", ACTION_ACCEPT, NULL, false },
        { "our double alone is held",
          "Alex <alex@northwnid.example>", "", "dmarc=pass", ACTION_QUARANTINE, "own-domain-lookalike", false },
        { "our name under another ending may be a company called the same",
          "Alex <alex@northwind.net>", "", "dmarc=pass", ACTION_TAG, "own-domain-namesake", false },
        { "but not with our director's name",
          "Jane Roe <jane@northwind.net>", "", "dmarc=pass", ACTION_QUARANTINE, "own-domain-namesake", false },
        { "our sister is not",
          "Alex <alex@northwinds.example>", "", "dmarc=pass", ACTION_ACCEPT, NULL, false },
        { "answers to our double alone are marked",
          "Kim <kim@sender.example>", "Reply-To: <alex@n0rthwind.example>\n", "dmarc=pass", ACTION_TAG,
          "replyto-lookalike", false },
        { "and held when the message presses",
          "Kim <kim@sender.example>", "Reply-To: <alex@n0rthwind.example>\nX-Priority: 1\n", "dmarc=pass",
          ACTION_QUARANTINE, "replyto-lookalike", true },
        { "the director's name alone is marked",
          "Jane Roe <jane@sender.example>", "", "dmarc=pass", ACTION_TAG, "vip-name", false },
        { "from her listed private address it is hers",
          "Jane Roe <jroe.private@gmail.com>", "", "dmarc=pass", ACTION_ACCEPT, NULL, false },
        { "with answers going elsewhere it is held",
          "Jane Roe <jane@sender.example>", "Reply-To: <j@other.example>\n", "dmarc=pass", ACTION_QUARANTINE,
          "vip-name", true },
        { "and when it presses",
          "Jane Roe <jane@sender.example>", "Importance: high\n", "dmarc=pass", ACTION_QUARANTINE, "vip-name", true },
        { "a namesake without DMARC is only marked",
          "Jane Roe <jane@sender.example>", "", "dmarc=none", ACTION_TAG, "vip-name", false },
        { "a partner's double alone is marked",
          "Billing <b@harbour1ines.example>", "", "dmarc=pass", ACTION_TAG, "partner-lookalike", false },
    };

    FOR_EACH_CASE(c, cases) {
        struct judged judged;
        char          message[512];

        snprintf(message, sizeof message, "From: %s\n%s%s", c->from, c->more, PLAIN);
        judge(&judged, &(struct story){ .message = message, .auth = c->auth });
        CHECK_EQ(judged.verdict.action, c->want);
        check_decided_by(&judged, STEP_IMPERSONATION, c->reason);
        CHECK_EQ(judged.verdict.releasable, c->releasable);
        judged_close(&judged);
    }
}

TEST(step_impersonation_not_judged)
{
    static const char     message[] = "From: Alex <alex@northwind.example>\n" PLAIN;
    struct policy_options lax = policy_options_default;
    struct judged         judged;

    judge(&judged, &(struct story){ .message = message, .auth = "dmarc=fail/reject", .trusted = true });
    CHECK_EQ(judged.verdict.action, ACTION_ACCEPT);
    CHECK(judged.verdict.steps[STEP_IMPERSONATION].reason == NULL);
    judged_close(&judged);

    lax.own_domain_needs_auth = false;
    judge_with(&judged, &(struct story){ .message = message, .auth = "dmarc=none" }, &lax, NULL, 0);
    CHECK(judged.verdict.steps[STEP_IMPERSONATION].reason == NULL);
    judged_close(&judged);
}
