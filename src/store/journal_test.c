#include "store/journal.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/journal_query.h"
#include "store/scratch_test.h"
#include "unit.h"

#define ROW(row_id, when, ...) { .id = STR_INIT(row_id), .at = (when), __VA_ARGS__ }

static const struct journal_row rows[] = {
    ROW("A1", 1000, .client = STR_INIT("192.0.2.1"), .reverse_path = STR_INIT("bounce@lists.example.net"),
        .author = STR_INIT("Jane.Roe@Example.ORG"), .author_domain = STR_INIT("Example.ORG"),
        .subject = STR_INIT("Invoice 17"), .recipients = STR_INIT("bob@example.com \"a b\"@example.com"),
        .action = STR_INIT("accept"), .record = STR_INIT("{\"v\":1}")),
    ROW("A2", 1000, .client = STR_INIT("192.0.2.2"), .reverse_path = STR_INIT(""),
        .author = STR_INIT("mailer@example.net"), .subject = STR_INIT("Undelivered\0 invoice"),
        .recipients = STR_INIT("bob@example.com"), .action = STR_INIT("quarantine")),
    ROW("A3", 3000, .client = STR_INIT("192.0.2.1"), .reverse_path = STR_INIT("x@example.org"),
        .author = STR_INIT("x@example.org"), .subject = STR_INIT("'; DROP TABLE message; --"),
        .recipients = STR_INIT("eve@sub.example.com"), .action = STR_INIT("reject")),
};

static struct journal *open_journal(const char *file, bool read_only)
{
    ARENA_SCOPE     arena = { 0 };
    str             error = { 0 };
    struct journal *journal = journal_open(file, read_only, &arena, &error);

    CHECK_STR(error, STR(""));
    ASSERT(journal != NULL);
    return journal;
}

static void write_rows(const char *file)
{
    struct journal *journal = open_journal(file, false);

    ASSERT(journal_start_writer(journal, 10));
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        CHECK(journal_write(journal, &rows[i]));
    journal_close(journal);             /* writes what is queued */
}

/* The ids found, parted by blanks. */
static str find_ids(struct journal *journal, struct arena *arena, const struct journal_query *query)
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

TEST(journal_find)
{
    static const struct { const char *name; struct journal_query query; const char *want; } cases[] = {
        { "an empty query finds all, the newest first", { .limit = 0 },                      "A3 A2 A1" },
        { "a limit keeps the newest",                { .limit = 2 },                          "A3 A2" },
        { "one id",                                  { .id = STR_INIT("A2") },                "A2" },
        { "half an id is none",                      { .id = STR_INIT("A") },                 "" },
        { "the author, in any case",                 { .from = STR_INIT("jane.roe@example.org") }, "A1" },
        { "the reverse-path is a sender too",        { .from = STR_INIT("bounce@lists.example.net") }, "A1" },
        { "a sender's domain",                       { .from = STR_INIT("@EXAMPLE.org") },    "A3 A1" },
        { "a domain is not its subdomains",          { .from = STR_INIT("@example.net") },    "A2" },
        { "one of several recipients",               { .to = STR_INIT("bob@example.com") },   "A2 A1" },
        { "a quoted local-part with a blank",        { .to = STR_INIT("\"a b\"@example.com") }, "A1" },
        { "a recipient's domain",                    { .to = STR_INIT("@sub.example.com") },  "A3" },
        { "a sender is no recipient",                { .to = STR_INIT("x@example.org") },     "" },
        { "a piece of the subject, in any case",     { .subject = STR_INIT("INVOICE") },      "A2 A1" },
        { "SQL is only text",                        { .subject = STR_INIT("'; drop") },      "A3" },
        { "a pattern is only text",                  { .subject = STR_INIT("%") },            "" },
        { "a client",                                { .client = STR_INIT("192.0.2.1") },     "A3 A1" },
        { "an action",                               { .action = STR_INIT("quarantine") },    "A2" },
        { "since is inclusive",                      { .since = 3000 },                       "A3" },
        { "until is exclusive",                      { .until = 3000 },                       "A2 A1" },
        { "all conditions together",
          { .client = STR_INIT("192.0.2.1"), .to = STR_INIT("bob@example.com"), .from = STR_INIT("@example.org"),
            .action = STR_INIT("accept"), .subject = STR_INIT("17"), .id = STR_INIT("A1") }, "A1" },
    };
    ARENA_SCOPE     arena   = { 0 };
    SCRATCH_SCOPE   scratch = scratch_open();
    const char     *file    = scratch_file(&arena, &scratch, "journal.sqlite");

    write_rows(file);
    struct journal *journal = open_journal(file, true);

    FOR_EACH_CASE(c, cases)
        CHECK_CSTR(find_ids(journal, &arena, &c->query), c->want);
    journal_close(journal);
}

