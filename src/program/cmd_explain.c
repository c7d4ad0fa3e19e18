/* gatepost explain: the story of a message in words, from the journal by its id, or of a file by the pipeline. */
#include <getopt.h>
#include <stdio.h>

#include "base/ascii.h"
#include "base/id.h"
#include "gateway/aftermath.h"
#include "gateway/record.h"
#include "gateway/story.h"
#include "io/file.h"
#include "program/judge_file.h"
#include "store/journal.h"

static const char usage[] =
    "Usage: gatepost explain [-c FILE] ID\n"
    "       gatepost explain [OPTIONS] MESSAGE|-\n"
    "       gatepost explain --context CASE.json [OPTIONS] [MESSAGE|-]\n"
    "\n"
    "An ID is what the reply and the log named; 'gatepost trace --queue-id' tells it of what a mail server calls a message.\n"
    "Its record is taken from the journal of the configuration (default /etc/gatepost/gatepost.conf). A MESSAGE is\n"
    "judged now, with what options say of its envelope, as for 'gatepost check', or with what a scenario case tells of it.\n"
    "\n"
    "  -c, --config FILE    as in 'gatepost check', and so are --ip, --helo, --mail-from, --rcpt, --zone, --time,\n"
    "                       --defaults, --legacy-algorithms and --smtputf8\n"
    "      --context CASE   organisation, history, envelope, results and clock of a scenario case, and its message if none is named\n";

static int tell(const char *command, str record, str since)
{
    ARENA_SCOPE arena = { 0 };
    BUF_SCOPE   out   = { 0 };
    str         error = { 0 };

    if (!story_write(&out, record, &arena, &error))
        return cli_fail(command, EX_DATAERR, "%.*s", STR_ARG(error));
    story_write_since(&out, since, &arena);
    return cli_print(buf_str(&out)) ? EX_OK : EX_IOERR;
}

static int explain_id(const struct judge_request *request, str id)
{
    ARENA_SCOPE          arena  = { 0 };
    const char          *file   = request->config_file == NULL ? cli_default_config : request->config_file;
    struct engine       *engine = cli_open_reader(request->command, file);
    struct journal_query query  = { .id = id, .limit = 1 };
    struct journal_row  *rows   = NULL;
    size_t               count  = 0;
    str                  error  = { 0 };
    int                  status = EX_OK;

    if (engine == NULL)
        return EX_CONFIG;
    struct aftermath aftermath = { .engine = engine };
    struct journal  *journal   = journal_open(engine_state_path(engine, &arena, "journal.db"), true, &arena, &error);

    if (journal == NULL || !journal_find(journal, &arena, &query, &rows, &count, &error))
        status = cli_fail(request->command, EX_NOINPUT, "%.*s", STR_ARG(error));
    else if (count == 0)
        status = cli_fail(request->command, EX_DATAERR,
                          "no message %.*s is in the journal of %s; one of this very second may be, in the next",
                          STR_ARG(id), engine->config->state_dir);
    else
        status = tell(request->command, rows[0].record, aftermath_of(&aftermath, id, rows[0].record, &arena));
    aftermath_end(&aftermath);
    if (journal != NULL)
        journal_close(journal);
    engine_close(engine);
    return status;
}

static int tell_of(const struct transaction *tx, const void *how)
{
    BUF_SCOPE record = { 0 };

    record_write(&record, tx, NULL);
    return tell(how, buf_str(&record), (str){ 0 });
}

/* case_file NULL: what the options say is known. */
static int explain_message(struct judge_request *request, const char *case_file, const char *file)
{
    if (case_file == NULL)
        judge_by_servers_config(request, true);
    struct engine *engine = cli_open_engine(request->command, request->config_file);
    int            status;

    if (engine == NULL)
        return EX_CONFIG;
    status = case_file != NULL ? judge_case(request, engine, case_file, file, tell_of, request->command)
                               : judge_file(request, engine, file, tell_of, request->command);
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
    static const struct option options[] = {
        JUDGE_LONG_OPTIONS, { "context", required_argument, NULL, 'C' }, { "help", no_argument, NULL, 'h' }, { 0 },
    };
    struct judge_request request   = { .command = argv[0] };
    const char          *case_file = NULL;
    bool                 bad       = false;

    for (int c; (c = getopt_long(argc, argv, JUDGE_SHORT_OPTIONS, options, NULL)) != -1; ) {
        if (judge_option(&request, c, optarg, &bad)) {
            if (bad)
                return EX_USAGE;
            continue;
        }
        if (c == 'h')
            return cli_print(str_of(usage)) ? EX_OK : EX_IOERR;
        if (c != 'C')
            return EX_USAGE;
        case_file = optarg;
    }
    if (request.by_defaults && request.config_file != NULL)
        return cli_fail(argv[0], EX_USAGE, "--defaults and --config: one of the two");
    if (case_file != NULL && optind + 1 >= argc)
        return explain_message(&request, case_file, optind < argc ? argv[optind] : NULL);
    if (optind + 1 != argc)
        return cli_fail(argv[0], EX_USAGE, "one ID or MESSAGE is needed");
    if (id_is_valid(str_of(argv[optind])))
        return explain_id(&request, str_of(argv[optind]));
    if (could_be_id(str_of(argv[optind])))
        return cli_fail(argv[0], EX_NOINPUT, "%s is neither an ID, which has %d letters and digits, nor a file", argv[optind], ID_LEN);
    return explain_message(&request, NULL, argv[optind]);
}
