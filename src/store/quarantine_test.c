#include "store/quarantine.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/id.h"
#include "io/fault.h"
#include "io/sys.h"
#include "store/quarantine_metadata.h"
#include "store/scratch_test.h"
#include "unit.h"

static const str recipients[] = { STR_INIT("bob@example.com"), STR_INIT("j\xc3\xb6rg@example.com") };

static const str parameters[] = { STR_INIT(" NOTIFY=SUCCESS"), STR_INIT("") };

static struct quarantine_entry entry_of(const char *id, unix_seconds held_at)
{
    return (struct quarantine_entry){
        .id = str_of(id), .held_at = held_at, .client = STR("192.0.2.1"), .helo = STR("mail.example.org"),
        .reverse_path = STR("bounce@example.org"), .author = STR("ceo@example.com"),
        .subject = STR("Wire \"now\"\r\n\0!"), .recipients = recipients,
        .recipient_count = ARRAY_LEN(recipients), .reason = STR("It claims to be from us."),
        .findings = STR("own-domain-spoof,reply-to-differs"), .step = STR("impersonation"), .releasable = true,
        .smtputf8 = true, .mail_parameters = STR(" RET=HDRS"), .recipient_parameters = parameters,
    };
}

static const str message[] = { STR_INIT("From: ceo@example.com\r\n\r\n"), STR_INIT("Pay.\0\xff\r\n") };
static const str joined    = STR_INIT("From: ceo@example.com\r\n\r\nPay.\0\xff\r\n");

static struct quarantine *open_quarantine(const struct scratch *scratch)
{
    ARENA_SCOPE        arena = { 0 };
    str                error = { 0 };
    struct quarantine *q     = quarantine_open(scratch_file(&arena, scratch, "q"), &arena, &error);

    CHECK_STR(error, STR(""));
    ASSERT(q != NULL);
    return q;
}

static bool hold(struct quarantine *q, const char *id, unix_seconds at)
{
    struct quarantine_entry entry = entry_of(id, at);

    return quarantine_hold(q, &entry, message, ARRAY_LEN(message));
}

/* "id:state" of all that is listed. */
static str list(struct quarantine *q, struct arena *arena)
{
    static const char        letters[] = "HRD";
    struct quarantine_entry *entries;
    size_t                   count;
    str                      error = { 0 }, text = { 0 };

    if (!quarantine_list(q, arena, &entries, &count, &error))
        return error;
    for (size_t i = 0; i < count; i++)
        text = arena_printf(arena, "%.*s%s%.*s:%c", STR_ARG(text), i == 0 ? "" : " ", STR_ARG(entries[i].id),
                            letters[entries[i].state]);
    return text;
}

static void check_entry(const struct quarantine_entry *got, const struct quarantine_entry *want)
{
    for (const struct metadata_text *t = metadata_texts; t < metadata_texts + METADATA_TEXTS; t++)
        CHECK_STR(*METADATA_MEMBER(const str, got, t), *METADATA_MEMBER(const str, want, t));
    for (const struct metadata_flag *f = metadata_flags; f < metadata_flags + METADATA_FLAGS; f++)
        CHECK_EQ(*METADATA_MEMBER(const bool, got, f), *METADATA_MEMBER(const bool, want, f));
    CHECK_EQ(got->held_at, want->held_at);
    CHECK_EQ(got->size, joined.len);
    CHECK_EQ(got->state, want->state);
    if (CHECK_EQ(got->recipient_count, want->recipient_count))
        for (size_t i = 0; i < got->recipient_count; i++)
            CHECK(str_equal(got->recipients[i], want->recipients[i]) &&
                  str_equal(got->recipient_parameters[i], want->recipient_parameters[i]));
}

TEST(quarantine_holds_and_finds)
{
    ARENA_SCOPE              arena   = { 0 };
    SCRATCH_SCOPE            scratch = scratch_open();
    struct quarantine       *q       = open_quarantine(&scratch);
    struct quarantine_entry  want    = entry_of("A1", 100), got, *listed;
    size_t                   count;
    str                      octets, error = { 0 };

    CHECK(hold(q, "A1", 100));
    if (CHECK(quarantine_find(q, &arena, STR("A1"), &got, &error)))
        check_entry(&got, &want);
    if (CHECK(quarantine_list(q, &arena, &listed, &count, &error)) && CHECK_EQ(count, 1))
        check_entry(listed, &want);
    if (CHECK(quarantine_octets(q, &arena, STR("A1"), &octets, &error)))
        CHECK_STR(octets, joined);
    CHECK_EQ(scratch_count(&scratch, "q/messages"), 2);
    CHECK_EQ(scratch_count(&scratch, "q/tmp"), 0);
    CHECK_EQ(quarantine_index_failures(q), 0);

    CHECK(!hold(q, "A1", 200));         /* a second message of that id must not replace the first */
    CHECK_EQ(errno, EEXIST);
    CHECK(quarantine_octets(q, &arena, STR("A1"), &octets, &error));
    quarantine_close(q);
}

