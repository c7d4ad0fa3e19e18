#include "store/journal.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/journal_fixture_test.h"
#include "store/scratch_test.h"
#include "unit.h"

TEST(journal_is_found_by_others_without_closing)
{
    ARENA_SCOPE     arena   = { 0 };
    SCRATCH_SCOPE   scratch = scratch_open();
    const char     *file    = scratch_file(&arena, &scratch, "journal.sqlite");
    struct journal *server  = open_journal(file, false), *reader = open_journal(file, true);

    ASSERT(start_writer(server, 10, phrases));
    CHECK_STR(find_ids(reader, &arena, &(struct journal_query){ 0 }), STR(""));
    CHECK(journal_write(server, &rows[0]));
    CHECK_EQ(settled(server, 1).written, 1);
    CHECK_STR(find_ids(reader, &arena, &(struct journal_query){ 0 }), STR("A1"));
    CHECK_STR(find_ids(server, &arena, &(struct journal_query){ 0 }), STR("A1"));
    journal_close(reader);
    journal_close(server);
}

TEST(journal_counts_what_it_loses)
{
    ARENA_SCOPE     arena   = { 0 };
    SCRATCH_SCOPE   scratch = scratch_open();
    const char     *file    = scratch_file(&arena, &scratch, "journal.sqlite");
    struct journal *journal = open_journal(file, false);
    sqlite3        *other   = NULL;

    CHECK(!journal_write(journal, &rows[0]));   /* no writer: nobody would ever take it */
    CHECK_EQ(journal_count(journal).lost, 1);
    ASSERT(start_writer(journal, 2, phrases));

    ASSERT(sqlite3_open(file, &other) == SQLITE_OK);
    ASSERT(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK);
    CHECK(journal_write(journal, &rows[0]));
    CHECK(journal_write(journal, &rows[1]));
    CHECK(!journal_write(journal, &rows[2]));   /* full, and the caller does not wait */

    for (int i = 0; i < 6000 && journal_count(journal).failed_commits == 0; i++)
        usleep(10000);                  /* the other writer does not yield */
    CHECK_EQ(journal_count(journal).written, 0);
    CHECK_EQ(journal_count(journal).lost, 2);
    ASSERT(sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL) == SQLITE_OK);

    struct journal_counters n = settled(journal, 4);    /* what waited is not lost */

    CHECK_EQ(n.written, 2);
    CHECK_EQ(n.lost, 2);
    CHECK(journal_write(journal, &rows[0]));    /* the same id: costs itself alone */
    n = settled(journal, 5);
    CHECK_EQ(n.written, 2);
    CHECK_EQ(n.lost, 3);
    sqlite3_close(other);
    journal_close(journal);
}

TEST(journal_groups_commits)
{
    enum { ROWS = 3000 };
    ARENA_SCOPE     arena   = { 0 };
    SCRATCH_SCOPE   scratch = scratch_open();
    struct journal *journal = open_journal(scratch_file(&arena, &scratch, "journal.sqlite"), false);
    size_t          taken   = 0;

    ASSERT(start_writer(journal, ROWS, phrases));
    for (int i = 0; i < ROWS; i++) {
        struct journal_row row = rows[0];

        row.id = arena_printf(&arena, "G%d", i);
        taken += journal_write(journal, &row);
    }
    CHECK_EQ(taken, ROWS);
    CHECK_EQ(settled(journal, ROWS).written, ROWS);
    CHECK_STR(find_ids(journal, &arena, &(struct journal_query){ .limit = 1 }), STR("G2999"));
    journal_close(journal);
}

/* Programs of several versions have written to one file; each reads all of it. */
TEST(journal_packs_records_by_the_phrases_of_their_writer)
{
    ARENA_SCOPE   arena   = { 0 };
    SCRATCH_SCOPE scratch = scratch_open();
    const char   *file    = scratch_file(&arena, &scratch, "journal.sqlite");
    struct journal_row row = rows[0];

    row.record = STR("{\"reason_text\":\"The signature verifies.\"}");
    write_one(file, &row, phrases);
    row.id = STR("N2");
    write_one(file, &row, STR("other phrases: \"reason_text\":"));
    row.id = STR("N3");
    write_one(file, &row, (str){ 0 });
    row.id = STR("N4");
    write_one(file, &row, phrases);
    CHECK_CSTR(find_records(file, &arena),
               "{\"reason_text\":\"The signature verifies.\"}|{\"reason_text\":\"The signature verifies.\"}|"
               "{\"reason_text\":\"The signature verifies.\"}|{\"reason_text\":\"The signature verifies.\"}");
    CHECK_EQ(ask_sql(file, "SELECT count(*) FROM phrases"), 2);         /* the same phrases stand there once */
    CHECK(ask_sql(file, "SELECT octets FROM message WHERE id = 'A1'") < 30);
    CHECK_EQ(ask_sql(file, "SELECT length(record) FROM message WHERE id = 'N3'"), row.record.len);
}

