#include "store/journal_query.h"

#include <sqlite3.h>

#include "store/journal_fixture_test.h"
#include "store/scratch_test.h"
#include "unit.h"

/* SQLite's own word for it: a plan that scans the table is said to SCAN it. */
TEST(journal_query_uses_an_index)
{
    static const char words[] = "SCAN term VIRTUAL TABLE INDEX";
    static const struct { const char *name; struct journal_query query; const char *want; } cases[] = {
        { "the newest",      { .limit = 10 },                         "SCAN message USING INDEX message_at" },
        { "a time",          { .since = 5, .until = 6 },              "SEARCH message USING INDEX message_at" },
        { "an id",           { .id = STR_INIT("A") },                 "SEARCH message USING INDEX sqlite_autoindex" },
        { "a queue id",      { .queue_id = STR_INIT("784D45764D4") }, "SEARCH message USING INDEX message_queue_id" },
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

    write_all_rows(file);
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
