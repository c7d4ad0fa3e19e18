/* What the journal bears. Each prints lines of "NAME VALUE".
 *
 *     journal_bench fill FROM TO ROWS RATE KEEP     copies of the rows of the journal FROM, with ids, people and subjects of their
 *                                         own, so many a second (0: as fast as the writer takes them), where all but KEEP octets
 *                                         (0: nothing) are deleted
 *     journal_bench disk FILE OCTETS      as many octets one after the other, synced as often as the journal does: what the disk takes
 *     journal_bench search FILE           each kind of search, by what is rare and what is everywhere; the first time from the disk,
 *                                         then again
 *     journal_bench stopped FILE SECONDS RATE     another writer holds the file; how long does a caller ever wait? */
#include <fcntl.h>
#include <glob.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "gateway/record_phrases.h"
#include "store/journal.h"
#include "store/age_clock.h"
#include "store/journal_query.h"

enum { QUEUE_ROWS = 100000, SERVER_QUEUE_ROWS = 20000 /* gateway/server.c */, SOURCES_MAX = 1000, PEOPLE = 200000, DOMAINS = 20000, WORDS = 5000, OURS = 500 };

static int64_t now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

static double processor_seconds(clockid_t clock)
{
    struct timespec used;

    clock_gettime(clock, &used);
    return (double)used.tv_sec + (double)used.tv_nsec / 1e9;
}

static void sleep_ms(long milliseconds)
{
    nanosleep(&(struct timespec){ milliseconds / 1000, milliseconds % 1000 * 1000000 }, NULL);
}

static struct journal *open_journal(const char *file, bool read_only)
{
    static struct arena arena;
    str                 error   = { 0 };
    struct journal     *journal = journal_open(file, read_only, &arena, &error);

    if (journal == NULL) {
        fprintf(stderr, "%.*s\n", STR_ARG(error));
        exit(1);
    }
    return journal;
}

static struct journal_row *read_sources(const char *file, struct arena *arena, size_t *count)
{
    struct journal     *from = open_journal(file, true);
    struct journal_row *rows;
    str                 error;

    if (!journal_find(from, arena, &(struct journal_query){ .limit = SOURCES_MAX }, &rows, count, &error) || *count == 0) {
        fprintf(stderr, "%s: no rows to copy\n", file);
        exit(1);
    }
    journal_close(from);
    return rows;
}

/* ---- rows ---- */

/* Few senders bring much of the mail: a number below limit, small ones more often. */
static unsigned skewed(uint64_t *state, unsigned limit)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    double share = (double)(*state >> 11) / (double)(1ull << 53);

    return (unsigned)(share * share * share * limit);
}

static str subject_of(struct arena *arena, uint64_t *state)
{
    str subject = { 0 };

    for (int i = 0; i < 6; i++)
        subject = arena_printf(arena, "%.*s%sw%05ux", STR_ARG(subject), i == 0 ? "" : " ", skewed(state, WORDS) * 7919u % 99991u);
    return subject;
}

/* The record names its id once; the copy has another of the same length. */
static str record_of(struct arena *arena, const struct journal_row *source, str id)
{
    ptrdiff_t at = str_find(source->record, source->id);

    if (at == STR_NOT_FOUND || id.len != source->id.len)
        return source->record;
    char *copy = arena_octets(arena, source->record.len);

    memcpy(copy, source->record.ptr, source->record.len);
    memcpy(copy + at, id.ptr, id.len);
    return (str){ copy, source->record.len };
}

static struct journal_row copy_of(struct arena *arena, const struct journal_row *source, size_t number, uint64_t *state)
{
    struct journal_row row    = *source;
    unsigned           domain = skewed(state, DOMAINS), ours = skewed(state, OURS);

    row.id            = arena_printf(arena, "01M8%022zu", number);
    row.at            = 1700000000 + (int64_t)number / 20;
    row.client        = arena_printf(arena, "192.0.%u.%u", domain % 256, domain / 256);
    row.author_domain = arena_printf(arena, "d%u.example", domain);
    row.author        = arena_printf(arena, "p%u@d%u.example", skewed(state, PEOPLE), domain);
    row.reverse_path  = row.author;
    row.recipients    = arena_printf(arena, "u%u@harbour.example", ours);
    row.subject       = subject_of(arena, state);
    row.record        = record_of(arena, source, row.id);
    return row;
}

/* As the server has them. */
static void add_phrases(struct buf *phrases)
{
    ARENA_SCOPE    arena  = { 0 };
    str            error  = { 0 };
    struct engine *engine = engine_open(NULL, ENGINE_TOOL, &arena, &error);

    if (engine == NULL) {
        fprintf(stderr, "%.*s\n", STR_ARG(error));
        exit(1);
    }
    record_phrases(phrases, engine);
    engine_close(engine);
}

