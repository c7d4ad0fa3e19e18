/* For the tests of the resolver: a DNS server on loopback, in a thread of its own, which answers by UDP and TCP as the
 * name asks it to (responder_test.c has the table). Its negative answers carry no SOA, and AA and RA are both set. */
#ifndef IO_RESPONDER_TEST_H
#define IO_RESPONDER_TEST_H

#include <stdbool.h>
#include <stddef.h>

struct responder;

struct responder *responder_start(void);                /* NULL if the system refuses */
void              responder_stop(struct responder *responder);
const char       *responder_forwarder(const struct responder *responder);       /* "127.0.0.1@PORT" */
/* Writes the trust anchor of its one signed zone, signed.test. */
bool              responder_write_anchor(const struct responder *responder, const char *path);
size_t            responder_count(const struct responder *responder);           /* questions seen */

#endif