TEST(journal_keeps_every_text)
{
    ARENA_SCOPE        arena   = { 0 };
    SCRATCH_SCOPE      scratch = scratch_open();
    const char        *file    = scratch_file(&arena, &scratch, "journal.sqlite");
    struct journal    *journal = open_journal(file, false);
    struct journal_row row     = { .at = 5 }, *found;
    size_t             count;
    str                error;

    for (size_t i = 0; i < JOURNAL_COLUMNS; i++)
        *journal_text(&row, &journal_columns[i]) = arena_printf(&arena, "%s %c\xff", journal_columns[i].name, 0);
    ASSERT(journal_start_writer(journal, 10));
    CHECK(journal_write(journal, &row));
    journal_close(journal);

    journal = open_journal(file, true);
    if (CHECK(journal_find(journal, &arena, &(struct journal_query){ 0 }, &found, &count, &error))
        && CHECK_EQ(count, 1)) {
        CHECK_EQ(found->at, 5);
        for (size_t i = 0; i < JOURNAL_COLUMNS; i++)
            CHECK_STR(*journal_text(found, &journal_columns[i]), *journal_text(&row, &journal_columns[i]));
    }
    journal_close(journal);
}

/* Waits until all that was queued has been dealt with. */
static struct journal_counters settled(struct journal *journal, uint64_t rows_queued)
{
    struct journal_counters n = journal_count(journal);

    for (int i = 0; i < 500 && n.written + n.lost < rows_queued; i++) {
        usleep(10000);
        n = journal_count(journal);
    }
    return n;
}

TEST(journal_is_found_by_others_without_closing)
{
    ARENA_SCOPE     arena   = { 0 };
    SCRATCH_SCOPE   scratch = scratch_open();
    const char     *file    = scratch_file(&arena, &scratch, "journal.sqlite");
    struct journal *server  = open_journal(file, false), *reader = open_journal(file, true);

    ASSERT(journal_start_writer(server, 10));
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
    ASSERT(journal_start_writer(journal, 2));

    ASSERT(sqlite3_open(file, &other) == SQLITE_OK);
    ASSERT(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK);
    CHECK(journal_write(journal, &rows[0]));
    CHECK(journal_write(journal, &rows[1]));
    CHECK(!journal_write(journal, &rows[2]));   /* full, and the caller does not wait */

    struct journal_counters n = settled(journal, 4);    /* the other writer does not yield */

    CHECK_EQ(n.written, 0);
    CHECK_EQ(n.lost, 4);
    CHECK_EQ(n.failed_commits, 1);

    ASSERT(sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL) == SQLITE_OK);
    CHECK(journal_write(journal, &rows[0]));    /* and it goes on */
    CHECK(journal_write(journal, &rows[0]));    /* the same id: costs itself alone */
    n = settled(journal, 6);
    CHECK_EQ(n.written, 1);
    CHECK_EQ(n.lost, 5);
    CHECK_EQ(n.failed_commits, 1);
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

    ASSERT(journal_start_writer(journal, ROWS));
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

