/* For the tests of this folder: a loop that runs until something has come true, and a certificate made on the spot. */
#ifndef IO_LOOPBACK_TEST_H
#define IO_LOOPBACK_TEST_H

#include "base/ip.h"
#include "io/loop.h"

static inline struct ip loopback(void) { return (struct ip){ .family = IP_V4, .octets = { 127, 0, 0, 1 } }; }

/* Turns the loop until is(context) holds; false if that takes ten seconds. */
bool loop_until(struct loop *loop, bool (*is)(void *context), void *context);
void loop_for(struct loop *loop, int64_t milliseconds);

/* A self-signed certificate and its key, as PEM files in a directory of their own. */
struct certificate_files { char directory[64], certificate[96], key[96]; };
bool certificate_files_make(struct certificate_files *files);
void certificate_files_remove(const struct certificate_files *files);

#endif
