#include "detect/assessment.h"

#include "detect/rule.h"
#include "detect/rules/rules.h"
#include "facts_fixture.h"
#include "unit.h"

#define HEAD "model 1\nversion 7\nprovenance of a test\n"

/* "vip-name=2.50@author! words=-1@vocabulary": id, weight, group, and "!" for hard. */
static struct findings tell(struct arena *arena, const char *story)
{
    struct findings findings = { .count = 0 };
    str             rest     = str_of(story), word;

    while (str_cut(&rest, ' ', &word)) {
        str            id, weight, group = word;
        bool           is_negative;
        uint64_t       whole = 0, part = 0;
        struct finding finding = { .sentence = "A sign." };

        ASSERT(str_cut(&group, '=', &id) && str_cut(&group, '@', &weight));
        is_negative     = str_skip_prefix(&weight, STR("-"));
        finding.is_hard = str_ends_nocase(group, STR("!"));
        ASSERT(weight.len == 4 && str_to_u64(str_slice(weight, 0, 1), 9, &whole) && str_to_u64(str_from(weight, 2), 99, &part));
        finding.weight = (is_negative ? -1 : 1) * ((double)whole + (double)part / 100);
        finding.id     = arena_cstr(arena, id);
        finding.group  = arena_cstr(arena, str_slice(group, 0, group.len - finding.is_hard));
        findings.items[findings.count++] = finding;
    }
    return findings;
}

static int hundredths(double value)
{
    return (int)(value * 100 + (value < 0 ? -0.5 : 0.5));
}

TEST(assess)
{
    static const struct { const char *name, *model, *findings; int want; } cases[] = {
        { "nothing found",                     "", "",                                                        0    },
        { "two groups add",                    "", "a=2.00@author b=1.00@header",                             300  },
        { "a group's rest counts a third",     "", "a=2.00@author b=1.00@author",                             235  },
        { "the order makes no difference",     "", "a=1.00@author b=2.00@author",                             235  },
        { "a group is capped",                 "", "a=2.50@header b=2.50@header",                             250  },
        { "context weighs nothing",            "", "a=0.00@header b=0.00@author",                             0    },
        { "the model caps a group",            "group author 1.50\n", "a=2.00@author b=1.00@author",          150  },
        { "the model says what the rest adds", "rest 0.00\n", "a=2.00@author b=1.00@author",                  200  },
        { "a bias is where a score begins",    "bias -1.00\n", "a=2.00@author",                               100  },
        { "trust subtracts",                   "", "a=2.00@author t=-1.50@trust",                             50   },
        { "much trust is capped as well",      "", "t=-4.00@trust u=-4.00@trust",                             -400 },
        { "trust takes nothing from a hard sign", "", "a=2.50@author! t=-4.00@trust",                         250  },
        { "but from the soft ones beside it",  "", "a=2.50@author! b=1.00@header t=-4.00@trust",              250  },
        { "words may speak for a message",     "", "a=2.00@author w=-1.00@vocabulary",                             100  },
        { "and take nothing from a hard sign", "", "a=2.00@author! w=-3.00@vocabulary",                            200  },
        { "two signs together",                "compound x 1.00 a b : X.\n", "a=1.00@author b=1.00@header",   300  },
        { "one of them missing",               "compound x 1.00 a b : X.\n", "a=1.00@author c=1.00@header",   200  },
        { "either of two",                     "compound x 1.00 a b|c : X.\n", "a=1.00@author c=1.00@header", 300  },
        { "one that must be absent is there",  "compound x 1.00 a b !c : X.\n", "a=1.00@m b=1.00@m c=0.00@m", 0    },
        { "context counts in a compound",      "compound x 1.00 a b : X.\n", "a=0.00@author b=0.00@header",   100  },
        { "anything else of another group",    "compound x 1.00 a * : X.\n", "a=1.00@author b=0.50@header",   250  },
        { "nothing else of another group",     "compound x 1.00 a * : X.\n", "a=1.00@author b=1.00@author",   135  },
        { "mere context is not anything",      "compound x 1.00 a * : X.\n", "a=1.00@author b=0.00@header",   100  },
        { "groups add as they are shown",      "", "a=0.10@author b=0.01@author c=0.10@header d=0.01@header", 20   },
        { "a compound of a hard sign is hard", "compound x 1.00 a b : X.\n", "a=2.00@author! b=1.00@header t=-4.00@trust", 300 },
        { "a hard compound is, whatever its signs", "hard-compound x 2.20 a t : X.\n", "a=1.00@author t=-4.00@trust", 220 },
        { "trust takes a soft one's weight",   "compound x 2.20 a t : X.\n", "a=1.00@author t=-4.00@trust",  -80 },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE     arena    = { 0 };
        str             error;
        struct model   *model    = model_load(&arena, STR("test.model"), arena_printf(&arena, HEAD "%s", c->model), &error);
        struct findings findings = tell(&arena, c->findings);

        if (CHECK(model != NULL))
            CHECK_EQ(hundredths(assess(model, &findings).score), c->want);
    }
}

