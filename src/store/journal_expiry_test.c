#include "store/journal_expiry.h"

#include <stdlib.h>

#include "store/journal_fixture_test.h"
#include "store/scratch_test.h"
#include "unit.h"

enum { HOUR = 3600, DAY = 24 * HOUR, START = 1700000000, OLDEST = START - 20 * DAY };

static struct clock_reading clocks;

static struct clock_reading read_clocks(void)
{
    return clocks;
}

/* A journal as one process has it: its writer, its expiry and its clock. */
struct life { const char *file; struct journal_writer *writer; struct journal_expiry expiry; struct age_clock *ages; };

static void open_life(struct life *life, const char *file)
{
    ARENA_SCOPE arena = { 0 };
    str         error = { 0 };

    *life = (struct life){ .file = file, .writer = journal_writer_open(file, &arena, &error) };
    ASSERT(life->writer != NULL);
    life->ages = age_clock_new(read_clocks, journal_writer_last_at(life->writer));
}

static void close_life(struct life *life)
{
    journal_writer_close(life->writer);
    age_clock_free(life->ages);
}

/* So many rows from the oldest on, each so many seconds after the one before. */
static void write_rows(struct life *life, size_t count, int64_t apart)
{
    const struct record_packer packer = { 0 };
    struct queued_row         *group  = NULL, **last = &group;
    size_t                     written;

    for (size_t i = 0; i < count; i++) {
        ARENA_SCOPE        arena = { 0 };
        struct journal_row row   = rows[0];

        row.id = arena_printf(&arena, "D%zu", i);
        row.at = OLDEST + (int64_t)i * apart;
        *last  = queued_row_copy(&row);
        last   = &(*last)->next;
    }
    ASSERT(journal_writer_begin(life->writer) == JOURNAL_BEGUN);
    ASSERT(journal_writer_write(life->writer, &packer, group, &written) && written == count);
    for (struct queued_row *next; group != NULL; group = next) {
        next = group->next;
        free(group);
    }
}

/* One of each day, the last of now. */
static void write_days(struct life *life)
{
    write_rows(life, 21, DAY);
}

static int64_t rows_left(const struct life *life)
{
    return ask_sql(life->file, "SELECT count(*) FROM message");
}

static struct journal_expired look(struct life *life, const struct journal_retention *retention)
{
    life->expiry.look_at_ms = 0;        /* it is time to */
    return journal_expire(&life->expiry, life->writer, life->ages, retention, 0);
}

static const struct journal_retention ten_days = { .seconds = 10 * DAY };

/* One step in the life of a journal, and how many of its 21 rows are left then. */
struct step { int64_t passed, wall /* seconds by which the clocks have gone on */; bool restarted; int64_t left; };

TEST(journal_expiry_distrusts_a_leap)
{
    static const struct { const char *name; struct step steps[8]; } cases[] = {
        { "what is old goes",                    { { 1, 1, false, 10 }, { DAY, DAY, false, 9 } } },
        { "not for a leap of the clock",         { { 1, 1, false, 10 }, { 1, 365 * DAY, false, 10 }, { HOUR, HOUR, false, 10 } } },
        { "ages go on meanwhile",                { { 1, 1, false, 10 }, { 1, 365 * DAY, false, 10 }, { 23 * HOUR, 23 * HOUR, false, 10 },
                                                   { DAY - 23 * HOUR - 1, DAY - 23 * HOUR - 1, false, 9 } } },
        { "once it has stood a day, they go",    { { 1, 1, false, 10 }, { 1, 365 * DAY, false, 10 }, { DAY, DAY, false, 0 } } },
        { "a clock set right again costs none",  { { 1, 1, false, 10 }, { 1, 365 * DAY, false, 10 }, { HOUR, HOUR - 365 * DAY, false, 10 } } },
        { "a clock that is behind",              { { 1, -365 * DAY, false, 21 }, { 1, 1, false, 21 } } },
        { "started with a clock that leapt",     { { 1, 365 * DAY, true, 11 }, { HOUR, HOUR, false, 10 }, { HOUR, HOUR - 365 * DAY, false, 10 } } },
        { "started after a year that did pass",  { { 1, 365 * DAY, true, 11 }, { DAY, DAY, false, 0 } } },
        { "started after a night",               { { 1, 12 * HOUR, true, 10 }, { DAY, DAY, false, 9 } } },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE   arena   = { 0 };
        SCRATCH_SCOPE scratch = scratch_open();
        struct life   life;

        clocks = (struct clock_reading){ START * INT64_C(1000), 5000 };
        open_life(&life, scratch_file(&arena, &scratch, "journal.sqlite"));
        write_days(&life);
        for (const struct step *s = c->steps; s->passed != 0; s++) {
            clocks.steady_ms += s->passed * 1000;
            clocks.wall_ms += s->wall * 1000;
            if (s->restarted) {
                close_life(&life);
                open_life(&life, scratch_file(&arena, &scratch, "journal.sqlite"));
            }
            CHECK(!look(&life, &ten_days).failed);
            CHECK_EQ(rows_left(&life), s->left);
        }
        close_life(&life);
    }
}

/* Size needs no clock. */
TEST(journal_expiry_of_size)
{
    ARENA_SCOPE   arena   = { 0 };
    SCRATCH_SCOPE scratch = scratch_open();
    struct life   life;

    clocks = (struct clock_reading){ START * INT64_C(1000), 5000 };
    open_life(&life, scratch_file(&arena, &scratch, "journal.sqlite"));
    write_days(&life);
    CHECK_EQ(look(&life, &(struct journal_retention){ .octets = 1 << 30 }).rows, 0);
    CHECK_EQ(look(&life, &(struct journal_retention){ 0 }).rows, 0);
    CHECK_EQ(look(&life, &(struct journal_retention){ .octets = 1 }).rows, 21);
    CHECK_EQ(rows_left(&life), 0);
    close_life(&life);
}

/* A few at a time, and not at each turn. */
TEST(journal_expiry_takes_its_time)
{
    enum { ROWS = 700 };
    ARENA_SCOPE   arena   = { 0 };
    SCRATCH_SCOPE scratch = scratch_open();
    struct life   life;

    clocks = (struct clock_reading){ START * INT64_C(1000), 5000 };
    open_life(&life, scratch_file(&arena, &scratch, "journal.sqlite"));
    write_rows(&life, ROWS, 1);
    CHECK_EQ(journal_expire(&life.expiry, life.writer, life.ages, &ten_days, 10).rows, 500);
    CHECK_EQ(journal_expire(&life.expiry, life.writer, life.ages, &ten_days, 10).rows, 200);     /* there was more */
    CHECK_EQ(rows_left(&life), 0);
    CHECK(life.expiry.look_at_ms > 0);
    life.expiry.look_at_ms = INT64_MAX;
    CHECK_EQ(journal_expire(&life.expiry, life.writer, life.ages, &(struct journal_retention){ .octets = 1 }, 10).rows, 0);
    close_life(&life);
}