TEST(quarantine_sweeps_what_a_crash_has_left)
{
    ARENA_SCOPE        arena   = { 0 };
    SCRATCH_SCOPE      scratch = scratch_open();
    struct quarantine *q       = open_quarantine(&scratch);
    str                error   = { 0 }, octets;
    size_t             removed = 0;
    static const char *const left[] = { "q/tmp/.B2.eml.0123456789abcdef", "q/tmp/.B2.json.0123456789abcdef", "q/messages/C3.eml",
                                        "q/messages/.A1.json.0123456789abcdef" };
    static const char *const kept[] = { "q/tmp/.A1.released.0123456789abcdef", "q/tmp/notes.eml", "q/tmp/.hidden" };

    CHECK(hold(q, "A1", 100));
    CHECK(hold(q, "D4", 100));
    CHECK(quarantine_settle(q, STR("D4"), QUARANTINE_DELETED, NULL, &error));
    for (size_t i = 0; i < ARRAY_LEN(left); i++)
        scratch_write(scratch_file(&arena, &scratch, left[i]), STR("half a mess"));
    for (size_t i = 0; i < ARRAY_LEN(kept); i++)
        scratch_write(scratch_file(&arena, &scratch, kept[i]), STR("somebody else's"));
    CHECK(quarantine_sweep(q, &removed));
    CHECK_EQ(removed, ARRAY_LEN(left));
    CHECK_EQ(scratch_count(&scratch, "q/messages"), 4);         /* both files of A1, metadata and marker of D4 */
    CHECK_EQ(scratch_count(&scratch, "q/tmp"), ARRAY_LEN(kept));
    CHECK(quarantine_octets(q, &arena, STR("A1"), &octets, &error));
    CHECK(quarantine_sweep(q, &removed));
    CHECK_EQ(removed, 0);
    quarantine_close(q);
}

/* ---- what is known by its keys when it comes again ---- */

static struct delivery_key key_of(char letter)
{
    struct delivery_key key;

    memset(key.envelope, letter, sizeof key.envelope);
    memset(key.content, letter + 1, sizeof key.content);
    return key;
}

/* The last but two digits of when each that is told of was held, its state, and the first octet of its keys. */
static void note_told(void *context, const struct quarantine_entry *entry)
{
    struct buf *out = context;

    buf_add_char(out, (char)('0' + entry->held_at / 100 % 10));
    buf_add_char(out, "HRD"[entry->state]);
    for (size_t i = 0; i < entry->key_count; i++) {
        struct delivery_key want = key_of((char)entry->keys[i].envelope[0]);

        CHECK(memcmp(&entry->keys[i], &want, sizeof want) == 0);
        buf_add_char(out, (char)entry->keys[i].envelope[0]);
    }
    buf_add_char(out, ' ');
}

TEST(quarantine_tells_of_what_is_new)
{
    static const unix_seconds times[] = { 1700000000, 1700000100, 1700000200, 1700000300 };
    static const struct { const char *name; unix_seconds since; const char *want; } cases[] = {
        { "all of them",        0,              "0H 1Dxy 2Hz 3H " },
        { "some",               1700000100,     "1Dxy 2Hz 3H " },
        { "between two",        1700000101,     "2Hz 3H " },
        { "none",               1700000301,     "" },
        { "before there was time", -5,          "0H 1Dxy 2Hz 3H " },
    };
    ARENA_SCOPE         arena   = { 0 };
    SCRATCH_SCOPE       scratch = scratch_open();
    struct quarantine  *q       = open_quarantine(&scratch);
    struct delivery_key keys[]  = { key_of('x'), key_of('y'), key_of('z') };
    struct id           ids[ARRAY_LEN(times)];
    str                 error;

    for (size_t i = 0; i < ARRAY_LEN(times); i++) {
        ids[i] = id_make(times[i] * 1000, (uint8_t[10]){ (uint8_t)i });
        struct quarantine_entry entry = entry_of(ids[i].text, times[i]);

        entry.keys      = i == 2 ? &keys[2] : keys;
        entry.key_count = (size_t[]){ 0, 2, 1, 0 }[i];
        CHECK(quarantine_hold(q, &entry, message, ARRAY_LEN(message)));
    }
    CHECK(quarantine_settle(q, str_of(ids[1].text), QUARANTINE_DELETED, NULL, &error));
    scratch_write(scratch_file(&arena, &scratch, "q/messages/7ZZZ.json"), STR("{ nonsense"));
    FOR_EACH_CASE(c, cases) {
        BUF_SCOPE told = { 0 };

        CHECK(quarantine_each_since(q, c->since, note_told, &told));
        CHECK_STR(buf_str(&told), str_of(c->want));
    }
    quarantine_close(q);
}

TEST(delivery_keys_as_text)
{
    ARENA_SCOPE         arena = { 0 };
    struct delivery_key key   = key_of('q'), back;
    str                 text  = delivery_key_text(&arena, &key);
    char               *other = arena_alloc(&arena, text.len);

    CHECK_EQ(text.len, 128);
    CHECK(delivery_key_read(text, &back) && memcmp(&key, &back, sizeof key) == 0);
    CHECK(!delivery_key_read(str_slice(text, 0, 127), &back));
    CHECK(!delivery_key_read((str){ 0 }, &back));
    memcpy(other, text.ptr, text.len);
    other[64] = 'g';
    CHECK(!delivery_key_read((str){ other, text.len }, &back));
}

