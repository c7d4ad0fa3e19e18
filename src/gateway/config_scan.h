/* What libconfuse does not tell of a configuration file: a brace that is never closed (it takes the end of the file for
 * it), an option that stands twice in one section (the last would win), "${NAME}" (it would be replaced). */
#ifndef GATEWAY_CONFIG_SCAN_H
#define GATEWAY_CONFIG_SCAN_H

#include "base/arena.h"
#include "base/str.h"

/* False with FILE:LINE and a sentence in *error. On success *text has blanks where comments were, and its lines where they
 * were: libconfuse counts the lines of comments twice. */
MUST_USE bool config_scan(struct arena *arena, const char *file, str *text, str *error);

#endif
