#include "store/journal_reader.h"

#include "store/journal_fixture_test.h"
#include "store/journal_row.h"
#include "store/scratch_test.h"
#include "unit.h"

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
        { "what a mail server calls it",             { .queue_id = STR_INIT("784D45764D4") }, "A3" },
        { "and nothing shorter",                     { .queue_id = STR_INIT("784D") },        "" },
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

    write_all_rows(file);
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
    ASSERT(start_writer(journal, 10, phrases));
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