TEST(quarantine_refuses_names_that_are_no_ids)
{
    static const struct { const char *name; str id; } cases[] = {
        { "nothing",               STR_INIT("") },
        { "a way out",             STR_INIT("../q/messages/A1") },
        { "a suffix",              STR_INIT("A1.json") },
        { "a NUL",                 STR_INIT("A1\0") },
        { "another id",            STR_INIT("A2") },
        { "longer than any",       STR_INIT("A1aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa") },
    };
    ARENA_SCOPE        arena   = { 0 };
    SCRATCH_SCOPE      scratch = scratch_open();
    struct quarantine *q       = open_quarantine(&scratch);

    CHECK(hold(q, "A1", 100));
    FOR_EACH_CASE(c, cases) {
        struct quarantine_entry entry;
        str                     octets, error;

        CHECK(!quarantine_find(q, &arena, c->id, &entry, &error));
        CHECK(!quarantine_octets(q, &arena, c->id, &octets, &error));
        CHECK(!quarantine_settle(q, c->id, QUARANTINE_DELETED, NULL, &error));
        CHECK(str_starts(error, STR("there is no message ")));
    }
    quarantine_close(q);
}

TEST(quarantine_settles)
{
    ARENA_SCOPE        arena   = { 0 };
    SCRATCH_SCOPE      scratch = scratch_open();
    struct quarantine *q       = open_quarantine(&scratch), *other = open_quarantine(&scratch);
    str                octets, error = { 0 };

    CHECK(hold(q, "A1", 1) && hold(q, "A2", 2) && hold(q, "A3", 3) && hold(q, "A4", 4));
    CHECK_STR(list(other, &arena), STR("A4:H A3:H A2:H A1:H"));
    CHECK(quarantine_settle(other, STR("A1"), QUARANTINE_RELEASED, NULL, &error));
    CHECK(quarantine_settle(other, STR("A2"), QUARANTINE_DELETED, NULL, &error));
    CHECK(quarantine_withdraw(q, STR("A3")));
    CHECK_STR(list(q, &arena), STR("A4:H A2:D A1:R"));
    CHECK_STR(list(other, &arena), STR("A4:H A2:D A1:R"));

    CHECK(!quarantine_octets(q, &arena, STR("A1"), &octets, &error));
    CHECK_STR(error, STR("message A1 was released, and its octets are gone"));
    CHECK(!quarantine_settle(q, STR("A1"), QUARANTINE_DELETED, NULL, &error));
    CHECK_STR(error, STR("message A1 is already released"));
    CHECK(quarantine_settle(q, STR("A1"), QUARANTINE_RELEASED, NULL, &error));
    CHECK(!quarantine_octets(q, &arena, STR("A3"), &octets, &error));
    CHECK_STR(error, STR("there is no message A3 in the quarantine"));
    CHECK(quarantine_withdraw(q, STR("A3")));
    CHECK_EQ(scratch_count(&scratch, "q/messages"), 2 /* A4 */ + 2 /* A1 */ + 2 /* A2 */);
    quarantine_close(q);
    quarantine_close(other);
}

TEST(quarantine_tells_how_it_was_settled)
{
    static const struct { const char *name; enum quarantine_state state; struct quarantine_settlement how; } cases[] = {
        { "released", QUARANTINE_RELEASED, { .by = STR_INIT("jo"), .said = STR_INIT("250 2.0.0 \"Ok\": taken\\") } },
        { "deleted",  QUARANTINE_DELETED,  { .by = STR_INIT("jo \n\x01") } },
        { "nobody",   QUARANTINE_DELETED,  { 0 } },
    };
    ARENA_SCOPE   arena   = { 0 };
    SCRATCH_SCOPE scratch = scratch_open();

    FOR_EACH_CASE(c, cases) {
        struct quarantine       *q = open_quarantine(&scratch);
        struct quarantine_entry  entry, *listed;
        size_t                   count;
        const char              *id    = (const char *[]){ "A1", "A2", "A3" }[c - cases];
        str                      error = { 0 };

        CHECK(hold(q, id, 5) && quarantine_find(q, &arena, str_of(id), &entry, &error) && entry.settled.at == 0);
        CHECK(quarantine_settle(q, str_of(id), c->state, &c->how, &error));
        CHECK(quarantine_settle(q, str_of(id), c->state, &(struct quarantine_settlement){ .by = STR("eve") }, &error));  /* too late */
        if (CHECK(quarantine_find(q, &arena, str_of(id), &entry, &error))) {
            CHECK_EQ(entry.state, c->state);
            CHECK(entry.settled.at >= sys_now() - 60 && entry.settled.at <= sys_now());
            CHECK_STR(entry.settled.by, c->how.by);
            CHECK_STR(entry.settled.said, c->how.said);
        }
        if (CHECK(quarantine_list(q, &arena, &listed, &count, &error)) && CHECK_EQ(count, (size_t)(c - cases) + 1))
            for (size_t i = 0; i < count; i++)
                if (str_equal(listed[i].id, str_of(id)))
                    CHECK_STR(listed[i].settled.by, c->how.by);
        quarantine_close(q);
    }
}

