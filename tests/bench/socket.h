/* What smtp_load and smtp_sink share: sockets by the system's own calls, and dying loudly. */
#ifndef BENCH_SOCKET_H
#define BENCH_SOCKET_H

#include <stdint.h>

#include "base/buf.h"

/* Prints the message, and errno's if it is not 0, and exits with 70. */
NORETURN void die(const char *format, ...) PRINTF_LIKE(1, 2);

double   now_seconds(void);             /* steady */
uint64_t number_option(const char *name, const char *text, uint64_t max);

/* Non-blocking, without Nagle's delay. connect_to: still connecting; -1 if refused at once. */
int listen_on(const char *address, uint16_t port, uint16_t *chosen);
int accept_from(int listener);          /* -1: none is waiting */
int connect_to(const char *address, uint16_t port);

/* Appends what has arrived. 1: some; 0: nothing now; -1: closed or broken. */
int  read_into(int fd, struct buf *in);
/* Writes from the front of *rest what the socket takes. False: broken. */
MUST_USE bool write_from(int fd, str *rest);

#endif
