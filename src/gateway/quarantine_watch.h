/* Looks after the quarantine's size from the main thread: counts its files now and then, on the pool of files; takes away what is
 * left of messages that were released or deleted long ago; and warns before there is no room. */
#ifndef GATEWAY_QUARANTINE_WATCH_H
#define GATEWAY_QUARANTINE_WATCH_H

#include "io/file.h"
#include "io/loop.h"

struct server;

struct quarantine_watch {
    struct server    *server;
    struct loop_timer timer;
    struct file_job   job;
    bool              stopped, warned;
    unsigned          turn;
    unix_seconds      settled_before;           /* for the job: what was settled before goes; 0: nothing does */
    size_t            purged;                   /* and from it */
    bool              job_ok;
    int               job_errno;
};

/* Once the loop, the stores and the pool are there; the first look is at once. */
void quarantine_watch_start(struct server *server);
void quarantine_watch_stop(struct server *server);

#endif