/* As earlier versions wrote it, and as a disk may give it back. */
TEST(quarantine_reads_any_marker)
{
    static const struct { const char *name, *marker; unix_seconds at; const char *by; } cases[] = {
        { "of an earlier version", "{\"version\":1,\"settled_at\":1700000000}\n", 1700000000, "" },
        { "with more",             "{\"settled_at\":5,\"by\":\"jo\",\"more\":1}", 5, "jo" },
        { "of other types",        "{\"settled_at\":\"5\",\"by\":[]}", 0, "" },
        { "no object",             "[1]", 0, "" },
        { "torn",                  "{\"settled_at\":", 0, "" },
        { "nothing",               "", 0, "" },
    };
    ARENA_SCOPE arena = { 0 };

    FOR_EACH_CASE(c, cases) {
        struct quarantine_settlement got = settlement_read(&arena, str_of(c->marker));

        CHECK_EQ(got.at, c->at);
        CHECK_CSTR(got.by, c->by);
        CHECK_STR(got.said, STR(""));
    }
}

static bool hold_of_size(struct quarantine *q, const char *id, size_t octets)
{
    ARENA_SCOPE             arena = { 0 };
    struct quarantine_entry entry = entry_of(id, 1);
    char                   *text  = arena_octets(&arena, octets);

    memset(text, 'x', octets);
    return quarantine_hold(q, &entry, &(str){ text, octets }, 1);
}

/* A file takes up whole blocks of 4096 octets, the metadata one. */
TEST(quarantine_has_a_bound)
{
    static const struct { const char *name, *id; uint64_t bound; size_t octets; bool want; uint64_t used; } cases[] = {
        { "no bound",                              "A1", 0,          20000, true,  24576  },
        { "what was there before it counts",       "A2", 24576,      1,     false, 24576  },
        { "room for both of its files",            "A3", 32768,      4096,  true,  32768  },
        { "but not for more",                      "A4", 36864,      1,     false, 32768  },
        { "a bound below what is there",           "A5", 1,          1,     false, 32768  },
        { "a larger one",                          "A6", 1 << 20,    90000, true,  126976 },
    };
    SCRATCH_SCOPE      scratch = scratch_open();
    struct quarantine *q       = open_quarantine(&scratch), *other = open_quarantine(&scratch);
    str                error   = { 0 };

    FOR_EACH_CASE(c, cases) {
        quarantine_bound(q, &(struct quarantine_bounds){ .octets = c->bound });
        errno = 0;
        CHECK_EQ(hold_of_size(q, c->id, c->octets), c->want);
        CHECK_EQ(errno == EDQUOT, !c->want);
        CHECK_EQ(quarantine_usage(q).octets, c->used);
        CHECK_EQ(quarantine_usage(q).octets_max, c->bound);
    }
    CHECK(!hold_of_size(q, "A1", 10));          /* held already: what it had taken is given back */
    CHECK_EQ(quarantine_usage(q).octets, 126976);
    CHECK(quarantine_settle(other, STR("A6"), QUARANTINE_DELETED, NULL, &error) && quarantine_count(q));
    CHECK_EQ(quarantine_usage(q).octets, 126976 - 90112 + 4096 /* the octets; its marker */);
    CHECK_EQ(scratch_count(&scratch, "q/tmp"), 0);
    quarantine_close(q);

    q = open_quarantine(&scratch);              /* a new one counts by itself before it refuses */
    quarantine_bound(q, &(struct quarantine_bounds){ .octets = 60000 });
    CHECK(hold_of_size(q, "A7", 8000));
    CHECK(!hold_of_size(q, "A8", 8000) && errno == EDQUOT);
    quarantine_close(q);
    quarantine_close(other);
}

static void age(const struct scratch *scratch, const char *name, unix_seconds at)
{
    ARENA_SCOPE     arena    = { 0 };
    struct timespec times[2] = { { .tv_sec = at }, { .tv_sec = at } };

    CHECK(utimensat(AT_FDCWD, scratch_file(&arena, scratch, name), times, 0) == 0);
}

TEST(quarantine_purges_what_was_settled_long_ago)
{
    enum { OLD = 1000, BEFORE = 2000, NEW = 3000 };
    ARENA_SCOPE        arena   = { 0 };
    SCRATCH_SCOPE      scratch = scratch_open();
    struct quarantine *q       = open_quarantine(&scratch);
    size_t             removed = 0;
    str                error   = { 0 };

    CHECK(hold(q, "A1", 1) && hold(q, "A2", 2) && hold(q, "A3", 3) && hold(q, "A4", 4));
    CHECK(quarantine_settle(q, STR("A1"), QUARANTINE_RELEASED, NULL, &error) && quarantine_settle(q, STR("A2"), QUARANTINE_DELETED, NULL, &error));
    CHECK(quarantine_settle(q, STR("A3"), QUARANTINE_DELETED, NULL, &error));
    age(&scratch, "q/messages/A1.released", OLD);
    age(&scratch, "q/messages/A2.deleted", OLD);
    age(&scratch, "q/messages/A3.deleted", NEW);
    age(&scratch, "q/messages/A4.json", OLD);   /* held, and so kept however old it is */
    age(&scratch, "q/messages/A4.eml", OLD);
    scratch_write(scratch_file(&arena, &scratch, "q/messages/A0.deleted"), STR("left by a crash between the two"));
    age(&scratch, "q/messages/A0.deleted", OLD);
    CHECK(quarantine_purge(q, BEFORE, &removed));
    CHECK_EQ(removed, 3);
    CHECK_STR(list(q, &arena), STR("A4:H A3:D"));
    CHECK_EQ(scratch_count(&scratch, "q/messages"), 2 /* A3 */ + 2 /* A4 */);
    CHECK(quarantine_purge(q, BEFORE, &removed));
    CHECK_EQ(removed, 0);
    quarantine_close(q);
}

