/* gatepost explain: the story of a message in words, from the journal by its id, or of a file by the pipeline. */
#include <getopt.h>
#include <stdio.h>

#include "base/ascii.h"
#include "base/id.h"
#include "gateway/record.h"
#include "gateway/story.h"
#include "io/file.h"
#include "program/judge.h"
#include "store/journal.h"

static const char usage[] =
    "Usage: gatepost explain [-c FILE] ID\n"
    "       gatepost explain [OPTIONS] MESSAGE|-\n"
    "\n"
    "An ID is what the reply and the log named; its record is taken from the journal of the configuration\n"
    "(default /etc/gatepost/gatepost.conf). A MESSAGE is judged now; it takes the options of 'gatepost check'.\n";

static int tell(const char *command, str record)
{
    ARENA_SCOPE arena = { 0 };
    BUF_SCOPE   out   = { 0 };
    str         error = { 0 };

    if (!story_write(&out, record, &arena, &error))
        return cli_fail(command, EX_DATAERR, "%.*s", STR_ARG(error));
    return cli_print(buf_str(&out)) ? EX_OK : EX_IOERR;
}

static int explain_id(const struct judge_request *request, str id)
{
    ARENA_SCOPE          arena  = { 0 };
    const char          *file   = request->config_file == NULL ? cli_default_config : request->config_file;
    struct engine       *engine = cli_open_engine(request->command, file);
    struct journal_query query  = { .id = id, .limit = 1 };
    struct journal_row  *rows   = NULL;
    size_t               count  = 0;
    str                  error  = { 0 };
    int                  status = EX_OK;

    if (engine == NULL)
        return EX_CONFIG;
    struct journal *journal = journal_open(engine_state_path(engine, &arena, "journal.db"), true, &arena, &error);

    if (journal == NULL || !journal_find(journal, &arena, &query, &rows, &count, &error))
        status = cli_fail(request->command, EX_NOINPUT, "%.*s", STR_ARG(error));
    else if (count == 0)
        status = cli_fail(request->command, EX_DATAERR, "no message %.*s is in the journal of %s", STR_ARG(id), engine->config->state_dir);
    else
        status = tell(request->command, rows[0].record);
    if (journal != NULL)
        journal_close(journal);
    engine_close(engine);
    return status;
}

static int explain_file(const struct judge_request *request, const char *file)
{
    ARENA_SCOPE        arena  = { 0 };
    BUF_SCOPE          record = { 0 };
    struct transaction tx;
    struct engine     *engine = cli_open_engine(request->command, request->config_file);
    int                status = EX_OK;

    if (engine == NULL)
        return EX_CONFIG;
    struct cli_dns dns = { .command = request->command, .zone_file = request->zone_file, .engine = engine };

    if (!judge_envelope(&tx, engine, request))
        status = EX_USAGE;
    else if (!cli_dns_open_zone(&dns) || !cli_read(request->command, file, &arena, &tx.octets))
        status = EX_NOINPUT;
    if (status == EX_OK) {
        tx.octets = cli_as_on_the_wire(&arena, tx.octets);
        if (judge(&tx, &dns)) {
            record_write(&record, &tx, NULL);
            status = tell(request->command, buf_str(&record));
        } else {
            status = EX_UNAVAILABLE;
        }
    }
    transaction_free(&tx);
    cli_dns_close(&dns);
    engine_close(engine);
    return status;
}

/* A file that is not there, by a name without a dot or a slash: an ID that was copied in part. */
static bool could_be_id(str text)
{
    unix_seconds ignored;

    for (size_t i = 0; i < text.len; i++)
        if (!ascii_is_alnum(text.ptr[i]))
            return false;
    return !file_written_at(text.ptr, &ignored);
}

int cmd_explain(int argc, char **argv)
{
    static const struct option options[] = { JUDGE_LONG_OPTIONS, { "help", no_argument, NULL, 'h' }, { 0 } };
    struct judge_request       request   = { .command = argv[0] };
    bool                       bad       = false;

    for (int c; (c = getopt_long(argc, argv, JUDGE_SHORT_OPTIONS, options, NULL)) != -1; ) {
        if (judge_option(&request, c, optarg, &bad)) {
            if (bad)
                return EX_USAGE;
            continue;
        }
        if (c == 'h')
            return cli_print(str_of(usage)) ? EX_OK : EX_IOERR;
        return EX_USAGE;
    }
    if (optind + 1 != argc)
        return cli_fail(argv[0], EX_USAGE, "one ID or MESSAGE is needed");
    if (id_is_valid(str_of(argv[optind])))
        return explain_id(&request, str_of(argv[optind]));
    if (could_be_id(str_of(argv[optind])))
        return cli_fail(argv[0], EX_NOINPUT, "%s is neither an ID, which has %d letters and digits, nor a file", argv[optind], ID_LEN);
    return explain_file(&request, argv[optind]);
}
