#include "policy/judged_test.h"

/* An envelope judged before its message: by SPF as the administrator has it refused, and by the sender's domain. */
struct enveloped { struct fixture fixture; struct verdict verdict; };

static void judge_envelope(struct enveloped *e, const struct story *story, const struct policy_options *options, bool in_shadow)
{
    fixture_open(&e->fixture, story);
    e->fixture.auth.spf_helo.domain = STR("mx.sender.example");
    e->fixture.facts.in_shadow      = in_shadow;
    e->verdict = verdict_decide_envelope(&e->fixture.facts, options, NULL, 0);
}

static const char nothing[] = "From: a@b.example\n\n";         /* never looked at */

TEST(step_envelope)
{
    enum { DEFAULTS = SPF_REFUSE_NO_MAIL | SPF_REFUSE_HELO, ALL = 31 };
    static const struct {
        const char *name, *auth; unsigned refusals; enum action want; const char *reason, *reply;
    } cases[] = {
        { "a pass",                       "spf=pass@a.example",                ALL,      ACTION_ACCEPT, NULL, "Ok" },
        { "a softfail is no failure",     "spf=softfail@a.example",            ALL,      ACTION_ACCEPT, NULL, "Ok" },
        { "neutral is as none",           "spf=neutral@a.example",             ALL,      ACTION_ACCEPT, NULL, "Ok" },
        { "no record",                    "spf=none@a.example",                ALL,      ACTION_ACCEPT, NULL, "Ok" },
        { "a failure, by default",        "spf=fail@a.example",                DEFAULTS, ACTION_ACCEPT, NULL, "Ok" },
        { "a failure that is refused",    "spf=fail@a.example",                ALL,      ACTION_REJECT, "spf-fail",
          "SPF of a.example does not allow 192.0.2.66" },
        { "a HELO name of another",       "spf=pass@a.example helo=fail",      DEFAULTS, ACTION_REJECT, "spf-helo-fail",
          "SPF of mx.sender.example, the name in your HELO, does not allow 192.0.2.66" },
        { "which is let pass",            "spf=pass@a.example helo=fail",      SPF_REFUSE_NO_MAIL, ACTION_ACCEPT, NULL, "Ok" },
        { "a record that is broken",      "spf=permerror@a.example",           ALL,      ACTION_REJECT, "spf-permerror",
          "The SPF record of a.example cannot be used" },
        { "which is let pass by default", "spf=permerror@a.example",           DEFAULTS, ACTION_ACCEPT, NULL, "Ok" },
        { "what cannot be known now",     "spf=temperror@a.example",           ALL,      ACTION_DEFER,  "spf-undecided",
          "SPF of a.example cannot be checked now, try again later" },
        { "which passes by default",      "spf=temperror@a.example",           DEFAULTS, ACTION_ACCEPT, NULL, "Ok" },
        { "not for now, if another check says no for good", "spf=temperror@a.example helo=fail", ALL, ACTION_REJECT, "spf-helo-fail",
          "SPF of mx.sender.example, the name in your HELO, does not allow 192.0.2.66" },
        { "a domain beyond ASCII",        "spf=fail@\xc3\xbc.example",         ALL,      ACTION_REJECT, "spf-fail",
          "SPF of your domain does not allow 192.0.2.66" },
        { "the sender's domain is missing", "spf=none@a.example return=no-domain", DEFAULTS, ACTION_REJECT, "sender-domain-missing",
          "The sender's domain sender.example does not exist" },
        { "it cannot be looked up",       "spf=none@a.example return=temperror", DEFAULTS, ACTION_DEFER, "sender-domain-unanswered",
          "The sender's domain sender.example cannot be looked up now, try again later" },
    };

    FOR_EACH_CASE(c, cases) {
        struct policy_options options = policy_options_default;
        struct enveloped      e;

        options.spf_refusals = c->refusals;
        judge_envelope(&e, &(struct story){ .message = nothing, .auth = c->auth }, &options, false);
        CHECK_EQ(e.verdict.action, c->want);
        CHECK_CSTR(str_of(verdict_reason(&e.verdict)), c->reason);
        CHECK_CSTR(e.verdict.reply_text, c->reply);
        fixture_close(&e.fixture);
    }
}

