/* Small edits between names: the Damerau distance, and the deletion neighbourhood by which near names are found
 * without comparing with every one: two texts at distance n have a text in common that is what is left of each after
 * at most n deletions. */
#ifndef DETECT_EDITS_H
#define DETECT_EDITS_H

#include "base/str.h"

enum { EDITS_TEXT_MAX = 63 };           /* a label; longer texts have no neighbours */

/* Insertions, deletions, replacements and swaps of neighbours that lead from a to b, each place edited once; a number
 * above most if there are more than most. */
size_t edits_between(str a, str b, size_t most);

/* Walks text and what is left of it after 1 to most (at most 2) deletions. */
struct deletions {
    str    text;
    size_t most, deleted, first, second;
    char   room[EDITS_TEXT_MAX];
};
void deletions_begin(struct deletions *walk, str text, size_t most);
bool deletions_next(struct deletions *walk, str *left);         /* left lives until the next call */

#endif
