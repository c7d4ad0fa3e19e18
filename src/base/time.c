#include "base/time.h"

#include "base/ascii.h"

const char time_month_names[12][4]  = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
const char time_weekday_names[7][4] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };

enum { SECONDS_PER_DAY = 86400 };

/* Days since 1970-01-01 in the proleptic Gregorian calendar. Years begin in March here, so that the
 * leap day is the last of its year. */
static int64_t days_of(int year, int month, int day)
{
    int64_t y   = month <= 2 ? year - 1 : year;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t yoe = y - era * 400;
    int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

    return era * 146097 + doe - 719468;
}

unix_seconds time_of_civil(int year, int month, int day, int hour, int minute, int second)
{
    return days_of(year, month, day) * SECONDS_PER_DAY + hour * 3600 + minute * 60 + second;
}

struct civil_time time_civil(unix_seconds t)
{
    int64_t days = t / SECONDS_PER_DAY, rest = t % SECONDS_PER_DAY;

    if (rest < 0) {
        rest += SECONDS_PER_DAY;
        days--;
    }
    int64_t z     = days + 719468;
    int64_t era   = (z >= 0 ? z : z - 146096) / 146097;
    int64_t doe   = z - era * 146097;
    int64_t yoe   = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy   = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp    = (5 * doy + 2) / 153;
    int     month = (int)(mp < 10 ? mp + 3 : mp - 9);

    return (struct civil_time){
        .year    = (int)(yoe + era * 400 + (month <= 2 ? 1 : 0)),
        .month   = month,
        .day     = (int)(doy - (153 * mp + 2) / 5 + 1),
        .hour    = (int)(rest / 3600),
        .minute  = (int)(rest / 60 % 60),
        .second  = (int)(rest % 60),
        .weekday = (int)(((days + 4) % 7 + 7) % 7),
    };
}

bool time_date_exists(int year, int month, int day)
{
    static const int lengths[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1)
        return false;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return day <= lengths[month - 1] + (month == 2 && leap ? 1 : 0);
}

str time_rfc5322(struct arena *arena, unix_seconds t)
{
    struct civil_time c = time_civil(t);

    return arena_printf(arena, "%s, %d %s %04d %02d:%02d:%02d +0000", time_weekday_names[c.weekday], c.day,
                        time_month_names[c.month - 1], c.year, c.hour, c.minute, c.second);
}

str time_rfc3339(struct arena *arena, unix_seconds t)
{
    struct civil_time c = time_civil(t);

    return arena_printf(arena, "%04d-%02d-%02dT%02d:%02d:%02dZ", c.year, c.month, c.day, c.hour, c.minute, c.second);
}

/* The number in exactly width digits at *s, which moves behind them; -1 if there is none. */
static int take_digits(str *s, size_t width)
{
    uint64_t value;

    if (s->len < width || !str_to_u64(str_slice(*s, 0, width), 9999, &value))
        return -1;
    *s = str_from(*s, width);
    return (int)value;
}

static bool take_char(str *s, char c)
{
    if (s->len == 0 || ascii_upper(s->ptr[0]) != c)
        return false;
    *s = str_from(*s, 1);
    return true;
}

bool time_parse_rfc3339(str s, unix_seconds *out)
{
    int year = take_digits(&s, 4);
    if (year < 0 || !take_char(&s, '-'))
        return false;
    int month = take_digits(&s, 2);
    if (month < 0 || !take_char(&s, '-'))
        return false;
    int day = take_digits(&s, 2);
    if (!time_date_exists(year, month, day))
        return false;
    if (s.len == 0) {                   /* a date alone is its midnight */
        *out = time_of_civil(year, month, day, 0, 0, 0);
        return true;
    }
    if (!take_char(&s, 'T') && !take_char(&s, ' '))
        return false;
    int hour = take_digits(&s, 2);
    if (hour < 0 || hour > 23 || !take_char(&s, ':'))
        return false;
    int minute = take_digits(&s, 2);
    if (minute < 0 || minute > 59 || !take_char(&s, ':'))
        return false;
    int second = take_digits(&s, 2);
    if (second < 0 || second > 60)
        return false;
    if (take_char(&s, '.'))
        while (s.len > 0 && ascii_is_digit(s.ptr[0]))
            s = str_from(s, 1);

    int64_t offset = 0;

    if (!take_char(&s, 'Z')) {
        bool behind = take_char(&s, '-');
        if (!behind && !take_char(&s, '+'))
            return false;
        int offset_hours = take_digits(&s, 2);
        if (offset_hours < 0 || offset_hours > 23 || !take_char(&s, ':'))
            return false;
        int offset_minutes = take_digits(&s, 2);
        if (offset_minutes < 0 || offset_minutes > 59)
            return false;
        offset = (offset_hours * 3600 + offset_minutes * 60) * (behind ? -1 : 1);
    }
    *out = time_of_civil(year, month, day, hour, minute, second) - offset;
    return s.len == 0;
}

bool time_parse_duration(str s, int64_t *seconds)
{
    static const struct { char unit; int64_t seconds; } units[] = {
        { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 }, { 'w', 7 * 86400 },
    };
    int64_t  scale = 1;
    uint64_t count;

    for (size_t i = 0; s.len > 1 && i < ARRAY_LEN(units); i++)
        if (s.ptr[s.len - 1] == units[i].unit) {
            scale = units[i].seconds;
            s     = str_slice(s, 0, s.len - 1);
            break;
        }
    if (!str_to_u64(s, 100000000, &count))
        return false;
    *seconds = (int64_t)count * scale;
    return true;
}
