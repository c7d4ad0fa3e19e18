#include "store/age_clock.h"

#include "unit.h"

enum { HOUR = 3600, DAY = 24 * HOUR, NOW = 1700000000 };

static struct clock_reading clocks;

static struct clock_reading read_clocks(void)
{
    return clocks;
}

/* A time relative to what the first look found on the wall; so far has each clock gone on since the look before. */
struct look { int64_t passed, wall; int64_t want; };

TEST(age_clock)
{
    static const struct { const char *name; unix_seconds last_known; struct look looks[8]; } cases[] = {
        { "it is the wall clock",                     0, { { 10, 10, 10 }, { DAY, DAY, 10 + DAY } } },
        { "one that is adjusted is followed",         0, { { 10, 69, 69 }, { 10, 0, 69 }, { 10, 70, 139 } } },
        { "it was not asked for a year",              0, { { 365 * DAY, 365 * DAY, 365 * DAY } } },
        { "a step back is believed",                  0, { { 10, -HOUR, -HOUR }, { 10, 10, 10 - HOUR } } },
        { "a leap is not, while it stands a day",     0, { { 10, 365 * DAY, 10 }, { HOUR, HOUR, HOUR + 10 }, { 22 * HOUR, 22 * HOUR, 23 * HOUR + 10 } } },
        { "after that it is",                         0, { { 10, 365 * DAY, 10 }, { DAY - 1, DAY - 1, DAY + 9 }, { 1, 1, 366 * DAY } } },
        { "it ends as if it had never been",          0, { { 10, 365 * DAY, 10 }, { 10, 10 - 365 * DAY, 10 }, { 10, 10, 20 } } },
        { "another leap is doubted as long again",    0, { { 10, 365 * DAY, 10 }, { 23 * HOUR, 23 * HOUR, 23 * HOUR + 10 },
                                                           { 10, HOUR, 23 * HOUR + 20 }, { 23 * HOUR, 23 * HOUR, 46 * HOUR + 20 },
                                                           { HOUR, HOUR, 365 * DAY + 48 * HOUR } } },
        { "a leap back within a leap does not",       0, { { 10, 365 * DAY, 10 }, { 23 * HOUR, 22 * HOUR, 23 * HOUR + 10 }, { HOUR, HOUR, 365 * DAY + 23 * HOUR } } },
        { "what came back too far and stands",        0, { { 10, -HOUR, -HOUR }, { 10, HOUR, -HOUR + 10 }, { DAY, DAY, DAY } } },
        { "the last that is known was a moment ago",  NOW - 1,             { { 10, 10, 10 } } },
        { "nobody was there for a day",               NOW - DAY,           { { 10, 10, 10 } } },
        { "it is from the future",                    NOW + 365 * DAY,     { { 10, 10, 10 } } },
        { "or for a year, if one may believe it",     NOW - 365 * DAY,     { { 10, 10, 10 - 365 * DAY }, { DAY - 11, DAY - 11, DAY - 1 - 365 * DAY }, { 1, 1, DAY } } },
        { "the clock is set right soon after",        NOW - 365 * DAY,     { { 10, 10, 10 - 365 * DAY }, { 10, 20 - 365 * DAY, 30 - 365 * DAY } } },
    };

    FOR_EACH_CASE(c, cases) {
        clocks = (struct clock_reading){ NOW * INT64_C(1000), 5000 };
        struct age_clock *clock = age_clock_new(read_clocks, c->last_known);

        for (size_t i = 0; i < ARRAY_LEN(c->looks) && c->looks[i].passed != 0; i++) {
            clocks.steady_ms += c->looks[i].passed * 1000;
            clocks.wall_ms += c->looks[i].wall * 1000;
            CHECK_EQ(age_clock_now(clock) - NOW, c->looks[i].want);
            CHECK_EQ(age_clock_doubted_seconds(clock), clocks.wall_ms / 1000 - age_clock_now(clock));
        }
        age_clock_free(clock);
    }
}

TEST(age_clock_of_the_system)
{
    struct age_clock *clock = age_clock_new(age_clock_system, 0);
    unix_seconds      wall  = age_clock_system().wall_ms / 1000, now = age_clock_now(clock);

    CHECK(now >= wall && now < wall + AGE_STEP_SECONDS);
    CHECK_EQ(age_clock_doubted_seconds(clock), 0);
    age_clock_free(clock);
}
