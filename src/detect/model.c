#include "detect/model.h"

#include <math.h>

#include "base/ascii.h"
#include "detect/rule.h"
#include "detect/rules/rules.h"

const struct model model_of_tables = {
    .version    = STR_INIT("tables"),
    .rest_share = 0.35,
    .bands      = { .banner = 1.6, .junk = 3.5, .quarantine = 5.0 },
};

const char *signal_mode_name(enum signal_mode mode)
{
    switch (mode) {
    case SIGNAL_ON:     return "on";
    case SIGNAL_SHADOW: return "shadow";
    case SIGNAL_OFF:    return "off";
    }
    UNREACHABLE();
}

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

struct reader {
    struct arena *arena;
    struct model *model;
    str           rest;                 /* of the line */
    str          *error;
};

enum { NUMBER_DIGITS_MAX = 9 };         /* before and behind the point: weights are small */

static bool fail(struct reader *r, const char *what)
{
    *r->error = str_of(what);
    return false;
}

static bool next_word(struct reader *r, str *word)
{
    r->rest = str_trim(r->rest);
    return str_cut(&r->rest, ' ', word);
}

static bool read_digits(str digits, double *value)
{
    uint64_t number = 0;

    if (digits.len > NUMBER_DIGITS_MAX || !str_to_u64(digits, UINT32_MAX, &number))
        return false;
    *value = (double)number;
    return true;
}

bool model_number(str text, double *value)
{
    bool   is_negative = str_skip_prefix(&text, STR("-"));
    double whole, part = 0;
    str    digits;

    if (!str_cut(&text, '.', &digits) || !read_digits(digits, &whole) || (text.len > 0 && !read_digits(text, &part)))
        return false;
    *value = whole + part / pow(10, (double)text.len);
    *value = is_negative ? -*value : *value;
    return true;
}

static bool next_number(struct reader *r, double *value)
{
    str word;

    return (next_word(r, &word) && model_number(word, value)) || fail(r, "a number is expected, like 1.50");
}

static bool read_form(struct reader *r)
{
    str word;

    return (next_word(r, &word) && str_equal(word, STR("1"))) || fail(r, "this program reads models of form 1 alone");
}

static bool read_version(struct reader *r)
{
    r->model->version = str_trim(r->rest);
    return true;
}

static bool read_program(struct reader *r)
{
    r->model->program = str_trim(r->rest);
    return true;
}

static bool read_provenance(struct reader *r)
{
    struct model *model = r->model;

    *ARENA_PUSH(r->arena, model->provenance, model->provenance_count, &model->provenance_capacity) = str_trim(r->rest);
    model->provenance_count++;
    return true;
}

static bool read_bias(struct reader *r)
{
    return next_number(r, &r->model->bias);
}

static bool read_rest(struct reader *r)
{
    if (!next_number(r, &r->model->rest_share))
        return false;
    return (r->model->rest_share >= 0 && r->model->rest_share <= 1) || fail(r, "what the weaker findings add is a share, 0 to 1");
}

static bool read_band(struct reader *r)
{
    struct bands *bands = &r->model->bands;
    str           word  = { 0 };

    next_word(r, &word);
    if (str_equal(word, STR("banner")))
        return next_number(r, &bands->banner);
    if (str_equal(word, STR("junk")))
        return next_number(r, &bands->junk);
    if (str_equal(word, STR("quarantine")))
        return next_number(r, &bands->quarantine);
    return fail(r, "there are the bands banner, junk and quarantine");
}

static bool read_calibration(struct reader *r)
{
    r->model->is_calibrated = true;
    if (!next_number(r, &r->model->slope) || !next_number(r, &r->model->intercept))
        return false;
    return r->model->slope > 0 || fail(r, "a calibration rises with the score");
}

