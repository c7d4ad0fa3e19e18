#include "policy/judged_test.h"

/* Whoever cannot be told of a failure is refused, in words that fit a reply; ours are not asked. */
TEST(step_sender)
{
    static const struct {
        const char *name, *auth, *mail_from; bool trusted, off; enum action want; const char *reason, *enhanced;
    } cases[] = {
        { "a server for reports",      "return=ok",        NULL, false, false, ACTION_ACCEPT, NULL, "2.0.0" },
        { "no such domain",            "return=no-domain", NULL, false, false, ACTION_REJECT, "sender-domain-missing", "5.1.8" },
        { "a null MX",                 "return=null-mx",   NULL, false, false, ACTION_REJECT, "sender-null-mx", "5.7.27" },
        { "no server is only a sign",  "return=no-server", NULL, false, false, ACTION_ACCEPT, NULL, "2.0.0" },
        { "not known now",             "return=temperror", NULL, false, false, ACTION_DEFER,  "sender-domain-unanswered", "4.1.8" },
        { "no sender",                 "return=none",      "",   false, false, ACTION_ACCEPT, NULL, "2.0.0" },
        { "one of our machines",       "return=no-domain", NULL, true,  false, ACTION_ACCEPT, NULL, "2.0.0" },
        { "switched off, it is a sign", "return=no-domain", NULL, false, true, ACTION_ACCEPT, NULL, "2.0.0" },
    };

    FOR_EACH_CASE(c, cases) {
        struct policy_options options = policy_options_default;
        struct judged         judged;
        ARENA_SCOPE           arena = { 0 };

        options.refuse_unanswerable = !c->off;
        judge_with(&judged, &(struct story){ .message = LEGIT PLAIN, .mail_from = c->mail_from, .trusted = c->trusted,
                   .auth = arena_cstr(&arena, arena_printf(&arena, "dmarc=pass %s", c->auth)) }, &options, NULL, 0);
        CHECK_EQ(judged.verdict.action, c->want);
        check_decided_by(&judged, STEP_SENDER, c->reason);
        CHECK_CSTR(judged.verdict.reply_enhanced, c->enhanced);
        CHECK(!str_has_8bit(judged.verdict.reply_text));
        judged_close(&judged);
    }
}
