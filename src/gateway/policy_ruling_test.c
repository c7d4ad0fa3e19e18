#include "gateway/policy_ruling.h"

#include "gateway/config.h"
#include "unit.h"

TEST(policy_ruling)
{
    static const struct { const char *name; enum smtp_reply_id id; enum action want; } cases[] = {
        { "no limit is reached",  REPLY_OK,                   ACTION_ACCEPT },
        { "one that passes",      REPLY_TOO_MANY_CONNECTIONS, ACTION_DEFER  },
        { "one for good",         REPLY_UNKNOWN_RECIPIENT,    ACTION_REJECT },
    };

    FOR_EACH_CASE(c, cases) {
        struct policy_ruling ruling = policy_ruling_of_limit(c->id);

        CHECK_EQ(ruling.action, c->want);
        CHECK_EQ(ruling.id, c->id);
        CHECK_EQ(ruling.step, STEP_RELAY);
        CHECK_CSTR(str_of(ruling.reason), c->want == ACTION_ACCEPT ? "" : "client-limit");
        CHECK_EQ(ruling.reply.code, c->want == ACTION_ACCEPT ? 0 : smtp_reply_of(c->id).code);

        struct policy_rulings real = policy_rulings_on_trial(ruling, false), trial = policy_rulings_on_trial(ruling, true);

        CHECK_EQ(real.taken.action, c->want);
        CHECK_EQ(real.would.action, c->want);
        CHECK_EQ(trial.taken.action, ACTION_ACCEPT);
        CHECK_EQ(trial.would.action, c->want);
    }
}

TEST(policy_ruling_of_lists)
{
    ARENA_SCOPE          arena  = { 0 };
    struct policy_ruling ruling = policy_ruling_of_lists(&arena, STR("zen.example"));

    CHECK_EQ(ruling.action, ACTION_REJECT);
    CHECK_EQ(ruling.id, REPLY_CLIENT_LISTED);
    CHECK(str_ends_nocase(ruling.reply.text, STR(": zen.example")));
}

/* What a verdict would do to a message that has not come yet: only what ends the transaction is said. */
TEST(policy_conclude)
{
    static const struct { const char *name; enum action taken, would, want_taken, want_would; } cases[] = {
        { "nothing",                 ACTION_ACCEPT,     ACTION_ACCEPT,     ACTION_ACCEPT, ACTION_ACCEPT },
        { "whoever sees it decides", ACTION_TAG,        ACTION_QUARANTINE, ACTION_ACCEPT, ACTION_ACCEPT },
        { "put off",                 ACTION_DEFER,      ACTION_DEFER,      ACTION_DEFER,  ACTION_DEFER  },
        { "refused",                 ACTION_REJECT,     ACTION_REJECT,     ACTION_REJECT, ACTION_REJECT },
        { "on trial",                ACTION_ACCEPT,     ACTION_REJECT,     ACTION_ACCEPT, ACTION_REJECT },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE               arena  = { 0 };
        struct config             config = { 0 };
        static struct transaction tx;
        char                      text[] = "no";

        tx.verdict = (struct verdict){
            .action = c->taken, .step = STEP_AUTHENTICATION, .reply_code = 550, .reply_enhanced = STR("5.7.23"), .reply_text = str_of(text),
            .would  = { c->would, BAND_DELIVER, STEP_SENDER, 450, STR_INIT("4.1.8"), STR_INIT("later") },
        };
        tx.verdict.steps[STEP_AUTHENTICATION].reason = "spf-fail";
        tx.verdict.steps[STEP_SENDER].reason         = "no-domain";
        tx.waited_ms = 7;
        struct policy_conclusion conclusion = policy_conclude(&arena, &config, false, &tx);
        const struct policy_ruling *taken = &conclusion.verdict.taken, *would = &conclusion.verdict.would;

        text[0] = '-';                  /* nothing of the transaction is kept */
        CHECK_EQ(taken->action, c->want_taken);
        CHECK_EQ(would->action, c->want_would);
        CHECK_EQ(taken->id, REPLY_OK);
        if (taken->action != ACTION_ACCEPT) {
            CHECK_EQ(taken->step, STEP_AUTHENTICATION);
            CHECK_CSTR(str_of(taken->reason), "spf-fail");
            CHECK_EQ(taken->reply.code, 550);
            CHECK_STR(taken->reply.text, STR("no"));
        }
        if (would->action != ACTION_ACCEPT)
            CHECK_CSTR(str_of(would->reason), "no-domain");
        CHECK_STR(conclusion.received_spf, STR(""));
        CHECK_EQ(conclusion.dns_ms, 7);
    }
}

/* On one line, where it is wanted. */
TEST(policy_conclude_received_spf)
{
    static const struct { const char *name; bool wanted, in_shadow, is_there; } cases[] = {
        { "not wanted",        false, false, false },
        { "wanted",            true,  false, true  },
        { "on trial",          true,  true,  false },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE               arena  = { 0 };
        struct config             config = { .received_spf = c->wanted, .hostname = STR_INIT("mx.example.com") };
        static struct transaction tx;

        tx.auth.spf = (struct spf_result){ .status = SPF_PASS };
        CHECK(ip_parse(STR("192.0.2.1"), &tx.judged.client));
        tx.judged.helo = STR("mail.example.org");
        struct policy_conclusion conclusion = policy_conclude(&arena, &config, c->in_shadow, &tx);

        CHECK_EQ(conclusion.received_spf.len > 0, c->is_there);
        CHECK(!c->is_there || str_starts(conclusion.received_spf, STR("Received-SPF: pass")));
        CHECK(str_find(conclusion.received_spf, STR("\r\n")) == STR_NOT_FOUND);
    }
}
