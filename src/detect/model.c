#include "detect/model.h"

#include <math.h>

#include "base/ascii.h"
#include "base/mistake.h"
#include "detect/rule.h"
#include "detect/rules/rules.h"
#include "detect/shipped.h"

const struct model model_of_tables = {
    .head       = { .version = STR_INIT("tables") },
    .rest_share = 0.35,
    .bands      = { .banner = 1.6, .junk = 3.5, .quarantine = 5.0 },
};

const char *weight_origin_name(enum weight_origin origin)
{
    switch (origin) {
    case WEIGHT_OF_TABLE:   return "table";
    case WEIGHT_BY_HAND:    return "hand";
    case WEIGHT_FITTED:     return "fitted";
    case WEIGHT_CONFIGURED: return "configured";
    }
    UNREACHABLE();
}

/* ---- reading ---- */

static bool read_rest(struct fitted_line *line)
{
    struct model *model = line->into;

    if (!fitted_number(line, &model->rest_share))
        return false;
    return (model->rest_share >= 0 && model->rest_share <= 1) || fitted_fail(line, "what the weaker findings add is a share, 0 to 1");
}

static bool read_band(struct fitted_line *line)
{
    struct model *model = line->into;
    struct bands *bands = &model->bands;
    str           word  = { 0 };

    (void)fitted_word(line, &word);
    if (str_equal(word, STR("banner")))
        return fitted_number(line, &bands->banner);
    if (str_equal(word, STR("junk")))
        return fitted_number(line, &bands->junk);
    if (str_equal(word, STR("quarantine")))
        return fitted_number(line, &bands->quarantine);
    return fitted_fail(line, "there are the bands banner, junk and quarantine");
}

static bool read_calibration(struct fitted_line *line)
{
    struct model *model = line->into;

    model->is_calibrated = true;
    if (!fitted_number(line, &model->slope) || !fitted_number(line, &model->intercept))
        return false;
    return model->slope > 0 || fitted_fail(line, "a calibration rises with the score");
}

static bool read_group(struct fitted_line *line)
{
    struct model     *model = line->into;
    struct group_cap *cap   = &model->caps[model->cap_count];

    if (model->cap_count == GROUPS_MAX)
        return fitted_fail(line, "so many groups there are not");
    if (!fitted_word(line, &cap->group) || !fitted_number(line, &cap->cap))
        return fitted_fail(line, "a group has a name and a cap");
    model->cap_count++;
    return cap->cap >= 0 || fitted_fail(line, "a cap is not below 0");
}

static bool is_trust(const struct rule *rule)
{
    return strcmp(rule->group, GROUP_TRUST) == 0;
}

/* Threat signals only add, trust signals only subtract: what a fit says against that is an accident of its samples. */
static bool has_right_sign(const struct rule *rule, double weight)
{
    return is_trust(rule) ? weight <= 0 : weight >= 0;
}

static struct signal *signal_of(struct model *model, str id)
{
    for (size_t i = 0; i < rule_count(); i++)
        if (str_equal(id, str_of(rule_at(i)->id)))
            return &model->signals[i];
    return NULL;
}

static const struct rule *rule_of(const struct model *model, const struct signal *signal)
{
    return rule_at((size_t)(signal - model->signals));
}

static bool read_signal(struct fitted_line *line)
{
    struct model  *model = line->into;
    str            id = { 0 }, origin = { 0 };
    struct signal *signal;
    double         weight;

    (void)fitted_word(line, &id);
    signal = signal_of(model, id);
    if (signal == NULL)
        return fitted_fail(line, "the program has no signal of this name");
    if (!fitted_number(line, &weight))
        return false;
    if (!has_right_sign(rule_of(model, signal), weight))
        return fitted_fail(line, "a threat cannot weigh less than 0, nor trust more");
    (void)fitted_word(line, &origin);
    if (!str_equal(origin, STR("fitted")) && !str_equal(origin, STR("hand")))
        return fitted_fail(line, "behind the weight stands \"fitted\" or \"hand\"");
    signal->weight = weight;
    signal->origin = str_equal(origin, STR("fitted")) ? WEIGHT_FITTED : WEIGHT_BY_HAND;
    return true;
}

static bool read_known(struct fitted_line *line)
{
    struct model *model = line->into;
    str           id;

    if (!fitted_word(line, &id))
        return fitted_fail(line, "a signal is expected");
    *ARENA_PUSH(line->arena, model->known, model->known_count, &model->known_capacity) = id;
    model->known_count++;
    return true;
}