static bool read_group(struct reader *r)
{
    struct model     *model = r->model;
    struct group_cap *cap   = &model->caps[model->cap_count];

    if (model->cap_count == GROUPS_MAX)
        return fail(r, "so many groups there are not");
    if (!next_word(r, &cap->group) || !next_number(r, &cap->cap))
        return fail(r, "a group has a name and a cap");
    model->cap_count++;
    return cap->cap >= 0 || fail(r, "a cap is not below 0");
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

static bool read_signal(struct reader *r)
{
    str            id = { 0 }, origin = { 0 };
    struct signal *signal;
    double         weight;

    next_word(r, &id);
    signal = signal_of(r->model, id);
    if (signal == NULL)
        return fail(r, "the program has no signal of this name");
    if (!next_number(r, &weight))
        return false;
    if (!has_right_sign(rule_of(r->model, signal), weight))
        return fail(r, "a threat cannot weigh less than 0, nor trust more");
    next_word(r, &origin);
    if (!str_equal(origin, STR("fitted")) && !str_equal(origin, STR("hand")))
        return fail(r, "behind the weight stands \"fitted\" or \"hand\"");
    signal->weight = weight;
    signal->origin = str_equal(origin, STR("fitted")) ? WEIGHT_FITTED : WEIGHT_BY_HAND;
    return true;
}

static bool read_known(struct reader *r)
{
    struct model *model = r->model;
    str           id;

    if (!next_word(r, &id))
        return fail(r, "a signal is expected");
    *ARENA_PUSH(r->arena, model->known, model->known_count, &model->known_capacity) = id;
    model->known_count++;
    return true;
}

static bool read_sign(struct reader *r, str word, struct sign *sign)
{
    size_t capacity = 0;
    str   *ids      = NULL, id;

    *sign = (struct sign){ .is_absent = str_skip_prefix(&word, STR("!")) };
    if (str_equal(word, STR("*")) && !sign->is_absent)
        return true;
    while (str_cut(&word, '|', &id)) {
        if (id.len == 0)
            return fail(r, "a sign is an id, \"a|b\", \"!a\" or \"*\"");
        *ARENA_PUSH(r->arena, ids, sign->id_count, &capacity) = id;
        sign->id_count++;
    }
    sign->ids = ids;
    return sign->id_count > 0 || fail(r, "a sign is an id, \"a|b\", \"!a\" or \"*\"");
}

/* The signs end at a colon of its own, behind which the sentence stands. */
static bool read_compound(struct reader *r)
{
    struct model    *model    = r->model;
    struct compound *compound = &model->compounds[model->compound_count];
    str              word;

    if (model->compound_count == COMPOUNDS_MAX)
        return fail(r, "compounds should be few");
    if (!next_word(r, &compound->id) || !next_number(r, &compound->weight))
        return fail(r, "a compound has an id and a weight");
    if (compound->weight < 0)
        return fail(r, "a compound cannot weigh less than 0");
    while (next_word(r, &word) && !str_equal(word, STR(":"))) {
        if (compound->sign_count == COMPOUND_SIGNS_MAX)
            return fail(r, "a compound has four signs at most");
        if (!read_sign(r, word, &compound->signs[compound->sign_count++]))
            return false;
    }
    compound->sentence = str_trim(r->rest);
    model->compound_count++;
    if (compound->sign_count < 2 || compound->signs[0].id_count == 0 || compound->signs[0].is_absent)
        return fail(r, "a compound has two signs at least, and the first is named");
    return compound->sentence.len > 0 || fail(r, "a compound ends in a colon and its sentence");
}

static const struct { const char *name; bool (*read)(struct reader *r); } keywords[] = {
    { "model",       read_form        },
    { "version",     read_version     },
    { "program",     read_program     },
    { "provenance",  read_provenance  },
    { "bias",        read_bias        },
    { "rest",        read_rest        },
    { "band",        read_band        },
    { "calibration", read_calibration },
    { "group",       read_group       },
    { "signal",      read_signal      },
    { "known",       read_known       },
    { "compound",    read_compound    },
};

static bool read_line(struct reader *r, bool is_first)
{
    str word;

    if (!next_word(r, &word))
        return true;
    if (is_first && !str_equal(word, STR("model")))
        return fail(r, "the first line of a model is \"model 1\"");
    for (size_t i = 0; i < ARRAY_LEN(keywords); i++)
        if (str_equal(word, str_of(keywords[i].name)))
            return keywords[i].read(r);
    return fail(r, "nothing of a model begins with this word");
}

static void take_tables(struct arena *arena, struct model *model)
{
    *model         = model_of_tables;
    model->signals = ARENA_ARRAY(arena, struct signal, rule_count());
    for (size_t i = 0; i < rule_count(); i++)
        model->signals[i].weight = rule_at(i)->weight;
}

static bool is_complete(const struct model *model, str *error)
{
    if (model->version.len == 0 || model->provenance_count == 0)
        *error = STR("a model has a version, and says where its numbers come from");
    else if (!(model->bands.banner <= model->bands.junk && model->bands.junk <= model->bands.quarantine))
        *error = STR("the bands banner, junk and quarantine must rise in this order");
    return error->len == 0;
}

struct model *model_load(struct arena *arena, str text, str *error)
{
    struct model *model = ARENA_NEW(arena, struct model);
    struct reader r     = { .arena = arena, .model = model, .error = error };
    bool          first = true;
    str           line;

    *error = (str){ 0 };
    take_tables(arena, model);
    model->version = (str){ 0 };
    for (size_t number = 1; str_cut(&text, '\n', &line); number++) {
        r.rest = str_trim(line);
        if (r.rest.len == 0 || r.rest.ptr[0] == '#')
            continue;
        if (!read_line(&r, first)) {
            *error = arena_printf(arena, "line %zu: %.*s", number, STR_ARG(*error));
            return NULL;
        }
        first = false;
    }
    return is_complete(model, error) ? model : NULL;
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

extern const unsigned char model_octets[];              /* src/detect/model/signals.model, by CMakeLists.txt */
extern const size_t        model_octets_size;

str model_shipped(void)
{
    return (str){ (const char *)model_octets, model_octets_size };
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