/* However it is cut short, nothing that was settled looks held again. */
TEST(quarantine_purge_is_cut_short)
{
    static const struct { const char *name, *fault; } cases[] = {
        { "no metadata can be removed",  "unlink:2" },
        { "no marker can be",            "unlink:3" },
        { "nor the other",               "unlink:4" },
        { "the folder cannot be synced", "fsync:1"  },
        { "nor in the end",              "fsync:2"  },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE        arena   = { 0 };
        SCRATCH_SCOPE      scratch = scratch_open();
        struct quarantine *q       = open_quarantine(&scratch);
        size_t             removed = 0;
        str                error   = { 0 }, bad, left;

        CHECK(hold(q, "A1", 1) && quarantine_settle(q, STR("A1"), QUARANTINE_RELEASED, NULL, &error));
        ASSERT(fault_plan(str_of(c->fault), &bad));
        CHECK(!quarantine_purge(q, INT64_MAX, &removed));
        ASSERT(fault_plan(STR(""), &bad));
        left = list(q, &arena);
        CHECK(str_equal(left, STR("A1:R")) || left.len == 0);
        CHECK(quarantine_purge(q, INT64_MAX, &removed));
        CHECK_STR(list(q, &arena), STR(""));
        CHECK_EQ(scratch_count(&scratch, "q/messages"), 0);
        quarantine_close(q);
    }
}

TEST(quarantine_holds_without_its_index)
{
    enum trouble { GARBAGE, LOCKED, FOREIGN, REMOVED };
    static const struct { const char *name; enum trouble trouble; bool list_fails; } cases[] = {
        { "the index is no database",              GARBAGE, true  },
        { "another process writes and never ends", LOCKED,  false },
        { "the index is of a later version",       FOREIGN, true  },
        { "somebody has removed it",               REMOVED, false },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE        arena   = { 0 };
        SCRATCH_SCOPE      scratch = scratch_open();
        struct quarantine *q       = open_quarantine(&scratch);
        const char        *file    = scratch_file(&arena, &scratch, "q/index.sqlite");
        sqlite3           *db      = NULL;
        str                octets, error;
        size_t             count;

        CHECK(hold(q, "A1", 1));
        if (c->trouble == LOCKED)
            ASSERT(sqlite3_open(file, &db) == SQLITE_OK
                   && sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK);
        if (c->trouble == FOREIGN)
            ASSERT(sqlite3_open(file, &db) == SQLITE_OK
                   && sqlite3_exec(db, "DROP TABLE message; PRAGMA user_version = 2", NULL, NULL, NULL) == SQLITE_OK);
        if (c->trouble == GARBAGE || c->trouble == REMOVED) {
            quarantine_close(q);
            unlink(file);
            if (c->trouble == GARBAGE)
                scratch_write(file, arena_printf(&arena, "%0*d", 5000, 7));
            q = open_quarantine(&scratch);
        }

        CHECK(hold(q, "A2", 2));
        CHECK_EQ(quarantine_index_failures(q), c->trouble != REMOVED);
        CHECK(quarantine_octets(q, &arena, STR("A2"), &octets, &error));
        if (c->trouble == LOCKED)
            ASSERT(sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL) == SQLITE_OK);
        sqlite3_close(db);
        if (c->list_fails) {
            CHECK(!str_starts(list(q, &arena), STR("A2")));
            CHECK(quarantine_rebuild(q, &count, &error) && CHECK_EQ(count, 2));
        }
        CHECK_STR(list(q, &arena), STR("A2:H A1:H"));
        CHECK(hold(q, "A3", 3));
        CHECK_EQ(quarantine_index_failures(q), c->trouble != REMOVED);
        CHECK_STR(list(q, &arena), STR("A3:H A2:H A1:H"));
        quarantine_close(q);
    }
}

