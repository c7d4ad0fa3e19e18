/* Dates: what one field says, written by us, reads back as the same second; the same for RFC 3339. A zone has four digits.
 *
 * Covers: src/mail/date.c src/base/time.c */
#include "fuzz.h"

#include "mail/date.h"

FUZZ_TARGET(input)
{
    ARENA_SCOPE  arena = { 0 };
    unix_seconds t, again;
    int64_t      seconds;
    struct date  date;

    if (date_read(input, &date)) {
        HOLDS(date_parse(input, &t) && t == date.at);
        HOLDS(date.zone_minutes > -100 * 60 && date.zone_minutes < 100 * 60 && (date.has_zone || date.zone_minutes == 0));
    }
    if (date_parse(input, &t)) {
        struct civil_time civil = time_civil(t);

        HOLDS(time_of_civil(civil.year, civil.month, civil.day, civil.hour, civil.minute, civil.second) == t);
        HOLDS(time_date_exists(civil.year, civil.month, civil.day));
        if (civil.year >= 1900 && civil.year <= 9999)
            HOLDS(date_parse(time_rfc5322(&arena, t), &again) && again == t);
    }
    if (time_parse_rfc3339(input, &t) && t >= 0 && time_civil(t).year <= 9999)
        HOLDS(time_parse_rfc3339(time_rfc3339(&arena, t), &again) && again == t);
    if (time_parse_duration(input, &seconds))
        HOLDS(seconds >= 0);
}