static void fail_alone(struct fixture *fixture, const char *explanation)
{
    fixture->auth.spf.sends_no_mail = true;
    fixture->auth.spf.explanation   = str_of(explanation);
}

TEST(step_envelope_of_a_domain_without_mail)
{
    static const struct { const char *name, *explanation, *reply; } cases[] = {
        { "without an explanation", "", "a.example sends no mail, by its SPF record" },
        { "with one, marked as its own", "We never write", "a.example sends no mail, by its SPF record; a.example explains: We never write" },
        { "not one that is no text", "a\nb", "a.example sends no mail, by its SPF record" },
        { "nor all of a long one",
          "11111111112222222222333333333344444444445555555555666666666677777777778888888888999999999900000000001111111111222222222233333333334",
          "a.example sends no mail, by its SPF record; a.example explains: "
          "111111111122222222223333333333444444444455555555556666666666777777777788888888889999999999000000000011111111..." },
    };

    FOR_EACH_CASE(c, cases) {
        struct fixture fixture;

        fixture_open(&fixture, &(struct story){ .message = nothing, .auth = "spf=fail@a.example" });
        fail_alone(&fixture, c->explanation);
        struct verdict verdict = verdict_decide_envelope(&fixture.facts, &policy_options_default, NULL, 0);

        CHECK_EQ(verdict.action, ACTION_REJECT);
        CHECK_CSTR(str_of(verdict_reason(&verdict)), "spf-no-mail");
        CHECK_CSTR(verdict.reply_text, c->reply);
        CHECK_CSTR(verdict.reply_enhanced, "5.7.23");
        fixture_close(&fixture);
    }
}

/* Ours are nobody to be refused, nor is a forwarder that is trusted: SPF has to fail behind it. */
TEST(step_envelope_of_ours)
{
    static const struct ip_network network[] = { { { IP_V4, { 192, 0, 2, 0 } }, 24 } };
    static const struct { const char *name; bool trusted; const char *user; bool forwarder; enum action want; } cases[] = {
        { "a stranger",               false, "",   false, ACTION_REJECT },
        { "a network of ours",        true,  "",   false, ACTION_ACCEPT },
        { "somebody who has logged in", false, "jo", false, ACTION_ACCEPT },
        { "a forwarder",              false, "",   true,  ACTION_ACCEPT },
    };

    FOR_EACH_CASE(c, cases) {
        struct policy_options options = policy_options_default;
        struct fixture        fixture;

        options.spf_refusals = SPF_REFUSE_FAIL;
        options.trust        = (struct trust){ .forwarder_networks = network, .forwarder_network_count = c->forwarder };
        fixture_open(&fixture, &(struct story){ .message = nothing, .auth = "spf=fail@a.example", .trusted = c->trusted });
        fixture.envelope.authenticated_as = str_of(c->user);
        CHECK_EQ(verdict_decide_envelope(&fixture.facts, &options, NULL, 0).action, c->want);
        fixture_close(&fixture);
    }
}

