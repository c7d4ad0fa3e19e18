#include "store/journal_fixture_test.h"

#include <sqlite3.h>
#include <unistd.h>

#include "unit.h"

enum { PATIENCE = 6000 };               /* hundredths of a second: a machine may be busy */

#define ROW(row_id, when, ...) { .id = STR_INIT(row_id), .at = (when), __VA_ARGS__ }

const str phrases = STR_INIT("{\"version\":2,\"id\":\"\",\"reason_text\":\"The signature verifies.\"}");

const struct journal_row rows[3] = {
    ROW("A1", 1000, .client = STR_INIT("192.0.2.1"), .reverse_path = STR_INIT("bounce@lists.example.net"),
        .author = STR_INIT("Jane.Roe@Example.ORG"), .author_domain = STR_INIT("Example.ORG"),
        .subject = STR_INIT("Invoice 17"), .recipients = STR_INIT("bob@example.com \"a b\"@example.com"),
        .action = STR_INIT("accept"), .would = STR_INIT("accept"), .record = STR_INIT("{\"v\":1}")),
    ROW("A2", 1000, .client = STR_INIT("192.0.2.2"), .reverse_path = STR_INIT(""),
        .author = STR_INIT("mailer@example.net"), .subject = STR_INIT("Undelivered\0 invoice"),
        .recipients = STR_INIT("bob@example.com"), .action = STR_INIT("quarantine"), .would = STR_INIT("quarantine")),
    ROW("A3", 3000, .client = STR_INIT("192.0.2.1"), .reverse_path = STR_INIT("x@example.org"),
        .author = STR_INIT("x@example.org"), .subject = STR_INIT("'; DROP TABLE message; --"),
        .recipients = STR_INIT("eve@sub.example.com"), .action = STR_INIT("reject"), .would = STR_INIT("reject"), .findings = STR_INIT("dn-emoji,own-domain"),
        .queue_id = STR_INIT("784D45764D4")),
};

struct journal *open_journal(const char *file, bool read_only)
{
    ARENA_SCOPE     arena = { 0 };
    str             error = { 0 };
    struct journal *journal = journal_open(file, read_only, &arena, &error);

    CHECK_STR(error, STR(""));
    ASSERT(journal != NULL);
    return journal;
}

bool start_writer(struct journal *journal, size_t queue_max, str by)
{
    static struct age_clock *ages;

    if (ages == NULL)
        ages = age_clock_new(age_clock_system, 0);
    return journal_start_writer(journal, queue_max, by, ages);
}

void write_all_rows(const char *file)
{
    struct journal *journal = open_journal(file, false);

    ASSERT(start_writer(journal, 10, phrases));
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        CHECK(journal_write(journal, &rows[i]));
    journal_close(journal);             /* writes what is queued */
}

void write_one(const char *file, const struct journal_row *row, str by)
{
    struct journal *journal = open_journal(file, false);

    ASSERT(start_writer(journal, 10, by));
    CHECK(journal_write(journal, row));
    journal_close(journal);
}

struct journal_counters settled(struct journal *journal, uint64_t rows_queued)
{
    struct journal_counters n = journal_count(journal);

    for (int i = 0; i < PATIENCE && n.written + n.lost < rows_queued; i++) {
        usleep(10000);
        n = journal_count(journal);
    }
    return n;
}

void await_expired(struct journal *journal, uint64_t expected)
{
    for (int i = 0; i < PATIENCE && journal_count(journal).expired < expected; i++)
        usleep(10000);
    CHECK_EQ(journal_count(journal).expired, expected);
}

void expire_with(struct journal *journal, const struct journal_row *fresh, uint64_t expected)
{
    journal_retain(journal, &(struct journal_retention){ .seconds = 3600 });
    ASSERT(start_writer(journal, 10, phrases));
    CHECK(journal_write(journal, fresh));
    await_expired(journal, expected);
}

str find_ids(struct journal *journal, struct arena *arena, const struct journal_query *query)
{
    struct journal_row *found;
    size_t              count;
    str                 error = { 0 }, ids = { 0 };

    if (!CHECK(journal_find(journal, arena, query, &found, &count, &error)))
        return error;
    for (size_t i = 0; i < count; i++)
        ids = arena_printf(arena, "%.*s%s%.*s", STR_ARG(ids), i == 0 ? "" : " ", STR_ARG(found[i].id));
    return ids;
}

str find_records(const char *file, struct arena *arena)
{
    struct journal     *journal = open_journal(file, true);
    struct journal_row *found;
    size_t              count;
    str                 error = { 0 }, records = { 0 };

    if (!CHECK(journal_find(journal, arena, &(struct journal_query){ 0 }, &found, &count, &error)))
        count = 0;
    for (size_t i = 0; i < count; i++)
        records = arena_printf(arena, "%.*s%s%.*s", STR_ARG(records), i == 0 ? "" : "|", STR_ARG(found[i].record));
    journal_close(journal);
    return records;
}

void run_sql(const char *file, const char *sql)
{
    sqlite3 *db;

    ASSERT(sqlite3_open(file, &db) == SQLITE_OK);
    ASSERT(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK);
    ASSERT(sqlite3_close(db) == SQLITE_OK);
}

int64_t ask_sql(const char *file, const char *sql)
{
    sqlite3      *db;
    sqlite3_stmt *statement;

    ASSERT(sqlite3_open(file, &db) == SQLITE_OK && sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK);
    ASSERT(sqlite3_step(statement) == SQLITE_ROW);
    int64_t value = sqlite3_column_int64(statement, 0);

    sqlite3_finalize(statement);
    sqlite3_close(db);
    return value;
}
