/* Dates of header fields, RFC 5322 §3.3 with the obsolete forms of §4.3. */
#ifndef MAIL_DATE_H
#define MAIL_DATE_H

#include "base/str.h"
#include "base/time.h"

struct date {
    unix_seconds at;
    bool         has_zone;              /* it says how far its clock is from UTC */
    int          zone_minutes;          /* east of UTC */
};

/* False if value holds no date that exists. Comments and folds are skipped; a missing zone counts as UTC. */
MUST_USE bool date_read(str value, struct date *out);
MUST_USE bool date_parse(str value, unix_seconds *out);

/* Clocks are from 12 hours behind UTC to 14 before it, wherever people live. */
bool date_zone_exists(const struct date *date);

#endif
