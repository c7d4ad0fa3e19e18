#include "store/journal_file.h"

#include <sqlite3.h>
#include <sys/stat.h>
#include <time.h>

#include "store/journal_fixture_test.h"
#include "store/packing.h"
#include "store/scratch_test.h"
#include "unit.h"

TEST(journal_open_refuses)
{
    static const struct { const char *name; bool read_only, garbage; const char *sql, *want; } cases[] = {
        { "a reader does not make it", true,  false, NULL, "cannot be opened: unable to open database file" },
        { "a file that is none",       false, true,  NULL, "cannot be opened: file is not a database; restore it, or move it away, and a new one is begun" },
        { "a schema from the future",  false, false, "PRAGMA user_version = 9",
          "has schema version 9; this program knows version 5" },
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

/* Who wrote to whom about what is nobody else's, whatever the folder lets others see. */
TEST(database_files_are_for_owner_and_group)
{
    static const struct { const char *name, *suffix; } cases[] = {
        { "the file", "" }, { "what is not yet in it", "-wal" }, { "what readers share", "-shm" },
    };
    ARENA_SCOPE     arena   = { 0 };
    SCRATCH_SCOPE   scratch = scratch_open();
    const char     *file    = scratch_file(&arena, &scratch, "journal.sqlite");
    mode_t          before  = umask(022);
    str             error   = { 0 };
    struct journal *journal = journal_open(file, false, &arena, &error);

    umask(before);
    CHECK_STR(error, STR(""));
    FOR_EACH_CASE(c, cases) {
        struct stat of = { 0 };

        CHECK_EQ(stat(arena_cstr(&arena, arena_printf(&arena, "%s%s", file, c->suffix)), &of), 0);
        CHECK_EQ(of.st_mode & 0777, 0640);
    }
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
    write_all_rows(file);
    struct journal *journal = open_journal(file, true);

    FOR_EACH_CASE(c, cases)
        CHECK_CSTR(find_ids(journal, &arena, &c->query), c->want);
    CHECK(journal_sums(journal, &arena, false, 0, &sums, &count, &error));
    CHECK_EQ(count, 0);                 /* nothing was in shadow then */
    journal_close(journal);
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

/* What was written before has no queue id, and is found by none. */
TEST(journal_takes_over_version_4)
{
    ARENA_SCOPE   arena   = { 0 };
    SCRATCH_SCOPE scratch = scratch_open();
    const char   *file    = scratch_file(&arena, &scratch, "journal.sqlite");

    write_one(file, &rows[0], phrases);
    run_sql(file, "DROP INDEX message_queue_id; ALTER TABLE message DROP COLUMN queue_id; PRAGMA user_version = 4;");
    write_one(file, &rows[2], phrases);
    struct journal *journal = open_journal(file, true);

    CHECK_CSTR(find_ids(journal, &arena, &(struct journal_query){ 0 }), "A3 A1");
    CHECK_CSTR(find_ids(journal, &arena, &(struct journal_query){ .queue_id = rows[2].queue_id }), "A3");
    CHECK_CSTR(find_ids(journal, &arena, &(struct journal_query){ .to = STR_INIT("bob@example.com") }), "A1");
    CHECK_EQ(ask_sql(file, "SELECT count(*) FROM message WHERE queue_id IS NULL"), 1);
    journal_close(journal);
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
