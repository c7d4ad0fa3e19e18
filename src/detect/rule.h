/* Detection rules are tables: id, weight, a pure check that leaves its evidence, and a sentence. */
#ifndef DETECT_RULE_H
#define DETECT_RULE_H

#include "detect/facts.h"
#include "detect/finding.h"

struct rule {
    const char *id;
    double      weight;
    const char *group;
    bool        is_hard;
    bool      (*check)(const struct facts *facts, struct finding *out);         /* sets out->evidence */
    const char *sentence;
};

/* Runs every rule of every table over the facts, in a fixed order; facts->model says which, and what they weigh. A check
 * that grades its finding sets out->weight itself: then a weight of the administrator's is the most that it may weigh. */
void detect(const struct facts *facts, struct findings *findings);
/* The same where the body is gone (replay): rules that read it found then what is recorded, and are not run. recorded may be
 * NULL: all are run. */
void detect_again(const struct facts *facts, const struct findings *recorded, struct findings *findings);

/* The most that findings of one kind may weigh, where no model says it. */
double rule_group_cap(str group);

/* All rules, for documentation and tests. */
size_t             rule_count(void);
const struct rule *rule_at(size_t index);
/* The body, or anything else that a record does not hold: it cannot run again from there. */
bool               rule_reads_body(size_t index);

#endif
