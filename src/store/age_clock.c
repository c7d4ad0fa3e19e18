#include "store/age_clock.h"

#include <pthread.h>
#include <stdlib.h>

#include "io/sys.h"

struct age_clock {
    struct clock_reading (*clocks)(void);
    pthread_mutex_t      lock;          /* over all that follows */
    struct clock_reading looked;        /* at the last look */
    int64_t              now_ms;        /* the answer then */
    bool                 doubts;        /* the wall clock is ahead of it, */
    int64_t              since_ms;      /* and has been in one piece since this time of the steady one */
};

struct clock_reading age_clock_system(void)
{
    return (struct clock_reading){ sys_now_ms(), sys_steady_ms() };
}

struct age_clock *age_clock_new(struct clock_reading (*clocks)(void), unix_seconds last_known)
{
    struct age_clock *clock = calloc(1, sizeof *clock);

    ASSERT(clock != NULL);
    pthread_mutex_init(&clock->lock, NULL);
    clock->clocks   = clocks;
    clock->looked   = clocks();
    clock->since_ms = clock->looked.steady_ms;
    clock->doubts   = last_known != 0 && clock->looked.wall_ms / 1000 - AGE_GAP_SECONDS > last_known;
    clock->now_ms   = clock->doubts ? last_known * 1000 : clock->looked.wall_ms;
    return clock;
}

void age_clock_free(struct age_clock *clock)
{
    if (clock == NULL)
        return;
    pthread_mutex_destroy(&clock->lock);
    free(clock);
}

/* Called with the lock held. */
static void look(struct age_clock *clock)
{
    const int64_t        step_ms  = AGE_STEP_SECONDS * 1000, doubt_ms = AGE_DOUBT_SECONDS * INT64_C(1000);
    struct clock_reading reading  = clock->clocks();
    int64_t              passed   = reading.steady_ms - clock->looked.steady_ms;
    int64_t              reckoned = clock->now_ms + passed;
    bool                 leapt    = reading.wall_ms - clock->looked.wall_ms > passed + step_ms;

    if (leapt)                          /* once more, perhaps: the doubt begins anew */
        clock->since_ms = reading.steady_ms;
    clock->doubts = reading.wall_ms > reckoned + step_ms && reading.steady_ms - clock->since_ms < doubt_ms;
    clock->now_ms = clock->doubts ? reckoned : reading.wall_ms;
    clock->looked = reading;
}

unix_seconds age_clock_now(struct age_clock *clock)
{
    pthread_mutex_lock(&clock->lock);
    look(clock);
    unix_seconds now = clock->now_ms / 1000;

    pthread_mutex_unlock(&clock->lock);
    return now;
}

int64_t age_clock_doubted_seconds(struct age_clock *clock)
{
    pthread_mutex_lock(&clock->lock);
    int64_t ahead_ms = clock->doubts ? clock->looked.wall_ms - clock->now_ms : 0;

    pthread_mutex_unlock(&clock->lock);
    return ahead_ms / 1000;
}
