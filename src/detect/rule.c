#include "detect/rule.h"

#include <math.h>

#include "detect/model.h"
#include "detect/rules/rules.h"

enum reading {
    READS_BODY,                 /* or anything else that a record does not hold */
    READS_RECORD,               /* header, envelope, results and what the view has told: all of it is on record */
};

static const struct {
    const struct rule *rules;
    const size_t      *count;
    enum reading       reading;
} tables[] = {
    { author_rules,     &author_rule_count,     READS_RECORD },
    { lookalike_rules,  &lookalike_rule_count,  READS_RECORD },
    { header_rules,     &header_rule_count,     READS_RECORD },
    { route_rules,      &route_rule_count,      READS_RECORD },
    { mime_rules,       &mime_rule_count,       READS_BODY   },
    { attachment_rules, &attachment_rule_count, READS_BODY   },
    { auth_rules,       &auth_rule_count,       READS_RECORD },
    { reputation_rules, &reputation_rule_count, READS_RECORD },
    { text_rules,       &text_rule_count,       READS_BODY   },
    { claim_rules,      &claim_rule_count,      READS_BODY   },
    { html_rules,       &html_rule_count,       READS_BODY   },
    { link_claim_rules, &link_claim_rule_count, READS_BODY   },
    { link_rules,       &link_rule_count,       READS_BODY   },
    { correspondence_rules, &correspondence_rule_count, READS_BODY },      /* and the history */
    { trust_rules,      &trust_rule_count,      READS_BODY   },
    { feed_rules,       &feed_rule_count,       READS_BODY   },
    { intent_rules,     &intent_rule_count,     READS_BODY   },
    { vocabulary_rules, &vocabulary_rule_count, READS_BODY   },
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
    { GROUP_ATTACHMENT,     4.0 },
    { GROUP_TEXT,           2.5 },
    { GROUP_AUTHENTICATION, 1.5 },
    { GROUP_REPUTATION,     4.0 },
    { GROUP_HTML,           2.0 },
    { GROUP_LINK,           3.5 },
    { GROUP_FEED,           5.0 },
    { GROUP_VOCABULARY,     3.0 },
    { GROUP_TRUST,          4.0 },
    { GROUP_CORRESPONDENCE, 4.0 },
    { GROUP_HABIT,          2.5 },
};

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

double rule_group_cap(str group)
{
    for (size_t i = 0; i < ARRAY_LEN(caps); i++)
        if (str_equal(str_of(caps[i].group), group))
            return caps[i].cap;
    return 0;
}

static struct signal signal_of(const struct facts *facts, const struct rule *rule, size_t index)
{
    if (facts->model == NULL || facts->model->signals == NULL)
        return (struct signal){ .weight = rule->weight };
    return facts->model->signals[index];
}

static double within(double weight, double limit)
{
    return (limit >= 0 && weight > limit) || (limit < 0 && weight < limit) ? limit : weight;
}

/* What the record says of a rule that fired then; NULL if it did not. In shadow mode as well: the mode may be another now. */
static const struct finding *find_recorded(const struct findings *recorded, const char *id)
{
    for (size_t i = 0; i < recorded->shadow_count; i++)
        if (strcmp(recorded->shadows[i].id, id) == 0)
            return &recorded->shadows[i];
    return findings_find(recorded, id);
}

static bool fired_then(const struct rule *rule, const struct findings *recorded, struct finding *finding)
{
    const struct finding *then = find_recorded(recorded, rule->id);

    if (then == NULL)
        return false;
    finding->evidence = then->evidence;
    if (then->is_graded)
        finding->weight = then->weight;
    return true;
}

/* To two decimals, as a record holds it. */
static double rounded(double weight)
{
    return round(weight * 100) / 100;
}

/* What a rule says where it weighs in favour of a message, though its table speaks of the contrary. */
static const struct { const char *id, *sentence; } in_favour[] = {
    { "text-resembles", "Its words are more like those of honest mail than of fraud; the five that say most:" },
};

static const char *sentence_of(const struct rule *rule, double weight)
{
    for (size_t i = 0; i < ARRAY_LEN(in_favour) && weight < 0; i++)
        if (strcmp(in_favour[i].id, rule->id) == 0)
            return in_favour[i].sentence;
    return rule->sentence;
}

/* recorded: what the rule found when the message came; NULL: it is to look now. */
static bool fires(const struct rule *rule, const struct signal *signal, const struct facts *facts, const struct findings *recorded,
                  struct finding *finding)
{
    *finding = (struct finding){
        .id = rule->id, .weight = signal->weight, .sentence = rule->sentence, .group = rule->group,
        .is_hard = rule->is_hard, .origin = signal->origin,
    };
    if (recorded != NULL ? !fired_then(rule, recorded, finding) : !rule->check(facts, finding))
        return false;
    if (finding->weight < signal->weight || finding->weight > signal->weight) {
        finding->is_graded = true;
        finding->weight    = rounded(finding->weight);
    }
    if (signal->origin == WEIGHT_CONFIGURED)
        finding->weight = within(finding->weight, signal->weight);
    finding->sentence = sentence_of(rule, finding->weight);
    return true;
}

static void note(const struct facts *facts, struct findings *findings, enum signal_mode mode, const struct finding *finding)
{
    if (mode == SIGNAL_ON) {
        ASSERT(findings->count < FINDINGS_MAX);         /* there are fewer rules than that */
        findings->items[findings->count++] = *finding;
        return;
    }
    if (findings->shadows == NULL)
        findings->shadows = ARENA_ARRAY(facts->arena, struct finding, rule_count());
    findings->shadows[findings->shadow_count++] = *finding;
}

bool rule_reads_body(size_t index)
{
    for (size_t i = 0; i < ARRAY_LEN(tables); index -= *tables[i++].count)
        if (index < *tables[i].count)
            return tables[i].reading == READS_BODY;
    UNREACHABLE();
}

void detect(const struct facts *facts, struct findings *findings)
{
    detect_again(facts, NULL, findings);
}

void detect_again(const struct facts *facts, const struct findings *recorded, struct findings *findings)
{
    struct finding finding;

    findings->count        = 0;
    findings->shadows      = NULL;
    findings->shadow_count = 0;
    for (size_t t = 0, first = 0; t < ARRAY_LEN(tables); first += *tables[t++].count)
        for (size_t i = 0; i < *tables[t].count; i++) {
            const struct rule     *rule   = &tables[t].rules[i];
            struct signal          signal = signal_of(facts, rule, first + i);
            const struct findings *then   = tables[t].reading == READS_BODY ? recorded : NULL;

            if (signal.mode != SIGNAL_OFF && fires(rule, &signal, facts, then, &finding))
                note(facts, findings, signal.mode, &finding);
        }
}
