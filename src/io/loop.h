/* One event loop per worker thread, over libevent's event_base (nothing else of libevent is used). Everything but
 * loop_post and loop_stop belongs to the loop's own thread. */
#ifndef IO_LOOP_H
#define IO_LOOP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"

struct loop;
struct event_base;

enum { LOOP_ROOM_OCTETS = 16 * 1024 };

MUST_USE struct loop *loop_new(void);           /* NULL if the system refuses */
/* After the last thread that might post has ended. Tasks that still wait are run. */
void                  loop_free(struct loop *loop);
/* Until loop_stop, which may have been called before; can be run again. */
void                  loop_run(struct loop *loop);
void                  loop_stop(struct loop *loop);             /* from any thread */
int64_t               loop_now_ms(struct loop *loop);           /* steady */
/* LOOP_ROOM_OCTETS for whoever reads in the loop's thread before it is known how much there is. Nobody's beyond one call. */
char                 *loop_room(struct loop *loop);
struct event_base    *loop_event_base(struct loop *loop);       /* for libunbound */

/* Runs task->run in the loop's thread, in the order posted; from any thread. The task belongs to the loop until it
 * runs, never inside loop_post. */
struct loop_task { void (*run)(struct loop_task *task); struct loop_task *next; };
void loop_post(struct loop *loop, struct loop_task *task);

/* Whose turn comes first when several things have happened: what is near its end, so that what has begun is over sooner, and
 * what only begins waits. Whoever is given precedence has to be bounded in what he does with it, since the others stand still
 * meanwhile. Tasks have the first. */
enum loop_precedence { LOOP_ROUTINE, LOOP_PRIORITY, LOOP_IMMEDIATE };

/* Watches a descriptor. Zero-initialised by the owner; stop before closing the descriptor. */
enum { LOOP_READ = 1, LOOP_WRITE = 2 };
struct loop_watch {
    void  (*ready)(struct loop_watch *watch, int what);         /* LOOP_READ and LOOP_WRITE bits */
    int     fd, wanted;
    enum loop_precedence precedence;
    bool    armed;
    struct loop *loop;
    uint64_t storage[24];               /* a struct event */
};
void loop_watch_set(struct loop *loop, struct loop_watch *watch, int fd, int what);     /* what 0: none, stays quiet */
/* From the next event on. */
void loop_watch_precede(struct loop_watch *watch, enum loop_precedence precedence);
void loop_watch_stop(struct loop_watch *watch);

struct loop_timer {
    void  (*expired)(struct loop_timer *timer);
    enum loop_precedence precedence;    /* for when it is set next */
    bool    armed;
    struct loop *loop;
    uint64_t storage[24];
};

/* libevent counts by a coarse clock, whose tick is up to 10 ms: a timer may be early by one. */
enum { LOOP_TICK_MS = 10 };
void loop_timer_set(struct loop *loop, struct loop_timer *timer, int64_t milliseconds);         /* again: moved */
void loop_timer_stop(struct loop_timer *timer);

/* A signal, in one loop of the process only. Set once; zero-initialised but for raised. */
struct loop_signal { void (*raised)(struct loop_signal *signal); int number; uint64_t storage[24]; };
void loop_signal_set(struct loop *loop, struct loop_signal *signal, int number);
void loop_signal_stop(struct loop_signal *signal);

#endif
