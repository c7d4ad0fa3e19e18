#include "detect/model.h"

#include <math.h>

#include "detect/rule.h"
#include "detect/rules/rules.h"
#include "unit.h"

#define HEAD "model 1\nversion 7\nprovenance of a test\n"

static const struct signal *signal_called(const struct model *model, const char *id)
{
    for (size_t i = 0; i < rule_count(); i++)
        if (strcmp(rule_at(i)->id, id) == 0)
            return &model->signals[i];
    return NULL;
}

static bool near(double a, double b)
{
    return fabs(a - b) < 1e-9;
}

TEST(model_load_refuses)
{
    static const struct { const char *name, *text, *error; } cases[] = {
        { "nothing at all",                "",                                           "test.model: a model has a version" },
        { "no provenance",                 "model 1\nversion 7\n",                       "where its numbers come from" },
        { "another form",                  "model 2\n",                                  "test.model:1: this program reads" },
        { "no form",                       "version 7\n",                                "test.model:1: the first line" },
        { "an unknown word",               HEAD "weight dn-emoji 1\n",                   "test.model:4: nothing of a model" },
        { "a signal that there is not",    HEAD "\n# x\nsignal dn-emojo 1 hand\n",       "test.model:6: the program has no signal" },
        { "a threat below zero",           HEAD "signal dn-emoji -0.10 fitted\n",        "test.model:4: a threat cannot" },
        { "a weight that is no number",    HEAD "signal dn-emoji 1,5 fitted\n",          "test.model:4: a number is expected" },
        { "a weight beyond all measure",   HEAD "signal dn-emoji 99999999999 fitted\n",  "test.model:4: a number is expected" },
        { "a weight from nowhere",         HEAD "signal dn-emoji 1.00\n",                "test.model:4: behind the weight" },
        { "bands that fall",               HEAD "band junk 6\n",                         "test.model: the bands" },
        { "a band that there is not",      HEAD "band spam 6\n",                         "test.model:4: there are the bands" },
        { "a cap below zero",              HEAD "group author -1\n",                     "test.model:4: a cap" },
        { "a calibration that falls",      HEAD "calibration -1 0\n",                    "test.model:4: a calibration rises" },
        { "a share above one",             HEAD "rest 1.5\n",                            "test.model:4: what the weaker" },
        { "a compound of one sign",        HEAD "compound x 1 vip-name : Text.\n",       "test.model:4: a compound has two signs" },
        { "a compound without a sentence", HEAD "compound x 1 vip-name w-bec\n",         "test.model:4: a compound ends in a colon" },
        { "a compound below zero",         HEAD "compound x -1 vip-name a : Text.\n",    "test.model:4: a compound cannot" },
        { "a compound of anything",        HEAD "compound x 1 * vip-name : Text.\n",     "test.model:4: a compound has two signs" },
        { "a compound of five signs",      HEAD "compound x 1 a b c d e : Text.\n",      "test.model:4: a compound has four" },
        { "an empty alternative",          HEAD "compound x 1 a b||c : Text.\n",         "test.model:4: a sign is" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        str         error;

        CHECK(model_load(&arena, STR("test.model"), str_of(c->text), &error) == NULL);
        CHECK(str_find(error, str_of(c->error)) != STR_NOT_FOUND);
    }
}

TEST(model_load_reads)
{
    ARENA_SCOPE   arena = { 0 };
    str           error;
    struct model *model = model_load(&arena, STR("test.model"), STR(HEAD
        "program 0.1.0\r\n"
        "bias -0.50\n"
        "  rest 0.25\n"
        "band banner 1\nband junk 2\nband quarantine 3.125\n"
        "calibration 2.00 -1.00\n"
        "group author 1.50\n"
        "signal dn-emoji 0.93 fitted\n"
        "signal from-odd-tld 0 hand\n"
        "known two-way-correspondent\n"
        "compound x 1.25 vip-name first-contact|new-domain !listed * : A sentence: with a colon.\n"
        "hard-compound y 2.20 vip-name w-bec : Whoever is trusted.\n"), &error);

    if (!CHECK(model != NULL))
        return;
    CHECK_CSTR(model->head.version, "7");
    CHECK_CSTR(model->head.program, "0.1.0");
    CHECK_CSTR(model->head.provenance[0], "of a test");
    CHECK(near(model->head.bias, -0.5) && near(model->rest_share, 0.25) && near(model->bands.quarantine, 3.125));
    CHECK(near(model_cap(model, STR("author")), 1.5));
    CHECK(near(model_cap(model, STR("header")), rule_group_cap(STR("header"))));
    CHECK(near(signal_called(model, "dn-emoji")->weight, 0.93));
    CHECK_EQ(signal_called(model, "dn-emoji")->origin, WEIGHT_FITTED);
    CHECK_EQ(signal_called(model, "from-odd-tld")->origin, WEIGHT_BY_HAND);
    CHECK(near(signal_called(model, "vip-name")->weight, 2.5));
    CHECK_EQ(signal_called(model, "vip-name")->origin, WEIGHT_OF_TABLE);
    CHECK_CSTR(model->known[0], "two-way-correspondent");
    CHECK(near(model_probability(model, 0.5), 0.5) && model_probability(model, 2) > 0.95);

    const struct compound *compound = &model->compounds[0];

    CHECK_EQ(model->compound_count, 2);
    CHECK(!compound->is_hard && model->compounds[1].is_hard);
    CHECK_EQ(compound->sign_count, 4);
    CHECK_EQ(compound->signs[1].id_count, 2);
    CHECK_CSTR(compound->signs[1].ids[1], "new-domain");
    CHECK(compound->signs[2].is_absent && compound->signs[3].id_count == 0);
    CHECK_CSTR(compound->sentence, "A sentence: with a colon.");
}

TEST(model_of_hundred)
{
    static const struct { const char *name; double probability; int want; } cases[] = {
        { "never none",         0,     1  },
        { "to the nearest",     0.226, 23 },
        { "never all",          0.999, 99 },
        { "not even of a sure one", 1, 99 },
    };

    FOR_EACH_CASE(c, cases)
        CHECK_EQ(model_of_hundred(c->probability), c->want);
}

TEST(model_set)
{
    static const struct { const char *name; struct signal_option option; const char *error; } cases[] = {
        { "a mode",              { STR_INIT("dn-emoji"), SIGNAL_SHADOW, false, 0 }, NULL },
        { "a weight",            { STR_INIT("dn-emoji"), SIGNAL_ON, true, 2.5 },    NULL },
        { "no such signal",      { STR_INIT("dn-emo"), SIGNAL_ON, true, 2.5 },      "none of this name" },
        { "a threat below zero", { STR_INIT("dn-emoji"), SIGNAL_ON, true, -1 },     "cannot weigh less" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE          arena  = { 0 };
        str                  error  = { 0 };
        struct model        *model  = model_load(&arena, STR("test.model"), STR(HEAD), &error);
        const struct signal *signal = signal_called(model, "dn-emoji");
        double               before = signal->weight;

        CHECK_EQ(model_set(model, &c->option, &arena, &error), c->error == NULL);
        if (c->error != NULL) {
            CHECK(str_find(error, str_of(c->error)) != STR_NOT_FOUND && near(signal->weight, before));
            continue;
        }
        CHECK_EQ(signal->mode, c->option.mode);
        CHECK(near(signal->weight, c->option.has_weight ? c->option.weight : before));
    }
}

/* What comes with the program loads, names in its compounds what some rule finds, and marks whatever is hard, whoever is trusted. */
TEST(model_shipped)
{
    ARENA_SCOPE         arena = { 0 };
    str                 error;
    const struct model *model = model_load(&arena, STR("shipped"), model_shipped(), &error);

    CHECK_CSTR(error, "");
    if (!CHECK(model != NULL))
        return;
    CHECK(model->compound_count >= 9);
    for (size_t i = 0; i < rule_count(); i++) {
        CHECK(model_cap(model, str_of(rule_at(i)->group)) > 0);
        CHECK(!rule_at(i)->is_hard || model->signals[i].weight >= model->bands.banner);
    }
    for (size_t i = 0; i < model->compound_count; i++)
        CHECK(!model->compounds[i].is_hard || model->compounds[i].weight >= model->bands.banner);
}