TEST(assess_knows_senders)
{
    static const struct { const char *name, *findings; bool want; } cases[] = {
        { "a correspondent",              "two-way=-2.00@trust a=2.00@author",  true  },
        { "nobody we know",               "a=2.00@author",                      false },
        { "a correspondent with a double", "two-way=-2.00@trust a=2.00@author!", false },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE     arena    = { 0 };
        str             error;
        struct model   *model    = model_load(&arena, STR("test.model"), STR(HEAD "known two-way\n"), &error);
        struct findings findings = tell(&arena, c->findings);

        CHECK_EQ(assess(model, &findings).is_known, c->want);
    }
}

/* Whoever adds up what the record shows comes to the same side of a threshold. */
TEST(assess_adds_as_people_do)
{
    ARENA_SCOPE     arena    = { 0 };
    struct findings findings = tell(&arena, "a=0.20@author b=1.40@header");

    CHECK(0.2 + 1.4 < 1.6);             /* in binary */
    CHECK(assess(&model_of_tables, &findings).score >= 1.6);
}

/* Every group of a rule has a cap, or its findings would weigh nothing. */
TEST(assess_counts_every_group)
{
    for (size_t i = 0; i < rule_count(); i++) {
        struct findings findings = { .items = { { .id = "x", .weight = 1.0, .group = rule_at(i)->group } }, .count = 1 };

        unit_begin_case(rule_at(i)->group);
        CHECK(assess(&model_of_tables, &findings).score > 0);
    }
    unit_end_cases();
}

/* What the model says of a signal is what its finding weighs, and whether there is one. */
TEST(detect_follows_the_model)
{
    static const struct { const char *name; struct signal_option option; size_t found, shadowed; int weight; } cases[] = {
        { "as it stands",    { STR_INIT("priority-high"), SIGNAL_ON, false, 0 },     1, 0, 90  },
        { "another weight",  { STR_INIT("priority-high"), SIGNAL_ON, true, 0.25 },   1, 0, 25  },
        { "in shadow",       { STR_INIT("priority-high"), SIGNAL_SHADOW, false, 0 }, 0, 1, 90  },
        { "off",             { STR_INIT("priority-high"), SIGNAL_OFF, false, 0 },    0, 0, 0   },
    };

    FOR_EACH_CASE(c, cases) {
        struct fixture        fixture;
        struct findings       findings;
        const struct finding *found;
        struct model         *model;
        str                   error;

        fixture_open(&fixture, &(struct story){ .message = "From: a@sender.example\nTo: alex.doe@northwind.example\n"
            "Date: Mon, 01 Jun 2026 10:00:00 +0000\nMessage-ID: <1@sender.example>\nX-Priority: 1\nSubject: x\n\nx\n" });
        model = model_load(&fixture.arena, STR("test.model"), STR(HEAD), &error);
        CHECK(model_set(model, &c->option, &fixture.arena, &error));
        fixture.facts.model = model;
        detect(&fixture.facts, &findings);
        found = findings_find(&findings, "priority-high");
        CHECK_EQ(found != NULL, c->found == 1);
        CHECK_EQ(findings.shadow_count, c->shadowed);
        if (found == NULL && c->shadowed > 0)
            found = &findings.shadows[0];
        CHECK_EQ(found == NULL ? 0 : hundredths(found->weight), c->weight);
        fixture_close(&fixture);
    }
}
