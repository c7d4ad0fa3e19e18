/* Detection rules are tables: id, weight, a pure check that leaves its evidence, and a sentence. */
#ifndef DETECT_RULE_H
#define DETECT_RULE_H

#include "detect/facts.h"
#include "detect/finding.h"

enum rule_mode { RULE_ON, RULE_SHADOW, RULE_OFF };

struct rule {
    const char *id;
    double      weight;
    const char *group;
    bool        is_hard;
    bool      (*check)(const struct facts *facts, struct finding *out);         /* sets out->evidence */
    const char *sentence;
};

/* Runs every rule of every table over the facts, in a fixed order. */
void detect(const struct facts *facts, struct findings *findings);

/* The score by groups: sum of min(cap, strongest + 0.35 * rest) (DETECTION "Putting signals together"). */
double detect_score(const struct findings *findings);

/* All rules, for documentation and tests. */
size_t             rule_count(void);
const struct rule *rule_at(size_t index);

#endif
