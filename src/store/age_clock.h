/* The time by which things are old enough to be deleted: the wall clock, as long as it can be believed.
 *
 * A wall clock may leap: a machine starts with a wrong one, somebody mistypes a date, a virtual machine is resumed. What is deleted
 * because of it does not come back when the clock does. So a leap forward, told by a clock that only measures what has passed, is
 * doubted: ages go on from where they were, as if it had not happened, and only once it has stood for AGE_DOUBT_SECONDS is it
 * taken for the truth. A step back is believed at once: at worst something is kept for longer. */
#ifndef STORE_AGE_CLOCK_H
#define STORE_AGE_CLOCK_H

#include "base/attr.h"
#include "base/time.h"

enum {
    AGE_STEP_SECONDS  = 60,             /* what the wall clock may gain between two looks: it is being adjusted */
    AGE_GAP_SECONDS   = 24 * 3600,      /* before the first look: nobody was there, and nothing came */
    AGE_DOUBT_SECONDS = 24 * 3600,
};

/* Two clocks at one moment. */
struct clock_reading { int64_t wall_ms /* since 1970 */, steady_ms /* only ever forward, from anywhere */; };

struct age_clock;

/* last_known: a time that was right, as that of the last entry of a journal, before which it cannot be; 0: none is known, and the
 * wall clock is believed. clocks reads them: age_clock_system, or a test's. */
struct age_clock    *age_clock_new(struct clock_reading (*clocks)(void), unix_seconds last_known);
void                 age_clock_free(struct age_clock *clock);      /* NULL is nothing */
struct clock_reading age_clock_system(void);

/* From any thread. Leaps are told from one call to the next, so it is to be asked again and again. */
unix_seconds age_clock_now(struct age_clock *clock);
/* By how many seconds the wall clock is ahead of that time, as of the last look; 0: it is believed. */
int64_t      age_clock_doubted_seconds(struct age_clock *clock);

#endif
