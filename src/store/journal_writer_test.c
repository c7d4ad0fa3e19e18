#include "store/journal_writer.h"

#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "io/fault.h"
#include "store/journal_fixture_test.h"
#include "store/scratch_test.h"
#include "unit.h"

static bool is_there(const char *path)
{
    return access(path, F_OK) == 0;
}

/* Octets that do not pack well. */
static str noise(struct arena *arena, size_t len)
{
    char    *octets = arena_octets(arena, len);
    uint64_t state  = 7;

    for (size_t i = 0; i < len; i++) {
        state     = state * 6364136223846793005u + 1442695040888963407u;
        octets[i] = (char)(state >> 56 | 1);
    }
    return (str){ octets, len };
}

/* Of the octets of a file; *len: how many there are. */
static size_t octets_that_are_not_zero(const char *path, size_t *len)
{
    FILE  *file = fopen(path, "r");
    size_t n    = 0;

    ASSERT(file != NULL);
    for (int c; (c = getc(file)) != EOF; ++*len)
        n += c != 0;
    fclose(file);
    return n;
}

/* What a deleted row had is gone from the disk at once, and the file with the last row. */
TEST(journal_gives_back_what_deleted_rows_had)
{
    ARENA_SCOPE        arena   = { 0 };
    SCRATCH_SCOPE      scratch = scratch_open();
    const char        *file    = scratch_file(&arena, &scratch, "journal.sqlite");
    const char        *segment = scratch_file(&arena, &scratch, "journal.sqlite-records-1");
    struct journal    *journal = open_journal(file, false);
    struct journal_row old     = rows[1], fresh = rows[0], fresher = rows[2];
    size_t             len     = 0;

    old.record = noise(&arena, 20000);
    fresh.at   = fresher.at = time(NULL);
    ASSERT(start_writer(journal, 10, phrases));
    CHECK(journal_write(journal, &old));
    CHECK_EQ(settled(journal, 1).written, 1);
    CHECK(journal_write(journal, &fresh));
    CHECK_EQ(settled(journal, 2).written, 2);
    CHECK(octets_that_are_not_zero(segment, &len) > 19000);
    journal_retain(journal, &(struct journal_retention){ .seconds = 3600 });
    fresh.id = STR("now");
    CHECK(journal_write(journal, &fresh));
    await_expired(journal, 1);
    journal_close(journal);
    len = 0;
    CHECK(octets_that_are_not_zero(segment, &len) < 1000);
    CHECK(len > 20000);
    CHECK_CSTR(find_records(file, &arena), "{\"v\":1}|{\"v\":1}");

    run_sql(file, "UPDATE message SET at = 1");
    journal = open_journal(file, false);
    expire_with(journal, &fresher, 2);
    CHECK_CSTR(find_ids(journal, &arena, &(struct journal_query){ 0 }), "A3");
    journal_close(journal);             /* which ends what the writer does after its transaction */
    CHECK(!is_there(segment));
    CHECK(is_there(scratch_file(&arena, &scratch, "journal.sqlite-records-2")));
}

/* An index of words that is broken costs the words, not the records: the segment knows of each row that points into it. Rows that
 * cannot be deleted any more are told of. */
TEST(journal_without_its_index)
{
    ARENA_SCOPE     arena   = { 0 };
    SCRATCH_SCOPE   scratch = scratch_open();
    const char     *file    = scratch_file(&arena, &scratch, "journal.sqlite");
    struct journal *journal = open_journal(file, false);

    run_sql(file, "DROP TABLE term");
    journal_retain(journal, &(struct journal_retention){ .seconds = 3600 });
    ASSERT(start_writer(journal, 10, phrases));
    CHECK(journal_write(journal, &rows[0]));
    for (int i = 0; i < 6000 && journal_count(journal).failed_commits == 0; i++)
        usleep(10000);
    CHECK(journal_count(journal).failed_commits > 0);
    CHECK_EQ(journal_count(journal).expired, 0);
    journal_close(journal);
    CHECK_EQ(ask_sql(file, "SELECT count(*) FROM message"), 1);
    CHECK_EQ(ask_sql(file, "SELECT rows FROM segment"), 1);
}

/* As a server and its successor do for a while. */
TEST(journal_takes_records_of_two_writers)
{
    enum { ROWS = 60 };
    ARENA_SCOPE         arena   = { 0 };
    SCRATCH_SCOPE       scratch = scratch_open();
    const char         *file    = scratch_file(&arena, &scratch, "journal.sqlite");
    struct journal     *one     = open_journal(file, false), *two = open_journal(file, false);
    struct journal_row *found;
    size_t              count;
    str                 error;

    ASSERT(start_writer(one, ROWS, phrases) && start_writer(two, ROWS, STR("some others")));
    for (int i = 0; i < ROWS; i++) {
        struct journal_row row = rows[0];

        row.id     = arena_printf(&arena, "W%d", i);
        row.record = arena_printf(&arena, "{\"id\":\"W%d\",\"reason_text\":\"The signature verifies.\"}", i);
        CHECK(journal_write(i % 2 == 0 ? one : two, &row));
        if (i % 10 == 9)
            settled(one, (uint64_t)i / 2 + 1);
    }
    journal_close(one);
    if (CHECK(journal_find(two, &arena, &(struct journal_query){ .client = rows[0].client }, &found, &count, &error)))
        CHECK(count >= ROWS / 2);
    journal_close(two);
    two = open_journal(file, true);
    if (CHECK(journal_find(two, &arena, &(struct journal_query){ 0 }, &found, &count, &error)))
        CHECK_EQ(count, ROWS);
    for (size_t i = 0; i < count; i++)
        CHECK_STR(found[i].record, arena_printf(&arena, "{\"id\":\"%.*s\",\"reason_text\":\"The signature verifies.\"}", STR_ARG(found[i].id)));
    journal_close(two);
}

