/* Faults on purpose: which calls fail, as the environment variable FAULT asks (the grammar is in io/sys.h). Only
 * test builds have them; in others every function here is a constant. */
#ifndef IO_FAULT_H
#define IO_FAULT_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/str.h"

/* Named as in FAULT, in lower case: fault.c holds the words. */
enum fault_call {
    FAULT_OPEN, FAULT_CLOSE, FAULT_READ, FAULT_WRITE, FAULT_FSYNC, FAULT_RENAME, FAULT_LINK, FAULT_UNLINK, FAULT_MKDIR,
    FAULT_TRUNCATE, FAULT_STAT, FAULT_SOCKET, FAULT_BIND, FAULT_LISTEN, FAULT_ACCEPT, FAULT_CONNECT, FAULT_RECV,
    FAULT_SEND, FAULT_OPTION, FAULT_SHUTDOWN, FAULT_EVENTFD, FAULT_MAP,
    FAULT_SEGMENT, FAULT_PREAD, FAULT_PWRITE, FAULT_FDATASYNC,
    FAULT_CALLS
};

#ifdef GATEPOST_FAULTS

/* Reads the text of FAULT, before other threads start. On error *bad is the item at fault. */
MUST_USE bool fault_plan(str text, str *bad);

extern atomic_bool fault_planned;

bool fault_strikes_now(enum fault_call call);

/* True, with errno set, if this call is one that fails. One load where no faults are planned. */
static inline bool fault_strikes(enum fault_call call)
{
    return atomic_load_explicit(&fault_planned, memory_order_relaxed) && fault_strikes_now(call);
}

/* Milliseconds by which the wall clock is wrong at this time of the steady one. */
int64_t fault_clock_error_ms(int64_t steady_ms);

#else

static inline bool    fault_strikes(enum fault_call call UNUSED)             { return false; }
static inline int64_t fault_clock_error_ms(int64_t steady_ms UNUSED)         { return 0; }

#endif
#endif
