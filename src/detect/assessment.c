#include "detect/assessment.h"

#include <math.h>

/* ---- groups ---- */

/* As it is shown, and added up again by whoever is shown it: 1.40 and 0.20 are 1.60, and not a little less. */
static double hundredths(double value)
{
    return round(value * 100) / 100;
}

/* min(cap, strongest + rest share * rest), over the weights that one asks for. */
struct sum { double strongest, all; };

static void add(struct sum *sum, double weight)
{
    sum->all += weight;
    if (weight > sum->strongest)
        sum->strongest = weight;
}

static double capped(const struct sum *sum, double rest_share, double cap)
{
    double value = hundredths(sum->strongest + rest_share * (sum->all - sum->strongest));

    return value < cap ? value : cap;
}

static struct group_sum sum_group(const struct model *model, const struct findings *findings, const char *group)
{
    struct sum threat = { 0 }, trust = { 0 }, hard = { 0 };
    double     cap = model_cap(model, str_of(group));

    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->items[i];

        if (strcmp(finding->group, group) != 0)
            continue;
        add(finding->weight < 0 ? &trust : &threat, finding->weight < 0 ? -finding->weight : finding->weight);
        if (finding->is_hard)
            add(&hard, finding->weight);
    }
    return (struct group_sum){
        .group  = group,
        .cap    = cap,
        .threat = capped(&threat, model->rest_share, cap),
        .trust  = capped(&trust, model->rest_share, cap),
        .hard   = capped(&hard, model->rest_share, cap),
    };
}

static bool has_group(const struct assessment *a, const char *group)
{
    for (size_t i = 0; i < a->group_count; i++)
        if (strcmp(a->groups[i].group, group) == 0)
            return true;
    return false;
}

static void sum_groups(struct assessment *a, const struct findings *findings)
{
    for (size_t i = 0; i < findings->count; i++) {
        const char *group = findings->items[i].group;

        if (has_group(a, group))
            continue;
        ASSERT(a->group_count < GROUPS_MAX);            /* rules have fewer groups than that */
        a->groups[a->group_count++] = sum_group(a->model, findings, group);
    }
    for (size_t i = 0; i < a->group_count; i++) {
        a->threat += a->groups[i].threat;
        a->trust  += a->groups[i].trust;
        a->hard   += a->groups[i].hard;
    }
}

/* ---- compounds ---- */

static const struct finding *find(const struct findings *findings, const struct sign *sign)
{
    for (size_t i = 0; i < findings->count; i++)
        for (size_t k = 0; k < sign->id_count; k++)
            if (str_equal(sign->ids[k], str_of(findings->items[i].id)))
                return &findings->items[i];
    return NULL;
}

static bool has_other_kind(const struct findings *findings, const struct finding *first)
{
    for (size_t i = 0; i < findings->count; i++)
        if (findings->items[i].weight > 0 && strcmp(findings->items[i].group, first->group) != 0)
            return true;
    return false;
}

static bool is_there(const struct compound *compound, const struct findings *findings, bool *is_hard)
{
    const struct finding *first = find(findings, &compound->signs[0]);

    if (first == NULL)
        return false;
    *is_hard = compound->is_hard || first->is_hard;
    for (size_t i = 1; i < compound->sign_count; i++) {
        const struct sign    *sign  = &compound->signs[i];
        const struct finding *found = find(findings, sign);
        bool                  there = sign->id_count == 0 ? has_other_kind(findings, first) : found != NULL;

        if (there == sign->is_absent)
            return false;
        *is_hard |= found != NULL && found->is_hard;
    }
    return true;
}

static void add_compounds(struct assessment *a, const struct findings *findings)
{
    for (size_t i = 0; i < a->model->compound_count; i++) {
        const struct compound *compound = &a->model->compounds[i];
        bool                   is_hard  = false;

        if (!is_there(compound, findings, &is_hard))
            continue;
        a->compounds[a->compound_count]          = compound;
        a->compound_is_hard[a->compound_count++] = is_hard;
        a->threat += compound->weight;
        a->hard   += is_hard ? compound->weight : 0;
    }
}

/* ---- all together ---- */

/* Who is known may still be impersonated: that is what hard findings say. */
static bool is_known(const struct model *model, const struct findings *findings)
{
    bool known = false;

    for (size_t i = 0; i < findings->count; i++) {
        if (findings->items[i].is_hard)
            return false;
        for (size_t k = 0; k < model->known_count && !known; k++)
            known = str_equal(model->known[k], str_of(findings->items[i].id));
    }
    return known;
}

static double score_of(const struct assessment *a)
{
    double score = a->threat - a->trust;

    return hundredths(a->model->head.bias + (a->hard > 0 && score < a->hard ? a->hard : score));
}

struct assessment assess(const struct model *model, const struct findings *findings)
{
    struct assessment a = { .model = model, .is_known = is_known(model, findings) };

    sum_groups(&a, findings);
    add_compounds(&a, findings);
    a.score = score_of(&a);
    return a;
}
