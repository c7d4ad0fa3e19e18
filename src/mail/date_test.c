#include "mail/date.h"

#include "unit.h"

TEST(date_parse)
{
    static const struct { const char *name, *text; bool ok; const char *want; } cases[] = {
        { "the usual form",             "Fri, 21 Nov 1997 09:55:06 -0600",      true,  "1997-11-21T15:55:06Z" },
        { "half hours",                 "Tue, 30 Dec 1969 23:32:54 -0330",      true,  "1969-12-31T03:02:54Z" },
        { "folds and a comment",        "Thu,\r\n 13\r\n  Feb\r\n 1969\r\n 23:32\r\n -0330 (Newfoundland Time)", true,
          "1969-02-14T03:02:00Z" },
        { "two digits, no weekday",     "21 Nov 97 09:55:06 GMT",               true,  "1997-11-21T09:55:06Z" },
        { "a year from 00 to 49",       "1 Jan 49 00:00 +0000",                 true,  "2049-01-01T00:00:00Z" },
        { "three digits",               "1 Jan 102 00:00 +0000",                true,  "2002-01-01T00:00:00Z" },
        { "no weekday's comma",         "Wed 27 Jun 1999 04:11 +0900",          true,  "1999-06-26T19:11:00Z" },
        { "lower case",                 "1 jan 2021 09:55:06 +0200",            true,  "2021-01-01T07:55:06Z" },
        { "a named zone",               "Sun, 27 Oct 2002 23:57:07 EST",        true,  "2002-10-28T04:57:07Z" },
        { "a military letter is UTC",   "Thu, 10 Jul 1997 14:53:31 A",          true,  "1997-07-10T14:53:31Z" },
        { "no zone",                    "Thu, 10 Jul 1997 14:53:31",            true,  "1997-07-10T14:53:31Z" },
        { "blanks around colons",       "Fri, 21 Nov 1997 09(comment):  55  :  06 -0600", true,
          "1997-11-21T15:55:06Z" },
        { "a nested comment",           "1 Jan (a (b\\)) c) 2000 00:00:00 +0000", true, "2000-01-01T00:00:00Z" },
        { "a leap second",              "31 Dec 2016 23:59:60 +0000",           true,  "2017-01-01T00:00:00Z" },
        { "the leap day",               "29 Feb 2024 00:00:00 +0000",           true,  "2024-02-29T00:00:00Z" },
        { "no leap day",                "29 Feb 2023 00:00:00 +0000",           false, NULL },
        { "an unknown month",           "13 zzz 2021 09:55:06 +0200",           false, NULL },
        { "an unclosed comment",        "Tue, 1 Jul 2003 ((x)\ncomment) 10:52:37 +0200", true, "2003-07-01T08:52:37Z" },
        { "a comment to the end",       "Tue, 1 Jul 2003 ((x) 10:52:37 +0200",  false, NULL },
        { "an hour of 24",              "1 Jan 2000 24:00:00 +0000",            false, NULL },
        { "a minute of 60 in the zone", "1 Jan 2000 00:00:00 +0060",            false, NULL },
        { "a year of five digits",      "1 Jan 20000 00:00:00 +0000",           false, NULL },
        { "before there was mail",      "1 Jan 1899 00:00:00 +0000",            false, NULL },
        { "the first year, carried before itself", "1 Jan 0001 00:00 +0004",    false, NULL },
        { "carried over the last year", "31 Dec 9999 23:59 -0100",              false, NULL },
        { "numbers",                    "some numbers 0 1 2 but invalid",       false, NULL },
        { "nothing",                    "",                                     false, NULL },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE  arena = { 0 };
        unix_seconds t     = 0;

        if (CHECK_EQ(date_parse(str_of(c->text), &t), c->ok) && c->ok)
            CHECK_CSTR(time_rfc3339(&arena, t), c->want);
    }
}

TEST(date_zones)
{
    static const struct { const char *name, *text; bool has_zone; int minutes; bool exists; } cases[] = {
        { "west",                           "1 Jan 2000 00:00 -0330",   true,  -210,  true  },
        { "the first to see a new day",     "1 Jan 2000 00:00 +1400",   true,  840,   true  },
        { "nobody lives so far east",       "1 Jan 2000 00:00 +1401",   true,  841,   false },
        { "the last to see an old one",     "1 Jan 2000 00:00 -1200",   true,  -720,  true  },
        { "nobody lives so far west",       "1 Jan 2000 00:00 -1900",   true,  -1140, false },
        { "UTC",                            "1 Jan 2000 00:00 +0000",   true,  0,     true  },
        { "UTC, of which nothing is meant", "1 Jan 2000 00:00 -0000",   false, 0,     true  },
        { "a name",                         "1 Jan 2000 00:00 PDT",     true,  -420,  true  },
        { "a name of nothing",              "1 Jan 2000 00:00 XYZ",     false, 0,     true  },
        { "none",                           "1 Jan 2000 00:00",         false, 0,     true  },
    };

    FOR_EACH_CASE(c, cases) {
        struct date date;

        if (!CHECK(date_read(str_of(c->text), &date)))
            continue;
        CHECK_EQ(date.has_zone, c->has_zone);
        CHECK_EQ(date.zone_minutes, c->minutes);
        CHECK_EQ(date_zone_exists(&date), c->exists);
    }
}