/* Whoever owns the folder may not be whoever looks into it: a link there is followed by nobody. */
TEST(quarantine_follows_no_links)
{
    static const struct { const char *name, *link, *says; } cases[] = {
        { "its folder",      "q",                    "cannot be opened" },
        { "messages",        "q/messages",           "cannot be opened" },
        { "tmp",             "q/tmp",                "cannot be opened" },
        { "the index",       "q/index.sqlite",       "its path leads through a symbolic link" },
        { "what is known",   "q/messages/A1.json",   "cannot be read" },
        { "the octets",      "q/messages/A1.eml",    "cannot read A1.eml" },
    };

    FOR_EACH_CASE(c, cases) {
        SCRATCH_SCOPE            scratch = scratch_open();
        ARENA_SCOPE              arena   = { 0 };
        struct quarantine       *q       = open_quarantine(&scratch);
        const char              *path    = scratch_file(&arena, &scratch, c->link), *real = scratch_file(&arena, &scratch, "elsewhere");
        struct quarantine_entry *entries, entry;
        str                      octets, said = { 0 };
        size_t                   count;

        CHECK(hold(q, "A1", 5));
        quarantine_close(q);
        CHECK(rename(path, real) == 0 && symlink(real, path) == 0);         /* all else is as it was */
        q = quarantine_open(scratch_file(&arena, &scratch, "q"), &arena, &said);
        if (q != NULL && quarantine_list(q, &arena, &entries, &count, &said) && quarantine_find(q, &arena, STR("A1"), &entry, &said))
            CHECK(!quarantine_octets(q, &arena, STR("A1"), &octets, &said));
        CHECK(str_find(said, str_of(c->says)) != STR_NOT_FOUND);
        if (q != NULL) {
            CHECK(hold(q, "A2", 6));    /* and messages are held all the same */
            quarantine_close(q);
        }
    }
}

TEST(quarantine_rebuilds)
{
    ARENA_SCOPE              arena   = { 0 };
    SCRATCH_SCOPE            scratch = scratch_open();
    struct quarantine       *q       = open_quarantine(&scratch), *other = open_quarantine(&scratch);
    struct quarantine_entry *entries;
    size_t                   count = 0;
    str                      error = { 0 };

    CHECK(hold(q, "A1", 1) && hold(q, "A2", 2) && hold(other, "A3", 3));
    CHECK(quarantine_settle(q, STR("A2"), QUARANTINE_RELEASED, NULL, &error));
    scratch_write(scratch_file(&arena, &scratch, "q/messages/A2.eml"), STR("left by a crash"));
    scratch_write(scratch_file(&arena, &scratch, "q/messages/A9.eml"), STR("never acknowledged"));
    scratch_write(scratch_file(&arena, &scratch, "q/messages/note.txt"), STR("not ours"));
    scratch_write(scratch_file(&arena, &scratch, "q/messages/A4.json"), STR("{\"version\":1,"));

    if (!CHECK(quarantine_rebuild(other, &count, &error)))
        CHECK_STR(error, STR(""));
    CHECK_EQ(count, 4);
    CHECK_STR(list(q, &arena), STR("A3:H A2:R A1:H A4:H"));
    CHECK_EQ(scratch_count(&scratch, "q/messages"), 2 /* A1 */ + 2 /* A2 */ + 2 /* A3 */ + 3);
    /* What cannot be read is shown, not hidden. */
    if (CHECK(quarantine_list(q, &arena, &entries, &count, &error)) && CHECK_EQ(count, 4))
        CHECK_STR(entries[3].reason, STR("The file with what is known about this message cannot be read."));
    CHECK(hold(q, "A5", 5));            /* by a connection that was open all the time */
    CHECK_EQ(quarantine_index_failures(q), 0);
    CHECK_STR(list(other, &arena), STR("A5:H A3:H A2:R A1:H A4:H"));
    quarantine_close(q);
    quarantine_close(other);
}

TEST(quarantine_notices_changed_octets)
{
    ARENA_SCOPE        arena   = { 0 };
    SCRATCH_SCOPE      scratch = scratch_open();
    struct quarantine *q       = open_quarantine(&scratch);
    const char        *file    = scratch_file(&arena, &scratch, "q/messages/A1.eml");
    str                octets, error = { 0 };

    CHECK(hold(q, "A1", 1));
    scratch_write(file, STR("short"));
    CHECK(!quarantine_octets(q, &arena, STR("A1"), &octets, &error));
    CHECK_STR(error, arena_printf(&arena, "message A1 was held with %zu octets, and now has 5", joined.len));
    unlink(file);
    CHECK(!quarantine_octets(q, &arena, STR("A1"), &octets, &error));
    quarantine_close(q);
}

/* The promise of quarantine_hold: held and whole, or false and nothing left. */
TEST(quarantine_hold_fails_cleanly)
{
    static const char *const calls[] = { "open", "write", "fsync", "rename", "close" };
    size_t                   failures = 0;

    for (size_t i = 0; i < ARRAY_LEN(calls); i++)
        for (int nth = 1; nth <= 6; nth++) {
            ARENA_SCOPE        arena   = { 0 };
            SCRATCH_SCOPE      scratch = scratch_open();
            struct quarantine *q       = open_quarantine(&scratch);
            str                octets, error, bad;

            unit_begin_case(arena_cstr(&arena, arena_printf(&arena, "%s:%d=ENOSPC", calls[i], nth)));
            ASSERT(fault_plan(arena_printf(&arena, "%s:%d=ENOSPC", calls[i], nth), &bad));
            bool ok  = hold(q, "A1", 1);
            int  why = errno;

            ASSERT(fault_plan(STR(""), &bad));
            if (ok) {
                if (CHECK(quarantine_octets(q, &arena, STR("A1"), &octets, &error)))
                    CHECK_STR(octets, joined);
            } else {
                CHECK_EQ(why, ENOSPC);
                CHECK_EQ(scratch_count(&scratch, "q/messages"), 0);
                CHECK_STR(list(q, &arena), STR(""));
                CHECK(hold(q, "A1", 1));        /* the sender's next try */
                failures++;
            }
            CHECK_EQ(scratch_count(&scratch, "q/messages"), 2);
            quarantine_close(q);
        }
    unit_end_cases();
    CHECK(failures >= 15);
}

