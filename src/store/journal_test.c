#include "store/journal.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "io/fault.h"
#include "store/journal_query.h"
#include "store/packing.h"
#include "store/scratch_test.h"
#include "unit.h"

#define ROW(row_id, when, ...) { .id = STR_INIT(row_id), .at = (when), __VA_ARGS__ }

static const str phrases = STR_INIT("{\"version\":2,\"id\":\"\",\"reason_text\":\"The signature verifies.\"}");

static const struct journal_row rows[] = {
    ROW("A1", 1000, .client = STR_INIT("192.0.2.1"), .reverse_path = STR_INIT("bounce@lists.example.net"),
        .author = STR_INIT("Jane.Roe@Example.ORG"), .author_domain = STR_INIT("Example.ORG"),
        .subject = STR_INIT("Invoice 17"), .recipients = STR_INIT("bob@example.com \"a b\"@example.com"),
        .action = STR_INIT("accept"), .would = STR_INIT("accept"), .record = STR_INIT("{\"v\":1}")),
    ROW("A2", 1000, .client = STR_INIT("192.0.2.2"), .reverse_path = STR_INIT(""),
        .author = STR_INIT("mailer@example.net"), .subject = STR_INIT("Undelivered\0 invoice"),
        .recipients = STR_INIT("bob@example.com"), .action = STR_INIT("quarantine"), .would = STR_INIT("quarantine")),
    ROW("A3", 3000, .client = STR_INIT("192.0.2.1"), .reverse_path = STR_INIT("x@example.org"),
        .author = STR_INIT("x@example.org"), .subject = STR_INIT("'; DROP TABLE message; --"),
        .recipients = STR_INIT("eve@sub.example.com"), .action = STR_INIT("reject"), .would = STR_INIT("reject"), .findings = STR_INIT("dn-emoji,own-domain")),
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

    ASSERT(journal_start_writer(journal, 10, phrases));
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
        { "one of several findings",                 { .finding = STR_INIT("own-domain") },   "A3" },
        { "half a finding is none",                  { .finding = STR_INIT("own") },          "" },
        { "another spelling of a sender",            { .from = STR_INIT("nobody@example.org"), .also = { .from = STR_INIT("x@example.org") } }, "A3" },
        { "two octets of a subject",                 { .subject = STR_INIT("17") },           "A1" },
        { "words of a subject, the last cut",        { .subject = STR_INIT("drop TABLE mess") }, "A3" },
        { "a word and what surrounds it",            { .subject = STR_INIT("P TABLE m") },    "A3" },
        { "short words in the middle",               { .subject = STR_INIT("e; -") },         "A3" },
        { "the same words in another order",         { .subject = STR_INIT("table drop") },   "" },
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
    ASSERT(journal_start_writer(journal, 10, phrases));
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

    ASSERT(journal_start_writer(server, 10, phrases));
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
    ASSERT(journal_start_writer(journal, 2, phrases));

    ASSERT(sqlite3_open(file, &other) == SQLITE_OK);
    ASSERT(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK);
    CHECK(journal_write(journal, &rows[0]));
    CHECK(journal_write(journal, &rows[1]));
    CHECK(!journal_write(journal, &rows[2]));   /* full, and the caller does not wait */

    for (int i = 0; i < 500 && journal_count(journal).failed_commits == 0; i++)
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

    ASSERT(journal_start_writer(journal, ROWS, phrases));
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
          "has schema version 9; this program knows version 4" },
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
    static const char words[] = "SCAN term VIRTUAL TABLE INDEX";
    static const struct { const char *name; struct journal_query query; const char *want; } cases[] = {
        { "the newest",      { .limit = 10 },                         "SCAN message USING INDEX message_at" },
        { "a time",          { .since = 5, .until = 6 },              "SEARCH message USING INDEX message_at" },
        { "an id",           { .id = STR_INIT("A") },                 "SEARCH message USING INDEX sqlite_autoindex" },
        { "a client",        { .client = STR_INIT("::1"), .since = 5 }, words },
        { "an action",       { .action = STR_INIT("reject") },        words },
        { "a finding",       { .finding = STR_INIT("dn-emoji") },     words },
        { "a sender",        { .from = STR_INIT("a@example.org") },   words },
        { "a sender's domain", { .from = STR_INIT("@example.org") },  words },
        { "a recipient",     { .to = STR_INIT("a@example.org") },     words },
        { "a subject",       { .subject = STR_INIT("abc"), .since = 5 }, words },
        { "a short piece of a subject, by time", { .subject = STR_INIT("a"), .since = 5 }, "SEARCH message USING INDEX message_at" },
    };
    ARENA_SCOPE   arena   = { 0 };
    SCRATCH_SCOPE scratch = scratch_open();
    const char   *file    = scratch_file(&arena, &scratch, "journal.sqlite");
    sqlite3      *db;

    write_rows(file);
    ASSERT(sqlite3_open(file, &db) == SQLITE_OK);
    FOR_EACH_CASE(c, cases) {
        struct journal_sql sql = journal_query_sql(&arena, &(struct hash_key){ 0 }, &c->query);
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

/* What was found before is found after, by every kind of search. */
TEST(journal_takes_over_version_1)
{
    static const char version_1[] =
        "CREATE TABLE message (number INTEGER PRIMARY KEY, at INTEGER NOT NULL, id TEXT NOT NULL UNIQUE, client TEXT NOT NULL,"
        "  helo TEXT NOT NULL, reverse_path TEXT NOT NULL, author TEXT NOT NULL, author_domain TEXT NOT NULL,"
        "  subject TEXT NOT NULL, recipients TEXT NOT NULL, action TEXT NOT NULL, step TEXT NOT NULL,"
        "  findings TEXT NOT NULL, reply TEXT NOT NULL, next_hop_reply TEXT NOT NULL, record TEXT NOT NULL);"
        "CREATE INDEX message_at ON message (at); CREATE INDEX message_client ON message (client, at);"
        "CREATE INDEX message_action ON message (action, at);"
        "CREATE TABLE address (role INTEGER NOT NULL, domain TEXT NOT NULL, local TEXT NOT NULL, message INTEGER NOT NULL,"
        "  PRIMARY KEY (role, domain, local, message)) WITHOUT ROWID;"
        "INSERT INTO message VALUES (7, 1000, 'B1', '192.0.2.1', 'h', 'a@example.org', 'a@example.org', 'example.org', 'Old news',"
        "  'bob@example.com', 'accept', 'score', 'dn-emoji', '250 ok', '', '{}');"
        "PRAGMA user_version = 1;";
    static const struct { const char *name; struct journal_query query; const char *want; } cases[] = {
        { "all",       { .limit = 0 },                          "A3 A2 A1 B1" },
        { "a sender",  { .from = STR_INIT("a@example.org") },   "B1" },
        { "a subject", { .subject = STR_INIT("old") },          "B1" },
        { "a finding", { .finding = STR_INIT("dn-emoji") },     "A3 B1" },
        { "an action", { .action = STR_INIT("accept") },        "A1 B1" },
    };
    ARENA_SCOPE        arena   = { 0 };
    SCRATCH_SCOPE      scratch = scratch_open();
    const char        *file    = scratch_file(&arena, &scratch, "journal.sqlite");
    struct journal_sum *sums;
    size_t              count;
    sqlite3            *db;
    str                 error = { 0 };

    ASSERT(sqlite3_open(file, &db) == SQLITE_OK && sqlite3_exec(db, version_1, NULL, NULL, NULL) == SQLITE_OK &&
           sqlite3_close(db) == SQLITE_OK);
    CHECK(journal_open(file, true, &arena, &error) == NULL);    /* a reader changes nothing */
    write_rows(file);
    struct journal *journal = open_journal(file, true);

    FOR_EACH_CASE(c, cases)
        CHECK_CSTR(find_ids(journal, &arena, &c->query), c->want);
    CHECK(journal_sums(journal, &arena, false, 0, &sums, &count, &error));
    CHECK_EQ(count, 0);                 /* nothing was in shadow then */
    journal_close(journal);
}

/* A damaged file stays as it is. */
TEST(journal_migrates_nothing_damaged)
{
    ARENA_SCOPE   arena   = { 0 };
    SCRATCH_SCOPE scratch = scratch_open();
    const char   *file    = scratch_file(&arena, &scratch, "journal.sqlite");
    sqlite3      *db;
    str           error = { 0 };

    ASSERT(sqlite3_open(file, &db) == SQLITE_OK);
    ASSERT(sqlite3_exec(db, "CREATE TABLE message (number INTEGER PRIMARY KEY, at INTEGER CHECK (at > 0)); PRAGMA user_version = 1;"
                            "PRAGMA ignore_check_constraints = 1; INSERT INTO message VALUES (1, -1);", NULL, NULL, NULL) == SQLITE_OK);
    ASSERT(sqlite3_close(db) == SQLITE_OK);
    CHECK(journal_open(file, false, &arena, &error) == NULL);
    CHECK(str_find(error, STR("cannot be opened")) != STR_NOT_FOUND);
}

TEST(journal_expires)
{
    ARENA_SCOPE     arena   = { 0 };
    SCRATCH_SCOPE   scratch = scratch_open();
    struct journal *journal = open_journal(scratch_file(&arena, &scratch, "journal.sqlite"), false);

    journal_retain(journal, &(struct journal_retention){ .seconds = 3600 });
    ASSERT(journal_start_writer(journal, 10, phrases));
    struct journal_row fresh = rows[0];

    fresh.at = time(NULL);
    fresh.id = STR("now");
    CHECK(journal_write(journal, &rows[1]));    /* of 1970 */
    CHECK(journal_write(journal, &fresh));
    for (int i = 0; i < 500 && journal_count(journal).expired == 0; i++)
        usleep(10000);
    CHECK_EQ(journal_count(journal).expired, 1);
    CHECK_CSTR(find_ids(journal, &arena, &(struct journal_query){ 0 }), "now");
    CHECK_CSTR(find_ids(journal, &arena, &(struct journal_query){ .to = STR_INIT("bob@example.com") }), "now");
    journal_close(journal);
}

static void write_one(const char *file, const struct journal_row *row, str by)
{
    struct journal *journal = open_journal(file, false);

    ASSERT(journal_start_writer(journal, 10, by));
    CHECK(journal_write(journal, row));
    journal_close(journal);
}

/* The records found, parted by bars. */
static str find_records(const char *file, struct arena *arena)
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

static void run_sql(const char *file, const char *sql)
{
    sqlite3 *db;

    ASSERT(sqlite3_open(file, &db) == SQLITE_OK);
    ASSERT(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK);
    ASSERT(sqlite3_close(db) == SQLITE_OK);
}

static int64_t ask_sql(const char *file, const char *sql)
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
    ASSERT(journal_start_writer(journal, ROWS, phrases));
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

/* What cannot be unpacked is empty, and hides nothing else. */
TEST(journal_finds_the_rest_of_what_is_damaged)
{
    static const struct { const char *name, *sql, *want; } cases[] = {
        { "nothing is damaged",  "SELECT 1",                                       "{\"v\":1}" },
        { "phrases are missing", "DELETE FROM phrases",                            "" },
        { "a record is cut",     "UPDATE message SET octets = octets - 1",         "" },
        { "it begins elsewhere", "UPDATE message SET place = place + 1, octets = octets - 1", "" },
        { "a record of nothing", "UPDATE message SET octets = 0",                  "" },
        { "less than nothing",   "UPDATE message SET octets = -1",                 "" },
        { "behind the end",      "UPDATE message SET place = 1 << 40",             "" },
        { "before the beginning", "UPDATE message SET place = -5",                 "" },
        { "no such segment",     "UPDATE message SET segment = 77",                "" },
        { "no segment",          "UPDATE message SET segment = NULL",              "" },
        { "a record of version 3 is cut", "UPDATE message SET segment = NULL, record = x'0000000104'", "" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE   arena   = { 0 };
        SCRATCH_SCOPE scratch = scratch_open();
        const char   *file    = scratch_file(&arena, &scratch, "journal.sqlite");

        write_one(file, &rows[0], phrases);
        run_sql(file, c->sql);
        CHECK_CSTR(find_records(file, &arena), c->want);
        struct journal *journal = open_journal(file, true);

        CHECK_CSTR(find_ids(journal, &arena, &(struct journal_query){ .to = STR_INIT("bob@example.com") }), "A1");
        journal_close(journal);
    }
}

static const char version_2[] =
    "CREATE TABLE message (number INTEGER PRIMARY KEY, at INTEGER NOT NULL, id TEXT NOT NULL UNIQUE, client TEXT NOT NULL,"
    "  helo TEXT NOT NULL, reverse_path TEXT NOT NULL, author TEXT NOT NULL, author_domain TEXT NOT NULL,"
    "  subject TEXT NOT NULL, recipients TEXT NOT NULL, action TEXT NOT NULL, step TEXT NOT NULL,"
    "  reason TEXT NOT NULL, would TEXT NOT NULL, would_step TEXT NOT NULL, would_reason TEXT NOT NULL,"
    "  other TEXT NOT NULL, other_said TEXT NOT NULL,"
    "  findings TEXT NOT NULL, reply TEXT NOT NULL, next_hop_reply TEXT NOT NULL, record TEXT NOT NULL);"
    "CREATE INDEX message_at ON message (at);"
    "CREATE INDEX message_would ON message (would, would_step, would_reason, action, at) WHERE would <> action;"
    "CREATE INDEX message_other ON message (other, other_said, would, at) WHERE other <> '';"
    "CREATE TABLE meta (k0 INTEGER NOT NULL, k1 INTEGER NOT NULL); INSERT INTO meta VALUES (3, 4);"
    "CREATE VIRTUAL TABLE term USING fts5(words, content='', detail=none, columnsize=0, tokenize='ascii');"
    "INSERT INTO message VALUES (7, 1000, 'B1', '192.0.2.1', 'h', '', '', '', 'Old news', 'bob@example.com', 'accept', 'score',"
    "  '', 'accept', 'score', '', '', '', '', '250 ok', '', '{\"old\":1}');"
    "INSERT INTO term (rowid, words) VALUES (7, 's6f6c64');"
    "PRAGMA user_version = 2;";

/* Version 2 packed nothing; what it wrote is read beside what comes. */
TEST(journal_takes_over_version_2)
{
    ARENA_SCOPE   arena   = { 0 };
    SCRATCH_SCOPE scratch = scratch_open();
    const char   *file    = scratch_file(&arena, &scratch, "journal.sqlite");
    str           error   = { 0 };

    run_sql(file, version_2);
    CHECK(journal_open(file, true, &arena, &error) == NULL);    /* a reader changes nothing */
    write_one(file, &rows[0], phrases);
    CHECK_CSTR(find_records(file, &arena), "{\"v\":1}|{\"old\":1}");
    struct journal *journal = open_journal(file, true);

    CHECK_CSTR(find_ids(journal, &arena, &(struct journal_query){ .subject = STR_INIT("old") }), "B1");
    CHECK_CSTR(find_ids(journal, &arena, &(struct journal_query){ .to = STR_INIT("bob@example.com") }), "A1");
    journal_close(journal);
}

/* Rows older than an hour go, once another has come. */
static void expire_with(struct journal *journal, const struct journal_row *fresh, uint64_t expected)
{
    journal_retain(journal, &(struct journal_retention){ .seconds = 3600 });
    ASSERT(journal_start_writer(journal, 10, phrases));
    CHECK(journal_write(journal, fresh));
    for (int i = 0; i < 500 && journal_count(journal).expired < expected; i++)
        usleep(10000);
    CHECK_EQ(journal_count(journal).expired, expected);
}

/* Its records stand in the rows, and stay there. */
TEST(journal_takes_over_version_3)
{
    static const char version_3[] =
        "CREATE TABLE phrases (number INTEGER PRIMARY KEY, text TEXT NOT NULL);"
        "INSERT INTO term (term, rank) VALUES ('hashsize', 4194304), ('automerge', 8);"
        "INSERT INTO phrases VALUES (1, 'the old phrases');"
        "PRAGMA user_version = 3;";
    ARENA_SCOPE     arena   = { 0 };
    SCRATCH_SCOPE   scratch = scratch_open();
    const char     *file    = scratch_file(&arena, &scratch, "journal.sqlite");
    struct packing *packing = packing_open(STR("the old phrases"));
    BUF_SCOPE       packed  = { 0 }, sql = { 0 };

    buf_add(&packed, STR("\0\0\0\1"));
    packing_pack(packing, &packed, STR("{\"by\":\"the old phrases\"}"));
    packing_close(packing);
    buf_add(&sql, STR("UPDATE message SET record = x'"));
    for (size_t i = 0; i < buf_len(&packed); i++)
        buf_printf(&sql, "%02x", (unsigned char)buf_str(&packed).ptr[i]);
    buf_printf(&sql, "'%c", 0);
    run_sql(file, version_2);
    run_sql(file, version_3);
    run_sql(file, buf_str(&sql).ptr);
    write_one(file, &rows[0], phrases);
    CHECK_CSTR(find_records(file, &arena), "{\"v\":1}|{\"by\":\"the old phrases\"}");
    CHECK_EQ(ask_sql(file, "SELECT count(*) FROM message WHERE segment IS NULL"), 1);

    struct journal    *journal = open_journal(file, false);     /* and go with their rows */
    struct journal_row fresh   = rows[1];

    fresh.at = time(NULL);
    expire_with(journal, &fresh, 2);
    CHECK_CSTR(find_ids(journal, &arena, &(struct journal_query){ 0 }), "A2");
    journal_close(journal);
}

/* ---- records beside it ---- */

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
    ASSERT(journal_start_writer(journal, 10, phrases));
    CHECK(journal_write(journal, &old));
    CHECK_EQ(settled(journal, 1).written, 1);
    CHECK(journal_write(journal, &fresh));
    CHECK_EQ(settled(journal, 2).written, 2);
    CHECK(octets_that_are_not_zero(segment, &len) > 19000);
    journal_retain(journal, &(struct journal_retention){ .seconds = 3600 });
    fresh.id = STR("now");
    CHECK(journal_write(journal, &fresh));
    for (int i = 0; i < 500 && journal_count(journal).expired == 0; i++)
        usleep(10000);
    CHECK_EQ(journal_count(journal).expired, 1);
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

/* As a server and its successor do for a while. */
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
    ASSERT(journal_start_writer(journal, 10, phrases));
    CHECK(journal_write(journal, &rows[0]));
    for (int i = 0; i < 500 && journal_count(journal).failed_commits == 0; i++)
        usleep(10000);
    CHECK(journal_count(journal).failed_commits > 0);
    CHECK_EQ(journal_count(journal).expired, 0);
    journal_close(journal);
    CHECK_EQ(ask_sql(file, "SELECT count(*) FROM message"), 1);
    CHECK_EQ(ask_sql(file, "SELECT rows FROM segment"), 1);
}

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

    ASSERT(journal_start_writer(one, ROWS, phrases) && journal_start_writer(two, ROWS, STR("some others")));
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

        ASSERT(journal_start_writer(journal, 10, phrases));
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
        ASSERT(journal_start_writer(journal, 10, phrases));
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

        ASSERT(journal_start_writer(journal, 10, phrases));
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