/* A few are packed together by the writer, more by whoever brings them, and so is what is large: they read the same. */
TEST(journal_packs_in_two_places)
{
    enum { ROWS = 300, LARGE = 100 * 1024 };
    ARENA_SCOPE         arena   = { 0 };
    SCRATCH_SCOPE       scratch = scratch_open();
    const char         *file    = scratch_file(&arena, &scratch, "journal.sqlite");
    struct journal     *journal = open_journal(file, false);
    char               *large   = arena_octets(&arena, LARGE);
    struct journal_row *found;
    size_t              count, same = 0;
    str                 error = { 0 }, records[ROWS];

    memset(large, 'x', LARGE);
    ASSERT(start_writer(journal, ROWS, phrases));
    for (int i = 0; i < ROWS; i++) {
        struct journal_row row = rows[0];

        records[i] = i == 0 ? (str){ large, LARGE } : arena_printf(&arena, "{\"id\":\"C%d\",\"reason_text\":\"The signature verifies.\"}", i);
        row.id     = arena_printf(&arena, "C%d", i);
        row.record = records[i];
        CHECK(journal_write(journal, &row));
    }
    CHECK_EQ(settled(journal, ROWS).written, ROWS);
    ASSERT(journal_find(journal, &arena, &(struct journal_query){ .limit = ROWS }, &found, &count, &error));
    CHECK_EQ(count, ROWS);
    for (size_t i = 0; i < count; i++)
        same += str_equal(found[i].record, records[ROWS - 1 - i]);
    CHECK_EQ(same, ROWS);
    journal_close(journal);
    CHECK_EQ(ask_sql(file, "SELECT count(*) FROM message WHERE segment > 0 AND octets < 500"), ROWS);
}

/* A record that is larger than its share of the queue stays out, and is counted; its message is found all the same. */
TEST(journal_leaves_out_what_is_too_large)
{
    static const struct { const char *name; size_t record, subject; uint64_t without_record, lost; int64_t octets; } cases[] = {
        { "as large as it may be",                    JOURNAL_ROW_MAX_OCTETS - 2,     0,                          0, 0, JOURNAL_ROW_MAX_OCTETS - 2 },
        { "one octet more",                           JOURNAL_ROW_MAX_OCTETS - 1,     0,                          1, 0, 0 },
        { "as large, but not alone",                  JOURNAL_ROW_MAX_OCTETS - 2,     1,                          1, 0, 0 },
        { "far too large",                            8 * (size_t)JOURNAL_ROW_MAX_OCTETS, 0,                      1, 0, 0 },
        { "without a record, as large as it may be",  0,                              JOURNAL_ROW_MAX_OCTETS - 2, 0, 0, 0 },
        { "too large even without its record",        10,                             JOURNAL_ROW_MAX_OCTETS - 1, 0, 1, -1 },
    };
    char *octets = malloc(8 * (size_t)JOURNAL_ROW_MAX_OCTETS);

    ASSERT(octets != NULL);
    memset(octets, 'x', 8 * (size_t)JOURNAL_ROW_MAX_OCTETS);
    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE         arena   = { 0 };
        SCRATCH_SCOPE       scratch = scratch_open();
        struct journal     *journal = open_journal(scratch_file(&arena, &scratch, "journal.sqlite"), false);
        struct journal_row  row     = { .id = STR("A1"), .subject = { octets, c->subject }, .record = { octets, c->record } }, *found;
        size_t              count;
        str                 error;

        ASSERT(start_writer(journal, 10, phrases));
        CHECK_EQ(journal_write(journal, &row), c->lost == 0);
        struct journal_counters n = settled(journal, 1);

        CHECK_EQ(n.without_record, c->without_record);
        CHECK_EQ(n.lost, c->lost);
        CHECK_EQ(n.written, 1 - c->lost);
        if (CHECK(journal_find(journal, &arena, &(struct journal_query){ .id = STR("A1") }, &found, &count, &error)) &&
            CHECK_EQ(count, n.written) && count == 1) {
            CHECK_EQ(found->record.len, c->octets);
            CHECK_EQ(found->subject.len, c->subject);
        }
        journal_close(journal);
    }
    free(octets);
}

/* A few large ones do not fill the queue, and what does not find room is counted. */
TEST(journal_queue_is_bounded_in_octets)
{
    enum { ROWS = 20, RECORD = JOURNAL_ROW_MAX_OCTETS - 100, ROOM = (64 << 20) / JOURNAL_ROW_MAX_OCTETS };
    ARENA_SCOPE     arena   = { 0 };
    SCRATCH_SCOPE   scratch = scratch_open();
    const char     *file    = scratch_file(&arena, &scratch, "journal.sqlite");
    struct journal *journal = open_journal(file, false);
    sqlite3        *other   = NULL;
    char           *octets  = arena_octets(&arena, RECORD);
    size_t          taken   = 0;

    memset(octets, 'x', RECORD);
    ASSERT(start_writer(journal, 1000, (str){ 0 }));    /* nothing is packed: what is put in is what there is */
    ASSERT(sqlite3_open(file, &other) == SQLITE_OK);
    ASSERT(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK);
    for (int i = 0; i < ROWS; i++)
        taken += journal_write(journal, &(struct journal_row){ .id = arena_printf(&arena, "L%d", i), .record = { octets, RECORD } });
    CHECK(taken >= ROOM - 1 && taken <= ROOM);
    CHECK_EQ(journal_count(journal).queued, taken);
    CHECK_EQ(journal_count(journal).lost, ROWS - taken);
    CHECK(journal_write(journal, &rows[0]));            /* a small one has its place */
    ASSERT(sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL) == SQLITE_OK);
    sqlite3_close(other);
    CHECK_EQ(settled(journal, ROWS + 1).written, taken + 1);
    journal_close(journal);
}
