#include "mail/date.h"

#include "base/ascii.h"
#include "mail/cfws.h"

enum { YEAR_MIN = 1900, YEAR_MAX = 9999 };      /* RFC 5322 §3.3: 1900 or later, in four digits */

/* RFC 5322 §4.3. Military letters count as UTC: RFC 822 had their sense wrong. */
static const struct { str name; int hours; } zones[] = {
    { STR_INIT("EST"), -5 }, { STR_INIT("EDT"), -4 }, { STR_INIT("CST"), -6 }, { STR_INIT("CDT"), -5 },
    { STR_INIT("MST"), -7 }, { STR_INIT("MDT"), -6 }, { STR_INIT("PST"), -8 }, { STR_INIT("PDT"), -7 },
};

static bool take_octet(str *rest, char c)
{
    (void)cfws_skip(rest);
    if (rest->len == 0 || rest->ptr[0] != c)
        return false;
    *rest = str_from(*rest, 1);
    return true;
}

static bool take_number(str *rest, size_t max_digits, int *value, size_t *digits)
{
    (void)cfws_skip(rest);
    *value = 0;
    for (*digits = 0; *digits < rest->len && ascii_is_digit(rest->ptr[*digits]); ++*digits) {
        if (*digits == max_digits)
            return false;
        *value = *value * 10 + (rest->ptr[*digits] - '0');
    }
    *rest = str_from(*rest, *digits);
    return *digits > 0;
}

static str take_letters(str *rest)
{
    size_t len = 0;

    (void)cfws_skip(rest);
    while (len < rest->len && ascii_is_alpha(rest->ptr[len]))
        len++;

    str letters = str_slice(*rest, 0, len);

    *rest = str_from(*rest, len);
    return letters;
}

static bool take_month(str *rest, int *month)
{
    str name = take_letters(rest);

    for (int i = 0; i < 12; i++) {
        if (str_equal_nocase(name, str_of(time_month_names[i]))) {
            *month = i + 1;
            return true;
        }
    }
    return false;
}

/* Years of two and three digits: RFC 5322 §4.3. */
static bool take_year(str *rest, int *year)
{
    size_t digits;

    if (!take_number(rest, 4, year, &digits))
        return false;
    if (digits == 2)
        *year += *year < 50 ? 2000 : 1900;
    else if (digits == 3)
        *year += 1900;
    return digits > 1;
}

static bool take_time(str *rest, int *hour, int *minute, int *second)
{
    size_t digits;

    *second = 0;
    if (!take_number(rest, 2, hour, &digits) || !take_octet(rest, ':') || !take_number(rest, 2, minute, &digits))
        return false;
    if (take_octet(rest, ':') && !take_number(rest, 2, second, &digits))
        return false;
    return *hour < 24 && *minute < 60 && *second <= 60;         /* 60: a leap second */
}

static bool take_zone(str *rest, struct date *date)
{
    int    hhmm;
    size_t digits;

    (void)cfws_skip(rest);

    bool west = rest->len > 0 && rest->ptr[0] == '-';

    if (west || (rest->len > 0 && rest->ptr[0] == '+')) {
        *rest = str_from(*rest, 1);
        if (!take_number(rest, 4, &hhmm, &digits) || digits != 4 || hhmm % 100 > 59)
            return false;
        date->has_zone     = !west || hhmm != 0;            /* "-0000" says that it does not know, RFC 5322 §3.3 */
        date->zone_minutes = (hhmm / 100 * 60 + hhmm % 100) * (west ? -1 : 1);
        return true;
    }

    str name = take_letters(rest);      /* unknown names count as UTC, §4.3 */

    for (size_t i = 0; i < ARRAY_LEN(zones); i++)
        if (str_equal_nocase(name, zones[i].name)) {
            date->has_zone     = true;
            date->zone_minutes = zones[i].hours * 60;
        }
    return true;
}

bool date_read(str value, struct date *out)
{
    int    day, month, year, hour, minute, second;
    size_t digits;
    str    rest = value;

    *out = (struct date){ 0 };
    if (take_letters(&rest).len > 0)    /* the weekday; what it says is not compared */
        (void)take_octet(&rest, ',');
    if (!take_number(&rest, 2, &day, &digits) || !take_month(&rest, &month) || !take_year(&rest, &year) ||
        !take_time(&rest, &hour, &minute, &second) || !take_zone(&rest, out) || year < YEAR_MIN || !time_date_exists(year, month, day))
        return false;
    out->at = time_of_civil(year, month, day, hour, minute, second) - out->zone_minutes * 60;
    return time_civil(out->at).year <= YEAR_MAX;        /* its zone may carry it over the end of the last */
}

bool date_parse(str value, unix_seconds *out)
{
    struct date date;
    bool        is_date = date_read(value, &date);

    *out = date.at;
    return is_date;
}

bool date_zone_exists(const struct date *date)
{
    return date->zone_minutes >= -12 * 60 && date->zone_minutes <= 14 * 60;
}
