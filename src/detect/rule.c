#include "detect/rule.h"

#include "detect/rules/rules.h"

static const struct {
    const struct rule *rules;
    const size_t      *count;
} tables[] = {
    { author_rules,    &author_rule_count    },
    { lookalike_rules, &lookalike_rule_count },
    { header_rules,    &header_rule_count    },
    { route_rules,     &route_rule_count     },
    { mime_rules,      &mime_rule_count      },
    { auth_rules,      &auth_rule_count      },
    { reputation_rules, &reputation_rule_count },
};

/* No more than this much of one kind of evidence, however many of its rules fire. */
static const struct {
    const char *group;
    double      cap;
} caps[] = {
    { GROUP_AUTHOR,         4.0 },
    { GROUP_LOOKALIKE,      4.0 },
    { GROUP_HEADER,         2.5 },
    { GROUP_ROUTE,          2.5 },
    { GROUP_MIME,           2.5 },
    { GROUP_AUTHENTICATION, 1.5 },
    { GROUP_REPUTATION,     4.0 },
};

/* What the weaker findings of a group add: they are seldom independent of the strongest. */
static const double rest_share = 0.35;

size_t rule_count(void)
{
    size_t count = 0;

    for (size_t i = 0; i < ARRAY_LEN(tables); i++)
        count += *tables[i].count;
    return count;
}

const struct rule *rule_at(size_t index)
{
    for (size_t i = 0; i < ARRAY_LEN(tables); index -= *tables[i++].count)
        if (index < *tables[i].count)
            return &tables[i].rules[index];
    UNREACHABLE();
}

static void apply(const struct rule *rule, const struct facts *facts, struct findings *findings)
{
    struct finding finding = {
        .id = rule->id, .weight = rule->weight, .sentence = rule->sentence, .group = rule->group,
        .is_hard = rule->is_hard,
    };

    if (!rule->check(facts, &finding))
        return;
    ASSERT(findings->count < FINDINGS_MAX);             /* there are fewer rules than that */
    findings->items[findings->count++] = finding;
}

void detect(const struct facts *facts, struct findings *findings)
{
    findings->count = 0;
    for (size_t i = 0; i < ARRAY_LEN(tables); i++)
        for (size_t j = 0; j < *tables[i].count; j++)
            apply(&tables[i].rules[j], facts, findings);
}

static double score_of_group(const struct findings *findings, const char *group, double cap)
{
    double strongest = 0, sum = 0;

    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->items[i];

        if (strcmp(finding->group, group) != 0)
            continue;
        sum += finding->weight;
        strongest = finding->weight > strongest ? finding->weight : strongest;
    }

    double score = strongest + rest_share * (sum - strongest);

    return score < cap ? score : cap;
}

double detect_score(const struct findings *findings)
{
    double score = 0;

    for (size_t i = 0; i < ARRAY_LEN(caps); i++)
        score += score_of_group(findings, caps[i].group, caps[i].cap);
    return score;
}
