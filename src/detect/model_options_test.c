#include "detect/model_options.h"

#include <math.h>

#include "detect/assessment.h"
#include "unit.h"

static const char text[] = "model 1\nversion 7\nprovenance of a test\ncompound first-two 1.50 dn-emoji w-prize : One.\n"
                           "compound other-two 1.00 dn-emoji w-urgency : Two.\ncompound last-two 0.50 w-prize w-urgency : Three.\n";

static struct model *of_test(struct arena *arena)
{
    str           error = { 0 };
    struct model *model = model_load(arena, STR("test"), str_of(text), &error);

    CHECK_CSTR(error, "");
    return model;
}

/* What a message with three signs that weigh nothing amounts to. */
static struct assessment assessed(const struct model *model)
{
    static struct findings findings;

    findings = (struct findings){ .count = 3, .items = { { .id = "dn-emoji", .group = "author" }, { .id = "w-prize", .group = "text" },
                                                         { .id = "w-urgency", .group = "text" } } };
    return assess(model, &findings);
}

TEST(model_apply)
{
    static const struct { const char *name; struct signal_option option; double score; size_t compounds; } cases[] = {
        { "off",              { .id = STR_INIT("first-two"), .mode = SIGNAL_OFF },                          1.50, 2 },
        { "the last one off", { .id = STR_INIT("last-two"),  .mode = SIGNAL_OFF },                          2.50, 2 },
        { "in shadow",        { .id = STR_INIT("first-two"), .mode = SIGNAL_SHADOW },                       1.50, 3 },
        { "on, as it is",     { .id = STR_INIT("first-two"), .mode = SIGNAL_ON },                           3.00, 3 },
        { "another weight",   { .id = STR_INIT("other-two"), .mode = SIGNAL_ON, .has_weight = true, .weight = 0.2 }, 2.20, 3 },
        { "a signal",         { .id = STR_INIT("dn-emoji"),  .mode = SIGNAL_SHADOW },                       3.00, 3 },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE       arena = { 0 };
        str               error = { 0 };
        struct model     *model = of_test(&arena);
        struct assessment sum;

        CHECK(model_apply(model, &c->option, &arena, &error));
        sum = assessed(model);
        CHECK(fabs(sum.score - c->score) < 0.001);
        CHECK_EQ(sum.compound_count, c->compounds);
    }
}

TEST(model_apply_refuses)
{
    ARENA_SCOPE   arena = { 0 };
    str           error = { 0 };
    struct model *model = of_test(&arena);

    CHECK(!model_apply(model, &(struct signal_option){ .id = STR("no-two") }, &arena, &error));
    CHECK_STR(error, STR("signal \"no-two\": there is none of this name"));
    CHECK(!model_apply(model, &(struct signal_option){ .id = STR("last-two"), .has_weight = true, .weight = -1 }, &arena, &error));
    CHECK_STR(error, STR("signal \"last-two\": weight = -1.00: what signals say together cannot weigh less than 0"));
    CHECK_EQ(model->compound_count, 3);
}
