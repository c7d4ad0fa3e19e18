#include "smtp/pace.h"

#include "unit.h"

static const struct pace_limits limits = { .command_ms = 10000, .session_ms = 100000, .window_ms = 20000, .content_octets = 2000 };

static enum pace_fault look(struct pace *pace, int64_t now_ms)
{
    int64_t next;
    enum pace_fault fault = pace_look(pace, &limits, now_ms, &next);

    CHECK(fault != PACE_OK || next > now_ms);
    return fault;
}

TEST(pace_of_commands)
{
    struct pace pace;

    pace_begin(&pace, 0);
    for (int64_t t = 500; t < 10000; t += 500) {                /* an octet now and then wins nothing */
        CHECK_EQ(look(&pace, t), PACE_OK);
        pace_moved(&pace, PACE_COMMAND, 1, false, false, t);
    }
    CHECK_EQ(look(&pace, 10000), PACE_COMMAND_SLOW);

    pace_begin(&pace, 0);
    for (int64_t t = 9000; t < 99000; t += 9000) {              /* whole commands do, up to the end of the session */
        pace_moved(&pace, PACE_COMMAND, 6, true, false, t);
        CHECK_EQ(look(&pace, t), PACE_OK);
    }
    CHECK_EQ(look(&pace, 100000), PACE_SESSION_LONG);
}

TEST(pace_stands_while_we_think)
{
    struct pace pace;

    pace_begin(&pace, 0);
    pace_moved(&pace, PACE_OURS, 30, false, false, 1000);
    CHECK_EQ(look(&pace, 90000), PACE_OK);
    CHECK_EQ(look(&pace, 500000), PACE_OK);                     /* the message is complete: it is answered */
    pace_moved(&pace, PACE_COMMAND, 0, true, false, 500000);
    CHECK_EQ(look(&pace, 500001), PACE_SESSION_LONG);
}

TEST(pace_of_content)
{
    static const struct { const char *name; uint64_t octets; int64_t every_ms; int64_t until_ms; enum pace_fault want; } cases[] = {
        { "a drip",                    1,    1000, 20000, PACE_CONTENT_SLOW },
        { "too slow by a little",      99,   1000, 20000, PACE_CONTENT_SLOW },
        { "slow, but in time",         105,  1000, 80000, PACE_OK },
        { "a rush now and then",       4000, 15000, 80000, PACE_OK },
    };

    FOR_EACH_CASE(c, cases) {
        struct pace     pace;
        enum pace_fault fault = PACE_OK;

        pace_begin(&pace, 0);
        pace_moved(&pace, PACE_CONTENT, 0, true, false, 0);
        for (int64_t t = 1000; fault == PACE_OK && t <= c->until_ms; t += 1000) {
            if (t % c->every_ms == 0)
                pace_moved(&pace, PACE_CONTENT, c->octets, false, false, t);
            fault = look(&pace, t);
        }
        CHECK_EQ(fault, c->want);
    }
}

TEST(pace_of_readers)
{
    struct pace pace;

    pace_begin(&pace, 0);
    for (int64_t t = 1000; t < 11000; t += 1000) {              /* commands come, but our replies stay in the socket */
        pace_moved(&pace, PACE_COMMAND, 6, true, true, t);
        CHECK_EQ(look(&pace, t), PACE_OK);
    }
    CHECK_EQ(look(&pace, 11000), PACE_READER_SLOW);
    pace_moved(&pace, PACE_COMMAND, 0, false, false, 11000);
    CHECK_EQ(look(&pace, 11000), PACE_OK);
}

/* Who does not read is told so, whichever began first: his last command, or our waiting for him. */
TEST(pace_of_readers_comes_before_that_of_commands)
{
    struct pace pace;

    pace_begin(&pace, 0);
    pace_moved(&pace, PACE_COMMAND, 6, true, false, 100);
    pace_moved(&pace, PACE_COMMAND, 6, false, true, 103);
    CHECK_EQ(look(&pace, 10100), PACE_OK);
    CHECK_EQ(look(&pace, 10103), PACE_READER_SLOW);
    pace_moved(&pace, PACE_COMMAND, 0, false, false, 10000);    /* he has read them in time, and has as long for a command */
    CHECK_EQ(look(&pace, 10200), PACE_OK);
    CHECK_EQ(look(&pace, 19999), PACE_OK);
    CHECK_EQ(look(&pace, 20000), PACE_COMMAND_SLOW);
}
