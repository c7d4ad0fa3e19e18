/* Transaction ids: ULIDs, 26 characters of Crockford's base 32. They sort by time, cannot be guessed, and are safe in
 * file names, replies and header fields. */
#ifndef BASE_ID_H
#define BASE_ID_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum { ID_LEN = 26 };

struct id { char text[ID_LEN + 1]; };           /* NUL-terminated */

struct id id_make(int64_t unix_ms, const uint8_t random[10]);
bool      id_is_valid(str text);

#endif
