#include "io/loop.h"

#include <assert.h>
#include <event2/event.h>
#include <event2/event_struct.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "io/sys.h"

static_assert(sizeof(struct event) <= sizeof(((struct loop_watch *)NULL)->storage), "storage holds a struct event");
static_assert(_Alignof(struct event) <= _Alignof(uint64_t), "and aligned for one");

struct loop {
    struct event_base *base;
    atomic_bool        stopping;
    int                wake_fd;
    struct loop_watch  wake;

    pthread_mutex_t    lock;            /* of the tasks, which any thread may add */
    struct loop_task  *first, *last;

    char               room[LOOP_ROOM_OCTETS];
};

static struct event *event_in(uint64_t *storage) { return (struct event *)storage; }

/* ---- tasks of other threads ---- */

static struct loop_task *take_tasks(struct loop *loop)
{
    pthread_mutex_lock(&loop->lock);
    struct loop_task *first = loop->first;

    loop->first = loop->last = NULL;
    pthread_mutex_unlock(&loop->lock);
    return first;
}

/* A task may free itself, and what it posts waits for the next turn. */
static void run_tasks(struct loop *loop)
{
    for (struct loop_task *task = take_tasks(loop), *next; task != NULL; task = next) {
        next = task->next;
        task->run(task);
    }
}

static void woken(struct loop_watch *watch, int what UNUSED)
{
    struct loop *loop = watch->loop;

    sys_eventfd_clear(loop->wake_fd);
    run_tasks(loop);
    if (atomic_load(&loop->stopping))
        event_base_loopbreak(loop->base);
}

void loop_post(struct loop *loop, struct loop_task *task)
{
    task->next = NULL;
    pthread_mutex_lock(&loop->lock);
    bool was_empty = loop->first == NULL;

    if (was_empty)
        loop->first = task;
    else
        loop->last->next = task;
    loop->last = task;
    pthread_mutex_unlock(&loop->lock);
    if (was_empty)
        sys_eventfd_raise(loop->wake_fd);
}

/* ---- the loop ---- */

enum { PRECEDENCES = LOOP_IMMEDIATE + 1, LOOK_UP_AFTER_US = 1000, LOOK_UP_AFTER_EVENTS = 16 };

/* libevent serves the lowest number first. */
static int priority_of(enum loop_precedence precedence)
{
    return LOOP_IMMEDIATE - (int)precedence;
}

/* What has the first turn is served to its end; among the others it is seen now and then what else has happened. Not too often:
 * with thousands of descriptors that are ready each look costs as much as serving some of them. libevent's clock is a coarse one,
 * so the time alone would not do. */
static bool configure(struct event_config *config)
{
    static const struct timeval look_up_after = { .tv_usec = LOOK_UP_AFTER_US };

    return event_config_set_flag(config, EVENT_BASE_FLAG_NOLOCK | EVENT_BASE_FLAG_IGNORE_ENV) == 0 &&
           event_config_set_max_dispatch_interval(config, &look_up_after, LOOK_UP_AFTER_EVENTS, priority_of(LOOP_PRIORITY)) == 0;
}

static struct event_base *new_base(void)
{
    struct event_config *config = event_config_new();
    struct event_base   *base   = NULL;

    if (config != NULL && configure(config))
        base = event_base_new_with_config(config);
    if (config != NULL)
        event_config_free(config);
    if (base != NULL && event_base_priority_init(base, PRECEDENCES) != 0) {
        event_base_free(base);
        base = NULL;
    }
    return base;
}

struct loop *loop_new(void)
{
    struct event_base *base = new_base();
    int                fd   = sys_eventfd();

    if (base == NULL || fd < 0) {
        if (base != NULL)
            event_base_free(base);
        if (fd >= 0)
            (void)!sys_close(fd);
        return NULL;
    }
    struct loop *loop = calloc(1, sizeof *loop);

    ASSERT(loop != NULL && pthread_mutex_init(&loop->lock, NULL) == 0);
    loop->base    = base;
    loop->wake_fd = fd;
    loop->wake    = (struct loop_watch){ .ready = woken, .precedence = LOOP_IMMEDIATE };
    loop_watch_set(loop, &loop->wake, fd, LOOP_READ);
    return loop;
}