TEST(journal_open_refuses)
{
    static const struct { const char *name; bool read_only, garbage; const char *sql, *want; } cases[] = {
        { "a reader does not make it", true,  false, NULL, "cannot be opened: unable to open database file" },
        { "a file that is none",       false, true,  NULL, "cannot be opened: file is not a database" },
        { "a schema from the future",  false, false, "PRAGMA user_version = 9",
          "has schema version 9; this program knows version 1" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE   arena   = { 0 };
        SCRATCH_SCOPE scratch = scratch_open();
        const char   *file    = scratch_file(&arena, &scratch, "journal.sqlite");
        sqlite3      *db;
        str           error = { 0 };

        if (c->garbage)                 /* as long as the header of a database, or it would pass for a new one */
            scratch_write(file, arena_printf(&arena, "%0200d", 7));
        if (c->sql != NULL)
            ASSERT(sqlite3_open(file, &db) == SQLITE_OK && sqlite3_exec(db, c->sql, NULL, NULL, NULL) == SQLITE_OK
                   && sqlite3_close(db) == SQLITE_OK);
        CHECK(journal_open(file, c->read_only, &arena, &error) == NULL);
        CHECK_STR(error, arena_printf(&arena, "the journal %s %s", file, c->want));
    }
}

/* SQLite's own word for it: a plan that scans the table is said to SCAN it. */
TEST(journal_query_uses_an_index)
{
    static const struct { const char *name; struct journal_query query; const char *want; } cases[] = {
        { "the newest",      { .limit = 10 },                         "SCAN message USING INDEX message_at" },
        { "a time",          { .since = 5, .until = 6 },              "SEARCH message USING INDEX message_at" },
        { "an id",           { .id = STR_INIT("A") },                 "SEARCH message USING INDEX sqlite_autoindex" },
        { "a client",        { .client = STR_INIT("::1"), .since = 5 }, "SEARCH message USING INDEX message_client" },
        { "an action",       { .action = STR_INIT("reject") },        "SEARCH message USING INDEX message_action" },
        { "a sender",        { .from = STR_INIT("a@example.org") },
                             "SEARCH address USING PRIMARY KEY (role=? AND domain=? AND local=?)" },
        { "a sender's domain", { .from = STR_INIT("@example.org") },
                             "SEARCH address USING PRIMARY KEY (role=? AND domain=?)" },
        { "a recipient",     { .to = STR_INIT("a@example.org") },     "SEARCH message USING INTEGER PRIMARY KEY" },
        { "a subject, by time", { .subject = STR_INIT("a"), .since = 5 }, "SEARCH message USING INDEX message_at" },
    };
    ARENA_SCOPE   arena   = { 0 };
    SCRATCH_SCOPE scratch = scratch_open();
    const char   *file    = scratch_file(&arena, &scratch, "journal.sqlite");
    sqlite3      *db;

    write_rows(file);
    ASSERT(sqlite3_open(file, &db) == SQLITE_OK);
    FOR_EACH_CASE(c, cases) {
        struct journal_sql sql = journal_query_sql(&arena, &c->query);
        str                plan = { 0 };
        sqlite3_stmt      *statement;

        ASSERT(sqlite3_prepare_v2(db, arena_cstr(&arena, arena_printf(&arena, "EXPLAIN QUERY PLAN %s", sql.text)), -1,
                                  &statement, NULL) == SQLITE_OK);
        while (sqlite3_step(statement) == SQLITE_ROW)
            plan = arena_printf(&arena, "%.*s%s; ", STR_ARG(plan), (const char *)sqlite3_column_text(statement, 3));
        sqlite3_finalize(statement);
        if (!CHECK(str_find(plan, str_of(c->want)) != STR_NOT_FOUND))
            CHECK_STR(plan, str_of(c->want));
    }
    sqlite3_close(db);
}
