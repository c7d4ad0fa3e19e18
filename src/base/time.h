/* Points in time as values. Nothing here reads a clock (io/sys.h does): the time is always an argument. */
#ifndef BASE_TIME_H
#define BASE_TIME_H

#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

typedef int64_t unix_seconds;           /* since 1970-01-01T00:00:00Z, without leap seconds */

struct civil_time { int year, month, day, hour, minute, second, weekday; };     /* month from 1, Sunday is 0 */

struct civil_time time_civil(unix_seconds t);                   /* in UTC */
unix_seconds      time_of_civil(int year, int month, int day, int hour, int minute, int second);
bool              time_date_exists(int year, int month, int day);

extern const char time_month_names[12][4];
extern const char time_weekday_names[7][4];

str time_rfc5322(struct arena *arena, unix_seconds t);          /* "Wed, 25 Nov 2026 09:26:31 +0000" */
str time_rfc3339(struct arena *arena, unix_seconds t);          /* "2026-11-25T09:26:31Z" */
/* Reads RFC 3339, with "Z" or an offset, fractions ignored. */
MUST_USE bool time_parse_rfc3339(str s, unix_seconds *out);
/* Reads a duration for people: "90" (seconds), "15m", "6h", "30d". */
MUST_USE bool time_parse_duration(str s, int64_t *seconds);

#endif