/* Writes rows, each in a group of its own, in a process whose power is cut at the nth call. True: it came to its end. */
static bool write_until_power_cut(const char *file, int nth)
{
    int   status = 0;
    pid_t child  = fork();

    ASSERT(child >= 0);
    if (child == 0) {
        ARENA_SCOPE arena = { 0 };
        str         error;

        ASSERT(fault_plan(arena_printf(&arena, "power-cut:%d", nth), &error));
        struct journal *journal = open_journal(file, false);

        ASSERT(start_writer(journal, 10, phrases));
        for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
            struct journal_row row = rows[i];

            row.record = STR("{\"v\":1}");
            ASSERT(journal_write(journal, &row));
            settled(journal, i + 1);
        }
        journal_close(journal);
        _exit(0);
    }
    ASSERT(waitpid(child, &status, 0) == child && WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 137);
    return WEXITSTATUS(status) == 0;
}

/* Whatever row is there has its record, and the next writer takes the rest. */
TEST(journal_survives_power_cuts)
{
    bool finished = false;
    int  nth      = 1;

    for (; !finished && nth < 50; nth++) {
        ARENA_SCOPE         arena   = { 0 };
        SCRATCH_SCOPE       scratch = scratch_open();
        const char         *file    = scratch_file(&arena, &scratch, "journal.sqlite");
        struct journal_row *found;
        size_t              count;
        str                 error;

        unit_begin_case(arena_cstr(&arena, arena_printf(&arena, "power-cut:%d", nth)));
        finished = write_until_power_cut(file, nth);
        struct journal *journal = open_journal(file, false);

        if (CHECK(journal_find(journal, &arena, &(struct journal_query){ 0 }, &found, &count, &error)))
            CHECK(count <= ARRAY_LEN(rows) && (!finished || count == ARRAY_LEN(rows)));
        for (size_t i = 0; i < count; i++)
            CHECK_STR(found[i].record, STR("{\"v\":1}"));
        ASSERT(start_writer(journal, 10, phrases));
        for (size_t i = 0; i < ARRAY_LEN(rows); i++)
            CHECK(journal_write(journal, &rows[i]));    /* those that are there already cost only themselves */
        CHECK_EQ(settled(journal, ARRAY_LEN(rows)).written, ARRAY_LEN(rows) - count);
        CHECK_CSTR(find_ids(journal, &arena, &(struct journal_query){ .id = STR_INIT("A3") }), "A3");
        journal_close(journal);
    }
    unit_end_cases();
    CHECK(finished);
    CHECK(nth > 8);
}

/* Writes two rows in a process in which a call on records fails, and a third after that. */
static int write_with_fault(const char *file, const char *fault)
{
    int   status = 0;
    pid_t child  = fork();

    ASSERT(child >= 0);
    if (child == 0) {
        str error;

        ASSERT(fault_plan(str_of(fault), &error));
        struct journal *journal = open_journal(file, false);

        ASSERT(start_writer(journal, 10, phrases));
        for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
            ASSERT(journal_write(journal, &rows[i]));
            settled(journal, i + 1);
        }
        struct journal_counters n = journal_count(journal);

        journal_close(journal);
        _exit((int)(n.written * 10 + n.lost));
    }
    ASSERT(waitpid(child, &status, 0) == child && WIFEXITED(status));
    return WEXITSTATUS(status);
}

/* It costs the rows of that group, which are counted. */
TEST(journal_loses_what_cannot_be_put_on_disk)
{
    static const struct { const char *name, *fault; int written_and_lost; const char *want; size_t files; } cases[] = {
        { "nothing fails",                   "pwrite:9",         30, "A3 A2 A1", 1 },
        { "the first write",                 "pwrite:1=ENOSPC",  21, "A3 A2",    1 },
        { "the second",                      "pwrite:2=ENOSPC",  21, "A3 A1",    2 },
        { "the folder cannot be synced",     "fdatasync:1",      21, "A3 A2",    1 },
        { "the file cannot",                 "fdatasync:2",      21, "A3 A2",    1 },
        { "nor after a row",                 "fdatasync:3",      21, "A3 A1",    2 },
        { "the folder cannot be opened",     "segment:1=EMFILE", 21, "A3 A2",    1 },
        { "no file can be made",             "segment:2=EMFILE",    21, "A3 A2",    1 },
        { "nothing can be written any more", "pwrite:2+=ENOSPC", 12, "A1",       1 },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE   arena   = { 0 };
        SCRATCH_SCOPE scratch = scratch_open();
        const char   *file    = scratch_file(&arena, &scratch, "journal.sqlite");

        CHECK_EQ(write_with_fault(file, c->fault), c->written_and_lost);
        CHECK_EQ(scratch_count(&scratch, "."), 1 + c->files);           /* and leaves no file behind */
        struct journal *journal = open_journal(file, true);

        CHECK_CSTR(find_ids(journal, &arena, &(struct journal_query){ 0 }), c->want);
        journal_close(journal);
    }
}