static struct quarantine_entry rest_of(const char *id)
{
    struct quarantine_entry rest = entry_of(id, 1);

    rest.size                 = joined.len;
    rest.recipients           = &recipients[1];
    rest.recipient_parameters = &parameters[1];
    rest.recipient_count      = 1;
    return rest;
}

/* What some recipients have got is held for the rest, in the files and in the list. */
TEST(quarantine_narrow)
{
    static const struct { const char *name, *id; bool settled; const char *error; } cases[] = {
        { "held",              "A1", false, ""                                             },
        { "released meanwhile", "A1", true, "message A1 is not held any more"              },
        { "not there",         "B1", false, "there is no message B1 in the quarantine"     },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE              arena   = { 0 };
        SCRATCH_SCOPE            scratch = scratch_open();
        struct quarantine       *q       = open_quarantine(&scratch);
        struct quarantine_entry  rest    = rest_of(c->id), got, *listed;
        size_t                   count;
        str                      octets, error = { 0 };

        CHECK(hold(q, "A1", 1));
        CHECK_STR(list(q, &arena), STR("A1:H"));
        if (c->settled)
            CHECK(quarantine_settle(q, STR("A1"), QUARANTINE_RELEASED, NULL, &error));
        CHECK_EQ(quarantine_narrow(q, &rest, &error), c->error[0] == '\0');
        CHECK_CSTR(error, c->error);
        if (c->error[0] == '\0') {
            if (CHECK(quarantine_find(q, &arena, STR("A1"), &got, &error)))
                check_entry(&got, &rest);
            if (CHECK(quarantine_list(q, &arena, &listed, &count, &error)) && CHECK_EQ(count, 1))
                check_entry(listed, &rest);
            if (CHECK(quarantine_octets(q, &arena, STR("A1"), &octets, &error)))
                CHECK_STR(octets, joined);
        }
        quarantine_close(q);
    }
}

/* It is held for all or for the rest, and never lost. What a crash has left is swept away. */
TEST(quarantine_narrow_fails_cleanly)
{
    static const char *const calls[] = { "open", "write", "fsync", "rename", "close" };
    size_t                   failures = 0;

    for (size_t i = 0; i < ARRAY_LEN(calls); i++)
        for (int nth = 1; nth <= 3; nth++) {
            ARENA_SCOPE             arena   = { 0 };
            SCRATCH_SCOPE           scratch = scratch_open();
            struct quarantine      *q       = open_quarantine(&scratch);
            struct quarantine_entry rest    = rest_of("A1"), got;
            str                     error, bad;

            unit_begin_case(arena_cstr(&arena, arena_printf(&arena, "%s:%d=ENOSPC", calls[i], nth)));
            CHECK(hold(q, "A1", 1));
            ASSERT(fault_plan(arena_printf(&arena, "%s:%d=ENOSPC", calls[i], nth), &bad));
            bool ok = quarantine_narrow(q, &rest, &error);

            ASSERT(fault_plan(STR(""), &bad));
            failures += !ok;
            if (CHECK(quarantine_find(q, &arena, STR("A1"), &got, &error)))
                CHECK(got.recipient_count == 1 || (!ok && got.recipient_count == 2));
            CHECK_EQ(scratch_count(&scratch, "q/messages"), 2);
            quarantine_close(q);
        }
    unit_end_cases();
    CHECK(failures >= 5);
}

/* Holds, then releases or withdraws, in a process whose power is cut at the nth call. *promised: '-', 'H' once it was
 * told that the message is held, 'E' once it was told that this has ended. */