/* Whether it is a forwarder, our resolver cannot say: neither is it let pass for one, nor refused for none. */
TEST(step_envelope_unchecked_forwarder)
{
    static const str names[] = { STR_INIT("relay.example") };
    static const struct { const char *name, *auth; enum iprev_status iprev; size_t names; enum action want; const char *reason; } cases[] = {
        { "its name is not known",          "spf=fail@a.example", IPREV_TEMPERROR, 1, ACTION_DEFER,  "forwarder-undecided" },
        { "it has none",                    "spf=fail@a.example", IPREV_PERMERROR, 1, ACTION_REJECT, "spf-fail"            },
        { "no forwarder is known by name",  "spf=fail@a.example", IPREV_TEMPERROR, 0, ACTION_REJECT, "spf-fail"            },
        { "nothing to refuse it for",       "spf=pass@a.example", IPREV_TEMPERROR, 1, ACTION_ACCEPT, NULL                  },
    };

    FOR_EACH_CASE(c, cases) {
        struct policy_options options = policy_options_default;
        struct fixture        fixture;

        options.spf_refusals = SPF_REFUSE_FAIL;
        options.trust        = (struct trust){ .forwarders = names, .forwarder_count = c->names };
        fixture_open(&fixture, &(struct story){ .message = nothing, .auth = c->auth });
        fixture.auth.iprev     = (struct iprev_result){ .status = c->iprev, .reason = REASON_IPREV_UNANSWERED };
        struct verdict verdict = verdict_decide_envelope(&fixture.facts, &options, NULL, 0);

        CHECK_EQ(verdict.action, c->want);
        CHECK_CSTR(str_of(verdict_reason(&verdict)), c->reason);
        fixture_close(&fixture);
    }
}

TEST(step_envelope_on_trial)
{
    static const struct { const char *name; bool all, step; enum shadow shadow; enum action want, would; } cases[] = {
        { "nothing",  false, false, SHADOW_NONE,  ACTION_REJECT, ACTION_REJECT },
        { "the face", true,  false, SHADOW_ALL,   ACTION_ACCEPT, ACTION_REJECT },
        { "the step", false, true,  SHADOW_STEPS, ACTION_ACCEPT, ACTION_REJECT },
    };

    FOR_EACH_CASE(c, cases) {
        struct policy_options options = policy_options_default;
        struct enveloped      e;

        options.spf_refusals                         = SPF_REFUSE_FAIL;
        options.steps_in_shadow[STEP_AUTHENTICATION] = c->step;
        judge_envelope(&e, &(struct story){ .message = nothing, .auth = "spf=fail@a.example" }, &options, c->all);
        CHECK_EQ(e.verdict.shadow, c->shadow);
        CHECK_EQ(e.verdict.action, c->want);
        CHECK_EQ(e.verdict.would.action, c->would);
        CHECK_EQ(e.verdict.would.reply_code, 550);
        fixture_close(&e.fixture);
    }
}

/* An entry for the network takes the step away, and no other. */
TEST(step_envelope_allowed)
{
    static const struct { const char *name; enum step step; enum action want; } cases[] = {
        { "for this step", STEP_AUTHENTICATION, ACTION_ACCEPT },
        { "for another",   STEP_SCORE,          ACTION_REJECT },
    };

    FOR_EACH_CASE(c, cases) {
        struct policy_options options = policy_options_default;
        struct list_entry     entry   = { .id = STR("A"), .identity = LIST_NETWORK, .value = STR("192.0.2.0/24"), .steps = 1u << c->step,
                                          .owner = STR("jo"), .expires_at = FIXTURE_NOW + 1 };
        struct fixture        fixture;

        options.spf_refusals = SPF_REFUSE_FAIL;
        fixture_open(&fixture, &(struct story){ .message = nothing, .auth = "spf=fail@a.example" });
        CHECK_EQ(verdict_decide_envelope(&fixture.facts, &options, &entry, 1).action, c->want);
        fixture_close(&fixture);
    }
}

TEST(spf_refusal_from_name)
{
    static const struct { const char *name; unsigned want; } cases[] = {
        { "no-mail", SPF_REFUSE_NO_MAIL }, { "helo", SPF_REFUSE_HELO }, { "fail", SPF_REFUSE_FAIL },
        { "permerror", SPF_REFUSE_PERMERROR }, { "temperror", SPF_REFUSE_TEMPERROR }, { "softfail", 0 }, { "", 0 },
    };

    FOR_EACH_CASE(c, cases)
        CHECK_EQ(spf_refusal_from_name(str_of(c->name)), c->want);
}
