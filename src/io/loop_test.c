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

/* ---- precedence ---- */

/* A crowd that is ready at once, each busy for longer than the loop goes without looking up. Whoever runs notes its name. */
enum { CROWD = 4, BUSY_MS = 30 };

struct crowd {
    struct loop *loop;
    struct one { struct loop_watch watch; struct crowd *crowd; char name; } members[CROWD];
    char         order[CROWD + 1];
    size_t       done;
    int          raised_by_first;       /* the member that becomes ready while the first is busy; -1: none */
};

static void be_busy(struct loop_watch *watch, int what UNUSED)
{
    struct one   *one   = (struct one *)watch;
    struct crowd *crowd = one->crowd;
    int64_t       end   = sys_steady_ms() + BUSY_MS;

    if (crowd->done == 0 && crowd->raised_by_first >= 0)
        sys_eventfd_raise(crowd->members[crowd->raised_by_first].watch.fd);
    while (sys_steady_ms() < end)
        ;
    crowd->order[crowd->done++] = one->name;
    loop_watch_stop(watch);
    if (crowd->done == CROWD)
        loop_stop(crowd->loop);
}

/* The order in which "abcd" had their turns. */
static const char *order_of(struct crowd *crowd, const enum loop_precedence precedences[CROWD], int raised_by_first, bool changed_late)
{
    *crowd = (struct crowd){ .loop = loop_new(), .raised_by_first = raised_by_first };
    for (int i = 0; i < CROWD; i++) {
        struct one *one = &crowd->members[i];

        *one = (struct one){ { .ready = be_busy, .precedence = changed_late ? LOOP_ROUTINE : precedences[i] }, crowd, (char)('a' + i) };
        loop_watch_set(crowd->loop, &one->watch, sys_eventfd(), LOOP_READ);
        loop_watch_precede(&one->watch, precedences[i]);
        if (i != raised_by_first)
            sys_eventfd_raise(one->watch.fd);
    }
    loop_run(crowd->loop);
    for (int i = 0; i < CROWD; i++)
        close(crowd->members[i].watch.fd);
    loop_free(crowd->loop);
    return crowd->order;
}

TEST(loop_precedence)
{
    struct crowd crowd;

    for (int changed_late = 0; changed_late < 2; changed_late++) {
        CHECK_CSTR(str_of(order_of(&crowd, (enum loop_precedence[]){ LOOP_ROUTINE, LOOP_ROUTINE, LOOP_ROUTINE, LOOP_ROUTINE }, -1, changed_late)), "abcd");
        CHECK_CSTR(str_of(order_of(&crowd, (enum loop_precedence[]){ LOOP_ROUTINE, LOOP_PRIORITY, LOOP_ROUTINE, LOOP_IMMEDIATE }, -1, changed_late)), "dbac");
        /* What becomes ready meanwhile does not wait for the crowd. */
        CHECK_CSTR(str_of(order_of(&crowd, (enum loop_precedence[]){ LOOP_ROUTINE, LOOP_ROUTINE, LOOP_ROUTINE, LOOP_IMMEDIATE }, 3, changed_late)), "adbc");
        CHECK_CSTR(str_of(order_of(&crowd, (enum loop_precedence[]){ LOOP_ROUTINE, LOOP_ROUTINE, LOOP_PRIORITY, LOOP_PRIORITY }, 2, changed_late)), "dcab");
    }
}

struct hurried { struct loop_watch watch; struct hurried *other; struct loop *loop; int turns; char *log; };

/* Gives the other precedence while it waits for its turn, which it keeps; the turn after that is early. */
static void hurry_the_other(struct loop_watch *watch, int what UNUSED)
{
    struct hurried *self = (struct hurried *)watch;

    self->log[strlen(self->log)] = self->other == NULL ? 'b' : 'a';
    self->turns++;
    if (self->other != NULL)
        loop_watch_precede(&self->other->watch, LOOP_IMMEDIATE);
    if (self->turns == 2)
        loop_watch_stop(watch);
    if (strlen(self->log) == 4)
        loop_stop(self->loop);
}

TEST(loop_precede_while_it_waits)
{
    char           log[5] = "";
    struct loop   *loop   = loop_new();
    struct hurried b = { { .ready = hurry_the_other }, NULL, loop, 0, log }, a = { { .ready = hurry_the_other }, &b, loop, 0, log };

    loop_watch_set(loop, &a.watch, sys_eventfd(), LOOP_READ);
    loop_watch_set(loop, &b.watch, sys_eventfd(), LOOP_READ);
    sys_eventfd_raise(a.watch.fd);
    sys_eventfd_raise(b.watch.fd);
    loop_run(loop);
    CHECK_CSTR(str_of(log), "abba");
    close(a.watch.fd);
    close(b.watch.fd);
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