/* Of this process: what it has had written to disks. */
static uint64_t octets_written(void)
{
    FILE              *io = fopen("/proc/self/io", "r");
    char               line[100];
    unsigned long long octets = 0;

    while (io != NULL && fgets(line, sizeof line, io) != NULL)
        sscanf(line, "write_bytes: %llu", &octets);
    if (io != NULL)
        fclose(io);
    return octets;
}

static void wait_until(int64_t when_us)
{
    for (int64_t now = now_us(); now < when_us; now = now_us())
        nanosleep(&(struct timespec){ (when_us - now) / 1000000, (when_us - now) % 1000000 * 1000 }, NULL);
}

struct load { size_t rows, rate /* a second; 0: as fast as they are taken */; uint64_t keep; };

/* How often a full queue was waited for. With a rate nobody waits, as in a server: what finds no room is lost. */
static size_t bring_rows(struct journal *journal, const struct journal_row *sources, size_t count, const struct load *load)
{
    uint64_t state = 1;
    size_t   waits = 0;
    int64_t  began = now_us();

    for (size_t i = 0; i < load->rows; i++) {
        ARENA_SCOPE        scratch = { 0 };
        struct journal_row row     = copy_of(&scratch, &sources[i % count], i, &state);

        if (load->rate > 0)
            wait_until(began + (int64_t)(i * 1000000 / load->rate));
        for (; !journal_write(journal, &row) && load->rate == 0; waits++)
            sleep_ms(5);
    }
    return waits;
}

static size_t record_octets(const struct journal_row *sources, size_t count)
{
    size_t octets = 0;

    for (size_t i = 0; i < count; i++)
        octets += sources[i].record.len;
    return octets / count;
}

static void fill(const char *from, const char *to, const struct load *load)
{
    ARENA_SCOPE         arena = { 0 };
    size_t              count;
    struct journal_row *sources = read_sources(from, &arena, &count);
    struct journal     *journal = open_journal(to, false);
    struct age_clock   *ages    = age_clock_new(age_clock_system, 0);
    BUF_SCOPE           phrases = { 0 };

    add_phrases(&phrases);
    journal_retain(journal, &(struct journal_retention){ .octets = load->keep });
    if (!journal_start_writer(journal, load->rate > 0 ? SERVER_QUEUE_ROWS : QUEUE_ROWS, buf_str(&phrases), ages))
        exit(1);
    uint64_t wrote   = octets_written();
    int64_t  began   = now_us();
    double   busy    = processor_seconds(CLOCK_PROCESS_CPUTIME_ID), brought = processor_seconds(CLOCK_THREAD_CPUTIME_ID);
    size_t   waits   = bring_rows(journal, sources, count, load);

    brought = processor_seconds(CLOCK_THREAD_CPUTIME_ID) - brought;
    struct journal_counters n = journal_count(journal);

    journal_close(journal);             /* all of it is on the disk */
    age_clock_free(ages);
    double seconds = (double)(now_us() - began) / 1e6;
    size_t lost    = load->rate > 0 ? (size_t)n.lost : 0;       /* else it was offered again */
    double rows    = (double)(load->rows - lost);

    busy = processor_seconds(CLOCK_PROCESS_CPUTIME_ID) - busy - brought;
    printf("us_to_bring_a_row %.1f\nus_to_write_a_row %.1f\n", brought / (double)load->rows * 1e6, busy / rows * 1e6);
    printf("octets_written_for_a_row %.0f\n", (double)(octets_written() - wrote) / rows);
    printf("rows %zu\nrecord_octets %zu\nseconds %.2f\nrows_per_second %.0f\nqueue_full %zu\nlost %zu\nexpired %llu\n", load->rows,
           record_octets(sources, count), seconds, rows / seconds, waits, lost, (unsigned long long)n.expired);
}

/* ---- the bare disk ---- */

static void disk(const char *file, size_t octets)
{
    enum { PIECE = 4 << 20 };           /* a group of rows */
    char   *piece = malloc(PIECE);
    int64_t began;
    int     fd = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    if (piece == NULL || fd < 0)
        exit(1);
    for (size_t i = 0; i < PIECE; i++)
        piece[i] = (char)(i * 2654435761u >> 13);
    began = now_us();
    for (size_t done = 0; done < octets; done += PIECE)
        if (write(fd, piece, PIECE) != PIECE || fdatasync(fd) != 0)
            exit(1);
    printf("octets_per_second %.0f\n", (double)octets * 1e6 / (double)(now_us() - began));
    close(fd);
    unlink(file);
    free(piece);
}

/* ---- searches ---- */

/* Nothing of the journal is in memory then. */
static void leave_the_cache(const char *file)
{
    char   pattern[4096];
    glob_t found;

    snprintf(pattern, sizeof pattern, "%s*", file);
    if (glob(pattern, 0, NULL, &found) != 0)
        exit(1);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        int fd = open(found.gl_pathv[i], O_RDONLY | O_CLOEXEC);

        if (fd < 0 || fdatasync(fd) != 0 || posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED) != 0)
            exit(1);
        close(fd);
    }
    globfree(&found);
}

