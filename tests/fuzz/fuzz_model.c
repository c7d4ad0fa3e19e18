/* Detection models: what loads has weights of the right sign, bands that rise and compounds with an end; and a score of
 * it is what its terms add up to, within what hard findings allow. What does not load says in which line, and why.
 *
 * Covers: src/detect/fitted.c src/detect/model.c src/detect/assessment.c */
#include "fuzz.h"

#include <math.h>

#include "detect/assessment.h"
#include "detect/rule.h"
#include "detect/rules/rules.h"

static void check_signals(const struct model *model)
{
    for (size_t i = 0; i < rule_count(); i++) {
        bool is_trust = strcmp(rule_at(i)->group, GROUP_TRUST) == 0;

        HOLDS(is_trust ? model->signals[i].weight <= 0 : model->signals[i].weight >= 0);
        HOLDS(model_cap(model, str_of(rule_at(i)->group)) >= 0);
    }
}

static void check_compounds(const struct model *model)
{
    for (size_t i = 0; i < model->compound_count; i++) {
        const struct compound *compound = &model->compounds[i];

        HOLDS(compound->weight >= 0 && compound->sentence.len > 0 && compound->id.len > 0);
        HOLDS(compound->sign_count >= 2 && compound->sign_count <= COMPOUND_SIGNS_MAX);
        HOLDS(compound->signs[0].id_count > 0 && !compound->signs[0].is_absent);
    }
}

/* Of every third rule a finding, weighed as the model says. */
static void check_score(const struct model *model)
{
    struct findings findings = { .count = 0 };

    for (size_t i = 0; i < rule_count(); i += 3)
        findings.items[findings.count++] = (struct finding){
            .id = rule_at(i)->id, .weight = model->signals[i].weight, .group = rule_at(i)->group, .is_hard = rule_at(i)->is_hard,
            .sentence = rule_at(i)->sentence,
        };
    struct assessment a = assess(model, &findings);

    HOLDS(isfinite(a.score) && a.threat >= 0 && a.trust >= 0 && a.hard >= 0 && a.hard <= a.threat + 1e-6);
    HOLDS(a.score <= model->head.bias + a.threat + 1e-6 && a.score >= model->head.bias - a.trust - 1e-6);
    HOLDS(a.score >= model->head.bias + a.hard - 1e-6 || a.hard <= 0);
    for (size_t i = 0; i < a.group_count; i++)
        HOLDS(a.groups[i].threat <= a.groups[i].cap && a.groups[i].trust <= a.groups[i].cap);
    double probability = model_probability(model, a.score);

    HOLDS(probability >= 0 && probability <= 1);
    HOLDS(model_of_hundred(probability) >= 1 && model_of_hundred(probability) <= 99);
}

/* An administrator's weight is taken where it has the sign of its table, and else says why not. */
static void check_setting(struct model *model, struct arena *arena)
{
    static const double weights[] = { 1.5, -1.5, 0 };

    for (size_t i = 0; i < rule_count(); i += 7) {
        struct signal_option option = { str_of(rule_at(i)->id), (enum signal_mode)(i % 3), true, weights[i % ARRAY_LEN(weights)] };
        str                  error  = { 0 };

        HOLDS(model_set(model, &option, arena, &error) == (error.len == 0));
        HOLDS(weight_origin_name(model->signals[i].origin) != NULL);
        HOLDS(error.len > 0 || model->signals[i].origin == WEIGHT_CONFIGURED);
    }
    check_signals(model);
    HOLDS(!model_set(model, &(struct signal_option){ .id = STR("no-such-sign") }, arena, &(str){ 0 }));
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE   arena = { 0 };
    str           error;
    struct model *model = model_load(&arena, STR("test.model"), input, &error);

    HOLDS((model == NULL) == str_starts(error, STR("test.model:")));
    if (model == NULL)
        return;
    HOLDS(model->bands.banner <= model->bands.junk && model->bands.junk <= model->bands.quarantine);
    HOLDS(model->head.version.len > 0 && model->head.provenance_count > 0 && model->rest_share >= 0 && model->rest_share <= 1);
    check_signals(model);
    check_compounds(model);
    check_score(model);
    check_setting(model, &arena);
}
