/* The octets of a message as they arrive: in memory up to a mebibyte, beyond that in an unlinked file that is mapped once
 * the message is complete. Until then nobody holds slices of them, so they may move. */
#ifndef GATEWAY_OCTETS_H
#define GATEWAY_OCTETS_H

#include "base/buf.h"
#include "base/str.h"

enum { OCTETS_IN_MEMORY_MAX = 1 << 20 };

/* The zero value is empty, but for fd: see octets_init. */
struct octets {
    struct buf memory;
    int        fd;              /* -1: all is in memory */
    size_t     len;
    str        map;
};

void          octets_init(struct octets *octets);
/* False if the disk refuses: 452, and the message is given up. */
MUST_USE bool octets_add(struct octets *octets, str piece, const char *spill_directory);
/* All of it, contiguous and unmoving until octets_free. False if it cannot be mapped. */
MUST_USE bool octets_finish(struct octets *octets, str *all);
void          octets_free(struct octets *octets);

#endif