static double search_once(struct journal *journal, const struct journal_query *query, size_t *count)
{
    ARENA_SCOPE         arena = { 0 };
    struct journal_row *rows;
    str                 error = { 0 };
    int64_t             began = now_us();

    if (!journal_find(journal, &arena, query, &rows, count, &error))
        fprintf(stderr, "%.*s\n", STR_ARG(error));
    return (double)(now_us() - began) / 1000;
}

static void search(const char *file)
{
    static const struct { const char *name; struct journal_query query; } searches[] = {
        { "newest",               { .limit = 50 } },
        { "id",                   { .id = STR_INIT("01M80000000000000000000500") } },
        { "time",                 { .since = 1700010000, .until = 1700010060 } },
        { "sender-rare",          { .from = STR_INIT("p150000@d19000.example") } },
        { "sender-domain-common", { .from = STR_INIT("@d0.example") } },
        { "sender-domain-rare",   { .from = STR_INIT("@d19999.example") } },
        { "recipient",            { .to = STR_INIT("u499@harbour.example") } },
        { "recipient-domain-all", { .to = STR_INIT("@harbour.example") } },
        { "client",               { .client = STR_INIT("192.0.31.78") } },
        { "subject-common",       { .subject = STR_INIT("W00000X") } },
        { "subject-rare",         { .subject = STR_INIT("w99990x w00000x w79190x") } },
        { "subject-absent",       { .subject = STR_INIT("no such words") } },
        { "finding",              { .finding = STR_INIT("own-domain-lookalike") } },
        { "finding-absent",       { .finding = STR_INIT("no-such-finding") } },
        { "action-common",        { .action = STR_INIT("accept") } },
        { "action-rare",          { .action = STR_INIT("defer") } },
        { "recipient-and-action", { .to = STR_INIT("u499@harbour.example"), .action = STR_INIT("reject") } },
    };

    for (size_t i = 0; i < ARRAY_LEN(searches); i++) {
        size_t count = 0;

        leave_the_cache(file);
        struct journal *journal = open_journal(file, true);
        double          first   = search_once(journal, &searches[i].query, &count);
        double          again   = search_once(journal, &searches[i].query, &count);

        printf("%s_first_ms %.2f\n%s_ms %.2f\n%s_found %zu\n", searches[i].name, first, searches[i].name, again, searches[i].name, count);
        journal_close(journal);
    }
}

/* ---- a store that does not move ---- */

static void stopped(const char *file, int seconds, int rate)
{
    ARENA_SCOPE     arena   = { 0 };
    struct journal *journal = open_journal(file, false);
    struct age_clock *ages  = age_clock_new(age_clock_system, 0);
    sqlite3        *other   = NULL;
    int64_t         longest = 0;
    char           *record  = arena_octets(&arena, 6000);
    size_t          number  = 0, taken = 0;

    memset(record, 'x', 6000);
    if (!journal_start_writer(journal, 10000, (str){ 0 }, ages) || sqlite3_open(file, &other) != SQLITE_OK ||
        sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK)
        exit(1);
    int64_t end = now_us() + seconds * 1000000LL;

    while (now_us() < end) {
        for (int i = 0; i < rate / 100; i++) {
            ARENA_SCOPE scratch = { 0 };
            struct journal_row row = { .id = arena_printf(&scratch, "S%zu", number++), .at = 1, .record = { record, 6000 } };
            int64_t began = now_us();

            taken += journal_write(journal, &row);
            int64_t took = now_us() - began;

            longest = took > longest ? took : longest;
        }
        sleep_ms(10);
    }
    sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL);
    sqlite3_close(other);
    size_t offered = number;

    journal_close(journal);
    journal = open_journal(file, true);
    struct journal_row *rows;
    size_t              found;
    str                 error;

    if (!journal_find(journal, &arena, &(struct journal_query){ .until = 2, .limit = 1000000 }, &rows, &found, &error))
        exit(1);
    printf("offered %zu\ntaken_into_the_queue %zu\nwritten_in_the_end %zu\nlongest_call_us %lld\n", offered, taken, found, (long long)longest);
    journal_close(journal);
}

int main(int argc, char **argv)
{
    if (argc == 7 && strcmp(argv[1], "fill") == 0)
        fill(argv[2], argv[3], &(struct load){ .rows = (size_t)atol(argv[4]), .rate = (size_t)atol(argv[5]),
                                               .keep = strtoull(argv[6], NULL, 10) });
    else if (argc == 4 && strcmp(argv[1], "disk") == 0)
        disk(argv[2], (size_t)atol(argv[3]));
    else if (argc == 3 && strcmp(argv[1], "search") == 0)
        search(argv[2]);
    else if (argc == 5 && strcmp(argv[1], "stopped") == 0)
        stopped(argv[2], atoi(argv[3]), atoi(argv[4]));
    else
        return 64;
    return 0;
}
