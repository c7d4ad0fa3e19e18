/* Dates of header fields, RFC 5322 §3.3 with the obsolete forms of §4.3. */
#ifndef MAIL_DATE_H
#define MAIL_DATE_H

#include "base/str.h"
#include "base/time.h"

/* False if value holds no date that exists. Comments and folds are skipped; a missing zone counts as UTC. */
MUST_USE bool date_parse(str value, unix_seconds *out);

#endif
