#include "io/loop.h"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include "io/sys.h"
#include "unit.h"

/* ---- tasks ---- */

struct counted_task { struct loop_task task; struct loop *loop; int *count; int stop_at; };

static void count_task(struct loop_task *task)
{
    struct counted_task *counted = (struct counted_task *)task;

    if (++*counted->count == counted->stop_at)
        loop_stop(counted->loop);
}

enum { TASKS = 1000 };

static void *post_many(void *context)
{
    struct counted_task *tasks = context;

    for (size_t i = 0; i < TASKS; i++)
        loop_post(tasks[i].loop, &tasks[i].task);
    return NULL;
}

TEST(loop_post_from_two_threads)
{
    static struct counted_task tasks[2][TASKS];
    struct loop               *loop = loop_new();
    pthread_t                  threads[2];
    int                        count = 0;

    if (!CHECK(loop != NULL))
        return;
    for (size_t t = 0; t < 2; t++) {
        for (size_t i = 0; i < TASKS; i++)
            tasks[t][i] = (struct counted_task){ { .run = count_task }, loop, &count, 2 * TASKS };
        CHECK_EQ(pthread_create(&threads[t], NULL, post_many, tasks[t]), 0);
    }
    loop_run(loop);
    CHECK_EQ(count, 2 * TASKS);
    for (size_t t = 0; t < 2; t++)
        pthread_join(threads[t], NULL);
    loop_free(loop);
}

TEST(loop_free_runs_what_was_posted)
{
    struct loop        *loop  = loop_new();
    int                 count = 0;
    struct counted_task task  = { { .run = count_task }, loop, &count, 0 };

    loop_post(loop, &task.task);
    CHECK_EQ(count, 0);
    loop_free(loop);
    CHECK_EQ(count, 1);
}

TEST(loop_stop_before_run)
{
    struct loop *loop = loop_new();

    loop_stop(loop);
    loop_run(loop);             /* returns at once */
    loop_stop(loop);
    loop_run(loop);             /* and can be used again */
    loop_free(loop);
}

/* ---- timers ---- */

struct timed { struct loop_timer timer; struct loop *loop; int fired; int64_t at; bool stops; };

static void note_expiry(struct loop_timer *timer)
{
    struct timed *timed = (struct timed *)timer;

    timed->fired++;
    timed->at = sys_steady_ms();
    if (timed->stops)
        loop_stop(timed->loop);
}

TEST(loop_timer)
{
    struct loop *loop  = loop_new();
    int64_t      start = sys_steady_ms();
    struct timed moved   = { { .expired = note_expiry }, loop, .stops = false };
    struct timed stopped = { { .expired = note_expiry }, loop, .stops = false };
    struct timed last    = { { .expired = note_expiry }, loop, .stops = true };

    loop_timer_set(loop, &moved.timer, 1);
    loop_timer_set(loop, &moved.timer, 30);
    loop_timer_set(loop, &stopped.timer, 5);
    loop_timer_stop(&stopped.timer);
    loop_timer_set(loop, &last.timer, 60);
    loop_run(loop);
    CHECK_EQ(moved.fired, 1);
    CHECK(moved.at - start >= 29);
    CHECK(!moved.timer.armed);
    CHECK_EQ(stopped.fired, 0);
    CHECK_EQ(last.fired, 1);
    loop_free(loop);
}

/* ---- watches ---- */

struct watched { struct loop_watch watch; struct loop *loop; int reads, writes; };

static void note_ready(struct loop_watch *watch, int what)
{
    struct watched *watched = (struct watched *)watch;
    char            octet;

    if (what & LOOP_WRITE) {
        watched->writes++;
        loop_watch_set(watched->loop, watch, watch->fd, LOOP_READ);
        return;
    }
    watched->reads++;
    CHECK_EQ(read(watch->fd, &octet, 1), 1);
    if (watched->reads == 2) {
        loop_watch_stop(watch);
        loop_stop(watched->loop);
    }
}

TEST(loop_watch)
{
    struct loop   *loop = loop_new();
    int            ends[2];
    struct watched watched = { { .ready = note_ready }, loop, 0, 0 };

    CHECK_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    CHECK_EQ(write(ends[1], "ab", 2), 2);
    loop_watch_set(loop, &watched.watch, ends[0], 0);
    CHECK(!watched.watch.armed);
    loop_watch_set(loop, &watched.watch, ends[0], LOOP_WRITE);
    loop_run(loop);
    CHECK_EQ(watched.writes, 1);
    CHECK_EQ(watched.reads, 2);
    close(ends[0]);
    close(ends[1]);
    loop_free(loop);
}

/* ---- signals ---- */

struct signalled { struct loop_signal signal; struct loop *loop; int times; };

static void note_signal(struct loop_signal *signal)
{
    struct signalled *signalled = (struct signalled *)signal;

    signalled->times++;
    loop_stop(signalled->loop);
}

TEST(loop_signal)
{
    struct loop     *loop      = loop_new();
    struct signalled signalled = { { .raised = note_signal }, loop, 0 };

    loop_signal_set(loop, &signalled.signal, SIGHUP);
    raise(SIGHUP);
    loop_run(loop);
    CHECK_EQ(signalled.times, 1);
    loop_signal_stop(&signalled.signal);
    loop_free(loop);
}
