#include "gateway/watchdog.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "gateway/server.h"
#include "gateway/worker.h"
#include "unit.h"

enum { WORKERS = 2, PATIENCE_MS = 40, TRIES = 250 };

static void stop_loop(struct loop_timer *timer)
{
    loop_stop(timer->loop);
}

static void run_for(struct loop *loop, int64_t milliseconds)
{
    struct loop_timer timer = { .expired = stop_loop };

    loop_timer_set(loop, &timer, milliseconds);
    loop_run(loop);
}

/* A busy machine may be slow to give threads their turns. */
static bool becomes(struct server *server, bool silent)
{
    for (int i = 0; i < TRIES && atomic_load(&server->watchdog.silent) != silent; i++)
        run_for(server->loop, PATIENCE_MS);
    return atomic_load(&server->watchdog.silent) == silent;
}

static void *take_turns(void *loop)
{
    loop_run(loop);
    return NULL;
}

/* Of two workers the second never takes a turn until it is told to. */
TEST(watchdog_tells_of_a_worker_that_hangs)
{
    struct worker workers[WORKERS] = { 0 };
    struct server server = { .loop = loop_new(), .workers = workers, .worker_count = WORKERS, .log_lock = PTHREAD_RWLOCK_INITIALIZER,
                             .log_fd = open("/dev/null", O_WRONLY | O_CLOEXEC) };

    setenv("WATCHDOG_USEC", "40000", 1);
    unsetenv("WATCHDOG_PID");
    for (size_t i = 0; i < WORKERS; i++)
        workers[i].loop = loop_new();
    pthread_create(&workers[0].thread, NULL, take_turns, workers[0].loop);

    watchdog_start(&server);
    CHECK_EQ(server.watchdog.every_ms, PATIENCE_MS / 4 + 1);
    CHECK(becomes(&server, true));
    pthread_create(&workers[1].thread, NULL, take_turns, workers[1].loop);
    CHECK(becomes(&server, false));

    for (size_t i = 0; i < WORKERS; i++) {
        loop_stop(workers[i].loop);
        pthread_join(workers[i].thread, NULL);
        loop_free(workers[i].loop);
    }
    watchdog_stop(&server);
    loop_free(server.loop);
    close(server.log_fd);
    unsetenv("WATCHDOG_USEC");
}