void loop_free(struct loop *loop)
{
    if (loop == NULL)
        return;
    run_tasks(loop);
    loop_watch_stop(&loop->wake);
    (void)!sys_close(loop->wake_fd);
    event_base_free(loop->base);
    pthread_mutex_destroy(&loop->lock);
    free(loop);
}

void loop_run(struct loop *loop)
{
    while (!atomic_exchange(&loop->stopping, false))
        event_base_loop(loop->base, 0);
}

void loop_stop(struct loop *loop)
{
    atomic_store(&loop->stopping, true);
    sys_eventfd_raise(loop->wake_fd);
}

int64_t loop_now_ms(struct loop *loop UNUSED)
{
    return sys_steady_ms();
}

char *loop_room(struct loop *loop)
{
    return loop->room;
}

struct event_base *loop_event_base(struct loop *loop)
{
    return loop->base;
}

/* ---- watches ---- */

static void watch_fired(evutil_socket_t fd UNUSED, short what, void *context)
{
    struct loop_watch *watch = context;

    /* It may have changed too late for this turn. */
    (void)!event_priority_set(event_in(watch->storage), priority_of(watch->precedence));
    watch->ready(watch, (what & EV_READ ? LOOP_READ : 0) | (what & EV_WRITE ? LOOP_WRITE : 0));
}

void loop_watch_set(struct loop *loop, struct loop_watch *watch, int fd, int what)
{
    if (watch->armed && watch->fd == fd && watch->wanted == what)
        return;
    loop_watch_stop(watch);
    watch->loop   = loop;
    watch->fd     = fd;
    watch->wanted = what;
    if (what == 0)
        return;
    short events = (short)(EV_PERSIST | (what & LOOP_READ ? EV_READ : 0) | (what & LOOP_WRITE ? EV_WRITE : 0));

    ASSERT(event_assign(event_in(watch->storage), loop->base, fd, events, watch_fired, watch) == 0);
    ASSERT(event_priority_set(event_in(watch->storage), priority_of(watch->precedence)) == 0);
    ASSERT(event_add(event_in(watch->storage), NULL) == 0);
    watch->armed = true;
}

/* An event that waits for its turn keeps its place: libevent refuses, and watch_fired sees to it. */
void loop_watch_precede(struct loop_watch *watch, enum loop_precedence precedence)
{
    if (watch->armed && watch->precedence != precedence)
        (void)!event_priority_set(event_in(watch->storage), priority_of(precedence));
    watch->precedence = precedence;
}

void loop_watch_stop(struct loop_watch *watch)
{
    if (watch->armed)
        event_del(event_in(watch->storage));
    watch->armed = false;
}

/* ---- timers ---- */

static void timer_fired(evutil_socket_t fd UNUSED, short what UNUSED, void *context)
{
    struct loop_timer *timer = context;

    timer->armed = false;
    timer->expired(timer);
}

void loop_timer_set(struct loop *loop, struct loop_timer *timer, int64_t milliseconds)
{
    int64_t        wait = milliseconds < 0 ? 0 : milliseconds;
    struct timeval tv   = { .tv_sec = wait / 1000, .tv_usec = wait % 1000 * 1000 };

    if (!timer->armed) {
        ASSERT(event_assign(event_in(timer->storage), loop->base, -1, 0, timer_fired, timer) == 0);
        ASSERT(event_priority_set(event_in(timer->storage), priority_of(timer->precedence)) == 0);
    }
    ASSERT(event_add(event_in(timer->storage), &tv) == 0);
    timer->loop  = loop;
    timer->armed = true;
}

void loop_timer_stop(struct loop_timer *timer)
{
    if (timer->armed)
        event_del(event_in(timer->storage));
    timer->armed = false;
}

/* ---- signals ---- */

static void signal_fired(evutil_socket_t number UNUSED, short what UNUSED, void *context)
{
    struct loop_signal *raised = context;

    raised->raised(raised);
}

void loop_signal_set(struct loop *loop, struct loop_signal *signal, int number)
{
    signal->number = number;
    ASSERT(event_assign(event_in(signal->storage), loop->base, number, EV_SIGNAL | EV_PERSIST, signal_fired,
                        signal) == 0);
    ASSERT(event_add(event_in(signal->storage), NULL) == 0);
}

void loop_signal_stop(struct loop_signal *signal)
{
    event_del(event_in(signal->storage));
}
