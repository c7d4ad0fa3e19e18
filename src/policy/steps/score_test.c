#include "policy/judged_test.h"

TEST(step_score)
{
    static const struct {
        const char *name; double first; const char *group; double second; enum band band; enum action want;
    } cases[] = {       /* the first sign is of the group author */
        { "nothing found",                      0.0, "header", 0.0, BAND_DELIVER,    ACTION_ACCEPT     },
        { "a weak sign",                        1.0, "header", 0.0, BAND_DELIVER,    ACTION_ACCEPT     },
        { "a banner",                           2.5, "header", 0.0, BAND_BANNER,     ACTION_TAG        },
        { "junk",                               3.5, "header", 0.5, BAND_JUNK,       ACTION_TAG        },
        { "two kinds of signs hold",            4.0, "header", 1.0, BAND_QUARANTINE, ACTION_QUARANTINE },
        { "one kind, however strong, does not", 9.0, "author", 9.0, BAND_JUNK,       ACTION_TAG        },
        { "what words resemble is no second kind", 5.0, "vocabulary", 3.0, BAND_JUNK,      ACTION_TAG        },
        { "content never refuses",              9.0, "header", 9.0, BAND_QUARANTINE, ACTION_QUARANTINE },
    };

    FOR_EACH_CASE(c, cases) {
        struct judged judged;

        judged.findings = (struct findings){
            .items = { { .id = "a", .weight = c->first, .group = "author", .sentence = "A." },
                       { .id = "b", .weight = c->second, .group = c->group, .sentence = "B." } }, .count = 2 };
        fixture_open(&judged.fixture, &(struct story){ .message = LEGIT PLAIN, .auth = "dmarc=pass" });
        judged.verdict = verdict_decide(&judged.fixture.facts, &judged.findings, &policy_options_default, NULL, 0);
        CHECK_EQ(judged.verdict.band, c->band);
        CHECK_EQ(judged.verdict.action, c->want);
        CHECK_EQ(judged.verdict.reply_code, 250);
        judged_close(&judged);
    }
}

/* Neither sign weighs anything, the compound of both is hard. */
TEST(step_score_of_weightless_signs)
{
    static const struct { const char *name, *second; enum band band; } cases[] = {
        { "both signs of a compound", "w-bank-change", BAND_BANNER  },
        { "only one of them",         "w-payment",     BAND_DELIVER },
    };
    ARENA_SCOPE         arena = { 0 };
    str                 error = { 0 };
    const struct model *model = model_load(&arena, STR("shipped"), model_shipped(), &error);

    CHECK(model != NULL);
    FOR_EACH_CASE(c, cases) {
        struct judged judged;

        judged.findings = (struct findings){
            .items = { { .id = "w-no-call", .group = "text", .sentence = "A." },
                       { .id = c->second, .group = "text", .sentence = "B." },
                       { .id = "known-sender", .weight = -4, .group = "trust", .sentence = "C." } }, .count = 3 };
        fixture_open(&judged.fixture, &(struct story){ .message = LEGIT PLAIN, .auth = "dmarc=pass" });
        judged.fixture.facts.model = model;
        judged.verdict             = verdict_decide(&judged.fixture.facts, &judged.findings, &policy_options_default, NULL, 0);
        CHECK_EQ(judged.verdict.band, c->band);
        judged_close(&judged);
    }
}