static bool read_sign(struct fitted_line *line, str word, struct sign *sign)
{
    size_t capacity = 0;
    str   *ids      = NULL, id;

    *sign = (struct sign){ .is_absent = str_skip_prefix(&word, STR("!")) };
    if (str_equal(word, STR("*")) && !sign->is_absent)
        return true;
    while (str_cut(&word, '|', &id)) {
        if (id.len == 0)
            return fitted_fail(line, "a sign is an id, \"a|b\", \"!a\" or \"*\"");
        *ARENA_PUSH(line->arena, ids, sign->id_count, &capacity) = id;
        sign->id_count++;
    }
    sign->ids = ids;
    return sign->id_count > 0 || fitted_fail(line, "a sign is an id, \"a|b\", \"!a\" or \"*\"");
}

/* The signs end at a colon of its own, behind which the sentence stands. */
static bool read_compound(struct fitted_line *line)
{
    struct model    *model    = line->into;
    struct compound *compound = &model->compounds[model->compound_count];
    str              word;

    if (model->compound_count == COMPOUNDS_MAX)
        return fitted_fail(line, "compounds should be few");
    if (!fitted_word(line, &compound->id) || !fitted_number(line, &compound->weight))
        return fitted_fail(line, "a compound has an id and a weight");
    if (compound->weight < 0)
        return fitted_fail(line, "a compound cannot weigh less than 0");
    while (fitted_word(line, &word) && !str_equal(word, STR(":"))) {
        if (compound->sign_count == COMPOUND_SIGNS_MAX)
            return fitted_fail(line, "a compound has four signs at most");
        if (!read_sign(line, word, &compound->signs[compound->sign_count++]))
            return false;
    }
    compound->sentence = line->rest;
    model->compound_count++;
    if (compound->sign_count < 2 || compound->signs[0].id_count == 0 || compound->signs[0].is_absent)
        return fitted_fail(line, "a compound has two signs at least, and the first is named");
    return compound->sentence.len > 0 || fitted_fail(line, "a compound ends in a colon and its sentence");
}

static bool read_hard_compound(struct fitted_line *line)
{
    struct model *model = line->into;

    if (!read_compound(line))
        return false;
    model->compounds[model->compound_count - 1].is_hard = true;
    return true;
}

static const struct fitted_keyword keywords[] = {
    { "rest",        read_rest        },
    { "band",        read_band        },
    { "calibration", read_calibration },
    { "group",       read_group       },
    { "signal",      read_signal      },
    { "known",       read_known       },
    { "compound",    read_compound    },
    { "hard-compound", read_hard_compound },
};
static const struct fitted_form form = { .kind = "model", .keywords = keywords, .keyword_count = ARRAY_LEN(keywords) };

static void take_tables(struct arena *arena, struct model *model)
{
    *model         = model_of_tables;
    model->signals = ARENA_ARRAY(arena, struct signal, rule_count());
    for (size_t i = 0; i < rule_count(); i++)
        model->signals[i].weight = rule_at(i)->weight;
}

static bool bands_rise(const struct bands *bands)
{
    return bands->banner <= bands->junk && bands->junk <= bands->quarantine;
}

struct model *model_load(struct arena *arena, str name, str text, str *error)
{
    struct model      *model = ARENA_NEW(arena, struct model);
    struct fitted_head head;

    take_tables(arena, model);
    if (!fitted_read(&form, arena, name, text, &head, model, error))
        return NULL;
    model->head = head;
    if (bands_rise(&model->bands))
        return model;
    *error = mistake_at(arena, name, 0, STR("the bands banner, junk and quarantine must rise in this order"));
    return NULL;
}

bool model_set(struct model *model, const struct signal_option *option, struct arena *arena, str *error)
{
    struct signal *signal = signal_of(model, option->id);

    if (signal == NULL) {
        *error = arena_printf(arena, "signal \"%.*s\": there is none of this name", STR_ARG(option->id));
        return false;
    }
    if (option->has_weight && !has_right_sign(rule_of(model, signal), option->weight)) {
        *error = arena_printf(arena, "signal \"%.*s\": weight = %.2f: a threat cannot weigh less than 0, nor trust more",
                              STR_ARG(option->id), option->weight);
        return false;
    }
    signal->mode = option->mode;
    if (option->has_weight) {
        signal->weight = option->weight;
        signal->origin = WEIGHT_CONFIGURED;
    }
    return true;
}

str model_shipped(void)
{
    return shipped_find(shipped_models, shipped_models_count, "signals.model");
}

double model_cap(const struct model *model, str group)
{
    for (size_t i = 0; i < model->cap_count; i++)
        if (str_equal(model->caps[i].group, group))
            return model->caps[i].cap;
    return rule_group_cap(group);
}

double model_probability(const struct model *model, double score)
{
    return 1 / (1 + exp(-(model->slope * score + model->intercept)));
}

double model_of_hundred(double probability)
{
    double share = round(100 * probability);

    return share > 99 ? 99 : share < 1 ? 1 : share;
}
