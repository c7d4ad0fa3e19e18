/* Delivery into a Maildir: written to tmp/, synced, renamed into new/, both directories synced, and only then accepted.
 * Lines end with LF there, as mail readers expect of files. */
#ifndef GATEWAY_MAILDIR_H
#define GATEWAY_MAILDIR_H

#include "base/str.h"

/* Makes DIR with tmp/, new/ and cur/ if needed, then delivers. Blocks: for the file pool. False with errno. */
MUST_USE bool maildir_deliver(const char *directory, const char *name, const str *slices, size_t count);

#endif
