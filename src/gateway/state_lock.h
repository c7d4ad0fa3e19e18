/* One server per state directory: whoever serves holds a lock on DIR/lock, and so can be found and told. */
#ifndef GATEWAY_STATE_LOCK_H
#define GATEWAY_STATE_LOCK_H

#include <stdbool.h>

#include "base/attr.h"

/* Held until the process ends. False if another server has it (errno EAGAIN) or the directory cannot be used. */
MUST_USE bool state_lock_take(const char *state_dir);
/* Sends a signal to the server; false if none is running. */
MUST_USE bool state_lock_signal(const char *state_dir, int number);

#endif
