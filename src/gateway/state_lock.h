/* Locks in the state directory. One server per directory: whoever serves holds DIR/lock, and so can be found and told. */
#ifndef GATEWAY_STATE_LOCK_H
#define GATEWAY_STATE_LOCK_H

#include <stdbool.h>

#include "base/attr.h"

/* Held until it is released or the process ends. -1 if another server has it (errno EAGAIN) or the directory cannot be used. */
MUST_USE int  state_lock_take(const char *state_dir);
void          state_lock_release(int lock);
/* Sends a signal to the server; false if none is running. */
MUST_USE bool state_lock_signal(const char *state_dir, int number);
/* For what one person at a time may do beside the server: locks DIR/NAME. Close the descriptor to end it; -1 if somebody
 * else has it or the directory cannot be used. */
MUST_USE int  state_lock_task(const char *state_dir, const char *name);

#endif
