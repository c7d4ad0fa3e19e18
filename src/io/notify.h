/* Word to the service manager (sd_notify(3)): one datagram to the socket that NOTIFY_SOCKET names, nothing without one. */
#ifndef IO_NOTIFY_H
#define IO_NOTIFY_H

#include <stdint.h>

#include "base/attr.h"

/* "READY=1", "STOPPING=1", several parted by "\n". What cannot be sent is lost: nothing here depends on it. */
void    notify_manager(const char *format, ...) PRINTF_LIKE(1, 2);
/* The manager's watchdog: how long it waits for "WATCHDOG=1" of this process before it ends it; 0: it does not. */
int64_t notify_watchdog_ms(void);

#endif