static bool run_until_power_cut(const struct scratch *scratch, int nth, bool withdraw, char *promised)
{
    int pipes[2];

    ASSERT(pipe(pipes) == 0);
    pid_t child = fork();

    ASSERT(child >= 0);
    if (child == 0) {
        struct quarantine *q     = open_quarantine(scratch);
        ARENA_SCOPE        arena = { 0 };
        str                error;

        ASSERT(fault_plan(arena_printf(&arena, "power-cut:%d", nth), &error));
        if (hold(q, "A1", 1))
            ASSERT(write(pipes[1], "H", 1) == 1);
        if (withdraw ? quarantine_withdraw(q, STR("A1")) : quarantine_settle(q, STR("A1"), QUARANTINE_RELEASED, NULL, &error))
            ASSERT(write(pipes[1], "E", 1) == 1);
        _exit(0);
    }
    close(pipes[1]);
    *promised = '-';
    for (char word; read(pipes[0], &word, 1) == 1; )
        *promised = word;
    close(pipes[0]);

    int status;

    ASSERT(waitpid(child, &status, 0) == child);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void check_power_cuts(bool withdraw)
{
    bool finished = false;
    int  nth      = 1;

    for (; !finished && nth < 100; nth++) {
        ARENA_SCOPE             arena   = { 0 };
        SCRATCH_SCOPE           scratch = scratch_open();
        char                    promised;
        struct quarantine_entry entry;
        str                     octets, error = { 0 };

        unit_begin_case(arena_cstr(&arena, arena_printf(&arena, "power-cut:%d", nth)));
        quarantine_close(open_quarantine(&scratch));
        finished = run_until_power_cut(&scratch, nth, withdraw, &promised);

        struct quarantine *q     = open_quarantine(&scratch);
        bool               there = quarantine_find(q, &arena, STR("A1"), &entry, &error);

        CHECK(there || promised == '-' || withdraw);
        if (there && entry.state == QUARANTINE_HELD) {
            CHECK(promised != 'E');
            if (CHECK(quarantine_octets(q, &arena, STR("A1"), &octets, &error)))
                CHECK_STR(octets, joined);
        }
        quarantine_close(q);
    }
    unit_end_cases();
    CHECK(finished);
    CHECK(nth > 15);
}

TEST(quarantine_survives_power_cuts_and_releases)  { check_power_cuts(false); }
TEST(quarantine_survives_power_cuts_and_withdraws) { check_power_cuts(true); }

static void *hold_many(void *argument)
{
    struct quarantine *q = argument;
    char               id[32];

    for (int i = 0; i < 20; i++) {
        snprintf(id, sizeof id, "T%lxN%d", (unsigned long)pthread_self(), i);
        ASSERT(hold(q, id, i));
    }
    return NULL;
}

TEST(quarantine_is_held_by_many_threads_and_two_openers)
{
    ARENA_SCOPE              arena   = { 0 };
    SCRATCH_SCOPE            scratch = scratch_open();
    struct quarantine       *q       = open_quarantine(&scratch), *other = open_quarantine(&scratch);
    pthread_t                threads[3];
    struct quarantine_entry *entries;
    size_t                   count;
    str                      error = { 0 };

    for (size_t i = 0; i < ARRAY_LEN(threads); i++)
        ASSERT(pthread_create(&threads[i], NULL, hold_many, q) == 0);
    for (int i = 0; i < 5; i++)
        CHECK(quarantine_list(other, &arena, &entries, &count, &error) && quarantine_rebuild(other, &count, &error));
    for (size_t i = 0; i < ARRAY_LEN(threads); i++)
        pthread_join(threads[i], NULL);
    if (CHECK(quarantine_list(other, &arena, &entries, &count, &error)))
        CHECK_EQ(count, 60);
    quarantine_close(q);
    quarantine_close(other);
}

TEST(quarantine_metadata)
{
    static const struct { const char *name, *json, *error; } cases[] = {
        { "no JSON",             "{",                    "line 1: string or '}' expected near end of file" },
        { "nothing",             "",                     "line 1: '[' or '{' expected near end of file" },
        { "no object",           "[]",                   "it is no object" },
        { "no version",          "{}",                   "it is of version 0; this program knows version 1" },
        { "a later version",     "{\"version\":2}",      "it is of version 2; this program knows version 1" },
        { "a member twice",      "{\"id\":1,\"id\":2}",  "line 1: duplicate object key near '\"id\"'" },
        { "no time",             "{\"version\":1}",      "its member \"held_at\" is missing or of another type" },
        { "a negative size",     "{\"version\":1,\"held_at\":1,\"size\":-1}",
                                 "its member \"size\" is missing or of another type" },
        { "a number for a text", "{\"version\":1,\"held_at\":1,\"size\":1,\"id\":7}",
                                 "its member \"id\" is missing or of another type" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE             arena = { 0 };
        struct quarantine_entry entry;
        str                     error = { 0 };

        CHECK(!metadata_read(&arena, str_of(c->json), STR("A1"), &entry, &error));
        CHECK_CSTR(error, c->error);
    }

    ARENA_SCOPE             arena = { 0 };
    BUF_SCOPE               json  = { 0 };
    struct quarantine_entry entry = entry_of("A1", 1), got;
    str                     error = { 0 };
    char                    large[5000];

    memset(large, 'x', sizeof large);
    memcpy(large + 4095, "\xc3\xa4", 2);        /* a character across the end */
    entry.subject = (str){ large, sizeof large };
    entry.helo    = STR("\xff\xe4");
    metadata_write(&json, &entry);
    CHECK(!metadata_read(&arena, buf_str(&json), STR("A2"), &got, &error));
    CHECK_STR(error, STR("it is about another message"));
    if (CHECK(metadata_read(&arena, buf_str(&json), STR("A1"), &got, &error))) {
        CHECK_STR(got.subject, ((str){ large, 4095 }));
        CHECK_STR(got.helo, STR("\xc3\xbf\xc3\xa4"));
    }
}
