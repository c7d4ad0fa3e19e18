/* What judging costs: messages with recorded results, each from its octets to the verdict, one after the other.
 *
 *     detect_bench CONFIG|- LIST
 *
 * LIST has a line for each message: file, client, HELO, MAIL FROM, RCPT, SPF's and DMARC's result, with tabs between; what is not
 * known is empty. For each line on standard input all of them are judged once; the answer is the nanoseconds of processor time that
 * each has taken, with blanks between. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "gateway/pipeline.h"
#include "io/file.h"

enum { MESSAGE_MAX_OCTETS = 64 << 20, MESSAGES_MAX = 100000 };

enum column { FILE_NAME, CLIENT, HELO, MAIL_FROM, RCPT, SPF, DMARC, COLUMN_COUNT };

struct sample { str octets; str columns[COLUMN_COUNT]; };

static struct samples { struct arena arena; struct sample *items; size_t count; } samples;

static _Noreturn void fail(const char *what, str which)
{
    fprintf(stderr, "detect_bench: %s: %.*s\n", what, STR_ARG(which));
    exit(EXIT_FAILURE);
}

static str read_file(const char *path)
{
    str octets, error = { 0 };

    if (!file_read(path, MESSAGE_MAX_OCTETS, &samples.arena, &octets, &error))
        fail("cannot read", error);
    return octets;
}

static void read_samples(const char *list)
{
    str text = read_file(list), line;

    samples.items = ARENA_ARRAY(&samples.arena, struct sample, MESSAGES_MAX);
    while (samples.count < MESSAGES_MAX && str_cut(&text, '\n', &line)) {
        struct sample *sample = &samples.items[samples.count++];

        for (size_t i = 0; i < COLUMN_COUNT; i++)
            (void)!str_cut(&line, '\t', &sample->columns[i]);
        sample->octets = read_file(arena_cstr(&samples.arena, sample->columns[FILE_NAME]));
    }
}

/* What cannot be read as a path is none: samples come with anything. */
static struct path read_path(struct arena *arena, str address)
{
    struct path path = { .is_null = true };
    str         rest = arena_printf(arena, "<%.*s>", STR_ARG(address));

    if (path_parse(&path, &rest) != PATH_OK)
        path = (struct path){ .is_null = true };
    return path;
}

static void prepare(struct transaction *tx, const struct engine *engine, const struct sample *sample)
{
    static const uint8_t random[10];

    transaction_init(tx, engine, id_make(0, random));
    tx->octets                   = sample->octets;
    tx->auth_is_recorded         = true;
    tx->envelope.arrived_at      = 1700000000;
    tx->envelope.is_esmtp        = true;
    tx->envelope.helo            = sample->columns[HELO];
    tx->envelope.reverse_path    = read_path(&tx->arena, sample->columns[MAIL_FROM]);
    tx->envelope.recipients      = ARENA_NEW(&tx->arena, struct path);
    tx->envelope.recipients[0]   = read_path(&tx->arena, sample->columns[RCPT]);
    tx->envelope.recipient_count = !tx->envelope.recipients[0].is_null;
    if (!ip_parse(sample->columns[CLIENT], &tx->envelope.client))
        tx->envelope.client = (struct ip){ 0 };
    tx->auth.spf.status     = str_equal(sample->columns[SPF], STR("pass")) ? SPF_PASS : SPF_NONE;
    tx->auth.spf.domain     = tx->envelope.reverse_path.domain;
    tx->auth.spf_helo.scope = SPF_HELO;
    tx->auth.dmarc.status   = str_equal(sample->columns[DMARC], STR("pass")) ? DMARC_PASS : DMARC_NONE;
}

static void judge(const struct engine *engine, const struct sample *sample)
{
    struct transaction tx;

    prepare(&tx, engine, sample);
    if (pipeline_run(&tx) != PIPELINE_DONE)
        fail("asks the DNS", sample->columns[FILE_NAME]);
    transaction_free(&tx);
}

static int64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void judge_all(const struct engine *engine)
{
    for (size_t i = 0; i < samples.count; i++) {
        int64_t began = now_ns();

        judge(engine, &samples.items[i]);
        printf("%s%lld", i == 0 ? "" : " ", (long long)(now_ns() - began));
    }
    putchar('\n');
    fflush(stdout);
}

int main(int argc, char **argv)
{
    ARENA_SCOPE arena = { 0 };
    str         error = { 0 };
    char        line[16];

    if (argc != 3)
        fail("usage", STR("detect_bench CONFIG|- LIST"));
    struct engine *engine = engine_open(strcmp(argv[1], "-") == 0 ? NULL : argv[1], ENGINE_TOOL, &arena, &error);

    if (engine == NULL)
        fail("the configuration", error);
    read_samples(argv[2]);
    while (fgets(line, sizeof line, stdin) != NULL)
        judge_all(engine);
    engine_close(engine);
    return EXIT_SUCCESS;
}
