/* What the gate's resolver answers with, for programs that measure: a zone file in front of which stands the gate's own cache
 * of parsed records, so that all but the first message of a sender find them ready. */
#ifndef TESTS_BENCH_ANSWERS_H
#define TESTS_BENCH_ANSWERS_H

#include "base/view.h"

struct answers;

/* NULL on error; *error then lives in the arena, as the answers do. */
struct answers *answers_open(const char *zone_file, struct arena *arena, str *error);
/* A view that knows what is in the cache, as those of the gate do. */
void            answers_init_view(struct answers *answers, struct view *view, struct arena *arena);
/* Answers every open question of the view. */
void            answers_give(struct answers *answers, struct view *view);

#endif
